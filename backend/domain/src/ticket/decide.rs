//! `decide`: from a ticket, a command and facts to a decision or a refusal. Pure; every change takes this road.

use pult_shared::{command::Command, error::ErrorCode};

use super::{
    Context, Decision, Ticket, TicketFacts, assign, call, checklist, describe, draft::Draft, fields, forward, held,
    link, lock, merge, move_to, note, people, queues, readers, reply, set_priority, set_state, tags, time,
};
use crate::refusal::Refusal;

/// Decides what a command does to a ticket.
///
/// # Errors
/// A [`Refusal`] that says why nothing happens. Permission has been checked before, by `policy`.
pub fn decide(
    ticket: &Ticket,
    command: &Command,
    facts: &TicketFacts,
    ctx: &mut Context<'_>,
) -> Result<Decision, Refusal> {
    if ticket.merged_into.is_some() && !matches!(command, Command::Unmerge) {
        return Err(Refusal::because(
            ErrorCode::NotApplicable,
            "The ticket goes on in another one; work there, or take the merge back.",
        ));
    }
    let mut draft = Draft::new(ticket);
    match command {
        Command::Open(_) => {
            return Err(Refusal::because(
                ErrorCode::NotApplicable,
                "The ticket is open already; create a new one.",
            ));
        }
        Command::Reply(reply) => reply::reply(&mut draft, reply, facts, ctx)?,
        Command::Note(note) => note::note(&mut draft, note, facts, ctx)?,
        Command::LogCall(call) => call::log_call(&mut draft, call, facts, ctx)?,
        Command::Forward(forward) => forward::forward(&mut draft, forward, facts, ctx)?,
        Command::Redirect(redirect) => forward::redirect(&mut draft, redirect, facts, ctx)?,
        Command::Resend(resend) => forward::resend(&mut draft, resend, facts, ctx)?,
        Command::RecallReply(recall) => forward::recall(&mut draft, recall, facts, ctx)?,
        Command::Admit(admit) => held::admit(&mut draft, admit, facts, ctx)?,
        Command::Dismiss(dismiss) => held::dismiss(&mut draft, dismiss, facts, ctx)?,
        Command::SetState(set) => set_state::set_state(&mut draft, set, facts, ctx)?,
        Command::Move(_) => move_to::move_to(&mut draft, facts, ctx)?,
        Command::Assign(to) => assign::assign(&mut draft, to.owner_id, facts, ctx)?,
        Command::SetResponsible(to) => assign::set_responsible(&mut draft, to.responsible_id, facts, ctx)?,
        Command::Take => assign::take(&mut draft, facts, ctx)?,
        Command::Lock => lock::lock(&mut draft, ctx)?,
        Command::Unlock => lock::unlock(&mut draft, ctx)?,
        Command::SetPriority(set) => set_priority::set_priority(&mut draft, set.priority, ctx)?,
        Command::SetType(set) => describe::set_type(&mut draft, set.ticket_type.as_ref(), ctx)?,
        Command::SetService(set) => describe::set_service(&mut draft, set.service.as_ref(), ctx)?,
        Command::SetSla(set) => describe::set_sla(&mut draft, set.sla.as_ref(), ctx)?,
        Command::SetSubject(set) => describe::set_subject(&mut draft, &set.subject, ctx)?,
        Command::SetRequester(_) => describe::set_requester(&mut draft, facts, ctx)?,
        Command::SetDue(set) => describe::set_due(&mut draft, set.due_at, ctx)?,
        Command::SetField(set) => fields::set_field(&mut draft, set, facts, ctx)?,
        Command::AddTag(tag) => tags::add(&mut draft, &tag.tag, ctx)?,
        Command::RemoveTag(tag) => tags::remove(&mut draft, &tag.tag, ctx),
        Command::Watch(watch) => people::watch(&mut draft, watch, facts, ctx)?,
        Command::Unwatch(watch) => people::unwatch(&mut draft, watch, ctx)?,
        Command::AddParticipant(add) => people::add_participant(&mut draft, add, facts, ctx)?,
        Command::RemoveParticipant(remove) => people::remove_participant(&mut draft, remove.person_id, ctx),
        Command::AddQueue(_) => queues::add_by_hand(&mut draft, facts, ctx)?,
        Command::RemoveQueue(_) => queues::remove(&mut draft, facts, ctx)?,
        Command::SetReaders(set) => readers::set_readers(&mut draft, set, facts, ctx)?,
        Command::Link(to) => link::link(&mut draft, to, facts, ctx)?,
        Command::Unlink(to) => link::unlink(&mut draft, to, facts, ctx)?,
        Command::Merge(merge) => merge::merge(&mut draft, merge, facts, ctx)?,
        Command::Unmerge => merge::unmerge(&mut draft, facts, ctx)?,
        Command::AccountTime(time) => time::account(&mut draft, time, ctx)?,
        Command::AddChecklistItem(add) => checklist::add(&mut draft, add, facts, ctx)?,
        Command::SetChecklistItem(set) => checklist::set(&mut draft, set, facts, ctx)?,
        Command::RemoveChecklistItem(_) => checklist::remove(&mut draft, facts, ctx)?,
    }
    Ok(draft.done(ticket, ctx))
}
