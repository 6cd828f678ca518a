//! Queues, and how many tickets they hold. Every write raises the version of the catalog.

use std::collections::BTreeMap;

use pult_domain::{
    policy::Visibility,
    queue::{Queue, QueueTree},
};
use pult_shared::{
    api::queue::{IntakeRules, QueueCounts},
    catalog::StateType,
    ids::QueueId,
};
use sea_orm::Value;

use crate::{
    StoreError, WriteTx,
    apply::to_json,
    catalog,
    conn::{self, Conn, Single},
    filter::{FilterContext, push_filter, sharing},
    row::{FromRow, Row},
    sql::{Bind, Sql, bind},
    views,
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
                names: row.names(["name_de", "name_en"])?,
                addresses: Vec::new(),
                portal: row.get("portal")?,
                closing_mail: row.get("closing_mail")?,
                catch_all: row.get("catch_all")?,
                valid: row.get("valid")?,
                description: row.names(["description_de", "description_en"])?,
                salutation: row.names(["salutation_de", "salutation_en"])?,
                signature: row.names(["signature_de", "signature_en"])?,
                follow_up: row.get("follow_up")?,
                unlock_minutes: row.get("unlock_minutes")?,
                calendar: row.get("calendar")?,
                sla: row.get("sla")?,
                remind_days: row.get("remind_days")?,
                default_priority: row.get("default_priority")?,
                default_type: row.get("default_type")?,
                mails: row.json("mails")?,
                intake: IntakeRules {
                    senders: row.get("senders")?,
                    proof: row.get("sender_proof")?,
                    machines: row.get("machine_mail")?,
                },
                sensitive: row.get("sensitive")?,
                customers_close: row.get("customers_close")?,
                name_shown: row.get("name_shown")?,
                address_domains: row.json("address_domains")?,
            },
            address: row.get("address")?,
        })
    }
}

/// All queues.
pub async fn tree(conn: &impl Conn) -> Result<QueueTree, StoreError> {
    let sql = Sql::new(
        "SELECT q.*, a.address FROM queues q LEFT JOIN queue_addresses a ON a.queue_id = q.id ORDER BY q.id, a.position",
    );
    let mut queues: BTreeMap<QueueId, Queue> = BTreeMap::new();
    for row in conn::all::<QueueRow>(conn, sql).await? {
        let queue = queues.entry(row.queue.id).or_insert(row.queue);
        queue.addresses.extend(row.address);
    }
    Ok(QueueTree::new(queues.into_values()))
}

