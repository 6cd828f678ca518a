//! `TicketEvent`: what happened to a ticket. The history that people read, and what the live stream carries.

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, DeserializeOwned},
};
use serde_json::{Map, Value};

use crate::{
    Timestamp,
    api::queue::Names,
    catalog::{FieldKey, FieldValue, ServiceKey, SlaKey, StateKey, StateType, TypeKey},
    command::LinkKind,
    ids::{ArticleId, ChecklistItemId, PersonId, QueueId, RuleId, TicketId},
    rule::RuleStop,
    sla::ClockKind,
    ticket::{Channel, Direction, Priority, TicketNumber},
};

pub use crate::mail_kind::MailKind;

/// One change of one ticket; names are in the past tense.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TicketEvent {
    /// The ticket came into being.
    TicketOpened {
        number: TicketNumber,
        queue_id: QueueId,
        requester_id: PersonId,
        subject: String,
        priority: Priority,
        channel: Channel,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ticket_type: Option<TypeKey>,
    },
    /// A message, call or note was added.
    ArticleAdded {
        article_id: ArticleId,
        direction: Direction,
        channel: Channel,
        visible_to_customer: bool,
        /// Written by a machine: a rule's mail, somebody's automatic answer.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        automatic: bool,
    },
    /// The state changed.
    StateChanged {
        from: StateKey,
        to: StateKey,
        /// The type of `to`.
        #[serde(default)]
        state_type: StateType,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
        pending_until: Option<Timestamp>,
    },
    /// The ticket went to another queue.
    Moved {
        from: QueueId,
        to: QueueId,
    },
    /// The owner changed.
    OwnerChanged {
        from: Option<PersonId>,
        to: Option<PersonId>,
    },
    /// Somebody claimed the ticket.
    Locked {
        by: PersonId,
    },
    /// The claim was given back.
    Unlocked {
        by: PersonId,
    },
    /// The priority changed.
    PriorityChanged {
        from: Priority,
        to: Priority,
    },
    /// The person responsible changed.
    ResponsibleChanged {
        from: Option<PersonId>,
        to: Option<PersonId>,
    },
    /// The type changed.
    TypeChanged {
        from: Option<TypeKey>,
        to: Option<TypeKey>,
    },
    /// The service changed.
    ServiceChanged {
        from: Option<ServiceKey>,
        to: Option<ServiceKey>,
    },
    /// Another service agreement was set on the ticket; none: that of its service or queue.
    SlaChanged {
        from: Option<SlaKey>,
        to: Option<SlaKey>,
    },
    /// Most of the time that a service agreement gives has gone by.
    EscalationWarned {
        clock: ClockKind,
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        due_at: Timestamp,
    },
    /// The time that a service agreement gives is over.
    Escalated {
        clock: ClockKind,
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        due_at: Timestamp,
    },
    /// No agent has worked on the ticket for so many opening days.
    AgeReminded {
        days: u32,
    },
    /// The subject changed.
    SubjectChanged {
        from: String,
        to: String,
    },
    /// Somebody else is the requester now.
    RequesterChanged {
        from: PersonId,
        to: PersonId,
    },
    /// Until when it shall be done changed.
    DueChanged {
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
        from: Option<Timestamp>,
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
        to: Option<Timestamp>,
    },
    /// A custom field changed.
    FieldChanged {
        field: FieldKey,
        from: Option<FieldValue>,
        to: Option<FieldValue>,
        /// Whether customers see the field.
        shown_to_customer: bool,
    },
    TagAdded {
        tag: String,
    },
    TagRemoved {
        tag: String,
    },
    WatcherAdded {
        person_id: PersonId,
    },
    WatcherRemoved {
        person_id: PersonId,
    },
    ParticipantAdded {
        person_id: PersonId,
    },
    ParticipantRemoved {
        person_id: PersonId,
    },
    /// A mail of the ticket was sent to another queue too: its people find the ticket there.
    QueueAdded {
        queue_id: QueueId,
    },
    /// Another queue has said that the ticket is none of its own.
    QueueRemoved {
        queue_id: QueueId,
    },
    /// From now on only these persons may read the ticket beside owner, responsible and customer; null: everybody who may see its queue.
    ReadersChanged {
        from: Option<Vec<PersonId>>,
        to: Option<Vec<PersonId>>,
    },
    /// A colleague was named in a note.
    Mentioned {
        person_id: PersonId,
        article_id: ArticleId,
    },
    /// A link to another ticket came; both tickets have the event, each as seen from itself.
    Linked {
        kind: LinkKind,
        ticket_id: TicketId,
        number: TicketNumber,
    },
    /// A link is gone.
    Unlinked {
        kind: LinkKind,
        ticket_id: TicketId,
        number: TicketNumber,
    },
    /// This ticket's number is an alias of another ticket now.
    MergedInto {
        ticket_id: TicketId,
        number: TicketNumber,
        /// The state before, and until when it waited: what undoing the merge gives back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        state: Option<StateKey>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
        pending_until: Option<Timestamp>,
    },
    /// Another ticket goes on in this one.
    MergedFrom {
        ticket_id: TicketId,
        number: TicketNumber,
    },
    /// This ticket stands by itself again; it was an alias of the other one.
    UnmergedFrom {
        ticket_id: TicketId,
        number: TicketNumber,
    },
    /// Another ticket that went on in this one stands by itself again.
    MergeUndone {
        ticket_id: TicketId,
        number: TicketNumber,
    },
    /// Time was accounted for.
    TimeAccounted {
        /// Below zero: taken back.
        minutes: i32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
    },
    ChecklistItemAdded {
        item_id: ChecklistItemId,
        text: String,
    },
    /// Something to do was checked, unchecked or rewritten: as it is now.
    ChecklistItemChanged {
        item_id: ChecklistItemId,
        text: String,
        done: bool,
    },
    ChecklistItemRemoved {
        item_id: ChecklistItemId,
        text: String,
    },
    /// A reply was taken back before its mail left.
    ReplyRecalled {
        article_id: ArticleId,
        message_id: String,
        /// What the other messages say, as if this one had never been.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        without: Option<Contact>,
    },
    /// A held message was decided on.
    HeldSettled {
        article_id: ArticleId,
        how: Settled,
        /// What was given as the reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A mail was put into the outbox.
    MailQueued {
        kind: MailKind,
        to: Vec<String>,
        message_id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        article_id: Option<ArticleId>,
    },
    /// A mail could not be delivered and will not be tried again.
    MailFailed {
        to: String,
        message_id: String,
        reason: String,
    },
    /// Somebody had a mail that did not arrive sent once more, as it is.
    MailRetried {
        to: String,
        message_id: String,
    },
    /// Somebody decided that a mail which did not arrive needs nothing more.
    MailGivenUp {
        to: String,
        message_id: String,
    },
    /// Something secret was removed from an article, and from whatever repeated it.
    Redacted {
        article_id: ArticleId,
        /// Of the mail as it came, or of the text.
        sha256: String,
        reason: String,
    },
    /// A postmaster filter matched the mail; what it did comes next.
    PostmasterApplied {
        /// Empty: the control fields of the mail's header.
        name: String,
    },
    /// A rule fitted; what it did comes next.
    RuleApplied {
        rule_id: RuleId,
        /// As it was called then.
        name: Names,
    },
    /// A rule would have fitted, but rules have set each other off too often.
    RuleStopped {
        rule_id: RuleId,
        name: Names,
        reason: RuleStop,
    },
    /// A rule has something to tell people of the desk.
    RuleNotice {
        rule_id: RuleId,
        name: Names,
        text: Names,
    },
}

