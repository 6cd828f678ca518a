//! Which tickets a mail may belong to.

use std::{borrow::Cow, collections::HashMap};

use pult_domain::ticket::Ticket;
use pult_shared::{
    Timestamp,
    ids::{PersonId, TicketId},
};

use crate::{
    StoreError,
    apply::to_json,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind, key},
    tickets,
};

struct ThreadRow(String, TicketId);

impl FromRow for ThreadRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("message_id")?, row.get("ticket_id")?))
    }
}

/// The tickets in whose threads these message ids were seen, each id with its ticket.
pub async fn tickets_by_message_ids(
    conn: &impl Conn,
    message_ids: &[String],
) -> Result<Vec<(String, TicketId)>, StoreError> {
    if message_ids.is_empty() {
        return Ok(Vec::new());
    }
    let asked: HashMap<Cow<'_, str>, &String> = message_ids.iter().map(|id| (key(id), id)).collect();
    let mut sql = Sql::new("SELECT message_id, ticket_id FROM thread_ids WHERE message_id IN ");
    sql.list(asked.keys().map(|key| key.as_ref()))
        .push(" ORDER BY message_id, ticket_id");
    let rows: Vec<ThreadRow> = conn::all(conn, sql).await?;
    let in_full = |ThreadRow(found, ticket)| {
        let id = asked
            .get(found.as_str())
            .map_or_else(|| found.clone(), |id| (*id).clone());
        (id, ticket)
    };
    Ok(rows.into_iter().map(in_full).collect())
}

/// Those of these message ids that mails of our own went out under.
pub async fn own_message_ids(conn: &impl Conn, message_ids: &[String]) -> Result<Vec<String>, StoreError> {
    if message_ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT DISTINCT message_id AS value FROM outgoing_mails WHERE message_id IN ");
    sql.list(message_ids);
    let rows: Vec<Single<String>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// The tickets with these numbers; numbers that no ticket has are left out.
pub async fn tickets_by_numbers(conn: &impl Conn, numbers: &[String]) -> Result<Vec<Ticket>, StoreError> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT ");
    tickets::push_columns(&mut sql, conn::dialect(conn));
    sql.push(" FROM tickets t WHERE t.number IN ")
        .list(numbers)
        .push(" ORDER BY t.id");
    conn::all(conn, sql).await
}

/// How many messages came into tickets from outside since a time; tickets without any are left out.
pub async fn came_in_since(
    conn: &impl Conn,
    tickets: &[TicketId],
    since: Timestamp,
) -> Result<HashMap<TicketId, u64>, StoreError> {
    if tickets.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::with(
        "SELECT ticket_id, COUNT(*) AS messages FROM articles WHERE created_at >= $1 AND direction = 'incoming' AND ticket_id IN ",
        bind![since],
    );
    sql.list(tickets.iter().copied()).push(" GROUP BY ticket_id");
    let rows: Vec<CountRow> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
}

struct CountRow(TicketId, u64);

impl FromRow for CountRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("ticket_id")?, row.get("messages")?))
    }
}

/// How many tickets a person has opened since a time.
pub async fn opened_since(conn: &impl Conn, person: PersonId, since: Timestamp) -> Result<u64, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM tickets WHERE requester_id = $1 AND updated_at >= $2 AND created_at >= $2",
        bind![person, since],
    );
    Ok(conn::one::<Single<u64>>(conn, sql).await?.map_or(0, |count| count.0))
}

/// Whether an address stands on a message of the ticket that its customer may see: as sender, recipient or on copy.
pub async fn has_address(conn: &impl Conn, ticket: TicketId, address: &str) -> Result<bool, StoreError> {
    // The columns are JSON; the key before the value keeps part of a longer address from matching.
    let escaped = to_json(&address.to_lowercase())?
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    let pattern = format!("%\"address\":{escaped}%");
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM articles WHERE ticket_id = $1 AND visible_to_customer AND NOT recalled
         AND (mail_from LIKE $2 ESCAPE '\\' OR mail_to LIKE $2 ESCAPE '\\' OR mail_cc LIKE $2 ESCAPE '\\')",
        bind![ticket, pattern],
    );
    Ok(conn::one::<Single<u64>>(conn, sql)
        .await?
        .is_some_and(|count| count.0 > 0))
}
