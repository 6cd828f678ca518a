//! All that is known about one person, and changing it.

use pult_shared::{
    Timestamp,
    api::person::{DirectoryLink, HeldRole, PersonAddress, PersonDef, PersonProfile},
    ids::PersonId,
};

use super::{normal, words};
use crate::{
    StoreError, WriteTx,
    apply::insert_rows,
    conn::{self, Conn, Single},
    identities,
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// The word in `deactivated_by` where the directory did not name a person any more.
pub(super) const BY_DIRECTORY: &str = "directory";
const BY_HAND: &str = "person";

impl FromRow for PersonProfile {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let text = |column: &str| Ok::<_, StoreError>(row.get::<Option<String>>(column)?.unwrap_or_default());
        let directory: Option<String> = row.get("directory")?;
        let link = directory.map(|directory| {
            Ok::<_, StoreError>(DirectoryLink {
                directory,
                id: text("directory_id")?,
                seen_at: row.get("directory_seen_at")?,
            })
        });
        Ok(Self {
            id: row.get("id")?,
            person: PersonDef {
                name: row.get("name")?,
                login: row.get("login")?,
                language: row.get("language")?,
                affiliation: row.get("affiliation")?,
                phone: text("phone")?,
                room: text("room")?,
                organisation: text("organisation")?,
                administrator: row.get("administrator")?,
                addresses: Vec::new(),
            },
            active: row.get("active")?,
            vanished: text("deactivated_by")? == BY_DIRECTORY,
            local: row.get("local")?,
            directory: link.transpose()?,
            identities: Vec::new(),
            created_at: row.get("created_at")?,
            last_visit_at: row.get("last_visit_at")?,
            roles: Vec::new(),
            requested: row.get("requested")?,
            owned: row.get("owned")?,
        })
    }
}

impl FromRow for PersonAddress {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            address: row.get("address")?,
            kind: row.get("kind")?,
            verified: row.get("verified")?,
        })
    }
}

impl FromRow for HeldRole {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            directory: row.get("directory")?,
            provider: row.get("provider")?,
        })
    }
}

/// All about the person whom an id means. Three queries.
pub async fn find(conn: &impl Conn, id: PersonId) -> Result<Option<PersonProfile>, StoreError> {
    let sql = Sql::with(
        "SELECT p.id, p.name, p.login, p.language, p.affiliation, p.phone, p.room, p.organisation, p.administrator, p.active,
           p.deactivated_by, p.directory, p.directory_id, p.directory_seen_at, p.created_at, p.last_visit_at,
           (p.password_hash IS NOT NULL) AS local,
           (SELECT COUNT(*) FROM tickets t WHERE t.requester_id = p.id AND t.closed_at IS NULL) AS requested,
           (SELECT COUNT(*) FROM tickets t WHERE t.owner_id = p.id AND t.closed_at IS NULL) AS owned
         FROM people p WHERE p.id = COALESCE((SELECT m.merged_into FROM people m WHERE m.id = $1), $1)",
        bind![id],
    );
    let Some(mut profile) = conn::one::<PersonProfile>(conn, sql).await? else {
        return Ok(None);
    };
    let id = profile.id;
    let sql = Sql::with(
        "SELECT address, kind, verified FROM person_addresses WHERE person_id = $1 ORDER BY position",
        bind![id],
    );
    profile.person.addresses = conn::all(conn, sql).await?;
    let sql = Sql::with(
        "SELECT r.id, r.name, m.directory, m.provider FROM role_members m JOIN roles r ON r.id = m.role_id WHERE m.person_id = $1
         ORDER BY r.name, r.id",
        bind![id],
    );
    profile.roles = conn::all(conn, sql).await?;
    profile.identities = identities::of_person(conn, id).await?;
    Ok(Some(profile))
}

