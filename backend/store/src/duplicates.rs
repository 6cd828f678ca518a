//! Prints of requests: kept for some weeks with the bands by which similar ones meet, written in the transaction that opens a ticket.
//!
//! Which of those that meet are duplicates, and why, is `pult_domain::duplicates`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use pult_domain::{
    duplicates::Print,
    policy::Visibility,
    ticket::{Decision, Ticket},
};
use pult_shared::{Timestamp, command::LinkKind, ids::TicketId};

use crate::{
    StoreError, WriteTx,
    apply::insert_rows,
    conn::{self, Conn, Single},
    filter::{FilterContext, push_filter},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// How far apart two requests are looked for at the most: what was asked a month ago is not asked by several people now.
pub const WITHIN: SignedDuration = SignedDuration::from_hours(30 * 24);
/// The newest requests that are looked at of each band: all are bounded together, however many say the same.
const OF_A_BAND: u32 = 40;
/// The newest ones of one person.
const OF_A_PERSON: u32 = 20;
/// Requests that are compared at the most.
const COMPARED: u32 = 40;

/// Keeps the print of a ticket that was opened just now: of its subject and its first message. At most two statements.
pub(crate) async fn index(tx: &WriteTx, decision: &Decision) -> Result<(), StoreError> {
    let Some(first) = decision.articles.first() else {
        return Ok(());
    };
    let ticket = &decision.ticket;
    match Print::of(&ticket.subject, &first.text) {
        Some(print) => enter(tx, &[(ticket.id, ticket.created_at, print)]).await,
        None => Ok(()),
    }
}

/// Keeps prints.
pub async fn enter(tx: &WriteTx, prints: &[(TicketId, Timestamp, Print)]) -> Result<(), StoreError> {
    let rows = prints.iter().map(|(id, at, print)| bind![*id, *at, print.to_bytes()]);
    insert_rows(
        tx,
        "INSERT INTO ticket_prints (ticket_id, at, print) VALUES ",
        rows.collect(),
    )
    .await?;
    let bands = prints.iter().flat_map(|(id, at, print)| {
        let of = print.bands().into_iter();
        of.map(|band| bind![band, *at, *id]).collect::<Vec<_>>()
    });
    insert_rows(
        tx,
        "INSERT INTO ticket_bands (band, at, ticket_id) VALUES ",
        bands.collect(),
    )
    .await
}

/// Forgets a ticket's print: its text is not what it was.
pub(crate) async fn forget(tx: &WriteTx, ticket: TicketId) -> Result<(), StoreError> {
    // Its bands lead nowhere without it, and go with time.
    let sql = Sql::with("DELETE FROM ticket_prints WHERE ticket_id = $1", bind![ticket]);
    conn::run(tx, sql).await.map(|_| ())
}

/// Forgets the prints of requests from before a time.
pub async fn delete_older(tx: &WriteTx, before: Timestamp) -> Result<(), StoreError> {
    let prints = Sql::with("DELETE FROM ticket_prints WHERE at < $1", bind![before]);
    if conn::run(tx, prints).await? > 0 {
        let bands = Sql::with("DELETE FROM ticket_bands WHERE at < $1", bind![before]);
        conn::run(tx, bands).await?;
    }
    Ok(())
}

struct PrintRow(TicketId, Vec<u8>);

impl FromRow for PrintRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("ticket_id")?, row.get("print")?))
    }
}

/// The prints of tickets; those that have none are left out.
pub async fn prints(conn: &impl Conn, tickets: &[TicketId]) -> Result<BTreeMap<TicketId, Print>, StoreError> {
    let mut sql = Sql::new("SELECT ticket_id, print FROM ticket_prints WHERE ticket_id IN ");
    sql.list(tickets.iter().copied());
    let rows: Vec<PrintRow> = conn::all(conn, sql).await?;
    let print = |PrintRow(ticket, bytes)| Some((ticket, Print::from_bytes(&bytes)?));
    Ok(rows.into_iter().filter_map(print).collect())
}

