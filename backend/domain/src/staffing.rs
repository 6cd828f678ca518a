//! Who is there now: which queues have somebody present, and which tickets somebody looks after (requirements A4, B12).
//!
//! The one rule behind the orphan list, the warnings about queues without anybody, and what is asked before somebody leaves. The store has
//! [`Staffing::looked_after`] in SQL; a property test there holds the two equal.

use std::collections::{BTreeMap, BTreeSet};

use pult_shared::{
    Timestamp,
    ids::{PersonId, QueueId},
};

use crate::{
    absence::{Absence, deputy_now},
    queue::QueueTree,
    ticket::Ticket,
};

/// What is known about who works where and who is away when; nothing of it depends on the moment.
#[derive(Clone, Debug, Default)]
pub struct StaffFacts {
    /// Who may own tickets by a role, by the queue in which the role says so: not yet inherited down the tree.
    pub workers: BTreeMap<QueueId, Vec<PersonId>>,
    /// The active ones of all who could be there, by whether they administer: workers, deputies and administrators.
    pub active: BTreeMap<PersonId, bool>,
    /// Absences that are not over, and whether the person's rights move to the deputies.
    pub absences: Vec<(Absence, bool)>,
    /// Until when people said by themselves that they are away.
    pub away_until: BTreeMap<PersonId, Timestamp>,
}

/// Somebody who is away, and who takes their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandIn {
    pub person: PersonId,
    pub deputy: PersonId,
    pub until: Timestamp,
}

impl StaffFacts {
    /// Whether somebody may sign in and is not away.
    #[must_use]
    pub fn present(&self, person: PersonId, now: Timestamp) -> bool {
        let away = |(absence, _): &(Absence, bool)| absence.person == person && absence.covers(now);
        self.active.contains_key(&person)
            && !self.absences.iter().any(away)
            && self.away_until.get(&person).is_none_or(|until| *until <= now)
    }

    /// Who is offered in a queue in place of people who are away: along the chain the first deputy who is there, where they may own
    /// tickets, be it by the rights that they have for the time.
    #[must_use]
    pub fn stand_ins(&self, tree: &QueueTree, queue: QueueId, now: Timestamp) -> Vec<StandIn> {
        let works = workers_of(self, tree, queue);
        let administers = |person: PersonId| self.active.get(&person) == Some(&true);
        let now_away: Vec<&(Absence, bool)> = self.absences.iter().filter(|(one, _)| one.covers(now)).collect();
        let away: Vec<Absence> = now_away.iter().map(|(one, _)| one.clone()).collect();
        let stand_in = |(absence, rights): &&(Absence, bool)| {
            let person = absence.person;
            let concerned = works.contains(&person) || administers(person);
            let deputy = deputy_now(&away, person, queue).filter(|deputy| self.present(*deputy, now))?;
            let may = administers(deputy) || works.contains(&deputy) || (*rights && works.contains(&person));
            (concerned && may).then_some(StandIn {
                person,
                deputy,
                until: absence.ends,
            })
        };
        now_away.iter().filter_map(stand_in).collect()
    }

    /// Whom it concerns that nobody is in a queue: those who manage it, by a role there or above; where none of them is there either,
    /// the administrators too. `managers`: by the queue in which a role says so.
    #[must_use]
    pub fn concerned(
        &self,
        managers: &BTreeMap<QueueId, Vec<PersonId>>,
        tree: &QueueTree,
        queue: QueueId,
        now: Timestamp,
    ) -> BTreeSet<PersonId> {
        let granted = tree.line(queue).filter_map(|queue| managers.get(&queue.id));
        let mut people: BTreeSet<PersonId> = granted.flatten().copied().collect();
        people.retain(|person| self.active.contains_key(person));
        if !people.iter().any(|person| self.present(*person, now)) {
            let administrators = self.active.iter().filter(|(_, administers)| **administers);
            people.extend(administrators.map(|(person, _)| *person));
        }
        people
    }
}

