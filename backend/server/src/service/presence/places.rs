//! Who is where, with the time at which they are gone. Bounded: when too many tickets are looked at, the one that was silent longest
//! is forgotten.

use std::collections::{BTreeMap, BTreeSet};

use pult_shared::{
    Timestamp,
    api::presence::{PresenceView, Present},
    ids::{PersonId, QueueId, TicketId},
    person::PersonRef,
};

use super::{Change, Report, SILENCE};

/// Tickets that are kept at the most; many times what a university's agents have on screen.
const PLACES_MAX: usize = 10_000;
/// People at one ticket at the most.
const PEOPLE_MAX: usize = 50;

struct Somebody {
    person: PersonRef,
    writing: bool,
    until: Timestamp,
}

struct Place {
    queues: Vec<QueueId>,
    named: Option<BTreeSet<PersonId>>,
    people: BTreeMap<PersonId, Somebody>,
}

impl Place {
    fn view(&self, ticket_id: TicketId, now: Timestamp) -> PresenceView {
        let there = self.people.values().filter(|somebody| somebody.until > now);
        PresenceView {
            ticket_id,
            people: there
                .map(|somebody| Present {
                    person: somebody.person.clone(),
                    writing: somebody.writing,
                })
                .collect(),
        }
    }

    fn last(&self) -> Option<Timestamp> {
        self.people.values().map(|somebody| somebody.until).max()
    }
}

#[derive(Default)]
pub(super) struct Places {
    by_ticket: BTreeMap<TicketId, Place>,
}

impl Places {
    /// Takes a report in; what others see of it, where they see something else than before.
    pub(super) fn take_in(&mut self, report: &Report, now: Timestamp) -> Option<Change> {
        if report.gone && !self.by_ticket.contains_key(&report.ticket_id) {
            return None;
        }
        self.make_room(report.ticket_id);
        let place = self.by_ticket.entry(report.ticket_id).or_insert_with(|| Place {
            queues: Vec::new(),
            named: None,
            people: BTreeMap::new(),
        });
        let before = place.view(report.ticket_id, now);
        place.queues.clone_from(&report.queues);
        place.named.clone_from(&report.named);
        let id = report.person.id;
        if report.gone {
            place.people.remove(&id);
        } else if place.people.len() < PEOPLE_MAX || place.people.contains_key(&id) {
            let somebody = Somebody {
                person: report.person.clone(),
                writing: report.writing,
                until: now.saturating_add(SILENCE).unwrap_or(now),
            };
            place.people.insert(id, somebody);
        }
        let change = Change {
            queues: place.queues.clone(),
            named: place.named.clone(),
            view: place.view(report.ticket_id, now),
        };
        if place.people.is_empty() {
            self.by_ticket.remove(&report.ticket_id);
        }
        (change.view != before).then_some(change)
    }

    fn make_room(&mut self, wanted: TicketId) {
        if self.by_ticket.len() < PLACES_MAX || self.by_ticket.contains_key(&wanted) {
            return;
        }
        let silent = self.by_ticket.iter().min_by_key(|(_, place)| place.last());
        if let Some(ticket) = silent.map(|(ticket, _)| *ticket) {
            self.by_ticket.remove(&ticket);
        }
    }

    /// Forgets those who are gone.
    pub(super) fn expire(&mut self, now: Timestamp) -> Vec<Change> {
        let mut changes = Vec::new();
        self.by_ticket.retain(|ticket, place| {
            let before = place.people.len();
            place.people.retain(|_, somebody| somebody.until > now);
            if place.people.len() < before {
                changes.push(Change {
                    queues: place.queues.clone(),
                    named: place.named.clone(),
                    view: place.view(*ticket, now),
                });
            }
            !place.people.is_empty()
        });
        changes
    }

    /// Who is at a ticket.
    pub(super) fn at(&self, ticket_id: TicketId, now: Timestamp) -> PresenceView {
        match self.by_ticket.get(&ticket_id) {
            Some(place) => place.view(ticket_id, now),
            None => PresenceView {
                ticket_id,
                people: Vec::new(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use uuid::Uuid;

    use super::*;

    fn report(ticket: u128, person: u128, writing: bool, gone: bool) -> Report {
        Report {
            ticket_id: TicketId(Uuid::from_u128(ticket)),
            queues: vec![QueueId(Uuid::from_u128(1))],
            named: None,
            person: PersonRef {
                id: PersonId(Uuid::from_u128(person)),
                name: format!("Person {person}"),
                address: None,
            },
            writing,
            gone,
        }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
    }

    fn seen(change: Option<Change>) -> Option<Vec<(String, bool)>> {
        let people = change?.view.people;
        Some(people.into_iter().map(|one| (one.person.name, one.writing)).collect())
    }

    // req: B8
    #[test]
    fn tells_what_changes_and_forgets_the_silent() {
        let mut places = Places::default();
        let one = |writing| vec![("Person 1".to_owned(), writing)];
        assert_eq!(
            seen(places.take_in(&report(7, 1, false, false), at(0))),
            Some(one(false))
        );
        assert_eq!(
            seen(places.take_in(&report(7, 1, false, false), at(20))),
            None,
            "still there"
        );
        assert_eq!(
            seen(places.take_in(&report(7, 1, true, false), at(40))),
            Some(one(true))
        );
        assert_eq!(
            places
                .take_in(&report(7, 2, false, false), at(50))
                .unwrap()
                .view
                .people
                .len(),
            2
        );
        assert!(places.expire(at(99)).is_empty());
        assert_eq!(places.expire(at(101)).len(), 1, "the first one is silent");
        assert_eq!(places.at(report(7, 1, false, false).ticket_id, at(101)).people.len(), 1);
        assert_eq!(
            seen(places.take_in(&report(7, 2, false, true), at(102))),
            Some(Vec::new())
        );
        assert!(places.by_ticket.is_empty());
        assert_eq!(
            seen(places.take_in(&report(7, 2, false, true), at(103))),
            None,
            "gone twice"
        );
    }

    #[test]
    fn nothing_grows_without_bound() {
        let mut places = Places::default();
        for n in 0..PLACES_MAX as u128 + 5 {
            places.take_in(&report(n, 1, false, false), at(i64::try_from(n / 1_000).unwrap()));
        }
        assert_eq!(places.by_ticket.len(), PLACES_MAX);
        for n in 0..PEOPLE_MAX as u128 + 5 {
            places.take_in(&report(99_999, n, false, false), at(100));
        }
        assert_eq!(
            places.at(TicketId(Uuid::from_u128(99_999)), at(100)).people.len(),
            PEOPLE_MAX
        );
    }
}
