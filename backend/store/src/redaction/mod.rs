//! Removing what must not be kept: texts of tickets lose secrets, and the mails that had them lose their bytes.
//!
//! What is overwritten here is gone; who calls it has asked twice. Which columns there are is told by `places`.

mod json;
mod places;

use std::collections::BTreeSet;

use pult_domain::matches::folded;
use pult_shared::{
    Timestamp,
    ids::{ArticleId, AttachmentId, TicketId},
    secrets,
};

pub use self::places::{EXEMPT, Exempt, Form, Of, PLACES, Place, is_known};
use crate::{
    StoreError, WriteTx,
    articles::Article,
    conn::{self, Conn, Single},
    dialect::Dialect,
    duplicates,
    row::{FromRow, Row},
    search,
    sql::{Sql, bind},
};

/// Rows of one kind that are looked at.
const LOOKED_AT: u32 = 5_000;

/// Texts that are removed.
pub type Secrets = BTreeSet<String>;

/// The articles of tickets, oldest first.
pub async fn articles_of(conn: &impl Conn, tickets: &[TicketId]) -> Result<Vec<ArticleId>, StoreError> {
    let mut sql = Sql::new("SELECT id AS value FROM articles WHERE ticket_id IN ");
    sql.list(tickets.iter().copied());
    sql.push(" ORDER BY created_at, id LIMIT ").bind(LOOKED_AT);
    let rows: Vec<Single<ArticleId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// The tickets that are linked with these, in whichever way, and those that have one of their messages too.
pub async fn around(conn: &impl Conn, tickets: &[TicketId]) -> Result<BTreeSet<TicketId>, StoreError> {
    let mut sql = Sql::new("SELECT DISTINCT other_id AS value FROM ticket_links WHERE ticket_id IN ");
    sql.list(tickets.iter().copied());
    sql.push(" LIMIT ").bind(LOOKED_AT);
    let rows: Vec<Single<TicketId>> = conn::all(conn, sql).await?;
    let mut found: BTreeSet<TicketId> = rows.into_iter().map(|row| row.0).collect();
    for ticket in tickets {
        found.extend(duplicates::with_same_message(conn, *ticket).await?);
    }
    for ticket in tickets {
        found.remove(ticket);
    }
    Ok(found)
}

/// A mail that went out or waits to, or one that came in and is no article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptMail {
    pub raw_blob: String,
    /// It waits to go out.
    pub waits: bool,
}

impl FromRow for KeptMail {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            raw_blob: row.get("raw_blob")?,
            waits: row.get::<i64>("waiting")? > 0,
        })
    }
}

/// The mails of tickets in the outbox and in the ledger, each content once.
pub async fn mails_of(conn: &impl Conn, tickets: &[TicketId]) -> Result<Vec<KeptMail>, StoreError> {
    let mut sql = Sql::new(
        "SELECT raw_blob, MAX(waiting) AS waiting FROM (
           SELECT raw_blob, CASE WHEN status = 'queued' THEN CAST(1 AS BIGINT) ELSE 0 END AS waiting FROM outgoing_mails WHERE ticket_id IN ",
    );
    sql.list(tickets.iter().copied());
    sql.push(" UNION ALL SELECT raw_blob, CAST(0 AS BIGINT) FROM incoming_mails WHERE ticket_id IN ");
    sql.list(tickets.iter().copied());
    sql.push(") m GROUP BY raw_blob ORDER BY raw_blob LIMIT ")
        .bind(LOOKED_AT);
    conn::all(conn, sql).await
}

