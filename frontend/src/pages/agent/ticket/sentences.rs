//! What happened to a ticket, a sentence an event: for the history, and for whoever was overtaken.

use std::collections::HashMap;

use pult_shared::{
    api::ticket::{HistoryEntry, TicketView},
    catalog::{FieldKey, FieldValue},
    event::TicketEvent,
    ids::{PersonId, QueueId},
    person::PersonRef,
};

use super::case::Case;
use crate::{
    i18n::{dates, text, words},
    queues::Queues,
    tr,
};

/// The names behind the ids of events, as far as the page knows them.
pub struct Known {
    persons: HashMap<PersonId, String>,
    queues: Queues,
}

impl Known {
    /// Everybody who is named in the entries or at the ticket.
    pub fn new(entries: &[HistoryEntry], case: Case) -> Self {
        Self::of(entries, case.ticket().as_ref(), case.queues())
    }

    fn of(entries: &[HistoryEntry], ticket: Option<&TicketView>, queues: Queues) -> Self {
        let actors = entries.iter().filter_map(|entry| entry.actor.as_ref());
        // Also whoever has nothing to do with the ticket any more.
        let named = entries.iter().flat_map(|entry| &entry.people);
        let shown = ticket.into_iter().flat_map(|ticket| {
            let lock = ticket.lock.as_ref().map(|lock| &lock.by);
            std::iter::once(&ticket.requester)
                .chain(ticket.owner.as_ref())
                .chain(lock)
                .chain(ticket.responsible.as_ref())
                .chain(&ticket.watchers)
                .chain(&ticket.participants)
        });
        let persons = actors
            .chain(named)
            .chain(shown)
            .map(|person| (person.id, person.name.clone()))
            .collect();
        Self { persons, queues }
    }

    fn person(&self, id: PersonId) -> String {
        self.persons.get(&id).cloned().unwrap_or_else(|| text("somebody"))
    }

    fn owner(&self, id: Option<PersonId>) -> String {
        id.map_or_else(|| text("no-owner"), |id| self.person(id))
    }

    fn value(&self, field: &FieldKey, value: &FieldValue) -> String {
        let person = match value {
            FieldValue::Text(text) => text.parse().ok(),
            _ => None,
        };
        let known = person.and_then(|id: PersonId| self.persons.get(&id));
        known.cloned().unwrap_or_else(|| words::field_value(field, value))
    }

    fn queue(&self, id: QueueId) -> String {
        self.queues.name(id).unwrap_or_else(|| text("another-queue"))
    }
}

/// Who did it, and what, as two parts of a sentence.
pub fn sentence_of(entry: &HistoryEntry, known: &Known) -> (String, String) {
    let actor = entry.actor.as_ref().filter(|_| !by_itself(&entry.event));
    let who = actor.map_or_else(|| text("the-system"), |actor| actor.name.clone());
    (who, sentence(&entry.event, known))
}

/// What would happen, a sentence an event.
pub fn said(events: &[TicketEvent], people: &[PersonRef], queues: Queues) -> Vec<String> {
    let known = Known {
        persons: people.iter().map(|one| (one.id, one.name.clone())).collect(),
        queues,
    };
    events.iter().map(|event| sentence(event, &known)).collect()
}

/// What the system does on its own, whoever set it off.
fn by_itself(event: &TicketEvent) -> bool {
    matches!(event, TicketEvent::MailQueued { .. } | TicketEvent::MailFailed { .. })
}

