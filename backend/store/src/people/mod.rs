//! People, their addresses, and what their roles allow.

mod choices;
pub mod directory;
mod look_up;
pub mod merge;
pub mod profile;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use pult_domain::{
    actor::Actor,
    organisation::{Membership, Shared},
    queue::QueueTree,
};
use pult_shared::{
    Timestamp,
    api::session::AgentView,
    ids::{PersonId, QueueId},
    mailbox::Mailbox,
    person::{AddressKind, Language, Permission, PersonRef},
};

pub(crate) use self::words::enter_everybody;
pub use self::{
    choices::{note_visit, preferences, previous_visit, save_preferences},
    look_up::{Among, cards, count_tickets, look_up},
};
use crate::{
    StoreError, WriteTx,
    conn::{self, Conn, Single},
    organisations::{self, JOIN_SHARED, SHARED_COLUMNS},
    roles,
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Agents offered as owners at the most.
const AGENTS_MAX: i64 = 500;

/// A person with all addresses, the main one first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub login: Option<String>,
    pub name: String,
    pub language: Option<Language>,
    pub administrator: bool,
    pub active: bool,
    /// Their organisation, where its members see each other's requests.
    pub organisation: Option<Shared>,
    pub addresses: Vec<String>,
}

/// A person to be entered. Login and addresses are kept in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    pub id: PersonId,
    pub login: Option<String>,
    pub name: String,
    pub language: Option<Language>,
    pub administrator: bool,
    pub active: bool,
    pub addresses: Vec<String>,
    pub password_hash: Option<String>,
    pub created_at: Timestamp,
}

/// What a sign-in is checked against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    pub person_id: PersonId,
    pub password_hash: Option<String>,
    pub active: bool,
    /// The directory that the person came from.
    pub directory: Option<String>,
}

impl FromRow for Credentials {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            person_id: row.get("id")?,
            password_hash: row.get("password_hash")?,
            active: row.get("active")?,
            directory: row.get("directory")?,
        })
    }
}

/// A row of the join with the addresses.
struct PersonRow {
    person: Person,
    address: Option<String>,
}

impl FromRow for PersonRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            person: Person {
                id: row.get("id")?,
                login: row.get("login")?,
                name: row.get("name")?,
                language: row.get("language")?,
                administrator: row.get("administrator")?,
                active: row.get("active")?,
                organisation: organisations::shared(row)?,
                addresses: Vec::new(),
            },
            address: row.get("address")?,
        })
    }
}

/// The person with this id.
pub async fn find(conn: &impl Conn, id: PersonId) -> Result<Option<Person>, StoreError> {
    fetch(conn, "p.id = $1", bind![id]).await
}

/// The person that an address belongs to, in any case of letters.
pub async fn by_address(conn: &impl Conn, address: &str) -> Result<Option<Person>, StoreError> {
    fetch(
        conn,
        "p.id = (SELECT o.person_id FROM person_addresses o WHERE o.address = $1)",
        bind![normal(address)],
    )
    .await
}

/// The sender of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    pub person: Person,
    /// The address that they wrote from is verified, and theirs still.
    pub proven: bool,
}

struct SenderRow {
    row: PersonRow,
    proven: bool,
}

impl FromRow for SenderRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            row: PersonRow::from_row(row)?,
            proven: row.get("proven")?,
        })
    }
}

/// The person that the sender's address of a mail belongs to. One query.
pub async fn by_sender(conn: &impl Conn, address: &str) -> Result<Option<Sender>, StoreError> {
    let mut sql = Sql::with(
        "SELECT p.id, p.login, p.name, p.language, p.administrator, p.active, a.address, (o.verified AND o.kind <> $2) AS proven, ",
        bind![normal(address), AddressKind::Former.name()],
    );
    sql.push(SHARED_COLUMNS)
        .push(
            " FROM person_addresses o JOIN people p ON p.id = o.person_id LEFT JOIN person_addresses a ON a.person_id = p.id",
        )
        .push(JOIN_SHARED)
        .push(" WHERE o.address = $1 ORDER BY a.position");
    let rows: Vec<SenderRow> = conn::all(conn, sql).await?;
    let proven = rows.first().is_some_and(|first| first.proven);
    let person = gather(rows.into_iter().map(|row| row.row).collect())
        .into_values()
        .next();
    Ok(person.map(|person| Sender { person, proven }))
}

