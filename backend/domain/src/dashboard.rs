//! The sections of the dashboard (requirement B2): each is a filter with an order, within what its reader works on.

use pult_shared::{
    Timestamp,
    api::{dashboard::SectionKind, ticket::TicketSort},
    filter::{Age, Compare, Filter, Who},
    ids::QueueId,
    limits::{FILTER_MAX, FILTER_NODES_MAX},
    person::Permission,
};

use crate::{actor::Actor, queue::QueueTree};

/// What counts as new for somebody who has not been here before: a week.
const FIRST_VISIT: Age = Age { minutes: 7 * 24 * 60 };
/// What counts as new at the most: whoever was away for a year needs no year of news.
const LONGEST: Age = Age { minutes: 92 * 24 * 60 };

/// A section: which tickets, in which order.
#[derive(Clone, Debug, PartialEq)]
pub struct SectionPlan {
    pub kind: SectionKind,
    pub filter: Filter,
    pub sort: TicketSort,
}

/// The sections that an agent sees; `previous_visit` is when they were here before this time.
#[must_use]
pub fn sections(
    actor: &Actor,
    tree: &QueueTree,
    previous_visit: Option<Timestamp>,
    now: Timestamp,
) -> Vec<SectionPlan> {
    let active = |filter: Filter| Filter::all_of([Filter::Active, filter]);
    let since = since(previous_visit, now);
    let plan = |kind, filter, sort| SectionPlan { kind, filter, sort };
    vec![
        plan(
            SectionKind::Mine,
            active(Filter::Owner(Who::Me)),
            TicketSort::PriorityDesc,
        ),
        plan(
            SectionKind::Unassigned,
            Filter::all_of([Filter::Active, Filter::Owner(Who::Nobody), own_queues(actor, tree)]),
            TicketSort::PriorityDesc,
        ),
        plan(
            SectionKind::Escalating,
            active(Filter::any_of([
                Filter::Overdue(true),
                Filter::Reminder(true),
                Filter::Escalating(true),
                Filter::Forgotten(true),
            ])),
            TicketSort::DueAsc,
        ),
        plan(SectionKind::Orphaned, Filter::Orphaned(true), TicketSort::CreatedAsc),
        plan(SectionKind::Oldest, Filter::Active, TicketSort::CreatedAsc),
        plan(
            SectionKind::NewSinceVisit,
            // Not what was solved or merged meanwhile.
            active(Filter::Created(Compare::LessOrEqual, since)),
            TicketSort::CreatedDesc,
        ),
        plan(
            SectionKind::Watched,
            Filter::all_of([Filter::Watcher(Who::Me), Filter::Updated(Compare::LessOrEqual, since)]),
            TicketSort::UpdatedDesc,
        ),
        plan(
            SectionKind::Mentioned,
            active(Filter::Mentioned(Who::Me)),
            TicketSort::UpdatedDesc,
        ),
    ]
}

/// The time since the last visit, in whole minutes upward.
fn since(previous_visit: Option<Timestamp>, now: Timestamp) -> Age {
    let Some(visit) = previous_visit else {
        return FIRST_VISIT;
    };
    let elapsed = now.as_millisecond().saturating_sub(visit.as_millisecond()).max(0);
    let minutes = u32::try_from(elapsed / 60_000 + 1).unwrap_or(u32::MAX);
    Age { minutes }.min(LONGEST)
}

