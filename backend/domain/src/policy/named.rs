//! Tests of tickets for named persons only: who may read one, whatever they may in its queue, and that lists go by the same rule.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use pult_shared::{Timestamp, filter::Filter};

use super::{
    tests::{AGENT, HERE, LENA, person, ticket},
    *,
};
use crate::{
    matches::{MatchFacts, matches},
    staffing::Staffing,
};

const OTHER: PersonId = PersonId(uuid::Uuid::from_u128(12));

fn listed(actor: &Actor, visibility: &Visibility, ticket: &Ticket) -> bool {
    let (words, staffing) = (BTreeSet::new(), Staffing::default());
    let facts = MatchFacts {
        ticket,
        addresses: &[],
        affiliation: None,
        organisation: None,
        words: &words,
        staffing: &staffing,
    };
    let now: Timestamp = ticket.created_at;
    let filter: &Filter = visibility.filter();
    matches(filter, &facts, Some(actor.person_id), &QueueTree::default(), now)
}

#[test]
fn only_the_named_owner_and_responsible_read_it() {
    let named = Ticket {
        readers: Some([OTHER].into()),
        ..ticket()
    };
    let all = person(AGENT, &Permission::ALL, HERE);
    let admin = Actor {
        administrator: true,
        ..person(AGENT, &[], HERE)
    };
    for outside in [&all, &admin] {
        assert_eq!(side(outside, &named), None);
        let refused = permit_command(outside, &named, CommandName::SetReaders);
        assert_eq!(
            refused.map(|_| ()).map_err(|refusal| refusal.code),
            Err(ErrorCode::TicketNotFound)
        );
        assert!(!may_read_mail_of(outside, &named));
    }
    assert!(may_read_mail_of(&admin, &ticket()));
    assert_eq!(side(&person(LENA, &[], HERE), &named), Some(Side::Customer));
    let asks = Ticket {
        requester_id: AGENT,
        ..named.clone()
    };
    assert_eq!(
        side(&all, &asks),
        Some(Side::Customer),
        "an agent who asked meets it as its customer"
    );
    for inside in [
        Ticket {
            readers: Some([AGENT].into()),
            ..named.clone()
        },
        Ticket {
            owner_id: Some(AGENT),
            ..named.clone()
        },
        Ticket {
            responsible_id: Some(AGENT),
            ..named
        },
    ] {
        assert_eq!(side(&all, &inside), Some(Side::Agent));
        assert_eq!(side(&person(AGENT, &[], HERE), &inside), None, "it only narrows");
    }
}

#[test]
fn whoever_is_left_out_learns_that_it_is_gone() {
    let agent = person(AGENT, &[Permission::View], HERE);
    let named = Ticket {
        readers: Some([OTHER].into()),
        ..ticket()
    };
    let changed = |from: Option<Vec<PersonId>>| TicketEvent::ReadersChanged {
        from,
        to: Some(vec![OTHER]),
    };
    assert!(lost_sight(&agent, &named, &changed(None)));
    assert!(lost_sight(&agent, &named, &changed(Some(vec![AGENT, OTHER]))));
    assert!(
        !lost_sight(&agent, &named, &changed(Some(vec![LENA]))),
        "was hidden before"
    );
    let elsewhere = QueueId(uuid::Uuid::from_u128(9));
    let moved = TicketEvent::Moved {
        from: HERE,
        to: elsewhere,
    };
    let there = Ticket {
        queue_id: elsewhere,
        ..named
    };
    assert!(!lost_sight(&agent, &there, &moved), "they never saw it");
}

proptest! {
    // Lists, counters and search go by a filter, pages by `side`: they must say the same.
    #[test]
    fn lists_and_pages_agree(
        administrator in any::<bool>(), works_here in any::<bool>(), readers in prop::option::of(any::<u8>()),
        owner in any::<bool>(), responsible in any::<bool>(), asks in any::<bool>(), part in any::<bool>(), seen in any::<bool>(),
    ) {
        let actor = Actor {
            administrator,
            grants: if works_here { person(AGENT, &[Permission::View], HERE).grants } else { BTreeMap::new() },
            seer: seen.then_some(OTHER),
            ..person(AGENT, &[], HERE)
        };
        let some = |yes: bool| yes.then_some(AGENT);
        let ticket = Ticket {
            readers: readers.map(|bits| [AGENT, OTHER, LENA].into_iter().enumerate()
                .filter(|(n, _)| bits & (1 << n) != 0).map(|(_, id)| id).collect()),
            owner_id: some(owner),
            responsible_id: some(responsible),
            requester_id: if asks { AGENT } else { LENA },
            participants: some(part).into_iter().collect(),
            ..ticket()
        };
        let found = side(&actor, &ticket);
        prop_assert_eq!(listed(&actor, &visible_tickets(&actor), &ticket), found.is_some());
        prop_assert_eq!(listed(&actor, &desk_tickets(&actor), &ticket), found == Some(Side::Agent));
    }
}

// req: B11
#[test]
fn who_looks_as_somebody_reads_no_more_than_they_may_themselves() {
    let named = Ticket {
        readers: Some([AGENT].into()),
        ..ticket()
    };
    let through = |actor: Actor| Actor {
        seer: Some(OTHER),
        ..actor
    };
    let (agent, customer) = (person(AGENT, &Permission::ALL, HERE), person(LENA, &[], HERE));
    assert_eq!(side(&agent, &named), Some(Side::Agent));
    assert_eq!(side(&customer, &named), Some(Side::Customer));
    for (person, theirs) in [(agent, Side::Agent), (customer, Side::Customer)] {
        let seen = through(person);
        assert_eq!(side(&seen, &named), None);
        assert!(!holds(&seen, Permission::View, &named));
        assert!(!listed(&seen, &visible_tickets(&seen), &named));
        assert!(!listed(&seen, &portal_tickets(&seen), &named));
        assert_eq!(side(&seen, &ticket()), Some(theirs));
        assert!(listed(&seen, &visible_tickets(&seen), &ticket()));
        let both = Ticket {
            readers: Some([AGENT, OTHER].into()),
            ..ticket()
        };
        assert_eq!(side(&seen, &both), Some(theirs));
        assert!(listed(&seen, &visible_tickets(&seen), &both));
    }
}