/// Who is there at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staffing {
    there: BTreeSet<PersonId>,
    unstaffed: BTreeSet<QueueId>,
    covered: BTreeMap<PersonId, BTreeSet<QueueId>>,
}

impl Staffing {
    #[must_use]
    pub fn at(facts: &StaffFacts, tree: &QueueTree, now: Timestamp) -> Self {
        let works: BTreeMap<QueueId, BTreeSet<PersonId>> = tree
            .by_path()
            .into_iter()
            .map(|queue| (queue.id, workers_of(facts, tree, queue.id)))
            .collect();
        let absences: Vec<&(Absence, bool)> = facts.absences.iter().filter(|(one, _)| one.covers(now)).collect();
        let away: Vec<Absence> = absences.iter().map(|(one, _)| one.clone()).collect();
        let present = |person: &PersonId| facts.present(*person, now);
        let works_somewhere: BTreeSet<PersonId> = works.values().flatten().copied().collect();
        let administers = |person: &PersonId| facts.active.get(person) == Some(&true);
        let mut there: BTreeSet<PersonId> = facts.active.keys().copied().collect();
        there.retain(|person| present(person) && (administers(person) || works_somewhere.contains(person)));
        let mut covered: BTreeMap<PersonId, BTreeSet<QueueId>> = BTreeMap::new();
        for (absence, rights) in absences {
            let person = absence.person;
            let by = |queue: &QueueId| {
                let deputy = deputy_now(&away, person, *queue).filter(present);
                deputy.is_some_and(|deputy| {
                    let works_here = |person: PersonId| works.get(queue).is_some_and(|here| here.contains(&person));
                    administers(&deputy) || works_here(deputy) || (*rights && works_here(person))
                })
            };
            let queues: BTreeSet<QueueId> = works.keys().copied().filter(by).collect();
            if !queues.is_empty() {
                covered.insert(person, queues);
            }
        }
        let cares = |person: &PersonId, queue: &QueueId| {
            there.contains(person) || covered.get(person).is_some_and(|queues| queues.contains(queue))
        };
        let unstaffed = works
            .iter()
            .filter(|(queue, people)| !people.iter().any(|person| cares(person, queue)))
            .map(|(queue, _)| *queue)
            .collect();
        Self {
            there,
            unstaffed,
            covered,
        }
    }

    /// Those who are there and may own tickets in some queue, and the administrators who are.
    #[must_use]
    pub fn there(&self) -> &BTreeSet<PersonId> {
        &self.there
    }

    /// The queues in which nobody is present who may own tickets there, neither by a role nor as a deputy.
    #[must_use]
    pub fn unstaffed(&self) -> &BTreeSet<QueueId> {
        &self.unstaffed
    }

    /// People who are away, with the queues in which a deputy who may own tickets there looks after theirs.
    #[must_use]
    pub fn covered(&self) -> &BTreeMap<PersonId, BTreeSet<QueueId>> {
        &self.covered
    }

    /// Whether somebody looks after a person's tickets of a queue: they are there, or a deputy who may.
    #[must_use]
    pub fn cares(&self, person: PersonId, queue: QueueId) -> bool {
        self.there.contains(&person) || self.covered.get(&person).is_some_and(|queues| queues.contains(&queue))
    }

    /// Whether somebody who is there looks after a ticket: its owner or a deputy of theirs, and where nobody owns it, anybody in its
    /// queue. Whoever has left, or works nowhere any more, looks after nothing; nobody else takes what belongs to somebody. What is done
    /// needs nobody.
    #[must_use]
    pub fn looked_after(&self, ticket: &Ticket) -> bool {
        ticket.closed_at.is_some() || self.owned(ticket.owner_id, ticket.queue_id)
    }

    fn owned(&self, owner: Option<PersonId>, queue: QueueId) -> bool {
        match owner {
            Some(owner) => self.cares(owner, queue),
            None => !self.unstaffed.contains(&queue),
        }
    }
}

