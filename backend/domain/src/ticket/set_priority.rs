//! `set_priority`: how urgent a ticket is.

use pult_shared::{event::TicketEvent, ticket::Priority};

use super::{draft::Draft, facts::Context, lock::refuse_foreign_lock};
use crate::refusal::Refusal;

pub(super) fn set_priority(draft: &mut Draft, to: Priority, ctx: &Context<'_>) -> Result<(), Refusal> {
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    let from = draft.ticket.priority;
    if from != to {
        draft.push(TicketEvent::PriorityChanged { from, to }, ctx.now);
    }
    Ok(())
}
