//! `set_state`: another state of the catalog; waiting needs a time, closing tells the customer.

use pult_shared::{
    catalog::{StateDef, StateType},
    command::SetState,
    error::FieldCode,
    event::MailKind,
};

use super::{
    MailOrder,
    draft::Draft,
    facts::{Context, TicketFacts},
    fields::refuse_missing,
    lock::{refuse_foreign_lock, release},
};
use crate::refusal::Refusal;

pub(super) fn set_state(
    draft: &mut Draft,
    set: &SetState,
    facts: &TicketFacts,
    ctx: &mut Context<'_>,
) -> Result<(), Refusal> {
    let to = ctx
        .catalog
        .state(&set.state)
        .ok_or_else(|| Refusal::field("state", FieldCode::Unknown))?;
    check(draft, set, to, ctx)?;
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    if draft.ticket.state == to.key && draft.ticket.pending_until == set.pending_until {
        return Ok(());
    }
    if to.state_type == StateType::Closed && ctx.actor.is_some() {
        refuse_missing(&draft.ticket, ctx)?;
    }
    let was_active = draft.ticket.state_type.is_active();
    let (key, kind) = (to.key.clone(), to.state_type);
    draft.set_state(key, kind, set.pending_until, ctx.now);
    if was_active && !kind.is_active() {
        release(draft, ctx);
        // req: A6, D23 — told by default, switchable per queue and per ticket. Spam is not told that it was removed.
        if kind == StateType::Closed && set.notify_customer.unwrap_or(true) && facts.closing_mail {
            order_closing_mail(draft, facts, ctx);
        }
    }
    Ok(())
}

fn check(draft: &Draft, set: &SetState, to: &StateDef, ctx: &Context<'_>) -> Result<(), Refusal> {
    let refuse = |code| Err(Refusal::field("state", code));
    match to.state_type {
        _ if !to.valid && draft.ticket.state != to.key => return refuse(FieldCode::NotAllowed),
        // "New" means that nobody has looked yet, which cannot become true again.
        StateType::New if draft.ticket.state_type != StateType::New => return refuse(FieldCode::NotAllowed),
        // Only a merge says where the ticket goes on.
        StateType::Merged => return refuse(FieldCode::NotAllowed),
        _ => {}
    }
    match (to.state_type.is_pending(), set.pending_until) {
        (true, None) => Err(Refusal::field("pending_until", FieldCode::Required)),
        (true, Some(until)) if until <= ctx.now => Err(Refusal::field("pending_until", FieldCode::NotInFuture)),
        (false, Some(_)) => Err(Refusal::field("pending_until", FieldCode::NotAllowed)),
        _ => Ok(()),
    }
}

fn order_closing_mail(draft: &mut Draft, facts: &TicketFacts, ctx: &mut Context<'_>) {
    let (Some(from), Some(requester)) = (facts.queue_sender.clone(), facts.requester.clone()) else {
        return;
    };
    let message_id = ctx.message_id();
    draft.order_mail(
        MailOrder {
            kind: MailKind::Closing,
            message_id,
            from,
            to: vec![requester],
            cc: Vec::new(),
            article_id: None,
            not_before: None,
            carries: Vec::new(),
        },
        ctx.now,
    );
}
