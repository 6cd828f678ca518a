//! Tickets as rows: one, many by a filter, and the lock that a change takes first.

use pult_domain::{
    policy::Visibility,
    queue::QueueTree,
    ticket::{Lock, Ticket},
};
use pult_shared::{
    Timestamp,
    api::ticket::TicketSort,
    filter::Filter,
    ids::{PersonId, TicketId},
    ticket::TicketNumber,
};

pub use crate::apply::{Change, NewAttachment, NewOutgoing, apply};
use crate::{
    Page, StoreError, WriteTx,
    conn::{self, Conn},
    dialect::Dialect,
    filter::{FilterContext, push_filter},
    page::{Cursor, list, rows_for},
    row::{FromRow, Row},
    sql::{Sql, bind},
    tx::ChainHead,
};

/// The columns of a ticket; `t` is the row of `tickets`.
pub(crate) const COLUMNS: &str = "t.id, t.number, t.version, t.subject, t.state, t.pending_until, t.priority, t.queue_id, \
     t.requester_id, t.owner_id, t.locked_by, t.locked_at, t.channel, t.created_at, t.updated_at, t.closed_at";

/// How a ticket is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TicketKey {
    Id(TicketId),
    Number(TicketNumber),
}

impl FromRow for Ticket {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let locked_by: Option<PersonId> = row.get("locked_by")?;
        let locked_at: Option<Timestamp> = row.get("locked_at")?;
        Ok(Self {
            id: row.get("id")?,
            number: row.get("number")?,
            version: row.get("version")?,
            subject: row.get("subject")?,
            state: row.get("state")?,
            pending_until: row.get("pending_until")?,
            priority: row.get("priority")?,
            queue_id: row.get("queue_id")?,
            requester_id: row.get("requester_id")?,
            owner_id: row.get("owner_id")?,
            lock: locked_by.zip(locked_at).map(|(by, since)| Lock { by, since }),
            channel: row.get("channel")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            closed_at: row.get("closed_at")?,
        })
    }
}

/// The ticket with this id or number.
pub async fn find(conn: &impl Conn, key: &TicketKey) -> Result<Option<Ticket>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM tickets t WHERE ");
    match key {
        TicketKey::Id(id) => sql.push("t.id = ").bind(*id),
        TicketKey::Number(number) => sql.push("t.number = ").bind(&number.0),
    };
    conn::one(conn, sql).await
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
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS)
        .push(", t.history_length, t.history_hash FROM tickets t WHERE t.id = ")
        .bind(id);
    sql.push(conn::dialect(tx).for_update());
    Ok(conn::one::<Locked>(tx, sql).await?.map(|Locked(ticket, head)| {
        tx.heads().insert(id, head);
        ticket
    }))
}

/// The tickets that are visible and belong to a filter, page by page.
///
/// # Errors
/// `BadCursor` for a cursor of another list or another order.
#[expect(
    clippy::too_many_arguments,
    reason = "each is a question of its own; a struct would only be taken apart again"
)]
pub async fn page(
    conn: &impl Conn,
    visibility: &Visibility,
    filter: &Filter,
    me: Option<PersonId>,
    tree: &QueueTree,
    sort: TicketSort,
    now: Timestamp,
    cursor: Option<&str>,
    limit: u32,
) -> Result<Page<Ticket>, StoreError> {
    let after = Cursor::decode(list_of(sort), cursor)?;
    let context = FilterContext::of_question(conn::dialect(conn), visibility.filter(), me, tree, now);
    let sql = page_sql(
        conn::dialect(conn),
        visibility.filter(),
        filter,
        &context,
        sort,
        after,
        limit,
    );
    drop(context);
    let tickets = conn::all(conn, sql).await?;
    Ok(Page::cut(tickets, limit, |last| cursor_of(sort, last)))
}

fn page_sql(
    dialect: Dialect,
    visibility: &Filter,
    filter: &Filter,
    context: &FilterContext<'_>,
    sort: TicketSort,
    after: Option<Cursor>,
    limit: u32,
) -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM tickets t WHERE ");
    push_filter(
        &mut sql,
        visibility,
        &FilterContext::of_visibility(dialect).for_page(visibility),
    );
    sql.push(" AND ");
    push_filter(&mut sql, filter, context);
    if let Some(after) = after {
        sql.push(" AND ");
        push_after(&mut sql, sort, after);
    }
    sql.push(match sort {
        TicketSort::UpdatedDesc => " ORDER BY t.updated_at DESC, t.id DESC",
        TicketSort::CreatedDesc => " ORDER BY t.created_at DESC, t.id DESC",
        TicketSort::CreatedAsc => " ORDER BY t.created_at, t.id",
        TicketSort::PriorityDesc => " ORDER BY t.priority DESC, t.created_at, t.id",
    });
    sql.push(" LIMIT ").bind(rows_for(limit));
    sql
}

fn push_after(sql: &mut Sql, sort: TicketSort, after: Cursor) {
    match sort {
        TicketSort::UpdatedDesc => sql.push("(t.updated_at, t.id) < ").tuple(bind![after.first, after.id]),
        TicketSort::CreatedDesc => sql.push("(t.created_at, t.id) < ").tuple(bind![after.first, after.id]),
        TicketSort::CreatedAsc => sql.push("(t.created_at, t.id) > ").tuple(bind![after.first, after.id]),
        TicketSort::PriorityDesc => {
            sql.push("(t.priority < ")
                .bind(after.first)
                .push(" OR (t.priority = ")
                .bind(after.first);
            sql.push(" AND (t.created_at, t.id) > ")
                .tuple(bind![after.second, after.id])
                .push("))")
        }
    };
}

fn list_of(sort: TicketSort) -> u8 {
    match sort {
        TicketSort::UpdatedDesc => list::TICKETS_UPDATED,
        TicketSort::CreatedDesc => list::TICKETS_CREATED,
        TicketSort::CreatedAsc => list::TICKETS_CREATED_ASC,
        TicketSort::PriorityDesc => list::TICKETS_URGENCY,
    }
}

fn cursor_of(sort: TicketSort, ticket: &Ticket) -> Cursor {
    let id = ticket.id.0;
    match sort {
        TicketSort::UpdatedDesc => Cursor::at(list_of(sort), ticket.updated_at.as_millisecond(), id),
        TicketSort::CreatedDesc | TicketSort::CreatedAsc => {
            Cursor::at(list_of(sort), ticket.created_at.as_millisecond(), id)
        }
        TicketSort::PriorityDesc => Cursor {
            second: ticket.created_at.as_millisecond(),
            ..Cursor::at(list_of(sort), i64::from(ticket.priority.get()), id)
        },
    }
}
