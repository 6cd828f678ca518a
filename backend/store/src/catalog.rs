//! The catalog: what administrators set up and tickets refer to by key. Every write raises its version, so that who keeps it in
//! memory notices.

use std::collections::BTreeSet;

use pult_domain::{calendar::Calendar, catalog::Catalog};
use pult_shared::{
    api::queue::Names,
    calendar::CalendarDef,
    catalog::{
        CalendarKey, FieldDef, FieldKey, FormerKind, FormerName, PriorityDef, ServiceDef, ServiceKey, SlaKey, StateDef,
        StateKey, TypeDef, TypeKey,
    },
    sla::SlaDef,
};

use crate::{
    StoreError, WriteTx,
    apply::to_json,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

const NAME: [&str; 2] = ["name_de", "name_en"];

/// The version: greater after every change of the catalog or of the queues.
pub async fn version(conn: &impl Conn) -> Result<i64, StoreError> {
    let sql = Sql::new("SELECT version AS value FROM catalog_version WHERE id = 1");
    conn::one::<Single<i64>>(conn, sql)
        .await?
        .map(|version| version.0)
        .ok_or_else(|| StoreError::Corrupt("the catalog has no version".to_owned()))
}

/// Raises the version. Writers of the catalog wait for each other here: who calls it first reads what nobody else is changing.
pub async fn changed(tx: &WriteTx) -> Result<(), StoreError> {
    let sql = Sql::new("UPDATE catalog_version SET version = version + 1 WHERE id = 1");
    conn::run(tx, sql).await.map(|_| ())
}

/// The whole catalog. The version is read first: what changes meanwhile makes it too low, and it is read again.
pub async fn load(conn: &impl Conn) -> Result<Catalog, StoreError> {
    let version = version(conn).await?;
    let ordered = |table: &str| Sql::new(&format!("SELECT * FROM {table} ORDER BY position, key"));
    Ok(Catalog {
        version,
        states: conn::all(conn, ordered("states")).await?,
        priorities: conn::all(conn, Sql::new("SELECT * FROM priorities ORDER BY level")).await?,
        types: conn::all(conn, ordered("ticket_types")).await?,
        services: conn::all(conn, ordered("services")).await?,
        fields: conn::all(conn, ordered("custom_fields")).await?,
        calendars: calendars(conn).await?,
        slas: conn::all(conn, ordered("slas")).await?,
        former: former(conn).await?,
    })
}

async fn calendars(conn: &impl Conn) -> Result<Vec<Calendar>, StoreError> {
    let defs: Vec<CalendarDef> = conn::all(conn, Sql::new("SELECT * FROM calendars ORDER BY position, key")).await?;
    let read = |def: CalendarDef| {
        let key = def.key.clone();
        Calendar::read(def).ok_or_else(|| StoreError::Corrupt(format!("calendar {key}")))
    };
    defs.into_iter().map(read).collect()
}

/// Names of what was deleted, as the log of settings has them.
const FORMER_MAX: i64 = 500;

async fn former(conn: &impl Conn) -> Result<Vec<FormerName>, StoreError> {
    let mut sql = Sql::new(
        "SELECT kind, key, before FROM setting_changes WHERE after IS NULL AND before IS NOT NULL AND kind IN ",
    );
    sql.list(FormerKind::ALL.map(FormerKind::name))
        .push(" ORDER BY seq DESC LIMIT ")
        .bind(FORMER_MAX);
    conn::all(conn, sql).await
}

impl FromRow for FormerName {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        #[derive(serde::Deserialize)]
        struct Named {
            names: Names,
        }
        let kind: String = row.get("kind")?;
        let kind = FormerKind::ALL.into_iter().find(|one| one.name() == kind);
        Ok(Self {
            kind: kind.ok_or_else(|| StoreError::Corrupt("a setting of another kind".to_owned()))?,
            key: row.get("key")?,
            names: row.json::<Named>("before")?.names,
        })
    }
}

impl FromRow for StateDef {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            key: row.get("key")?,
            state_type: row.get("state_type")?,
            names: row.names(NAME)?,
            color: row.get("color")?,
            position: row.get("position")?,
            valid: row.get("valid")?,
            turns_into: row.get("turns_into")?,
            stops_clocks: row.get("stops_clocks")?,
        })
    }
}

impl FromRow for PriorityDef {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            level: row.get("level")?,
            names: row.names(NAME)?,
            color: row.get("color")?,
        })
    }
}

impl FromRow for TypeDef {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            key: row.get("key")?,
            names: row.names(NAME)?,
            position: row.get("position")?,
            valid: row.get("valid")?,
        })
    }
}

impl FromRow for ServiceDef {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            key: row.get("key")?,
            names: row.names(NAME)?,
            sla: row.get("sla")?,
            position: row.get("position")?,
            valid: row.get("valid")?,
        })
    }
}

