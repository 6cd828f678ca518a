//! Two people turn out to be one, or are told apart again: the places that one of them has at a ticket become the other's.

use pult_shared::{Timestamp, event::TicketEvent, ids::PersonId};

use super::{Decision, Ticket, draft::Draft};

/// A place that somebody has at a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Requester,
    Owner,
    Responsible,
    Participant,
    Watcher,
    /// Named in a ticket for named persons only.
    Reader,
}

impl Place {
    pub const ALL: [Self; 6] = [
        Self::Requester,
        Self::Owner,
        Self::Responsible,
        Self::Participant,
        Self::Watcher,
        Self::Reader,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Requester => "requester",
            Self::Owner => "owner",
            Self::Responsible => "responsible",
            Self::Participant => "participant",
            Self::Watcher => "watcher",
            Self::Reader => "reader",
        }
    }

    /// The place with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.name() == name)
    }
}

/// A place that was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Handed {
    pub place: Place,
    /// Whoever has it now took part, or followed, before: they keep that when the place is given back.
    pub shared: bool,
}

pub(super) fn has(ticket: &Ticket, person: PersonId, place: Place) -> bool {
    match place {
        Place::Requester => ticket.requester_id == person,
        Place::Owner => ticket.owner_id == Some(person),
        Place::Responsible => ticket.responsible_id == Some(person),
        Place::Participant => ticket.participants.contains(&person),
        Place::Watcher => ticket.watchers.contains(&person),
        Place::Reader => ticket.readers.as_ref().is_some_and(|readers| readers.contains(&person)),
    }
}

/// Puts `kept` into every place that `gone` has, and says which those were. A lock of theirs is released.
#[must_use]
pub fn hand_over(ticket: &Ticket, gone: PersonId, kept: PersonId, now: Timestamp) -> (Decision, Vec<Handed>) {
    let mut draft = Draft::new(ticket);
    let mut handed = Vec::new();
    if ticket.lock.is_some_and(|lock| lock.by == gone) {
        draft.push(TicketEvent::Unlocked { by: gone }, now);
    }
    for place in Place::ALL.into_iter().filter(|place| has(ticket, gone, *place)) {
        let shared = match place {
            // Who asks takes part anyway.
            Place::Requester | Place::Participant => has(ticket, kept, Place::Participant),
            Place::Watcher | Place::Reader => has(ticket, kept, place),
            Place::Owner | Place::Responsible => false,
        };
        put(&mut draft, place, gone, kept, now);
        handed.push(Handed { place, shared });
    }
    (draft.finish(now), handed)
}

/// Gives places back that were handed over, as far as whoever got them still has them.
#[must_use]
pub fn give_back(ticket: &Ticket, handed: &[Handed], kept: PersonId, gone: PersonId, now: Timestamp) -> Decision {
    let mut draft = Draft::new(ticket);
    for Handed { place, shared } in handed.iter().copied() {
        // Who takes part has no row of their own where they are the requester.
        let asks = place == Place::Participant && has(&draft.ticket, kept, Place::Requester);
        if !asks && !has(&draft.ticket, kept, place) {
            continue;
        }
        match place {
            Place::Participant if shared => add(&mut draft, place, gone, now),
            Place::Watcher | Place::Reader if shared => add(&mut draft, place, gone, now),
            _ => put(&mut draft, place, kept, gone, now),
        }
        if shared && place == Place::Requester {
            add(&mut draft, Place::Participant, kept, now);
        }
    }
    draft.finish(now)
}

/// `to` instead of `from`.
fn put(draft: &mut Draft, place: Place, from: PersonId, to: PersonId, now: Timestamp) {
    match place {
        Place::Requester => {
            draft.push(TicketEvent::RequesterChanged { from, to }, now);
            remove(draft, Place::Participant, to, now);
        }
        Place::Owner => {
            let (from, to) = (Some(from), Some(to));
            draft.push(TicketEvent::OwnerChanged { from, to }, now);
        }
        Place::Responsible => {
            let (from, to) = (Some(from), Some(to));
            draft.push(TicketEvent::ResponsibleChanged { from, to }, now);
        }
        // Never nobody in between, and one event.
        Place::Reader => name(draft, Some(from), Some(to), now),
        Place::Participant | Place::Watcher => {
            remove(draft, place, from, now);
            add(draft, place, to, now);
        }
    }
}

/// Lets somebody take part or follow, who does not yet.
fn add(draft: &mut Draft, place: Place, person_id: PersonId, now: Timestamp) {
    let ticket = &draft.ticket;
    let asks = place == Place::Participant && has(ticket, person_id, Place::Requester);
    if asks || has(ticket, person_id, place) {
        return;
    }
    if place == Place::Reader {
        return name(draft, None, Some(person_id), now);
    }
    let event = match place {
        Place::Watcher => TicketEvent::WatcherAdded { person_id },
        _ => TicketEvent::ParticipantAdded { person_id },
    };
    draft.push(event, now);
}

/// Names one instead of another in a ticket for named persons only.
fn name(draft: &mut Draft, out: Option<PersonId>, into: Option<PersonId>, now: Timestamp) {
    if let Some(mut readers) = draft.ticket.readers.clone() {
        readers.retain(|reader| Some(*reader) != out);
        readers.extend(into);
        super::readers::change(draft, Some(&readers), now);
    }
}

fn remove(draft: &mut Draft, place: Place, person_id: PersonId, now: Timestamp) {
    if !has(&draft.ticket, person_id, place) {
        return;
    }
    let event = match place {
        Place::Watcher => TicketEvent::WatcherRemoved { person_id },
        _ => TicketEvent::ParticipantRemoved { person_id },
    };
    draft.push(event, now);
}
