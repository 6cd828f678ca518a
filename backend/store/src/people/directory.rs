//! People as a directory knows them: who comes from it, who has what it names, and writing what differs.

use std::collections::{BTreeMap, BTreeSet};

use pult_domain::directory::{Change, Holder, Known, Wanted};
use pult_shared::{
    Timestamp,
    api::{directory::DescribedPerson, person::PersonAddress},
    ids::{PersonId, RoleId},
};

use super::{
    normal,
    profile::{BY_DIRECTORY, INSERT_ADDRESSES, address_rows, end_access, filled, replace_addresses},
    words,
};
use crate::{
    StoreError, WriteTx,
    apply::insert_rows,
    catalog,
    conn::{self, Conn, Single},
    roles::{self, Source},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Names that are asked about at once.
const AT_ONCE: usize = 500;

struct FactRow {
    id: PersonId,
    described: DescribedPerson,
    active: bool,
    vanished: bool,
    administrator: bool,
    local: bool,
    linked: bool,
}

impl FromRow for FactRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let text = |column: &str| Ok::<_, StoreError>(row.get::<Option<String>>(column)?.unwrap_or_default());
        Ok(Self {
            id: row.get("id")?,
            described: DescribedPerson {
                id: text("directory_id")?,
                name: row.get("name")?,
                login: row.get("login")?,
                language: row.get("language")?,
                affiliation: row.get("affiliation")?,
                phone: text("phone")?,
                room: text("room")?,
                organisation: text("organisation")?,
                addresses: Vec::new(),
            },
            active: row.get("active")?,
            vanished: text("deactivated_by")? == BY_DIRECTORY,
            administrator: row.get("administrator")?,
            local: row.get("local")?,
            linked: row.get("linked")?,
        })
    }
}

struct OfPerson<T>(PersonId, T);

impl FromRow for OfPerson<PersonAddress> {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("person_id")?, PersonAddress::from_row(row)?))
    }
}

/// A role, and whether it is by the directory.
impl FromRow for OfPerson<(RoleId, bool)> {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("person_id")?, (row.get("role_id")?, row.get("led")?)))
    }
}

const COLUMNS: &str = "SELECT p.id, p.name, p.login, p.language, p.affiliation, p.phone, p.room, p.organisation, p.administrator, p.active, \
     p.deactivated_by, p.directory_id, (p.password_hash IS NOT NULL) AS local, (p.directory IS NOT NULL) AS linked FROM people p WHERE ";
const ADDRESSES: &str = "SELECT a.person_id, a.address, a.kind, a.verified FROM person_addresses a JOIN people p ON p.id = a.person_id WHERE ";

/// Rows with their addresses. Two queries.
async fn facts(conn: &impl Conn, condition: impl Fn(&mut Sql)) -> Result<Vec<FactRow>, StoreError> {
    let ask = |text: &str| {
        let mut sql = Sql::new(text);
        condition(&mut sql);
        sql
    };
    let rows: Vec<FactRow> = conn::all(conn, ask(COLUMNS)).await?;
    let mut sql = ask(ADDRESSES);
    sql.push(" ORDER BY a.person_id, a.position");
    let mut addresses: BTreeMap<PersonId, Vec<PersonAddress>> = BTreeMap::new();
    for OfPerson(id, address) in conn::all::<OfPerson<PersonAddress>>(conn, sql).await? {
        addresses.entry(id).or_default().push(address);
    }
    let with = |mut row: FactRow| {
        row.described.addresses = addresses.remove(&row.id).unwrap_or_default();
        row
    };
    Ok(rows.into_iter().map(with).collect())
}