/// Enters a person with all details. Login and addresses are in lower case already.
///
/// # Errors
/// `Duplicate` for a login or an address that another person has.
pub async fn insert(tx: &WriteTx, id: PersonId, person: &PersonDef, now: Timestamp) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO people (id, login, name, language, administrator, active, password_hash, created_at,
           affiliation, phone, room, organisation) VALUES ($1, $2, $3, $4, $5, TRUE, NULL, $6, $7, $8, $9, $10)",
        bind![
            id,
            person.login.as_deref().map(normal),
            &person.name,
            person.language.map(|language| language.tag()),
            person.administrator,
            now,
            person.affiliation.map(|affiliation| affiliation.name()),
            filled(&person.phone),
            filled(&person.room),
            filled(&person.organisation),
        ],
    );
    conn::run(tx, sql).await?;
    enter_addresses(tx, id, &person.addresses).await?;
    let addresses: Vec<String> = person.addresses.iter().map(|address| address.address.clone()).collect();
    words::enter(tx, id, &person.name, person.login.as_deref(), &addresses).await
}

/// Changes all details of a person.
///
/// # Errors
/// `Duplicate` for a login or an address that another person has.
pub async fn update(tx: &WriteTx, id: PersonId, person: &PersonDef) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE people SET login = $2, name = $3, language = $4, administrator = $5, affiliation = $6, phone = $7, room = $8,
           organisation = $9 WHERE id = $1",
        bind![
            id,
            person.login.as_deref().map(normal),
            &person.name,
            person.language.map(|language| language.tag()),
            person.administrator,
            person.affiliation.map(|affiliation| affiliation.name()),
            filled(&person.phone),
            filled(&person.room),
            filled(&person.organisation),
        ],
    );
    conn::run(tx, sql).await?;
    replace_addresses(tx, id, &person.addresses).await?;
    let addresses: Vec<String> = person.addresses.iter().map(|address| address.address.clone()).collect();
    words::renew(tx, id, &person.name, person.login.as_deref(), &addresses).await
}

/// An empty text is none.
pub(super) fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

pub(super) async fn replace_addresses(
    tx: &WriteTx,
    id: PersonId,
    addresses: &[PersonAddress],
) -> Result<(), StoreError> {
    conn::run(
        tx,
        Sql::with("DELETE FROM person_addresses WHERE person_id = $1", bind![id]),
    )
    .await?;
    enter_addresses(tx, id, addresses).await
}

async fn enter_addresses(tx: &WriteTx, id: PersonId, addresses: &[PersonAddress]) -> Result<(), StoreError> {
    insert_rows(tx, INSERT_ADDRESSES, address_rows(id, addresses).collect()).await
}

pub(super) const INSERT_ADDRESSES: &str =
    "INSERT INTO person_addresses (address, person_id, position, kind, verified) VALUES ";

pub(super) fn address_rows(
    id: PersonId,
    addresses: &[PersonAddress],
) -> impl Iterator<Item = Vec<sea_orm::Value>> + '_ {
    (0i64..)
        .zip(addresses)
        .map(move |(at, address)| bind![normal(&address.address), id, at, address.kind.name(), address.verified])
}

/// Lets a person sign in, or not any more: then their sessions and API tokens end at once. Said by hand, no directory changes it.
pub async fn set_active(tx: &WriteTx, id: PersonId, active: bool) -> Result<(), StoreError> {
    let by = (!active).then_some(BY_HAND);
    let sql = Sql::with(
        "UPDATE people SET active = $2, deactivated_by = $3 WHERE id = $1",
        bind![id, active, by],
    );
    conn::run(tx, sql).await?;
    if active { Ok(()) } else { end_access(tx, &[id]).await }
}

/// Sessions and API tokens: who comes back after years finds no door open that they have forgotten.
pub(super) async fn end_access(tx: &WriteTx, people: &[PersonId]) -> Result<(), StoreError> {
    end_sessions(tx, people).await?;
    let mut sql = Sql::new("DELETE FROM api_tokens WHERE person_id IN ");
    sql.list(people.iter().copied());
    conn::run(tx, sql).await.map(|_| ())
}

pub(super) async fn end_sessions(tx: &WriteTx, people: &[PersonId]) -> Result<(), StoreError> {
    let mut sql = Sql::new("DELETE FROM sessions WHERE person_id IN ");
    sql.list(people.iter().copied());
    conn::run(tx, sql).await.map(|_| ())
}

/// How many administrators may sign in, one left out.
pub async fn count_other_administrators(conn: &impl Conn, but: PersonId) -> Result<u64, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM people WHERE administrator AND active AND id <> $1",
        bind![but],
    );
    Ok(conn::one::<Single<u64>>(conn, sql).await?.map_or(0, |count| count.0))
}
