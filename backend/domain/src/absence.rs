//! Out of office: when a person is away, who stands in, along chains of deputies that never turn in a circle.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{civil::Date, tz::TimeZone};
use pult_shared::{
    Timestamp,
    absence::AbsenceDef,
    error::FieldCode,
    ids::{AbsenceId, PersonId, QueueId},
    person::Permission,
};

use crate::{actor::Grants, refusal::Refusal};

/// The longest note, in characters.
pub const NOTE_MAX: usize = 500;
/// Queues with deputies of their own, at the most.
pub const QUEUES_MAX: usize = 100;
/// The longest absence, in days.
const DAYS_MAX: i32 = 2 * 366;
/// So many people stand in for each other in a chain at the most: what is longer is of no use to anybody.
const CHAIN_MAX: usize = 20;

/// Who is away when, and who stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    pub id: AbsenceId,
    pub person: PersonId,
    /// From this moment on.
    pub begins: Timestamp,
    /// Until just before this moment.
    pub ends: Timestamp,
    pub deputy: Option<PersonId>,
    pub by_queue: BTreeMap<QueueId, PersonId>,
}

impl Absence {
    #[must_use]
    pub fn covers(&self, at: Timestamp) -> bool {
        self.begins <= at && at < self.ends
    }

    /// Who stands in for a queue.
    fn next(&self, queue: QueueId) -> Option<PersonId> {
        self.by_queue.get(&queue).copied().or(self.deputy)
    }

    fn all_deputies(&self) -> BTreeSet<PersonId> {
        self.by_queue.values().copied().chain(self.deputy).collect()
    }
}

/// First and last moment of days in a time zone; the end is the midnight after the last day.
///
/// # Errors
/// `invalid` with the field: a day that is none, an end before its beginning, or one that is too far or over.
pub fn span_of(def: &AbsenceDef, zone: &str, now: Timestamp) -> Result<(Timestamp, Timestamp), Refusal> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let day = |field: &str, text: &str| {
        let day = text
            .parse::<Date>()
            .ok()
            .filter(|day| (2000..2200).contains(&day.year()));
        day.ok_or_else(|| Refusal::field(field, FieldCode::Malformed))
    };
    let (from, until) = (day("from", &def.from)?, day("until", &def.until)?);
    if until < from {
        return Err(Refusal::field("until", FieldCode::Malformed));
    }
    if from.until(until).map_or(i32::MAX, |span| span.get_days()) > DAYS_MAX {
        return Err(Refusal::field("until", FieldCode::TooLong));
    }
    let midnight = |field: &str, day: Date| {
        let zoned = day.to_zoned(zone.clone());
        zoned
            .map(|zoned| zoned.timestamp())
            .map_err(|_| Refusal::field(field, FieldCode::Malformed))
    };
    let after = until
        .tomorrow()
        .map_err(|_| Refusal::field("until", FieldCode::Malformed))?;
    let (begins, ends) = (midnight("from", from)?, midnight("until", after)?);
    if ends <= now {
        return Err(Refusal::field("until", FieldCode::NotInFuture));
    }
    Ok((begins, ends))
}

/// Whether an absence can stand beside the others.
///
/// # Errors
/// `invalid` with the field: a deputy who is the person, a queue twice, days that another absence of the person has already, or deputies who
/// would stand in for each other in a circle.
pub fn check(new: &Absence, others: &[Absence]) -> Result<(), Refusal> {
    if new.deputy == Some(new.person) {
        return Err(Refusal::field("deputy_id", FieldCode::NotAllowed));
    }
    if new.by_queue.values().any(|deputy| *deputy == new.person) {
        return Err(Refusal::field("queue_deputies", FieldCode::NotAllowed));
    }
    let others: Vec<&Absence> = others.iter().filter(|other| other.id != new.id).collect();
    let own = |other: &&&Absence| other.person == new.person;
    if others.iter().filter(own).any(|other| overlap(new, other).is_some()) {
        return Err(Refusal::field("from", FieldCode::Taken));
    }
    let field = if new.by_queue.is_empty() {
        "deputy_id"
    } else {
        "queue_deputies"
    };
    let circle = new
        .all_deputies()
        .into_iter()
        .any(|deputy| returns(new.person, deputy, (new.begins, new.ends), &others, 0));
    if circle {
        return Err(Refusal::field(field, FieldCode::NotAllowed));
    }
    Ok(())
}

