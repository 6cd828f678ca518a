//! `assign` and `take`: who is responsible for the next step.

use pult_shared::{
    error::FieldCode,
    event::{MailKind, TicketEvent},
    ids::PersonId,
};

use super::{
    draft::Draft,
    facts::{Context, Side, TargetFacts, TicketFacts},
    lock::{refuse_foreign_lock, release},
    notice,
};
use crate::refusal::Refusal;

pub(super) fn assign(
    draft: &mut Draft,
    to: Option<PersonId>,
    facts: &TicketFacts,
    ctx: &mut Context<'_>,
) -> Result<(), Refusal> {
    if to.is_some() && facts.target != (TargetFacts::Choice { eligible: true }) {
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
    if to.is_some() {
        tell_of_owner(draft, facts, ctx);
    }
    Ok(())
}

fn tell_of_owner(draft: &mut Draft, facts: &TicketFacts, ctx: &mut Context<'_>) {
    let (from, to) = (facts.queue_sender.as_ref(), facts.requester.as_ref());
    notice::order(draft, MailKind::OwnerNotice, from, to, ctx);
}

/// Who answers for the result: other than the owner, this stays while the ticket goes from hand to hand.
pub(super) fn set_responsible(
    draft: &mut Draft,
    to: Option<PersonId>,
    facts: &TicketFacts,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    if to.is_some() && facts.target != (TargetFacts::Choice { eligible: true }) {
        return Err(Refusal::field("responsible_id", FieldCode::Unknown));
    }
    let from = draft.ticket.responsible_id;
    if from != to {
        draft.push(TicketEvent::ResponsibleChanged { from, to }, ctx.now);
    }
    Ok(())
}

pub(super) fn take(draft: &mut Draft, facts: &TicketFacts, ctx: &mut Context<'_>) -> Result<(), Refusal> {
    let me = ctx.person()?;
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    let from = draft.ticket.owner_id;
    if from != Some(me) {
        draft.push(TicketEvent::OwnerChanged { from, to: Some(me) }, ctx.now);
        tell_of_owner(draft, facts, ctx);
    }
    if draft.ticket.lock.is_none() {
        draft.push(TicketEvent::Locked { by: me }, ctx.now);
    }
    Ok(())
}

/// Working on a ticket claims it: makes one the owner where there is none, and locks it while it is active, so that others see
/// that somebody is at it (requirement B8). The lock is released by time-out, by absence or by hand.
pub(super) fn claim(draft: &mut Draft, ctx: &Context<'_>) {
    if ctx.side != Side::Agent {
        return;
    }
    if let (Some(me), None) = (ctx.actor, draft.ticket.owner_id) {
        draft.push(
            TicketEvent::OwnerChanged {
                from: None,
                to: Some(me),
            },
            ctx.now,
        );
    }
    if let (Some(me), None, true) = (ctx.actor, draft.ticket.lock, draft.ticket.state_type.is_active())
        && draft.ticket.owner_id == Some(me)
    {
        draft.push(TicketEvent::Locked { by: me }, ctx.now);
    }
}
