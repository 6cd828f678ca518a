//! The orders of lists of tickets, and the cursors that go with them.
//!
//! An order by a time, by priority or by number walks an index and stops at the end of the page. One by words (a subject, a name, a
//! state's place) is gathered from the tickets that the filter leaves, of which the database keeps no more than a page: no index is
//! written for it with every ticket, and the other lists are as fast as without it.

use pult_domain::ticket::Ticket;
use pult_shared::{Timestamp, api::ticket::TicketSort};

use crate::{
    StoreError,
    dialect::Dialect,
    page::{Cursor, list},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Those without a time stand where these do. The texts are those of the indexes, word by word.
const NEVER: i64 = i64::MAX;
const DUE: &str = "COALESCE(t.due_at, 9223372036854775807)";
const PENDING: &str = "COALESCE(t.pending_until, 9223372036854775807)";
const ESCALATION: &str = "COALESCE(t.escalation_due, 9223372036854775807)";
const CONTACT: &str = "COALESCE(t.last_contact_at, 0)";
/// From the last to the first, those without a time stand last too; these have no index.
const DUE_LAST: &str = "COALESCE(t.due_at, 0)";
const ESCALATION_LAST: &str = "COALESCE(t.escalation_due, 0)";
const PENDING_LAST: &str = "COALESCE(t.pending_until, 0)";

/// The list that a cursor of this order belongs to.
pub(super) fn list_of(sort: TicketSort) -> u8 {
    list::TICKETS + sort as u8
}

/// The orders that have one key of the ticket itself.
fn single_key(sort: TicketSort) -> Option<&'static str> {
    match sort {
        TicketSort::UpdatedDesc | TicketSort::UpdatedAsc => Some("t.updated_at"),
        TicketSort::CreatedDesc | TicketSort::CreatedAsc => Some("t.created_at"),
        TicketSort::DueAsc => Some(DUE),
        TicketSort::DueDesc => Some(DUE_LAST),
        TicketSort::PendingAsc => Some(PENDING),
        TicketSort::PendingDesc => Some(PENDING_LAST),
        TicketSort::EscalationAsc => Some(ESCALATION),
        TicketSort::EscalationDesc => Some(ESCALATION_LAST),
        TicketSort::ContactDesc | TicketSort::ContactAsc => Some(CONTACT),
        _ => None,
    }
}

/// An order by words: a place, and a text among those of one place.
pub(super) struct WordOrder {
    /// What has to be joined to the row `t` of `tickets`.
    join: &'static str,
    place: Option<String>,
    text: String,
    descending: bool,
}

/// The order, where it is one by words.
pub(super) fn word_order(dialect: Dialect, sort: TicketSort) -> Option<WordOrder> {
    use TicketSort as S;
    let descending = sort.is_descending();
    // Whoever has no value comes last, whichever way the order runs.
    let given = |column: &str| {
        let (none, some) = if descending { (0, 1) } else { (1, 0) };
        format!("CAST(CASE WHEN {column} IS NULL THEN {none} ELSE {some} END AS BIGINT)")
    };
    let (join, place, text) = match sort {
        S::NumberAsc | S::NumberDesc => ("", None, "t.number"),
        S::SubjectAsc | S::SubjectDesc => ("", None, "t.subject"),
        S::ChannelAsc | S::ChannelDesc => ("", None, "t.channel"),
        S::ServiceAsc | S::ServiceDesc => ("", Some(given("t.service")), "t.service"),
        S::RequesterAsc | S::RequesterDesc => (" JOIN people s ON s.id = t.requester_id", None, "s.name"),
        S::OwnerAsc | S::OwnerDesc => (
            " LEFT JOIN people s ON s.id = t.owner_id",
            Some(given("t.owner_id")),
            "s.name",
        ),
        S::ResponsibleAsc | S::ResponsibleDesc => (
            " LEFT JOIN people s ON s.id = t.responsible_id",
            Some(given("t.responsible_id")),
            "s.name",
        ),
        S::QueueAsc | S::QueueDesc => (" JOIN queues s ON s.id = t.queue_id", None, "s.path"),
        S::StateAsc | S::StateDesc => (
            " LEFT JOIN states s ON s.key = t.state",
            Some("COALESCE(s.position, 0)".to_owned()),
            "t.state",
        ),
        S::TypeAsc | S::TypeDesc => {
            let none = if descending { "-1" } else { "9223372036854775807" };
            (
                " LEFT JOIN ticket_types s ON s.key = t.ticket_type",
                Some(format!("COALESCE(s.position, {none})")),
                "t.ticket_type",
            )
        }
        _ => return None,
    };
    let text = match sort {
        // A number is digits, and its index has it as it is.
        S::NumberAsc | S::NumberDesc => text.to_owned(),
        _ => dialect.in_letters(&format!("COALESCE({text}, '')")),
    };
    Some(WordOrder {
        join,
        place,
        text,
        descending,
    })
}

