//! The clocks of service agreements: what a ticket knows of them, and how what happens to it moves them.
//!
//! One count goes with the ticket: the opening hours that have gone by while the desk had to do something. *First response* and
//! *solution* are measured from its beginning, *update* from where the customer's message stands in it. It stands still while the
//! ticket waits for the customer and while it is done; a ticket that is opened again goes on where it stopped. What is promised by
//! other opening hours from some moment on is counted by the old ones up to then.

mod due;
mod told;

use pult_shared::{
    Timestamp,
    catalog::SlaKey,
    event::{Settled, TicketEvent},
    sla::{ClockKind, SlaDef},
    ticket::{Channel, Direction},
};

use super::Ticket;
use crate::{calendar::Calendar, catalog::Catalog, queue::QueueTree};

pub use due::fingerprint;
pub use told::{Told, escalate};

/// How far the clocks of a ticket are. Times of what is promised are there as long as the clocks run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clocks {
    /// The agreement that somebody has set on the ticket.
    pub chosen: Option<SlaKey>,
    /// The agreement that it goes by.
    pub sla: Option<SlaKey>,
    /// Milliseconds of opening hours that were counted up to `since`.
    pub used: i64,
    /// Since when it is counted on; nothing: it stands still.
    pub since: Option<Timestamp>,
    /// Where the count was when the customer wrote what nobody has answered yet. The first message of several counts: whoever asks
    /// once more has not been answered sooner.
    pub asked: Option<i64>,
    /// When an agent last worked on it; nothing: nobody has since it was opened.
    pub worked_at: Option<Timestamp>,
    pub first_response_due: Option<Timestamp>,
    pub update_due: Option<Timestamp>,
    pub solution_due: Option<Timestamp>,
    /// The first of them.
    pub due_at: Option<Timestamp>,
    /// When the first of them warns.
    pub warn_at: Option<Timestamp>,
    /// When it has lain for as many opening days as its queue allows.
    pub remind_at: Option<Timestamp>,
    /// What was told already.
    pub told: Told,
    /// When something is to be told next.
    pub next_at: Option<Timestamp>,
}

impl Clocks {
    /// When the time of a clock is over, if it runs.
    #[must_use]
    pub fn due(&self, clock: ClockKind) -> Option<Timestamp> {
        match clock {
            ClockKind::FirstResponse => self.first_response_due,
            ClockKind::Update => self.update_due,
            ClockKind::Solution => self.solution_due,
        }
    }

    /// The clocks that run, the next one first.
    #[must_use]
    pub fn running(&self) -> Vec<(ClockKind, Timestamp)> {
        let due = |clock| Some((clock, self.due(clock)?));
        let mut running: Vec<_> = ClockKind::ALL.into_iter().filter_map(due).collect();
        running.sort_by_key(|(clock, due)| (*due, *clock));
        running
    }

    /// What was counted up to now, in milliseconds.
    fn total(&self, calendar: Option<&Calendar>, now: Timestamp) -> i64 {
        let Some(since) = self.since else { return self.used };
        let passed = match calendar {
            Some(calendar) => calendar.between(since, now),
            None => now.duration_since(since),
        };
        self.used + i64::try_from(passed.as_millis().max(0)).unwrap_or(i64::MAX / 2)
    }
}

/// What clocks go by: what the desk has set up.
#[derive(Clone, Copy, Debug)]
pub struct SetUp<'a> {
    pub catalog: &'a Catalog,
    pub tree: &'a QueueTree,
}