/// The active people who may own tickets in a queue, by a role there or above.
fn workers_of(facts: &StaffFacts, tree: &QueueTree, queue: QueueId) -> BTreeSet<PersonId> {
    let granted = tree.line(queue).filter_map(|queue| facts.workers.get(&queue.id));
    let active = |person: &&PersonId| facts.active.contains_key(person);
    granted.flatten().filter(active).copied().collect()
}

#[cfg(test)]
mod tests {
    use pult_shared::ids::AbsenceId;
    use uuid::Uuid;

    use super::*;
    use crate::queue::tests::{queue as place, tree};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const IT: u128 = 1;
    const WLAN: u128 = 2;
    const LIBRARY: u128 = 3;

    fn person(number: u128) -> PersonId {
        PersonId(Uuid::from_u128(100 + number))
    }

    /// Two people work in `it` and below, one in the library; 4 administers, 5 was deactivated, 6 is somebody without a role.
    fn facts(absences: &[(u128, Option<u128>, bool)]) -> StaffFacts {
        let absence = |(n, (who, deputy, rights)): (usize, &(u128, Option<u128>, bool))| {
            let absence = Absence {
                id: AbsenceId(Uuid::from_u128(n as u128)),
                person: person(*who),
                begins: NOW,
                ends: NOW + jiff::SignedDuration::from_hours(24),
                deputy: deputy.map(person),
                by_queue: BTreeMap::new(),
            };
            (absence, *rights)
        };
        StaffFacts {
            workers: BTreeMap::from([
                (place(IT), vec![person(1), person(2), person(5)]),
                (place(LIBRARY), vec![person(3)]),
            ]),
            active: [(1, false), (2, false), (3, false), (4, true), (6, false)]
                .into_iter()
                .map(|(who, administers)| (person(who), administers))
                .collect(),
            absences: absences.iter().enumerate().map(absence).collect(),
            away_until: BTreeMap::new(),
        }
    }

    type Away = (u128, Option<u128>, bool);
    /// Why, who is away, the queue, the owner, and whether somebody looks after the ticket.
    type Row<'a> = (&'a str, &'a [Away], u128, Option<u128>, bool);

    // req: A4, B12, C8
    #[test]
    fn somebody_looks_after_it_or_nobody_does() {
        let table: [Row<'_>; 19] = [
            ("the owner is there", &[], IT, Some(1), true),
            ("nobody owns it, the team is there", &[], WLAN, None, true),
            ("one of two is there", &[(1, None, false)], WLAN, None, true),
            (
                "both are away",
                &[(1, None, false), (2, None, false)],
                WLAN,
                None,
                false,
            ),
            (
                "another team is there all the same",
                &[(1, None, false), (2, None, false)],
                LIBRARY,
                None,
                true,
            ),
            ("the owner is away", &[(1, None, false)], IT, Some(1), false),
            ("the deputy works there", &[(1, Some(2), false)], WLAN, Some(1), true),
            (
                "the deputy does not work there",
                &[(1, Some(3), false)],
                IT,
                Some(1),
                false,
            ),
            (
                "but has the rights for the time",
                &[(1, Some(3), true)],
                IT,
                Some(1),
                true,
            ),
            (
                "rights that the owner has not got either",
                &[(1, Some(3), true)],
                LIBRARY,
                Some(1),
                true,
            ),
            (
                "rights of elsewhere help nobody",
                &[(3, Some(2), true)],
                IT,
                Some(3),
                true,
            ),
            (
                "the deputy is an administrator",
                &[(1, Some(4), false)],
                IT,
                Some(1),
                true,
            ),
            (
                "the deputy is away too",
                &[(1, Some(2), false), (2, None, false)],
                IT,
                Some(1),
                false,
            ),
            (
                "a chain of deputies",
                &[(1, Some(2), true), (2, Some(3), true)],
                IT,
                Some(1),
                true,
            ),
            ("the deputy has left", &[(1, Some(5), true)], IT, Some(1), false),
            ("the owner has left", &[], IT, Some(5), false),
            ("the owner works nowhere any more", &[], IT, Some(6), false),
            (
                "a deputy of the whole team stands in the queue too",
                &[(1, Some(3), true), (2, Some(3), true)],
                IT,
                None,
                true,
            ),
            (
                "without rights not",
                &[(1, Some(3), false), (2, Some(3), false)],
                IT,
                None,
                false,
            ),
        ];
        for (why, absences, queue, owner, expected) in table {
            let staffing = Staffing::at(&facts(absences), &tree(), NOW);
            assert_eq!(staffing.owned(owner.map(person), place(queue)), expected, "{why}");
        }
    }

