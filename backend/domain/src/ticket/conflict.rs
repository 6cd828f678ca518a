//! When somebody was faster: whether what came since concerns what a command is about. Field by field, never last-write-wins,
//! and never a refusal for what does not touch.

use pult_shared::{
    command::{Command, CommandName},
    event::{Settled, TicketEvent},
    ids::PersonId,
};

/// Whether an event that the caller has not seen stands against the command. One's own events never do: whoever clicks twice
/// knows what they did.
#[must_use]
pub fn conflicts(command: &Command, event: &TicketEvent, by: Option<PersonId>, me: PersonId) -> bool {
    if by == Some(me) {
        return false;
    }
    match (command, event) {
        (Command::SetField(set), TicketEvent::FieldChanged { field, .. }) => set.field == *field,
        (Command::SetChecklistItem(set), TicketEvent::ChecklistItemChanged { item_id, .. }) => set.item_id == *item_id,
        (Command::SetChecklistItem(set), TicketEvent::ChecklistItemRemoved { item_id, .. }) => set.item_id == *item_id,
        (Command::AddTag(_) | Command::RemoveTag(_), _) => false,
        _ => concerns(command.name(), event),
    }
}

fn concerns(command: CommandName, event: &TicketEvent) -> bool {
    match event {
        // Somebody has answered, or the customer has written again: read that first (requirement B8).
        TicketEvent::ArticleAdded {
            visible_to_customer, ..
        } => *visible_to_customer && matches!(command, CommandName::Reply | CommandName::SetState | CommandName::Merge),
        TicketEvent::HeldSettled {
            how: Settled::Admitted, ..
        } => matches!(command, CommandName::Reply | CommandName::SetState | CommandName::Merge),
        TicketEvent::StateChanged { .. } => matches!(command, CommandName::SetState | CommandName::Merge),
        TicketEvent::Moved { .. } => matches!(command, CommandName::Move | CommandName::Reply | CommandName::Assign),
        TicketEvent::OwnerChanged { .. } | TicketEvent::Locked { .. } => matches!(
            command,
            CommandName::Assign | CommandName::Take | CommandName::Lock | CommandName::Move
        ),
        TicketEvent::ResponsibleChanged { .. } => command == CommandName::SetResponsible,
        TicketEvent::ReadersChanged { .. } => command == CommandName::SetReaders,
        TicketEvent::PriorityChanged { .. } => command == CommandName::SetPriority,
        TicketEvent::TypeChanged { .. } => command == CommandName::SetType,
        TicketEvent::ServiceChanged { .. } => command == CommandName::SetService,
        TicketEvent::SlaChanged { .. } => command == CommandName::SetSla,
        TicketEvent::SubjectChanged { .. } => command == CommandName::SetSubject,
        TicketEvent::RequesterChanged { .. } => matches!(command, CommandName::SetRequester | CommandName::Reply),
        TicketEvent::DueChanged { .. } => command == CommandName::SetDue,
        // Whatever was meant for the ticket is meant for the other one now.
        TicketEvent::MergedInto { .. } => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use pult_shared::{
        catalog::{FieldKey, FieldValue},
        command::{Note, Reply, SetField, SetPriority, Tag},
        ids::ArticleId,
        ticket::{Channel, Direction, Priority},
    };
    use uuid::Uuid;

    use super::*;

    const ME: PersonId = PersonId(Uuid::from_u128(1));
    const SHE: PersonId = PersonId(Uuid::from_u128(2));

    fn article(visible_to_customer: bool) -> TicketEvent {
        TicketEvent::ArticleAdded {
            article_id: ArticleId(Uuid::nil()),
            direction: Direction::Incoming,
            channel: Channel::Mail,
            visible_to_customer,
            automatic: false,
        }
    }

    fn field(key: &str) -> TicketEvent {
        TicketEvent::FieldChanged {
            field: FieldKey::new(key),
            from: None,
            to: None,
            shown_to_customer: false,
        }
    }

    // req: B8
    #[test]
    fn only_what_touches_stands_against_it() {
        let reply = Command::Reply(Reply::default());
        let note = Command::Note(Note::default());
        let set = |key: &str| {
            Command::SetField(SetField {
                field: FieldKey::new(key),
                value: Some(FieldValue::Bool(true)),
            })
        };
        let priority = Command::SetPriority(SetPriority {
            priority: Priority::NORMAL,
        });
        let tag = Command::AddTag(Tag { tag: "x".to_owned() });
        let table = [
            (&reply, article(true), true),
            (&reply, article(false), false),
            (&note, article(true), false),
            (&set("room"), field("room"), true),
            (&set("room"), field("floor"), false),
            (&priority, article(true), false),
            (&tag, TicketEvent::TagAdded { tag: "x".to_owned() }, false),
        ];
        for (command, event, expect) in table {
            assert_eq!(
                conflicts(command, &event, Some(SHE), ME),
                expect,
                "{command:?} {event:?}"
            );
            assert!(!conflicts(command, &event, Some(ME), ME));
        }
    }
}
