//! `Filter` over one ticket in memory. The store has the same in SQL; a property test there holds the two equal.

use std::collections::BTreeSet;

use pult_shared::{
    Timestamp,
    catalog::{FieldValue, ServiceKey},
    filter::{Age, Compare, FieldTest, Filter, Who},
    ids::PersonId,
    person::Affiliation,
};

use crate::{
    organisation::key,
    queue::QueueTree,
    staffing::Staffing,
    text::query_words,
    ticket::{Ticket, is_date},
};

/// What a filter asks of a ticket.
#[derive(Clone, Copy, Debug)]
pub struct MatchFacts<'a> {
    pub ticket: &'a Ticket,
    /// The addresses of who has asked, in lower case.
    pub addresses: &'a [String],
    /// What who has asked is to the university.
    pub affiliation: Option<Affiliation>,
    /// The organisation of who has asked, as people know it.
    pub organisation: Option<&'a str>,
    /// The words (see [`crate::text::words`]) of the subject and of the articles that the reader may see.
    pub words: &'a BTreeSet<String>,
    /// Who is there now.
    pub staffing: &'a Staffing,
}

/// Whether a ticket belongs to a filter. `me` is who asks; without one, `me` fits nobody.
#[must_use]
pub fn matches(
    filter: &Filter,
    facts: &MatchFacts<'_>,
    me: Option<PersonId>,
    tree: &QueueTree,
    now: Timestamp,
) -> bool {
    let ticket = facts.ticket;
    match filter {
        Filter::All => true,
        Filter::Nothing => false,
        Filter::Not(inner) => !matches(inner, facts, me, tree, now),
        Filter::And(parts) => parts.iter().all(|part| matches(part, facts, me, tree, now)),
        Filter::Or(parts) => parts.iter().any(|part| matches(part, facts, me, tree, now)),
        Filter::QueuePath(path) => ticket.is_in(&tree.subtree(path)),
        Filter::QueueIds(ids) => ticket.is_in(ids),
        Filter::Active => ticket.closed_at.is_none(),
        Filter::StateType(kind) => ticket.state_type == *kind,
        Filter::State(state) => ticket.state == *state,
        Filter::Type(key) => ticket.ticket_type == *key,
        Filter::Service(key) => in_service(key.as_ref(), ticket),
        Filter::Channel(channel) => ticket.channel == *channel,
        Filter::Owner(who) => is(*who, ticket.owner_id, me),
        Filter::Requester(who) => is(*who, Some(ticket.requester_id), me),
        Filter::From(wanted) => facts.addresses.iter().any(|address| is_from(address, wanted)),
        Filter::Affiliation(wanted) => facts.affiliation == *wanted,
        Filter::Organisation(wanted) => facts.organisation.map(key) == wanted.as_deref().map(key),
        Filter::Colleagues(of) => ticket.organisation.as_ref() == Some(of),
        Filter::Subject(text) => in_letters(&ticket.subject).contains(&in_letters(text)),
        Filter::Responsible(who) => is(*who, ticket.responsible_id, me),
        Filter::Watcher(who) => among(*who, &ticket.watchers, me),
        Filter::Mentioned(who) => among(*who, &ticket.mentioned, me),
        Filter::Participant(who) => among(*who, &ticket.participants, me),
        Filter::Readable(who) => readable(*who, ticket, me),
        Filter::Tag(tag) => ticket.tags.contains(tag),
        Filter::Field(key, test) => field_fits(test, ticket.fields.get(key)),
        Filter::Closed(compare, age) => ticket.closed_at.is_some_and(|at| has_age(*compare, *age, at, now)),
        Filter::Contact(compare, age) => ticket
            .last_contact_at
            .is_some_and(|at| has_age(*compare, *age, at, now)),
        Filter::Overdue(expected) => {
            (ticket.closed_at.is_none() && ticket.due_at.is_some_and(|due| due < now)) == *expected
        }
        Filter::Reminder(expected) => {
            (ticket.state_type.is_pending() && ticket.pending_until.is_some_and(|until| until <= now)) == *expected
        }
        Filter::Sla(key) => ticket.clocks.sla == *key,
        Filter::ClockDue(clock, compare, age) => {
            let due = ticket.clocks.due(*clock);
            due.is_some_and(|due| has_age(*compare, *age, now, due))
        }
        Filter::Escalating(expected) => ticket.clocks.warn_at.is_some_and(|at| at <= now) == *expected,
        Filter::Forgotten(expected) => ticket.clocks.remind_at.is_some_and(|at| at <= now) == *expected,
        Filter::Orphaned(expected) => facts.staffing.looked_after(ticket) != *expected,
        Filter::Priority(compare, priority) => compare.holds(&ticket.priority, priority),
        Filter::Created(compare, age) => has_age(*compare, *age, ticket.created_at, now),
        Filter::Updated(compare, age) => has_age(*compare, *age, ticket.updated_at, now),
        Filter::Number(number) => ticket.number.0 == *number,
        Filter::Locked(locked) => ticket.lock.is_some() == *locked,
        Filter::Word(word) => {
            // A word without letters or digits asks for nothing, so it excludes nothing.
            query_words(word)
                .iter()
                .all(|forms| forms.iter().any(|form| facts.words.contains(form)))
        }
    }
}