    #[test]
    fn absences_hold_from_their_first_to_their_last_moment() {
        let mut facts = facts(&[(3, None, false)]);
        let library = |facts: &StaffFacts, hours: i64| {
            let at = NOW + jiff::SignedDuration::from_hours(hours);
            Staffing::at(facts, &tree(), at).unstaffed().contains(&place(LIBRARY))
        };
        assert!(!library(&facts, -1), "not yet");
        assert!(library(&facts, 0) && library(&facts, 23), "away");
        assert!(!library(&facts, 24), "back");
        facts
            .away_until
            .insert(person(3), NOW + jiff::SignedDuration::from_hours(30));
        assert!(library(&facts, 29), "by their own word");
        assert!(!library(&facts, 30));
    }

    // req: C8
    #[test]
    fn who_is_away_has_somebody_in_their_place() {
        // Why, who is away, the queue, who stands in for whom.
        type Row<'a> = (&'a str, &'a [Away], u128, &'a [(u128, u128)]);
        let table: [Row<'_>; 7] = [
            ("nobody is away", &[], IT, &[]),
            ("the deputy works there", &[(1, Some(2), false)], WLAN, &[(1, 2)]),
            ("the deputy may not own there", &[(1, Some(3), false)], IT, &[]),
            ("but with the rights for the time", &[(1, Some(3), true)], IT, &[(1, 3)]),
            ("who does not work there", &[(1, Some(4), false)], LIBRARY, &[]),
            (
                "along a chain",
                &[(1, Some(2), true), (2, Some(3), true)],
                IT,
                &[(1, 3), (2, 3)],
            ),
            ("the deputy has left", &[(1, Some(5), true)], IT, &[]),
        ];
        for (why, absences, queue, expected) in table {
            let found = facts(absences).stand_ins(&tree(), place(queue), NOW);
            let pairs: Vec<_> = found.iter().map(|one| (one.person, one.deputy)).collect();
            let expected: Vec<_> = expected.iter().map(|(away, by)| (person(*away), person(*by))).collect();
            assert_eq!(pairs, expected, "{why}");
            assert!(
                found
                    .iter()
                    .all(|one| one.until == NOW + jiff::SignedDuration::from_hours(24))
            );
        }
    }

    // req: A4, B12
    #[test]
    fn who_manages_it_is_concerned() {
        let concerned = |absences: &[Away], managers: &[u128], queue: u128| {
            let managers = BTreeMap::from([(place(IT), managers.iter().map(|who| person(*who)).collect())]);
            facts(absences).concerned(&managers, &tree(), place(queue), NOW)
        };
        assert_eq!(concerned(&[], &[3], WLAN), [person(3)].into(), "by a role above");
        assert_eq!(
            concerned(&[(3, None, false)], &[3], WLAN),
            [person(3), person(4)].into(),
            "administrators, where no manager is there either"
        );
        assert_eq!(concerned(&[], &[5], IT), [person(4)].into(), "who has left is nobody");
        assert_eq!(concerned(&[], &[3], LIBRARY), [person(4)].into(), "of elsewhere");
    }

    #[test]
    fn where_nobody_works_nobody_is() {
        let mut facts = facts(&[]);
        facts.workers.remove(&place(LIBRARY));
        let staffing = Staffing::at(&facts, &tree(), NOW);
        assert_eq!(
            staffing.unstaffed().iter().copied().collect::<Vec<_>>(),
            [place(LIBRARY)]
        );
        assert!(!staffing.there().contains(&person(3)), "who works nowhere");
        assert!(staffing.there().contains(&person(4)), "administrators see everything");
    }
}
