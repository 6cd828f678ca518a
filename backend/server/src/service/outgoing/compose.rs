//! Compose the mails that a decision orders: texts in the customer's language, threading, final bytes.

use pult_domain::ticket::{Decision, MailOrder, NewArticle, Ticket};
use pult_mail::{Lang, Outgoing, OutgoingAttachment, compose, tagged_subject};
use pult_shared::{event::MailKind, i18n::Texts, ids::OutgoingMailId, mailbox::Mailbox, person::Language};
use pult_store::{WriteTx, articles, blobs, tickets::NewOutgoing, uploads};

use crate::{app::App, service::ServiceError};

/// Ids that a mail refers to at the most.
const REFERENCES: u32 = 20;

/// Composes every mail of a decision: one row per recipient, all with the same bytes.
///
/// # Errors
/// `internal` when a mail cannot be written as one; addresses were checked before.
pub async fn all(
    app: &App,
    tx: &WriteTx,
    decision: &Decision,
    language: Language,
) -> Result<Vec<NewOutgoing>, ServiceError> {
    let mut rows = Vec::new();
    if decision.mails.is_empty() {
        return Ok(rows);
    }
    let thread = thread(tx, decision).await?;
    for order in &decision.mails {
        let article = decision
            .articles
            .iter()
            .find(|article| Some(article.id) == order.article_id);
        let attachments = attachments(tx, article).await?;
        let letter = Letter {
            app,
            ticket: &decision.ticket,
            order,
            article,
            thread: &thread,
            language,
        };
        let subject = letter.subject();
        let raw = letter.bytes(&subject, attachments)?;
        let raw_blob = blobs::put(tx, &raw, decision.ticket.updated_at).await?;
        rows.extend(order.to.iter().chain(&order.cc).map(|recipient| NewOutgoing {
            id: OutgoingMailId(app.fresh()),
            kind: order.kind,
            ticket_id: decision.ticket.id,
            message_id: order.message_id.clone(),
            from: order.from.address.clone(),
            to: recipient.address.clone(),
            subject: subject.clone(),
            raw_blob: raw_blob.clone(),
        }));
    }
    Ok(rows)
}

/// The ids of the conversation so far, oldest first: what is stored, then what this decision adds.
async fn thread(tx: &WriteTx, decision: &Decision) -> Result<Vec<String>, ServiceError> {
    let mut ids = articles::last_message_ids(tx, decision.ticket.id, REFERENCES).await?;
    let ordered: Vec<&str> = decision.mails.iter().map(|mail| mail.message_id.as_str()).collect();
    let added = decision
        .articles
        .iter()
        .filter_map(|article| article.message_id.clone());
    ids.extend(added.filter(|id| !ordered.contains(&id.as_str())));
    Ok(ids)
}

async fn attachments(tx: &WriteTx, article: Option<&NewArticle>) -> Result<Vec<OutgoingAttachment>, ServiceError> {
    let Some(article) = article.filter(|article| !article.uploads.is_empty()) else {
        return Ok(Vec::new());
    };
    let Some(author) = article.author_id else {
        return Ok(Vec::new());
    };
    let mut files = Vec::new();
    for upload in uploads::find_own(tx, &article.uploads, author).await? {
        let bytes = blobs::get(tx, &upload.blob_hash)
            .await?
            .ok_or_else(|| ServiceError::Internal(format!("blob {} is missing", upload.blob_hash)))?;
        files.push(OutgoingAttachment {
            name: upload.name,
            media_type: upload.media_type,
            bytes: bytes.to_vec(),
            content_id: None,
        });
    }
    Ok(files)
}

/// One mail in the making.
struct Letter<'a> {
    app: &'a App,
    ticket: &'a Ticket,
    order: &'a MailOrder,
    article: Option<&'a NewArticle>,
    thread: &'a [String],
    language: Language,
}

impl Letter<'_> {
    // req: A12 — the number stands in every subject.
    fn subject(&self) -> String {
        let subject = self
            .article
            .map_or(self.ticket.subject.as_str(), |article| &article.subject);
        let tagged = tagged_subject(&self.ticket.number.0, subject);
        if tagged.starts_with("Re: ") {
            tagged
        } else {
            format!("Re: {tagged}")
        }
    }

    fn text(&self) -> String {
        let texts = self.app.texts.in_language(self.language);
        match (self.order.kind, self.article) {
            (MailKind::Receipt, _) => self.fill(texts, "mail-receipt"),
            (MailKind::Closing, _) => self.fill(texts, "mail-closing"),
            (MailKind::Reply, article) => {
                let body = article.map_or("", |article| article.text.as_str());
                format!("{body}\n\n-- \n{}", self.fill(texts, "mail-signature"))
            }
        }
    }

    fn fill(&self, texts: &Texts, key: &str) -> String {
        let link = format!("{}/tickets/{}", self.app.config.http.public_url, self.ticket.number);
        texts.format(
            key,
            &[
                ("number", self.ticket.number.0.as_str().into()),
                ("subject", self.ticket.subject.as_str().into()),
                ("queue", self.order.from.label().into()),
                ("link", link.into()),
            ],
        )
    }

    fn bytes(&self, subject: &str, attachments: Vec<OutgoingAttachment>) -> Result<Vec<u8>, ServiceError> {
        let mail = Outgoing {
            from: to_mail(&self.order.from),
            to: self.order.to.iter().map(to_mail).collect(),
            cc: self.order.cc.iter().map(to_mail).collect(),
            subject,
            text: &self.text(),
            html: None,
            message_id: &self.order.message_id,
            in_reply_to: self.thread.last().map(String::as_str),
            references: self.thread,
            date: self.ticket.updated_at,
            language: match self.language {
                Language::De => Lang::De,
                Language::En => Lang::En,
            },
            automatic: self.order.kind != MailKind::Reply,
            attachments,
        };
        compose(&mail).map_err(|error| ServiceError::Internal(format!("mail {}: {error}", self.order.message_id)))
    }
}

fn to_mail(mailbox: &Mailbox) -> pult_mail::Mailbox {
    pult_mail::Mailbox {
        name: mailbox.name.clone(),
        address: mailbox.address.clone(),
    }
}
