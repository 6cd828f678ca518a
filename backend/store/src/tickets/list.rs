//! Lists of tickets by filter, and how many there are: always within what the reader may see.

use std::collections::{BTreeMap, BTreeSet};

use pult_domain::{policy::Visibility, queue::QueueTree, staffing::Staffing, ticket::Ticket};
use pult_shared::{
    Timestamp,
    api::ticket::TicketSort,
    filter::{Filter, Who},
    ids::{PersonId, QueueId, TicketId},
};

use super::{
    order::{Placed, WordOrder, cursor_of, list_of, push_after, push_order, word_order},
    row::push_columns,
};
use crate::{
    Page, StoreError,
    conn::{self, Conn, Single},
    dialect::Dialect,
    filter::{FilterContext, push_filter, sharing},
    page::{Cursor, rows_for},
    row::{FromRow, Row},
    sql::Sql,
    staffing,
};

/// Which tickets somebody asks for.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    pub visibility: &'a Visibility,
    pub filter: &'a Filter,
    /// Who `me` is in the filter; nobody: the system.
    pub me: Option<PersonId>,
    pub tree: &'a QueueTree,
    /// What ages count from.
    pub now: Timestamp,
}

impl Question<'_> {
    pub(super) fn context(&self, dialect: Dialect) -> FilterContext<'_> {
        FilterContext::of_question(dialect, self.visibility.filter(), self.me, self.tree, self.now)
    }
}

/// What is asked for before a list: what its statement is about.
struct Beforehand {
    sharing: BTreeSet<QueueId>,
    staffing: Option<Staffing>,
}

impl Beforehand {
    /// One query; four or five more where a filter asks who is there.
    async fn ask(conn: &impl Conn, question: &Question<'_>, filters: &[&Filter]) -> Result<Self, StoreError> {
        let sharing = sharing(conn).await?;
        let orphaned = |filter: &Filter| matches!(filter, Filter::Orphaned(_));
        let staffing = if filters.iter().any(|filter| filter.has(orphaned)) {
            let facts = staffing::facts(conn).await?;
            Some(Staffing::at(&facts, question.tree, question.now))
        } else {
            None
        };
        Ok(Self { sharing, staffing })
    }

    fn asked<'a>(&'a self, question: &'a Question<'_>, dialect: Dialect) -> FilterContext<'a> {
        let context = question.context(dialect).sharing(&self.sharing);
        context.staffed(self.staffing.as_ref())
    }

    fn seen(&self, dialect: Dialect) -> FilterContext<'_> {
        FilterContext::of_visibility(dialect).sharing(&self.sharing)
    }
}

/// Where a page begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start<'a> {
    #[default]
    First,
    /// Behind the page that gave this cursor.
    After(&'a str),
    /// Behind so many tickets: for who jumps into a list. What comes and goes meanwhile shifts it.
    Offset(u32),
}

impl<'a> From<Option<&'a str>> for Start<'a> {
    fn from(cursor: Option<&'a str>) -> Self {
        cursor.map_or(Self::First, Self::After)
    }
}

/// The tickets that are visible and belong to a filter, page by page. Two queries, and some where the filter asks who is there.
///
/// # Errors
/// `BadCursor` for a cursor of another list or another order.
pub async fn page(
    conn: &impl Conn,
    question: &Question<'_>,
    sort: TicketSort,
    start: Start<'_>,
    limit: u32,
) -> Result<Page<Ticket>, StoreError> {
    let (cursor, offset) = match start {
        Start::First => (None, 0),
        Start::After(cursor) => (Some(cursor), 0),
        Start::Offset(count) => (None, count),
    };
    let after = Cursor::decode(list_of(sort), cursor)?;
    let before = Beforehand::ask(conn, question, &[question.filter]).await?;
    let place = Place { after, offset, limit };
    let dialect = conn::dialect(conn);
    let sql = page_sql(dialect, question, &before, sort, place);
    if word_order(dialect, sort).is_some() {
        let placed: Vec<Placed> = conn::all(conn, sql).await?;
        return Ok(Page::cut(placed, limit, |last| last.cursor(sort)).map(|placed| placed.ticket));
    }
    let tickets = conn::all(conn, sql).await?;
    Ok(Page::cut(tickets, limit, |last| cursor_of(sort, last)))
}

