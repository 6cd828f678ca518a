//! Who may be told: what they have chosen, where they work, and where their mail goes.

use std::collections::BTreeMap;

use pult_shared::{
    ids::{PersonId, QueueId},
    notification::NotificationSettings,
    person::{Language, Permission},
};

use crate::{
    StoreError, WriteTx,
    apply::to_json,
    conn::{self, Conn},
    roles,
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Somebody who may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListenerRow {
    pub id: PersonId,
    pub name: String,
    pub language: Option<Language>,
    pub administrator: bool,
    /// The usual where they have chosen nothing.
    pub settings: NotificationSettings,
}

impl FromRow for ListenerRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            language: row.get("language")?,
            administrator: row.get("administrator")?,
            settings: row.json_or_null("settings")?.unwrap_or_default(),
        })
    }
}

/// Those of some people who are active, with what they have chosen. One query for each thousand.
pub async fn listeners(conn: &impl Conn, ids: &[PersonId]) -> Result<BTreeMap<PersonId, ListenerRow>, StoreError> {
    let mut found = BTreeMap::new();
    for chunk in ids.chunks(1_000) {
        let mut sql = Sql::new(
            "SELECT p.id, p.name, p.language, p.administrator, s.settings FROM people p
             LEFT JOIN notification_settings s ON s.person_id = p.id WHERE p.active AND p.id IN ",
        );
        sql.list(chunk.iter().copied());
        let rows: Vec<ListenerRow> = conn::all(conn, sql).await?;
        found.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    Ok(found)
}

struct WorkerRow(QueueId, PersonId);

impl FromRow for WorkerRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("queue_id")?, row.get("person_id")?))
    }
}

/// Who may own tickets by a role, by the queue in which the role says so: not yet inherited down the tree.
pub async fn workers(conn: &impl Conn) -> Result<BTreeMap<QueueId, Vec<PersonId>>, StoreError> {
    holders(conn, Permission::Own).await
}

/// Who manages by a role, in the same form.
pub async fn managers(conn: &impl Conn) -> Result<BTreeMap<QueueId, Vec<PersonId>>, StoreError> {
    holders(conn, Permission::Manage).await
}

async fn holders(conn: &impl Conn, permission: Permission) -> Result<BTreeMap<QueueId, Vec<PersonId>>, StoreError> {
    let sql = Sql::with(
        "SELECT DISTINCT g.queue_id, m.person_id FROM role_grants g JOIN role_members m ON m.role_id = g.role_id
         WHERE g.permission = $1",
        bind![roles::permission_name(permission)],
    );
    let mut found: BTreeMap<QueueId, Vec<PersonId>> = BTreeMap::new();
    for WorkerRow(queue, person) in conn::all(conn, sql).await? {
        found.entry(queue).or_default().push(person);
    }
    Ok(found)
}

struct SettingsRow(NotificationSettings);

impl FromRow for SettingsRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        row.json("settings").map(Self)
    }
}

/// What a person has chosen; the usual where they have chosen nothing.
pub async fn settings(conn: &impl Conn, person: PersonId) -> Result<NotificationSettings, StoreError> {
    let sql = Sql::with(
        "SELECT settings FROM notification_settings WHERE person_id = $1",
        bind![person],
    );
    let row: Option<SettingsRow> = conn::one(conn, sql).await?;
    Ok(row.map(|row| row.0).unwrap_or_default())
}

/// Keeps what a person has chosen.
pub async fn save_settings(tx: &WriteTx, person: PersonId, settings: &NotificationSettings) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO notification_settings (person_id, settings) VALUES ($1, $2)
         ON CONFLICT (person_id) DO UPDATE SET settings = $2",
        bind![person, to_json(settings)?],
    );
    conn::run(tx, sql).await.map(|_| ())
}