/// Name and fields of each event: how it is read. What serde would derive for so many variants is a tenth of what the browser loads.
/// Fields behind a semicolon may be missing.
macro_rules! events {
    ($($name:literal => $variant:ident { $($field:ident),* $(; $($optional:ident),+)? },)+) => {
        impl TicketEvent {
            /// The event's name, as in `type`.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $name,)+
                }
            }
        }

        impl<'de> Deserialize<'de> for TicketEvent {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut fields = Map::deserialize(deserializer)?;
                let name: String = taken(&mut fields, "type").map_err(de::Error::custom)?;
                let mut read = || -> Result<Self, String> {
                    Ok(match name.as_str() {
                        $($name => Self::$variant {
                            $($field: taken(&mut fields, stringify!($field))?,)*
                            $($($optional: taken::<Option<_>>(&mut fields, stringify!($optional))?.unwrap_or_default(),)+)?
                        },)+
                        other => return Err(format!("there is no event `{other}`")),
                    })
                };
                read().map_err(de::Error::custom)
            }
        }

        #[cfg(test)]
        const FIELDS: &[(&str, &[&str])] = &[$(($name, &[$(stringify!($field),)* $($(stringify!($optional),)+)?])),+];
    };
}

events! {
    "ticket_opened" => TicketOpened { number, queue_id, requester_id, subject, priority, channel, ticket_type },
    "article_added" => ArticleAdded { article_id, direction, channel, visible_to_customer; automatic },
    "state_changed" => StateChanged { from, to, pending_until; state_type },
    "moved" => Moved { from, to },
    "owner_changed" => OwnerChanged { from, to },
    "locked" => Locked { by },
    "unlocked" => Unlocked { by },
    "priority_changed" => PriorityChanged { from, to },
    "responsible_changed" => ResponsibleChanged { from, to },
    "type_changed" => TypeChanged { from, to },
    "service_changed" => ServiceChanged { from, to },
    "sla_changed" => SlaChanged { from, to },
    "escalation_warned" => EscalationWarned { clock, due_at },
    "escalated" => Escalated { clock, due_at },
    "age_reminded" => AgeReminded { days },
    "subject_changed" => SubjectChanged { from, to },
    "requester_changed" => RequesterChanged { from, to },
    "due_changed" => DueChanged { from, to },
    "field_changed" => FieldChanged { field, from, to, shown_to_customer },
    "tag_added" => TagAdded { tag },
    "tag_removed" => TagRemoved { tag },
    "watcher_added" => WatcherAdded { person_id },
    "watcher_removed" => WatcherRemoved { person_id },
    "participant_added" => ParticipantAdded { person_id },
    "participant_removed" => ParticipantRemoved { person_id },
    "queue_added" => QueueAdded { queue_id },
    "queue_removed" => QueueRemoved { queue_id },
    "readers_changed" => ReadersChanged { from, to },
    "mentioned" => Mentioned { person_id, article_id },
    "linked" => Linked { kind, ticket_id, number },
    "unlinked" => Unlinked { kind, ticket_id, number },
    "merged_into" => MergedInto { ticket_id, number, state, pending_until },
    "merged_from" => MergedFrom { ticket_id, number },
    "unmerged_from" => UnmergedFrom { ticket_id, number },
    "merge_undone" => MergeUndone { ticket_id, number },
    "time_accounted" => TimeAccounted { minutes, comment },
    "checklist_item_added" => ChecklistItemAdded { item_id, text },
    "checklist_item_changed" => ChecklistItemChanged { item_id, text, done },
    "checklist_item_removed" => ChecklistItemRemoved { item_id, text },
    "reply_recalled" => ReplyRecalled { article_id, message_id; without },
    "held_settled" => HeldSettled { article_id, how, reason },
    "mail_queued" => MailQueued { kind, to, message_id, article_id },
    "mail_failed" => MailFailed { to, message_id, reason },
    "mail_retried" => MailRetried { to, message_id },
    "mail_given_up" => MailGivenUp { to, message_id },
    "redacted" => Redacted { article_id, sha256, reason },
    "postmaster_applied" => PostmasterApplied { name },
    "rule_applied" => RuleApplied { rule_id, name },
    "rule_stopped" => RuleStopped { rule_id, name, reason },
    "rule_notice" => RuleNotice { rule_id, name, text },
}

