//! What a bulk action shall do: from the fields of the dialog to commands in an order that makes sense, and back from a refusal to
//! the field.

use pult_shared::{
    Timestamp,
    catalog::{StateKey, StateType, TypeKey},
    command::{
        Assign, Command, CommandName, LinkKind, LinkTo, Merge, Move, Note, Reply, SetPriority, SetState, SetType, Tag,
        Watch,
    },
    error::FieldError,
    ids::{PersonId, QueueId},
    ticket::Priority,
};

/// The fields, as they were filled in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub reply: String,
    pub note: String,
    pub add_tag: String,
    pub remove_tag: String,
    pub priority: Option<Priority>,
    pub ticket_type: Option<TypeKey>,
    pub queue: Option<QueueId>,
    /// `Some(None)` is nobody.
    pub owner: Option<Option<PersonId>>,
    pub watch: bool,
    pub link: Option<(LinkKind, String)>,
    pub state: Option<(StateKey, StateType)>,
    pub pending_until: Option<Timestamp>,
    /// Whether customers are told when their ticket is closed.
    pub notify: bool,
    pub merge_into: String,
}

impl Plan {
    /// Words first, then what the ticket is, at last what ends it.
    pub fn commands(&self) -> Vec<Command> {
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut commands = Vec::new();
        commands.extend(filled(&self.reply).map(|body| {
            Command::Reply(Reply {
                body,
                expand: true,
                ..Reply::default()
            })
        }));
        commands.extend(filled(&self.note).map(|body| {
            Command::Note(Note {
                body,
                ..Note::default()
            })
        }));
        commands.extend(filled(&self.add_tag).map(|tag| Command::AddTag(Tag { tag })));
        commands.extend(filled(&self.remove_tag).map(|tag| Command::RemoveTag(Tag { tag })));
        commands.extend(
            self.priority
                .map(|priority| Command::SetPriority(SetPriority { priority })),
        );
        commands.extend(
            self.ticket_type
                .clone()
                .map(|key| Command::SetType(SetType { ticket_type: Some(key) })),
        );
        commands.extend(self.queue.map(|queue_id| Command::Move(Move { queue_id })));
        commands.extend(self.owner.map(|owner_id| Command::Assign(Assign { owner_id })));
        commands.extend(self.watch.then(|| Command::Watch(Watch::default())));
        commands.extend(self.link.clone().and_then(|(kind, ticket)| {
            let ticket = filled(&ticket)?;
            Some(Command::Link(LinkTo { kind, ticket }))
        }));
        commands.extend(self.state.clone().map(|(state, kind)| {
            Command::SetState(SetState {
                state,
                pending_until: self.pending_until.filter(|_| kind.is_pending()),
                notify_customer: (kind == StateType::Closed).then_some(self.notify),
                with_children: None,
            })
        }));
        commands.extend(filled(&self.merge_into).map(|into| {
            Command::Merge(Merge {
                into,
                with_requester: None,
            })
        }));
        commands
    }
}

/// A fault of `commands.3.body` belongs to the field of the fourth command: `note.body`.
pub fn to_fields(errors: Vec<FieldError>, commands: &[Command]) -> Vec<FieldError> {
    let of_command = |field: &str| {
        let (index, rest) = field.strip_prefix("commands.")?.split_once('.')?;
        let command = commands.get(index.parse::<usize>().ok()?)?;
        Some(format!("{}.{rest}", word(command.name())?))
    };
    errors
        .into_iter()
        .map(|error| match of_command(&error.field) {
            Some(field) => FieldError { field, ..error },
            None => error,
        })
        .collect()
}

fn word(name: CommandName) -> Option<&'static str> {
    Some(match name {
        CommandName::Reply => "reply",
        CommandName::Note => "note",
        CommandName::AddTag => "add_tag",
        CommandName::RemoveTag => "remove_tag",
        CommandName::SetPriority => "set_priority",
        CommandName::SetType => "set_type",
        CommandName::Move => "move",
        CommandName::Assign => "assign",
        CommandName::Link => "link",
        CommandName::SetState => "set_state",
        CommandName::Merge => "merge",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use pult_shared::error::FieldCode;

    use super::*;

    #[test]
    fn words_come_first_and_closing_last() {
        let plan = Plan {
            reply: " Guten Tag {{ customer.name }} ".to_owned(),
            add_tag: "wlan".to_owned(),
            owner: Some(None),
            state: Some((StateKey::new("closed_successful"), StateType::Closed)),
            notify: false,
            note: "  ".to_owned(),
            ..Plan::default()
        };
        let commands = plan.commands();
        let names: Vec<_> = commands.iter().map(Command::name).collect();
        assert_eq!(
            names,
            [
                CommandName::Reply,
                CommandName::AddTag,
                CommandName::Assign,
                CommandName::SetState
            ]
        );
        let Command::Reply(reply) = &commands[0] else {
            panic!("the first is the reply");
        };
        assert!(reply.expand && reply.body == "Guten Tag {{ customer.name }}");
        assert!(Plan::default().commands().is_empty());
    }

    #[test]
    fn faults_find_their_field() {
        let commands = Plan {
            reply: "a".to_owned(),
            add_tag: "b c".to_owned(),
            ..Plan::default()
        }
        .commands();
        let errors = vec![FieldError::new("commands.1.tag", FieldCode::Malformed)];
        assert_eq!(
            to_fields(errors, &commands),
            [FieldError::new("add_tag.tag", FieldCode::Malformed)]
        );
    }
}
