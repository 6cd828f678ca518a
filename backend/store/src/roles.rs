//! Roles: who is in them, and what they permit in which queue.

use pult_shared::{
    ids::{PersonId, QueueId},
    person::Permission,
};
use uuid::Uuid;

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Enters a role.
///
/// # Errors
/// `Duplicate` for a name that another role has.
pub async fn insert(tx: &WriteTx, id: Uuid, name: &str) -> Result<(), StoreError> {
    conn::run(
        tx,
        Sql::with("INSERT INTO roles (id, name) VALUES ($1, $2)", bind![id, name]),
    )
    .await
    .map(|_| ())
}

/// Puts a person into a role; nothing happens where they are in it.
pub async fn add_member(tx: &WriteTx, role: Uuid, person: PersonId) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO role_members (role_id, person_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        bind![role, person],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Lets a role do something in a queue and below it.
pub async fn grant(tx: &WriteTx, role: Uuid, queue: QueueId, permission: Permission) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO role_grants (role_id, queue_id, permission) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        bind![role, queue, permission_name(permission)],
    );
    conn::run(tx, sql).await.map(|_| ())
}

struct GrantRow(QueueId, Permission);

impl FromRow for GrantRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let name: String = row.get("permission")?;
        let permission = Permission::ALL
            .into_iter()
            .find(|permission| permission_name(*permission) == name)
            .ok_or_else(|| StoreError::Corrupt(format!("permission: {name}")))?;
        Ok(Self(row.get("queue_id")?, permission))
    }
}

/// What a person's roles permit, as granted: not yet inherited down the tree.
pub(crate) async fn granted(conn: &impl Conn, person: PersonId) -> Result<Vec<(QueueId, Permission)>, StoreError> {
    let sql = Sql::with(
        "SELECT DISTINCT g.queue_id, g.permission FROM role_members m JOIN role_grants g ON g.role_id = m.role_id
         WHERE m.person_id = $1",
        bind![person],
    );
    let rows: Vec<GrantRow> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
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
