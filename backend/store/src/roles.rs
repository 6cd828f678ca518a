//! Roles: who is in them, and what they permit in which queue.

use std::collections::BTreeMap;

use pult_shared::{
    api::role::{Grant, RoleDef},
    ids::{PersonId, QueueId, RoleId},
    person::{Permission, PersonRef},
};

use crate::{
    StoreError, WriteTx,
    apply::insert_rows,
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
    let roles: Vec<Role> = conn::all(conn, of("SELECT id, name, description FROM roles", "id")).await?;
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

/// Enters a role, or changes it: name, description and all its grants. Its members stay.
///
/// # Errors
/// `Duplicate` for a name that another role has.
pub async fn save(tx: &WriteTx, id: RoleId, role: &RoleDef) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO roles (id, name, description) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET name = $2, description = $3",
        bind![id, &role.name, &role.description],
    );
    conn::run(tx, sql).await?;
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
    Ok(gone > 0)
}

/// Puts a person into a role; nothing happens where they are in it.
pub async fn add_member(tx: &WriteTx, role: RoleId, person: PersonId) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO role_members (role_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        bind![role, person],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Takes a person out of a role. Tells whether they were in it.
pub async fn remove_member(tx: &WriteTx, role: RoleId, person: PersonId) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "DELETE FROM role_members WHERE role_id = $1 AND person_id = $2",
        bind![role, person],
    );
    Ok(conn::run(tx, sql).await? > 0)
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

/// What a person's roles permit, as granted: not yet inherited down the tree.
pub(crate) async fn granted(conn: &impl Conn, person: PersonId) -> Result<Vec<(QueueId, Permission)>, StoreError> {
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