fn overlap(one: &Absence, other: &Absence) -> Option<(Timestamp, Timestamp)> {
    within((one.begins, one.ends), other)
}

fn within(span: (Timestamp, Timestamp), other: &Absence) -> Option<(Timestamp, Timestamp)> {
    let (begins, ends) = (span.0.max(other.begins), span.1.min(other.ends));
    (begins < ends).then_some((begins, ends))
}

/// Whether the chain from a deputy leads back to a person while all of it are away at once, by whatever queue.
fn returns(
    person: PersonId,
    deputy: PersonId,
    span: (Timestamp, Timestamp),
    others: &[&Absence],
    depth: usize,
) -> bool {
    if deputy == person || depth > CHAIN_MAX {
        return true;
    }
    others.iter().filter(|other| other.person == deputy).any(|other| {
        within(span, other).is_some_and(|span| {
            let next = other.all_deputies();
            next.into_iter()
                .any(|next| returns(person, next, span, others, depth + 1))
        })
    })
}

/// Who looks after a person's tickets of a queue at a moment: along the chain the first who is there. Nobody where the person is there
/// themselves, has no deputy, or the chain ends in somebody who is away.
#[must_use]
pub fn deputy(absences: &[Absence], person: PersonId, queue: QueueId, at: Timestamp) -> Option<PersonId> {
    along(person, queue, |person| {
        absences
            .iter()
            .find(|absence| absence.person == person && absence.covers(at))
    })
}

/// [`deputy`] among people who are all away now.
#[must_use]
pub fn deputy_now(away: &[Absence], person: PersonId, queue: QueueId) -> Option<PersonId> {
    along(person, queue, |person| {
        away.iter().find(|absence| absence.person == person)
    })
}

fn along<'a>(person: PersonId, queue: QueueId, away: impl Fn(PersonId) -> Option<&'a Absence>) -> Option<PersonId> {
    let mut absence = away(person)?;
    let mut seen = BTreeSet::from([person]);
    loop {
        let next = absence.next(queue)?;
        if !seen.insert(next) {
            return None;
        }
        match away(next) {
            None => return Some(next),
            Some(further) => absence = further,
        }
    }
}

