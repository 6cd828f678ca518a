//! The one way in which a ticket is written: a decision becomes rows, all in the caller's transaction.
//!
//! Few statements whatever the decision holds: each table gets one INSERT, or one for a thousand rows.

use std::collections::HashMap;

use pult_domain::{
    history::chain,
    policy::{self, Permit},
    ticket::{Decision, NewArticle, Side, Ticket},
};
use pult_shared::{
    Timestamp,
    event::MailKind,
    ids::{ArticleId, AttachmentId, OutgoingMailId, PersonId, TicketId, UploadId},
};
use sea_orm::Value;
use serde::Serialize;

use crate::{
    StoreError, WriteTx, conn, history, outbox,
    row::{FromRow, Row},
    search,
    sql::{Sql, bind, key},
    tx::ChainHead,
    uploads,
};

/// A decision with everything around it.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    pub decision: &'a Decision,
    /// Nobody: the system itself.
    pub actor: Option<PersonId>,
    pub at: Timestamp,
    /// Files that came with a mail. Those that were uploaded are named by the articles.
    pub attachments: Vec<NewAttachment>,
    /// The rendered mails that the decision orders, a row for each recipient.
    pub outgoing: Vec<NewOutgoing>,
    /// Message ids by which later mails find this ticket. Those of its articles and outgoing mails need not be named.
    pub thread_ids: Vec<String>,
}

/// A file of an article; its content is in `blobs` already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAttachment {
    pub id: AttachmentId,
    pub article_id: ArticleId,
    pub name: String,
    pub media_type: String,
    pub content_id: Option<String>,
    pub inline: bool,
    pub blob_hash: String,
    pub size: u64,
}

/// A mail to one recipient; its rendered text is in `blobs` already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOutgoing {
    pub id: OutgoingMailId,
    pub kind: MailKind,
    pub ticket_id: TicketId,
    /// Without `<>`.
    pub message_id: String,
    /// The sender's address, in header and envelope.
    pub from: String,
    /// The recipient's address.
    pub to: String,
    pub subject: String,
    pub raw_blob: String,
}

/// Writes a decision. `before_version` is the version that it was made for; nothing for a new ticket. Gives the new version.
///
/// # Errors
/// `StaleVersion` when the ticket has another version by now.
pub async fn apply(
    tx: &WriteTx,
    _permit: &Permit,
    before_version: Option<i64>,
    change: &Change<'_>,
) -> Result<i64, StoreError> {
    let ticket = &change.decision.ticket;
    if let (Some(version), true) = (before_version, change.decision.events.is_empty()) {
        return Ok(version);
    }
    let before = match before_version {
        None => ChainHead {
            length: 0,
            hash: String::new(),
        },
        Some(_) => chain_head(tx, ticket.id).await?,
    };
    let (entries, head) = link(change, before)?;
    let version = match before_version {
        None => insert_ticket(tx, ticket, &head).await?,
        Some(before) => update_ticket(tx, ticket, before, &head).await?,
    };
    for rows in chunks(entries) {
        history::insert(tx, ticket.id, rows).await?;
    }
    insert_articles(tx, ticket.id, &change.decision.articles).await?;
    insert_attachments(tx, change).await?;
    outbox::insert(tx, &change.outgoing, change.at).await?;
    insert_thread_ids(tx, change).await?;
    search::index(tx, change.decision, before_version.is_none()).await?;
    tx.heads().insert(ticket.id, head);
    Ok(version)
}

/// Rows of one INSERT. SQLite takes 32,766 values in a statement, and the widest row here has 15.
const ROWS_AT_ONCE: usize = 1_000;

fn chunks(rows: Vec<Vec<Value>>) -> impl Iterator<Item = Vec<Vec<Value>>> {
    let mut rows = rows.into_iter();
    std::iter::from_fn(move || {
        let chunk: Vec<Vec<Value>> = rows.by_ref().take(ROWS_AT_ONCE).collect();
        (!chunk.is_empty()).then_some(chunk)
    })
}

async fn insert_rows(tx: &WriteTx, statement: &str, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
    for rows in chunks(rows) {
        let mut sql = Sql::new(statement);
        sql.rows(rows);
        conn::run(tx, sql).await?;
    }
    Ok(())
}

impl FromRow for ChainHead {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            length: row.get("history_length")?,
            hash: row.get("history_hash")?,
        })
    }
}

async fn chain_head(tx: &WriteTx, id: TicketId) -> Result<ChainHead, StoreError> {
    if let Some(head) = tx.heads().get(&id) {
        return Ok(head.clone());
    }
    let mut sql = Sql::with(
        "SELECT history_length, history_hash FROM tickets WHERE id = $1",
        bind![id],
    );
    sql.push(conn::dialect(tx).for_update());
    conn::one(tx, sql).await?.ok_or(StoreError::StaleVersion)
}

/// The rows of the history, and where the chain ends after them.
fn link(change: &Change<'_>, mut head: ChainHead) -> Result<(Vec<Vec<Value>>, ChainHead), StoreError> {
    let ticket = change.decision.ticket.id;
    let mut rows = Vec::with_capacity(change.decision.events.len());
    for event in &change.decision.events {
        let json = to_json(event)?;
        let previous = (head.length > 0).then_some(head.hash.as_str());
        let position = head.length + 1;
        let hash = chain(previous, ticket, position, change.at, change.actor, &json);
        let shown = policy::may_know(Side::Customer, event);
        rows.push(bind![ticket, position, change.at, change.actor, json, shown, &hash]);
        head = ChainHead { length: position, hash };
    }
    Ok((rows, head))
}

pub(crate) fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Database(error.to_string()))
}

