//! Warnings, breaches and reminders: each is told once, as an event of the ticket.

use pult_shared::{Timestamp, event::TicketEvent, sla::ClockKind};

use super::{Happened, SetUp, due::Running, follow};
use crate::ticket::{Decision, Ticket, draft::Draft};

/// What was told of a ticket's clocks, a bit for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told(u8);

const REMINDED: u8 = 1 << 6;

fn warned(clock: ClockKind) -> u8 {
    1 << (clock as u8)
}

fn breached(clock: ClockKind) -> u8 {
    1 << (clock as u8 + 3)
}

impl Told {
    /// As the database has it.
    #[must_use]
    pub fn from_bits(bits: i64) -> Self {
        Self(u8::try_from(bits).unwrap_or_default())
    }

    #[must_use]
    pub fn bits(self) -> i64 {
        self.0.into()
    }

    /// Folds an event.
    pub(crate) fn hear(&mut self, event: &TicketEvent) {
        match event {
            TicketEvent::EscalationWarned { clock, .. } => self.0 |= warned(*clock),
            // After the breach a warning comes too late.
            TicketEvent::Escalated { clock, .. } => self.0 |= warned(*clock) | breached(*clock),
            TicketEvent::AgeReminded { .. } => self.0 |= REMINDED,
            _ => {}
        }
    }

    pub(super) fn reminded(self) -> bool {
        self.0 & REMINDED != 0
    }

    pub(super) fn forget_reminder(&mut self) {
        self.0 &= !REMINDED;
    }

    pub(super) fn forget_all(&mut self, clock: ClockKind) {
        self.0 &= !(warned(clock) | breached(clock));
    }

    /// What lies ahead has not been told, even if it was once.
    pub(super) fn forget(&mut self, running: &Running, now: Timestamp) {
        if running.due_at > now {
            self.0 &= !breached(running.clock);
        }
        if running.warn_at > now {
            self.0 &= !warned(running.clock);
        }
    }

    /// When a clock has something to tell next.
    pub(super) fn next(self, running: &Running) -> Option<Timestamp> {
        let clock = running.clock;
        if self.0 & breached(clock) != 0 {
            None
        } else if self.0 & warned(clock) == 0 && running.warn_at < running.due_at {
            Some(running.warn_at)
        } else {
            Some(running.due_at)
        }
    }
}

/// Tells what there is to tell of a ticket by now: a clock whose time is over, one of which most is, and that nobody works on it. Nothing
/// where all of it was told, or nothing is due by what is set up now.
#[must_use]
pub fn escalate(ticket: &Ticket, set_up: SetUp<'_>, now: Timestamp) -> Decision {
    let mut draft = Draft::new(ticket);
    let quiet = |events| Happened {
        events,
        worked: false,
        now,
    };
    follow(&mut draft.ticket, ticket, &quiet(&[]), set_up);
    let sla = set_up.sla(&draft.ticket);
    let calendar = set_up.calendar(sla.map(|sla| &sla.key), &draft.ticket);
    for one in super::due::running(&draft.ticket, sla, calendar) {
        let told = draft.ticket.clocks.told;
        if told.next(&one).is_none_or(|at| at > now) {
            continue;
        }
        let (clock, due_at) = (one.clock, one.due_at);
        draft.push(
            if due_at <= now {
                TicketEvent::Escalated { clock, due_at }
            } else {
                TicketEvent::EscalationWarned { clock, due_at }
            },
            now,
        );
    }
    let forgotten = draft.ticket.clocks.remind_at.is_some_and(|at| at <= now) && !draft.ticket.clocks.told.reminded();
    if let Some(days) = set_up.tree.remind_days(ticket.queue_id).filter(|_| forgotten) {
        draft.push(TicketEvent::AgeReminded { days }, now);
    }
    let before = draft.ticket.clone();
    follow(&mut draft.ticket, &before, &quiet(&[]), set_up);
    draft.finish(now)
}
