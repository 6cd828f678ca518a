//! A ticket as a row: its columns, with all that it has several of beside them as JSON.

use std::collections::{BTreeMap, BTreeSet};

use pult_domain::ticket::{Clocks, Lock, Ticket, Told};
use pult_shared::{
    Timestamp,
    catalog::{FieldKey, FieldValue},
    ids::{PersonId, QueueId},
};

use crate::{
    StoreError,
    dialect::Dialect,
    row::{FromRow, Row},
    sql::Sql,
};

/// The columns that are plain, and the organisation of who has asked; `t` is the row of `tickets`.
const PLAIN: &str = "t.id, t.number, t.version, t.subject, t.state, t.state_type, t.pending_until, t.priority, t.ticket_type, \
     t.service, t.queue_id, t.requester_id, t.owner_id, t.responsible_id, t.locked_by, t.locked_at, t.channel, t.created_at, \
     t.updated_at, t.closed_at, t.started_at, t.first_answer_at, t.last_contact_at, t.due_at, t.merged_into, t.time_minutes, t.sla_chosen, \
     t.sla, t.clock_used, t.clock_since, t.clock_asked, t.worked_at, t.first_response_due, t.update_due, t.solution_due, \
     t.escalation_due, t.escalation_warn, t.remind_at, t.clocks_told, t.next_escalation_at, t.named_only, \
     (SELECT o.organisation_key FROM people o WHERE o.id = t.requester_id AND o.active) AS organisation";

/// How a person takes part in a ticket, as `ticket_people` has it.
pub(crate) const PARTICIPANT: &str = "participant";
pub(crate) const WATCHER: &str = "watcher";
pub(crate) const MENTIONED: &str = "mentioned";
pub(crate) const READER: &str = "reader";

/// Appends the columns of the ticket in the row `t`.
pub(crate) fn push_columns(sql: &mut Sql, dialect: Dialect) {
    sql.push(PLAIN).push(dialect.ticket_parts());
}

impl FromRow for Ticket {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let locked_by: Option<PersonId> = row.get("locked_by")?;
        let locked_at: Option<Timestamp> = row.get("locked_at")?;
        let people: Vec<(String, PersonId)> = row.json_or_null("people")?.unwrap_or_default();
        let part = |wanted: &str| -> BTreeSet<PersonId> {
            let of_part = people.iter().filter(|(part, _)| part == wanted);
            of_part.map(|(_, person)| *person).collect()
        };
        let queues: Vec<(i64, QueueId)> = row.json_or_null("queues")?.unwrap_or_default();
        let queues = |shown: bool| -> BTreeSet<QueueId> {
            let so = queues.iter().filter(|(value, _)| (*value != 0) == shown);
            so.map(|(_, queue)| *queue).collect()
        };
        Ok(Self {
            id: row.get("id")?,
            number: row.get("number")?,
            version: row.get("version")?,
            subject: row.get("subject")?,
            state: row.get("state")?,
            state_type: row.get("state_type")?,
            pending_until: row.get("pending_until")?,
            priority: row.get("priority")?,
            ticket_type: row.get("ticket_type")?,
            service: row.get("service")?,
            queue_id: row.get("queue_id")?,
            requester_id: row.get("requester_id")?,
            owner_id: row.get("owner_id")?,
            responsible_id: row.get("responsible_id")?,
            lock: locked_by.zip(locked_at).map(|(by, since)| Lock { by, since }),
            channel: row.get("channel")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            closed_at: row.get("closed_at")?,
            started_at: row.get("started_at")?,
            first_answer_at: row.get("first_answer_at")?,
            last_contact_at: row.get("last_contact_at")?,
            due_at: row.get("due_at")?,
            merged_into: row.get("merged_into")?,
            time_minutes: row.get("time_minutes")?,
            tags: row.json_or_null("tags")?.unwrap_or_default(),
            fields: fields(row.json_or_null("fields")?.unwrap_or_default())?,
            participants: part(PARTICIPANT),
            watchers: part(WATCHER),
            other_queues: queues(true),
            left_queues: queues(false),
            mentioned: part(MENTIONED),
            readers: row.get::<bool>("named_only")?.then(|| part(READER)),
            clocks: Clocks::from_row(row)?,
            organisation: row.get("organisation")?,
        })
    }
}

impl FromRow for Clocks {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            chosen: row.get("sla_chosen")?,
            sla: row.get("sla")?,
            used: row.get("clock_used")?,
            since: row.get("clock_since")?,
            asked: row.get("clock_asked")?,
            worked_at: row.get("worked_at")?,
            first_response_due: row.get("first_response_due")?,
            update_due: row.get("update_due")?,
            solution_due: row.get("solution_due")?,
            due_at: row.get("escalation_due")?,
            warn_at: row.get("escalation_warn")?,
            remind_at: row.get("remind_at")?,
            told: Told::from_bits(row.get("clocks_told")?),
            next_at: row.get("next_escalation_at")?,
        })
    }
}

/// How the texts of a value are read: the word in `ticket_fields.shape`.
pub(crate) fn shape(value: &FieldValue) -> &'static str {
    match value {
        FieldValue::Bool(_) => "bool",
        FieldValue::Number(_) => "number",
        FieldValue::Text(_) => "text",
        FieldValue::Texts(_) => "texts",
    }
}

/// The values of a ticket's fields from their rows: key, position, shape and text.
fn fields(mut rows: Vec<(FieldKey, i64, String, String)>) -> Result<BTreeMap<FieldKey, FieldValue>, StoreError> {
    rows.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    let mut values = BTreeMap::new();
    for (key, _, shape, text) in rows {
        let value = match (shape.as_str(), values.remove(&key)) {
            ("bool", _) => FieldValue::Bool(text == "true"),
            ("number", _) => {
                let number = text.parse().ok();
                FieldValue::Number(number.ok_or_else(|| StoreError::Corrupt(format!("field {key}: {text}")))?)
            }
            ("text", _) => FieldValue::Text(text),
            ("texts", Some(FieldValue::Texts(mut before))) => {
                before.push(text);
                FieldValue::Texts(before)
            }
            ("texts", _) => FieldValue::Texts(vec![text]),
            (other, _) => return Err(StoreError::Corrupt(format!("shape of the field {key}: {other}"))),
        };
        values.insert(key, value);
    }
    Ok(values)
}
