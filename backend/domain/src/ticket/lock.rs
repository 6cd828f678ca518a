//! `lock` and `unlock`: the visible claim that keeps two agents from working on one ticket (requirement B8).

use pult_shared::{error::ErrorCode, event::TicketEvent, ids::PersonId};

use super::{Ticket, draft::Draft, facts::Context};
use crate::refusal::Refusal;

pub(super) fn lock(draft: &mut Draft, ctx: &Context<'_>) -> Result<(), Refusal> {
    let me = ctx.person()?;
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    if !draft.ticket.state_type.is_active() {
        return Err(Refusal::because(
            ErrorCode::NotApplicable,
            "A closed ticket needs no lock.",
        ));
    }
    if draft.ticket.lock.is_none() {
        draft.push(TicketEvent::Locked { by: me }, ctx.now);
    }
    Ok(())
}

/// Anybody who may own tickets of the queue may free one: its holder may be ill (requirements B16, E4). The history says
/// who did it.
pub(super) fn unlock(draft: &mut Draft, ctx: &Context<'_>) -> Result<(), Refusal> {
    ctx.person()?;
    release(draft, ctx);
    Ok(())
}

/// Gives the claim back, if there is one.
pub(super) fn release(draft: &mut Draft, ctx: &Context<'_>) {
    if let (Some(lock), actor) = (draft.ticket.lock, ctx.actor) {
        draft.push(
            TicketEvent::Unlocked {
                by: actor.unwrap_or(lock.by),
            },
            ctx.now,
        );
    }
}

/// Refuses what would disturb another agent's work.
pub(super) fn refuse_foreign_lock(ticket: &Ticket, actor: Option<PersonId>) -> Result<(), Refusal> {
    match (ticket.lock, actor) {
        (Some(lock), Some(me)) if lock.by != me => Err(Refusal::because(
            ErrorCode::LockedByOther,
            "Another agent has locked the ticket; unlock it first or wait.",
        )),
        _ => Ok(()),
    }
}
