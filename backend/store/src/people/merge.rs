//! People who turned out to be one. Whoever goes on in another one keeps their row: histories and messages go on naming them, and their id is
//! an alias of the other's. It always points to the end of the chain.

use std::collections::BTreeMap;

use pult_domain::ticket::{Handed, Place};
use pult_shared::{
    Timestamp,
    api::{person::PersonAddress, person_merge::PlaceCounts},
    ids::{PersonId, PersonMergeId, TicketId},
};

use super::profile::{end_sessions, replace_addresses};
use crate::{
    StoreError, WriteTx,
    apply::{insert_rows, to_json},
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Merges of one person that are listed.
const LISTED_MAX: u32 = 50;
/// The word in `deactivated_by` of who goes on in another one.
const BY_MERGE: &str = "merge";

/// A merge, with what the one who is gone had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    pub id: PersonMergeId,
    pub kept: PersonId,
    pub gone: PersonId,
    pub at: Timestamp,
    pub actor: Option<PersonId>,
    /// Whether who is gone could sign in.
    pub active: bool,
    pub login: Option<String>,
    pub addresses: Vec<PersonAddress>,
    pub undone_at: Option<Timestamp>,
}

impl FromRow for Merge {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            kept: row.get("kept_id")?,
            gone: row.get("gone_id")?,
            at: row.get("at")?,
            actor: row.get("actor_id")?,
            active: row.get("active")?,
            login: row.get("login")?,
            addresses: row.json("addresses")?,
            undone_at: row.get("undone_at")?,
        })
    }
}

const COLUMNS: &str =
    "SELECT id, kept_id, gone_id, at, actor_id, active, login, addresses, undone_at FROM person_merges WHERE ";

/// The person whom an id means: another one, where theirs goes on in that.
pub async fn alias(conn: &impl Conn, id: PersonId) -> Result<PersonId, StoreError> {
    let sql = Sql::with("SELECT merged_into AS value FROM people WHERE id = $1", bind![id]);
    let row: Option<Single<Option<PersonId>>> = conn::one(conn, sql).await?;
    Ok(row.and_then(|row| row.0).unwrap_or(id))
}

/// The merge with this id.
pub async fn find(conn: &impl Conn, id: PersonMergeId) -> Result<Option<Merge>, StoreError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push("id = ").bind(id);
    conn::one(conn, sql).await
}

/// The merges in which a person stayed or went, the newest first.
pub async fn of(conn: &impl Conn, person: PersonId) -> Result<Vec<Merge>, StoreError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push("kept_id = ").bind(person);
    sql.push(" OR gone_id = ").bind(person);
    sql.push(" ORDER BY at DESC, id DESC LIMIT ").bind(LISTED_MAX);
    conn::all(conn, sql).await
}

/// The tickets at which a person has a place, or holds the lock; at most so many.
pub async fn tickets_of(conn: &impl Conn, person: PersonId, limit: u32) -> Result<Vec<TicketId>, StoreError> {
    let sql = Sql::with(
        "SELECT value FROM (
           SELECT id AS value FROM tickets WHERE requester_id = $1
           UNION SELECT id FROM tickets WHERE owner_id = $1
           UNION SELECT id FROM tickets WHERE responsible_id = $1
           UNION SELECT id FROM tickets WHERE locked_by = $1
           UNION SELECT ticket_id FROM ticket_people WHERE person_id = $1 AND part IN ('participant', 'watcher', 'reader')
         ) places ORDER BY value LIMIT $2",
        bind![person, limit],
    );
    let rows: Vec<Single<TicketId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

impl FromRow for PlaceCounts {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            requester: row.get("requester")?,
            owner: row.get("owner")?,
            responsible: row.get("responsible")?,
            participant: row.get("participant")?,
            watcher: row.get("watcher")?,
        })
    }
}

/// At how many tickets a person has which place.
pub async fn places_of(conn: &impl Conn, person: PersonId) -> Result<PlaceCounts, StoreError> {
    let sql = Sql::with(
        "SELECT (SELECT COUNT(*) FROM tickets WHERE requester_id = $1) AS requester,
           (SELECT COUNT(*) FROM tickets WHERE owner_id = $1) AS owner,
           (SELECT COUNT(*) FROM tickets WHERE responsible_id = $1) AS responsible,
           (SELECT COUNT(*) FROM ticket_people WHERE person_id = $1 AND part = 'participant') AS participant,
           (SELECT COUNT(*) FROM ticket_people WHERE person_id = $1 AND part = 'watcher') AS watcher",
        bind![person],
    );
    Ok(conn::one(conn, sql).await?.unwrap_or_default())
}

struct CountRow(PersonMergeId, PlaceCounts);

impl FromRow for CountRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("merge_id")?, PlaceCounts::from_row(row)?))
    }
}

/// How many places changed hands in each of these merges.
pub async fn places_in(
    conn: &impl Conn,
    merges: &[PersonMergeId],
) -> Result<BTreeMap<PersonMergeId, PlaceCounts>, StoreError> {
    if merges.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut sql = Sql::new("SELECT merge_id");
    for place in Place::ALL.map(Place::name) {
        sql.push(&format!(
            ", SUM(CASE WHEN place = '{place}' THEN 1 ELSE 0 END) AS {place}"
        ));
    }
    sql.push(" FROM person_merge_tickets WHERE merge_id IN ")
        .list(merges.iter().copied());
    sql.push(" GROUP BY merge_id");
    let rows: Vec<CountRow> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
}

