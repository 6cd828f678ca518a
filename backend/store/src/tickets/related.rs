//! What a ticket hangs together with: links, merged tickets, things to do.

use pult_domain::ticket::Ticket;
use pult_shared::{
    api::ticket::ChecklistItem,
    command::LinkKind,
    ids::TicketId,
    limits::{CHECKLIST_MAX, LINKS_MAX},
};

use super::row::push_columns;
use crate::{
    StoreError,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Tickets that go on in one are looked for so deep, and no more than so many: merging makes no cycles, but bad data may.
const MERGED_MAX: u32 = 500;

struct LinkRow(LinkKind, Ticket);

impl FromRow for LinkRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("link_kind")?, Ticket::from_row(row)?))
    }
}

/// The tickets that a ticket is linked to, with what each is to it. Whole tickets, so that policy can tell which ones the reader
/// may see.
pub async fn links(conn: &impl Conn, id: TicketId) -> Result<Vec<(LinkKind, Ticket)>, StoreError> {
    let mut sql = Sql::new("SELECT l.kind AS link_kind, ");
    push_columns(&mut sql, conn::dialect(conn));
    sql.push(" FROM ticket_links l JOIN tickets t ON t.id = l.other_id WHERE l.ticket_id = ")
        .bind(id);
    sql.push(" ORDER BY l.kind, t.id LIMIT ").bind(LINKS_MAX as u64);
    let rows: Vec<LinkRow> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|LinkRow(kind, ticket)| (kind, ticket)).collect())
}

/// The tickets below one that are linked as its children, directly.
pub async fn children(conn: &impl Conn, id: TicketId) -> Result<Vec<TicketId>, StoreError> {
    let sql = Sql::with(
        "SELECT other_id AS value FROM ticket_links WHERE ticket_id = $1 AND kind = $2 ORDER BY other_id LIMIT $3",
        bind![id, LinkKind::Child.name(), LINKS_MAX as u64],
    );
    ids(conn, sql).await
}

/// All above a ticket, by the links to its parents: a link to a child that is among them would be a cycle.
pub async fn ancestors(conn: &impl Conn, id: TicketId) -> Result<Vec<TicketId>, StoreError> {
    let sql = Sql::with(
        "WITH RECURSIVE above (id, depth) AS (
           SELECT l.other_id, 1 FROM ticket_links l WHERE l.ticket_id = $1 AND l.kind = $2
           UNION SELECT l.other_id, a.depth + 1 FROM above a
             JOIN ticket_links l ON l.ticket_id = a.id AND l.kind = $2 WHERE a.depth < 100
         ) SELECT DISTINCT id AS value FROM above LIMIT 1000",
        bind![id, LinkKind::Parent.name()],
    );
    ids(conn, sql).await
}

/// The start of a query over all tickets that go on in the ticket `$1`, also by others.
const MERGED: &str = "WITH RECURSIVE merged (merged_id, depth) AS (
       SELECT m.id, 1 FROM tickets m WHERE m.merged_into = $1
       UNION SELECT m.id, b.depth + 1 FROM merged b JOIN tickets m ON m.merged_into = b.merged_id WHERE b.depth < 100
     ) ";

/// The ids of all tickets that go on in one.
pub async fn merged_ids(conn: &impl Conn, root: TicketId) -> Result<Vec<TicketId>, StoreError> {
    let mut sql = Sql::with(MERGED, bind![root]);
    sql.push("SELECT DISTINCT merged_id AS value FROM merged ORDER BY merged_id LIMIT ")
        .bind(MERGED_MAX);
    ids(conn, sql).await
}

/// All tickets that go on in one, oldest first.
pub async fn merged(conn: &impl Conn, root: TicketId) -> Result<Vec<Ticket>, StoreError> {
    let mut sql = Sql::with(MERGED, bind![root]);
    sql.push("SELECT ");
    push_columns(&mut sql, conn::dialect(conn));
    sql.push(" FROM tickets t WHERE t.id IN (SELECT merged_id FROM merged) ORDER BY t.id LIMIT ")
        .bind(MERGED_MAX);
    conn::all(conn, sql).await
}

/// The ticket that one goes on in, by however many merges; itself where it was not merged. Nothing where there is no such ticket.
pub async fn root_of(conn: &impl Conn, id: TicketId) -> Result<Option<TicketId>, StoreError> {
    let sql = Sql::with(
        "WITH RECURSIVE line (id, next, depth) AS (
           SELECT t.id, t.merged_into, 0 FROM tickets t WHERE t.id = $1
           UNION ALL SELECT t.id, t.merged_into, l.depth + 1 FROM line l
             JOIN tickets t ON t.id = l.next WHERE l.depth < 100
         ) SELECT id AS value FROM line ORDER BY depth DESC LIMIT 1",
        bind![id],
    );
    Ok(conn::one::<Single<TicketId>>(conn, sql).await?.map(|root| root.0))
}

async fn ids(conn: &impl Conn, sql: Sql) -> Result<Vec<TicketId>, StoreError> {
    let rows: Vec<Single<TicketId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

struct ItemRow(ChecklistItem);

impl FromRow for ItemRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(ChecklistItem {
            id: row.get("id")?,
            text: row.get("text")?,
            done: row.get("done")?,
        }))
    }
}

/// What is to do on a ticket, in the order in which it was entered.
pub async fn checklist(conn: &impl Conn, id: TicketId) -> Result<Vec<ChecklistItem>, StoreError> {
    let sql = Sql::with(
        "SELECT id, text, done FROM checklist_items WHERE ticket_id = $1 ORDER BY position, id LIMIT $2",
        bind![id, CHECKLIST_MAX as u64],
    );
    let rows: Vec<ItemRow> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
