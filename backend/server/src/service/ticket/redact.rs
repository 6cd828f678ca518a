//! Remove secrets from an article, and from whatever repeats them: later articles that quote it, the raw mails, the outbox, drafts and
//! the search (requirement D5). It cannot be undone. What stays is a line of the history: who, why, and the hash of what was there.

use std::collections::BTreeSet;

use pult_domain::{
    policy::{self, Permit},
    refusal::Refusal,
    ticket::{Ticket, redacted},
};
use pult_shared::{
    api::article::{RedactArticle, Redaction},
    error::{ErrorCode, FieldCode},
    ids::{ArticleId, TicketId},
    limits::REASON_MAX,
    secrets,
};
use pult_store::{
    WriteTx,
    articles::{self, Article},
    blobs, redaction,
    tickets::{self, Change},
};

use super::{original::with_ticket, write};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Texts that somebody names at the most, and how short one may be: what is shorter stands in too many other places.
const TEXTS_MAX: usize = 20;
const TEXT_MIN: usize = 4;
const TEXT_MAX: usize = 500;

/// Removes what is secret in an article; without a confirmation only tells what would be removed.
///
/// # Errors
/// `article_not_found`, `forbidden` without `manage`; `invalid` with the field: no reason, another number than the ticket's, nothing to
/// remove; `not_applicable` as long as a mail with it waits to go out.
pub async fn redact(
    app: &App,
    signed_in: &SignedIn,
    id: ArticleId,
    asked: &RedactArticle,
) -> Result<Redaction, ServiceError> {
    let (article, ticket) = with_ticket(app, signed_in, id).await?;
    let permit = policy::permit_redaction(&signed_in.actor, &ticket)?;
    let values = values(&article, asked)?;
    let tx = app.store.begin().await?;
    let ticket = tickets::find_for_update(&tx, ticket.id).await?;
    let ticket = ticket.ok_or_else(|| ServiceError::code(ErrorCode::ArticleNotFound))?;
    let mut home: Vec<TicketId> = vec![ticket.id];
    home.extend(tickets::merged_ids(&tx, ticket.id).await?);
    let affected = affected(&tx, &home, &values).await?;
    let mut result = Redaction {
        number: ticket.number.clone(),
        found: secrets::find(&article.text)
            .into_iter()
            .map(|secret| secret.kind)
            .collect(),
        articles: u32::try_from(affected.articles.len()).unwrap_or(u32::MAX),
        mails: u32::try_from(affected.mails.len()).unwrap_or(u32::MAX),
        done: false,
    };
    let Some(confirmed) = &asked.confirm else {
        return Ok(result);
    };
    if *confirmed != ticket.number {
        return Err(Refusal::field("confirm", FieldCode::Malformed).into());
    }
    let reason = asked.reason.trim();
    if reason.is_empty() {
        return Err(Refusal::field("reason", FieldCode::Required).into());
    }
    if reason.chars().count() > REASON_MAX {
        return Err(Refusal::field("reason", FieldCode::TooLong).into());
    }
    if affected.waiting {
        return Err(ServiceError::code(ErrorCode::NotApplicable));
    }
    let gone = remove(
        app, &tx, signed_in, &permit, &ticket, &article, &values, &affected, reason,
    )
    .await?;
    write::commit(app, tx).await?;
    for hash in gone {
        blobs::delete_object(&app.store, &hash).await?;
    }
    result.done = true;
    Ok(result)
}

/// What is to be removed: what is found in the article, and what was named.
fn values(article: &Article, asked: &RedactArticle) -> Result<BTreeSet<String>, Refusal> {
    if asked.texts.len() > TEXTS_MAX {
        return Err(Refusal::field("texts", FieldCode::TooMany));
    }
    let mut values = BTreeSet::new();
    for text in &asked.texts {
        let text = text.trim();
        match text.chars().count() {
            0..TEXT_MIN => return Err(Refusal::field("texts", FieldCode::TooShort)),
            TEXT_MIN..=TEXT_MAX => values.insert(text.to_owned()),
            _ => return Err(Refusal::field("texts", FieldCode::TooLong)),
        };
    }
    for text in [&article.subject, &article.text] {
        let found = secrets::find(text).into_iter();
        values.extend(found.filter_map(|secret| text.get(secret.start..secret.end).map(str::to_owned)));
    }
    if values.is_empty() {
        return Err(Refusal::field("texts", FieldCode::Required));
    }
    Ok(values)
}

