//! Roles: who is in them, and what they permit in which queue. Each change raises the version of what is set up, by which rights are
//! kept in memory.

use std::collections::{BTreeMap, BTreeSet};

use pult_shared::{
    api::role::{Grant, RoleDef},
    ids::{PersonId, QueueId, RoleId},
    person::{Permission, PersonRef},
};

use crate::{
    StoreError, WriteTx,
    apply::insert_rows,
    catalog,
    conn::{self, Conn, Single},
    row::{Column, FromRow, Row},
    sql::{Sql, bind},
};

/// A role with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    pub id: RoleId,
    pub name: String,
    pub description: String,
    pub grants: Vec<Grant>,
    /// Members who sign in with a password need a second factor.
    pub requires_second_factor: bool,
    /// By name.
    pub members: Vec<PersonRef>,
}

impl FromRow for Role {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            description: row.get("description")?,
            grants: Vec::new(),
            requires_second_factor: row.get("requires_second_factor")?,
            members: Vec::new(),
        })
    }
}

impl Column for Permission {
    fn read(row: &Row, column: &str) -> Result<Self, StoreError> {
        let name: String = row.get(column)?;
        Self::ALL
            .into_iter()
            .find(|permission| permission_name(*permission) == name)
            .ok_or_else(|| StoreError::Corrupt(format!("permission: {name}")))
    }
}

impl FromRow for Grant {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            queue_id: row.get("queue_id")?,
            permission: row.get("permission")?,
        })
    }
}

struct OfRole<T>(RoleId, T);

impl FromRow for OfRole<Grant> {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("role_id")?, Grant::from_row(row)?))
    }
}

impl FromRow for OfRole<PersonRef> {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let person = PersonRef {
            id: row.get("id")?,
            name: row.get("name")?,
            address: row.get("address")?,
        };
        Ok(Self(row.get("role_id")?, person))
    }
}

/// All roles, by name. Three queries.
pub async fn list(conn: &impl Conn) -> Result<Vec<Role>, StoreError> {
    fetch(conn, None).await
}

/// The role with this id.
pub async fn find(conn: &impl Conn, id: RoleId) -> Result<Option<Role>, StoreError> {
    Ok(fetch(conn, Some(id)).await?.pop())
}

async fn fetch(conn: &impl Conn, only: Option<RoleId>) -> Result<Vec<Role>, StoreError> {
    let of = |text: &str, column: &str| {
        let mut sql = Sql::new(text);
        if let Some(id) = only {
            sql.push(" WHERE ").push(column).push(" = ").bind(id);
        }
        sql
    };
    let roles: Vec<Role> = conn::all(
        conn,
        of("SELECT id, name, description, requires_second_factor FROM roles", "id"),
    )
    .await?;
    let grants = of("SELECT role_id, queue_id, permission FROM role_grants", "role_id");
    let grants: Vec<OfRole<Grant>> = conn::all(conn, grants).await?;
    let members = of(
        "SELECT m.role_id, p.id, p.name, a.address FROM role_members m JOIN people p ON p.id = m.person_id
         LEFT JOIN person_addresses a ON a.person_id = p.id AND a.position = 0",
        "m.role_id",
    );
    let members: Vec<OfRole<PersonRef>> = conn::all(conn, members).await?;
    let mut by_id: BTreeMap<RoleId, Role> = roles.into_iter().map(|role| (role.id, role)).collect();
    for OfRole(id, grant) in grants {
        if let Some(role) = by_id.get_mut(&id) {
            role.grants.push(grant);
        }
    }
    for OfRole(id, member) in members {
        if let Some(role) = by_id.get_mut(&id) {
            role.members.push(member);
        }
    }
    let mut roles: Vec<Role> = by_id.into_values().collect();
    // The databases sort capital letters as they are set up to; people expect one order everywhere.
    roles.sort_by_cached_key(|role| (role.name.to_lowercase(), role.id));
    for role in &mut roles {
        role.grants.sort();
        role.members
            .sort_by_cached_key(|member| (member.name.to_lowercase(), member.id));
    }
    Ok(roles)
}

/// All roles by their names.
pub async fn names(conn: &impl Conn) -> Result<Vec<(String, RoleId)>, StoreError> {
    let rows: Vec<Role> = conn::all(
        conn,
        Sql::new("SELECT id, name, description, requires_second_factor FROM roles ORDER BY name, id"),
    )
    .await?;
    Ok(rows.into_iter().map(|role| (role.name, role.id)).collect())
}

/// Enters a role, or changes it; its members stay.
///
/// # Errors
/// `Duplicate` for a name that another role has.
pub async fn save(tx: &WriteTx, id: RoleId, role: &RoleDef) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO roles (id, name, description, requires_second_factor) VALUES ($1, $2, $3, $4)
         ON CONFLICT (id) DO UPDATE SET name = $2, description = $3, requires_second_factor = $4",
        bind![id, &role.name, &role.description, role.requires_second_factor],
    );
    conn::run(tx, sql).await?;
    catalog::changed(tx).await?;
    conn::run(tx, Sql::with("DELETE FROM role_grants WHERE role_id = $1", bind![id])).await?;
    let mut grants = role.grants.clone();
    grants.sort();
    grants.dedup();
    let rows = grants
        .into_iter()
        .map(|grant| bind![id, grant.queue_id, permission_name(grant.permission)]);
    let statement = "INSERT INTO role_grants (role_id, queue_id, permission) VALUES ";
    insert_rows(tx, statement, rows.collect()).await
}

/// Deletes a role: nobody holds what it granted any more. Tells whether it was there.
pub async fn delete(tx: &WriteTx, id: RoleId) -> Result<bool, StoreError> {
    let gone = conn::run(tx, Sql::with("DELETE FROM roles WHERE id = $1", bind![id])).await?;
    catalog::changed(tx).await?;
    Ok(gone > 0)
}