impl FromRow for FieldDef {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            key: row.get("key")?,
            kind: row.get("kind")?,
            names: row.names(NAME)?,
            help: row.names(["help_de", "help_en"])?,
            options: row.json("options")?,
            queue_ids: row.json("queue_ids")?,
            type_keys: row.json("type_keys")?,
            required_on_close: row.get("required_on_close")?,
            shown_to_customer: row.get("shown_to_customer")?,
            position: row.get("position")?,
            valid: row.get("valid")?,
        })
    }
}

impl FromRow for SlaDef {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            key: row.get("key")?,
            names: row.names(NAME)?,
            calendar: row.get("calendar")?,
            first_response: row.get("first_response")?,
            update: row.get("update_within")?,
            solution: row.get("solution")?,
            warn_percent: row.get("warn_percent")?,
            position: row.get("position")?,
            valid: row.get("valid")?,
        })
    }
}

impl FromRow for CalendarDef {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            key: row.get("key")?,
            names: row.names(NAME)?,
            time_zone: row.get("time_zone")?,
            week: row.json("week")?,
            region: row.get("region")?,
            closures: row.json("closures")?,
            periods: row.json("periods")?,
            queue_id: row.get("queue_id")?,
            position: row.get("position")?,
            valid: row.get("valid")?,
        })
    }
}

async fn save(tx: &WriteTx, sql: Sql) -> Result<(), StoreError> {
    conn::run(tx, sql).await?;
    changed(tx).await
}

/// Enters a state, or changes the one with its key. Its type stays as it is: tickets have it beside the key.
pub async fn save_state(tx: &WriteTx, state: &StateDef) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO states (key, state_type, name_de, name_en, color, position, valid, turns_into, stops_clocks)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (key) DO UPDATE SET name_de = $3, name_en = $4, color = $5, position = $6, valid = $7, turns_into = $8,
         stops_clocks = $9",
        bind![
            &state.key,
            state.state_type.name(),
            &state.names.de,
            &state.names.en,
            state.color.name(),
            state.position,
            state.valid,
            state.turns_into.as_ref(),
            state.stops_clocks,
        ],
    );
    save(tx, sql).await
}

/// Changes what a priority is called.
pub async fn save_priority(tx: &WriteTx, priority: &PriorityDef) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE priorities SET name_de = $2, name_en = $3, color = $4 WHERE level = $1",
        bind![
            i64::from(priority.level.get()),
            &priority.names.de,
            &priority.names.en,
            priority.color.name(),
        ],
    );
    save(tx, sql).await
}

/// Enters a type, or changes the one with its key.
pub async fn save_type(tx: &WriteTx, of: &TypeDef) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO ticket_types (key, name_de, name_en, position, valid) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (key) DO UPDATE SET name_de = $2, name_en = $3, position = $4, valid = $5",
        bind![&of.key, &of.names.de, &of.names.en, of.position, of.valid],
    );
    save(tx, sql).await
}

/// Enters a service, or changes the one with its key.
pub async fn save_service(tx: &WriteTx, service: &ServiceDef) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO services (key, name_de, name_en, position, valid, sla) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (key) DO UPDATE SET name_de = $2, name_en = $3, position = $4, valid = $5, sla = $6",
        bind![
            &service.key,
            &service.names.de,
            &service.names.en,
            service.position,
            service.valid,
            service.sla.as_ref(),
        ],
    );
    save(tx, sql).await
}

/// Enters a custom field, or changes the one with its key. Its kind stays as it is: values were entered for it.
pub async fn save_field(tx: &WriteTx, field: &FieldDef) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO custom_fields (key, kind, name_de, name_en, help_de, help_en, options, queue_ids, type_keys,
         required_on_close, shown_to_customer, position, valid) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (key) DO UPDATE SET name_de = $3, name_en = $4, help_de = $5, help_en = $6, options = $7, queue_ids = $8,
         type_keys = $9, required_on_close = $10, shown_to_customer = $11, position = $12, valid = $13",
        bind![
            &field.key,
            field.kind.name(),
            &field.names.de,
            &field.names.en,
            &field.help.de,
            &field.help.en,
            to_json(&field.options)?,
            to_json(&field.queue_ids)?,
            to_json(&field.type_keys)?,
            field.required_on_close,
            field.shown_to_customer,
            field.position,
            field.valid,
        ],
    );
    save(tx, sql).await
}

/// Enters a calendar, or changes the one with its key.
pub async fn save_calendar(tx: &WriteTx, calendar: &CalendarDef) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO calendars (key, name_de, name_en, time_zone, week, region, closures, position, valid, periods, queue_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (key) DO UPDATE SET name_de = $2, name_en = $3, time_zone = $4, week = $5, region = $6, closures = $7,
         position = $8, valid = $9, periods = $10, queue_id = $11",
        bind![
            &calendar.key,
            &calendar.names.de,
            &calendar.names.en,
            &calendar.time_zone,
            to_json(&calendar.week)?,
            calendar.region.map(|region| region.name().to_owned()),
            to_json(&calendar.closures)?,
            calendar.position,
            calendar.valid,
            to_json(&calendar.periods)?,
            calendar.queue_id,
        ],
    );
    save(tx, sql).await
}