/// One field; a missing one is read as if it were null.
fn taken<T: DeserializeOwned>(fields: &mut Map<String, Value>, name: &str) -> Result<T, String> {
    let value = fields.remove(name).unwrap_or_default();
    T::deserialize(value).map_err(|error| format!("{name}: {error}"))
}

impl TicketEvent {
    /// The other ticket that the event speaks of: who may not see that one must not learn of the event.
    #[must_use]
    pub fn other_ticket(&self) -> Option<TicketId> {
        match self {
            Self::Linked { ticket_id, .. }
            | Self::Unlinked { ticket_id, .. }
            | Self::MergedInto { ticket_id, .. }
            | Self::MergedFrom { ticket_id, .. }
            | Self::UnmergedFrom { ticket_id, .. }
            | Self::MergeUndone { ticket_id, .. } => Some(*ticket_id),
            _ => None,
        }
    }
}

/// What the messages between the desk and its customer say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    /// When the desk first answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub first_answer_at: Option<Timestamp>,
    /// When the desk last answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_answer_at: Option<Timestamp>,
    /// When one of both last wrote or spoke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_contact_at: Option<Timestamp>,
}

impl Contact {
    /// Whether the desk has had the last word.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.last_answer_at.is_some() && self.last_answer_at == self.last_contact_at
    }
}

