//! `set_state`: open, pending until a time, closed with or without a mail to the customer.

use pult_shared::{
    command::SetState,
    error::FieldCode,
    event::{MailKind, TicketEvent},
    ticket::State,
};

use super::{
    MailOrder,
    draft::Draft,
    facts::{Context, TicketFacts},
    lock::{refuse_foreign_lock, release},
};
use crate::refusal::Refusal;

pub(super) fn set_state(
    draft: &mut Draft,
    set: &SetState,
    facts: &TicketFacts,
    ctx: &mut Context<'_>,
) -> Result<(), Refusal> {
    check(draft, set, ctx)?;
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    let from = draft.ticket.state;
    if from == set.state && draft.ticket.pending_until == set.pending_until {
        return Ok(());
    }
    draft.push(
        TicketEvent::StateChanged {
            from,
            to: set.state,
            pending_until: set.pending_until,
        },
        ctx.now,
    );
    if set.state == State::Closed {
        release(draft, ctx);
        // req: A6, D23 — told by default, switchable per queue and per ticket.
        if set.notify_customer.unwrap_or(true) && facts.closing_mail {
            order_closing_mail(draft, facts, ctx);
        }
    }
    Ok(())
}

fn check(draft: &Draft, set: &SetState, ctx: &Context<'_>) -> Result<(), Refusal> {
    match (set.state, set.pending_until) {
        (State::Pending, None) => Err(Refusal::field("pending_until", FieldCode::Required)),
        (State::Pending, Some(until)) if until <= ctx.now => {
            Err(Refusal::field("pending_until", FieldCode::NotInFuture))
        }
        (State::New | State::Open | State::Closed, Some(_)) => {
            Err(Refusal::field("pending_until", FieldCode::NotAllowed))
        }
        // "New" means that nobody has looked yet, which cannot become true again.
        (State::New, None) if draft.ticket.state != State::New => Err(Refusal::field("state", FieldCode::NotAllowed)),
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
        },
        ctx.now,
    );
}
