//! Lift the restriction of a ticket whose named persons have all left. Nobody at the desk may: not even administrators read what is for others.
//! Whoever has the server itself may, by the command line, with a reason that stands in the ticket.

use pult_domain::{
    policy::Permit,
    refusal::Refusal,
    ticket::{SetUp, named, unrestrict as lift},
};
use pult_shared::{
    command::{Command, SetReaders},
    error::{ErrorCode, FieldCode},
    ids::ArticleId,
    limits::REASON_MAX,
    ticket::TicketNumber,
};
use pult_store::{people, tickets};

use super::{
    find, others, step,
    write::{self, Writing},
};
use crate::{app::App, service::ServiceError};

/// Makes a ticket one of its queue again; gives its number.
///
/// # Errors
/// `ticket_not_found`; `invalid` without a reason; `not_applicable` where it is for nobody in particular, and as long as one of those whom it is
/// for is active: they lift it themselves.
pub async fn unrestrict(app: &App, ticket: &str, reason: &str) -> Result<TicketNumber, ServiceError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::field("reason", FieldCode::Required).into());
    }
    if reason.chars().count() > REASON_MAX {
        return Err(Refusal::field("reason", FieldCode::TooLong).into());
    }
    let not_found = || ServiceError::code(ErrorCode::TicketNotFound);
    let found = tickets::find(&app.store, &find::key(ticket))
        .await?
        .ok_or_else(not_found)?;
    let setup = app.setup.read(&app.store).await?;
    let tx = app.store.begin().await?;
    let lifting = [Command::SetReaders(SetReaders::default())];
    let (ticket, others) = others::lock(&tx, found.id, &lifting).await?;
    if ticket.readers.is_none() {
        return Err(Refusal::because(
            ErrorCode::NotApplicable,
            "The ticket is for everybody who may see its queue.",
        )
        .into());
    }
    for person in named(&ticket) {
        if people::find(&tx, person).await?.is_some_and(|person| person.active) {
            let detail = "Somebody whom the ticket is for is active, and may lift the restriction in it.";
            return Err(Refusal::because(ErrorCode::NotApplicable, detail).into());
        }
    }
    let set_up = SetUp {
        catalog: &setup.catalog,
        tree: &setup.tree,
    };
    let language = step::language_of(&tx, &ticket).await?;
    let texts = app.texts.in_language(language);
    let text = texts.format("mail-unrestricted-note", &[("reason", reason.into())]);
    let merged: Vec<_> = others.into_values().collect();
    let decision = lift(&ticket, &merged, (ArticleId(app.fresh()), text), set_up, app.now());
    let writing = Writing::by_system(Permit::for_system(), Some(ticket.version), language);
    write::write(app, &tx, &decision, writing).await?;
    write::commit(app, tx).await?;
    tracing::warn!(ticket = %ticket.number.0, "the restriction of a ticket was lifted from the command line");
    Ok(ticket.number)
}
