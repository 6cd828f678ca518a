//! The ticket's own data, label and value, in the order in which they are read.

use pult_shared::{
    Timestamp,
    api::ticket::{TicketRef, TicketView},
    catalog::FieldValue,
    ids::PersonId,
    person::PersonRef,
};

use super::words::Words;

/// The people that custom fields name.
pub fn people_of(ticket: &TicketView) -> impl Iterator<Item = PersonId> + '_ {
    ticket.fields.values().filter_map(person_in)
}

/// The person that a field's value may be.
pub fn person_in(value: &FieldValue) -> Option<PersonId> {
    match value {
        FieldValue::Text(text) => text.parse().ok(),
        _ => None,
    }
}

struct Table<'a> {
    words: &'a Words<'a>,
    rows: Vec<(String, String)>,
}

impl Table<'_> {
    fn add(&mut self, key: &str, value: impl Into<Option<String>>) {
        let value: Option<String> = value.into();
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.rows.push((self.words.get(&format!("export-{key}")), value));
        }
    }

    fn time(&mut self, key: &str, at: Option<Timestamp>) {
        self.add(key, at.map(|at| self.words.time(at)));
    }

    fn people(&mut self, key: &str, people: &[PersonRef]) {
        let people: Vec<_> = people.iter().map(Words::person_in_full).collect();
        self.add(key, people.join(", "));
    }
}

/// Everything of the ticket that its reader sees beside the conversation.
pub fn facts(words: &Words<'_>, ticket: &TicketView) -> Vec<(String, String)> {
    let mut table = Table {
        words,
        rows: Vec::new(),
    };
    table.add("number", ticket.number.to_string());
    table.add("state", words.state(&ticket.state));
    table.time("pending-until", ticket.pending_until);
    table.add("queue", words.queue(ticket.queue.id));
    table.add("priority", words.priority(ticket.priority));
    table.add("type", ticket.ticket_type.as_ref().map(|key| words.ticket_type(key)));
    table.add("service", ticket.service.as_ref().map(|key| words.service(key)));
    table.people("requester", std::slice::from_ref(&ticket.requester));
    table.people("participants", &ticket.participants);
    table.people("owner", ticket.owner.as_slice());
    table.people("responsible", ticket.responsible.as_slice());
    table.people("watchers", &ticket.watchers);
    table.add("channel", words.channel(ticket.channel));
    for (key, value) in &ticket.fields {
        table.rows.push((words.field(key), words.value(key, value)));
    }
    table.add("tags", ticket.tags.join(", "));
    table.time("created", Some(ticket.created_at));
    table.time("started", ticket.started_at);
    table.time("first-answer", ticket.first_answer_at);
    table.time("last-contact", ticket.last_contact_at);
    table.time("due", ticket.due_at);
    table.time("closed", ticket.closed_at);
    if ticket.time_minutes > 0 {
        let minutes = words.with("export-minutes", [("minutes", ticket.time_minutes.to_string())]);
        table.add("time", minutes);
    }
    related(&mut table, ticket);
    table.rows
}

fn related(table: &mut Table<'_>, ticket: &TicketView) {
    let words = table.words;
    let line = |other: &TicketRef| format!("{} {}", other.number, words.subject(&other.subject));
    table.add("merged-into", ticket.merged_into.as_ref().map(line));
    for other in &ticket.merged {
        table.add("merged", line(other));
    }
    for link in &ticket.links {
        let kind = words.get(&format!("link-{}", link.kind.name()));
        let label = words.with("export-link", [("kind", kind)]);
        table.rows.push((label, line(&link.ticket)));
    }
    for item in &ticket.checklist {
        let done = words.get(if item.done { "export-done" } else { "export-undone" });
        table.add("checklist", format!("{} ({done})", item.text));
    }
}
