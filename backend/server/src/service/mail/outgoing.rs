//! What has gone out or waits to.

use pult_domain::policy;
use pult_shared::{
    api::mail::{OutgoingMailDetail, OutgoingMailPage},
    error::ErrorCode,
    ids::OutgoingMailId,
    limits::{PAGE_DEFAULT, PAGE_MAX},
};
use pult_store::{blobs, outbox};

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// A page of the outbox, newest first.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub async fn list(
    app: &App,
    signed_in: &SignedIn,
    cursor: Option<&str>,
    limit: Option<u32>,
) -> Result<OutgoingMailPage, ServiceError> {
    policy::may_see_mails(&signed_in.actor)?;
    let page = outbox::page(&app.store, cursor, limit.unwrap_or(PAGE_DEFAULT).clamp(1, PAGE_MAX)).await?;
    Ok(OutgoingMailPage {
        items: page.items,
        next_cursor: page.next_cursor,
        transport: app.transport.kind(),
    })
}

/// One outgoing mail with its headers and text.
///
/// # Errors
/// `forbidden`, `mail_not_found`.
pub async fn show(app: &App, signed_in: &SignedIn, id: OutgoingMailId) -> Result<OutgoingMailDetail, ServiceError> {
    policy::may_see_mails(&signed_in.actor)?;
    let not_found = || ServiceError::code(ErrorCode::MailNotFound);
    let found = outbox::find(&app.store, id).await?.ok_or_else(not_found)?;
    let raw = blobs::get(&app.store, &found.raw_blob).await?.ok_or_else(not_found)?;
    let whole = String::from_utf8_lossy(&raw);
    let headers = whole.split("\r\n\r\n").next().unwrap_or_default().to_owned();
    let text = pult_mail::parse(&raw).text;
    Ok(OutgoingMailDetail {
        mail: found.mail,
        headers,
        text,
    })
}
