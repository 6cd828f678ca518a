//! The words for the values of the contract: states, priorities, channels, errors.

use pult_shared::{
    api::{
        mail::{Door, MailOutcome, OutgoingStatus},
        queue::{Names, QueueRef, QueueView},
    },
    error::FieldCode,
    event::MailKind,
    ticket::{Channel, Priority, State},
};

use super::{language, text};
use crate::api::ApiError;

pub fn state(state: State) -> String {
    text(&format!("state-{}", state.name()))
}

/// The state in the words of customers.
pub fn portal_state(state: State) -> String {
    text(&format!("portal-state-{}", state.name()))
}

pub fn priority(priority: Priority) -> String {
    text(&format!("priority-{}", priority.get()))
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
    names.get(language()).to_owned()
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