/// Whether somebody is nothing but one address: no account, no directory, no sign-on, no role.
pub async fn is_nothing_but_an_address(conn: &impl Conn, id: PersonId) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM people p WHERE p.id = $1 AND p.active AND p.login IS NULL AND p.password_hash IS NULL
           AND p.directory IS NULL AND NOT p.administrator
           AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.person_id = p.id)
           AND NOT EXISTS (SELECT 1 FROM role_members m WHERE m.person_id = p.id)
           AND (SELECT COUNT(*) FROM person_addresses a WHERE a.person_id = p.id) = 1",
        bind![id],
    );
    let found: Option<Single<i64>> = conn::one(conn, sql).await?;
    Ok(found.is_some_and(|found| found.0 > 0))
}

/// The person whom a verified address leads to: whose verified and current one it is, or who is nothing but this address so far, so that nobody can
/// have put it there to catch its owner.
pub async fn by_proven_address(conn: &impl Conn, address: &str) -> Result<Option<Person>, StoreError> {
    fetch(
        conn,
        "p.id = (SELECT o.person_id FROM person_addresses o JOIN people q ON q.id = o.person_id WHERE o.address = $1 AND o.kind <> $2
           AND (o.verified OR (q.login IS NULL AND q.password_hash IS NULL AND q.directory IS NULL
             AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.person_id = q.id))))",
        bind![normal(address), AddressKind::Former.name()],
    )
    .await
}

async fn fetch(conn: &impl Conn, condition: &str, values: Vec<sea_orm::Value>) -> Result<Option<Person>, StoreError> {
    let mut sql = Sql::with(
        "SELECT p.id, p.login, p.name, p.language, p.administrator, p.active, a.address, ",
        values,
    );
    sql.push(SHARED_COLUMNS)
        .push(" FROM people p LEFT JOIN person_addresses a ON a.person_id = p.id")
        .push(JOIN_SHARED)
        .push(" WHERE ")
        .push(condition)
        .push(" ORDER BY a.position");
    let rows: Vec<PersonRow> = conn::all(conn, sql).await?;
    Ok(gather(rows).into_values().next())
}

/// People from the rows of the join, in which each one's addresses are in order.
fn gather(rows: Vec<PersonRow>) -> BTreeMap<PersonId, Person> {
    let mut people: BTreeMap<PersonId, Person> = BTreeMap::new();
    for row in rows {
        let person = people.entry(row.person.id).or_insert(row.person);
        person.addresses.extend(row.address);
    }
    people
}

/// What the sign-in of an account id or an address is checked against. Where one person's account id is another's address,
/// the account id counts.
pub async fn credentials(conn: &impl Conn, login_or_address: &str) -> Result<Option<Credentials>, StoreError> {
    let sql = Sql::with(
        "SELECT id, password_hash, active, directory FROM people
         WHERE login = $1 OR id = (SELECT person_id FROM person_addresses WHERE address = $1)
         ORDER BY CASE WHEN login = $1 THEN 0 ELSE 1 END LIMIT 1",
        bind![normal(login_or_address)],
    );
    conn::one(conn, sql).await
}

struct NamedRow {
    id: PersonId,
    login: Option<String>,
    address: Option<String>,
}

impl FromRow for NamedRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            login: row.get("login")?,
            address: row.get("address")?,
        })
    }
}

/// The active people behind account ids and addresses, in lower case. Where one person's account id is another's address, the account id
/// counts. One query.
pub async fn by_names(conn: &impl Conn, names: &[String]) -> Result<BTreeMap<String, PersonId>, StoreError> {
    if names.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut sql = Sql::new(
        "SELECT p.id, p.login, a.address FROM people p LEFT JOIN person_addresses a ON a.person_id = p.id WHERE p.active AND (p.login IN ",
    );
    sql.list(names.iter().map(String::as_str))
        .push(" OR p.id IN (SELECT o.person_id FROM person_addresses o WHERE o.address IN ")
        .list(names.iter().map(String::as_str))
        .push("))");
    let rows: Vec<NamedRow> = conn::all(conn, sql).await?;
    let mut found = BTreeMap::new();
    for (name, id) in rows.iter().filter_map(|row| Some((row.address.clone()?, row.id))) {
        found.insert(name, id);
    }
    for (name, id) in rows.iter().filter_map(|row| Some((row.login.clone()?, row.id))) {
        found.insert(name, id);
    }
    found.retain(|name, _| names.contains(name));
    Ok(found)
}

struct RefRow(PersonRef);

impl FromRow for RefRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(PersonRef {
            id: row.get("id")?,
            name: row.get("name")?,
            address: row.get("address")?,
        }))
    }
}