/// Which part of a list is a page.
struct Place {
    after: Option<Cursor>,
    offset: u32,
    limit: u32,
}

/// The ids are found first, so that nothing is gathered about tickets that are jumped over.
fn page_sql(
    dialect: Dialect,
    question: &Question<'_>,
    before: &Beforehand,
    sort: TicketSort,
    Place { after, offset, limit }: Place,
) -> Sql {
    let visibility = question.visibility.filter();
    let seen = before.seen(dialect).for_page(visibility);
    let asked = before.asked(question, dialect);
    let words = word_order(dialect, sort);
    let mut sql = Sql::new("SELECT ");
    push_columns(&mut sql, dialect);
    if words.is_some() {
        sql.push(", page.page_place, page.page_text");
    }
    // A cross join keeps SQLite from walking all tickets to look for each among those of the page.
    sql.push(" FROM (SELECT t.id AS page_id");
    if let Some(words) = &words {
        words.push_columns(&mut sql);
    }
    sql.push(" FROM tickets t");
    sql.push(words.as_ref().map_or("", WordOrder::join)).push(" WHERE ");
    push_filter(&mut sql, visibility, &seen);
    sql.push(" AND ");
    push_filter(&mut sql, question.filter, &asked);
    if let Some(after) = after {
        sql.push(" AND ");
        match &words {
            Some(words) => words.push_after(&mut sql, after),
            None => push_after(&mut sql, sort, &after),
        }
    }
    match &words {
        Some(words) => words.push_order(&mut sql),
        None => push_order(&mut sql, sort),
    }
    sql.push(" LIMIT ").bind(rows_for(limit));
    if offset > 0 {
        sql.push(" OFFSET ").bind(offset);
    }
    sql.push(") page CROSS JOIN tickets t WHERE t.id = page.page_id");
    match &words {
        Some(words) => words.push_order_of_page(&mut sql),
        None => push_order(&mut sql, sort),
    }
    sql
}

/// How many tickets are visible and belong to a filter; counting ends at `cap`.
pub async fn count(conn: &impl Conn, question: &Question<'_>, cap: Option<u64>) -> Result<u64, StoreError> {
    let counts = counts(conn, question, &[question.filter], cap).await?;
    Ok(counts.into_iter().next().unwrap_or_default())
}

/// Counts in one statement at the most: SQLite puts no more than 500 queries together.
const COUNTS_AT_ONCE: usize = 200;

struct CountRow {
    place: i64,
    value: u64,
}

impl FromRow for CountRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            place: row.get("place")?,
            value: row.get("value")?,
        })
    }
}

/// [`count`] for several filters by one reader (those of `question` but its own filter), in one statement. In the order of the filters.
pub async fn counts(
    conn: &impl Conn,
    question: &Question<'_>,
    filters: &[&Filter],
    cap: Option<u64>,
) -> Result<Vec<u64>, StoreError> {
    let mut counts = Vec::with_capacity(filters.len());
    let before = Beforehand::ask(conn, question, filters).await?;
    for filters in filters.chunks(COUNTS_AT_ONCE) {
        let sql = counts_sql(conn::dialect(conn), question, &before, filters, cap);
        let mut rows: Vec<CountRow> = conn::all(conn, sql).await?;
        rows.sort_by_key(|row| row.place);
        counts.extend(rows.into_iter().map(|row| row.value));
    }
    Ok(counts)
}