/// Who came from a directory: all of them, or those with these permanent ids. Three queries.
pub async fn known(conn: &impl Conn, directory: &str, only: Option<&[String]>) -> Result<Vec<Known>, StoreError> {
    let rows = facts(conn, |sql| {
        sql.push("p.directory = ").bind(directory);
        if let Some(ids) = only {
            sql.push(" AND p.directory_id IN ").list(ids);
        }
    })
    .await?;
    let sql = Sql::with(
        "SELECT m.person_id, m.role_id, (m.directory IS NOT NULL) AS led FROM role_members m JOIN people p ON p.id = m.person_id
         WHERE p.directory = $1",
        bind![directory],
    );
    let mut roles: BTreeMap<PersonId, [BTreeSet<RoleId>; 2]> = BTreeMap::new();
    for OfPerson(id, (role, led)) in conn::all::<OfPerson<(RoleId, bool)>>(conn, sql).await? {
        let [by_hand, by_group] = roles.entry(id).or_default();
        if led { by_group } else { by_hand }.insert(role);
    }
    let mut roles_of = |id| roles.remove(&id).unwrap_or_default();
    let known = rows.into_iter().map(|row| {
        let [by_hand, roles] = roles_of(row.id);
        Known {
            id: row.id,
            described: row.described,
            active: row.active,
            vanished: row.vanished,
            administrator: row.administrator,
            local: row.local,
            roles,
            by_hand,
        }
    });
    Ok(known.collect())
}

/// Whom one of these directories knows by a permanent id; nobody where several do.
pub async fn by_permanent_id(
    conn: &impl Conn,
    directories: &[String],
    id: &str,
) -> Result<Option<PersonId>, StoreError> {
    if directories.is_empty() {
        return Ok(None);
    }
    let mut sql = Sql::new("SELECT id AS value FROM people WHERE directory_id = ");
    sql.bind(id)
        .push(" AND directory IN ")
        .list(directories)
        .push(" LIMIT 2");
    let found: Vec<Single<PersonId>> = conn::all(conn, sql).await?;
    Ok(match found.as_slice() {
        [one] => Some(one.0),
        _ => None,
    })
}

/// Who has one of these account ids or addresses, but these. Two queries for five hundred names.
pub async fn holders(
    conn: &impl Conn,
    logins: &[String],
    addresses: &[String],
    but: &BTreeSet<PersonId>,
) -> Result<Vec<Holder>, StoreError> {
    let mut found: BTreeMap<PersonId, Holder> = BTreeMap::new();
    let mut take = |rows: Vec<FactRow>| {
        for row in rows.into_iter().filter(|row| !but.contains(&row.id)) {
            let holder = Holder {
                id: row.id,
                described: row.described,
                active: row.active,
                vanished: row.vanished,
                local: row.local || row.administrator,
                linked: row.linked,
            };
            found.insert(holder.id, holder);
        }
    };
    for some in logins.chunks(AT_ONCE) {
        let rows = facts(conn, |sql| {
            sql.push("p.login IN ").list(some);
        });
        take(rows.await?);
    }
    for some in addresses.chunks(AT_ONCE) {
        let rows = facts(conn, |sql| {
            sql.push("p.id IN (SELECT o.person_id FROM person_addresses o WHERE o.address IN ")
                .list(some)
                .push(")");
        });
        take(rows.await?);
    }
    Ok(found.into_values().collect())
}

/// Whether an administrator may sign in who does not come from a directory.
pub async fn has_other_administrators(conn: &impl Conn, directory: &str) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "SELECT id AS value FROM people WHERE administrator AND active AND (directory IS NULL OR directory <> $1) LIMIT 1",
        bind![directory],
    );
    Ok(conn::one::<Single<PersonId>>(conn, sql).await?.is_some())
}

/// How many people come from a directory and may sign in.
pub async fn count(conn: &impl Conn, directory: &str) -> Result<u64, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM people WHERE directory = $1 AND active",
        bind![directory],
    );
    Ok(conn::one::<Single<u64>>(conn, sql).await?.map_or(0, |count| count.0))
}