/// Enters a service agreement, or changes the one with its key.
pub async fn save_sla(tx: &WriteTx, sla: &SlaDef) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO slas (key, name_de, name_en, calendar, first_response, update_within, solution, warn_percent, position, valid)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (key) DO UPDATE SET name_de = $2, name_en = $3, calendar = $4, first_response = $5, update_within = $6,
         solution = $7, warn_percent = $8, position = $9, valid = $10",
        bind![
            &sla.key,
            &sla.names.de,
            &sla.names.en,
            sla.calendar.as_ref(),
            sla.first_response,
            sla.update,
            sla.solution,
            sla.warn_percent,
            sla.position,
            sla.valid,
        ],
    );
    save(tx, sql).await
}

/// Which of these options of a choice tickets have.
pub async fn used_options(
    conn: &impl Conn,
    key: &FieldKey,
    options: &[String],
) -> Result<BTreeSet<String>, StoreError> {
    if options.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut sql = Sql::with(
        "SELECT DISTINCT text AS value FROM ticket_fields WHERE field_key = $1 AND text IN ",
        bind![key],
    );
    sql.list(options);
    let used: Vec<Single<String>> = conn::all(conn, sql).await?;
    Ok(used.into_iter().map(|row| row.0).collect())
}

/// Deletes what nothing refers to. Tells whether it was there.
///
/// # Errors
/// `InUse` when one of the questions finds something; they have the key as `$1`.
async fn delete(tx: &WriteTx, table: &str, key: &str, questions: &[&str]) -> Result<bool, StoreError> {
    for question in questions {
        let sql = Sql::with(
            &format!("SELECT CAST(1 AS BIGINT) AS value {question} LIMIT 1"),
            bind![key],
        );
        if conn::one::<Single<i64>>(tx, sql).await?.is_some() {
            return Err(StoreError::InUse);
        }
    }
    let sql = Sql::with(&format!("DELETE FROM {table} WHERE key = $1"), bind![key]);
    let there = conn::run(tx, sql).await? > 0;
    changed(tx).await?;
    Ok(there)
}

/// Deletes a state. Tells whether it was there.
///
/// # Errors
/// `InUse` when a ticket has it, or another state turns into it.
pub async fn delete_state(tx: &WriteTx, key: &StateKey) -> Result<bool, StoreError> {
    let questions = ["FROM tickets WHERE state = $1", "FROM states WHERE turns_into = $1"];
    delete(tx, "states", key.as_str(), &questions).await
}

/// Deletes a type. Tells whether it was there.
///
/// # Errors
/// `InUse` when a ticket, a queue or a custom field has it.
pub async fn delete_type(tx: &WriteTx, key: &TypeKey) -> Result<bool, StoreError> {
    let fields: Vec<FieldDef> = conn::all(tx, Sql::new("SELECT * FROM custom_fields")).await?;
    if fields.iter().any(|field| field.type_keys.contains(key)) {
        return Err(StoreError::InUse);
    }
    let questions = [
        "FROM tickets WHERE ticket_type = $1",
        "FROM queues WHERE default_type = $1",
    ];
    delete(tx, "ticket_types", key.as_str(), &questions).await
}

/// Deletes a calendar. Tells whether it was there.
///
/// # Errors
/// `InUse` when a queue is open by it, or a service agreement counts by it.
pub async fn delete_calendar(tx: &WriteTx, key: &CalendarKey) -> Result<bool, StoreError> {
    let questions = ["FROM queues WHERE calendar = $1", "FROM slas WHERE calendar = $1"];
    delete(tx, "calendars", key.as_str(), &questions).await
}

/// Deletes a service agreement. Tells whether it was there.
///
/// # Errors
/// `InUse` when a service, a queue or a ticket has it.
pub async fn delete_sla(tx: &WriteTx, key: &SlaKey) -> Result<bool, StoreError> {
    let questions = [
        "FROM services WHERE sla = $1",
        "FROM queues WHERE sla = $1",
        "FROM tickets WHERE sla_chosen = $1",
    ];
    delete(tx, "slas", key.as_str(), &questions).await
}

/// Deletes a service. Tells whether it was there.
///
/// # Errors
/// `InUse` when a ticket has it, or when services lie below it.
pub async fn delete_service(tx: &WriteTx, key: &ServiceKey) -> Result<bool, StoreError> {
    let below = format!(
        "FROM services WHERE substr(key, 1, {}) = $1 || '/'",
        key.as_str().chars().count() + 1
    );
    delete(
        tx,
        "services",
        key.as_str(),
        &["FROM tickets WHERE service = $1", &below],
    )
    .await
}

/// Deletes a custom field. Tells whether it was there.
///
/// # Errors
/// `InUse` when a ticket has a value for it.
pub async fn delete_field(tx: &WriteTx, key: &FieldKey) -> Result<bool, StoreError> {
    delete(
        tx,
        "custom_fields",
        key.as_str(),
        &["FROM ticket_fields WHERE field_key = $1"],
    )
    .await
}