/// The mails to agents who were told of the tickets: they belong to no ticket, and say what happened in it.
pub async fn notifications_of(
    conn: &impl Conn,
    tickets: &[TicketId],
    since: Timestamp,
) -> Result<Vec<KeptMail>, StoreError> {
    let mut sql = Sql::new(
        "SELECT DISTINCT m.raw_blob, CAST(0 AS BIGINT) AS waiting FROM outgoing_mails m WHERE m.ticket_id IS NULL AND m.kind = 'notification'
         AND m.recipient IN (SELECT a.address FROM person_addresses a WHERE a.person_id IN (
           SELECT n.person_id FROM notifications n WHERE n.ticket_id IN ",
    );
    sql.list(tickets.iter().copied());
    sql.push(")) AND m.created_at >= ").bind(since);
    sql.push(" ORDER BY m.raw_blob LIMIT ").bind(LOOKED_AT);
    conn::all(conn, sql).await
}

/// Puts another content in place of a mail, wherever it is kept as one.
pub async fn replace_mail(tx: &WriteTx, blob: &str, tombstone: &str) -> Result<(), StoreError> {
    for table in ["outgoing_mails", "incoming_mails"] {
        let sql = Sql::with(
            &format!("UPDATE {table} SET raw_blob = $2 WHERE raw_blob = $1"),
            bind![blob, tombstone],
        );
        conn::run(tx, sql).await?;
    }
    Ok(())
}

/// A mail of the outbox loses what its subject says, in which words soever: only where it is a notification, which has no ticket.
pub async fn replace_notification_subjects(tx: &WriteTx, blob: &str, secrets: &Secrets) -> Result<(), StoreError> {
    let sql = Sql::with(
        "SELECT DISTINCT subject AS value FROM outgoing_mails WHERE raw_blob = $1 AND ticket_id IS NULL",
        bind![blob],
    );
    for Single(before) in conn::all::<Single<String>>(tx, sql).await? {
        if let Some(after) = secrets::without(&before, secrets) {
            let sql = Sql::with(
                "UPDATE outgoing_mails SET subject = $3 WHERE raw_blob = $1 AND ticket_id IS NULL AND subject = $2",
                bind![blob, &before, &after],
            );
            conn::run(tx, sql).await?;
        }
    }
    Ok(())
}

/// Replaces the texts of an article: it has no HTML and no raw mail any more. Its mail in the ledger has the tombstone in place of its bytes. Gives
/// the hashes of contents that it referred to.
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
        "UPDATE incoming_mails SET raw_blob = $2 WHERE article_id = $1",
        bind![before.id, tombstone],
    );
    conn::run(tx, ledger).await?;
    Ok(blobs)
}

/// A file that is text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    pub id: AttachmentId,
    pub blob_hash: String,
}

impl FromRow for TextFile {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            blob_hash: row.get("blob_hash")?,
        })
    }
}

/// The largest file that is looked into, in bytes.
const FILE_MAX: u32 = 2_000_000;

/// The files of tickets whose content is text: texts, tables, mails, calendars.
pub async fn text_files_of(conn: &impl Conn, tickets: &[TicketId]) -> Result<Vec<TextFile>, StoreError> {
    let mut sql = Sql::new(
        "SELECT f.id, f.blob_hash FROM attachments f JOIN articles a ON a.id = f.article_id JOIN blobs b ON b.hash = f.blob_hash
         WHERE (f.media_type LIKE 'text/%' OR f.media_type LIKE 'message/%' OR f.media_type IN ('application/json', 'application/xml'))
         AND b.size <= ",
    );
    sql.bind(FILE_MAX).push(" AND a.ticket_id IN ");
    sql.list(tickets.iter().copied());
    sql.push(" ORDER BY f.id LIMIT ").bind(LOOKED_AT);
    conn::all(conn, sql).await
}

/// Gives a file another content.
pub async fn replace_file(tx: &WriteTx, file: AttachmentId, blob: &str, size: u64) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE attachments SET blob_hash = $2, size = $3 WHERE id = $1",
        bind![file, blob, size],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Takes secrets out of all columns of tickets that are rewritten as they stand ([`PLACES`]), and out of what the history says; how many values were rewritten.
