//! `decide`: from a ticket, a command and facts to a decision or a refusal. Pure; every change takes this road.

use pult_shared::{command::Command, error::ErrorCode};

use super::{
    Context, Decision, Ticket, TicketFacts, assign, draft::Draft, lock, move_to, note, reply, set_priority, set_state,
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
        Command::SetState(set) => set_state::set_state(&mut draft, set, facts, ctx)?,
        Command::Move(_) => move_to::move_to(&mut draft, facts, ctx)?,
        Command::Assign(to) => assign::assign(&mut draft, to.owner_id, facts, ctx)?,
        Command::Take => assign::take(&mut draft, ctx)?,
        Command::Lock => lock::lock(&mut draft, ctx)?,
        Command::Unlock => lock::unlock(&mut draft, ctx)?,
        Command::SetPriority(set) => set_priority::set_priority(&mut draft, set.priority, ctx)?,
    }
    Ok(draft.finish(ctx.now))
}
