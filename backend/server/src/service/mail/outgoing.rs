//! What has gone out or waits to.

use pult_domain::policy;
use pult_shared::{
    api::mail::{OutgoingMailDetail, OutgoingMailFilter, OutgoingMailPage, OutgoingMailView},
    error::ErrorCode,
    event::MailKind,
    ids::OutgoingMailId,
    limits::{PAGE_DEFAULT, PAGE_MAX},
};
use pult_store::{blobs, outbox};

use super::hidden;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// A page of the outbox, newest first, with how its mails leave and when they are tried again.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub async fn list(
    app: &App,
    signed_in: &SignedIn,
    filter: &OutgoingMailFilter,
    cursor: Option<&str>,
    limit: Option<u32>,
) -> Result<OutgoingMailPage, ServiceError> {
    policy::may_see_mails(&signed_in.actor)?;
    let limit = limit.unwrap_or(PAGE_DEFAULT).clamp(1, PAGE_MAX);
    let page = outbox::page(&app.store, filter, cursor, limit).await?;
    let tickets = page.items.iter().filter_map(|mail| mail.ticket_id);
    let hidden = hidden::of(app, signed_in, tickets).await?;
    let shown = |mail: OutgoingMailView| {
        let is_hidden = mail.ticket_id.is_some_and(|ticket| hidden.contains(&ticket));
        if is_hidden { hidden::outgoing(mail) } else { mail }
    };
    Ok(OutgoingMailPage {
        items: page.items.into_iter().map(shown).collect(),
        next_cursor: page.next_cursor,
        transport: app.transport.kind(),
        retry: app.config.smtp.retry.plan(),
    })
}

/// One outgoing mail with its headers and text; of a mail about an account only the headers, since its link is for the recipient alone.
///
/// # Errors
/// `forbidden`, also for a mail of a ticket that is for other named persons only; `mail_not_found`.
pub async fn show(app: &App, signed_in: &SignedIn, id: OutgoingMailId) -> Result<OutgoingMailDetail, ServiceError> {
    policy::may_see_mails(&signed_in.actor)?;
    let not_found = || ServiceError::code(ErrorCode::MailNotFound);
    let found = outbox::find(&app.store, id).await?.ok_or_else(not_found)?;
    hidden::read(app, signed_in, found.mail.ticket_id).await?;
    let raw = blobs::get(&app.store, &found.raw_blob).await?.ok_or_else(not_found)?;
    let whole = String::from_utf8_lossy(&raw);
    let headers = whole.split("\r\n\r\n").next().unwrap_or_default().to_owned();
    let withheld = found.mail.kind == MailKind::Account;
    let text = if withheld {
        String::new()
    } else {
        pult_mail::parse(&raw).text
    };
    Ok(OutgoingMailDetail {
        mail: found.mail,
        headers,
        text,
        withheld,
    })
}
