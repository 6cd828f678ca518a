//! Remove secrets from an article, and from whatever repeats them: other articles that quote it, also in tickets that were split off or are linked, the
//! raw mails, the outbox, mails to agents, the subject, the history, files, drafts, messages to other programs and the search (requirement D5). It cannot be undone.
//! What stays is a tombstone in each article and a line of the history: who, why, and the hash of what was there.

use std::collections::{BTreeMap, BTreeSet};

use pult_domain::{
    policy::{self, Permit},
    refusal::Refusal,
    ticket::{Ticket, redacted},
};
use pult_shared::{
    Timestamp,
    api::article::{RedactArticle, Redaction},
    error::{ErrorCode, FieldCode},
    ids::{ArticleId, TicketId},
    limits::REASON_MAX,
    secrets,
};
use pult_store::{
    WriteTx,
    articles::{self, Article},
    blobs,
    redaction::{self, Secrets},
    tickets::{self, Change},
};

use super::{original::with_ticket, step::language_of, write};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Texts that somebody names at the most, and how short one may be: what is shorter stands in too many other places.
const TEXTS_MAX: usize = 20;
const TEXT_MIN: usize = 4;
const TEXT_MAX: usize = 500;

/// Removes what is secret in an article; without a confirmation only tells what would be removed: the same steps, in a transaction that is not committed.
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
    let reason = confirmed(&ticket, asked)?;
    let tx = app.store.begin().await?;
    let scope = scope(&tx, signed_in, &ticket).await?;
    let removal = Removal {
        app,
        tx: &tx,
        signed_in,
        permit,
        article: &article,
        reason: clean(reason.unwrap_or_default(), &values),
        values,
        now: app.now(),
    };
    let left = removal.left(&scope.beyond).await?;
    let removed = removal.run(&scope.tickets).await?;
    let mut result = Redaction {
        number: ticket.number.clone(),
        found: secrets::find(&article.text)
            .into_iter()
            .map(|secret| secret.kind)
            .collect(),
        articles: removed.articles,
        mails: removed.mails,
        places: removed.places,
        left,
        done: false,
    };
    if reason.is_none() {
        return Ok(result);
    }
    if removed.waiting {
        return Err(ServiceError::code(ErrorCode::NotApplicable));
    }
    write::commit(app, tx).await?;
    for hash in removed.gone {
        blobs::delete_object(&app.store, &hash).await?;
    }
    result.done = true;
    Ok(result)
}

/// The reason, where it is meant; nothing where it is only asked what would happen.
fn confirmed<'a>(ticket: &Ticket, asked: &'a RedactArticle) -> Result<Option<&'a str>, Refusal> {
    let Some(confirmed) = &asked.confirm else {
        return Ok(None);
    };
    let reason = asked.reason.trim();
    if *confirmed != ticket.number {
        Err(Refusal::field("confirm", FieldCode::Malformed))
    } else if reason.is_empty() {
        Err(Refusal::field("reason", FieldCode::Required))
    } else if reason.chars().count() > REASON_MAX {
        Err(Refusal::field("reason", FieldCode::TooLong))
    } else {
        Ok(Some(reason))
    }
}

/// What is to be removed: what is found in the article, and what was named.
fn values(article: &Article, asked: &RedactArticle) -> Result<Secrets, Refusal> {
    if asked.texts.len() > TEXTS_MAX {
        return Err(Refusal::field("texts", FieldCode::TooMany));
    }
    let mut values = Secrets::new();
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

fn clean(text: &str, values: &Secrets) -> String {
    secrets::without(text, values).unwrap_or_else(|| text.to_owned())
}

/// The tickets that are looked through, locked; and those that hang together with them and are not the person's to change.
struct Scope {
    tickets: BTreeMap<TicketId, Ticket>,
    beyond: Vec<TicketId>,
}

/// The ticket, what goes on in it, and as far as the person may: what it is linked with or has a message of it too.
async fn scope(tx: &WriteTx, signed_in: &SignedIn, ticket: &Ticket) -> Result<Scope, ServiceError> {
    let mut home = vec![ticket.id];
    home.extend(tickets::merged_ids(tx, ticket.id).await?);
    let around: Vec<TicketId> = redaction::around(tx, &home).await?.into_iter().collect();
    let known = tickets::find_many(tx, &around).await?;
    let (mine, beyond): (Vec<TicketId>, Vec<TicketId>) = around.into_iter().partition(|id| {
        let ticket = known.get(id);
        ticket.is_some_and(|ticket| policy::permit_redaction(&signed_in.actor, ticket).is_ok())
    });
    home.extend(mine);
    Ok(Scope {
        tickets: tickets::find_many_for_update(tx, &home).await?,
        beyond,
    })
}

/// What was removed, and where.
#[derive(Default)]
struct Removed {
    articles: u32,
    mails: u32,
    places: u32,
    /// A mail with it waits to go out.
    waiting: bool,
    /// Contents whose rows are gone.
    gone: Vec<String>,
}

/// An article with its subject and text as they will be.
struct Rewritten {
    before: Article,
    subject: String,
    text: String,
}

/// One removal.
struct Removal<'a> {
    app: &'a App,
    tx: &'a WriteTx,
    signed_in: &'a SignedIn,
    permit: Permit,
    article: &'a Article,
    reason: String,
    values: Secrets,
    now: Timestamp,
}

