//! Who works at a desk, and who is away when: as the domain has it, and day by day for the reference.

use std::collections::BTreeMap;

use jiff::civil::Date;
use pult_domain::{
    absence::{Absence, check, span_of},
    actor::{Actor, Grants},
};
use pult_shared::{
    absence::AbsenceDef,
    ids::{AbsenceId, PersonId, QueueId},
    person::Permission,
};
use uuid::Uuid;

use crate::{DAY, Dice, MINUTES, SITES, Walked, moment};

/// Agents of a desk. After them comes somebody who works elsewhere, and who may look in only where rights move to them.
pub const AGENTS: usize = 3;
const PEOPLE: usize = AGENTS + 1;

/// What is entered about an absence: the first and the last day, and who stands in.
struct Away {
    days: (String, String),
    deputy: Option<usize>,
    rights: bool,
}

/// The people of a desk.
pub struct Team {
    site: usize,
    /// All absences, as the store hands them out.
    pub absences: Vec<Absence>,
    /// Of each whether rights move.
    rights: Vec<bool>,
    /// Of each person, as it was entered.
    entered: Vec<Vec<Away>>,
    /// Of each person and each minute: which of their absences it is in.
    away: Vec<Vec<Option<u8>>>,
}

pub fn queue_of(site: usize) -> QueueId {
    QueueId(Uuid::from_u128(u128::try_from(site).expect("small")))
}

impl Team {
    /// Whatever comes is entered, and kept where the domain takes it: circles of deputies and the same days twice are not.
    pub fn of(site: usize, walked: &Walked) -> Self {
        let mut dice = Dice(1_000 + u64::try_from(site).expect("small"));
        let mut team = Self {
            site,
            absences: Vec::new(),
            rights: Vec::new(),
            entered: (0..PEOPLE).map(|_| Vec::new()).collect(),
            away: Vec::new(),
        };
        for number in 0..90 {
            let person = dice.below(PEOPLE);
            let first = dice.below(400);
            let last = first + dice.below(21);
            let deputy = Some(dice.below(PEOPLE + 1)).filter(|deputy| *deputy < PEOPLE);
            team.enter(number, person, (walked, first, last), deputy, dice.below(2) == 0);
        }
        team.away = (0..PEOPLE).map(|person| team.walk(person, walked)).collect();
        team
    }

    fn enter(
        &mut self,
        number: u128,
        person: usize,
        (walked, first, last): (&Walked, usize, usize),
        deputy: Option<usize>,
        rights: bool,
    ) {
        // Noon of a day is of the same date wherever the desk is, or of the next one: a day of the walk is what counts.
        let written = |day: usize| walked.day[day * DAY + DAY / 2].to_string();
        let days = (written(first), written(last));
        let def = AbsenceDef {
            person_id: None,
            from: days.0.clone(),
            until: days.1.clone(),
            deputy_id: None,
            queue_deputies: Vec::new(),
            rights,
            note: String::new(),
        };
        let Ok((begins, ends)) = span_of(&def, SITES[self.site].zone, moment(0)) else {
            return;
        };
        // Every other one has its deputy for this queue, and nobody for all.
        let here = number.is_multiple_of(2);
        let id = deputy.map(|deputy| self.id(deputy));
        let absence = Absence {
            id: AbsenceId(Uuid::from_u128(number)),
            person: self.id(person),
            begins,
            ends,
            deputy: id.filter(|_| !here),
            by_queue: id
                .filter(|_| here)
                .map(|id| (queue_of(self.site), id))
                .into_iter()
                .collect(),
        };
        if check(&absence, &self.absences).is_ok() {
            self.absences.push(absence);
            self.rights.push(rights);
            self.entered[person].push(Away { days, deputy, rights });
        }
    }

    fn walk(&self, person: usize, walked: &Walked) -> Vec<Option<u8>> {
        let mut written: Option<(Date, Option<u8>)> = None;
        let mut at = |minute: usize| {
            let day = walked.day[minute];
            if let Some((_, found)) = written.filter(|(known, _)| *known == day) {
                return found;
            }
            let text = day.to_string();
            let within = |away: &Away| away.days.0 <= text && text <= away.days.1;
            let found = self.entered[person].iter().position(within);
            let found = found.map(|found| u8::try_from(found).expect("few"));
            written = Some((day, found));
            found
        };
        (0..MINUTES).map(&mut at).collect()
    }

    pub fn id(&self, person: usize) -> PersonId {
        PersonId(Uuid::from_u128(
            1_000 + u128::try_from(self.site * 10 + person).expect("small"),
        ))
    }

    pub fn people(&self) -> std::ops::Range<usize> {
        0..PEOPLE
    }

    /// Somebody with their rights at a moment: an agent's own, and those that others have lent.
    pub fn actor(&self, person: usize, at: usize) -> Actor {
        let own = |person: usize| -> Grants {
            let held = [Permission::View, Permission::Reply, Permission::Own];
            let here = BTreeMap::from([(queue_of(self.site), held.into_iter().collect())]);
            if person < AGENTS { here } else { Grants::new() }
        };
        let now = moment(at);
        let active: Vec<(&Absence, &bool)> = self
            .absences
            .iter()
            .zip(&self.rights)
            .filter(|(one, _)| one.covers(now))
            .collect();
        let away: Vec<Absence> = active.iter().map(|(one, _)| (*one).clone()).collect();
        let mut grants = own(person);
        for other in self.people().filter(|other| *other != person) {
            let lends = active
                .iter()
                .any(|(absence, rights)| **rights && absence.person == self.id(other));
            if lends {
                let lent = pult_domain::absence::lent(own(other), self.id(person), self.id(other), &away);
                for (queue, held) in lent {
                    grants.entry(queue).or_default().extend(held);
                }
            }
        }
        Actor {
            person_id: self.id(person),
            name: String::new(),
            administrator: false,
            grants,
            organisation: None,
            seer: None,
        }
    }

    /// For the reference: whether somebody is away in a minute.
    pub fn is_away(&self, person: usize, at: usize) -> bool {
        self.away[person][at].is_some()
    }

    fn entry(&self, person: usize, at: usize) -> Option<&Away> {
        let entry = self.away[person][at]?;
        Some(&self.entered[person][usize::from(entry)])
    }

    /// For the reference: who stands in for somebody who is away.
    pub fn deputy(&self, person: usize, at: usize) -> Option<usize> {
        let mut deputy = self.entry(person, at)?.deputy?;
        while let Some(further) = self.entry(deputy, at) {
            deputy = further.deputy?;
        }
        Some(deputy)
    }

    /// For the reference: whether somebody may look at the desk's tickets in a minute.
    pub fn sees(&self, person: usize, at: usize) -> bool {
        let lends = |other: usize| {
            let rights = self.entry(other, at).is_some_and(|away| away.rights);
            rights && self.deputy(other, at) == Some(person)
        };
        person < AGENTS || (0..AGENTS).any(lends)
    }
}
