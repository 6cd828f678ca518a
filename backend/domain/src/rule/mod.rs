//! Rules: which may be set up, when they look at a ticket, and how far they may go.
//!
//! What a rule's condition finds is asked of the database, by the filter that search uses; what its actions do is decided as every
//! command is. Here is what is left: whether something that happened sets a rule off, when its time comes, and where it ends.

mod check;
mod clock;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use pult_shared::{
    Timestamp,
    catalog::StateType,
    event::TicketEvent,
    filter::Filter,
    ids::{QueueId, RuleId},
    limits::{RULE_BUDGET_PER_HOUR, RULE_DEPTH_MAX},
    rule::{RuleDef, RuleEvent, RuleStop, RuleTrigger},
    ticket::Direction,
};

pub use check::{References, broken, check_rule, leaves_branch};
pub(crate) use check::{asks_me, check_action};
pub use clock::last_time;

use crate::{catalog::Catalog, queue::QueueTree};

/// A rule with its condition read.
#[derive(Clone, Debug, PartialEq)]
pub struct Compiled {
    pub id: RuleId,
    pub rule: RuleDef,
    pub filter: Filter,
    /// Since when it runs as it is: what was due before is not caught up.
    pub since: Timestamp,
}

impl Compiled {
    /// A condition that cannot be read any more fits nothing.
    #[must_use]
    pub fn new(id: RuleId, rule: RuleDef, since: Timestamp) -> Self {
        let text = rule.when.trim();
        let filter = if text.is_empty() {
            Filter::All
        } else {
            Filter::parse(text).unwrap_or(Filter::Nothing)
        };
        Self {
            id,
            rule,
            filter,
            since,
        }
    }

    /// Whether one of these sets it off.
    #[must_use]
    pub fn is_set_off(&self, happened: &BTreeSet<RuleEvent>) -> bool {
        match &self.rule.on {
            RuleTrigger::Events(on) => self.rule.valid && on.events.iter().any(|event| happened.contains(event)),
            RuleTrigger::Daily(_) | RuleTrigger::Weekly(_) | RuleTrigger::After(_) => false,
        }
    }

    /// Whether it holds for tickets of a queue.
    #[must_use]
    pub fn holds_in(&self, queue: QueueId, tree: &QueueTree) -> bool {
        holds_in(self.rule.queue_id, queue, tree)
    }

    /// Its condition with the branch in which it holds.
    #[must_use]
    pub fn asks(&self, tree: &QueueTree) -> Filter {
        let branch = match self.rule.queue_id {
            None => Filter::All,
            Some(id) => Filter::QueueIds(branch(id, tree)),
        };
        Filter::all_of([branch, self.filter.clone()])
    }
}

/// Whether a rule of a queue (none: of all) holds for tickets of another one.
#[must_use]
pub fn holds_in(rule: Option<QueueId>, queue: QueueId, tree: &QueueTree) -> bool {
    rule.is_none_or(|own| tree.line(queue).any(|above| above.id == own))
}

/// A queue with all below it.
#[must_use]
pub fn branch(id: QueueId, tree: &QueueTree) -> Vec<QueueId> {
    tree.get(id).map(|queue| tree.subtree(&queue.path)).unwrap_or_default()
}

/// What rules may wait for of what happened to a ticket at once.
#[must_use]
pub fn happened(events: &[TicketEvent], catalog: &Catalog) -> BTreeSet<RuleEvent> {
    let opened = events
        .iter()
        .any(|event| matches!(event, TicketEvent::TicketOpened { .. }));
    events
        .iter()
        .flat_map(|event| of_event(event, opened, catalog))
        .collect()
}

fn of_event(event: &TicketEvent, opened: bool, catalog: &Catalog) -> Vec<RuleEvent> {
    match event {
        TicketEvent::TicketOpened { .. } => vec![RuleEvent::Created],
        // What a rule itself writes to somebody answers nobody.
        TicketEvent::ArticleAdded {
            direction: Direction::Outgoing,
            automatic: true,
            ..
        } => Vec::new(),
        TicketEvent::ArticleAdded {
            direction,
            visible_to_customer,
            ..
        } => match (direction, visible_to_customer) {
            // The first message is the request itself.
            (Direction::Incoming, true) if !opened => vec![RuleEvent::FollowUp],
            (Direction::Outgoing, true) => vec![RuleEvent::Answered],
            (Direction::Internal, _) => vec![RuleEvent::Noted],
            _ => Vec::new(),
        },
        TicketEvent::StateChanged { from, state_type, .. } => {
            let was_active = catalog.state(from).is_none_or(|state| state.state_type.is_active());
            let mut all = vec![RuleEvent::StateChanged];
            match (was_active, *state_type) {
                (true, StateType::Closed) => all.push(RuleEvent::Closed),
                (false, kind) if kind.is_active() => all.push(RuleEvent::Reopened),
                _ => {}
            }
            all
        }
        TicketEvent::Moved { .. } => vec![RuleEvent::Moved],
        TicketEvent::PriorityChanged { .. } => vec![RuleEvent::PriorityChanged],
        TicketEvent::OwnerChanged { .. } => vec![RuleEvent::OwnerChanged],
        TicketEvent::FieldChanged { .. } => vec![RuleEvent::FieldChanged],
        TicketEvent::TypeChanged { .. } => vec![RuleEvent::TypeChanged],
        TicketEvent::TagAdded { .. } => vec![RuleEvent::TagAdded],
        TicketEvent::TagRemoved { .. } => vec![RuleEvent::TagRemoved],
        TicketEvent::ParticipantAdded { .. } => vec![RuleEvent::ParticipantAdded],
        TicketEvent::MailFailed { .. } => vec![RuleEvent::MailFailed],
        TicketEvent::EscalationWarned { .. } => vec![RuleEvent::EscalationWarned],
        TicketEvent::Escalated { .. } => vec![RuleEvent::Escalated],
        TicketEvent::AgeReminded { .. } => vec![RuleEvent::AgeReminded],
        TicketEvent::ResponsibleChanged { .. } => vec![RuleEvent::ResponsibleChanged],
        TicketEvent::ServiceChanged { .. } => vec![RuleEvent::ServiceChanged],
        TicketEvent::DueChanged { .. } => vec![RuleEvent::DueChanged],
        TicketEvent::SlaChanged { .. } => vec![RuleEvent::SlaChanged],
        TicketEvent::Linked { .. } => vec![RuleEvent::Linked],
        // Rules pass over what went on elsewhere; webhooks are told of both sides.
        TicketEvent::MergedInto { .. } | TicketEvent::MergedFrom { .. } => vec![RuleEvent::Merged],
        _ => Vec::new(),
    }
}

/// What keeps a rule that fits from acting: rules that set each other off end by construction.
///
/// `depth` is how many rules in a row have led to what happened; `within_the_hour`, how often rules have changed the ticket in the last
/// hour.
#[must_use]
pub fn stopped(depth: u32, within_the_hour: u64) -> Option<RuleStop> {
    if depth >= RULE_DEPTH_MAX {
        Some(RuleStop::Depth)
    } else if within_the_hour >= u64::from(RULE_BUDGET_PER_HOUR) {
        Some(RuleStop::Budget)
    } else {
        None
    }
}
