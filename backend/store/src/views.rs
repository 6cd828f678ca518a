//! Saved views: filters with a name, own ones and shared ones.

use pult_shared::{
    api::view::{Sharing, ViewDef},
    filter::Filter,
    ids::{PersonId, QueueId, ViewId},
    limits::VIEWS_MAX,
    person::PersonRef,
};

use crate::{
    StoreError, WriteTx,
    apply::to_json,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Views that are shared with one person at the most.
const SHARED_MAX: usize = 200;

/// A saved view with its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    pub id: ViewId,
    pub owner: PersonRef,
    pub view: ViewDef,
}

impl FromRow for View {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let queue_id: Option<QueueId> = row.get("queue_id")?;
        let sharing: String = row.get("sharing")?;
        let sharing = match (sharing.as_str(), queue_id) {
            ("nobody", _) => Sharing::Nobody,
            ("queue", Some(queue_id)) => Sharing::Queue { queue_id },
            ("everyone", _) => Sharing::Everyone,
            (other, _) => return Err(StoreError::Corrupt(format!("sharing of a view: {other}"))),
        };
        Ok(Self {
            id: row.get("id")?,
            owner: PersonRef {
                id: row.get("owner_id")?,
                name: row.get("owner_name")?,
                address: None,
            },
            view: ViewDef {
                name: row.get("name")?,
                filter: row.get("filter")?,
                sort: row.get("sort")?,
                columns: row.json("columns")?,
                sharing,
                position: row.get("position")?,
            },
        })
    }
}

const SELECT: &str = "SELECT v.id, v.owner_id, p.name AS owner_name, v.name, v.filter, v.sort, v.columns, v.sharing, v.queue_id, \
     v.position FROM saved_views v JOIN people p ON p.id = v.owner_id WHERE ";

/// A person's own views, and those that are shared with them: with the queues that they see as an agent, and with all agents where
/// they are one. By position and name. One query.
pub async fn list(
    conn: &impl Conn,
    person: PersonId,
    agent: bool,
    queues: &[QueueId],
) -> Result<Vec<View>, StoreError> {
    let mut sql = Sql::new(SELECT);
    sql.push("v.owner_id = ").bind(person);
    if agent {
        sql.push(" OR v.sharing = 'everyone'");
    }
    if !queues.is_empty() {
        sql.push(" OR (v.sharing = 'queue' AND v.queue_id IN ")
            .list(queues.iter().copied())
            .push(")");
    }
    sql.push(" ORDER BY v.position, v.name, v.id LIMIT ")
        .bind((VIEWS_MAX + SHARED_MAX) as u64);
    conn::all(conn, sql).await
}

/// The view with this id.
pub async fn find(conn: &impl Conn, id: ViewId) -> Result<Option<View>, StoreError> {
    let mut sql = Sql::new(SELECT);
    sql.push("v.id = ").bind(id);
    conn::one(conn, sql).await
}

/// How many views a person owns.
pub async fn count_own(conn: &impl Conn, person: PersonId) -> Result<u64, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM saved_views WHERE owner_id = $1",
        bind![person],
    );
    Ok(conn::one::<Single<u64>>(conn, sql).await?.map_or(0, |count| count.0))
}

/// Enters a view, or changes it; its owner stays.
pub async fn save(tx: &WriteTx, id: ViewId, owner: PersonId, view: &ViewDef) -> Result<(), StoreError> {
    let (sharing, queue_id) = match view.sharing {
        Sharing::Nobody => ("nobody", None),
        Sharing::Queue { queue_id } => ("queue", Some(queue_id)),
        Sharing::Everyone => ("everyone", None),
    };
    let sql = Sql::with(
        "INSERT INTO saved_views (id, owner_id, name, filter, sort, columns, sharing, queue_id, position)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (id) DO UPDATE SET name = $3, filter = $4, sort = $5, columns = $6, sharing = $7, queue_id = $8, position = $9",
        bind![
            id,
            owner,
            &view.name,
            &view.filter,
            view.sort.name(),
            to_json(&view.columns)?,
            sharing,
            queue_id,
            view.position,
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Deletes a view. Tells whether it was there.
pub async fn delete(tx: &WriteTx, id: ViewId) -> Result<bool, StoreError> {
    let gone = conn::run(tx, Sql::with("DELETE FROM saved_views WHERE id = $1", bind![id])).await?;
    Ok(gone > 0)
}

struct FilterRow(ViewId, String);

impl FromRow for FilterRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("id")?, row.get("filter")?))
    }
}

/// A queue has another path: filters that name it, or one below it, name it so from now on.
pub(crate) async fn follow_queue(tx: &WriteTx, before: &str, after: &str) -> Result<(), StoreError> {
    let sql = Sql::new("SELECT id, filter FROM saved_views WHERE filter LIKE '%queue:%'");
    for FilterRow(id, text) in conn::all::<FilterRow>(tx, sql).await? {
        // What cannot be read names nothing; its owner sees that when they open it.
        let Ok(filter) = Filter::parse(&text) else { continue };
        let moved = moved(filter.clone(), before, after);
        if moved != filter {
            let sql = Sql::with(
                "UPDATE saved_views SET filter = $2 WHERE id = $1",
                bind![id, moved.to_string()],
            );
            conn::run(tx, sql).await?;
        }
    }
    Ok(())
}

fn moved(filter: Filter, before: &str, after: &str) -> Filter {
    match filter {
        Filter::QueuePath(path) => {
            let rest = path.trim_matches('/').strip_prefix(before);
            match rest.filter(|rest| rest.is_empty() || rest.starts_with('/')) {
                Some(rest) => Filter::QueuePath(format!("{after}{rest}")),
                None => Filter::QueuePath(path),
            }
        }
        Filter::Not(inner) => Filter::Not(Box::new(moved(*inner, before, after))),
        Filter::And(parts) => Filter::And(parts.into_iter().map(|part| moved(part, before, after)).collect()),
        Filter::Or(parts) => Filter::Or(parts.into_iter().map(|part| moved(part, before, after)).collect()),
        other => other,
    }
}
