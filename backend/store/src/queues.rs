//! Queues, and how many tickets they hold.

use std::collections::BTreeMap;

use pult_domain::{
    policy::Visibility,
    queue::{Queue, QueueTree},
};
use pult_shared::{
    api::queue::{Names, QueueCounts},
    ids::QueueId,
    ticket::State,
};

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn},
    filter::{FilterContext, push_filter},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

struct QueueRow {
    queue: Queue,
    address: Option<String>,
}

impl FromRow for QueueRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            queue: Queue {
                id: row.get("id")?,
                parent_id: row.get("parent_id")?,
                path: row.get("path")?,
                names: Names {
                    de: row.get("name_de")?,
                    en: row.get("name_en")?,
                },
                addresses: Vec::new(),
                portal: row.get("portal")?,
                closing_mail: row.get("closing_mail")?,
                catch_all: row.get("catch_all")?,
            },
            address: row.get("address")?,
        })
    }
}

/// All queues.
pub async fn tree(conn: &impl Conn) -> Result<QueueTree, StoreError> {
    let sql = Sql::new(
        "SELECT q.id, q.parent_id, q.path, q.name_de, q.name_en, q.portal, q.closing_mail, q.catch_all, a.address
         FROM queues q LEFT JOIN queue_addresses a ON a.queue_id = q.id ORDER BY q.id, a.position",
    );
    let mut queues: BTreeMap<QueueId, Queue> = BTreeMap::new();
    for row in conn::all::<QueueRow>(conn, sql).await? {
        let queue = queues.entry(row.queue.id).or_insert(row.queue);
        queue.addresses.extend(row.address);
    }
    Ok(QueueTree::new(queues.into_values()))
}

/// Enters a queue; its parent must be there.
///
/// # Errors
/// `Duplicate` for a path or an address that another queue has, or for a second catch-all.
pub async fn insert(tx: &WriteTx, queue: &Queue) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO queues (id, parent_id, path, name_de, name_en, portal, closing_mail, catch_all)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        bind![
            queue.id,
            queue.parent_id,
            &queue.path,
            &queue.names.de,
            &queue.names.en,
            queue.portal,
            queue.closing_mail,
            queue.catch_all,
        ],
    );
    conn::run(tx, sql).await?;
    if queue.addresses.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new("INSERT INTO queue_addresses (address, queue_id, position) VALUES ");
    sql.rows(
        (0i64..)
            .zip(&queue.addresses)
            .map(|(at, address)| bind![address.to_lowercase(), queue.id, at]),
    );
    conn::run(tx, sql).await.map(|_| ())
}

struct CountRow {
    queue_id: QueueId,
    state: State,
    tickets: u64,
    unowned: u64,
}

impl FromRow for CountRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            queue_id: row.get("queue_id")?,
            state: row.get("state")?,
            tickets: row.get("tickets")?,
            unowned: row.get("unowned")?,
        })
    }
}

/// How many tickets that are not closed each queue holds, as far as they are visible. Queues without any are left out.
pub async fn counts(conn: &impl Conn, visibility: &Visibility) -> Result<BTreeMap<QueueId, QueueCounts>, StoreError> {
    let mut sql = Sql::new(
        "SELECT t.queue_id, t.state, COUNT(*) AS tickets, COUNT(*) FILTER (WHERE t.owner_id IS NULL) AS unowned
         FROM tickets t WHERE t.state <> 'closed' AND ",
    );
    push_filter(
        &mut sql,
        visibility.filter(),
        &FilterContext::of_visibility(conn::dialect(conn)),
    );
    sql.push(" GROUP BY t.queue_id, t.state");
    let mut counts: BTreeMap<QueueId, QueueCounts> = BTreeMap::new();
    for row in conn::all::<CountRow>(conn, sql).await? {
        let queue = counts.entry(row.queue_id).or_default();
        queue.unowned += row.unowned;
        match row.state {
            State::New => queue.new = row.tickets,
            State::Open => queue.open = row.tickets,
            State::Pending => queue.pending = row.tickets,
            State::Closed => {}
        }
    }
    Ok(counts)
}