fn counts_sql(
    dialect: Dialect,
    question: &Question<'_>,
    before: &Beforehand,
    filters: &[&Filter],
    cap: Option<u64>,
) -> Sql {
    let visibility = question.visibility.filter();
    let asked = before.asked(question, dialect).for_count();
    // What the reader may see is bound once for all of them: it may name hundreds of queues.
    let mut seen = Sql::default();
    push_filter(&mut seen, visibility, &before.seen(dialect));
    let mut sql = Sql::with("", seen.values);
    for (place, filter) in filters.iter().enumerate() {
        sql.push(if place == 0 { "" } else { " UNION ALL " });
        sql.push(&format!(
            "SELECT CAST({place} AS BIGINT) AS place, COUNT(*) AS value FROM (SELECT 1 AS one FROM tickets t WHERE "
        ));
        sql.push(&seen.text).push(" AND ");
        push_filter(&mut sql, filter, &asked);
        if let Some(cap) = cap {
            sql.push(" LIMIT ").bind(cap);
        }
        sql.push(") counted");
    }
    sql
}

/// The ids of the tickets that are visible and belong to a filter, oldest first, at most `limit`: what a bulk job works on.
pub async fn ids(conn: &impl Conn, question: &Question<'_>, limit: u32) -> Result<Vec<TicketId>, StoreError> {
    let dialect = conn::dialect(conn);
    let visibility = question.visibility.filter();
    let before = Beforehand::ask(conn, question, &[question.filter]).await?;
    let (asked, seen) = (before.asked(question, dialect).for_count(), before.seen(dialect));
    let mut sql = Sql::new("SELECT t.id AS value FROM tickets t WHERE ");
    push_filter(&mut sql, visibility, &seen);
    sql.push(" AND ");
    push_filter(&mut sql, question.filter, &asked);
    sql.push(" ORDER BY t.id LIMIT ").bind(limit);
    drop((asked, seen));
    let rows: Vec<Single<TicketId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// The ids of all tickets behind one, in their order: for who goes through all of them.
pub async fn ids_after(conn: &impl Conn, after: Option<TicketId>, limit: u32) -> Result<Vec<TicketId>, StoreError> {
    let mut sql = Sql::new("SELECT t.id AS value FROM tickets t");
    if let Some(after) = after {
        sql.push(" WHERE t.id > ").bind(after);
    }
    sql.push(" ORDER BY t.id LIMIT ").bind(limit);
    let rows: Vec<Single<TicketId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

struct QueueRow(QueueId, u64);

impl FromRow for QueueRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("queue_id")?, row.get("tickets")?))
    }
}

/// In which queues these tickets are, and how many in each; what nobody knows is not counted, nor what is for others than `reader`.
pub async fn queues_of(
    conn: &impl Conn,
    ids: &[TicketId],
    reader: PersonId,
) -> Result<BTreeMap<QueueId, u64>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut sql = Sql::new("SELECT t.queue_id, COUNT(*) AS tickets FROM tickets t WHERE t.id IN ");
    sql.list(ids.iter().copied()).push(" AND ");
    let readable = Filter::Readable(Who::Person(reader));
    push_filter(&mut sql, &readable, &FilterContext::of_visibility(conn::dialect(conn)));
    sql.push(" GROUP BY t.queue_id");
    let rows: Vec<QueueRow> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
}

/// A requester's tickets but one, as far as they are visible: active ones first, last changed first.
pub async fn of_requester(
    conn: &impl Conn,
    visibility: &Visibility,
    requester: PersonId,
    except: Option<TicketId>,
    limit: u32,
) -> Result<Vec<Ticket>, StoreError> {
    let dialect = conn::dialect(conn);
    let mut sql = Sql::new("SELECT ");
    push_columns(&mut sql, dialect);
    sql.push(" FROM tickets t WHERE t.requester_id = ").bind(requester);
    if let Some(except) = except {
        sql.push(" AND t.id <> ").bind(except);
    }
    sql.push(" AND ");
    push_filter(
        &mut sql,
        visibility.filter(),
        &FilterContext::of_visibility(dialect).by_person(),
    );
    sql.push(" ORDER BY CASE WHEN t.closed_at IS NULL THEN 0 ELSE 1 END, t.updated_at DESC, t.id DESC LIMIT ")
        .bind(limit);
    conn::all(conn, sql).await
}
