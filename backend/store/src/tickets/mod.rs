//! Tickets as rows: one, many by a filter, what they hang together with, and the lock that a change takes first.

mod due;
mod list;
mod order;
mod related;
mod row;

use std::collections::BTreeMap;

use pult_domain::ticket::Ticket;
use pult_shared::{ids::TicketId, ticket::TicketNumber};

pub(crate) use self::row::{MENTIONED, PARTICIPANT, READER, WATCHER, push_columns, shape};
pub use self::{
    due::{
        CountPass, Due, RuleClock, active_after, count_pass, count_pass_for_update, due_for_rule, escalations_due,
        lock_is_due, locks_due, note_count_pass, waits_over,
    },
    list::{Question, Start, count, counts, ids, ids_after, of_requester, page, queues_of},
    related::{ancestors, checklist, children, links, merged, merged_ids, root_of},
};
pub use crate::apply::{Change, NewAttachment, NewOutgoing, apply, enter, set_clocks};
use crate::{
    StoreError, WriteTx,
    conn::{self, Conn, Single},
    dialect::Dialect,
    row::{FromRow, Row},
    sql::Sql,
    tx::ChainHead,
};

/// How a ticket is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TicketKey {
    Id(TicketId),
    Number(TicketNumber),
}

/// The ticket with this id or number.
pub async fn find(conn: &impl Conn, key: &TicketKey) -> Result<Option<Ticket>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    push_columns(&mut sql, conn::dialect(conn));
    sql.push(" FROM tickets t WHERE ");
    match key {
        TicketKey::Id(id) => sql.push("t.id = ").bind(*id),
        TicketKey::Number(number) => sql.push("t.number = ").bind(&number.0),
    };
    conn::one(conn, sql).await
}

/// The tickets with these ids; whom nobody knows is left out.
pub async fn find_many(conn: &impl Conn, ids: &[TicketId]) -> Result<BTreeMap<TicketId, Ticket>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut sql = Sql::new("SELECT ");
    push_columns(&mut sql, conn::dialect(conn));
    sql.push(" FROM tickets t WHERE t.id IN ").list(in_order(ids));
    let tickets: Vec<Ticket> = conn::all(conn, sql).await?;
    Ok(tickets.into_iter().map(|ticket| (ticket.id, ticket)).collect())
}

struct Locked(Ticket, ChainHead);

impl FromRow for Locked {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let head = ChainHead {
            length: row.get("history_length")?,
            hash: row.get("history_hash")?,
        };
        Ok(Self(Ticket::from_row(row)?, head))
    }
}

/// The ticket with this id, for a change: until the transaction ends nobody else changes it.
pub async fn find_for_update(tx: &WriteTx, id: TicketId) -> Result<Option<Ticket>, StoreError> {
    Ok(find_many_for_update(tx, &[id]).await?.into_values().next())
}

/// The tickets with these ids, for a change of all of them. They are locked in the order of their ids, so that two who change the
/// same tickets wait for each other instead of forever.
pub async fn find_many_for_update(tx: &WriteTx, ids: &[TicketId]) -> Result<BTreeMap<TicketId, Ticket>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids = in_order(ids);
    if conn::dialect(tx) == Dialect::Postgres {
        // Locked first and read afterwards: a statement that has waited for the lock sees the new row of the ticket, but of all
        // other tables what they were before it waited.
        let mut sql = Sql::new("SELECT t.id AS value FROM tickets t WHERE t.id IN ");
        sql.list(ids.iter().copied()).push(" ORDER BY t.id FOR UPDATE");
        conn::all::<Single<TicketId>>(tx, sql).await?;
    }
    let mut sql = Sql::new("SELECT t.history_length, t.history_hash, ");
    push_columns(&mut sql, conn::dialect(tx));
    sql.push(" FROM tickets t WHERE t.id IN ").list(ids);
    let rows: Vec<Locked> = conn::all(tx, sql).await?;
    let mut heads = tx.heads();
    Ok(rows
        .into_iter()
        .map(|Locked(ticket, head)| {
            heads.insert(ticket.id, head);
            (ticket.id, ticket)
        })
        .collect())
}

fn in_order(ids: &[TicketId]) -> Vec<TicketId> {
    let mut unique = ids.to_vec();
    unique.sort_unstable();
    unique.dedup();
    unique
}