/// The address itself, or one of the domain.
fn is_from(address: &str, wanted: &str) -> bool {
    if wanted.starts_with('@') {
        address.ends_with(wanted)
    } else {
        address == wanted
    }
}

/// A text as the letters of a subject are compared: umlauts as the letters that they come from, and small ones.
#[must_use]
pub fn in_letters(text: &str) -> String {
    let plain = |c: char| match c {
        'ä' | 'Ä' => 'a',
        'ö' | 'Ö' => 'o',
        'ü' | 'Ü' => 'u',
        'ß' => 's',
        other => other.to_ascii_lowercase(),
    };
    text.chars().map(plain).collect()
}

fn is(who: Who, person: Option<PersonId>, me: Option<PersonId>) -> bool {
    match who {
        Who::Nobody => person.is_none(),
        Who::Me => me.is_some() && person == me,
        Who::Person(id) => person == Some(id),
    }
}

fn among(who: Who, people: &BTreeSet<PersonId>, me: Option<PersonId>) -> bool {
    match who {
        Who::Nobody => people.is_empty(),
        Who::Me => me.is_some_and(|me| people.contains(&me)),
        Who::Person(id) => people.contains(&id),
    }
}

fn readable(who: Who, ticket: &Ticket, me: Option<PersonId>) -> bool {
    let person = match who {
        Who::Nobody => None,
        Who::Me => me,
        Who::Person(id) => Some(id),
    };
    person.map_or(ticket.readers.is_none(), |person| ticket.admits(person))
}

/// In the service itself or one below it.
fn in_service(key: Option<&ServiceKey>, ticket: &Ticket) -> bool {
    match (key, &ticket.service) {
        (None, service) => service.is_none(),
        (Some(_), None) => false,
        (Some(key), Some(service)) => {
            let rest = service.as_str().strip_prefix(key.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
    }
}

/// The texts of a field's value, as the store keeps them: one, or several of a multiple choice.
#[must_use]
pub fn field_texts(value: &FieldValue) -> Vec<String> {
    match value {
        FieldValue::Bool(checked) => vec![checked.to_string()],
        FieldValue::Number(number) => vec![number.to_string()],
        FieldValue::Text(text) => vec![text.clone()],
        FieldValue::Texts(texts) => texts.clone(),
    }
}

/// A text as fields are compared: lower case, and no longer than an index takes.
#[must_use]
pub fn folded(text: &str) -> String {
    text.to_lowercase().chars().take(FOLDED_MAX).collect()
}

/// Characters of a field that a filter looks at.
const FOLDED_MAX: usize = 200;

fn field_fits(test: &FieldTest, value: Option<&FieldValue>) -> bool {
    let Some(value) = value else {
        return *test == FieldTest::Empty;
    };
    match test {
        FieldTest::Empty => false,
        FieldTest::Is(text) => field_texts(value).iter().any(|own| folded(own) == folded(text)),
        FieldTest::Number(compare, number) => {
            matches!(value, FieldValue::Number(own) if compare.holds(own, number))
        }
        FieldTest::Date(compare, day) => {
            matches!(value, FieldValue::Text(own) if is_date(own) && compare.holds(&own.as_str(), &day.as_str()))
        }
    }
}

/// Ages count in milliseconds, as times are stored. An age is *equal* for a whole minute: nobody hits a millisecond.
fn has_age(compare: Compare, age: Age, at: Timestamp, now: Timestamp) -> bool {
    let elapsed = now.as_millisecond() - at.as_millisecond();
    let span = i64::from(age.minutes) * 60_000;
    match compare {
        Compare::Equal => (span..span + 60_000).contains(&elapsed),
        other => other.holds(&elapsed, &span),
    }
}