/// Other tickets in which messages of a ticket are too.
pub async fn with_same_message(conn: &impl Conn, ticket: TicketId) -> Result<BTreeSet<TicketId>, StoreError> {
    let sql = Sql::with(
        "SELECT DISTINCT h.ticket_id AS value FROM articles a JOIN thread_ids h ON h.message_id = a.message_id
         WHERE a.ticket_id = $1 AND h.ticket_id <> $1 LIMIT $2",
        bind![ticket, OF_A_PERSON],
    );
    let rows: Vec<Single<TicketId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// The tickets that could be about the same as one, as far as they are visible: by their texts (those that meet in the most bands first),
/// by their requester, and those in `same_message`. Not what was merged or removed, nor what is linked with it or below the same ticket
/// already. One query, bounded in each of its parts.
pub async fn candidates(
    conn: &impl Conn,
    visibility: &Visibility,
    ticket: &Ticket,
    print: Option<&Print>,
    same_message: &BTreeSet<TicketId>,
) -> Result<Vec<TicketId>, StoreError> {
    let from = ticket.created_at.saturating_sub(WITHIN).unwrap_or(ticket.created_at);
    let until = ticket.created_at.saturating_add(WITHIN).unwrap_or(ticket.created_at);
    let mut sql = Sql::with(
        "SELECT t.id AS value FROM (SELECT m.met AS met, COUNT(*) AS hits FROM (SELECT * FROM
           (SELECT o.id AS met FROM tickets o WHERE o.requester_id = $2 AND o.created_at BETWEEN $3 AND $4
            ORDER BY o.created_at DESC LIMIT $5) own",
        bind![ticket.id, ticket.requester_id, from, until, OF_A_PERSON],
    );
    for (number, band) in print.iter().flat_map(|print| print.bands()).enumerate() {
        sql.push(" UNION ALL SELECT * FROM (SELECT ticket_id AS met FROM ticket_bands WHERE band = ")
            .bind(band);
        sql.push(" AND at BETWEEN $3 AND $4 ORDER BY at DESC LIMIT ")
            .bind(OF_A_BAND);
        sql.push(&format!(") b{number}"));
    }
    sql.push(") m GROUP BY m.met) n CROSS JOIN tickets t WHERE t.id = n.met");
    push_wanted(&mut sql, conn, visibility);
    sql.push(" ORDER BY n.hits DESC, t.created_at DESC, t.id LIMIT ")
        .bind(COMPARED);
    let rows: Vec<Single<TicketId>> = conn::all(conn, sql).await?;
    let mut found: Vec<TicketId> = rows.into_iter().map(|row| row.0).collect();
    let missing: Vec<TicketId> = same_message.iter().filter(|id| !found.contains(id)).copied().collect();
    if !missing.is_empty() {
        let mut sql = Sql::with(
            "SELECT t.id AS value FROM tickets t WHERE $1 = $1 AND t.id IN ",
            bind![ticket.id],
        );
        sql.list(missing);
        push_wanted(&mut sql, conn, visibility);
        let rows: Vec<Single<TicketId>> = conn::all(conn, sql).await?;
        found.extend(rows.into_iter().map(|row| row.0));
    }
    Ok(found)
}

/// Whatever may be shown beside the ticket `$1`.
fn push_wanted(sql: &mut Sql, conn: &impl Conn, visibility: &Visibility) {
    sql.push(" AND t.id <> $1 AND t.merged_into IS NULL AND t.state_type <> 'removed'");
    sql.push(" AND NOT EXISTS (SELECT 1 FROM ticket_links l WHERE l.ticket_id = $1 AND l.other_id = t.id)");
    sql.push(" AND NOT EXISTS (SELECT 1 FROM ticket_links u JOIN ticket_links d ON d.other_id = u.other_id AND d.kind = u.kind");
    sql.push(" WHERE u.ticket_id = $1 AND u.kind = ")
        .bind(LinkKind::Parent.name());
    sql.push(" AND d.ticket_id = t.id) AND ");
    let context = FilterContext::of_visibility(conn::dialect(conn)).by_person();
    push_filter(sql, visibility.filter(), &context);
}
