//! An event in a sentence: the same words as on the ticket's page.

use pult_shared::{
    Timestamp, api::ticket::HistoryEntry, command::LinkKind, event::TicketEvent, ids::PersonId, ticket::TicketNumber,
};

use super::{facts::person_in, words::Words};

/// The people that events name.
pub fn people_of<'a>(events: impl Iterator<Item = &'a TicketEvent>) -> Vec<PersonId> {
    events.flat_map(named).collect()
}

fn named(event: &TicketEvent) -> Vec<PersonId> {
    match event {
        TicketEvent::TicketOpened { requester_id, .. } => vec![*requester_id],
        TicketEvent::OwnerChanged { from, to } | TicketEvent::ResponsibleChanged { from, to } => {
            [*from, *to].into_iter().flatten().collect()
        }
        TicketEvent::Locked { by } | TicketEvent::Unlocked { by } => vec![*by],
        TicketEvent::RequesterChanged { from, to } => vec![*from, *to],
        TicketEvent::FieldChanged { from, to, .. } => {
            let values = [from.as_ref(), to.as_ref()].into_iter().flatten();
            values.filter_map(person_in).collect()
        }
        TicketEvent::ReadersChanged { from, to } => from.iter().chain(to).flatten().copied().collect(),
        TicketEvent::WatcherAdded { person_id }
        | TicketEvent::WatcherRemoved { person_id }
        | TicketEvent::ParticipantAdded { person_id }
        | TicketEvent::ParticipantRemoved { person_id }
        | TicketEvent::Mentioned { person_id, .. } => vec![*person_id],
        _ => Vec::new(),
    }
}

/// Who did what.
pub fn sentence(words: &Words<'_>, entry: &HistoryEntry) -> String {
    // Mails go out by themselves, whoever set it off.
    let by_itself = matches!(
        entry.event,
        TicketEvent::MailQueued { .. } | TicketEvent::MailFailed { .. }
    );
    let actor = entry.actor.as_ref().filter(|_| !by_itself);
    let who = actor.map_or_else(|| words.get("the-system"), |actor| actor.name.clone());
    format!("{who} {}", what(words, &entry.event))
}

fn what(words: &Words<'_>, event: &TicketEvent) -> String {
    let key = format!("event-{}", event.name());
    match event {
        TicketEvent::TicketOpened {
            queue_id,
            requester_id,
            channel,
            ..
        } => words.with(
            &key,
            [
                ("queue", words.queue(*queue_id)),
                ("person", words.person(*requester_id)),
                ("channel", words.channel(*channel)),
            ],
        ),
        TicketEvent::ArticleAdded {
            direction,
            visible_to_customer,
            ..
        } => {
            let kind = if *visible_to_customer {
                direction.name()
            } else {
                "internal"
            };
            words.get(&format!("{key}-{kind}"))
        }
        TicketEvent::StateChanged {
            from,
            to,
            pending_until,
            ..
        } => {
            let (from, to) = (("from", words.state(from)), ("to", words.state(to)));
            match pending_until {
                Some(until) => words.with(&format!("{key}-pending"), [from, to, ("until", words.time(*until))]),
                None => words.with(&key, [from, to]),
            }
        }
        TicketEvent::MailQueued { kind, to, .. } => {
            let kind = words.get(&format!("mail-kind-{}", kind.name()));
            words.with(&key, [("kind", kind), ("to", to.join(", "))])
        }
        TicketEvent::MailFailed { to, reason, .. } => {
            words.with(&key, [("to", to.clone()), ("reason", reason.clone())])
        }
        TicketEvent::MailRetried { to, .. } | TicketEvent::MailGivenUp { to, .. } => {
            words.with(&key, [("to", to.clone())])
        }
        TicketEvent::Redacted { reason, .. } => words.with(&key, [("reason", reason.clone())]),
        TicketEvent::EscalationWarned { clock, due_at } | TicketEvent::Escalated { clock, due_at } => {
            let clock = words.get(&format!("clock-{}", clock.name()));
            words.with(&key, [("clock", clock), ("due", words.time(*due_at))])
        }
        TicketEvent::ReadersChanged { to, .. } => match to {
            Some(named) => {
                let names: Vec<String> = named.iter().map(|id| words.person(*id)).collect();
                words.with(&key, [("people", names.join(", "))])
            }
            None => words.get(&format!("{key}-all")),
        },
        TicketEvent::AgeReminded { days } => words.with(&key, [("days", days.to_string())]),
        // Without a name it was the mail itself, by control fields of its header.
        TicketEvent::PostmasterApplied { name } if name.is_empty() => words.get(&format!("{key}-header")),
        TicketEvent::PostmasterApplied { name } => words.with(&key, [("name", name.clone())]),
        TicketEvent::RuleApplied { name, .. } | TicketEvent::RuleStopped { name, .. } => {
            words.with(&key, [("name", words.in_language(name))])
        }
        TicketEvent::RuleNotice { name, text, .. } => words.with(
            &key,
            [("name", words.in_language(name)), ("text", words.in_language(text))],
        ),
        other => change(words, &key, other),
    }
}

