//! `merge` and `unmerge`: a ticket's number becomes an alias of another ticket. Nothing is copied or moved, so that it can be
//! taken back at any time; replies to the old number follow to the other ticket.

use pult_shared::{
    catalog::StateType,
    command::Merge,
    error::{ErrorCode, FieldCode},
    event::TicketEvent,
    ids::PersonId,
};

use super::{
    draft::Draft,
    facts::{Context, TicketFacts},
    link::other,
    lock::{refuse_foreign_lock, release},
};
use crate::refusal::Refusal;

/// The service names the ticket in which the other one goes on by now, so that chains end; a circle would lead back to this one.
pub(super) fn merge(draft: &mut Draft, merge: &Merge, facts: &TicketFacts, ctx: &Context<'_>) -> Result<(), Refusal> {
    let into = &other(draft, facts, "into")?.ticket;
    if into.merged_into.is_some() {
        return Err(Refusal::field("into", FieldCode::NotAllowed));
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
    release(draft, ctx);
    draft.push(
        TicketEvent::MergedInto {
            ticket_id: into.id,
            number: into.number.clone(),
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

/// Those who came to take part in the other ticket stay there: somebody may have written to them by now.
pub(super) fn unmerge(draft: &mut Draft, facts: &TicketFacts, ctx: &Context<'_>) -> Result<(), Refusal> {
    if draft.ticket.merged_into.is_none() {
        return Err(Refusal::because(
            ErrorCode::NotApplicable,
            "The ticket stands by itself already.",
        ));
    }
    let root = &other(draft, facts, "ticket")?.ticket;
    let open = ctx.state_of(StateType::Open)?;
    let (id, number) = (draft.ticket.id, draft.ticket.number.clone());
    draft.push(
        TicketEvent::UnmergedFrom {
            ticket_id: root.id,
            number: root.number.clone(),
        },
        ctx.now,
    );
    draft.set_state(open, StateType::Open, None, ctx.now);
    draft.add_other(root, [TicketEvent::MergeUndone { ticket_id: id, number }], ctx.now);
    Ok(())
}
