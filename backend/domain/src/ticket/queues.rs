//! The queues beside its own in which a ticket is found: those to which its mail was sent too, and those to which somebody has shown it.

use pult_shared::{error::FieldCode, event::TicketEvent, ids::QueueId};

use super::{
    Decision, Ticket,
    draft::Draft,
    facts::{Context, TargetFacts, TicketFacts},
};
use crate::refusal::Refusal;

/// So many other queues one may add a ticket to by hand: what concerns more concerns everybody.
const OTHER_QUEUES_MAX: usize = 10;

/// Shows a ticket in the queues that a mail of it came to later, by another road than the first time.
#[must_use]
pub fn show_in(ticket: &Ticket, queues: &[QueueId], ctx: &Context<'_>) -> Decision {
    let mut draft = Draft::new(ticket);
    add(&mut draft, queues, ctx);
    draft.finish(ctx.now)
}

/// Adds queues, but not those that have said that it is none of theirs: an answer to all addresses would bring it back for ever.
pub(super) fn add(draft: &mut Draft, queues: &[QueueId], ctx: &Context<'_>) {
    for queue_id in queues {
        let ticket = &draft.ticket;
        let there = ticket.queue_id == *queue_id || ticket.other_queues.contains(queue_id);
        if !there && !ticket.left_queues.contains(queue_id) && ctx.tree.get(*queue_id).is_some() {
            draft.push(TicketEvent::QueueAdded { queue_id: *queue_id }, ctx.now);
        }
    }
}

/// Adds a queue because somebody says so; also one that has said that it is none of theirs, since a person has looked at it again.
pub(super) fn add_by_hand(draft: &mut Draft, facts: &TicketFacts, ctx: &Context<'_>) -> Result<(), Refusal> {
    let TargetFacts::Queue(Some(queue_id)) = facts.target else {
        return Err(Refusal::field("queue_id", FieldCode::Unknown));
    };
    if !ctx.tree.get(queue_id).is_some_and(|queue| queue.valid) {
        return Err(Refusal::field("queue_id", FieldCode::NotAllowed));
    }
    if draft.ticket.queue_id != queue_id && !draft.ticket.other_queues.contains(&queue_id) {
        if draft.ticket.other_queues.len() >= OTHER_QUEUES_MAX {
            return Err(Refusal::field("queue_id", FieldCode::TooMany));
        }
        draft.push(TicketEvent::QueueAdded { queue_id }, ctx.now);
    }
    Ok(())
}

pub(super) fn remove(draft: &mut Draft, facts: &TicketFacts, ctx: &Context<'_>) -> Result<(), Refusal> {
    let TargetFacts::Queue(Some(queue_id)) = facts.target else {
        return Err(Refusal::field("queue_id", FieldCode::Unknown));
    };
    if draft.ticket.other_queues.contains(&queue_id) {
        draft.push(TicketEvent::QueueRemoved { queue_id }, ctx.now);
    }
    Ok(())
}
