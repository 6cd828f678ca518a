//! Named persons only: inside a queue that many see, a ticket that few may read.
//!
//! It only narrows: who is named must be able to see the queue. Whoever sets it is always among the named, so that nobody locks everybody
//! out; owner and responsible read by what they are to the ticket, requester and participants as its customers.

use std::collections::BTreeSet;

use pult_shared::{
    Timestamp, command::SetReaders, error::FieldCode, event::TicketEvent, ids::PersonId, limits::PARTICIPANTS_MAX,
};

use super::{
    Ticket,
    draft::Draft,
    facts::{Context, TargetFacts, TicketFacts},
};
use crate::refusal::Refusal;

impl Ticket {
    /// Whether a ticket for named persons only is for this one too; one for everybody is for anybody.
    #[must_use]
    pub fn admits(&self, person: PersonId) -> bool {
        let named = |readers: &BTreeSet<PersonId>| {
            readers.contains(&person) || self.owner_id == Some(person) || self.responsible_id == Some(person)
        };
        self.readers.as_ref().is_none_or(named)
    }
}

pub(super) fn set_readers(
    draft: &mut Draft,
    set: &SetReaders,
    facts: &TicketFacts,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    let me = ctx.person()?;
    let to = match &set.person_ids {
        None => None,
        Some(wanted) => {
            let readers: BTreeSet<PersonId> = wanted.iter().copied().chain([me]).collect();
            if readers.len() > PARTICIPANTS_MAX {
                return Err(Refusal::field("person_ids", FieldCode::TooMany));
            }
            let known = |person: &PersonId| match &facts.target {
                TargetFacts::Mentioned(known) => *person == me || known.contains(person),
                _ => *person == me,
            };
            if !readers.iter().all(known) {
                return Err(Refusal::field("person_ids", FieldCode::NotAllowed));
            }
            Some(readers)
        }
    };
    change(draft, to.as_ref(), ctx.now);
    change_merged(draft, to.as_ref(), facts, ctx);
    Ok(())
}

/// The messages of what goes on in a ticket are read with it, so they are for the same persons.
pub(super) fn change_merged(
    draft: &mut Draft,
    to: Option<&BTreeSet<PersonId>>,
    facts: &TicketFacts,
    ctx: &Context<'_>,
) {
    for merged in &facts.merged {
        if merged.readers.as_ref() != to {
            draft.add_other(merged, [event(merged, to)], ctx.now);
        }
    }
}

/// All whom a ticket for named persons only is for at the desk.
pub(super) fn admitted(ticket: &Ticket) -> Option<BTreeSet<PersonId>> {
    let beside = ticket.owner_id.into_iter().chain(ticket.responsible_id);
    let readers = ticket.readers.as_ref()?;
    Some(readers.iter().copied().chain(beside).collect())
}

/// Makes these the named persons, where they are not yet.
pub(super) fn change(draft: &mut Draft, to: Option<&BTreeSet<PersonId>>, now: Timestamp) {
    if draft.ticket.readers.as_ref() == to {
        return;
    }
    let event = event(&draft.ticket, to);
    draft.push(event, now);
}

pub(super) fn event(ticket: &Ticket, to: Option<&BTreeSet<PersonId>>) -> TicketEvent {
    let list = |readers: Option<&BTreeSet<PersonId>>| readers.map(|readers| readers.iter().copied().collect());
    TicketEvent::ReadersChanged {
        from: list(ticket.readers.as_ref()),
        to: list(to),
    }
}
