//! The answer to somebody whose mail has opened no ticket: friendly, in both languages, with what to do (requirement A19).
//!
//! Whether they get one at all is `domain::inbound`'s to say.

use pult_domain::queue::{Queue, QueueTree};
use pult_mail::{Automatic, Lang, Outgoing, ParsedMail, compose};
use pult_shared::{
    api::mail::MailReason, event::MailKind, ids::OutgoingMailId, limits::SUBJECT_MAX, mailbox::Mailbox,
    person::Language,
};
use pult_store::{WriteTx, blobs, outbox, tickets::NewOutgoing};

use crate::{
    app::App,
    service::{ServiceError, outgoing::sign::signed},
};

/// Puts the answer into the outbox. One that cannot be written is left out: the mail waits for a person all the same.
///
/// # Errors
/// When the database fails.
pub async fn answer(
    app: &App,
    tx: &WriteTx,
    tree: &QueueTree,
    queue: &Queue,
    mail: &ParsedMail,
    to: &Mailbox,
    reason: MailReason,
) -> Result<(), ServiceError> {
    let now = app.now();
    let texts = |language: Language| {
        let texts = app.texts.in_language(language);
        let link = app.config.http.public_url.to_string();
        let values = [
            ("queue", app.name_in_mails(tree, queue.id, language).into()),
            ("subject", mail.subject.as_str().into()),
            ("link", link.into()),
        ];
        texts.format(&format!("mail-not-accepted-{}", reason.name()), &values)
    };
    let (german, english) = (texts(Language::De), texts(Language::En));
    let html = html(&german, &english);
    let text = format!("{german}\n\n-- \n\n{english}");
    let from = app.sender_of(tree, queue, Language::De);
    let message_id = format!("{}@{}", app.fresh().simple(), app.config.mail.domain);
    let subject: String = format!("Re: {}", mail.subject).chars().take(SUBJECT_MAX).collect();
    let references: Vec<String> = mail.message_id.clone().into_iter().collect();
    let to_mail = |mailbox: &Mailbox| pult_mail::Mailbox {
        name: mailbox.name.clone(),
        address: mailbox.address.clone(),
    };
    let letter = Outgoing {
        from: to_mail(&from),
        to: vec![to_mail(to)],
        cc: Vec::new(),
        subject: &subject,
        text: &text,
        html: Some(&html),
        message_id: &message_id,
        in_reply_to: references.first().map(String::as_str),
        references: &references,
        date: now,
        language: Lang::De,
        automatic: Some(Automatic::AutoReply),
        attachments: Vec::new(),
    };
    let raw = match compose(&letter) {
        Ok(raw) => signed(app, &from.address, &message_id, raw, now),
        Err(error) => {
            tracing::error!(%error, "the answer to a mail that was not accepted cannot be written");
            return Ok(());
        }
    };
    let raw_blob = blobs::put(tx, &raw, now).await?;
    let outgoing = NewOutgoing {
        id: OutgoingMailId(app.fresh()),
        kind: MailKind::NotAccepted,
        ticket_id: None,
        message_id: message_id.clone(),
        from: from.address.clone(),
        to: to.address.clone(),
        subject: subject.clone(),
        raw_blob,
        not_before: None,
    };
    Ok(outbox::insert(tx, &[outgoing], now).await?)
}

/// Both texts in one document, each marked with its language.
fn html(german: &str, english: &str) -> String {
    let body = |text: &str| pult_markup::text_to_html(text, |_| None);
    let (german, english) = (body(german), body(english));
    pult_markup::mail_document(
        &format!("{german}<hr>\n<div lang=\"en\">\n{english}</div>"),
        Language::De.tag(),
    )
}
