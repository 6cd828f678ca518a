//! Compose the mails that a decision orders: texts in the customer's language, threading, final bytes.

use pult_domain::ticket::{Decision, MailOrder, Ticket};
use pult_mail::{Automatic, Lang, Outgoing, Resent, compose, tagged_subject};
use pult_shared::{event::MailKind, i18n::Texts, ids::OutgoingMailId, mailbox::Mailbox, person::Language};
use pult_store::{WriteTx, articles, blobs, people, tickets::NewOutgoing};

use super::{
    content::{self, Content, Privacy},
    sign::signed,
};
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
    let setup = app.setup.read(tx).await?;
    for order in &decision.mails {
        let language = spoken(tx, order, language).await?;
        let content = content::of(app, tx, decision, order, &setup, language).await?;
        let letter = Letter {
            app,
            ticket: &decision.ticket,
            order,
            content: &content,
            thread: &thread,
            language,
        };
        let subject = letter.subject();
        let raw = match &content.redirected {
            Some(original) => letter.redirected(original)?,
            None => letter.bytes(&subject)?,
        };
        let raw_blob = blobs::put(tx, &raw, decision.ticket.updated_at).await?;
        rows.extend(order.to.iter().chain(&order.cc).map(|recipient| NewOutgoing {
            id: OutgoingMailId(app.fresh()),
            kind: order.kind,
            ticket_id: Some(decision.ticket.id),
            message_id: order.message_id.clone(),
            from: order.from.address.clone(),
            to: recipient.address.clone(),
            subject: subject.clone(),
            raw_blob: raw_blob.clone(),
            not_before: order.not_before,
        }));
    }
    Ok(rows)
}

/// In which language a mail is written: the customer's; to a third party theirs, where somebody knows it, else the desk's own.
async fn spoken(tx: &WriteTx, order: &MailOrder, customers: Language) -> Result<Language, ServiceError> {
    if !matches!(order.kind, MailKind::Forward | MailKind::Rule) {
        return Ok(customers);
    }
    let Some(recipient) = order.to.first() else {
        return Ok(Language::default());
    };
    let known = people::by_address(tx, &recipient.address).await?;
    Ok(known.and_then(|person| person.language).unwrap_or_default())
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

/// One mail in the making.
struct Letter<'a> {
    app: &'a App,
    ticket: &'a Ticket,
    order: &'a MailOrder,
    content: &'a Content,
    thread: &'a [String],
    language: Language,
}