async fn insert_ticket(tx: &WriteTx, ticket: &Ticket, head: &ChainHead) -> Result<i64, StoreError> {
    let mut sql = Sql::new(
        "INSERT INTO tickets (id, number, version, subject, state, pending_until, priority, queue_id, requester_id, owner_id,
         locked_by, locked_at, channel, created_at, updated_at, closed_at, history_length, history_hash) VALUES ",
    );
    sql.tuple(bind![
        ticket.id,
        &ticket.number.0,
        1i64,
        &ticket.subject,
        ticket.state.name(),
        ticket.pending_until,
        i64::from(ticket.priority.get()),
        ticket.queue_id,
        ticket.requester_id,
        ticket.owner_id,
        ticket.lock.map(|lock| lock.by),
        ticket.lock.map(|lock| lock.since),
        ticket.channel.name(),
        ticket.created_at,
        ticket.updated_at,
        ticket.closed_at,
        head.length,
        &head.hash,
    ]);
    conn::run(tx, sql).await?;
    Ok(1)
}

async fn update_ticket(tx: &WriteTx, ticket: &Ticket, before: i64, head: &ChainHead) -> Result<i64, StoreError> {
    let version = before + 1;
    let sql = Sql::with(
        "UPDATE tickets SET version = $3, subject = $4, state = $5, pending_until = $6, priority = $7, queue_id = $8,
         requester_id = $9, owner_id = $10, locked_by = $11, locked_at = $12, updated_at = $13, closed_at = $14,
         history_length = $15, history_hash = $16 WHERE id = $1 AND version = $2",
        bind![
            ticket.id,
            before,
            version,
            &ticket.subject,
            ticket.state.name(),
            ticket.pending_until,
            i64::from(ticket.priority.get()),
            ticket.queue_id,
            ticket.requester_id,
            ticket.owner_id,
            ticket.lock.map(|lock| lock.by),
            ticket.lock.map(|lock| lock.since),
            ticket.updated_at,
            ticket.closed_at,
            head.length,
            &head.hash,
        ],
    );
    match conn::run(tx, sql).await? {
        1 => Ok(version),
        _ => Err(StoreError::StaleVersion),
    }
}

async fn insert_articles(tx: &WriteTx, ticket: TicketId, articles: &[NewArticle]) -> Result<(), StoreError> {
    let rows: Vec<Vec<Value>> = articles
        .iter()
        .map(|article| {
            Ok(bind![
                article.id,
                ticket,
                article.direction.name(),
                article.channel.name(),
                article.visible_to_customer,
                article.author_id,
                article.from.as_ref().map(to_json).transpose()?,
                to_json(&article.to)?,
                to_json(&article.cc)?,
                &article.subject,
                &article.text,
                article.html.clone(),
                article.message_id.clone(),
                article.automatic,
                article.created_at,
            ])
        })
        .collect::<Result<_, StoreError>>()?;
    let statement = "INSERT INTO articles (id, ticket_id, direction, channel, visible_to_customer, author_id, mail_from, \
         mail_to, mail_cc, subject, body, html, message_id, automatic, created_at) VALUES ";
    insert_rows(tx, statement, rows).await
}

/// Files of mails and uploads; an upload keeps its id and is one no more.
async fn insert_attachments(tx: &WriteTx, change: &Change<'_>) -> Result<(), StoreError> {
    let mut files = change.attachments.clone();
    let wanted: Vec<(ArticleId, UploadId)> = change
        .decision
        .articles
        .iter()
        .flat_map(|article| article.uploads.iter().map(|upload| (article.id, *upload)))
        .collect();
    let ids: Vec<UploadId> = wanted.iter().map(|(_, upload)| *upload).collect();
    let mut found: HashMap<UploadId, uploads::Upload> = uploads::find(tx, &ids)
        .await?
        .into_iter()
        .map(|upload| (upload.id, upload))
        .collect();
    for (index, (article_id, id)) in wanted.into_iter().enumerate() {
        let Some(upload) = found.remove(&id) else {
            // Named twice it is one file still.
            if ids.iter().take(index).any(|before| *before == id) {
                continue;
            }
            return Err(StoreError::Database(format!(
                "the upload {id} is gone; look for it in the same transaction"
            )));
        };
        files.push(NewAttachment {
            id: AttachmentId(id.0),
            article_id,
            name: upload.name,
            media_type: upload.media_type,
            content_id: None,
            inline: false,
            blob_hash: upload.blob_hash,
            size: upload.size,
        });
    }
    if files.is_empty() {
        return Ok(());
    }
    let statement = "INSERT INTO attachments (id, article_id, position, name, media_type, size, inline, content_id, blob_hash) VALUES ";
    let rows = (0i64..).zip(files).map(|(position, file)| {
        bind![
            file.id,
            file.article_id,
            position,
            file.name,
            file.media_type,
            file.size,
            file.inline,
            file.content_id,
            file.blob_hash,
        ]
    });
    insert_rows(tx, statement, rows.collect()).await?;
    uploads::delete(tx, &ids).await
}

async fn insert_thread_ids(tx: &WriteTx, change: &Change<'_>) -> Result<(), StoreError> {
    let decision = change.decision;
    let mut ids: Vec<&str> = change
        .thread_ids
        .iter()
        .map(String::as_str)
        .chain(
            decision
                .articles
                .iter()
                .filter_map(|article| article.message_id.as_deref()),
        )
        .chain(decision.mails.iter().map(|mail| mail.message_id.as_str()))
        .chain(change.outgoing.iter().map(|mail| mail.message_id.as_str()))
        .filter(|id| !id.is_empty())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new("INSERT INTO thread_ids (message_id, ticket_id) VALUES ");
    sql.rows(ids.into_iter().map(|id| bind![key(id), decision.ticket.id]));
    sql.push(" ON CONFLICT DO NOTHING");
    conn::run(tx, sql).await.map(|_| ())
}
