//! Who is told what, in which ways and when: from what happened to a ticket, what the ticket is to somebody, and what they have chosen.
//!
//! Nobody is told of what they did themselves, nor of what they may not see at the desk.

mod hours;

use std::collections::{BTreeMap, BTreeSet};

use pult_shared::{
    api::queue::Names,
    catalog::StateType,
    event::TicketEvent,
    ids::{PersonId, QueueId},
    notification::{NotificationKind, NotificationSettings, Relation, Way},
    person::Permission,
    ticket::Direction,
};

pub use hours::{Quiet, check_settings, digest_after};

use crate::{
    actor::{Actor, Grants},
    catalog::Catalog,
    policy,
    ticket::{Side, Ticket},
};

/// What happened to a ticket at once, by one hand.
#[derive(Clone, Debug)]
pub struct Happening<'a> {
    /// As it is now.
    pub ticket: &'a Ticket,
    /// Nobody: the system.
    pub by: Option<PersonId>,
    pub events: Vec<&'a TicketEvent>,
    /// What it comes to, from [`kind_of`]; the event that it comes from, where one does.
    pub kinds: Vec<(NotificationKind, Option<&'a TicketEvent>)>,
}

/// Somebody who may be told.
#[derive(Clone, Copy, Debug)]
pub struct Listener<'a> {
    pub actor: &'a Actor,
    pub settings: &'a NotificationSettings,
    /// Whose place they take while that person is away: the ticket counts by what it is to that person.
    pub stands_for: Option<StandsFor<'a>>,
}

/// Somebody who is away, as far as it matters to their deputy.
#[derive(Clone, Copy, Debug)]
pub struct StandsFor<'a> {
    pub person: PersonId,
    pub grants: &'a Grants,
    pub settings: &'a NotificationSettings,
}

/// What somebody is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub kind: NotificationKind,
    /// Because of what the ticket is to them.
    pub relation: Relation,
    pub ways: BTreeSet<Way>,
    /// What a rule has to tell, where that is part of it.
    pub text: Option<Names>,
}

/// What an event comes to; nothing for what nobody wants to be told of.
#[must_use]
pub fn kind_of(event: &TicketEvent, catalog: &Catalog) -> Option<NotificationKind> {
    use NotificationKind as Kind;
    Some(match event {
        TicketEvent::TicketOpened { .. } => Kind::NewTicket,
        TicketEvent::ArticleAdded { direction, .. } => match direction {
            Direction::Incoming => Kind::FollowUp,
            Direction::Outgoing | Direction::Internal => Kind::Note,
        },
        TicketEvent::RuleNotice { .. } => Kind::Rule,
        TicketEvent::AgeReminded { .. } => Kind::Age,
        TicketEvent::Mentioned { .. } => Kind::Mention,
        TicketEvent::OwnerChanged { .. } | TicketEvent::ResponsibleChanged { .. } => Kind::Assigned,
        TicketEvent::Moved { .. } | TicketEvent::QueueAdded { .. } => Kind::Moved,
        TicketEvent::MailFailed { .. } => Kind::Undelivered,
        TicketEvent::StateChanged { from, state_type, .. } => {
            let was_active = catalog.state(from).is_none_or(|state| state.state_type.is_active());
            let closed = matches!(state_type, StateType::Closed | StateType::Removed);
            let opened = state_type.is_active() && !was_active;
            return (closed || opened).then_some(Kind::State);
        }
        // The clocks of escalation have their own room; here it only counts that one has struck.
        other if matches!(other.name(), "escalation_warned" | "escalated") => Kind::Escalation,
        _ => return None,
    })
}

impl<'a> Happening<'a> {
    /// What happened at once. None where nobody is to be told of any of it.
    #[must_use]
    pub fn of(
        ticket: &'a Ticket,
        by: Option<PersonId>,
        events: Vec<&'a TicketEvent>,
        catalog: &Catalog,
    ) -> Option<Self> {
        let mut kinds: Vec<_> = events
            .iter()
            .filter_map(|event| Some((kind_of(event, catalog)?, Some(*event))))
            .collect();
        // The first message of a new ticket is the new ticket, and nothing of its own.
        if kinds.iter().any(|(kind, _)| *kind == NotificationKind::NewTicket) {
            kinds.retain(|(kind, _)| !matches!(kind, NotificationKind::FollowUp | NotificationKind::Note));
        }
        kinds.sort_by_key(|(kind, _)| *kind);
        (!kinds.is_empty()).then_some(Self {
            ticket,
            by,
            events,
            kinds,
        })
    }

    /// The time has come until which the ticket waited.
    #[must_use]
    pub fn reminder(ticket: &'a Ticket) -> Self {
        Self {
            ticket,
            by: None,
            events: Vec::new(),
            kinds: vec![(NotificationKind::Reminder, None)],
        }
    }

    /// Everybody whom it may concern beside those who work in the ticket's queues.
    #[must_use]
    pub fn named(&self) -> BTreeSet<PersonId> {
        let ticket = self.ticket;
        let mut named: BTreeSet<PersonId> = ticket.owner_id.into_iter().chain(ticket.responsible_id).collect();
        named.extend(ticket.watchers.iter().chain(&ticket.mentioned));
        for (_, event) in &self.kinds {
            named.extend(event.iter().copied().flat_map(assigned));
        }
        named
    }

