//! Drafts: one for a person, a ticket (or a new one) and a kind. Nobody reads another person's.

use std::collections::BTreeSet;

use pult_shared::{
    Timestamp,
    api::draft::{DraftContent, DraftKind, DraftView, SaveDraft},
    ids::{DraftId, PersonId, TicketId, UploadId},
    limits::DRAFTS_MAX,
};

use crate::{
    StoreError, WriteTx,
    apply::to_json,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

impl FromRow for DraftView {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            ticket_id: row.get("ticket_id")?,
            kind: row.get("kind")?,
            version: row.get("version")?,
            content: row.json("content")?,
            files: Vec::new(),
            people: Vec::new(),
            updated_at: row.get("updated_at")?,
        })
    }
}

const COLUMNS: &str = "id, ticket_id, kind, version, content, updated_at";

/// A person's drafts, newest first; those for a ticket, or all.
pub async fn list(conn: &impl Conn, person: PersonId, ticket: Option<TicketId>) -> Result<Vec<DraftView>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM drafts WHERE person_id = ").bind(person);
    if let Some(ticket) = ticket {
        sql.push(" AND place = ").bind(place(Some(ticket)));
    }
    sql.push(" ORDER BY updated_at DESC, id DESC LIMIT ")
        .bind(DRAFTS_MAX as u64);
    conn::all(conn, sql).await
}

/// Keeps a draft; it replaces the one for the same ticket and kind, whose id it keeps. The oldest ones of a person go when they
/// become too many.
pub async fn save(
    tx: &WriteTx,
    fresh: DraftId,
    person: PersonId,
    draft: &SaveDraft,
    now: Timestamp,
) -> Result<DraftView, StoreError> {
    let mut sql = Sql::with(
        "INSERT INTO drafts (id, person_id, place, ticket_id, kind, version, content, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (person_id, place, kind) DO UPDATE SET version = $6, content = $7, updated_at = $8 RETURNING ",
        bind![
            fresh,
            person,
            place(draft.ticket_id),
            draft.ticket_id,
            draft.kind.name(),
            draft.version,
            to_json(&draft.content)?,
            now,
        ],
    );
    sql.push(COLUMNS);
    let kept: DraftView = conn::one(tx, sql)
        .await?
        .ok_or_else(|| StoreError::Database("a draft was not kept".to_owned()))?;
    if kept.id == fresh {
        let sql = Sql::with(
            "DELETE FROM drafts WHERE id IN (SELECT id FROM drafts WHERE person_id = $1
             ORDER BY updated_at DESC, id DESC LIMIT 1000 OFFSET $2)",
            bind![person, DRAFTS_MAX as u64],
        );
        conn::run(tx, sql).await?;
    }
    Ok(kept)
}

fn place(ticket: Option<TicketId>) -> String {
    ticket.map(|id| id.to_string()).unwrap_or_default()
}

/// Throws a person's draft away. Tells whether it was there and theirs.
pub async fn delete(tx: &WriteTx, id: DraftId, person: PersonId) -> Result<bool, StoreError> {
    let sql = Sql::with("DELETE FROM drafts WHERE id = $1 AND person_id = $2", bind![id, person]);
    Ok(conn::run(tx, sql).await? > 0)
}

/// Throws a person's drafts of these kinds for a ticket (or a new one) away: what they held was sent.
pub async fn delete_sent(
    tx: &WriteTx,
    person: PersonId,
    ticket: Option<TicketId>,
    kinds: &[DraftKind],
) -> Result<(), StoreError> {
    if kinds.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::with(
        "DELETE FROM drafts WHERE person_id = $1 AND place = $2 AND kind IN ",
        bind![person, place(ticket)],
    );
    sql.list(kinds.iter().map(|kind| kind.name()));
    conn::run(tx, sql).await.map(|_| ())
}

/// Throws away drafts that nobody has touched since a time; how many.
pub async fn delete_older(tx: &WriteTx, before: Timestamp) -> Result<u64, StoreError> {
    conn::run(tx, Sql::with("DELETE FROM drafts WHERE updated_at < $1", bind![before])).await
}

struct ContentRow(DraftContent);

impl FromRow for ContentRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.json("content")?))
    }
}

/// The files that drafts name, of those who uploaded something before a time.
pub(crate) async fn named_uploads(conn: &impl Conn, before: Timestamp) -> Result<BTreeSet<UploadId>, StoreError> {
    let sql = Sql::with(
        "SELECT content FROM drafts WHERE content LIKE '%\"attachments\":[%'
         AND person_id IN (SELECT person_id FROM uploads WHERE created_at < $1)",
        bind![before],
    );
    let rows: Vec<ContentRow> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().flat_map(|row| row.0.attachments).collect())
}

/// How many drafts a person has.
pub async fn count(conn: &impl Conn, person: PersonId) -> Result<u64, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM drafts WHERE person_id = $1",
        bind![person],
    );
    Ok(conn::one::<Single<u64>>(conn, sql).await?.map_or(0, |count| count.0))
}
