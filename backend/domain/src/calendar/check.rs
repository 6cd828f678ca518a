//! Which calendar may be set up so, and which may go.

use jiff::{civil::Date, tz::TimeZone};
use pult_shared::{
    calendar::{CLOSURES_MAX, CalendarDef, Closure, MINUTES_PER_DAY, PERIODS_MAX, Period, SPANS_MAX, Span},
    catalog::{CalendarKey, is_key},
    error::{ErrorCode, FieldCode},
};

use super::{
    Calendar,
    period::{self, is_short},
};
use crate::{
    catalog::{Catalog, check_key},
    faults::{Faults, in_use},
    queue::QueueTree,
    refusal::Refusal,
};

/// The calendar as it may be kept under `key`: spans and closures in order.
///
/// # Errors
/// `invalid` with the fields at fault.
pub fn check_calendar(
    catalog: &Catalog,
    tree: &QueueTree,
    key: &CalendarKey,
    given: &CalendarDef,
) -> Result<Calendar, Refusal> {
    let mut faults = Faults::default();
    let known = catalog.calendar(key).is_some();
    check_key(
        &mut faults,
        key.as_str(),
        given.key.as_str(),
        known,
        is_key,
        catalog.calendars.len(),
    );
    let names = faults.names("names", &given.names);
    check_branch(&mut faults, catalog, tree, key, given.queue_id);
    if TimeZone::get(&given.time_zone).is_err() {
        faults.add("time_zone", FieldCode::Unknown);
    }
    let week = check_week(&mut faults, "week", &given.week);
    if week.iter().all(Vec::is_empty) {
        faults.because("week", FieldCode::Required, "It is open at no time.");
    }
    let closures = check_closures(&mut faults, &given.closures);
    let periods = check_periods(&mut faults, &given.periods);
    let def = faults.or(CalendarDef {
        names,
        week,
        closures,
        periods,
        ..given.clone()
    })?;
    Calendar::read(def).ok_or_else(|| Refusal::new(ErrorCode::Invalid))
}

/// A calendar of a branch is nobody's who is outside of it: no queue's, and no service agreement's, which holds everywhere.
fn check_branch(
    faults: &mut Faults,
    catalog: &Catalog,
    tree: &QueueTree,
    key: &CalendarKey,
    queue: Option<pult_shared::ids::QueueId>,
) {
    let Some(owner) = queue else { return };
    let mut open_by_it = tree
        .by_path()
        .into_iter()
        .filter(|queue| queue.calendar.as_ref() == Some(key));
    if tree.get(owner).is_none() {
        faults.add("queue_id", FieldCode::Unknown);
    } else if open_by_it.any(|queue| !tree.is_within(queue.id, owner)) {
        faults.because(
            "queue_id",
            FieldCode::NotAllowed,
            "A queue outside of the branch is open by it.",
        );
    } else if catalog.slas.iter().any(|sla| sla.calendar.as_ref() == Some(key)) {
        faults.because("queue_id", FieldCode::NotAllowed, "A service agreement counts by it.");
    }
}

/// Seven days with their hours in order; `field` is where they stand.
fn check_week(faults: &mut Faults, field: &str, week: &[Vec<Span>]) -> Vec<Vec<Span>> {
    if week.len() != 7 {
        faults.because(field, FieldCode::Malformed, "A week has seven days.");
    }
    let mut week = week.to_vec();
    for (day, spans) in week.iter_mut().enumerate() {
        spans.sort_unstable();
        if spans.len() > SPANS_MAX {
            faults.add(format!("{field}.{day}"), FieldCode::TooMany);
        }
        let fits = |span: &Span| span.from < span.to && span.to <= MINUTES_PER_DAY;
        let overlap = spans
            .windows(2)
            .any(|pair| matches!(pair, [one, next] if one.to > next.from));
        if overlap || !spans.iter().all(fits) {
            faults.because(
                format!("{field}.{day}"),
                FieldCode::Malformed,
                "Each span ends after it begins, at midnight at the latest, and before the next begins.",
            );
        }
    }
    week
}

