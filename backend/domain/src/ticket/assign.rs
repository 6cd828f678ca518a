//! `assign` and `take`: who is responsible for the next step.

use pult_shared::{
    error::{ErrorCode, FieldCode},
    event::TicketEvent,
    ids::PersonId,
};

use super::{
    draft::Draft,
    facts::{Context, TargetFacts, TicketFacts},
    lock::{refuse_foreign_lock, release},
};
use crate::refusal::Refusal;

pub(super) fn assign(
    draft: &mut Draft,
    to: Option<PersonId>,
    facts: &TicketFacts,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    if to.is_some() && facts.target != (TargetFacts::Owner { eligible: true }) {
        return Err(Refusal::field("owner_id", FieldCode::Unknown));
    }
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    let from = draft.ticket.owner_id;
    if from == to {
        return Ok(());
    }
    draft.push(TicketEvent::OwnerChanged { from, to }, ctx.now);
    // The claim belonged to whoever worked on it until now.
    if draft.ticket.lock.is_some_and(|lock| Some(lock.by) != to) {
        release(draft, ctx);
    }
    Ok(())
}

pub(super) fn take(draft: &mut Draft, ctx: &Context<'_>) -> Result<(), Refusal> {
    let Some(me) = ctx.actor else {
        return Err(Refusal::because(
            ErrorCode::NotApplicable,
            "Only a person can take a ticket.",
        ));
    };
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    let from = draft.ticket.owner_id;
    if from != Some(me) {
        draft.push(TicketEvent::OwnerChanged { from, to: Some(me) }, ctx.now);
    }
    if draft.ticket.lock.is_none() {
        draft.push(TicketEvent::Locked { by: me }, ctx.now);
    }
    Ok(())
}

/// Working on a ticket that nobody owns makes one its owner.
pub(super) fn claim(draft: &mut Draft, ctx: &Context<'_>) {
    if let (Some(me), None) = (ctx.actor, draft.ticket.owner_id) {
        draft.push(
            TicketEvent::OwnerChanged {
                from: None,
                to: Some(me),
            },
            ctx.now,
        );
    }
}