struct HandedRow(TicketId, Handed);

impl FromRow for HandedRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let name: String = row.get("place")?;
        let place =
            Place::from_name(&name).ok_or_else(|| StoreError::Corrupt(format!("there is no place `{name}`")))?;
        let shared = row.get("shared")?;
        Ok(Self(row.get("ticket_id")?, Handed { place, shared }))
    }
}

/// What changed hands in a merge, by ticket.
pub async fn handed_in(conn: &impl Conn, merge: PersonMergeId) -> Result<BTreeMap<TicketId, Vec<Handed>>, StoreError> {
    let sql = Sql::with(
        "SELECT ticket_id, place, shared FROM person_merge_tickets WHERE merge_id = $1",
        bind![merge],
    );
    let mut handed: BTreeMap<TicketId, Vec<Handed>> = BTreeMap::new();
    for HandedRow(ticket, one) in conn::all(conn, sql).await? {
        handed.entry(ticket).or_default().push(one);
    }
    for one in handed.values_mut() {
        one.sort_unstable();
    }
    Ok(handed)
}

/// Enters a merge, and what changed hands.
pub async fn insert(tx: &WriteTx, merge: &Merge, handed: &[(TicketId, Handed)]) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO person_merges (id, kept_id, gone_id, at, actor_id, active, login, addresses)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        bind![
            merge.id,
            merge.kept,
            merge.gone,
            merge.at,
            merge.actor,
            merge.active,
            merge.login.clone(),
            to_json(&merge.addresses)?
        ],
    );
    conn::run(tx, sql).await?;
    let rows = handed
        .iter()
        .map(|(ticket, one)| bind![merge.id, *ticket, one.place.name(), one.shared]);
    insert_rows(
        tx,
        "INSERT INTO person_merge_tickets (merge_id, ticket_id, place, shared) VALUES ",
        rows.collect(),
    )
    .await
}

/// Makes an id an alias of another one: that person has no address, account id and session any more.
pub async fn go_on_in(tx: &WriteTx, gone: PersonId, kept: PersonId) -> Result<(), StoreError> {
    replace_addresses(tx, gone, &[]).await?;
    let sql = Sql::with(
        "UPDATE people SET merged_into = $2, login = NULL,
           deactivated_by = CASE WHEN active THEN $3 ELSE deactivated_by END, active = FALSE WHERE id = $1",
        bind![gone, kept, BY_MERGE],
    );
    conn::run(tx, sql).await?;
    let sql = Sql::with(
        "UPDATE people SET merged_into = $2 WHERE merged_into = $1",
        bind![gone, kept],
    );
    conn::run(tx, sql).await?;
    end_sessions(tx, &[gone]).await?;
    conn::run(
        tx,
        Sql::with("DELETE FROM account_links WHERE person_id = $1", bind![gone]),
    )
    .await
    .map(|_| ())
}

/// Makes a person stand by themselves again, with what they had. Ids that were aliases of theirs are again.
pub async fn stand_alone(tx: &WriteTx, merge: &Merge, addresses: &[PersonAddress]) -> Result<(), StoreError> {
    replace_addresses(tx, merge.gone, addresses).await?;
    let sql = Sql::with(
        "UPDATE people SET merged_into = NULL, active = $2,
           deactivated_by = CASE WHEN $2 THEN NULL ELSE deactivated_by END,
           login = CASE WHEN EXISTS (SELECT 1 FROM people o WHERE o.login = $3) THEN NULL ELSE $3 END WHERE id = $1",
        bind![merge.gone, merge.active, merge.login.clone()],
    );
    conn::run(tx, sql).await?;
    for alias in aliases_of(tx, merge.gone).await? {
        let sql = Sql::with(
            "UPDATE people SET merged_into = $2 WHERE id = $1",
            bind![alias, merge.gone],
        );
        conn::run(tx, sql).await?;
    }
    Ok(())
}

/// Those who went on in a person, directly or by way of others.
async fn aliases_of(tx: &WriteTx, person: PersonId) -> Result<Vec<PersonId>, StoreError> {
    let sql = Sql::with(
        "WITH RECURSIVE into_them (id) AS (
           SELECT gone_id FROM person_merges WHERE kept_id = $1 AND undone_at IS NULL
           UNION SELECT m.gone_id FROM person_merges m JOIN into_them i ON m.kept_id = i.id WHERE m.undone_at IS NULL
         ) SELECT id AS value FROM into_them",
        bind![person],
    );
    let rows: Vec<Single<PersonId>> = conn::all(tx, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Notes that a merge was undone.
pub async fn undone(tx: &WriteTx, merge: PersonMergeId, now: Timestamp) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE person_merges SET undone_at = $2 WHERE id = $1",
        bind![merge, now],
    );
    conn::run(tx, sql).await.map(|_| ())
}

struct RoleRow(PersonId, String);

impl FromRow for RoleRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("person_id")?, row.get("name")?))
    }
}

/// The names of the roles that some people are in.
pub async fn roles_of(conn: &impl Conn, people: &[PersonId]) -> Result<Vec<(PersonId, String)>, StoreError> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(
        "SELECT m.person_id, r.name FROM role_members m JOIN roles r ON r.id = m.role_id WHERE m.person_id IN ",
    );
    sql.list(people.iter().copied()).push(" ORDER BY r.name, r.id");
    let rows: Vec<RoleRow> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
}
