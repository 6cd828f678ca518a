//! The words for the values of the contract: states, priorities, channels, errors.

use pult_shared::{
    api::{
        mail::{Door, MailOutcome, OutgoingStatus},
        queue::{Names, QueueRef, QueueView},
    },
    catalog::{FieldKey, FieldValue, FormerKind, ServiceKey, SlaKey, StateKey, StateType, TypeKey},
    command::LinkKind,
    error::FieldCode,
    event::MailKind,
    ticket::{Channel, Priority},
};

use super::{dates, language, text};
use crate::{api::ApiError, catalog};

/// The last name of what was deleted, or its key where the catalog does not know it (yet).
fn former(kind: FormerKind, key: &str) -> String {
    catalog::former(kind, key).map_or_else(|| key.to_owned(), |names| name(&names))
}

/// The state's name.
pub fn state(key: &StateKey) -> String {
    catalog::state(key).map_or_else(|| former(FormerKind::State, &key.0), |state| name(&state.names))
}

/// What a state means, in the words of customers.
pub fn portal_state(kind: StateType) -> String {
    text(&format!("portal-state-{}", kind.name()))
}

pub fn priority(level: Priority) -> String {
    catalog::priority(level).map_or_else(
        || text(&format!("priority-{}", level.get())),
        |priority| name(&priority.names),
    )
}

/// The type's name.
pub fn ticket_type(key: &TypeKey) -> String {
    catalog::ticket_type(key).map_or_else(|| former(FormerKind::Type, &key.0), |kind| name(&kind.names))
}

/// The service's name.
pub fn service(key: &ServiceKey) -> String {
    catalog::service(key).map_or_else(|| former(FormerKind::Service, &key.0), |service| name(&service.names))
}

/// The service agreement's name.
pub fn sla(key: &SlaKey) -> String {
    catalog::sla(key).map_or_else(|| former(FormerKind::Sla, &key.0), |sla| name(&sla.names))
}

/// The custom field's name.
pub fn field(key: &FieldKey) -> String {
    catalog::field(key).map_or_else(|| former(FormerKind::Field, &key.0), |field| name(&field.names))
}

/// A custom field's value, without what only the caller can look up: a person stays an id.
pub fn field_value(key: &FieldKey, value: &FieldValue) -> String {
    let options = catalog::field(key).map(|field| field.options).unwrap_or_default();
    let option = |key: &str| {
        let found = options.iter().find(|option| option.key == key);
        found.map_or_else(|| key.to_owned(), |option| name(&option.names))
    };
    match value {
        FieldValue::Bool(true) => text("yes"),
        FieldValue::Bool(false) => text("no"),
        FieldValue::Number(number) => dates::decimal(*number),
        FieldValue::Text(value) => option(value),
        FieldValue::Texts(values) => values.iter().map(|value| option(value)).collect::<Vec<_>>().join(", "),
    }
}

/// What another ticket is to this one.
pub fn link_kind(kind: LinkKind) -> String {
    text(&format!("link-{}", kind.name()))
}

pub fn channel(channel: Channel) -> String {
    text(&format!("channel-{}", channel.name()))
}

pub fn door(door: Door) -> String {
    text(&format!("door-{}", door.name()))
}

pub fn outcome(outcome: MailOutcome) -> String {
    text(&format!("outcome-{}", outcome.name()))
}

pub fn mail_kind(kind: MailKind) -> String {
    text(&format!("mail-kind-{}", kind.name()))
}

pub fn outgoing_status(status: OutgoingStatus) -> String {
    text(&format!("outgoing-{}", status.name()))
}

pub fn name(names: &Names) -> String {
    names.or_other(language()).to_owned()
}

pub fn queue(queue: &QueueRef) -> String {
    name(&queue.names)
}

/// A subject that can be read even where nobody wrote one.
pub fn subject(subject: &str) -> String {
    if subject.trim().is_empty() {
        text("no-subject")
    } else {
        subject.to_owned()
    }
}

/// A queue's name with those above it, for lists without a tree: `IT / WLAN`.
pub fn queue_path(queue: &QueueView, all: &[QueueView]) -> String {
    let mut names = vec![name(&queue.names)];
    let mut parent = queue.parent_id;
    // Bounded by the number of queues, so that a loop in bad data cannot hang the page.
    for _ in all {
        let Some(above) = parent.and_then(|id| all.iter().find(|queue| queue.id == id)) else {
            break;
        };
        names.push(name(&above.names));
        parent = above.parent_id;
    }
    names.reverse();
    names.join(" / ")
}

/// What is wrong with a field.
pub fn field_error(code: FieldCode) -> String {
    text(&format!("field-error-{}", code.name()))
}

/// What went wrong, in a sentence.
pub fn error(error: &ApiError) -> String {
    match error {
        ApiError::Problem(problem) => text(&format!("error-{}", problem.code.code())),
        ApiError::Offline => text("error-offline"),
        ApiError::Unreadable => text("error-unreadable"),
    }
}