/// Enters people of a directory. What they are given of others' addresses goes to them.
///
/// # Errors
/// `Duplicate` where somebody has come by another way meanwhile.
pub async fn enter(
    tx: &WriteTx,
    directory: &str,
    people: &[(PersonId, &Wanted)],
    now: Timestamp,
) -> Result<(), StoreError> {
    let rows = people.iter().map(|(id, wanted)| {
        let one = &wanted.described;
        bind![
            *id,
            one.login.as_deref().map(normal),
            &one.name,
            one.language.map(|language| language.tag()),
            false,
            true,
            now,
            one.affiliation.map(|affiliation| affiliation.name()),
            filled(&one.phone),
            filled(&one.room),
            filled(&one.organisation),
            directory,
            &one.id,
            now,
        ]
    });
    let statement = "INSERT INTO people (id, login, name, language, administrator, active, created_at, affiliation, phone, room, \
         organisation, directory, directory_id, directory_seen_at) VALUES ";
    insert_rows(tx, statement, rows.collect()).await?;
    let addresses = |wanted: &Wanted| wanted.described.addresses.clone();
    let all: Vec<String> = people
        .iter()
        .flat_map(|(_, wanted)| addresses(wanted))
        .map(|one| one.address)
        .collect();
    free_addresses(tx, &all, None).await?;
    let rows = people
        .iter()
        .flat_map(|(id, wanted)| address_rows(*id, &wanted.described.addresses));
    insert_rows(tx, INSERT_ADDRESSES, rows.collect()).await?;
    let words = people.iter().map(|(id, wanted)| {
        let one = &wanted.described;
        let addresses = one.addresses.iter().map(|address| &address.address).collect();
        (*id, one.name.as_str(), one.login.as_deref(), addresses)
    });
    words::enter_all(tx, words).await?;
    let members: Vec<_> = people
        .iter()
        .flat_map(|(id, wanted)| wanted.roles.iter().map(|role| bind![*role, *id, directory]))
        .collect();
    if members.is_empty() {
        return Ok(());
    }
    insert_rows(
        tx,
        "INSERT INTO role_members (role_id, person_id, directory) VALUES ",
        members,
    )
    .await?;
    catalog::changed(tx).await
}

async fn free_addresses(tx: &WriteTx, addresses: &[String], but: Option<PersonId>) -> Result<(), StoreError> {
    for some in addresses.chunks(AT_ONCE) {
        let mut sql = Sql::new("DELETE FROM person_addresses WHERE address IN ");
        sql.list(some);
        if let Some(id) = but {
            sql.push(" AND person_id <> ").bind(id);
        }
        conn::run(tx, sql).await?;
    }
    Ok(())
}

/// Writes what differs about somebody.
///
/// # Errors
/// `Duplicate` where somebody else has come to the account id meanwhile.
pub async fn change(tx: &WriteTx, directory: &str, change: &Change, now: Timestamp) -> Result<(), StoreError> {
    let one = &change.wanted.described;
    let sql = Sql::with(
        "UPDATE people SET login = $2, name = $3, language = $4, affiliation = $5, phone = $6, room = $7, organisation = $8,
           directory = $9, directory_id = $10, directory_seen_at = $11, active = $12,
           deactivated_by = CASE WHEN $12 THEN NULL ELSE deactivated_by END WHERE id = $1",
        bind![
            change.id,
            one.login.as_deref().map(normal),
            &one.name,
            one.language.map(|language| language.tag()),
            one.affiliation.map(|affiliation| affiliation.name()),
            filled(&one.phone),
            filled(&one.room),
            filled(&one.organisation),
            directory,
            &one.id,
            now,
            change.active,
        ],
    );
    conn::run(tx, sql).await?;
    let addresses: Vec<String> = one.addresses.iter().map(|address| address.address.clone()).collect();
    free_addresses(tx, &addresses, Some(change.id)).await?;
    replace_addresses(tx, change.id, &one.addresses).await?;
    words::renew(tx, change.id, &one.name, one.login.as_deref(), &addresses).await?;
    roles::set_of_source(tx, change.id, Source::Directory(directory), &change.wanted.roles).await
}

/// Deactivates who is gone: their sessions and API tokens end, their roles by groups too.
pub async fn vanish(tx: &WriteTx, directory: &str, people: &[PersonId]) -> Result<(), StoreError> {
    for some in people.chunks(AT_ONCE) {
        let mut sql = Sql::new("UPDATE people SET active = FALSE, deactivated_by = ");
        sql.bind(BY_DIRECTORY)
            .push(" WHERE active AND id IN ")
            .list(some.iter().copied());
        conn::run(tx, sql).await?;
        end_access(tx, some).await?;
        let mut sql = Sql::new("DELETE FROM role_members WHERE directory = ");
        sql.bind(directory)
            .push(" AND person_id IN ")
            .list(some.iter().copied());
        if conn::run(tx, sql).await? > 0 {
            catalog::changed(tx).await?;
        }
    }
    Ok(())
}

/// Notes when the directory has named them last: everybody of it who may sign in.
pub async fn seen(tx: &WriteTx, directory: &str, now: Timestamp) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE people SET directory_seen_at = $2 WHERE directory = $1 AND active",
        bind![directory, now],
    );
    conn::run(tx, sql).await.map(|_| ())
}