impl Removal<'_> {
    /// How many of these tickets have it too.
    async fn left(&self, beyond: &[TicketId]) -> Result<u32, ServiceError> {
        let rewritten = self.rewritten(beyond).await?;
        let tickets: BTreeSet<TicketId> = rewritten.iter().map(|one| one.before.ticket_id).collect();
        Ok(number(tickets.len()))
    }

    async fn rewritten(&self, tickets: &[TicketId]) -> Result<Vec<Rewritten>, ServiceError> {
        let mut found = Vec::new();
        if tickets.is_empty() {
            return Ok(found);
        }
        for chunk in redaction::articles_of(self.tx, tickets).await?.chunks(100) {
            for before in articles::find_many(self.tx, chunk).await? {
                let subject = secrets::without(&before.subject, &self.values);
                let text = secrets::without(&before.text, &self.values);
                let in_html = before
                    .html
                    .as_deref()
                    .is_some_and(|html| self.has(&pult_markup::plain_text(html)));
                if subject.is_some() || text.is_some() || in_html {
                    found.push(Rewritten {
                        subject: subject.unwrap_or_else(|| before.subject.clone()),
                        text: text.unwrap_or_else(|| before.text.clone()),
                        before,
                    });
                }
            }
        }
        Ok(found)
    }

    fn has(&self, text: &str) -> bool {
        secrets::without(text, &self.values).is_some()
    }

    async fn run(&self, locked: &BTreeMap<TicketId, Ticket>) -> Result<Removed, ServiceError> {
        let ids: Vec<TicketId> = locked.keys().copied().collect();
        let mut removed = Removed::default();
        let mut contents = BTreeSet::new();
        // Each article that is rewritten, with the hash of what it was.
        let mut stones: BTreeMap<TicketId, Vec<(ArticleId, String)>> = BTreeMap::new();
        let stone = self.stone(&self.hash(self.article)).await?;
        for one in self.rewritten(&ids).await? {
            let hash = self.hash(&one.before);
            let text = match locked.get(&one.before.ticket_id) {
                Some(ticket) => format!("{}\n\n{}", one.text.trim_end(), self.note(ticket, &hash).await?),
                None => one.text,
            };
            contents.extend(redaction::replace_article(self.tx, &one.before, &one.subject, &text, &stone).await?);
            stones
                .entry(one.before.ticket_id)
                .or_default()
                .push((one.before.id, hash));
            removed.articles += 1;
        }
        self.mails(locked, &ids, &stone, &mut removed, &mut contents).await?;
        removed.places += self.files(&ids, &stone, &mut contents).await?;
        removed.places += redaction::rewrite(self.tx, &ids, &self.values, self.now).await?;
        redaction::index_anew(self.tx, &ids).await?;
        self.tell(locked, stones).await?;
        for hash in contents {
            if hash != stone && redaction::forget_blob(self.tx, &hash).await? {
                removed.gone.push(hash);
            }
        }
        Ok(removed)
    }

    /// The hash by which what was there can be recognised by whoever has it: of the mail as it came, else of the text.
    fn hash(&self, article: &Article) -> String {
        match &article.raw_blob {
            Some(hash) => hash.clone(),
            None => blobs::hash_of(article.text.as_bytes()),
        }
    }

    /// What lies in place of a mail.
    async fn stone(&self, hash: &str) -> Result<String, ServiceError> {
        let (now, by, reason) = (self.now, &self.signed_in.person.name, &self.reason);
        let stone = format!(
            "Content-Type: text/plain; charset=utf-8\r\n\r\nRemoved on {now} by {by}: {reason}\r\nSHA-256 of what was there: {hash}\r\n"
        );
        Ok(blobs::put(self.tx, stone.as_bytes(), self.now).await?)
    }

    /// What stands at the end of an article, in the language of its customer.
    async fn note(&self, ticket: &Ticket, hash: &str) -> Result<String, ServiceError> {
        let language = language_of(self.tx, ticket).await?;
        let day = self.now.to_string();
        let values = [
            ("day", day.get(..10).unwrap_or_default().into()),
            ("name", self.signed_in.person.name.as_str().into()),
            ("reason", self.reason.as_str().into()),
            ("hash", hash.into()),
        ];
        Ok(self.app.texts.in_language(language).format("redacted-note", &values))
    }

    /// Mails that went out or told agents, and mails that came in and became no article.
    async fn mails(
        &self,
        locked: &BTreeMap<TicketId, Ticket>,
        ids: &[TicketId],
        stone: &str,
        removed: &mut Removed,
        contents: &mut BTreeSet<String>,
    ) -> Result<(), ServiceError> {
        let since = locked
            .values()
            .map(|ticket| ticket.created_at)
            .min()
            .unwrap_or(self.now);
        let mut mails = redaction::mails_of(self.tx, ids).await?;
        mails.extend(redaction::notifications_of(self.tx, ids, since).await?);
        for mail in mails {
            let Some(raw) = blobs::get(self.tx, &mail.raw_blob).await? else {
                continue;
            };
            let parsed = pult_mail::parse(&raw);
            if self.has(&parsed.text) || self.has(&parsed.subject) {
                removed.waiting |= mail.waits;
                removed.mails += 1;
                redaction::replace_notification_subjects(self.tx, &mail.raw_blob, &self.values).await?;
                redaction::replace_mail(self.tx, &mail.raw_blob, stone).await?;
                contents.insert(mail.raw_blob);
            }
        }
        Ok(())
    }

    /// Files that are text: they keep the rest of what they say; how many.
    async fn files(&self, ids: &[TicketId], stone: &str, contents: &mut BTreeSet<String>) -> Result<u32, ServiceError> {
        let mut rewritten = 0;
        for file in redaction::text_files_of(self.tx, ids).await? {
            let Some(raw) = blobs::get(self.tx, &file.blob_hash).await? else {
                continue;
            };
            let Some(clean) = secrets::without(&String::from_utf8_lossy(&raw), &self.values) else {
                continue;
            };
            let blob = blobs::put(self.tx, clean.as_bytes(), self.now).await?;
            redaction::replace_file(self.tx, file.id, &blob, clean.len() as u64).await?;
            if blob != stone {
                contents.insert(file.blob_hash);
            }
            rewritten += 1;
        }
        Ok(rewritten)
    }

    /// Writes into the history of each ticket what was removed from it; into that of the article's own in any case.
    async fn tell(
        &self,
        locked: &BTreeMap<TicketId, Ticket>,
        mut stones: BTreeMap<TicketId, Vec<(ArticleId, String)>>,
    ) -> Result<(), ServiceError> {
        for (id, before) in locked {
            let Some(now) = tickets::find_for_update(self.tx, *id).await? else {
                continue;
            };
            let mut told = stones.remove(id).unwrap_or_default();
            let changed = now.subject != before.subject || redaction::was_rewritten(self.tx, *id, self.now).await?;
            if told.is_empty() && (changed || *id == self.article.ticket_id) {
                told.push((self.article.id, self.hash(self.article)));
            }
            if told.is_empty() {
                continue;
            }
            let decision = redacted(&now, &told, &self.reason, self.now);
            let change = Change {
                decision: &decision,
                actor: Some(self.signed_in.actor.person_id),
                at: self.now,
                attachments: Vec::new(),
                outgoing: Vec::new(),
                thread_ids: Vec::new(),
                raw_blob: None,
            };
            tickets::apply(self.tx, &self.permit, Some(now.version), &change).await?;
        }
        Ok(())
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
