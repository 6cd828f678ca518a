//! `Filter` over one ticket in memory. The store has the same in SQL; a property test there holds the two equal.

use std::collections::BTreeSet;

use pult_shared::{
    Timestamp,
    filter::{Age, Compare, Filter, Who},
    ids::PersonId,
};

use crate::{queue::QueueTree, text::query_words, ticket::Ticket};

/// What a filter asks of a ticket.
#[derive(Clone, Copy, Debug)]
pub struct MatchFacts<'a> {
    pub ticket: &'a Ticket,
    /// The words (see [`crate::text::words`]) of the subject and of the articles that the reader may see.
    pub words: &'a BTreeSet<String>,
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
        Filter::QueuePath(path) => tree.subtree(path).contains(&ticket.queue_id),
        Filter::QueueIds(ids) => ids.contains(&ticket.queue_id),
        Filter::State(state) => ticket.state == *state,
        Filter::Owner(who) => is(*who, ticket.owner_id, me),
        Filter::Requester(who) => is(*who, Some(ticket.requester_id), me),
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

fn is(who: Who, person: Option<PersonId>, me: Option<PersonId>) -> bool {
    match who {
        Who::Nobody => person.is_none(),
        Who::Me => me.is_some() && person == me,
        Who::Person(id) => person == Some(id),
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
