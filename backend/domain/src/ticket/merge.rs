//! `merge` and `unmerge`: a ticket's number becomes an alias of another ticket. Nothing is copied or moved, so that it can be
//! taken back at any time; replies to the old number follow to the other ticket.

use pult_shared::{
    Timestamp,
    catalog::{StateKey, StateType},
    command::Merge,
    error::{ErrorCode, FieldCode},
    event::TicketEvent,
    ids::PersonId,
};

use super::{
    assign::claim,
    draft::Draft,
    facts::{Context, OtherTicket, TicketFacts},
    link::other,
    lock::{refuse_foreign_lock, release},
    readers,
};
use crate::refusal::Refusal;

/// The service names the ticket in which the other one goes on by now, so that chains end; a circle would lead back to this one.
pub(super) fn merge(draft: &mut Draft, merge: &Merge, facts: &TicketFacts, ctx: &Context<'_>) -> Result<(), Refusal> {
    let into = &other(draft, facts, "into")?.ticket;
    if into.merged_into.is_some() {
        return Err(Refusal::field("into", FieldCode::NotAllowed));
    }
    // Its messages would be read where the other one is.
    if draft.ticket.readers.is_some() {
        return Err(Refusal::because(
            ErrorCode::NotApplicable,
            "The ticket is for named persons only; let everybody read it first.",
        ));
    }
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    let merged = ctx.state_of(StateType::Merged)?;
    let (from_id, from_number) = (draft.ticket.id, draft.ticket.number.clone());
    let follow: Vec<PersonId> = if merge.with_requester.unwrap_or(true) {
        let ticket = &draft.ticket;
        let people = std::iter::once(ticket.requester_id).chain(ticket.participants.iter().copied());
        people
            .filter(|person| *person != into.requester_id && !into.participants.contains(person))
            .collect()
    } else {
        Vec::new()
    };
    if let Some(named) = readers::admitted(into) {
        readers::change_merged(draft, Some(&named), facts, ctx);
        readers::change(draft, Some(&named), ctx.now);
    }
    release(draft, ctx);
    draft.push(
        TicketEvent::MergedInto {
            ticket_id: into.id,
            number: into.number.clone(),
            state: Some(draft.ticket.state.clone()),
            pending_until: draft.ticket.pending_until,
        },
        ctx.now,
    );
    draft.set_state(merged, StateType::Merged, None, ctx.now);
    let arrived = TicketEvent::MergedFrom {
        ticket_id: from_id,
        number: from_number,
    };
    let joined = follow
        .into_iter()
        .map(|person_id| TicketEvent::ParticipantAdded { person_id });
    draft.add_other(into, std::iter::once(arrived).chain(joined), ctx.now);
    Ok(())
}

/// The ticket is again what it was: its state and how long it waits. Those who came to take part in the other ticket stay there:
/// somebody may have written to them by now.
pub(super) fn unmerge(draft: &mut Draft, facts: &TicketFacts, ctx: &Context<'_>) -> Result<(), Refusal> {
    if draft.ticket.merged_into.is_none() {
        return Err(Refusal::because(
            ErrorCode::NotApplicable,
            "The ticket stands by itself already.",
        ));
    }
    let other = other(draft, facts, "ticket")?;
    let root = &other.ticket;
    let (state, kind, until) = before(other, ctx)?;
    let (id, number) = (draft.ticket.id, draft.ticket.number.clone());
    draft.push(
        TicketEvent::UnmergedFrom {
            ticket_id: root.id,
            number: root.number.clone(),
        },
        ctx.now,
    );
    draft.set_state(state, kind, until, ctx.now);
    // Who merged had the claim, or nobody; whose ticket it is, works on it again.
    if draft.ticket.owner_id.is_some() && draft.ticket.owner_id == ctx.actor {
        claim(draft, ctx);
    }
    draft.add_other(root, [TicketEvent::MergeUndone { ticket_id: id, number }], ctx.now);
    Ok(())
}

/// What the merge noted; open where it noted nothing, or a state that can be set no more.
fn before(other: &OtherTicket, ctx: &Context<'_>) -> Result<(StateKey, StateType, Option<Timestamp>), Refusal> {
    if let Some(TicketEvent::MergedInto {
        state: Some(key),
        pending_until,
        ..
    }) = &other.merge
        && let Some(state) = ctx.catalog.state(key).filter(|state| state.valid)
        && state.state_type.is_pending() == pending_until.is_some()
        && state.state_type != StateType::Merged
    {
        return Ok((state.key.clone(), state.state_type, *pending_until));
    }
    Ok((ctx.state_of(StateType::Open)?, StateType::Open, None))
}
