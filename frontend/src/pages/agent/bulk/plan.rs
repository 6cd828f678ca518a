//! What a bulk action shall do: from the fields of the dialog to commands in an order that makes sense.

use pult_shared::{
    Timestamp,
    catalog::{FieldKey, FieldValue, ServiceKey, StateKey, StateType, TypeKey},
    command::{
        AddParticipant, Assign, Command, Merge, Move, Note, Reply, SetDue, SetField, SetPriority, SetResponsible,
        SetService, SetState, SetType, Tag, Watch,
    },
    ids::{PersonId, QueueId, TemplateId},
    mailbox::Mailbox,
    ticket::Priority,
};

/// The fields, as they were filled in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The answer comes from this template, in each customer's language; then `reply` does not count.
    pub template: Option<TemplateId>,
    pub reply: String,
    pub note: String,
    pub remove_tags: Vec<String>,
    /// Tags, watchers and links.
    pub given: Vec<Command>,
    pub priority: Option<Priority>,
    pub ticket_type: Option<TypeKey>,
    pub queue: Option<QueueId>,
    /// `Some(None)` is nobody.
    pub owner: Option<Option<PersonId>>,
    pub watch: bool,
    pub state: Option<(StateKey, StateType)>,
    pub pending_until: Option<Timestamp>,
    /// Whether customers are told when their ticket is closed.
    pub notify: bool,
    pub merge_into: String,
    pub service: Option<ServiceKey>,
    /// `Some(None)` is nobody.
    pub responsible: Option<Option<PersonId>>,
    pub due: Option<Timestamp>,
    pub participants: Vec<Mailbox>,
    /// The site's own fields that get a value.
    pub own: Vec<(FieldKey, FieldValue)>,
}

impl Plan {
    /// Words first, then what the ticket is, at last what ends it.
    pub fn commands(&self) -> Vec<Command> {
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut commands = Vec::new();
        commands.extend(self.template.map(|template_id| {
            Command::Reply(Reply {
                template_id: Some(template_id),
                ..Reply::default()
            })
        }));
        commands.extend(filled(&self.reply).filter(|_| self.template.is_none()).map(|body| {
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
        let remove = |tag: &String| Command::RemoveTag(Tag { tag: tag.clone() });
        commands.extend(self.remove_tags.iter().map(remove));
        commands.extend(self.given.iter().cloned());
        commands.extend(
            self.priority
                .map(|priority| Command::SetPriority(SetPriority { priority })),
        );
        commands.extend(
            self.ticket_type
                .clone()
                .map(|key| Command::SetType(SetType { ticket_type: Some(key) })),
        );
        commands.extend(
            self.service
                .clone()
                .map(|key| Command::SetService(SetService { service: Some(key) })),
        );
        commands.extend(self.due.map(|due_at| Command::SetDue(SetDue { due_at: Some(due_at) })));
        commands.extend(self.own.iter().cloned().map(|(field, value)| {
            Command::SetField(SetField {
                field,
                value: Some(value),
            })
        }));
        let add = |participant: &Mailbox| {
            Command::AddParticipant(AddParticipant {
                participant: participant.clone(),
            })
        };
        commands.extend(self.participants.iter().map(add));
        commands.extend(self.queue.map(|queue_id| Command::Move(Move { queue_id })));
        commands.extend(self.owner.map(|owner_id| Command::Assign(Assign { owner_id })));
        let responsible = |responsible_id| Command::SetResponsible(SetResponsible { responsible_id });
        commands.extend(self.responsible.map(responsible));
        commands.extend(self.watch.then(|| Command::Watch(Watch::default())));
        commands.extend(self.state.clone().map(|(state, kind)| {
            Command::SetState(SetState {
                state,
                pending_until: self.pending_until.filter(|_| kind.is_pending()),
                notify_customer: (kind == StateType::Closed).then_some(self.notify),
                with_children: None,
                undo_seconds: None,
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

#[cfg(test)]
mod tests {
    use pult_shared::command::CommandName;

    use super::*;

    #[test]
    fn words_come_first_and_closing_last() {
        let plan = Plan {
            reply: " Guten Tag {{ customer.name }} ".to_owned(),
            given: vec![Command::AddTag(Tag { tag: "wlan".to_owned() })],
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
}