/// One value became another.
fn change(words: &Words<'_>, key: &str, event: &TicketEvent) -> String {
    let none = |value: Option<String>| value.unwrap_or_else(|| words.get("no-value"));
    let time = |at: &Option<Timestamp>| none(at.map(|at| words.time(at)));
    let (from, to) = match event {
        TicketEvent::Moved { from, to } => (words.queue(*from), words.queue(*to)),
        TicketEvent::OwnerChanged { from, to } | TicketEvent::ResponsibleChanged { from, to } => {
            (words.person_or_nobody(*from), words.person_or_nobody(*to))
        }
        TicketEvent::PriorityChanged { from, to } => (words.priority(*from), words.priority(*to)),
        TicketEvent::TypeChanged { from, to } => {
            let name = |key: &Option<_>| none(key.as_ref().map(|key| words.ticket_type(key)));
            (name(from), name(to))
        }
        TicketEvent::ServiceChanged { from, to } => {
            let name = |key: &Option<_>| none(key.as_ref().map(|key| words.service(key)));
            (name(from), name(to))
        }
        TicketEvent::SlaChanged { from, to } => {
            let name = |key: &Option<_>| none(key.as_ref().map(|key| words.sla(key)));
            (name(from), name(to))
        }
        TicketEvent::SubjectChanged { from, to } => (from.clone(), to.clone()),
        TicketEvent::RequesterChanged { from, to } => (words.person(*from), words.person(*to)),
        TicketEvent::DueChanged { from, to } => (time(from), time(to)),
        TicketEvent::FieldChanged { field, from, to, .. } => {
            let value = |value: &Option<_>| none(value.as_ref().map(|value| words.value(field, value)));
            let field_name = ("field", words.field(field));
            return words.with(key, [field_name, ("from", value(from)), ("to", value(to))]);
        }
        other => return one_thing(words, key, other),
    };
    words.with(key, [("from", from), ("to", to)])
}

/// Something came or went.
fn one_thing(words: &Words<'_>, key: &str, event: &TicketEvent) -> String {
    let person = |id: PersonId| words.with(key, [("person", words.person(id))]);
    let other = |number: &TicketNumber| words.with(key, [("number", number.to_string())]);
    let linked = |kind: LinkKind, number: &TicketNumber| {
        let kind = words.get(&format!("link-{}", kind.name()));
        words.with(key, [("kind", kind), ("number", number.to_string())])
    };
    match event {
        TicketEvent::Locked { by } | TicketEvent::Unlocked { by } => person(*by),
        TicketEvent::WatcherAdded { person_id }
        | TicketEvent::WatcherRemoved { person_id }
        | TicketEvent::ParticipantAdded { person_id }
        | TicketEvent::ParticipantRemoved { person_id }
        | TicketEvent::Mentioned { person_id, .. } => person(*person_id),
        TicketEvent::QueueAdded { queue_id } | TicketEvent::QueueRemoved { queue_id } => {
            words.with(key, [("queue", words.queue(*queue_id))])
        }
        TicketEvent::TagAdded { tag } | TicketEvent::TagRemoved { tag } => words.with(key, [("tag", tag.clone())]),
        TicketEvent::Linked { kind, number, .. } | TicketEvent::Unlinked { kind, number, .. } => linked(*kind, number),
        TicketEvent::MergedInto { number, .. }
        | TicketEvent::MergedFrom { number, .. }
        | TicketEvent::UnmergedFrom { number, .. }
        | TicketEvent::MergeUndone { number, .. } => other(number),
        TicketEvent::TimeAccounted { minutes, comment } => {
            let key = if *minutes < 0 { "event-time_taken_back" } else { key };
            let minutes = ("minutes", minutes.unsigned_abs().to_string());
            match comment {
                Some(comment) => words.with(&format!("{key}-why"), [minutes, ("comment", comment.clone())]),
                None => words.with(key, [minutes]),
            }
        }
        TicketEvent::ChecklistItemAdded { text, .. } | TicketEvent::ChecklistItemRemoved { text, .. } => {
            words.with(key, [("text", text.clone())])
        }
        TicketEvent::ChecklistItemChanged { text, done, .. } => {
            let key = if *done {
                "event-checklist_item_done"
            } else {
                "event-checklist_item_open"
            };
            words.with(key, [("text", text.clone())])
        }
        TicketEvent::HeldSettled { how, reason, .. } => {
            let what = words.get(&format!("{key}-{}", how.name()));
            match reason {
                Some(reason) => format!("{what} {reason}"),
                None => what,
            }
        }
        // `reply_recalled` says everything by its name; the others have their sentence above.
        _ => words.get(key),
    }
}