/// Articles, contents and the search are the caller's.
pub async fn rewrite(tx: &WriteTx, tickets: &[TicketId], secrets: &Secrets, now: Timestamp) -> Result<u32, StoreError> {
    let mut rewritten = 0;
    let lower: Secrets = secrets.iter().map(|secret| secret.to_lowercase()).collect();
    for place in PLACES {
        rewritten += match place.form {
            Form::Text => values(tx, place, tickets, |text| secrets::without(text, secrets)).await?,
            Form::Lower => values(tx, place, tickets, |text| secrets::without(text, &lower)).await?,
            Form::Json => values(tx, place, tickets, |text| json::without(text, secrets)).await?,
            Form::Word => words(tx, place, tickets, secrets).await?,
            Form::Own => 0,
        };
    }
    Ok(rewritten + fields(tx, tickets, secrets).await? + history(tx, tickets, secrets, now).await?)
}

/// Appends which rows belong to the tickets.
fn push_of(sql: &mut Sql, of: Of, tickets: &[TicketId]) {
    let list = |sql: &mut Sql| {
        sql.list(tickets.iter().copied());
    };
    match of {
        Of::Ticket(column) => {
            sql.push(column).push(" IN ");
            list(sql);
        }
        Of::Article(column) => {
            sql.push(column)
                .push(" IN (SELECT id FROM articles WHERE ticket_id IN ");
            list(sql);
            sql.push(")");
        }
        Of::Mail(column) => {
            sql.push(column)
                .push(" IN (SELECT id FROM incoming_mails WHERE ticket_id IN ");
            list(sql);
            sql.push(")");
        }
        Of::Job(column) => {
            sql.push(column)
                .push(" IN (SELECT job_id FROM bulk_items WHERE ticket_id IN ");
            list(sql);
            sql.push(")");
        }
    }
}

async fn found(tx: &WriteTx, place: &Place, tickets: &[TicketId]) -> Result<Vec<String>, StoreError> {
    let (table, column) = (place.table, place.column);
    let mut sql = Sql::new(&format!(
        "SELECT DISTINCT {column} AS value FROM {table} WHERE {column} IS NOT NULL AND "
    ));
    push_of(&mut sql, place.of, tickets);
    sql.push(" LIMIT ").bind(LOOKED_AT);
    let rows: Vec<Single<String>> = conn::all(tx, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Rewrites each value of a column that has something secret.
async fn values(
    tx: &WriteTx,
    place: &Place,
    tickets: &[TicketId],
    without: impl Fn(&str) -> Option<String>,
) -> Result<u32, StoreError> {
    let mut rewritten = 0;
    for before in found(tx, place, tickets).await? {
        let Some(after) = without(&before) else { continue };
        let (table, column) = (place.table, place.column);
        let mut sql = Sql::new(&format!("UPDATE {table} SET {column} = "));
        sql.bind(&after)
            .push(&format!(" WHERE {column} = "))
            .bind(&before)
            .push(" AND ");
        push_of(&mut sql, place.of, tickets);
        conn::run(tx, sql).await?;
        rewritten += 1;
    }
    Ok(rewritten)
}

/// Takes off words that have something secret: one that is blacked out says nothing.
async fn words(tx: &WriteTx, place: &Place, tickets: &[TicketId], secrets: &Secrets) -> Result<u32, StoreError> {
    let mut gone = 0;
    for word in found(tx, place, tickets).await? {
        if secrets::without(&word, secrets).is_none() {
            continue;
        }
        let mut sql = Sql::new(&format!("DELETE FROM {} WHERE {} = ", place.table, place.column));
        sql.bind(&word).push(" AND ");
        push_of(&mut sql, place.of, tickets);
        conn::run(tx, sql).await?;
        gone += 1;
    }
    Ok(gone)
}

/// The values of custom fields, with the form by which they are found.
async fn fields(tx: &WriteTx, tickets: &[TicketId], secrets: &Secrets) -> Result<u32, StoreError> {
    let place = Place {
        table: "ticket_fields",
        column: "text",
        of: Of::Ticket("ticket_id"),
        form: Form::Text,
    };
    let mut rewritten = 0;
    for before in found(tx, &place, tickets).await? {
        let Some(after) = secrets::without(&before, secrets) else {
            continue;
        };
        let mut sql = Sql::new("UPDATE ticket_fields SET text = ");
        sql.bind(&after).push(", folded = ").bind(folded(&after));
        sql.push(" WHERE shape = 'text' AND text = ")
            .bind(&before)
            .push(" AND ");
        push_of(&mut sql, place.of, tickets);
        rewritten += u32::from(conn::run(tx, sql).await? > 0);
    }
    Ok(rewritten)
}

struct EventRow {
    ticket: TicketId,
    position: i64,
    event: String,
}

impl FromRow for EventRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            ticket: row.get("ticket_id")?,
            position: row.get("position")?,
            event: row.get("event")?,
        })
    }
}