/// What became of a held message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Settled {
    /// It counts as an answer, and its sender takes part.
    Admitted,
    /// It went into another ticket.
    Moved,
    /// It was left aside.
    Dismissed,
}

impl Settled {
    pub const ALL: [Self; 3] = [Self::Admitted, Self::Moved, Self::Dismissed];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Admitted => "admitted",
            Self::Moved => "moved",
            Self::Dismissed => "dismissed",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn example(event: &str, field: &str) -> Value {
        match (event, field) {
            ("owner_changed" | "responsible_changed" | "requester_changed" | "moved", "from" | "to") | (_, "by") => {
                json!("00000001-0000-7000-8000-000000000000")
            }
            ("readers_changed", _) => json!(["00000003-0000-7000-8000-000000000000"]),
            (_, id) if id.ends_with("_id") => json!("00000002-0000-7000-8000-000000000000"),
            ("rule_applied" | "rule_stopped" | "rule_notice", "name" | "text") => json!({"de": "Regel", "en": "Rule"}),
            ("rule_stopped", "reason") => json!("depth"),
            ("priority_changed", _) | (_, "priority") => json!(3),
            (_, "clock") => json!("update"),
            (_, "minutes" | "days") => json!(15),
            (_, "done" | "visible_to_customer" | "shown_to_customer" | "automatic") => json!(true),
            (_, "without") => json!({"first_answer_at": "2026-11-22T16:30:00Z"}),
            ("due_changed", _) | (_, "pending_until" | "due_at") => json!("2026-11-22T16:30:00Z"),
            (_, "channel") => json!("mail"),
            (_, "direction") => json!("incoming"),
            (_, "state_type") => json!("open"),
            (_, "how") => json!("admitted"),
            ("mail_queued", "kind") => json!("reply"),
            ("mail_queued", "to") => json!(["anna@hs-musterstadt.example"]),
            (_, "kind") => json!("related"),
            _ => json!("text"),
        }
    }

    // Writing is derived, reading is not: they must mean the same.
    #[test]
    fn what_is_written_can_be_read() {
        for (name, fields) in FIELDS {
            let mut written = json!({"type": name});
            for field in *fields {
                written[field] = example(name, field);
            }
            let event: TicketEvent = serde_json::from_value(written.clone()).unwrap();
            assert_eq!(event.name(), *name);
            assert_eq!(serde_json::to_value(&event).unwrap(), written);
        }
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let read = |value: Value| serde_json::from_value::<TicketEvent>(value).map_err(|error| error.to_string());
        assert!(read(json!({"type": "exploded"})).unwrap_err().contains("exploded"));
        assert!(read(json!({"type": "tag_added"})).unwrap_err().starts_with("tag: "));
        assert!(read(json!({"tag": "wlan"})).unwrap_err().starts_with("type: "));
        // Written before states had types.
        let event = read(json!({"type": "state_changed", "from": "new", "to": "open"})).unwrap();
        assert_eq!(
            event,
            TicketEvent::StateChanged {
                from: StateKey::new("new"),
                to: StateKey::new("open"),
                state_type: StateType::default(),
                pending_until: None
            }
        );
    }
}