impl WordOrder {
    /// Appends the columns that the page is put in order by, for the inner query.
    pub(super) fn push_columns(&self, sql: &mut Sql) {
        let place = self.place.as_deref().unwrap_or("CAST(0 AS BIGINT)");
        sql.push(", ").push(place).push(" AS page_place, ");
        sql.push(&self.text).push(" AS page_text");
    }

    pub(super) fn join(&self) -> &'static str {
        self.join
    }

    fn keys(&self) -> impl Iterator<Item = &str> {
        self.place.as_deref().into_iter().chain([self.text.as_str(), "t.id"])
    }

    /// Appends the condition that a ticket comes after a cursor.
    pub(super) fn push_after(&self, sql: &mut Sql, after: Cursor) {
        for (index, key) in self.keys().enumerate() {
            sql.push(if index == 0 { "(" } else { ", " }).push(key);
        }
        sql.push(if self.descending { ") < " } else { ") > " });
        let mut values = bind![after.text, after.id];
        if self.place.is_some() {
            values.splice(0..0, bind![after.first]);
        }
        sql.tuple(values);
    }

    /// Appends `ORDER BY …` of the inner query.
    pub(super) fn push_order(&self, sql: &mut Sql) {
        for (index, key) in self.keys().enumerate() {
            sql.push(if index == 0 { " ORDER BY " } else { ", " }).push(key);
            sql.push(if self.descending { " DESC" } else { "" });
        }
    }

    /// Appends `ORDER BY …` of the page that was found.
    pub(super) fn push_order_of_page(&self, sql: &mut Sql) {
        sql.push(if self.descending {
            " ORDER BY page.page_place DESC, page.page_text DESC, t.id DESC"
        } else {
            " ORDER BY page.page_place, page.page_text, t.id"
        });
    }
}

/// A ticket with the words that it stands by.
pub(super) struct Placed {
    pub(super) ticket: Ticket,
    place: i64,
    text: String,
}

impl FromRow for Placed {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            ticket: Ticket::from_row(row)?,
            place: row.get("page_place")?,
            text: row.get("page_text")?,
        })
    }
}

impl Placed {
    /// The cursor behind it.
    pub(super) fn cursor(&self, sort: TicketSort) -> Cursor {
        Cursor {
            text: self.text.clone(),
            ..Cursor::at(list_of(sort), self.place, self.ticket.id.0)
        }
    }
}

/// Appends `ORDER BY …`.
pub(super) fn push_order(sql: &mut Sql, sort: TicketSort) {
    sql.push(" ORDER BY ");
    match (single_key(sort), sort) {
        (Some(key), _) if sort.is_descending() => sql.push(key).push(" DESC, t.id DESC"),
        (Some(key), _) => sql.push(key).push(", t.id"),
        (None, TicketSort::PriorityAsc) => sql.push("t.priority, t.created_at, t.id"),
        (None, _) => sql.push("t.priority DESC, t.created_at, t.id"),
    };
}

/// Appends the condition that a ticket comes after a cursor.
pub(super) fn push_after(sql: &mut Sql, sort: TicketSort, after: &Cursor) {
    let descending = sort.is_descending();
    let Some(key) = single_key(sort) else {
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
        TicketSort::DueDesc => (at(ticket.due_at, 0), 0),
        TicketSort::PendingAsc => (at(ticket.pending_until, NEVER), 0),
        TicketSort::PendingDesc => (at(ticket.pending_until, 0), 0),
        TicketSort::EscalationAsc => (at(ticket.clocks.due_at, NEVER), 0),
        TicketSort::EscalationDesc => (at(ticket.clocks.due_at, 0), 0),
        TicketSort::ContactDesc | TicketSort::ContactAsc => (at(ticket.last_contact_at, 0), 0),
        // Those by words have their cursor from the row.
        _ => (0, 0),
    };
    Cursor {
        second,
        ..Cursor::at(list_of(sort), first, ticket.id.0)
    }
}