fn check_closures(faults: &mut Faults, closures: &[Closure]) -> Vec<Closure> {
    if closures.len() > CLOSURES_MAX {
        faults.add("closures", FieldCode::TooMany);
    }
    let mut checked: Vec<Closure> = Vec::with_capacity(closures.len());
    for (index, closure) in closures.iter().take(CLOSURES_MAX).enumerate() {
        check_days(faults, &format!("closures.{index}"), &closure.from, &closure.to);
        checked.push(Closure {
            names: faults.names(&format!("closures.{index}.names"), &closure.names),
            ..closure.clone()
        });
    }
    checked.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
    checked
}

/// Reads a first and a last day, where both are days and in order.
fn check_days(faults: &mut Faults, of: &str, from: &str, to: &str) -> Option<(Date, Date)> {
    let mut day = |field: &str, text: &str| {
        let day = text.parse::<Date>().ok().filter(|_| pult_shared::time::is_day(text));
        if day.is_none() {
            faults.add(format!("{of}.{field}"), FieldCode::Malformed);
        }
        day
    };
    let (from, to) = day("from", from).zip(day("to", to))?;
    if from > to {
        faults.because(format!("{of}.to"), FieldCode::NotAllowed, "It ends before it begins.");
        return None;
    }
    Some((from, to))
}

// req: B12, C10
fn check_periods(faults: &mut Faults, periods: &[Period]) -> Vec<Period> {
    if periods.len() > PERIODS_MAX {
        faults.add("periods", FieldCode::TooMany);
    }
    let mut checked: Vec<Period> = Vec::with_capacity(periods.len());
    let mut before: Vec<period::Period> = Vec::new();
    for (index, given) in periods.iter().take(PERIODS_MAX).enumerate() {
        let of = format!("periods.{index}");
        if let Some((from, to)) = check_days(faults, &of, &given.from, &given.to)
            && !is_short(from, to)
        {
            faults.because(
                format!("{of}.to"),
                FieldCode::NotAllowed,
                "It ends less than a year after it begins.",
            );
        }
        if let Some(days) = period::Period::read(given) {
            if before.iter().any(|other| other.meets(&days)) {
                faults.because(
                    format!("{of}.from"),
                    FieldCode::Overlaps,
                    "A day of it lies in another period.",
                );
            }
            before.push(days);
        }
        checked.push(Period {
            names: faults.names(&format!("{of}.names"), &given.names),
            week: check_week(faults, &format!("{of}.week"), &given.week),
            ..given.clone()
        });
    }
    checked.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
    checked
}

/// The day from which a preview is asked for.
///
/// # Errors
/// `invalid` at `from` for what is none, or lies beyond what calendars count.
pub fn check_first_day(text: &str) -> Result<Date, Refusal> {
    let day = text.parse::<Date>().ok().filter(|_| pult_shared::time::is_day(text));
    day.ok_or_else(|| Refusal::field("from", FieldCode::Malformed))
}

/// Lets a calendar go that no queue is open by and no service agreement counts by.
///
/// # Errors
/// `not_found`, `in_use`.
pub fn check_calendar_goes<'a>(
    catalog: &'a Catalog,
    tree: &QueueTree,
    key: &CalendarKey,
) -> Result<&'a CalendarDef, Refusal> {
    let found = catalog.calendar(key).ok_or_else(|| Refusal::new(ErrorCode::NotFound))?;
    if tree.by_path().iter().any(|queue| queue.calendar.as_ref() == Some(key)) {
        return Err(in_use("A queue is open by it."));
    }
    if catalog.slas.iter().any(|sla| sla.calendar.as_ref() == Some(key)) {
        return Err(in_use("A service agreement counts by it."));
    }
    Ok(found.def())
}
