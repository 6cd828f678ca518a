//! `RuleAction`: what a rule does. Written as the `Command` of the same name, where there is one.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::queue::Names,
    catalog::StateKey,
    command::{
        AddChecklistItem, AddParticipant, Assign, Command, Move, Note, SetField, SetPriority, SetResponsible,
        SetService, SetState, SetType, Tag, Watch,
    },
    ids::{TemplateId, WebhookId},
    postmaster::MailEffect,
    rule::TimeUnit,
};

/// One thing that a rule does with a ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum RuleAction {
    /// Become the owner and lock the ticket: of macros alone, since a rule is nobody.
    Take,
    Move(Move),
    SetState(RuleState),
    SetPriority(SetPriority),
    SetType(SetType),
    SetService(SetService),
    SetField(SetField),
    AddTag(Tag),
    RemoveTag(Tag),
    Assign(Assign),
    SetResponsible(SetResponsible),
    Watch(Watch),
    AddParticipant(AddParticipant),
    /// Write an internal note.
    Note(Note),
    AddChecklistItem(AddChecklistItem),
    /// Send a mail. What the customer gets stands in the conversation.
    SendMail(RuleMail),
    /// Tell people of the desk.
    Notify(RuleNotify),
    /// Tell another program, whatever it wants to be told of else: of rules alone, and set up by administrators, since it leaves the house.
    Webhook(RuleWebhook),
}

/// Another state, for a time that is counted from when the rule acts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleState {
    pub state: StateKey,
    /// For how long the ticket waits; required for states of a pending type, refused otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Wait>))]
    pub wait: Option<Wait>,
    /// Whether the customer gets the closing mail. Left out: as the queue says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_customer: Option<bool>,
}

/// A span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Wait {
    pub amount: u32,
    pub unit: TimeUnit,
}

impl Wait {
    #[must_use]
    pub fn minutes(self) -> i64 {
        i64::from(self.amount)
            * match self.unit {
                TimeUnit::Minutes => 1,
                TimeUnit::Hours => 60,
                TimeUnit::Days => 24 * 60,
            }
    }
}

/// A mail that a rule sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleMail {
    pub to: RuleRecipient,
    /// For `address`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The text comes from this template; `subject` and `body` stay empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<TemplateId>))]
    pub template_id: Option<TemplateId>,
    /// Empty: the ticket's. Variables are those of templates.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub subject: Names,
    /// Written in the recipient's language, as far as both are there. Variables are those of templates.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub body: Names,
}

/// Whom a mail of a rule goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RuleRecipient {
    /// Who has asked.
    Requester,
    Owner,
    Responsible,
    /// An address that the rule names.
    Address,
}

impl RuleRecipient {
    pub const ALL: [Self; 4] = [Self::Requester, Self::Owner, Self::Responsible, Self::Address];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Requester => "requester",
            Self::Owner => "owner",
            Self::Responsible => "responsible",
            Self::Address => "address",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|recipient| recipient.name() == name)
    }
}

/// Something that a rule tells people of the desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleNotify {
    /// What they are told, in both languages.
    pub text: Names,
}

/// Another program that a rule tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleWebhook {
    pub webhook_id: WebhookId,
}

impl RuleAction {
    pub const NAMES: [&'static str; 17] = [
        "move",
        "set_state",
        "set_priority",
        "set_type",
        "set_service",
        "set_field",
        "add_tag",
        "remove_tag",
        "assign",
        "set_responsible",
        "watch",
        "add_participant",
        "note",
        "add_checklist_item",
        "send_mail",
        "notify",
        "webhook",
    ];

    /// Those of macros.
    pub const OF_MACROS: [&'static str; 16] = [
        "take",
        "move",
        "set_state",
        "set_priority",
        "set_type",
        "set_service",
        "set_field",
        "add_tag",
        "remove_tag",
        "assign",
        "set_responsible",
        "watch",
        "add_participant",
        "note",
        "add_checklist_item",
        "send_mail",
    ];

