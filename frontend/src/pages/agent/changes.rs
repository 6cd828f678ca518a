//! What became different between two readings of a ticket, in sentences: shown when somebody else was faster.

use pult_shared::api::ticket::TicketView;

use crate::{
    i18n::{text, words},
    tr,
};

/// A change, by the locale key of the field and its values.
pub fn between(before: &TicketView, after: &TicketView) -> Vec<String> {
    let mut changes = Vec::new();
    let mut note = |label: &str, from: String, to: String| {
        if from != to {
            changes.push(tr!("changed-from-to", field = text(label), from = from, to = to));
        }
    };
    let owner = |ticket: &TicketView| {
        ticket
            .owner
            .as_ref()
            .map_or_else(|| text("no-owner"), |owner| owner.name.clone())
    };
    let lock = |ticket: &TicketView| {
        ticket
            .lock
            .as_ref()
            .map_or_else(|| text("not-locked"), |lock| lock.by.name.clone())
    };
    note("col-state", words::state(&before.state), words::state(&after.state));
    note("col-owner", owner(before), owner(after));
    note("field-lock", lock(before), lock(after));
    note("col-queue", words::queue(&before.queue), words::queue(&after.queue));
    note(
        "col-priority",
        words::priority(before.priority),
        words::priority(after.priority),
    );
    note("col-subject", before.subject.clone(), after.subject.clone());
    if changes.is_empty() {
        // A message or a note; it stands in the conversation.
        changes.push(text("changed-article"));
    }
    changes
}