/// The queues in which an agent may own tickets, in as few words as possible. Where the text would be longer than a filter may be, all
/// that the agent sees: better some tickets too many than a link that cannot be opened.
fn own_queues(actor: &Actor, tree: &QueueTree) -> Filter {
    let may_own = |queue: QueueId| actor.has(Permission::Own, queue);
    let all = tree.by_path();
    let seen = all.iter().filter(|queue| actor.has(Permission::View, queue.id));
    if seen.clone().all(|queue| may_own(queue.id)) {
        return Filter::All;
    }
    let mut parts = Vec::new();
    let mut covered: Vec<QueueId> = Vec::new();
    for queue in seen.filter(|queue| may_own(queue.id)) {
        if covered.contains(&queue.id) {
            continue;
        }
        let below = tree.subtree(&queue.path);
        if below.iter().all(|id| may_own(*id)) {
            covered.extend(below);
            parts.push(Filter::QueuePath(queue.path.clone()));
        } else {
            parts.push(Filter::QueueIds(vec![queue.id]));
        }
    }
    // Some room is left for the rest of the section's text.
    let few = parts.len() < FILTER_NODES_MAX - 8;
    let filter = Filter::any_of(parts);
    if few && filter.to_string().chars().count() < FILTER_MAX - 60 {
        filter
    } else {
        Filter::All
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use pult_shared::{
        api::queue::{FollowUp, IntakeRules, Names},
        ids::PersonId,
    };
    use uuid::Uuid;

    use super::*;
    use crate::queue::Queue;

    fn queue(id: u128, parent: Option<u128>, path: &str) -> Queue {
        let names = Names {
            de: path.to_owned(),
            en: path.to_owned(),
        };
        Queue {
            id: QueueId(Uuid::from_u128(id)),
            parent_id: parent.map(|id| QueueId(Uuid::from_u128(id))),
            path: path.to_owned(),
            names,
            addresses: Vec::new(),
            portal: false,
            closing_mail: true,
            catch_all: false,
            valid: true,
            description: Names::default(),
            salutation: Names::default(),
            signature: Names::default(),
            follow_up: FollowUp::Reopen,
            unlock_minutes: None,
            calendar: None,
            sla: None,
            remind_days: None,
            default_priority: None,
            default_type: None,
            mails: pult_shared::api::queue::QueueMails::default(),
            intake: IntakeRules::default(),
            sensitive: false,
            customers_close: true,
            name_shown: true,
            address_domains: Vec::new(),
        }
    }

    fn agent(view: &[u128], own: &[u128]) -> Actor {
        let mut grants: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for (queues, permission) in [(view, Permission::View), (own, Permission::Own)] {
            for id in queues {
                let held = grants.entry(QueueId(Uuid::from_u128(*id))).or_default();
                held.insert(permission);
            }
        }
        Actor {
            person_id: PersonId(Uuid::from_u128(100)),
            name: "Agent".to_owned(),
            administrator: false,
            grants,
            organisation: None,
            seer: None,
        }
    }

    // req: B2, A5
    #[test]
    fn sections_are_filters_that_can_be_read_back() {
        let tree = QueueTree::new([
            queue(1, None, "it"),
            queue(2, Some(1), "it/wlan"),
            queue(3, Some(1), "it/mail"),
            queue(4, None, "library"),
        ]);
        let now: Timestamp = "2026-11-22T09:00:00Z".parse().unwrap();
        let before = "2026-11-22T08:10:30Z".parse().unwrap();
        let table: [(&[u128], &[u128], &str); 4] = [
            (&[1, 2, 3], &[1, 2, 3], "state:active owner:nobody"),
            (&[1, 2, 3, 4], &[1, 2, 3], "state:active owner:nobody queue:it"),
            (&[1, 2, 3], &[2], "state:active owner:nobody queue:it/wlan"),
            (
                &[1, 2, 3],
                &[1, 2],
                "state:active owner:nobody (queue:#00000000-0000-0000-0000-000000000001 OR queue:it/wlan)",
            ),
        ];
        for (view, own, expect) in table {
            let plans = sections(&agent(view, own), &tree, Some(before), now);
            assert_eq!(plans[1].filter.to_string(), expect);
            for plan in &plans {
                assert_eq!(Filter::parse(&plan.filter.to_string()).unwrap(), plan.filter);
            }
            assert_eq!(plans[5].filter.to_string(), "state:active created:<=50m");
        }
        let plans = sections(&agent(&[1], &[]), &tree, None, now);
        assert_eq!(
            plans[1].filter,
            Filter::Nothing,
            "who may own nothing sees no tickets to take"
        );
        assert_eq!(plans[5].filter.to_string(), "state:active created:<=1w");
    }

    #[test]
    fn hundreds_of_queues_make_no_endless_text() {
        let mut queues = vec![queue(1, None, "a")];
        queues.extend((2..200).map(|id| queue(id, Some(1), &format!("a/q{id}"))));
        let tree = QueueTree::new(queues);
        let view: Vec<u128> = (1..200).collect();
        let own: Vec<u128> = (2..199).collect();
        let plans = sections(&agent(&view, &own), &tree, None, Timestamp::UNIX_EPOCH);
        assert_eq!(plans[1].filter.to_string(), "state:active owner:nobody");
    }
}
