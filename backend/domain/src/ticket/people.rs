//! Who follows a ticket (watchers, agents) and who takes part in it (participants, requirement D6).

use pult_shared::{
    command::{AddParticipant, Watch},
    error::FieldCode,
    event::TicketEvent,
    ids::PersonId,
    limits::PARTICIPANTS_MAX,
};

use super::{
    draft::Draft,
    facts::{Context, TargetFacts, TicketFacts},
    words::Checks,
};
use crate::refusal::Refusal;

pub(super) fn watch(draft: &mut Draft, watch: &Watch, facts: &TicketFacts, ctx: &Context<'_>) -> Result<(), Refusal> {
    let person_id = match watch.person_id {
        None => ctx.person()?,
        Some(_) if facts.target != (TargetFacts::Choice { eligible: true }) => {
            return Err(Refusal::field("person_id", FieldCode::Unknown));
        }
        Some(person) => person,
    };
    add_watcher(draft, person_id, "person_id", ctx)
}

pub(super) fn add_watcher(
    draft: &mut Draft,
    person_id: PersonId,
    field: &str,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    if draft.ticket.watchers.contains(&person_id) {
        return Ok(());
    }
    if draft.ticket.watchers.len() >= PARTICIPANTS_MAX {
        return Err(Refusal::field(field, FieldCode::TooMany));
    }
    draft.push(TicketEvent::WatcherAdded { person_id }, ctx.now);
    Ok(())
}

pub(super) fn unwatch(draft: &mut Draft, watch: &Watch, ctx: &Context<'_>) -> Result<(), Refusal> {
    let person_id = match watch.person_id {
        None => ctx.person()?,
        Some(person) => person,
    };
    if draft.ticket.watchers.contains(&person_id) {
        draft.push(TicketEvent::WatcherRemoved { person_id }, ctx.now);
    }
    Ok(())
}

pub(super) fn add_participant(
    draft: &mut Draft,
    add: &AddParticipant,
    facts: &TicketFacts,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    checks.mailboxes("participant", std::slice::from_ref(&add.participant));
    checks.done()?;
    let TargetFacts::Person(Some(person_id)) = facts.target else {
        return Err(Refusal::field("participant", FieldCode::NotAllowed));
    };
    join(draft, person_id, "participant", ctx)
}

/// Lets a person take part, unless they do already.
pub(super) fn join(draft: &mut Draft, person_id: PersonId, field: &str, ctx: &Context<'_>) -> Result<(), Refusal> {
    let ticket = &draft.ticket;
    if ticket.requester_id == person_id || ticket.participants.contains(&person_id) {
        return Ok(());
    }
    if ticket.participants.len() >= PARTICIPANTS_MAX {
        return Err(Refusal::field(field, FieldCode::TooMany));
    }
    draft.push(TicketEvent::ParticipantAdded { person_id }, ctx.now);
    Ok(())
}

pub(super) fn remove_participant(draft: &mut Draft, person_id: PersonId, ctx: &Context<'_>) {
    if draft.ticket.participants.contains(&person_id) {
        draft.push(TicketEvent::ParticipantRemoved { person_id }, ctx.now);
    }
}