/// The columns that may change, with their values.
fn settings(queue: &Queue) -> Result<[(&'static str, Value); 29], StoreError> {
    Ok([
        ("parent_id", queue.parent_id.bind()),
        ("path", (&queue.path).bind()),
        ("name_de", (&queue.names.de).bind()),
        ("name_en", (&queue.names.en).bind()),
        ("portal", queue.portal.bind()),
        ("closing_mail", queue.closing_mail.bind()),
        ("catch_all", queue.catch_all.bind()),
        ("valid", queue.valid.bind()),
        ("description_de", (&queue.description.de).bind()),
        ("description_en", (&queue.description.en).bind()),
        ("salutation_de", (&queue.salutation.de).bind()),
        ("salutation_en", (&queue.salutation.en).bind()),
        ("signature_de", (&queue.signature.de).bind()),
        ("signature_en", (&queue.signature.en).bind()),
        ("follow_up", queue.follow_up.name().bind()),
        ("unlock_minutes", queue.unlock_minutes.bind()),
        ("calendar", queue.calendar.as_ref().bind()),
        ("sla", queue.sla.as_ref().bind()),
        ("remind_days", queue.remind_days.bind()),
        (
            "default_priority",
            queue.default_priority.map(|priority| i64::from(priority.get())).bind(),
        ),
        ("default_type", queue.default_type.as_ref().bind()),
        ("mails", mails(queue)?.bind()),
        ("senders", queue.intake.senders.name().bind()),
        ("sender_proof", queue.intake.proof.bind()),
        ("machine_mail", queue.intake.machines.bind()),
        ("sensitive", queue.sensitive.bind()),
        ("customers_close", queue.customers_close.bind()),
        ("name_shown", queue.name_shown.bind()),
        ("address_domains", to_json(&queue.address_domains)?.bind()),
    ])
}

fn mails(queue: &Queue) -> Result<String, StoreError> {
    serde_json::to_string(&queue.mails).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Enters a queue; its parent must be there. A new catch-all takes over from the one before.
///
/// # Errors
/// `Duplicate` for a path or an address that another queue has.
pub async fn insert(tx: &WriteTx, queue: &Queue) -> Result<(), StoreError> {
    take_over_catch_all(tx, queue).await?;
    let mut sql = Sql::new("INSERT INTO queues (id");
    let mut values = bind![queue.id];
    for (column, value) in settings(queue)? {
        sql.push(", ").push(column);
        values.push(value);
    }
    sql.push(") VALUES ").tuple(values);
    conn::run(tx, sql).await?;
    insert_addresses(tx, queue).await?;
    catalog::changed(tx).await
}

/// Changes a queue. With its path change the paths of all below it, and the filters of saved views that name one of them. A new catch-all takes over from the one before.
///
/// # Errors
/// `Duplicate` for a path or an address that another queue has. A place below itself is for the rules to refuse.
pub async fn update(tx: &WriteTx, queue: &Queue) -> Result<(), StoreError> {
    take_over_catch_all(tx, queue).await?;
    let before = Sql::with("SELECT path AS value FROM queues WHERE id = $1", bind![queue.id]);
    let before: Option<Single<String>> = conn::one(tx, before).await?;
    let mut sql = Sql::new("UPDATE queues SET ");
    for (index, (column, value)) in settings(queue)?.into_iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " });
        sql.push(column).push(" = ").bind_value(value);
    }
    sql.push(" WHERE id = ").bind(queue.id);
    conn::run(tx, sql).await?;
    if let Some(Single(before)) = before.filter(|before| before.0 != queue.path) {
        move_below(tx, &before, &queue.path).await?;
        views::follow_queue(tx, &before, &queue.path).await?;
    }
    conn::run(
        tx,
        Sql::with("DELETE FROM queue_addresses WHERE queue_id = $1", bind![queue.id]),
    )
    .await?;
    insert_addresses(tx, queue).await?;
    catalog::changed(tx).await
}

/// Gives all queues below a path the new beginning.
async fn move_below(tx: &WriteTx, before: &str, after: &str) -> Result<(), StoreError> {
    let length = before.chars().count() + 1;
    let sql = Sql::with(
        &format!("UPDATE queues SET path = $2 || substr(path, {length}) WHERE substr(path, 1, {length}) = $1 || '/'"),
        bind![before, after],
    );
    conn::run(tx, sql).await.map(|_| ())
}

async fn take_over_catch_all(tx: &WriteTx, queue: &Queue) -> Result<(), StoreError> {
    if queue.catch_all {
        let sql = Sql::with(
            "UPDATE queues SET catch_all = FALSE WHERE catch_all AND id <> $1",
            bind![queue.id],
        );
        conn::run(tx, sql).await?;
    }
    Ok(())
}

async fn insert_addresses(tx: &WriteTx, queue: &Queue) -> Result<(), StoreError> {
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

/// Deletes a queue, with what roles permit in it and the places where templates are offered. Views that were shared with it belong
/// to their owners again. Tells whether it was there.
///
/// # Errors
/// `InUse` when it holds tickets or queues, or takes what fits nowhere else.
pub async fn delete(tx: &WriteTx, id: QueueId) -> Result<bool, StoreError> {
    for question in [
        "FROM tickets WHERE queue_id = $1",
        "FROM queues WHERE parent_id = $1",
        "FROM queues WHERE id = $1 AND catch_all",
    ] {
        let sql = Sql::with(
            &format!("SELECT CAST(1 AS BIGINT) AS value {question} LIMIT 1"),
            bind![id],
        );
        if conn::one::<Single<i64>>(tx, sql).await?.is_some() {
            return Err(StoreError::InUse);
        }
    }
    for follows in [
        "DELETE FROM ticket_queues WHERE queue_id = $1",
        "DELETE FROM template_queues WHERE queue_id = $1",
        "UPDATE saved_views SET sharing = 'nobody', queue_id = NULL WHERE queue_id = $1",
    ] {
        conn::run(tx, Sql::with(follows, bind![id])).await?;
    }
    let there = conn::run(tx, Sql::with("DELETE FROM queues WHERE id = $1", bind![id])).await? > 0;
    catalog::changed(tx).await?;
    Ok(there)
}

/// How many tickets a queue holds, closed ones too.
pub async fn tickets_in(conn: &impl Conn, id: QueueId) -> Result<u64, StoreError> {
    let sql = Sql::with("SELECT COUNT(*) AS value FROM tickets WHERE queue_id = $1", bind![id]);
    Ok(conn::one::<Single<u64>>(conn, sql).await?.map_or(0, |count| count.0))
}

struct CountRow {
    queue_id: QueueId,
    state_type: StateType,
    tickets: u64,
    unowned: u64,
}

impl FromRow for CountRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            queue_id: row.get("queue_id")?,
            state_type: row.get("state_type")?,
            tickets: row.get("tickets")?,
            unowned: row.get("unowned")?,
        })
    }
}

/// How many active tickets are found in each queue, as far as they are visible. Queues without any are left out.
pub async fn counts(conn: &impl Conn, visibility: &Visibility) -> Result<BTreeMap<QueueId, QueueCounts>, StoreError> {
    let sharing = sharing(conn).await?;
    let context = FilterContext::of_visibility(conn::dialect(conn)).sharing(&sharing);
    let mut visible = Sql::default();
    push_filter(&mut visible, visibility.filter(), &context);
    drop(context);
    let mut sql = Sql::with("", visible.values);
    // In their own queues, and in those to which their mail was sent too.
    let places = [
        ("t.queue_id", "tickets t WHERE"),
        (
            "s.queue_id",
            "ticket_queues s JOIN tickets t ON t.id = s.ticket_id WHERE s.shown AND",
        ),
    ];
    for (queue, from) in places.into_iter().take(if sharing.is_empty() { 1 } else { 2 }) {
        let union = if sql.text.is_empty() { "" } else { " UNION ALL " };
        sql.push(&format!(
            "{union}SELECT {queue} AS queue_id, t.state_type, COUNT(*) AS tickets,
             COUNT(*) FILTER (WHERE t.owner_id IS NULL) AS unowned FROM {from} t.closed_at IS NULL AND "
        ));
        sql.push(&visible.text);
        sql.push(&format!(" GROUP BY {queue}, t.state_type"));
    }
    let mut counts: BTreeMap<QueueId, QueueCounts> = BTreeMap::new();
    for row in conn::all::<CountRow>(conn, sql).await? {
        let queue = counts.entry(row.queue_id).or_default();
        queue.unowned += row.unowned;
        match row.state_type {
            StateType::New => queue.new += row.tickets,
            StateType::Open => queue.open += row.tickets,
            StateType::PendingReminder | StateType::PendingAuto => queue.pending += row.tickets,
            StateType::Closed | StateType::Merged | StateType::Removed => {}
        }
    }
    Ok(counts)
}
