//! The orders of lists of tickets, and the cursors that go with them.

use pult_domain::ticket::Ticket;
use pult_shared::{Timestamp, api::ticket::TicketSort};

use crate::{
    page::{Cursor, list},
    sql::{Sql, bind},
};

/// Those without a time stand where these do. The texts are those of the indexes, word by word.
const NEVER: i64 = i64::MAX;
const DUE: &str = "COALESCE(t.due_at, 9223372036854775807)";
const PENDING: &str = "COALESCE(t.pending_until, 9223372036854775807)";
const CONTACT: &str = "COALESCE(t.last_contact_at, 0)";

/// The list that a cursor of this order belongs to.
pub(super) fn list_of(sort: TicketSort) -> u8 {
    match sort {
        TicketSort::UpdatedDesc => list::TICKETS_UPDATED,
        TicketSort::UpdatedAsc => list::TICKETS_UPDATED_ASC,
        TicketSort::CreatedDesc => list::TICKETS_CREATED,
        TicketSort::CreatedAsc => list::TICKETS_CREATED_ASC,
        TicketSort::PriorityDesc => list::TICKETS_URGENCY,
        TicketSort::PriorityAsc => list::TICKETS_CALM,
        TicketSort::DueAsc => list::TICKETS_DUE,
        TicketSort::PendingAsc => list::TICKETS_PENDING,
        TicketSort::ContactDesc => list::TICKETS_CONTACT,
        TicketSort::ContactAsc => list::TICKETS_CONTACT_ASC,
    }
}

/// The orders that have one key: what it is, and whether the greatest comes first. The others go by priority.
fn single_key(sort: TicketSort) -> Option<(&'static str, bool)> {
    match sort {
        TicketSort::UpdatedDesc => Some(("t.updated_at", true)),
        TicketSort::UpdatedAsc => Some(("t.updated_at", false)),
        TicketSort::CreatedDesc => Some(("t.created_at", true)),
        TicketSort::CreatedAsc => Some(("t.created_at", false)),
        TicketSort::DueAsc => Some((DUE, false)),
        TicketSort::PendingAsc => Some((PENDING, false)),
        TicketSort::ContactDesc => Some((CONTACT, true)),
        TicketSort::ContactAsc => Some((CONTACT, false)),
        TicketSort::PriorityDesc | TicketSort::PriorityAsc => None,
    }
}

/// Appends `ORDER BY …`.
pub(super) fn push_order(sql: &mut Sql, sort: TicketSort) {
    sql.push(" ORDER BY ");
    match (single_key(sort), sort) {
        (Some((key, true)), _) => sql.push(key).push(" DESC, t.id DESC"),
        (Some((key, false)), _) => sql.push(key).push(", t.id"),
        (None, TicketSort::PriorityAsc) => sql.push("t.priority, t.created_at, t.id"),
        (None, _) => sql.push("t.priority DESC, t.created_at, t.id"),
    };
}

/// Appends the condition that a ticket comes after a cursor.
pub(super) fn push_after(sql: &mut Sql, sort: TicketSort, after: Cursor) {
    let Some((key, descending)) = single_key(sort) else {
        let beyond = if sort == TicketSort::PriorityAsc { " > " } else { " < " };
        sql.push("(t.priority").push(beyond).bind(after.first);
        sql.push(" OR (t.priority = ").bind(after.first);
        sql.push(" AND (t.created_at, t.id) > ")
            .tuple(bind![after.second, after.id])
            .push("))");
        return;
    };
    // The first condition says no more than the second; but SQLite looks for an expression in an index by it alone.
    sql.push(key)
        .push(if descending { " <= " } else { " >= " })
        .bind(after.first);
    sql.push(" AND (").push(key).push(", t.id)");
    sql.push(if descending { " < " } else { " > " })
        .tuple(bind![after.first, after.id]);
}

/// The cursor behind a ticket.
pub(super) fn cursor_of(sort: TicketSort, ticket: &Ticket) -> Cursor {
    let priority = i64::from(ticket.priority.get());
    let at = |time: Option<Timestamp>, none: i64| time.map_or(none, Timestamp::as_millisecond);
    let created = ticket.created_at.as_millisecond();
    let (first, second) = match sort {
        TicketSort::UpdatedDesc | TicketSort::UpdatedAsc => (ticket.updated_at.as_millisecond(), 0),
        TicketSort::CreatedDesc | TicketSort::CreatedAsc => (created, 0),
        TicketSort::PriorityDesc | TicketSort::PriorityAsc => (priority, created),
        TicketSort::DueAsc => (at(ticket.due_at, NEVER), 0),
        TicketSort::PendingAsc => (at(ticket.pending_until, NEVER), 0),
        TicketSort::ContactDesc | TicketSort::ContactAsc => (at(ticket.last_contact_at, 0), 0),
    };
    Cursor {
        second,
        ..Cursor::at(list_of(sort), first, ticket.id.0)
    }
}
