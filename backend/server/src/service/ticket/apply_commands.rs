//! Apply commands to a ticket: all of them in order, or none.

use pult_domain::{
    policy,
    refusal::Refusal,
    ticket::{Side, Ticket, conflicts},
};
use pult_shared::{
    Timestamp,
    api::reading::ReadingOf,
    command::Command,
    error::{ErrorCode, FieldCode},
    event::TicketEvent,
    ids::TicketId,
    limits::COMMANDS_MAX,
};
use pult_store::{WriteTx, history};

use super::{
    history::entries,
    others, reading,
    step::{Step, at_index},
    write,
};
use crate::{
    app::App,
    service::{ServiceError, draft::sent, session::who::SignedIn},
};

/// The ticket after the commands, and what happened.
#[derive(Debug)]
pub struct Applied {
    pub ticket: Ticket,
    pub events: Vec<TicketEvent>,
}

/// Applies commands.
///
/// # Errors
/// `stale_version` when `if_match` names another version and what came since concerns one of the commands; else what `decide` and
/// `policy` refuse, with the field's path (`commands.0.body`).
pub async fn apply_commands(
    app: &App,
    signed_in: &SignedIn,
    ticket: &str,
    if_match: Option<i64>,
    commands: &[Command],
) -> Result<Applied, ServiceError> {
    apply_commands_at(app, signed_in, ticket, if_match, commands, app.now()).await
}

/// Applies commands at a given time; the seeds tell a story of the past with it.
///
/// # Errors
/// As [`apply_commands`].
pub async fn apply_commands_at(
    app: &App,
    signed_in: &SignedIn,
    ticket: &str,
    if_match: Option<i64>,
    commands: &[Command],
    now: Timestamp,
) -> Result<Applied, ServiceError> {
    check(commands)?;
    // Before the transaction: whoever may not see the ticket does not make others wait for it.
    // The answer shows it: whoever does anything to it has read it.
    let (seen, _) = reading::find(app, signed_in, ticket, ReadingOf::Ticket).await?;
    let tx = app.store.begin().await?;
    let applied = apply_in(app, &tx, signed_in, seen.id, if_match, commands, now).await?;
    if applied.events.is_empty() {
        return Ok(applied);
    }
    sent::written(&tx, signed_in.actor.person_id, seen.id, commands).await?;
    write::commit(app, tx).await?;
    Ok(applied)
}

/// Whether there are commands, and not too many.
///
/// # Errors
/// `invalid`.
pub fn check(commands: &[Command]) -> Result<(), Refusal> {
    match commands.len() {
        0 => Err(Refusal::field("commands", FieldCode::Required)),
        count if count > COMMANDS_MAX => Err(Refusal::field("commands", FieldCode::TooMany)),
        _ => Ok(()),
    }
}

/// Applies commands in the caller's transaction, which they have to commit.
///
/// # Errors
/// As [`apply_commands`].
pub async fn apply_in(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    ticket: TicketId,
    if_match: Option<i64>,
    commands: &[Command],
    now: Timestamp,
) -> Result<Applied, ServiceError> {
    let (before, others) = others::lock(tx, ticket, commands).await?;
    if let Some(expected) = if_match
        && expected != before.version
    {
        refuse_conflicts(tx, signed_in, &before, expected, commands).await?;
    }
    let mut step = Step::new(app, tx, signed_in, now, before, others);
    for (index, command) in commands.iter().enumerate() {
        step.take(command).await.map_err(|error| at_index(error, index))?;
    }
    step.write().await
}

/// Field by field: only what came since in what a command is about stands against it.
async fn refuse_conflicts(
    tx: &WriteTx,
    signed_in: &SignedIn,
    before: &Ticket,
    expected: i64,
    commands: &[Command],
) -> Result<(), ServiceError> {
    let me = signed_in.actor.person_id;
    let since = history::since_version(tx, before.id, expected).await?;
    let stands = |row: &history::HistoryRow| {
        let against = |command: &Command| conflicts(command, &row.event, row.actor_id, me);
        commands.iter().any(against)
    };
    // A version that never was is no claim to have seen anything.
    if expected < before.version && !since.iter().any(stands) {
        return Ok(());
    }
    Err(ServiceError::Stale {
        detail: format!(
            "You have seen version {expected}; the ticket is at version {} now.",
            before.version
        ),
        changes: entries(tx, signed_in, before, since).await?,
    })
}

/// The events that the caller may know of.
#[must_use]
pub fn events_for(signed_in: &SignedIn, applied: Applied) -> Vec<TicketEvent> {
    let side = policy::side(&signed_in.actor, &applied.ticket).unwrap_or(Side::Agent);
    applied
        .events
        .into_iter()
        .filter(|event| policy::may_know(side, event))
        .collect()
}

pub(super) fn not_found() -> ServiceError {
    ServiceError::code(ErrorCode::TicketNotFound)
}
