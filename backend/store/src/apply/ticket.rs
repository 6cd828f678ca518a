//! The ticket's own row, and the end of its hash chain.

use pult_domain::{
    policy::Permit,
    ticket::{Clocks, Ticket},
};
use pult_shared::ids::TicketId;
use sea_orm::Value;

use super::ROWS_AT_ONCE;
use crate::{
    StoreError, WriteTx, conn,
    row::{FromRow, Row},
    sql::{Bind, Sql, bind},
    tx::ChainHead,
};

impl FromRow for ChainHead {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            length: row.get("history_length")?,
            hash: row.get("history_hash")?,
        })
    }
}

/// Where a ticket's chain ends; nobody else adds to it until the transaction ends.
pub(super) async fn chain_head(tx: &WriteTx, id: TicketId) -> Result<ChainHead, StoreError> {
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

/// The columns that a change may write, with their values.
fn facts(ticket: &Ticket, head: &ChainHead) -> [(&'static str, Value); 25] {
    [
        ("subject", (&ticket.subject).bind()),
        ("state", (&ticket.state).bind()),
        ("state_type", ticket.state_type.name().bind()),
        ("pending_until", ticket.pending_until.bind()),
        ("priority", i64::from(ticket.priority.get()).bind()),
        ("ticket_type", ticket.ticket_type.as_ref().bind()),
        ("service", ticket.service.as_ref().bind()),
        ("queue_id", ticket.queue_id.bind()),
        ("requester_id", ticket.requester_id.bind()),
        ("owner_id", ticket.owner_id.bind()),
        ("responsible_id", ticket.responsible_id.bind()),
        ("locked_by", ticket.lock.map(|lock| lock.by).bind()),
        ("locked_at", ticket.lock.map(|lock| lock.since).bind()),
        ("updated_at", ticket.updated_at.bind()),
        ("closed_at", ticket.closed_at.bind()),
        ("started_at", ticket.started_at.bind()),
        ("first_answer_at", ticket.first_answer_at.bind()),
        ("last_contact_at", ticket.last_contact_at.bind()),
        ("due_at", ticket.due_at.bind()),
        ("merged_into", ticket.merged_into.bind()),
        ("time_minutes", ticket.time_minutes.bind()),
        ("channel", ticket.channel.name().bind()),
        ("named_only", ticket.readers.is_some().bind()),
        ("history_length", head.length.bind()),
        ("history_hash", (&head.hash).bind()),
    ]
}

/// The columns of a ticket's clocks.
fn clocks(clocks: &Clocks) -> [(&'static str, Value); 14] {
    [
        ("sla_chosen", clocks.chosen.as_ref().bind()),
        ("sla", clocks.sla.as_ref().bind()),
        ("clock_used", clocks.used.bind()),
        ("clock_since", clocks.since.bind()),
        ("clock_asked", clocks.asked.bind()),
        ("worked_at", clocks.worked_at.bind()),
        ("first_response_due", clocks.first_response_due.bind()),
        ("update_due", clocks.update_due.bind()),
        ("solution_due", clocks.solution_due.bind()),
        ("escalation_due", clocks.due_at.bind()),
        ("escalation_warn", clocks.warn_at.bind()),
        ("remind_at", clocks.remind_at.bind()),
        ("clocks_told", clocks.told.bits().bind()),
        ("next_escalation_at", clocks.next_at.bind()),
    ]
}

/// Writes the clocks of a ticket as they are counted anew. That is no change of the ticket, and no version of it.
pub async fn set_clocks(tx: &WriteTx, _permit: &Permit, id: TicketId, now: &Clocks) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE tickets SET ");
    for (index, (column, value)) in clocks(now).into_iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " });
        sql.push(column).push(" = ").bind_value(value);
    }
    sql.push(" WHERE id = ").bind(id);
    conn::run(tx, sql).await.map(|_| ())
}

/// Enters new tickets, each with its version and the end of its chain.
pub(super) async fn insert_many(tx: &WriteTx, tickets: &[(&Ticket, i64, ChainHead)]) -> Result<(), StoreError> {
    for tickets in tickets.chunks(ROWS_AT_ONCE) {
        let Some((first, _, head)) = tickets.first() else {
            continue;
        };
        let mut sql = Sql::new("INSERT INTO tickets (id, number, version, created_at");
        for (column, _) in facts(first, head).into_iter().chain(clocks(&first.clocks)) {
            sql.push(", ").push(column);
        }
        let rows = tickets.iter().map(|(ticket, version, head)| {
            let mut row = bind![ticket.id, &ticket.number.0, *version, ticket.created_at];
            row.extend(facts(ticket, head).map(|(_, value)| value));
            row.extend(clocks(&ticket.clocks).map(|(_, value)| value));
            row
        });
        sql.push(") VALUES ").rows(rows);
        conn::run(tx, sql).await?;
    }
    Ok(())
}

/// Writes a ticket as it is now over the version that the decision was made for.
pub(super) async fn update(tx: &WriteTx, ticket: &Ticket, before: i64, head: &ChainHead) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE tickets SET version = ");
    sql.bind(before + 1);
    for (column, value) in facts(ticket, head).into_iter().chain(clocks(&ticket.clocks)) {
        sql.push(", ").push(column).push(" = ").bind_value(value);
    }
    sql.push(" WHERE id = ")
        .bind(ticket.id)
        .push(" AND version = ")
        .bind(before);
    match conn::run(tx, sql).await? {
        1 => Ok(()),
        _ => Err(StoreError::StaleVersion),
    }
}