/// Takes secrets out of what the history says. An entry keeps its hash, so that the chain holds behind it; that it says less than it did is noted first, without
/// which the database lets nobody change it.
async fn history(tx: &WriteTx, tickets: &[TicketId], secrets: &Secrets, now: Timestamp) -> Result<u32, StoreError> {
    let mut sql = Sql::new("SELECT ticket_id, position, event FROM history WHERE ticket_id IN ");
    sql.list(tickets.iter().copied());
    sql.push(" ORDER BY ticket_id, position");
    let mut rewritten = 0;
    for row in conn::all::<EventRow>(tx, sql).await? {
        let Some(after) = json::event_without(&row.event, secrets) else {
            continue;
        };
        let note = Sql::with(
            "INSERT INTO history_redactions (ticket_id, position, at) VALUES ($1, $2, $3) ON CONFLICT (ticket_id, position) DO NOTHING",
            bind![row.ticket, row.position, now],
        );
        conn::run(tx, note).await?;
        let entry = Sql::with(
            "UPDATE history SET event = $3 WHERE ticket_id = $1 AND position = $2",
            bind![row.ticket, row.position, &after],
        );
        conn::run(tx, entry).await?;
        rewritten += 1;
    }
    Ok(rewritten)
}

/// Whether the history of a ticket was rewritten at this moment.
pub async fn was_rewritten(conn: &impl Conn, ticket: TicketId, at: Timestamp) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "SELECT position AS value FROM history_redactions WHERE ticket_id = $1 AND at = $2 LIMIT 1",
        bind![ticket, at],
    );
    Ok(conn::one::<Single<i64>>(conn, sql).await?.is_some())
}

/// Makes tickets findable by what their articles and subjects say now, and by nothing else; likenesses to other tickets are forgotten.
pub async fn index_anew(tx: &WriteTx, tickets: &[TicketId]) -> Result<(), StoreError> {
    for ticket in tickets {
        duplicates::forget(tx, *ticket).await?;
        search::anew(tx, *ticket).await?;
    }
    Ok(())
}

struct ColumnRow(String, String);

impl FromRow for ColumnRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("in_table")?, row.get("in_column")?))
    }
}

/// The columns of the whole database in which a text stands, as `table.column`: the proof that it stands nowhere any more. Reads everything.
pub async fn columns_with(conn: &impl Conn, text: &str) -> Result<Vec<String>, StoreError> {
    let all = match conn::dialect(conn) {
        Dialect::Sqlite => {
            "SELECT m.name AS in_table, c.name AS in_column FROM sqlite_master m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE 'search%' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.name"
        }
        Dialect::Postgres => {
            "SELECT CAST(table_name AS TEXT) AS in_table, CAST(column_name AS TEXT) AS in_column FROM information_schema.columns
             WHERE table_schema = current_schema() AND data_type IN ('text', 'character varying') ORDER BY table_name, column_name"
        }
    };
    let mut found = Vec::new();
    for ColumnRow(table, column) in conn::all::<ColumnRow>(conn, Sql::new(all)).await? {
        let sql = Sql::with(
            &format!(
                "SELECT CAST(1 AS BIGINT) AS value FROM \"{table}\" WHERE CAST(\"{column}\" AS TEXT) LIKE $1 LIMIT 1"
            ),
            bind![format!("%{text}%")],
        );
        if conn::one::<Single<i64>>(conn, sql).await?.is_some() {
            found.push(format!("{table}.{column}"));
        }
    }
    Ok(found)
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