impl<'a> SetUp<'a> {
    /// The agreement that a ticket goes by: its own, else that of its service or the nearest above, else that of its queue or the
    /// nearest above. One that is not valid is passed over.
    #[must_use]
    pub fn sla(&self, ticket: &Ticket) -> Option<&'a SlaDef> {
        let valid = |key: &SlaKey| self.catalog.sla(key).filter(|sla| sla.valid);
        let of_service = || {
            let mut key = ticket.service.as_ref()?.as_str();
            loop {
                let service = self.catalog.services.iter().find(|known| known.key.as_str() == key);
                if let Some(sla) = service.and_then(|service| service.sla.as_ref()).and_then(valid) {
                    return Some(sla);
                }
                key = key.rsplit_once('/')?.0;
            }
        };
        let of_queue = || {
            let mut line = self.tree.line(ticket.queue_id);
            line.find_map(|queue| valid(queue.sla.as_ref()?))
        };
        let chosen = ticket.clocks.chosen.as_ref().and_then(valid);
        chosen.or_else(of_service).or_else(of_queue)
    }

    /// In whose opening hours the clocks of a ticket run that goes by an agreement; nothing: always.
    fn calendar(&self, sla: Option<&SlaKey>, ticket: &Ticket) -> Option<&'a Calendar> {
        let own = sla.and_then(|key| self.catalog.sla(key)?.calendar.as_ref());
        match own.and_then(|key| self.catalog.calendar(key)) {
            Some(calendar) => Some(calendar),
            None => self.catalog.calendar_of(ticket.queue_id, self.tree),
        }
    }

    /// Whether it is the desk's turn.
    fn runs(&self, ticket: &Ticket) -> bool {
        let waits = match self.catalog.state(&ticket.state) {
            Some(state) => state.holds_clocks(),
            None => ticket.state_type.is_pending(),
        };
        ticket.closed_at.is_none() && !waits
    }
}

/// What has just happened.
pub(super) struct Happened<'a> {
    pub events: &'a [TicketEvent],
    /// An agent did it.
    pub worked: bool,
    pub now: Timestamp,
}

/// Moves the clocks of a ticket by what has happened to it. `before`: as it was.
pub(super) fn follow(ticket: &mut Ticket, before: &Ticket, happened: &Happened<'_>, set_up: SetUp<'_>) {
    let now = happened.now;
    let calendar = set_up.calendar(before.clocks.sla.as_ref(), before);
    let total = before.clocks.total(calendar, now);
    for event in happened.events {
        hear(&mut ticket.clocks, event, total);
    }
    if happened.worked {
        ticket.clocks.worked_at = Some(now);
        ticket.clocks.told.forget_reminder();
    }
    let sla = set_up.sla(ticket);
    ticket.clocks.sla = sla.map(|sla| sla.key.clone());
    let counts_by = set_up.calendar(ticket.clocks.sla.as_ref(), ticket);
    let another = counts_by.map(|calendar| &calendar.def().key) != calendar.map(|calendar| &calendar.def().key);
    let runs = set_up.runs(ticket);
    let clocks = &mut ticket.clocks;
    match (clocks.since, runs) {
        (None, true) => clocks.since = Some(now),
        (Some(_), false) => {
            clocks.used = total;
            clocks.since = None;
        }
        (Some(_), true) if another => {
            clocks.used = total;
            clocks.since = Some(now);
        }
        _ => {}
    }
    due::set(ticket, sla, counts_by, set_up, now);
}

/// The clocks of a ticket to which nothing has happened, as what is set up now would have them.
#[must_use]
pub fn recounted(ticket: &Ticket, set_up: SetUp<'_>, now: Timestamp) -> Clocks {
    let mut after = ticket.clone();
    let nothing = Happened {
        events: &[],
        worked: false,
        now,
    };
    follow(&mut after, ticket, &nothing, set_up);
    after.clocks
}

/// Who is waiting for whom after an event.
fn hear(clocks: &mut Clocks, event: &TicketEvent, total: i64) {
    match event {
        TicketEvent::TicketOpened { .. } => clocks.asked = Some(0),
        TicketEvent::ArticleAdded {
            direction,
            channel,
            visible_to_customer: true,
            automatic,
            ..
        } => {
            // Whoever calls or comes has an agent before them.
            let spoken = matches!(channel, Channel::Phone | Channel::Visit);
            match direction {
                Direction::Outgoing if !automatic => clocks.asked = None,
                Direction::Incoming if !automatic && !spoken => {
                    clocks.asked.get_or_insert(total);
                }
                _ => {}
            }
        }
        TicketEvent::HeldSettled {
            how: Settled::Admitted, ..
        } => {
            clocks.asked.get_or_insert(total);
        }
        // The answer has not gone out: the customer waits from now on, unless another one has.
        TicketEvent::ReplyRecalled { without, .. } if !without.is_some_and(|others| others.is_answered()) => {
            clocks.asked.get_or_insert(total);
        }
        TicketEvent::StateChanged { state_type, .. } if !state_type.is_active() => clocks.asked = None,
        _ => {}
    }
}

#[cfg(test)]
mod tests;
