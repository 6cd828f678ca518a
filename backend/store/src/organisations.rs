//! Organisations that are set up. Who belongs to one is whose organisation's name it is (`people.organisation_key`).

use pult_domain::organisation::Shared;
use pult_shared::{
    api::organisation::{OrganisationDef, OrganisationName, OrganisationView},
    ids::OrganisationId,
    limits::ORGANISATION_NAMES_MAX,
};

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// What [`shared`] reads: columns of the join below.
pub(crate) const SHARED_COLUMNS: &str = "og.id AS organisation_id, og.name AS organisation_name, og.name_key AS organisation_key, og.members_reply AS organisation_reply";

/// The organisation of the person in the row `p`, where its members see each other's requests.
pub(crate) const JOIN_SHARED: &str =
    " LEFT JOIN organisations og ON og.name_key = p.organisation_key AND og.valid AND og.members_see";

/// The organisation of a row of the join above.
pub(crate) fn shared(row: &Row) -> Result<Option<Shared>, StoreError> {
    let Some(id) = row.get::<Option<OrganisationId>>("organisation_id")? else {
        return Ok(None);
    };
    Ok(Some(Shared {
        id,
        name: row.get("organisation_name")?,
        key: row.get("organisation_key")?,
        reply: row.get("organisation_reply")?,
    }))
}

impl FromRow for OrganisationView {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            organisation: OrganisationDef {
                name: row.get("name")?,
                valid: row.get("valid")?,
                members_see: row.get("members_see")?,
                members_reply: row.get("members_reply")?,
            },
            members: row.get("members")?,
        })
    }
}

impl FromRow for OrganisationName {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            name: row.get("name")?,
            people: row.get("people")?,
        })
    }
}

const COLUMNS: &str = "SELECT og.id, og.name, og.valid, og.members_see, og.members_reply, \
     (SELECT COUNT(*) FROM people p WHERE p.organisation_key = og.name_key AND p.active) AS members FROM organisations og";

/// All organisations, by name. One query.
pub async fn list(conn: &impl Conn) -> Result<Vec<OrganisationView>, StoreError> {
    let mut all: Vec<OrganisationView> = conn::all(conn, Sql::new(COLUMNS)).await?;
    // The databases sort capital letters as they are set up to; people expect one order everywhere.
    all.sort_by_cached_key(|found| (found.organisation.name.to_lowercase(), found.id));
    Ok(all)
}

/// How many there are.
pub async fn count(conn: &impl Conn) -> Result<u64, StoreError> {
    let sql = Sql::new("SELECT COUNT(*) AS value FROM organisations");
    Ok(conn::one::<Single<u64>>(conn, sql).await?.map_or(0, |count| count.0))
}

/// The organisation with this id.
pub async fn find(conn: &impl Conn, id: OrganisationId) -> Result<Option<OrganisationView>, StoreError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push(" WHERE og.id = ").bind(id);
    conn::one(conn, sql).await
}

/// Names that people who may sign in have and nobody has set up, most people first. One query.
pub async fn unknown(conn: &impl Conn) -> Result<Vec<OrganisationName>, StoreError> {
    let most = i64::try_from(ORGANISATION_NAMES_MAX).unwrap_or(i64::MAX);
    let sql = Sql::with(
        "SELECT MIN(p.organisation) AS name, COUNT(*) AS people FROM people p
         WHERE p.organisation_key IS NOT NULL AND p.organisation_key <> '' AND p.active
           AND NOT EXISTS (SELECT 1 FROM organisations og WHERE og.name_key = p.organisation_key)
         GROUP BY p.organisation_key ORDER BY people DESC, p.organisation_key LIMIT $1",
        bind![most],
    );
    conn::all(conn, sql).await
}

/// Enters an organisation, or changes it as a whole.
///
/// # Errors
/// `Duplicate` for a name that another one has, whatever the case of its letters.
pub async fn save(tx: &WriteTx, id: OrganisationId, organisation: &OrganisationDef) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO organisations (id, name, valid, members_see, members_reply) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET name = $2, valid = $3, members_see = $4, members_reply = $5",
        bind![
            id,
            &organisation.name,
            organisation.valid,
            organisation.members_see,
            organisation.members_reply,
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Deletes an organisation; people keep its name.
pub async fn delete(tx: &WriteTx, id: OrganisationId) -> Result<(), StoreError> {
    let sql = Sql::with("DELETE FROM organisations WHERE id = $1", bind![id]);
    conn::run(tx, sql).await.map(|_| ())
}
