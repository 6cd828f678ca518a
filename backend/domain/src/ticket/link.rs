//! `link` and `unlink`: two tickets know of each other. Each has the event, as seen from itself.

use pult_shared::{
    command::{LinkKind, LinkTo},
    error::{ErrorCode, FieldCode},
    event::TicketEvent,
    limits::LINKS_MAX,
};

use super::{
    Ticket,
    draft::Draft,
    facts::{Context, OtherTicket, TargetFacts, TicketFacts},
};
use crate::refusal::Refusal;

/// The other ticket of a command; one that the actor may not see does not exist for them.
pub(super) fn other<'a>(draft: &Draft, facts: &'a TicketFacts, field: &str) -> Result<&'a OtherTicket, Refusal> {
    let TargetFacts::Other(Some(other)) = &facts.target else {
        return Err(Refusal::field(field, FieldCode::Unknown));
    };
    if other.ticket.id == draft.ticket.id {
        return Err(Refusal::field(field, FieldCode::NotAllowed));
    }
    Ok(other)
}

pub(super) fn link(draft: &mut Draft, to: &LinkTo, facts: &TicketFacts, ctx: &Context<'_>) -> Result<(), Refusal> {
    let other = other(draft, facts, "ticket")?;
    if other.links.contains(&to.kind) {
        return Ok(());
    }
    if other.count >= LINKS_MAX {
        return Err(Refusal::field("ticket", FieldCode::TooMany));
    }
    refuse_circle(draft, to.kind, other)?;
    let (here, there) = ends(&draft.ticket, &other.ticket, to.kind, linked);
    draft.push(here, ctx.now);
    draft.add_other(&other.ticket, [there], ctx.now);
    Ok(())
}

/// A ticket that is above itself would close itself for ever.
fn refuse_circle(draft: &Draft, kind: LinkKind, other: &OtherTicket) -> Result<(), Refusal> {
    let circle = match kind {
        LinkKind::Parent => other.ancestors.contains(&draft.ticket.id),
        LinkKind::Child => other.own_ancestors.contains(&other.ticket.id),
        LinkKind::DuplicateOf | LinkKind::DuplicatedBy => other.links.contains(&kind.reversed()),
        LinkKind::Related => false,
    };
    if circle {
        let detail = "One of the two is above the other already; a circle is not possible.";
        return Err(Refusal::because(ErrorCode::NotApplicable, detail));
    }
    Ok(())
}

pub(super) fn unlink(draft: &mut Draft, to: &LinkTo, facts: &TicketFacts, ctx: &Context<'_>) -> Result<(), Refusal> {
    let other = other(draft, facts, "ticket")?;
    if !other.links.contains(&to.kind) {
        return Ok(());
    }
    let (here, there) = ends(&draft.ticket, &other.ticket, to.kind, unlinked);
    draft.push(here, ctx.now);
    draft.add_other(&other.ticket, [there], ctx.now);
    Ok(())
}

/// The event of this ticket, and that of the other one.
pub(super) fn ends(
    this: &Ticket,
    other: &Ticket,
    kind: LinkKind,
    event: fn(LinkKind, &Ticket) -> TicketEvent,
) -> (TicketEvent, TicketEvent) {
    (event(kind, other), event(kind.reversed(), this))
}

pub(super) fn linked(kind: LinkKind, to: &Ticket) -> TicketEvent {
    TicketEvent::Linked {
        kind,
        ticket_id: to.id,
        number: to.number.clone(),
    }
}

fn unlinked(kind: LinkKind, to: &Ticket) -> TicketEvent {
    TicketEvent::Unlinked {
        kind,
        ticket_id: to.id,
        number: to.number.clone(),
    }
}
