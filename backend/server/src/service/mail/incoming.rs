//! The ledger: every mail that arrived, with its outcome.

use bytes::Bytes;
use pult_domain::policy;
use pult_shared::{
    api::mail::{IncomingMailPage, IncomingMailView, MailOutcome},
    error::ErrorCode,
    ids::IncomingMailId,
    limits::{PAGE_DEFAULT, PAGE_MAX},
};
use pult_store::{blobs, ledger};

use crate::{
    app::App,
    service::{ServiceError, intake::process::process, session::who::SignedIn},
};

/// A page of the ledger, newest first.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub async fn list(
    app: &App,
    signed_in: &SignedIn,
    cursor: Option<&str>,
    limit: Option<u32>,
) -> Result<IncomingMailPage, ServiceError> {
    policy::may_see_mails(&signed_in.actor)?;
    let page = ledger::page(&app.store, cursor, limit.unwrap_or(PAGE_DEFAULT).clamp(1, PAGE_MAX)).await?;
    Ok(IncomingMailPage {
        items: page.items.into_iter().map(view).collect(),
        next_cursor: page.next_cursor,
    })
}

/// The bytes of a mail as they arrived.
///
/// # Errors
/// `forbidden`, `mail_not_found`.
pub async fn raw(app: &App, signed_in: &SignedIn, id: IncomingMailId) -> Result<Bytes, ServiceError> {
    policy::may_see_mails(&signed_in.actor)?;
    let not_found = || ServiceError::code(ErrorCode::MailNotFound);
    let found = ledger::find(&app.store, id).await?.ok_or_else(not_found)?;
    blobs::get(&app.store, &found.raw_blob).await?.ok_or_else(not_found)
}

/// Works on a failed mail again.
///
/// # Errors
/// `forbidden`, `mail_not_found`, `not_applicable` for a mail that did not fail.
pub async fn run_again(app: &App, signed_in: &SignedIn, id: IncomingMailId) -> Result<(), ServiceError> {
    policy::permit_mail_retry(&signed_in.actor)?;
    let found = ledger::find(&app.store, id)
        .await?
        .ok_or_else(|| ServiceError::code(ErrorCode::MailNotFound))?;
    if found.outcome != MailOutcome::Failed {
        return Err(ServiceError::code(ErrorCode::NotApplicable));
    }
    let tx = app.store.begin().await?;
    ledger::reopen(&tx, id).await?;
    tx.commit().await?;
    process(app, id).await?;
    Ok(())
}

fn view(row: ledger::IncomingRow) -> IncomingMailView {
    IncomingMailView {
        id: row.id,
        door: row.door,
        received_at: row.received_at,
        sha256: row.sha256,
        size: row.size,
        envelope_from: row.envelope_from,
        envelope_to: row.envelope_to,
        from: row.from,
        subject: row.subject,
        outcome: row.outcome,
        reason: row.reason,
        ticket_number: row.ticket_number,
    }
}
