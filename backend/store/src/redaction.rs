//! Removing what must not be kept: articles lose texts, and the mails that had them lose their bytes.
//!
//! What is overwritten here is gone; who calls it has asked twice.

use pult_domain::text::words;
use pult_shared::ids::{ArticleId, TicketId};

use crate::{
    StoreError, WriteTx,
    articles::Article,
    conn::{self, Conn, Single},
    duplicates,
    row::{FromRow, Row},
    search,
    sql::{Sql, bind},
};

/// Articles and mails of one conversation that are looked at.
const LOOKED_AT: u32 = 5_000;

/// The articles of tickets, oldest first.
pub async fn articles_of(conn: &impl Conn, tickets: &[TicketId]) -> Result<Vec<ArticleId>, StoreError> {
    let mut sql = Sql::new("SELECT id AS value FROM articles WHERE ticket_id IN ");
    sql.list(tickets.iter().copied());
    sql.push(" ORDER BY created_at, id LIMIT ").bind(LOOKED_AT);
    let rows: Vec<Single<ArticleId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// A mail that went out, or waits to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentMail {
    pub message_id: String,
    pub raw_blob: String,
    pub waits: bool,
}

impl FromRow for SentMail {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            message_id: row.get("message_id")?,
            raw_blob: row.get("raw_blob")?,
            waits: row.get::<i64>("waiting")? > 0,
        })
    }
}

/// The mails of tickets in the outbox, each once.
pub async fn mails_of(conn: &impl Conn, tickets: &[TicketId]) -> Result<Vec<SentMail>, StoreError> {
    let mut sql = Sql::new(
        "SELECT message_id, raw_blob, SUM(CASE WHEN status = 'queued' THEN 1 ELSE 0 END) AS waiting FROM outgoing_mails WHERE ticket_id IN ",
    );
    sql.list(tickets.iter().copied());
    sql.push(" GROUP BY message_id, raw_blob ORDER BY message_id LIMIT ")
        .bind(LOOKED_AT);
    conn::all(conn, sql).await
}

/// Replaces the texts of an article: it has no HTML and no raw mail any more, and is found by what is left. Its mail in the ledger has
/// the tombstone in place of its bytes. Gives the hashes of contents that nothing here refers to any more.
pub async fn replace_article(
    tx: &WriteTx,
    before: &Article,
    subject: &str,
    body: &str,
    tombstone: &str,
) -> Result<Vec<String>, StoreError> {
    let mut blobs: Vec<String> = before.raw_blob.clone().into_iter().collect();
    let raw = Sql::with(
        "SELECT raw_blob AS value FROM incoming_mails WHERE article_id = $1",
        bind![before.id],
    );
    blobs.extend(conn::all::<Single<String>>(tx, raw).await?.into_iter().map(|row| row.0));
    let article = Sql::with(
        "UPDATE articles SET subject = $2, body = $3, html = NULL, raw_blob = NULL WHERE id = $1",
        bind![before.id, subject, body],
    );
    conn::run(tx, article).await?;
    let ledger = Sql::with(
        "UPDATE incoming_mails SET raw_blob = $2, subject = CASE WHEN subject = $3 THEN $4 ELSE subject END WHERE article_id = $1",
        bind![before.id, tombstone, &before.subject, subject],
    );
    conn::run(tx, ledger).await?;
    let old = words(&format!("{}\n{}", before.subject, before.text));
    duplicates::forget(tx, before.ticket_id).await?;
    search::replace(tx, before.ticket_id, &old, words(&format!("{subject}\n{body}"))).await?;
    Ok(blobs)
}

/// Puts the tombstone in place of a mail in the outbox.
pub async fn replace_mail(tx: &WriteTx, message_id: &str, tombstone: &str, subject: &str) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE outgoing_mails SET raw_blob = $2, subject = $3 WHERE message_id = $1",
        bind![message_id, tombstone, subject],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Deletes drafts for a ticket that have a text.
pub async fn delete_drafts(tx: &WriteTx, ticket: TicketId, text: &str) -> Result<u64, StoreError> {
    let escaped = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let sql = Sql::with(
        "DELETE FROM drafts WHERE ticket_id = $1 AND content LIKE $2 ESCAPE '!'",
        bind![ticket, format!("%{escaped}%")],
    );
    conn::run(tx, sql).await
}

/// Deletes a content unless something still refers to it. Whether it is gone; a large one's file is deleted after the commit
/// (`blobs::delete_object`).
pub async fn forget_blob(tx: &WriteTx, hash: &str) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "DELETE FROM blobs WHERE hash = $1
         AND NOT EXISTS (SELECT 1 FROM articles WHERE raw_blob = $1)
         AND NOT EXISTS (SELECT 1 FROM incoming_mails WHERE raw_blob = $1)
         AND NOT EXISTS (SELECT 1 FROM outgoing_mails WHERE raw_blob = $1)
         AND NOT EXISTS (SELECT 1 FROM attachments WHERE blob_hash = $1)
         AND NOT EXISTS (SELECT 1 FROM uploads WHERE blob_hash = $1)",
        bind![hash],
    );
    conn::run(tx, sql).await.map(|rows| rows > 0)
}