/// The event in a sentence, without who and when.
fn sentence(event: &TicketEvent, known: &Known) -> String {
    match event {
        TicketEvent::TicketOpened {
            queue_id,
            requester_id,
            channel,
            ..
        } => tr!(
            "event-ticket_opened",
            queue = known.queue(*queue_id),
            person = known.person(*requester_id),
            channel = words::channel(*channel),
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
            text(&format!("event-article_added-{kind}"))
        }
        TicketEvent::StateChanged {
            from,
            to,
            pending_until,
            ..
        } => match pending_until {
            Some(until) => {
                tr!(
                    "event-state_changed-pending",
                    from = words::state(from),
                    to = words::state(to),
                    until = dates::short(*until)
                )
            }
            None => tr!("event-state_changed", from = words::state(from), to = words::state(to)),
        },
        TicketEvent::Moved { from, to } => tr!("event-moved", from = known.queue(*from), to = known.queue(*to)),
        TicketEvent::OwnerChanged { from, to } => {
            tr!("event-owner_changed", from = known.owner(*from), to = known.owner(*to))
        }
        TicketEvent::Locked { by } => tr!("event-locked", person = known.person(*by)),
        TicketEvent::Unlocked { by } => tr!("event-unlocked", person = known.person(*by)),
        TicketEvent::PriorityChanged { from, to } => {
            tr!(
                "event-priority_changed",
                from = words::priority(*from),
                to = words::priority(*to)
            )
        }
        TicketEvent::MailQueued { kind, to, .. } => {
            tr!("event-mail_queued", kind = words::mail_kind(*kind), to = to.join(", "))
        }
        TicketEvent::MailFailed { to, reason, .. } => {
            tr!("event-mail_failed", to = to.clone(), reason = reason.clone())
        }
        TicketEvent::MailRetried { to, .. } => tr!("event-mail_retried", to = to.clone()),
        TicketEvent::MailGivenUp { to, .. } => tr!("event-mail_given_up", to = to.clone()),
        TicketEvent::Redacted { reason, .. } => tr!("event-redacted", reason = reason.clone()),
        TicketEvent::PostmasterApplied { name } if name.is_empty() => text("event-postmaster_applied-header"),
        TicketEvent::PostmasterApplied { name } => tr!("event-postmaster_applied", name = name.clone()),
        TicketEvent::RuleApplied { name, .. } => tr!("event-rule_applied", name = words::name(name)),
        TicketEvent::RuleStopped { name, .. } => tr!("event-rule_stopped", name = words::name(name)),
        TicketEvent::RuleNotice { name, text, .. } => {
            tr!("event-rule_notice", name = words::name(name), text = words::name(text))
        }
        other => field_sentence(other, known),
    }
}

/// Changes of what the ticket is said to be.
fn field_sentence(event: &TicketEvent, known: &Known) -> String {
    let or_none = |name: Option<String>| name.unwrap_or_else(|| text("no-value"));
    match event {
        TicketEvent::ResponsibleChanged { from, to } => {
            tr!(
                "event-responsible_changed",
                from = known.owner(*from),
                to = known.owner(*to)
            )
        }
        TicketEvent::TypeChanged { from, to } => tr!(
            "event-type_changed",
            from = or_none(from.as_ref().map(words::ticket_type)),
            to = or_none(to.as_ref().map(words::ticket_type))
        ),
        TicketEvent::ServiceChanged { from, to } => tr!(
            "event-service_changed",
            from = or_none(from.as_ref().map(words::service)),
            to = or_none(to.as_ref().map(words::service))
        ),
        TicketEvent::SlaChanged { from, to } => tr!(
            "event-sla_changed",
            from = or_none(from.as_ref().map(words::sla)),
            to = or_none(to.as_ref().map(words::sla))
        ),
        TicketEvent::EscalationWarned { clock, due_at } => tr!(
            "event-escalation_warned",
            clock = text(&format!("clock-{}", clock.name())),
            due = dates::short(*due_at)
        ),
        TicketEvent::Escalated { clock, due_at } => tr!(
            "event-escalated",
            clock = text(&format!("clock-{}", clock.name())),
            due = dates::short(*due_at)
        ),
        TicketEvent::AgeReminded { days } => tr!("event-age_reminded", days = *days),
        TicketEvent::SubjectChanged { from, to } => tr!("event-subject_changed", from = from.clone(), to = to.clone()),
        TicketEvent::RequesterChanged { from, to } => {
            tr!(
                "event-requester_changed",
                from = known.person(*from),
                to = known.person(*to)
            )
        }
        TicketEvent::DueChanged { from, to } => tr!(
            "event-due_changed",
            from = or_none(from.map(dates::short)),
            to = or_none(to.map(dates::short))
        ),
        TicketEvent::FieldChanged { field, from, to, .. } => tr!(
            "event-field_changed",
            field = words::field(field),
            from = or_none(from.as_ref().map(|value| known.value(field, value))),
            to = or_none(to.as_ref().map(|value| known.value(field, value)))
        ),
        TicketEvent::TagAdded { tag } => tr!("event-tag_added", tag = tag.clone()),
        TicketEvent::TagRemoved { tag } => tr!("event-tag_removed", tag = tag.clone()),
        TicketEvent::WatcherAdded { person_id } => tr!("event-watcher_added", person = known.person(*person_id)),
        TicketEvent::WatcherRemoved { person_id } => tr!("event-watcher_removed", person = known.person(*person_id)),
        TicketEvent::ParticipantAdded { person_id } => {
            tr!("event-participant_added", person = known.person(*person_id))
        }
        TicketEvent::ParticipantRemoved { person_id } => {
            tr!("event-participant_removed", person = known.person(*person_id))
        }
        TicketEvent::ReadersChanged { to, .. } => match to {
            Some(named) => {
                let names: Vec<String> = named.iter().map(|id| known.person(*id)).collect();
                tr!("event-readers_changed", people = names.join(", "))
            }
            None => text("event-readers_changed-all"),
        },
        TicketEvent::QueueAdded { queue_id } => tr!("event-queue_added", queue = known.queue(*queue_id)),
        TicketEvent::QueueRemoved { queue_id } => tr!("event-queue_removed", queue = known.queue(*queue_id)),
        TicketEvent::Mentioned { person_id, .. } => tr!("event-mentioned", person = known.person(*person_id)),
        other => work_sentence(other),
    }
}

