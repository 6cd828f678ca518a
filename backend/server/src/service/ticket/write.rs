//! Write a decision: hands a change of a ticket to the store, with the mails that it orders.

use pult_domain::{
    policy::Permit,
    ticket::{Decision, Ticket},
};
use pult_shared::{
    Timestamp,
    ids::{AttachmentId, PersonId},
    person::Language,
};
use pult_store::{
    WriteTx, attachments,
    tickets::{self, Change, NewAttachment},
};

use crate::{
    app::App,
    service::{ServiceError, outgoing::compose},
};

/// What goes with a decision beyond itself.
pub struct Writing {
    pub permit: Permit,
    /// The version that the decision was made for; `None` for a new ticket.
    pub before: Option<i64>,
    /// Nobody: the system itself.
    pub actor: Option<PersonId>,
    /// When it happens. `None`: when the ticket was changed, which what its clocks tell does not.
    pub at: Option<Timestamp>,
    /// In which language the customer is written to.
    pub language: Language,
    /// Files of an incoming mail; those of uploads come from the articles.
    pub attachments: Vec<NewAttachment>,
    /// Ids that the thread has been seen with, without `<>`.
    pub thread_ids: Vec<String>,
    /// The raw mail that became the first article.
    pub raw_blob: Option<String>,
}

impl Writing {
    /// What a person's click brings along: nothing but the decision.
    #[must_use]
    pub fn by(permit: Permit, before: Option<i64>, actor: PersonId, language: Language) -> Self {
        Self {
            actor: Some(actor),
            ..Self::by_system(permit, before, language)
        }
    }

    /// What Pult does by itself.
    #[must_use]
    pub fn by_system(permit: Permit, before: Option<i64>, language: Language) -> Self {
        Self {
            permit,
            before,
            actor: None,
            at: None,
            language,
            attachments: Vec::new(),
            thread_ids: Vec::new(),
            raw_blob: None,
        }
    }
}

/// The files of other articles that a new one has too: the same content under ids of their own.
async fn copies(app: &App, tx: &WriteTx, decision: &Decision) -> Result<Vec<NewAttachment>, ServiceError> {
    let mut copies = Vec::new();
    for article in decision.articles.iter().filter(|article| !article.files_of.is_empty()) {
        for file in attachments::of_articles(tx, &article.files_of).await? {
            copies.push(NewAttachment {
                id: AttachmentId(app.fresh()),
                article_id: article.id,
                name: file.name,
                media_type: file.media_type,
                content_id: file.content_id,
                inline: file.inline,
                blob_hash: file.blob_hash,
                size: file.size,
            });
        }
    }
    Ok(copies)
}

/// Writes a decision in the caller's transaction and returns the ticket as it is then.
///
/// # Errors
/// `stale_version` when another transaction was faster; `internal` when a mail cannot be composed.
pub async fn write(app: &App, tx: &WriteTx, decision: &Decision, writing: Writing) -> Result<Ticket, ServiceError> {
    let outgoing = compose::all(app, tx, decision, writing.language).await?;
    let mut attachments = writing.attachments;
    attachments.extend(copies(app, tx, decision).await?);
    let change = Change {
        decision,
        actor: writing.actor,
        at: writing.at.unwrap_or(decision.ticket.updated_at),
        attachments,
        outgoing,
        thread_ids: writing.thread_ids,
        raw_blob: writing.raw_blob,
    };
    let version = tickets::apply(tx, &writing.permit, writing.before, &change).await?;
    Ok(Ticket {
        version,
        ..decision.ticket.clone()
    })
}

/// Commits, and wakes whoever has something to do now.
///
/// # Errors
/// When the commit fails; nothing was written then.
pub async fn commit(app: &App, tx: WriteTx) -> Result<(), ServiceError> {
    tx.commit().await?;
    app.work.outbox.notify_one();
    app.work.rules.notify_one();
    app.work.along.notify_one();
    app.live.nudge();
    Ok(())
}
