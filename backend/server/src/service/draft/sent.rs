//! What was sent is no draft any more: it goes in the transaction that sends it, so that it is never left over.

use pult_shared::{
    api::draft::DraftKind,
    command::{Command, OpenTicket},
    ids::{PersonId, TicketId},
};
use pult_store::{WriteTx, drafts};

use crate::service::ServiceError;

/// Forgets a person's drafts of what these commands have written to a ticket.
///
/// # Errors
/// When the database fails.
pub async fn written(
    tx: &WriteTx,
    person: PersonId,
    ticket: TicketId,
    commands: &[Command],
) -> Result<(), ServiceError> {
    let kinds: Vec<DraftKind> = commands.iter().filter_map(kind_of).collect();
    Ok(drafts::delete_sent(tx, person, Some(ticket), &kinds).await?)
}

/// Forgets a person's draft of the ticket or request that they have opened. At the desk somebody says for whom, or how it came; in
/// the portal one asks for oneself.
///
/// # Errors
/// When the database fails.
pub async fn opened(tx: &WriteTx, person: PersonId, request: &OpenTicket) -> Result<(), ServiceError> {
    let at_the_desk = request.requester.is_some() || request.requester_id.is_some() || request.channel.is_some();
    let kind = if at_the_desk {
        DraftKind::NewTicket
    } else {
        DraftKind::NewRequest
    };
    Ok(drafts::delete_sent(tx, person, None, &[kind]).await?)
}

fn kind_of(command: &Command) -> Option<DraftKind> {
    match command {
        Command::Reply(_) => Some(DraftKind::Reply),
        Command::Note(_) => Some(DraftKind::Note),
        Command::Forward(_) => Some(DraftKind::Forward),
        Command::LogCall(_) => Some(DraftKind::Call),
        _ => None,
    }
}