    /// As in `type`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Take => "take",
            Self::Move(_) => "move",
            Self::SetState(_) => "set_state",
            Self::SetPriority(_) => "set_priority",
            Self::SetType(_) => "set_type",
            Self::SetService(_) => "set_service",
            Self::SetField(_) => "set_field",
            Self::AddTag(_) => "add_tag",
            Self::RemoveTag(_) => "remove_tag",
            Self::Assign(_) => "assign",
            Self::SetResponsible(_) => "set_responsible",
            Self::Watch(_) => "watch",
            Self::AddParticipant(_) => "add_participant",
            Self::Note(_) => "note",
            Self::AddChecklistItem(_) => "add_checklist_item",
            Self::SendMail(_) => "send_mail",
            Self::Notify(_) => "notify",
            Self::Webhook(_) => "webhook",
        }
    }

    /// The command that carries it out, where it is one. `until` makes a moment of a span that begins now.
    #[must_use]
    pub fn command(&self, until: impl Fn(Wait) -> Option<Timestamp>) -> Option<Command> {
        Some(match self.clone() {
            Self::Take => Command::Take,
            Self::Move(to) => Command::Move(to),
            Self::SetState(set) => Command::SetState(SetState {
                state: set.state,
                pending_until: set.wait.and_then(until),
                notify_customer: set.notify_customer,
                with_children: None,
                undo_seconds: None,
            }),
            Self::SetPriority(set) => Command::SetPriority(set),
            Self::SetType(set) => Command::SetType(set),
            Self::SetService(set) => Command::SetService(set),
            Self::SetField(set) => Command::SetField(set),
            Self::AddTag(tag) => Command::AddTag(tag),
            Self::RemoveTag(tag) => Command::RemoveTag(tag),
            Self::Assign(to) => Command::Assign(to),
            Self::SetResponsible(to) => Command::SetResponsible(to),
            Self::Watch(watch) => Command::Watch(watch),
            Self::AddParticipant(add) => Command::AddParticipant(add),
            Self::Note(note) => Command::Note(note),
            Self::AddChecklistItem(add) => Command::AddChecklistItem(add),
            Self::SendMail(_) | Self::Notify(_) | Self::Webhook(_) => return None,
        })
    }

    /// The same as an effect on a mail, where it is one: forms and sentences of both are the same.
    #[must_use]
    pub fn effect(&self) -> Option<MailEffect> {
        Some(match self.clone() {
            Self::Move(to) => MailEffect::Move(to),
            Self::SetPriority(set) => MailEffect::SetPriority(set),
            Self::SetType(set) => MailEffect::SetType(set),
            Self::SetService(set) => MailEffect::SetService(set),
            Self::SetField(set) => MailEffect::SetField(set),
            Self::AddTag(tag) => MailEffect::AddTag(tag),
            Self::Assign(to) => MailEffect::Assign(to),
            Self::SetResponsible(to) => MailEffect::SetResponsible(to),
            Self::Watch(watch) => MailEffect::Watch(watch),
            Self::AddParticipant(add) => MailEffect::AddParticipant(add),
            Self::Take
            | Self::SetState(_)
            | Self::RemoveTag(_)
            | Self::Note(_)
            | Self::AddChecklistItem(_)
            | Self::SendMail(_)
            | Self::Notify(_)
            | Self::Webhook(_) => return None,
        })
    }

    /// The action that does to a ticket what the effect does to a mail.
    #[must_use]
    pub fn of_effect(effect: MailEffect) -> Option<Self> {
        Some(match effect {
            MailEffect::Move(to) => Self::Move(to),
            MailEffect::SetPriority(set) => Self::SetPriority(set),
            MailEffect::SetType(set) => Self::SetType(set),
            MailEffect::SetService(set) => Self::SetService(set),
            MailEffect::SetField(set) => Self::SetField(set),
            MailEffect::AddTag(tag) => Self::AddTag(tag),
            MailEffect::Assign(to) => Self::Assign(to),
            MailEffect::SetResponsible(to) => Self::SetResponsible(to),
            MailEffect::Watch(watch) => Self::Watch(watch),
            MailEffect::AddParticipant(add) => Self::AddParticipant(add),
            MailEffect::SetState(_)
            | MailEffect::Unlock
            | MailEffect::AutoResponse(_)
            | MailEffect::Ignore
            | MailEffect::Quarantine => {
                return None;
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_written_as_its_command() {
        for action in [
            RuleAction::AddTag(Tag { tag: "vip".to_owned() }),
            RuleAction::Assign(Assign { owner_id: None }),
        ] {
            let command = action.command(|_| None).expect("a command");
            assert_eq!(
                serde_json::to_value(&action).expect("JSON"),
                serde_json::to_value(&command).expect("JSON")
            );
            let effect = action.effect().expect("an effect");
            assert_eq!(RuleAction::of_effect(effect), Some(action));
        }
    }
}