/// Links, merges, and the work on a ticket.
fn work_sentence(event: &TicketEvent) -> String {
    match event {
        TicketEvent::Linked { kind, number, .. } => {
            tr!(
                "event-linked",
                kind = words::link_kind(*kind),
                number = number.0.clone()
            )
        }
        TicketEvent::Unlinked { kind, number, .. } => {
            tr!(
                "event-unlinked",
                kind = words::link_kind(*kind),
                number = number.0.clone()
            )
        }
        TicketEvent::MergedInto { number, .. } => tr!("event-merged_into", number = number.0.clone()),
        TicketEvent::MergedFrom { number, .. } => tr!("event-merged_from", number = number.0.clone()),
        TicketEvent::UnmergedFrom { number, .. } => tr!("event-unmerged_from", number = number.0.clone()),
        TicketEvent::MergeUndone { number, .. } => tr!("event-merge_undone", number = number.0.clone()),
        TicketEvent::TimeAccounted { minutes, comment } => {
            let (back, minutes) = (*minutes < 0, minutes.unsigned_abs());
            match (comment.clone(), back) {
                (Some(why), false) => tr!("event-time_accounted-why", minutes = minutes, comment = why),
                (Some(why), true) => tr!("event-time_taken_back-why", minutes = minutes, comment = why),
                (None, false) => tr!("event-time_accounted", minutes = minutes),
                (None, true) => tr!("event-time_taken_back", minutes = minutes),
            }
        }
        TicketEvent::ChecklistItemAdded { text, .. } => tr!("event-checklist_item_added", text = text.clone()),
        TicketEvent::ChecklistItemChanged { text, done, .. } => match done {
            true => tr!("event-checklist_item_done", text = text.clone()),
            false => tr!("event-checklist_item_open", text = text.clone()),
        },
        TicketEvent::ChecklistItemRemoved { text, .. } => tr!("event-checklist_item_removed", text = text.clone()),
        TicketEvent::ReplyRecalled { .. } => text("event-reply_recalled"),
        TicketEvent::HeldSettled { how, reason, .. } => {
            let what = text(&format!("event-held_settled-{}", how.name()));
            match reason {
                Some(reason) => format!("{what} {reason}"),
                None => what,
            }
        }
        // The others have their sentence above.
        other => other.name().to_owned(),
    }
}
