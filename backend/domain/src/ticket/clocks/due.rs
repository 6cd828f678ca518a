//! When the clocks of a ticket warn and when their time is over, from how far they are.

use jiff::SignedDuration;
use pult_shared::{
    Timestamp,
    sla::{ClockKind, SlaDef},
};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Clocks, SetUp};
use crate::{calendar::Calendar, ticket::Ticket};

/// A clock that runs.
pub(super) struct Running {
    pub clock: ClockKind,
    pub warn_at: Timestamp,
    pub due_at: Timestamp,
}

/// The clocks of a ticket that run.
pub(super) fn running(ticket: &Ticket, sla: Option<&SlaDef>, calendar: Option<&Calendar>) -> Vec<Running> {
    let clocks = &ticket.clocks;
    let Some(sla) = sla.filter(|_| clocks.since.is_some()) else {
        return Vec::new();
    };
    let answered = ticket.first_answer_at.is_some();
    let one = |clock: ClockKind| {
        let from = match clock {
            ClockKind::FirstResponse => (!answered).then_some(0)?,
            // Until there is a first answer its own clock says how long there is.
            ClockKind::Update => clocks.asked.filter(|_| answered || sla.first_response.is_none())?,
            ClockKind::Solution => 0,
        };
        let span = i64::from(sla.minutes(clock)?) * 60_000;
        let warn = span * i64::from(sla.warn_percent.min(100)) / 100;
        Some(Running {
            clock,
            warn_at: moment(clocks, from + warn, calendar)?,
            due_at: moment(clocks, from + span, calendar)?,
        })
    };
    ClockKind::ALL.into_iter().filter_map(one).collect()
}

/// When the count reaches a mark. Where it has passed it already, as long ago in opening hours as it is beyond.
fn moment(clocks: &Clocks, mark: i64, calendar: Option<&Calendar>) -> Option<Timestamp> {
    let since = clocks.since?;
    let left = SignedDuration::from_millis(mark - clocks.used);
    match calendar {
        None => since.checked_add(left).ok(),
        Some(calendar) if left.is_negative() => calendar.back(since, left.abs()),
        Some(calendar) => calendar.after(since, left),
    }
}

/// Sets all times of a ticket's clocks, and forgets that something was told whose time lies ahead again.
pub(super) fn set(
    ticket: &mut Ticket,
    sla: Option<&SlaDef>,
    calendar: Option<&Calendar>,
    set_up: SetUp<'_>,
    now: Timestamp,
) {
    let running = running(ticket, sla, calendar);
    let remind_at = remind_at(ticket, set_up);
    let clocks = &mut ticket.clocks;
    let due = |clock| running.iter().find(|one| one.clock == clock).map(|one| one.due_at);
    clocks.first_response_due = due(ClockKind::FirstResponse);
    clocks.update_due = due(ClockKind::Update);
    clocks.solution_due = due(ClockKind::Solution);
    clocks.due_at = running.iter().map(|one| one.due_at).min();
    clocks.warn_at = running.iter().map(|one| one.warn_at).min();
    clocks.remind_at = remind_at;
    for one in &running {
        clocks.told.forget(one, now);
    }
    if clocks.asked.is_none() {
        clocks.told.forget_all(ClockKind::Update);
    }
    if remind_at.is_some_and(|at| at > now) {
        clocks.told.forget_reminder();
    }
    let of_clocks = running.iter().filter_map(|one| clocks.told.next(one));
    let reminder = remind_at.filter(|_| !clocks.told.reminded());
    clocks.next_at = of_clocks.chain(reminder).min();
}

/// When nobody has worked on a ticket for as many opening days as its queue allows: on the morning after the last of them. What waits
/// for a time has a reminder of its own.
fn remind_at(ticket: &Ticket, set_up: SetUp<'_>) -> Option<Timestamp> {
    if ticket.closed_at.is_some() || ticket.state_type.is_pending() {
        return None;
    }
    let days = set_up.tree.remind_days(ticket.queue_id)?;
    let since = ticket.clocks.worked_at.unwrap_or(ticket.created_at);
    match set_up.catalog.calendar_of(ticket.queue_id, set_up.tree) {
        Some(calendar) => calendar.opens_after_days(since, days),
        None => since.checked_add(SignedDuration::from_hours(24 * i64::from(days))).ok(),
    }
}

/// The same text as long as nothing is set up in another way that clocks go by: when it is another one, all are to be counted anew.
#[must_use]
pub fn fingerprint(set_up: SetUp<'_>) -> String {
    #[derive(Serialize)]
    struct Parts<T> {
        of: Vec<T>,
    }
    let SetUp { catalog, tree } = set_up;
    let mut hash = Sha256::new();
    let mut add = |text: serde_json::Result<String>| hash.update(text.unwrap_or_default());
    add(serde_json::to_string(&catalog.slas));
    add(serde_json::to_string(&Parts {
        of: catalog.calendars.iter().map(Calendar::def).collect(),
    }));
    add(serde_json::to_string(&Parts {
        of: catalog
            .services
            .iter()
            .map(|service| (&service.key, &service.sla))
            .collect(),
    }));
    add(serde_json::to_string(&Parts {
        of: catalog
            .states
            .iter()
            .map(|state| (&state.key, state.holds_clocks()))
            .collect(),
    }));
    let queues = tree.by_path().into_iter();
    let queues = queues.map(|queue| {
        (
            queue.id,
            queue.parent_id,
            &queue.calendar,
            &queue.sla,
            queue.remind_days,
        )
    });
    add(serde_json::to_string(&Parts { of: queues.collect() }));
    crate::history::hex(&hash.finalize())
}
