//! `move`: to another queue. The owner and the lock stay behind, since they belong to the old queue's people.

use pult_shared::{
    error::{ErrorCode, FieldCode},
    event::{MailKind, TicketEvent},
};

use super::{
    draft::Draft,
    facts::{Context, TargetFacts, TicketFacts},
    lock::{refuse_foreign_lock, release},
    notice,
};
use crate::refusal::Refusal;

pub(super) fn move_to(draft: &mut Draft, facts: &TicketFacts, ctx: &mut Context<'_>) -> Result<(), Refusal> {
    let TargetFacts::Queue(Some(to)) = facts.target else {
        return Err(Refusal::new(ErrorCode::QueueNotFound));
    };
    if !ctx.tree.get(to).is_some_and(|queue| queue.valid) {
        return Err(Refusal::field("queue_id", FieldCode::NotAllowed));
    }
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    let from = draft.ticket.queue_id;
    if from == to {
        return Ok(());
    }
    draft.push(TicketEvent::Moved { from, to }, ctx.now);
    release(draft, ctx);
    if let Some(owner) = draft.ticket.owner_id {
        draft.push(
            TicketEvent::OwnerChanged {
                from: Some(owner),
                to: None,
            },
            ctx.now,
        );
    }
    // The new queue says whether; an answer to the old one's address finds the ticket by its number.
    let (from, to) = (facts.queue_sender.as_ref(), facts.requester.as_ref());
    notice::order(draft, MailKind::MoveNotice, from, to, ctx);
    Ok(())
}
