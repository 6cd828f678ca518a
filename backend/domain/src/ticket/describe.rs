//! What a ticket is about: type, service, service agreement, subject, requester, due time.

use pult_shared::{
    Timestamp,
    catalog::{ServiceKey, SlaKey, TypeKey},
    error::FieldCode,
    event::TicketEvent,
    ids::QueueId,
};

use super::{
    draft::Draft,
    facts::{Context, TargetFacts, TicketFacts},
    lock::refuse_foreign_lock,
    words::{Checks, one_line},
};
use crate::refusal::Refusal;

pub(super) fn set_type(draft: &mut Draft, to: Option<&TypeKey>, ctx: &Context<'_>) -> Result<(), Refusal> {
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    let from = draft.ticket.ticket_type.clone();
    if from.as_ref() == to {
        return Ok(());
    }
    if let Some(key) = to {
        check_valid("ticket_type", ctx.catalog.ticket_type(key).map(|found| found.valid))?;
    }
    draft.push(TicketEvent::TypeChanged { from, to: to.cloned() }, ctx.now);
    Ok(())
}

pub(super) fn set_service(draft: &mut Draft, to: Option<&ServiceKey>, ctx: &Context<'_>) -> Result<(), Refusal> {
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    let from = draft.ticket.service.clone();
    if from.as_ref() == to {
        return Ok(());
    }
    if let Some(key) = to {
        check_valid("service", ctx.catalog.service(key).map(|found| found.valid))?;
    }
    draft.push(TicketEvent::ServiceChanged { from, to: to.cloned() }, ctx.now);
    Ok(())
}

pub(super) fn set_sla(draft: &mut Draft, to: Option<&SlaKey>, ctx: &Context<'_>) -> Result<(), Refusal> {
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    let from = draft.ticket.clocks.chosen.clone();
    if from.as_ref() == to {
        return Ok(());
    }
    if let Some(key) = to {
        check_valid("sla", ctx.catalog.sla(key).map(|found| found.valid))?;
    }
    draft.push(TicketEvent::SlaChanged { from, to: to.cloned() }, ctx.now);
    Ok(())
}

/// What is not there is unknown; what is there but invalid may not be chosen any more.
pub(super) fn check_valid(field: &str, found: Option<bool>) -> Result<(), Refusal> {
    match found {
        None => Err(Refusal::field(field, FieldCode::Unknown)),
        Some(false) => Err(Refusal::field(field, FieldCode::NotAllowed)),
        Some(true) => Ok(()),
    }
}

pub(super) fn set_subject(draft: &mut Draft, subject: &str, ctx: &Context<'_>) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    checks.subject(subject);
    checks.done()?;
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    let (from, to) = (draft.ticket.subject.clone(), one_line(subject));
    if from != to {
        draft.push(TicketEvent::SubjectChanged { from, to }, ctx.now);
    }
    Ok(())
}

pub(super) fn set_requester(draft: &mut Draft, facts: &TicketFacts, ctx: &Context<'_>) -> Result<(), Refusal> {
    let TargetFacts::Person(Some(to)) = facts.target else {
        return Err(Refusal::field("requester_id", FieldCode::Unknown));
    };
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    let from = draft.ticket.requester_id;
    if from == to {
        return Ok(());
    }
    draft.push(TicketEvent::RequesterChanged { from, to }, ctx.now);
    if draft.ticket.participants.contains(&to) {
        draft.push(TicketEvent::ParticipantRemoved { person_id: to }, ctx.now);
    }
    Ok(())
}

/// Nobody is there on a day on which the queue is closed (requirement B12): what is due or comes again then would wait unseen.
pub(super) fn refuse_closed_day(
    field: &str,
    at: Option<Timestamp>,
    queue: QueueId,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    let Some((at, calendar)) = at.zip(ctx.catalog.calendar_of(queue, ctx.tree)) else {
        return Ok(());
    };
    let day = calendar.day(at);
    match calendar.closed(day) {
        None => Ok(()),
        Some(closed) => Err(Refusal {
            detail: Some(format!("{day} is closed: {}.", closed.reason())),
            ..Refusal::field(field, FieldCode::ClosedDay)
        }),
    }
}

pub(super) fn set_due(draft: &mut Draft, to: Option<Timestamp>, ctx: &Context<'_>) -> Result<(), Refusal> {
    let from = draft.ticket.due_at;
    if from == to {
        return Ok(());
    }
    if to.is_some_and(|due| due <= ctx.now) {
        return Err(Refusal::field("due_at", FieldCode::NotInFuture));
    }
    refuse_closed_day("due_at", to, draft.ticket.queue_id, ctx)?;
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    draft.push(TicketEvent::DueChanged { from, to }, ctx.now);
    Ok(())
}
