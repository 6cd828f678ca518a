//! Set up calendars of opening hours; delete them; read closed days from an iCalendar.

use pult_domain::{
    calendar::{check_calendar, check_calendar_goes, check_first_day},
    policy::{may_try_calendars, permit_calendar},
    refusal::Refusal,
};
use pult_mail::{Invitation, read_calendar};
use pult_shared::{
    api::queue::Names,
    calendar::{
        CLOSURES_MAX, CalendarDef, CalendarPreview, Closure, ICAL_MAX, PREVIEW_DAYS, PreviewCalendar,
        ReadClosuresResult,
    },
    catalog::CalendarKey,
    error::FieldCode,
};
use pult_store::{catalog, queues};

use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// Events that are read at the most: what is left out counts too.
const EVENTS_MAX: usize = 4 * CLOSURES_MAX;

/// Reads days on which it is closed from an iCalendar, such as a state's school breaks or a university's terms. Saves nothing: the form
/// shows them first.
///
/// # Errors
/// `forbidden` for whoever manages nothing; `invalid` for a text that is too long or has no event.
pub fn read_closures(signed_in: &SignedIn, ical: &str) -> Result<ReadClosuresResult, ServiceError> {
    may_try_calendars(&signed_in.actor)?;
    if ical.len() > ICAL_MAX {
        return Err(Refusal::field("ical", FieldCode::TooLong).into());
    }
    let events = read_calendar(ical, EVENTS_MAX);
    if events.is_empty() {
        return Err(Refusal::field("ical", FieldCode::Malformed).into());
    }
    let mut closures: Vec<Closure> = events.iter().filter_map(closure).collect();
    let left_out = u32::try_from(events.len() - closures.len()).unwrap_or(u32::MAX);
    closures.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
    Ok(ReadClosuresResult { closures, left_out })
}

/// An event of whole days. Its end is the day after the last one (RFC 5545 §3.6.1); without an end it is one day.
fn closure(event: &Invitation) -> Option<Closure> {
    let first = event.start.as_ref().filter(|start| start.is_day)?.local.date();
    if event.recurrence.is_some() {
        return None;
    }
    let last = match &event.end {
        Some(end) => end.local.date().yesterday().ok()?.max(first),
        None => first,
    };
    let name = event.summary.clone().unwrap_or_else(|| first.to_string());
    Some(Closure {
        from: first.to_string(),
        to: last.to_string(),
        names: Names {
            de: name.clone(),
            en: name,
        },
    })
}

/// When a calendar that is being written is open, from a day on, else from today. Saves nothing.
///
/// # Errors
/// `forbidden` for whoever manages nothing; `invalid` with the fields at fault.
pub fn preview(app: &App, signed_in: &SignedIn, given: &PreviewCalendar) -> Result<CalendarPreview, ServiceError> {
    may_try_calendars(&signed_in.actor)?;
    let calendar = check_calendar(
        &signed_in.catalog,
        &signed_in.tree,
        &given.calendar.key,
        &given.calendar,
    )?;
    let from = match &given.from {
        Some(text) => check_first_day(text)?,
        None => calendar.day(app.now()),
    };
    let days = calendar.preview(from, PREVIEW_DAYS);
    Ok(CalendarPreview { days })
}

/// Makes a calendar, or changes the one with this key.
///
/// # Errors
/// `forbidden` for whoever does not manage its branch, `invalid` with the fields at fault.
pub async fn save(
    app: &App,
    signed_in: &SignedIn,
    key: &CalendarKey,
    given: &CalendarDef,
) -> Result<CalendarDef, ServiceError> {
    permit_calendar(&signed_in.actor, given.queue_id)?;
    let tx = settings_log::begin(app).await?;
    let (known, tree) = (catalog::load(&tx).await?, queues::tree(&tx).await?);
    // Nobody takes one over, or gives it away, that is not theirs.
    if let Some(before) = known.calendar(key) {
        permit_calendar(&signed_in.actor, before.def().queue_id)?;
    }
    let checked = check_calendar(&known, &tree, key, given)?;
    catalog::save_calendar(&tx, checked.def()).await?;
    let before = known.calendar(key).map(|before| before.def());
    let line = settings_log::line(app, signed_in, Thing::Calendar, key);
    line.write(&tx, before, Some(checked.def())).await?;
    settings_log::finish(app, tx).await?;
    Ok(checked.def().clone())
}

/// Deletes a calendar that no queue is open by.
///
/// # Errors
/// `forbidden` for whoever does not manage its branch, `not_found`, `in_use`.
pub async fn delete(app: &App, signed_in: &SignedIn, key: &CalendarKey) -> Result<(), ServiceError> {
    let tx = settings_log::begin(app).await?;
    let (known, tree) = (catalog::load(&tx).await?, queues::tree(&tx).await?);
    permit_calendar(
        &signed_in.actor,
        known.calendar(key).and_then(|found| found.def().queue_id),
    )?;
    let before = check_calendar_goes(&known, &tree, key)?;
    catalog::delete_calendar(&tx, key).await?;
    let line = settings_log::line(app, signed_in, Thing::Calendar, key);
    line.write(&tx, Some(before), None).await?;
    settings_log::finish(app, tx).await
}