    /// The queues whose people it may concern.
    pub fn queues(&self) -> impl Iterator<Item = QueueId> {
        std::iter::once(self.ticket.queue_id).chain(self.ticket.other_queues.iter().copied())
    }
}

/// Who got a ticket, and who had it before.
fn assigned(event: &TicketEvent) -> impl Iterator<Item = PersonId> {
    let (from, to) = match event {
        TicketEvent::OwnerChanged { from, to } | TicketEvent::ResponsibleChanged { from, to } => (*from, *to),
        _ => (None, None),
    };
    from.into_iter().chain(to)
}

/// What somebody is told of it; nothing where they did it themselves, may not see the ticket at the desk, or do not want to know.
#[must_use]
pub fn told(listener: &Listener<'_>, happening: &Happening<'_>) -> Option<Told> {
    let me = listener.actor.person_id;
    let as_whom = listener.stands_for.map_or(me, |other| other.person);
    let own_doing = happening.by.is_some_and(|by| by == me || by == as_whom);
    if own_doing || policy::side(listener.actor, happening.ticket) != Some(Side::Agent) {
        return None;
    }
    let mut found: BTreeMap<NotificationKind, (Relation, BTreeSet<Way>)> = BTreeMap::new();
    for (kind, event) in &happening.kinds {
        for relation in relations(listener, happening.ticket, *kind, *event) {
            let ways = listener.settings.ways(relation, *kind);
            if !ways.is_empty() {
                let entry = found.entry(*kind).or_insert_with(|| (relation, BTreeSet::new()));
                entry.1.extend(ways);
            }
        }
    }
    let ways = found.values().flat_map(|(_, ways)| ways.iter().copied()).collect();
    let notices = happening.kinds.iter().filter(|(kind, _)| found.contains_key(kind));
    let text = notices.filter_map(|(_, event)| *event).find_map(|event| match event {
        TicketEvent::RuleNotice { text, .. } => Some(text.clone()),
        _ => None,
    });
    let (kind, (relation, _)) = found.into_iter().next()?;
    Some(Told {
        kind,
        relation,
        ways,
        text,
    })
}

/// In which ways somebody is told of what concerns no ticket; nothing where they do not want to know.
#[must_use]
pub fn notice_ways(settings: &NotificationSettings, kind: NotificationKind) -> BTreeSet<Way> {
    settings.ways(Relation::Managed, kind).iter().copied().collect()
}

/// What the ticket is to somebody, as far as this kind of event counts for it.
fn relations(
    listener: &Listener<'_>,
    ticket: &Ticket,
    kind: NotificationKind,
    event: Option<&TicketEvent>,
) -> Vec<Relation> {
    let actor = listener.actor;
    let (me, grants, settings) = match listener.stands_for {
        Some(other) => (other.person, other.grants, other.settings),
        None => (actor.person_id, &actor.grants, listener.settings),
    };
    let mine = ticket.owner_id == Some(me) || ticket.responsible_id == Some(me);
    let mut relations = Vec::new();
    let concerns_me = match kind {
        NotificationKind::Assigned => event.is_some_and(|event| assigned(event).any(|person| person == me)),
        // Whose it is has to look after it; who is responsible, where it is nobody's.
        NotificationKind::Age => ticket.owner_id.or(ticket.responsible_id) == Some(me),
        _ => mine,
    };
    if concerns_me {
        relations.push(Relation::Mine);
    }
    let named = match (kind, event) {
        (NotificationKind::Mention, Some(TicketEvent::Mentioned { person_id, .. })) => *person_id == me,
        _ => ticket.mentioned.contains(&me),
    };
    if named {
        relations.push(Relation::Mentioned);
    }
    if ticket.watchers.contains(&me) {
        relations.push(Relation::Watched);
    }
    // What somebody owns is theirs to look after: the others of the queue are told of it when it comes and when time runs out.
    let for_all = matches!(
        kind,
        NotificationKind::NewTicket | NotificationKind::Moved | NotificationKind::Escalation
    );
    let nobodys = ticket.owner_id.is_none() && (kind != NotificationKind::Age || ticket.responsible_id.is_none());
    if (for_all || nobodys) && works_in(grants, settings, ticket) {
        relations.push(Relation::Queues);
    }
    relations
}

/// Whether a ticket is in one of the queues that count as somebody's: those that they named, else all in which they may own tickets. That
/// an administrator may do everything everywhere does not make all queues theirs.
fn works_in(grants: &Grants, settings: &NotificationSettings, ticket: &Ticket) -> bool {
    let works = |queue: &QueueId| {
        let held = grants.get(queue).is_some_and(|held| held.contains(&Permission::Own));
        held && (settings.queues.is_empty() || settings.queues.contains(queue))
    };
    works(&ticket.queue_id) || ticket.other_queues.iter().any(works)
}

#[cfg(test)]
mod tests;
