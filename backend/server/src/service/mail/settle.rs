//! Look after mails that did not arrive: send them once more, or give them up. The ticket's history tells who did it.

use pult_domain::{
    policy,
    ticket::{Settlement, mail_settled},
};
use pult_shared::{
    Timestamp,
    api::mail::{OutgoingMailFilter, OutgoingMailView, OutgoingMailsChanged},
    error::ErrorCode,
    ids::OutgoingMailId,
    limits::OUTGOING_AT_ONCE,
};
use pult_store::{
    WriteTx, outbox,
    tickets::{self, Change},
};

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn, ticket::write},
};

/// Settles one mail and returns it as it stands then. Sent again, it goes out as it is, under the Message-ID that it has always had.
///
/// # Errors
/// `mail_not_found`, also for a mail of a ticket that the person does not see; `forbidden` for an agent who may not answer there;
/// `not_applicable` for a mail that has not failed, or that was given up before.
pub async fn one(
    app: &App,
    signed_in: &SignedIn,
    id: OutgoingMailId,
    settlement: Settlement,
) -> Result<OutgoingMailView, ServiceError> {
    let tx = app.store.begin().await?;
    if !settle(app, &tx, signed_in, id, settlement).await? {
        return Err(ServiceError::code(ErrorCode::NotApplicable));
    }
    write::commit(app, tx).await?;
    let found = outbox::find(&app.store, id).await?;
    Ok(found.ok_or_else(|| ServiceError::code(ErrorCode::MailNotFound))?.mail)
}

/// Settles the mails of a filter that did not arrive and that nobody has given up, oldest first, at most `OUTGOING_AT_ONCE` of them;
/// each in a transaction of its own, so that no ticket is held while others are worked on.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub async fn many(
    app: &App,
    signed_in: &SignedIn,
    filter: &OutgoingMailFilter,
    settlement: Settlement,
) -> Result<OutgoingMailsChanged, ServiceError> {
    policy::may_see_mails(&signed_in.actor)?;
    let mut ids = outbox::undelivered_ids(&app.store, filter, OUTGOING_AT_ONCE + 1).await?;
    let more = ids.len() > OUTGOING_AT_ONCE as usize;
    ids.truncate(OUTGOING_AT_ONCE as usize);
    let mut changed = 0;
    for id in ids {
        let tx = app.store.begin().await?;
        // Somebody else may have been faster with one of them.
        if settle(app, &tx, signed_in, id, settlement).await? {
            write::commit(app, tx).await?;
            changed += 1;
        }
    }
    Ok(OutgoingMailsChanged { changed, more })
}

/// Whether the mail was one that could be settled.
async fn settle(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    id: OutgoingMailId,
    settlement: Settlement,
) -> Result<bool, ServiceError> {
    let not_found = || ServiceError::code(ErrorCode::MailNotFound);
    let mail = outbox::find(tx, id).await?.ok_or_else(not_found)?.mail;
    let now = app.now();
    let Some(ticket_id) = mail.ticket_id else {
        // The answer to a mail that has opened no ticket.
        policy::permit_mail_action(&signed_in.actor)?;
        return noted(tx, id, settlement, now).await;
    };
    let ticket = tickets::find_for_update(tx, ticket_id).await?.ok_or_else(not_found)?;
    let permit = policy::permit_mail_settlement(&signed_in.actor, &ticket)?;
    if !noted(tx, id, settlement, now).await? {
        return Ok(false);
    }
    let decision = mail_settled(&ticket, settlement, &mail.to, &mail.message_id, now);
    let change = Change {
        decision: &decision,
        actor: Some(signed_in.actor.person_id),
        at: now,
        attachments: Vec::new(),
        outgoing: Vec::new(),
        thread_ids: Vec::new(),
        raw_blob: None,
    };
    tickets::apply(tx, &permit, Some(ticket.version), &change).await?;
    Ok(true)
}

/// Notes it in the outbox; whether there was something to settle.
async fn noted(tx: &WriteTx, id: OutgoingMailId, settlement: Settlement, now: Timestamp) -> Result<bool, ServiceError> {
    Ok(match settlement {
        Settlement::SendAgain => outbox::send_again(tx, id, now).await?,
        Settlement::GiveUp => outbox::give_up(tx, id, now).await?,
    })
}
