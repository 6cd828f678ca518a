//! `Reply.expand`: the body is a template, filled in for each ticket — one answer to many, each its own (requirement of bulk).

use pult_domain::refusal::Refusal;
use pult_domain::ticket::Ticket;
use pult_shared::{
    command::{Command, Reply},
    error::{ErrorCode, FieldCode, FieldError},
};
use pult_store::WriteTx;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn, template},
};

/// The command with its text filled in; nothing where there is nothing to fill in.
///
/// # Errors
/// `invalid_template` with the place in the body.
pub async fn expand(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    ticket: &Ticket,
    command: &Command,
) -> Result<Option<Command>, ServiceError> {
    let Command::Reply(reply) = command else {
        return Ok(None);
    };
    if !reply.expand {
        return Ok(None);
    }
    let variables = template::variables_of(app, tx, signed_in, ticket).await?;
    let rendered = template::text::render(&reply.body, &variables).map_err(|fault| Refusal {
        detail: Some(fault.reason),
        errors: vec![FieldError::new("body", FieldCode::Malformed).at(fault.at, fault.length)],
        ..Refusal::new(ErrorCode::InvalidTemplate)
    })?;
    Ok(Some(Command::Reply(Reply {
        body: rendered.text,
        ..reply.clone()
    })))
}