/// People in one line each, with their main addresses. Whom nobody knows is left out.
pub async fn refs(conn: &impl Conn, ids: &[PersonId]) -> Result<BTreeMap<PersonId, PersonRef>, StoreError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut unique = ids.to_vec();
    unique.sort_unstable();
    unique.dedup();
    let mut sql = Sql::new(
        "SELECT p.id, p.name, a.address FROM people p
         LEFT JOIN person_addresses a ON a.person_id = p.id AND a.position = 0 WHERE p.id IN ",
    );
    sql.list(unique);
    let rows: Vec<RefRow> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| (row.0.id, row.0)).collect())
}

struct SpokenRow(PersonId, Option<Language>);

impl FromRow for SpokenRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("id")?, row.get("language")?))
    }
}

/// The languages that people have chosen; who has chosen none is left out.
pub async fn languages(conn: &impl Conn, ids: &[PersonId]) -> Result<BTreeMap<PersonId, Language>, StoreError> {
    let mut sql = Sql::new("SELECT id, language FROM people WHERE language IS NOT NULL AND id IN ");
    sql.list(ids.iter().copied());
    let rows: Vec<SpokenRow> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.0, row.1?))).collect())
}

/// A person as policy sees them. Nobody where the account is not active.
pub async fn actor(conn: &impl Conn, id: PersonId, tree: &QueueTree) -> Result<Option<Actor>, StoreError> {
    Ok(acting(conn, id, tree).await?.map(|(_, actor)| actor))
}

/// A person, and the same as policy sees them. Nobody where the account is not active. Three queries.
pub async fn acting(conn: &impl Conn, id: PersonId, tree: &QueueTree) -> Result<Option<(Person, Actor)>, StoreError> {
    let Some(person) = find(conn, id).await?.filter(|person| person.active) else {
        return Ok(None);
    };
    let mut grants = tree.inherit(&roles::granted(conn, id).await?);
    for (_, lent) in crate::absences::lent(conn, id, tree).await? {
        for (queue, held) in lent {
            grants.entry(queue).or_default().extend(held);
        }
    }
    let actor = Actor {
        person_id: id,
        name: person.name.clone(),
        administrator: person.administrator,
        grants,
        organisation: person.organisation.clone().map(|shared| Membership::new(shared, tree)),
        seer: None,
    };
    Ok(Some((person, actor)))
}

/// Those of some people who hold a permission in a queue: active, with it there or above, or administrator. One query.
pub async fn holders(
    conn: &impl Conn,
    among: &BTreeSet<PersonId>,
    permission: Permission,
    queue: QueueId,
    tree: &QueueTree,
) -> Result<Vec<PersonId>, StoreError> {
    if among.is_empty() {
        return Ok(Vec::new());
    }
    let lineage = tree.line(queue).map(|queue| queue.id);
    let mut sql = Sql::new("SELECT id AS value FROM people WHERE active AND id IN ");
    sql.list(among.iter().copied()).push(
        " AND (administrator OR id IN (
         SELECT m.person_id FROM role_members m JOIN role_grants g ON g.role_id = m.role_id WHERE g.permission = ",
    );
    sql.bind(roles::permission_name(permission))
        .push(" AND g.queue_id IN ")
        .list(lineage);
    sql.push("))");
    let found = conn::all::<Single<PersonId>>(conn, sql).await?;
    Ok(found.into_iter().map(|row| row.0).collect())
}

/// The active administrators.
pub async fn administrators(conn: &impl Conn) -> Result<Vec<PersonId>, StoreError> {
    let sql = Sql::new("SELECT id AS value FROM people WHERE active AND administrator");
    let found = conn::all::<Single<PersonId>>(conn, sql).await?;
    Ok(found.into_iter().map(|row| row.0).collect())
}

struct AgentRow(AgentView);

impl FromRow for AgentRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(AgentView {
            id: row.get("id")?,
            name: row.get("name")?,
            login: row.get("login")?,
            away_until: row.get("away_until")?,
            deputy_of: Vec::new(),
        }))
    }
}