/// What the rights are that a person lends: all in the queues but to administer them.
#[must_use]
pub fn lent(grants: Grants, to: PersonId, person: PersonId, away: &[Absence]) -> Grants {
    let mut lent = Grants::new();
    for (queue, mut held) in grants {
        held.remove(&Permission::Manage);
        if !held.is_empty() && deputy_now(away, person, queue) == Some(to) {
            lent.insert(queue, held);
        }
    }
    lent
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const QUEUE: QueueId = QueueId(Uuid::from_u128(900));
    const OTHER: QueueId = QueueId(Uuid::from_u128(901));

    fn person(number: u128) -> PersonId {
        PersonId(Uuid::from_u128(number))
    }

    fn day(number: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * number)
    }

    fn absence(id: u128, who: u128, from: i64, until: i64, deputy: Option<u128>) -> Absence {
        Absence {
            id: AbsenceId(Uuid::from_u128(id)),
            person: person(who),
            begins: day(from),
            ends: day(until),
            deputy: deputy.map(person),
            by_queue: BTreeMap::new(),
        }
    }

    // req: C8
    #[test]
    fn the_chain_leads_to_who_is_there() {
        let mut first = absence(1, 1, 0, 10, Some(2));
        first.by_queue.insert(OTHER, person(4));
        let all = [first, absence(2, 2, 5, 8, Some(3))];
        let deputy = |who, queue, at| deputy(&all, person(who), queue, day(at));
        assert_eq!(deputy(1, QUEUE, 0), Some(person(2)));
        assert_eq!(deputy(1, QUEUE, 5), Some(person(3)), "his deputy is away too");
        assert_eq!(deputy(1, QUEUE, 8), Some(person(2)), "and back");
        assert_eq!(deputy(1, OTHER, 5), Some(person(4)), "a queue has its own");
        assert_eq!(deputy(1, QUEUE, 10), None, "there again");
        assert_eq!(deputy(3, QUEUE, 5), None, "never away");
    }

    #[test]
    fn what_cannot_stand_is_refused_with_the_field() {
        let all = [absence(1, 1, 0, 10, Some(2)), absence(2, 2, 20, 30, Some(3))];
        let field = |new: &Absence| check(new, &all).err().map(|refusal| refusal.errors[0].field.clone());
        assert_eq!(field(&absence(9, 4, 0, 10, Some(4))).as_deref(), Some("deputy_id"));
        assert_eq!(field(&absence(9, 1, 9, 12, Some(3))).as_deref(), Some("from"));
        assert_eq!(field(&absence(1, 1, 9, 12, Some(3))), None, "the same one");
        assert_eq!(
            field(&absence(9, 2, 5, 8, Some(1))).as_deref(),
            Some("deputy_id"),
            "a circle of two"
        );
        assert_eq!(field(&absence(9, 2, 10, 12, Some(1))), None, "one after the other");
        assert_eq!(field(&absence(9, 3, 25, 28, Some(2))).as_deref(), Some("deputy_id"));
    }

    #[test]
    fn days_are_those_of_the_person() {
        let def = |from: &str, until: &str| AbsenceDef {
            person_id: None,
            from: from.to_owned(),
            until: until.to_owned(),
            deputy_id: None,
            queue_deputies: Vec::new(),
            rights: false,
            note: String::new(),
        };
        let now: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
        let span = |from: &str, until: &str| span_of(&def(from, until), "Europe/Berlin", now);
        let (begins, ends) = span("2026-03-29", "2026-03-29").unwrap();
        assert_eq!(begins.to_string(), "2026-03-28T23:00:00Z");
        assert_eq!(ends.duration_since(begins).as_hours(), 23, "clocks go forward");
        for (from, until, field) in [
            ("x", "2026-04-01", "from"),
            ("2026-04-01", "2026-02-30", "until"),
            ("2026-04-02", "2026-04-01", "until"),
            ("2026-02-01", "2026-02-02", "until"),
            ("2026-04-01", "2036-04-01", "until"),
        ] {
            assert_eq!(span(from, until).unwrap_err().errors[0].field, field, "{from} {until}");
        }
    }

    type Wish = (u128, i64, i64, Option<u128>, Option<u128>);

    fn wish() -> impl Strategy<Value = Wish> {
        (
            0u128..6,
            0i64..20,
            1i64..8,
            prop::option::of(0u128..6),
            prop::option::of(0u128..6),
        )
    }

    proptest! {
        // Whatever is entered in whatever order: what is accepted leads nobody in a circle, at no time, in no queue.
        #[test]
        fn no_circle_is_ever_accepted(wishes in prop::collection::vec(wish(), 0..30)) {
            let mut all: Vec<Absence> = Vec::new();
            for (id, (who, from, days, general, special)) in wishes.into_iter().enumerate() {
                let mut new = absence(id as u128, who, from, from + days, general);
                new.by_queue.extend(special.map(|special| (OTHER, person(special))));
                if check(&new, &all).is_ok() {
                    all.push(new);
                }
            }
            for at in 0..30 {
                for who in 0..6 {
                    for queue in [QUEUE, OTHER] {
                        let mut at_whom = person(who);
                        let mut steps = 0;
                        while let Some(absence) = all.iter().find(|one| one.person == at_whom && one.covers(day(at))) {
                            let Some(next) = absence.next(queue) else { break };
                            at_whom = next;
                            steps += 1;
                            prop_assert!(steps <= 6, "a circle");
                        }
                        let found = deputy(&all, person(who), queue, day(at));
                        if let Some(found) = found {
                            prop_assert_eq!(found, at_whom);
                            prop_assert!(!all.iter().any(|one| one.person == found && one.covers(day(at))));
                        }
                    }
                }
            }
        }
    }
}
