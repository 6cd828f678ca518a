//! `set_state`: another state of the catalog; waiting needs a time, closing tells the customer.

use pult_shared::{
    catalog::{StateDef, StateType},
    command::SetState,
    error::{ErrorCode, FieldCode},
    event::MailKind,
    limits::UNDO_MAX_SECONDS,
};

use super::{
    Along, CloseAlong, Side,
    describe::refuse_closed_day,
    draft::Draft,
    facts::{Context, TargetFacts, TicketFacts},
    fields::refuse_missing,
    lock::{refuse_foreign_lock, release},
    notice,
    reply::not_before,
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
    let customer = ctx.side == Side::Customer;
    if customer {
        refuse_customer(draft, set, to, ctx)?;
    } else {
        refuse_closed_day("pending_until", set.pending_until, draft.ticket.queue_id, ctx)?;
        refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    }
    if draft.ticket.state == to.key && draft.ticket.pending_until == set.pending_until {
        return Ok(());
    }
    // The desk's own fields are not the customer's to fill in.
    if to.state_type == StateType::Closed && ctx.actor.is_some() && !customer {
        refuse_missing(&draft.ticket, ctx)?;
    }
    let was_active = draft.ticket.state_type.is_active();
    let (key, kind) = (to.key.clone(), to.state_type);
    draft.set_state(key, kind, set.pending_until, ctx.now);
    draft.along = along(set, was_active, kind, ctx);
    if was_active && !kind.is_active() {
        release(draft, ctx);
        // req: A6, D23 — told by default, switchable per queue and per ticket. Spam is not told that it was removed.
        if kind == StateType::Closed && set.notify_customer.unwrap_or(true) && facts.closing_mail {
            order_closing_mail(draft, set, facts, ctx);
        }
    } else if !was_active
        && kind.is_active()
        && let TargetFacts::ClosingMails(waiting) = &facts.target
    {
        // Nobody is told that a ticket is closed which is not.
        draft.recalled.extend(waiting.iter().cloned());
    }
    Ok(())
}

/// Closing one closes those below it, whoever does it and by whichever way; what a customer says of their own request says nothing of others'.
// req: C9
fn along(set: &SetState, was_active: bool, kind: StateType, ctx: &Context<'_>) -> Option<Along> {
    if ctx.side == Side::Customer {
        return None;
    }
    match (was_active, kind.is_active(), set.with_children) {
        // Some(true): by whoever decides, at once and all or nothing.
        (true, false, None) if kind == StateType::Closed => Some(Along::Close(CloseAlong {
            state: set.state.clone(),
            notify: set.notify_customer.unwrap_or(true),
            undo_seconds: set.undo_seconds,
        })),
        (false, true, again) => Some(Along::Open {
            again: again == Some(true),
        }),
        _ => None,
    }
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
    if set.undo_seconds.is_some_and(|seconds| seconds > UNDO_MAX_SECONDS) {
        return Err(Refusal::field("undo_seconds", FieldCode::NotAllowed));
    }
    match (to.state_type.is_pending(), set.pending_until) {
        (true, None) => Err(Refusal::field("pending_until", FieldCode::Required)),
        (true, Some(until)) if until <= ctx.now => Err(Refusal::field("pending_until", FieldCode::NotInFuture)),
        (false, Some(_)) => Err(Refusal::field("pending_until", FieldCode::NotAllowed)),
        _ => Ok(()),
    }
}

/// Customers say that their request is done, where the queue lets them; that is all that they do with a state.
fn refuse_customer(draft: &Draft, set: &SetState, to: &StateDef, ctx: &Context<'_>) -> Result<(), Refusal> {
    let queue = ctx.tree.get(draft.ticket.queue_id);
    let more = set.with_children.is_some() || set.notify_customer.is_some() || set.undo_seconds.is_some();
    if more || to.state_type != StateType::Closed || !queue.is_some_and(|queue| queue.customers_close) {
        return Err(Refusal::because(
            ErrorCode::Forbidden,
            "Customers close their own requests, where the queue lets them, and nothing else.",
        ));
    }
    Ok(())
}

/// Everybody who asked is told, each by a mail of their own: also those whose requests were merged into this one. Whoever closes their
/// own request knows it.
fn order_closing_mail(draft: &mut Draft, set: &SetState, facts: &TicketFacts, ctx: &mut Context<'_>) {
    let Some(from) = facts.queue_sender.clone() else {
        return;
    };
    let by_desk = ctx.side == Side::Agent;
    let requester = facts.requester.iter().filter(|_| by_desk);
    for to in requester.chain(&facts.merged_requesters) {
        let waits = not_before(set.undo_seconds, ctx);
        notice::send(draft, MailKind::Closing, &from, to, waits, ctx);
    }
}
