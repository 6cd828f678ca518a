//! Mails about one ticket, or about what is none: one for all that has come together, about a ticket not more than one in a quarter of an
//! hour, and none about what has been read in the browser meanwhile or may not be seen any more.

use jiff::SignedDuration;
use pult_domain::{
    policy,
    ticket::{Side, Ticket},
};
use pult_mail::{Automatic, Lang, Outgoing, compose};
use pult_shared::{
    Timestamp,
    api::failure::Job,
    event::MailKind,
    ids::{OutgoingMailId, PersonId, TicketId},
    limits::SUBJECT_MAX,
    mailbox::Mailbox,
    person::Language,
};
use pult_store::{
    WriteTx, blobs,
    job_failures::Item,
    notifications::{self, About, MailRow},
    outbox, people,
    tickets::{self, NewOutgoing},
};

use super::words::Words;
use crate::{
    app::App,
    service::{
        ServiceError,
        alone::alone,
        outgoing::sign::signed,
        session::{acting::acting, who::SignedIn},
    },
};

/// Mails that a look writes.
pub const AT_ONCE: u32 = 50;
/// Between two mails about one ticket lies at least this.
const BETWEEN: SignedDuration = SignedDuration::from_mins(15);

/// Writes the mails that are due; how many people and tickets were looked at.
///
/// # Errors
/// When the database fails.
pub async fn send_due(app: &App) -> Result<usize, ServiceError> {
    let now = app.now();
    let not_since = now.saturating_sub(BETWEEN).unwrap_or(now);
    let due = notifications::mails_due(&app.store, now, not_since, AT_ONCE).await?;
    for (person, ticket) in &due {
        let (app_, person, ticket) = (app.clone(), *person, *ticket);
        let item = Item {
            ticket,
            person: Some(person),
        };
        let written = alone(app, Job::NotificationMails, item, async move {
            one(&app_, person, ticket, now).await
        });
        if written.await?.is_none() {
            let tx = app.store.begin().await?;
            notifications::put_off_mail(&tx, person, ticket, again(now)).await?;
            tx.commit().await?;
        }
    }
    if !due.is_empty() {
        app.work.outbox.notify_one();
    }
    Ok(due.len())
}

/// When something is tried again that broke.
pub(super) fn again(now: Timestamp) -> Timestamp {
    now.saturating_add(BETWEEN).unwrap_or(now)
}

async fn one(app: &App, person: PersonId, ticket: Option<TicketId>, now: Timestamp) -> Result<(), ServiceError> {
    let reader = acting(app, person).await?;
    let tx = app.store.begin().await?;
    let rows = notifications::claim_mail(&tx, person, ticket, now).await?;
    let mut unread: Vec<MailRow> = rows.into_iter().filter(|row| !row.read).collect();
    if let Some(reader) = reader {
        match ticket {
            Some(ticket) => {
                let ticket = tickets::find_many(&tx, &[ticket]).await?.remove(&ticket);
                if let Some(ticket) = ticket.filter(|ticket| may_see(&reader, ticket)) {
                    write(app, &tx, &reader, Some(&ticket), &unread, now).await?;
                }
            }
            None => {
                unread.retain(|row| may_be_told(&reader, row));
                write(app, &tx, &reader, None, &unread, now).await?;
            }
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Whether somebody still looks after what they are told of that is no ticket.
pub(super) fn may_be_told(reader: &SignedIn, row: &MailRow) -> bool {
    let seen = policy::visible_notices(&reader.actor);
    match row.about {
        About::Ticket(_) => false,
        About::Queue(queue) => seen.admits(Some(queue)),
        About::Webhook(_) => seen.admits(None),
    }
}

/// Whether somebody meets a ticket at the desk, now that they are told of it.
pub(super) fn may_see(reader: &SignedIn, ticket: &Ticket) -> bool {
    policy::side(&reader.actor, ticket) == Some(Side::Agent)
}

async fn write(
    app: &App,
    tx: &WriteTx,
    reader: &SignedIn,
    ticket: Option<&Ticket>,
    rows: &[MailRow],
    now: Timestamp,
) -> Result<(), ServiceError> {
    if rows.is_empty() {
        return Ok(());
    }
    let settings = notifications::settings(tx, reader.actor.person_id).await?;
    let named = rows.iter().flat_map(|row| row.actor.into_iter().chain(row.deputy_for));
    let names = people::refs(tx, &named.collect::<Vec<_>>()).await?;
    let words = Words::new(app, reader, &settings, &names);
    let letter = match ticket {
        Some(ticket) => words.of_ticket(ticket, rows),
        None => words.of_notices(rows),
    };
    send(app, tx, reader, &letter.0, &letter.1, now).await
}

/// Puts a mail to an agent into the outbox. It belongs to no ticket: should it come back, no customer's ticket is touched.
pub(super) async fn send(
    app: &App,
    tx: &WriteTx,
    reader: &SignedIn,
    subject: &str,
    text: &str,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let Some(address) = reader.person.address.clone() else {
        return Ok(());
    };
    // A mail to a queue would be a ticket about a ticket.
    if reader.tree.for_address(&address).is_some() || address == app.config.mail.address {
        return Ok(());
    }
    let language = reader.language.unwrap_or_default();
    let subject: String = subject.chars().take(SUBJECT_MAX).collect();
    let message_id = format!("{}@{}", app.fresh().simple(), app.config.mail.domain);
    let from = Mailbox {
        name: Some(app.texts.in_language(language).get("mail-notification-from")),
        address: app.config.mail.address.clone(),
    };
    let to_mail = |mailbox: &Mailbox| pult_mail::Mailbox {
        name: mailbox.name.clone(),
        address: mailbox.address.clone(),
    };
    let to = Mailbox {
        name: Some(reader.person.name.clone()),
        address: address.clone(),
    };
    let html = pult_markup::mail_document(&pult_markup::text_to_html(text, |_| None), language.tag());
    let letter = Outgoing {
        from: to_mail(&from),
        to: vec![to_mail(&to)],
        cc: Vec::new(),
        subject: &subject,
        text: &pult_markup::text_to_plain(text),
        html: Some(&html),
        message_id: &message_id,
        in_reply_to: None,
        references: &[],
        date: now,
        language: match language {
            Language::De => Lang::De,
            Language::En => Lang::En,
        },
        automatic: Some(Automatic::AutoGenerated),
        attachments: Vec::new(),
    };
    let raw = compose(&letter).map_err(|error| ServiceError::Internal(format!("mail {message_id}: {error}")))?;
    let raw = signed(app, &from.address, &message_id, raw, now);
    let raw_blob = blobs::put(tx, &raw, now).await?;
    let outgoing = NewOutgoing {
        id: OutgoingMailId(app.fresh()),
        kind: MailKind::Notification,
        ticket_id: None,
        message_id: message_id.clone(),
        from: from.address.clone(),
        to: address,
        subject: subject.clone(),
        raw_blob,
        not_before: None,
    };
    Ok(outbox::insert(tx, &[outgoing], now).await?)
}