/// An article with its subject and text as they will be.
struct Rewritten {
    before: Article,
    subject: String,
    text: String,
}

/// All that has one of the texts.
struct Affected {
    articles: Vec<Rewritten>,
    /// Message-IDs and contents.
    mails: Vec<(String, String)>,
    /// One of them waits to go out.
    waiting: bool,
}

async fn affected(tx: &WriteTx, home: &[TicketId], values: &BTreeSet<String>) -> Result<Affected, ServiceError> {
    let mut found = Affected {
        articles: Vec::new(),
        mails: Vec::new(),
        waiting: false,
    };
    for chunk in redaction::articles_of(tx, home).await?.chunks(100) {
        for before in articles::find_many(tx, chunk).await? {
            let subject = secrets::without(&before.subject, values);
            let text = secrets::without(&before.text, values);
            if subject.is_some() || text.is_some() {
                found.articles.push(Rewritten {
                    subject: subject.unwrap_or_else(|| before.subject.clone()),
                    text: text.unwrap_or_else(|| before.text.clone()),
                    before,
                });
            }
        }
    }
    for mail in redaction::mails_of(tx, home).await? {
        let Some(raw) = blobs::get(tx, &mail.raw_blob).await? else {
            continue;
        };
        let parsed = pult_mail::parse(&raw);
        let has =
            secrets::without(&parsed.text, values).is_some() || secrets::without(&parsed.subject, values).is_some();
        if has {
            found.waiting |= mail.waits;
            found.mails.push((mail.message_id, mail.raw_blob));
        }
    }
    Ok(found)
}

/// Removes it all; the hashes of contents whose rows are gone.
#[expect(
    clippy::too_many_arguments,
    reason = "one step of one use case, split off for its length"
)]
async fn remove(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    permit: &Permit,
    ticket: &Ticket,
    article: &Article,
    values: &BTreeSet<String>,
    affected: &Affected,
    reason: &str,
) -> Result<Vec<String>, ServiceError> {
    let now = app.now();
    let sha256 = match &article.raw_blob {
        Some(hash) => hash.clone(),
        None => blobs::hash_of(article.text.as_bytes()),
    };
    let stone = format!(
        "Content-Type: text/plain; charset=utf-8\r\n\r\nRemoved on {now} by {}: {reason}\r\nSHA-256 of what was there: {sha256}\r\n",
        signed_in.person.name
    );
    let stone = blobs::put(tx, stone.as_bytes(), now).await?;
    let mut blobs_before = BTreeSet::new();
    for one in &affected.articles {
        let blobs = redaction::replace_article(tx, &one.before, &one.subject, &one.text, &stone).await?;
        blobs_before.extend(blobs);
    }
    for (message_id, blob) in &affected.mails {
        redaction::replace_mail(tx, message_id, &stone, &ticket.subject).await?;
        blobs_before.insert(blob.clone());
    }
    for value in values {
        redaction::delete_drafts(tx, ticket.id, value).await?;
    }
    let decision = redacted(ticket, article.id, &sha256, reason, now);
    let change = Change {
        decision: &decision,
        actor: Some(signed_in.actor.person_id),
        at: now,
        attachments: Vec::new(),
        outgoing: Vec::new(),
        thread_ids: Vec::new(),
        raw_blob: None,
    };
    tickets::apply(tx, permit, Some(ticket.version), &change).await?;
    let mut gone = Vec::new();
    for hash in blobs_before {
        if hash != stone && redaction::forget_blob(tx, &hash).await? {
            gone.push(hash);
        }
    }
    Ok(gone)
}