/// Who may own tickets of a queue: active, with `own` there or above, or administrator. By name, those who are away last.
pub async fn agents_of(
    conn: &impl Conn,
    queue: QueueId,
    tree: &QueueTree,
    now: Timestamp,
) -> Result<Vec<AgentView>, StoreError> {
    let lineage = tree.line(queue).map(|queue| queue.id);
    let mut sql = Sql::with(
        "SELECT id, name, COALESCE(login, '') AS login, CASE WHEN away_until > $1 THEN away_until END AS away_until
         FROM people WHERE active AND (administrator OR id IN (
         SELECT m.person_id FROM role_members m JOIN role_grants g ON g.role_id = m.role_id WHERE g.permission = ",
        bind![now],
    );
    sql.bind(roles::permission_name(Permission::Own))
        .push(" AND g.queue_id IN ")
        .list(lineage);
    sql.push(")) ORDER BY name, id LIMIT ").bind(AGENTS_MAX);
    let mut agents: Vec<AgentView> = conn::all::<AgentRow>(conn, sql)
        .await?
        .into_iter()
        .map(|row| row.0)
        .collect();
    // The databases sort capital letters as they are set up to; people expect one order everywhere.
    agents.sort_by_cached_key(|agent| (agent.away_until.is_some(), agent.name.to_lowercase(), agent.id));
    Ok(agents)
}

/// Enters a person.
///
/// # Errors
/// `Duplicate` for a login or an address that another person has.
pub async fn insert(tx: &WriteTx, person: &NewPerson) -> Result<(), StoreError> {
    let login = person.login.as_deref().map(normal);
    let sql = Sql::with(
        "INSERT INTO people (id, login, name, language, administrator, active, password_hash, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        bind![
            person.id,
            login,
            &person.name,
            person.language.map(Language::tag),
            person.administrator,
            person.active,
            person.password_hash.clone(),
            person.created_at,
        ],
    );
    conn::run(tx, sql).await?;
    words::enter(tx, person.id, &person.name, person.login.as_deref(), &person.addresses).await?;
    if person.addresses.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new("INSERT INTO person_addresses (address, person_id, position, kind, verified) VALUES ");
    // Who enters a person by hand knows the addresses.
    let kind = AddressKind::Alias.name();
    sql.rows(
        (0i64..)
            .zip(&person.addresses)
            .map(|(at, address)| bind![normal(address), person.id, at, kind, true]),
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// The person that an address belongs to; a new customer with the id `fresh` where there is none.
pub async fn ensure_for_mailbox(
    tx: &WriteTx,
    mailbox: &Mailbox,
    language: Option<Language>,
    now: Timestamp,
    fresh: PersonId,
) -> Result<Person, StoreError> {
    if let Some(person) = by_address(tx, &mailbox.address).await? {
        return Ok(person);
    }
    let address = normal(&mailbox.address);
    let name = mailbox.label().to_owned();
    // Two mails of a new sender may be worked on at once: the address decides who was first, and its row is waited for.
    let sql = Sql::with(
        "INSERT INTO people (id, login, name, language, administrator, active, password_hash, created_at)
         VALUES ($1, NULL, $2, $3, FALSE, TRUE, NULL, $4)",
        bind![fresh, &name, language.map(Language::tag), now],
    );
    conn::run(tx, sql).await?;
    let sql = Sql::with(
        "INSERT INTO person_addresses (address, person_id, position) VALUES ($1, $2, 0) ON CONFLICT (address) DO NOTHING",
        bind![&address, fresh],
    );
    if conn::run(tx, sql).await? == 0 {
        conn::run(tx, Sql::with("DELETE FROM people WHERE id = $1", bind![fresh])).await?;
        return by_address(tx, &address)
            .await?
            .ok_or_else(|| StoreError::Corrupt(format!("the address {address} belongs to nobody")));
    }
    words::enter(tx, fresh, &name, None, std::slice::from_ref(&address)).await?;
    Ok(Person {
        id: fresh,
        login: None,
        name,
        language,
        administrator: false,
        active: true,
        organisation: None,
        addresses: vec![address],
    })
}

/// Sets the person's language.
pub async fn set_language(tx: &WriteTx, id: PersonId, language: Language) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE people SET language = $2 WHERE id = $1",
        bind![id, language.tag()],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Sets the organisation that the person belongs to.
pub async fn set_organisation(tx: &WriteTx, id: PersonId, organisation: &str) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE people SET organisation = $2 WHERE id = $1",
        bind![id, profile::filled(organisation)],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Sets the hash of the person's password.
pub async fn set_password(tx: &WriteTx, id: PersonId, hash: &str) -> Result<(), StoreError> {
    let sql = Sql::with("UPDATE people SET password_hash = $2 WHERE id = $1", bind![id, hash]);
    conn::run(tx, sql).await.map(|_| ())
}

/// How many people there are.
pub async fn count(conn: &impl Conn) -> Result<u64, StoreError> {
    let count: Option<Single<u64>> = conn::one(conn, Sql::new("SELECT COUNT(*) AS value FROM people")).await?;
    Ok(count.map_or(0, |count| count.0))
}

fn normal(name: &str) -> String {
    name.trim().to_lowercase()
}
