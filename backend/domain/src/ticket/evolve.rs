//! How an event changes the facts about a ticket.

use pult_shared::{
    Timestamp,
    catalog::StateType,
    event::{Settled, TicketEvent},
    ids::QueueId,
    ticket::Direction,
};

use super::{Lock, Ticket};

impl Ticket {
    /// Whether it is found in one of these queues: its own, or another one to which its mail was sent.
    #[must_use]
    pub fn is_in(&self, queues: &[QueueId]) -> bool {
        queues.contains(&self.queue_id) || queues.iter().any(|queue| self.other_queues.contains(queue))
    }

    /// Folds one event into the ticket.
    pub fn evolve(&mut self, event: &TicketEvent, at: Timestamp) {
        match event {
            TicketEvent::StateChanged {
                to,
                state_type,
                pending_until,
                ..
            } => self.enter(to.clone(), *state_type, *pending_until, at),
            // What a rule writes is neither the desk's answer nor contact.
            TicketEvent::ArticleAdded {
                direction: Direction::Outgoing,
                automatic: true,
                ..
            } => {}
            TicketEvent::ArticleAdded {
                direction,
                visible_to_customer,
                ..
            } => self.hear(*direction, *visible_to_customer, at),
            TicketEvent::ReplyRecalled {
                without: Some(without), ..
            } => {
                self.first_answer_at = without.first_answer_at;
                self.last_contact_at = without.last_contact_at;
            }
            TicketEvent::HeldSettled {
                how: Settled::Admitted, ..
            } => self.hear(Direction::Incoming, true, at),
            TicketEvent::Moved { to, .. } => {
                self.queue_id = *to;
                self.other_queues.remove(to);
                self.left_queues.remove(to);
            }
            TicketEvent::OwnerChanged { to, .. } => {
                self.owner_id = *to;
                if to.is_some() {
                    self.start(at);
                }
            }
            TicketEvent::ResponsibleChanged { to, .. } => self.responsible_id = *to,
            TicketEvent::Locked { by } => self.lock = Some(Lock { by: *by, since: at }),
            TicketEvent::Unlocked { .. } => self.lock = None,
            TicketEvent::PriorityChanged { to, .. } => self.priority = *to,
            TicketEvent::TypeChanged { to, .. } => self.ticket_type.clone_from(to),
            TicketEvent::ServiceChanged { to, .. } => self.service.clone_from(to),
            TicketEvent::SlaChanged { to, .. } => self.clocks.chosen.clone_from(to),
            TicketEvent::EscalationWarned { .. } | TicketEvent::Escalated { .. } | TicketEvent::AgeReminded { .. } => {
                self.clocks.told.hear(event);
            }
            TicketEvent::SubjectChanged { to, .. } => self.subject.clone_from(to),
            TicketEvent::RequesterChanged { to, .. } => {
                self.requester_id = *to;
                self.organisation = None;
            }
            TicketEvent::DueChanged { to, .. } => self.due_at = *to,
            TicketEvent::FieldChanged { field, to, .. } => match to {
                Some(value) => {
                    self.fields.insert(field.clone(), value.clone());
                }
                None => {
                    self.fields.remove(field);
                }
            },
            other => self.evolve_sets(other),
        }
    }

    fn evolve_sets(&mut self, event: &TicketEvent) {
        match event {
            TicketEvent::TagAdded { tag } => {
                self.tags.insert(tag.clone());
            }
            TicketEvent::TagRemoved { tag } => {
                self.tags.remove(tag);
            }
            TicketEvent::Mentioned { person_id, .. } => {
                self.mentioned.insert(*person_id);
            }
            TicketEvent::WatcherAdded { person_id } => {
                self.watchers.insert(*person_id);
            }
            TicketEvent::WatcherRemoved { person_id } => {
                self.watchers.remove(person_id);
            }
            TicketEvent::ParticipantAdded { person_id } => {
                self.participants.insert(*person_id);
            }
            TicketEvent::ParticipantRemoved { person_id } => {
                self.participants.remove(person_id);
            }
            TicketEvent::QueueAdded { queue_id } => {
                self.other_queues.insert(*queue_id);
                self.left_queues.remove(queue_id);
            }
            TicketEvent::QueueRemoved { queue_id } => {
                self.other_queues.remove(queue_id);
                self.left_queues.insert(*queue_id);
            }
            TicketEvent::ReadersChanged { to, .. } => {
                self.readers = to.as_ref().map(|readers| readers.iter().copied().collect());
            }
            TicketEvent::MergedInto { ticket_id, .. } => self.merged_into = Some(*ticket_id),
            TicketEvent::UnmergedFrom { .. } => self.merged_into = None,
            TicketEvent::TimeAccounted { minutes, .. } => {
                self.time_minutes = self.time_minutes.saturating_add_signed(*minutes);
            }
            // What the rest carries is part of the ticket from its first moment, or lives in rows of its own.
            _ => {}
        }
    }

    fn enter(
        &mut self,
        state: pult_shared::catalog::StateKey,
        kind: StateType,
        until: Option<Timestamp>,
        at: Timestamp,
    ) {
        if self.state_type == StateType::New && kind != StateType::New {
            self.start(at);
        }
        // From one way of being closed to another it stays closed since then.
        self.closed_at = match (kind.is_active(), self.closed_at) {
            (true, _) => None,
            (false, since) => since.or(Some(at)),
        };
        self.state = state;
        self.state_type = kind;
        self.pending_until = until;
    }

    /// A message: whether it is contact, and the first answer.
    fn hear(&mut self, direction: Direction, visible: bool, at: Timestamp) {
        if direction == Direction::Outgoing {
            self.start(at);
            if visible {
                self.first_answer_at.get_or_insert(at);
            }
        }
        if visible && direction != Direction::Internal {
            self.last_contact_at = Some(at);
        }
    }

    fn start(&mut self, at: Timestamp) {
        self.started_at.get_or_insert(at);
    }
}
