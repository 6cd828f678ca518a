//! `Reply.expand` and `Reply.template_id`: the body is a template, filled in for each ticket — one answer to many, each its own
//! (requirement of bulk), by a template of the desk each in its customer's language.

use pult_domain::{
    policy,
    refusal::Refusal,
    ticket::{Side, Ticket},
};
use pult_shared::{
    command::{Command, Reply},
    error::{ErrorCode, FieldCode, FieldError},
};
use pult_store::WriteTx;

use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        template::{self, render},
    },
};

/// The command with its text filled in; nothing where there is nothing to fill in.
///
/// # Errors
/// `invalid_template` with the place in the body; `template_not_found`; `invalid` where there are both a template and a body.
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
    // A customer fills nothing in; `decide` says so.
    if policy::side(&signed_in.actor, ticket) != Some(Side::Agent) {
        return Ok(None);
    }
    if let Some(id) = reply.template_id {
        if !reply.body.trim().is_empty() {
            return Err(Refusal::field("body", FieldCode::NotAllowed).into());
        }
        let rendered = render::for_customer(app, tx, signed_in, ticket, id).await?;
        return Ok(Some(Command::Reply(Reply {
            body: rendered.body,
            subject: reply.subject.clone().or(Some(rendered.subject)),
            template_id: None,
            expand: false,
            ..reply.clone()
        })));
    }
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