/// Puts a person into a role; nothing happens where they are in it.
pub async fn add_member(tx: &WriteTx, role: RoleId, person: PersonId) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO role_members (role_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        bind![role, person],
    );
    conn::run(tx, sql).await?;
    catalog::changed(tx).await
}

/// Takes a person out of a role. Tells whether they were in it.
pub async fn remove_member(tx: &WriteTx, role: RoleId, person: PersonId) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "DELETE FROM role_members WHERE role_id = $1 AND person_id = $2",
        bind![role, person],
    );
    let gone = conn::run(tx, sql).await?;
    catalog::changed(tx).await?;
    Ok(gone > 0)
}

/// What puts people into roles beside those who do it by hand, by its name in the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source<'a> {
    Directory(&'a str),
    Provider(&'a str),
}

impl<'a> Source<'a> {
    fn column(self) -> &'static str {
        match self {
            Self::Directory(_) => "directory",
            Self::Provider(_) => "provider",
        }
    }

    fn name(self) -> &'a str {
        match self {
            Self::Directory(name) | Self::Provider(name) => name,
        }
    }
}

/// The roles that a source has put a person into.
pub async fn of_source(conn: &impl Conn, person: PersonId, source: Source<'_>) -> Result<BTreeSet<RoleId>, StoreError> {
    let text = format!(
        "SELECT role_id AS value FROM role_members WHERE person_id = $1 AND {} = $2",
        source.column()
    );
    let rows: Vec<Single<RoleId>> = conn::all(conn, Sql::with(&text, bind![person, source.name()])).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Makes these the roles that a source has put a person into; what came by hand or from another source stays.
pub async fn set_of_source(
    tx: &WriteTx,
    person: PersonId,
    source: Source<'_>,
    roles: &BTreeSet<RoleId>,
) -> Result<(), StoreError> {
    let before = of_source(tx, person, source).await?;
    let held: BTreeSet<RoleId> = of_member(tx, person).await?.into_iter().collect();
    let (gone, new): (Vec<_>, Vec<_>) = (before.difference(roles).collect(), roles.difference(&held).collect());
    if gone.is_empty() && new.is_empty() {
        return Ok(());
    }
    let column = source.column();
    let delete = format!("DELETE FROM role_members WHERE person_id = $1 AND {column} = $2 AND role_id = $3");
    for role in gone {
        conn::run(tx, Sql::with(&delete, bind![person, source.name(), *role])).await?;
    }
    let insert =
        format!("INSERT INTO role_members (role_id, person_id, {column}) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
    for role in new {
        conn::run(tx, Sql::with(&insert, bind![*role, person, source.name()])).await?;
    }
    catalog::changed(tx).await
}

/// How many roles grant something in a queue.
pub async fn count_granting(conn: &impl Conn, queue: QueueId) -> Result<u64, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(DISTINCT role_id) AS value FROM role_grants WHERE queue_id = $1",
        bind![queue],
    );
    Ok(conn::one::<Single<u64>>(conn, sql).await?.map_or(0, |count| count.0))
}

/// A permission with the role that it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldGrant {
    pub role_id: RoleId,
    pub role: String,
    pub grant: Grant,
}

impl FromRow for HeldGrant {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            role_id: row.get("role_id")?,
            role: row.get("name")?,
            grant: Grant::from_row(row)?,
        })
    }
}

/// What a person's roles permit and which role does, as granted: not yet inherited down the tree.
pub async fn held_by(conn: &impl Conn, person: PersonId) -> Result<Vec<HeldGrant>, StoreError> {
    let sql = Sql::with(
        "SELECT g.role_id, r.name, g.queue_id, g.permission FROM role_members m JOIN role_grants g ON g.role_id = m.role_id
         JOIN roles r ON r.id = m.role_id WHERE m.person_id = $1 ORDER BY r.name, g.role_id",
        bind![person],
    );
    conn::all(conn, sql).await
}

/// The roles that a person is in, also those that permit nothing.
pub async fn of_member(conn: &impl Conn, person: PersonId) -> Result<Vec<RoleId>, StoreError> {
    let sql = Sql::with(
        "SELECT role_id AS value FROM role_members WHERE person_id = $1 ORDER BY role_id",
        bind![person],
    );
    let rows: Vec<Single<RoleId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// What a person's roles permit, as granted: not yet inherited down the tree.
pub async fn granted(conn: &impl Conn, person: PersonId) -> Result<Vec<(QueueId, Permission)>, StoreError> {
    let sql = Sql::with(
        "SELECT DISTINCT g.queue_id, g.permission FROM role_members m JOIN role_grants g ON g.role_id = m.role_id
         WHERE m.person_id = $1",
        bind![person],
    );
    let grants: Vec<Grant> = conn::all(conn, sql).await?;
    Ok(grants
        .into_iter()
        .map(|grant| (grant.queue_id, grant.permission))
        .collect())
}

/// The word in the database, which is the word in the API.
pub(crate) fn permission_name(permission: Permission) -> &'static str {
    match permission {
        Permission::View => "view",
        Permission::Create => "create",
        Permission::Note => "note",
        Permission::Reply => "reply",
        Permission::MoveInto => "move_into",
        Permission::Own => "own",
        Permission::Priority => "priority",
        Permission::Close => "close",
        Permission::Manage => "manage",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_have_the_words_of_the_api() {
        for permission in Permission::ALL {
            assert_eq!(
                serde_json::json!(permission_name(permission)),
                serde_json::to_value(permission).unwrap()
            );
        }
    }
}
