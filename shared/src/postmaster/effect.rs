//! `MailEffect`: what a postmaster filter does. Written as the `Command` of the same name, where there is one.

use serde::{Deserialize, Serialize};

use crate::command::{
    AddParticipant, Assign, Command, Move, SetField, SetPriority, SetResponsible, SetService, SetState, SetType, Tag,
    Watch,
};

/// One thing that happens with a mail that a filter matches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MailEffect {
    /// The queue of the new ticket; its rules about senders hold then. With `follow_ups` the ticket moves.
    Move(Move),
    SetPriority(SetPriority),
    SetType(SetType),
    SetService(SetService),
    SetState(SetState),
    SetField(SetField),
    AddTag(Tag),
    Assign(Assign),
    SetResponsible(SetResponsible),
    AddParticipant(AddParticipant),
    /// Let a colleague follow the ticket.
    Watch(Watch),
    /// Let the ticket be anybody's to begin; for follow-ups.
    Unlock,
    /// Whether the sender gets an automatic answer; never machines, never over the limit of a day.
    AutoResponse(AutoResponse),
    /// No ticket; the mail stays in the ledger as ignored by this filter. Filters behind it do not run.
    Ignore,
    /// No ticket; the mail waits in the ledger for a person. Filters behind it do not run.
    Quarantine,
}

/// Whether the sender gets an automatic answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AutoResponse {
    /// `true`: a receipt also where the queue sends none.
    pub send: bool,
}

/// The tag of what the mail gateway takes for spam.
pub const SPAM_TAG: &str = "spam";

impl MailEffect {
    pub const NAMES: [&'static str; 15] = [
        "move",
        "set_priority",
        "set_type",
        "set_service",
        "set_state",
        "set_field",
        "add_tag",
        "assign",
        "set_responsible",
        "add_participant",
        "watch",
        "unlock",
        "auto_response",
        "ignore",
        "quarantine",
    ];

    /// As in `type`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Move(_) => "move",
            Self::SetPriority(_) => "set_priority",
            Self::SetType(_) => "set_type",
            Self::SetService(_) => "set_service",
            Self::SetState(_) => "set_state",
            Self::SetField(_) => "set_field",
            Self::AddTag(_) => "add_tag",
            Self::Assign(_) => "assign",
            Self::SetResponsible(_) => "set_responsible",
            Self::AddParticipant(_) => "add_participant",
            Self::Watch(_) => "watch",
            Self::Unlock => "unlock",
            Self::AutoResponse(_) => "auto_response",
            Self::Ignore => "ignore",
            Self::Quarantine => "quarantine",
        }
    }

    /// The command that carries it out, where it is one about a ticket.
    #[must_use]
    pub fn command(&self) -> Option<Command> {
        Some(match self.clone() {
            Self::Move(to) => Command::Move(to),
            Self::SetPriority(set) => Command::SetPriority(set),
            Self::SetType(set) => Command::SetType(set),
            Self::SetService(set) => Command::SetService(set),
            Self::SetState(set) => Command::SetState(set),
            Self::SetField(set) => Command::SetField(set),
            Self::AddTag(tag) => Command::AddTag(tag),
            Self::Assign(to) => Command::Assign(to),
            Self::SetResponsible(to) => Command::SetResponsible(to),
            Self::AddParticipant(add) => Command::AddParticipant(add),
            Self::Watch(watch) => Command::Watch(watch),
            Self::Unlock => Command::Unlock,
            Self::AutoResponse(_) | Self::Ignore | Self::Quarantine => return None,
        })
    }

    /// Whether the mail becomes no ticket by it.
    #[must_use]
    pub fn ends(&self) -> bool {
        matches!(self, Self::Ignore | Self::Quarantine)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::Priority;

    #[test]
    fn an_effect_is_written_as_its_command() {
        let effect = MailEffect::SetPriority(SetPriority {
            priority: Priority::NORMAL,
        });
        let command = effect.command().expect("a command");
        assert_eq!(
            serde_json::to_value(&effect).expect("JSON"),
            serde_json::to_value(&command).expect("JSON")
        );
        let ignore: MailEffect = serde_json::from_str(r#"{"type":"ignore"}"#).expect("read");
        assert!(ignore.ends() && ignore.command().is_none());
    }
}