impl Letter<'_> {
    // req: A12 — the number stands in every subject.
    fn subject(&self) -> String {
        if let Some(sent) = &self.content.as_sent {
            return sent.subject.clone();
        }
        let subject = self.content.subject.as_deref().unwrap_or(&self.ticket.subject);
        match self.order.kind {
            MailKind::Forward => pult_mail::forwarded_subject(&self.ticket.number.0, subject),
            // It goes on as it is; this is what the outbox shows.
            MailKind::Redirect => subject.to_owned(),
            _ if let Some(own) = &self.content.own_subject => tagged_subject(&self.ticket.number.0, own),
            _ => {
                let tagged = tagged_subject(&self.ticket.number.0, subject);
                if tagged.starts_with("Re: ") {
                    tagged
                } else {
                    format!("Re: {tagged}")
                }
            }
        }
    }

    fn text(&self) -> String {
        if let Some(sent) = &self.content.as_sent {
            return sent.text.clone();
        }
        let texts = self.app.texts.in_language(self.language);
        match self.order.kind {
            MailKind::Receipt => self.automatic(texts, "mail-receipt"),
            MailKind::Continued => self.automatic(texts, "mail-continued"),
            MailKind::FollowUpReceipt => self.automatic(texts, "mail-follow-up"),
            MailKind::Closing => self.automatic(texts, "mail-closing"),
            MailKind::Rejection => self.automatic(texts, "mail-rejection"),
            MailKind::OwnerNotice => self.automatic(texts, "mail-owner-changed"),
            MailKind::MoveNotice => self.automatic(texts, "mail-moved"),
            // They belong to no single ticket's conversation, and are written where they are sent.
            MailKind::NotAccepted | MailKind::Notification | MailKind::Account => String::new(),
            MailKind::Reply | MailKind::Forward | MailKind::Redirect | MailKind::Rule => {
                let signature = match &self.content.signature {
                    Some(own) => own.clone(),
                    None => self.fill(texts, "mail-signature"),
                };
                let salutation = self
                    .content
                    .salutation
                    .as_deref()
                    .filter(|_| matches!(self.order.kind, MailKind::Reply | MailKind::Rule));
                let opening = salutation
                    .map(|text| format!("{}\n\n", text.trim_end()))
                    .unwrap_or_default();
                let end: String = [&self.content.named, &self.content.history]
                    .into_iter()
                    .flatten()
                    .map(|text| format!("\n\n{text}"))
                    .collect();
                format!("{opening}{}\n\n-- \n{signature}{end}", self.content.body)
            }
        }
    }

    /// The queue's own text or Pult's, with what receipts say about personal data (requirement A18).
    fn automatic(&self, texts: &Texts, key: &str) -> String {
        let text = match &self.content.own_text {
            Some(own) => own.clone(),
            None => self.fill(texts, key),
        };
        let text = match &self.content.suggestions {
            Some(entries) => format!("{}\n\n{entries}", text.trim_end()),
            None => text,
        };
        match &self.content.privacy {
            Privacy::Nothing => text,
            Privacy::Usual => format!("{}\n\n{}", text.trim_end(), self.fill(texts, "mail-privacy")),
            Privacy::Own(notice) => format!("{}\n\n{notice}", text.trim_end()),
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
                ("place", self.content.place.as_str().into()),
            ],
        )
    }

    fn bytes(&self, subject: &str) -> Result<Vec<u8>, ServiceError> {
        let written = self.text();
        let html = self.content.html(&written, self.language);
        let mail = Outgoing {
            from: to_mail(&self.order.from),
            to: self.order.to.iter().map(to_mail).collect(),
            // The envelope has them all, a row for each.
            cc: if self.content.hide_cc {
                Vec::new()
            } else {
                self.order.cc.iter().map(to_mail).collect()
            },
            subject,
            text: &match &self.content.as_sent {
                Some(_) => written,
                None => pult_markup::text_to_plain(&written),
            },
            html: html.as_deref(),
            message_id: &self.order.message_id,
            in_reply_to: self.thread.last().map(String::as_str),
            references: &self.references(),
            date: self.ticket.updated_at,
            language: match self.language {
                Language::De => Lang::De,
                Language::En => Lang::En,
            },
            automatic: self.written_by_itself(),
            attachments: self.content.attachments.clone(),
        };
        let bytes = compose(&mail).map_err(|error| self.failed(&error))?;
        let from = &self.order.from.address;
        Ok(signed(
            self.app,
            from,
            &self.order.message_id,
            bytes,
            self.ticket.updated_at,
        ))
    }

    /// One id that all mails of a ticket refer to before the conversation: it keeps them together in every mail program, also where
    /// nobody has written a mail yet (a call), and where the conversation is longer than the header may be.
    fn references(&self) -> Vec<String> {
        let root = format!("ticket.{}@{}", self.ticket.id.0.simple(), self.app.config.mail.domain);
        std::iter::once(root).chain(self.thread.iter().cloned()).collect()
    }

    /// What machines are told about who wrote (RFC 3834): what goes back to a sender is a reply, all else the desk's own word.
    fn written_by_itself(&self) -> Option<Automatic> {
        match self.order.kind {
            MailKind::Reply | MailKind::Forward | MailKind::Redirect => None,
            MailKind::Receipt
            | MailKind::Continued
            | MailKind::FollowUpReceipt
            | MailKind::Rejection
            | MailKind::NotAccepted
            | MailKind::Rule
                if !self.thread.is_empty() =>
            {
                Some(Automatic::AutoReply)
            }
            _ => Some(Automatic::AutoGenerated),
        }
    }

    /// The mail as it came, with who sent it on (RFC 5322 §3.6.6).
    fn redirected(&self, original: &[u8]) -> Result<Vec<u8>, ServiceError> {
        let to: Vec<pult_mail::Mailbox> = self.order.to.iter().map(to_mail).collect();
        let resent = Resent {
            from: &to_mail(&self.order.from),
            to: &to,
            date: self.ticket.updated_at,
            message_id: &self.order.message_id,
        };
        pult_mail::redirect(original, &resent).map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &pult_mail::ComposeError) -> ServiceError {
        ServiceError::Internal(format!("mail {}: {error}", self.order.message_id))
    }
}

fn to_mail(mailbox: &Mailbox) -> pult_mail::Mailbox {
    pult_mail::Mailbox {
        name: mailbox.name.clone(),
        address: mailbox.address.clone(),
    }
}
