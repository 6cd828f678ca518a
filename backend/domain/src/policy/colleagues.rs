//! Tests of what members of an organisation see of each other, and of what they never do.

use std::collections::BTreeSet;

use pult_shared::ids::OrganisationId;

use super::{
    tests::{AGENT, HERE, LENA, person, ticket},
    *,
};
use crate::organisation::{Membership, Shared};

const SENSITIVE: QueueId = QueueId(uuid::Uuid::from_u128(7));

/// Somebody of *FB 3*, whose members see each other's requests.
fn colleague(reply: bool) -> Actor {
    Actor {
        organisation: Some(Membership {
            of: Shared {
                id: OrganisationId::NIL,
                name: "FB 3".to_owned(),
                key: "fb 3".to_owned(),
                reply,
            },
            sensitive: [SENSITIVE].into(),
        }),
        ..person(AGENT, &[], HERE)
    }
}

/// A request of somebody of *FB 3*.
fn theirs() -> Ticket {
    Ticket {
        organisation: Some("fb 3".to_owned()),
        ..ticket()
    }
}

// req: D2, E3, B11
#[test]
fn a_colleague_reads_and_answers_only_by_the_second_switch() {
    let reading = colleague(false);
    assert_eq!(side(&reading, &theirs()), Some(Side::Customer));
    assert!(sees_by_organisation(&reading, &theirs()));
    assert_eq!(allowed_commands(&reading, &theirs(), &QueueTree::default()), []);
    let allowed = allowed_commands(&colleague(true), &theirs(), &QueueTree::default());
    assert_eq!(allowed, [CommandName::Reply]);
    let own = Ticket {
        requester_id: AGENT,
        ..theirs()
    };
    assert!(
        permit_command(&reading, &own, CommandName::Reply).is_ok(),
        "one's own stays one's own"
    );
    let takes_part = Ticket {
        participants: [AGENT].into(),
        ..theirs()
    };
    assert!(permit_command(&reading, &takes_part, CommandName::Reply).is_ok());
}

#[test]
fn what_is_not_shared_is_not_there() {
    let other = Some("fb 4".to_owned());
    let hidden = [
        (
            "of another organisation",
            Ticket {
                organisation: other,
                ..theirs()
            },
        ),
        ("of somebody without one, or who has left", ticket()),
        (
            "in a sensitive queue",
            Ticket {
                queue_id: SENSITIVE,
                ..theirs()
            },
        ),
        (
            "in a sensitive queue too",
            Ticket {
                other_queues: [SENSITIVE].into(),
                ..theirs()
            },
        ),
        (
            "for named persons only",
            Ticket {
                readers: Some(BTreeSet::new()),
                ..theirs()
            },
        ),
        (
            "for named persons only, this one too",
            Ticket {
                readers: Some([AGENT].into()),
                ..theirs()
            },
        ),
    ];
    for (why, hidden) in hidden {
        assert_eq!(side(&colleague(true), &hidden), None, "{why}");
        let refused = permit_command(&colleague(true), &hidden, CommandName::Reply);
        assert_eq!(
            refused.err().map(|refusal| refusal.code),
            Some(ErrorCode::TicketNotFound),
            "{why}"
        );
    }
    let without = person(AGENT, &[], HERE);
    assert_eq!(side(&without, &theirs()), None, "without the switch");
    assert_eq!(organisation_tickets(&without).filter(), &Filter::Nothing);
}

#[test]
fn another_requester_takes_the_ticket_out_of_the_organisation() {
    let mut changed = theirs();
    let event = TicketEvent::RequesterChanged { from: LENA, to: AGENT };
    changed.evolve(&event, changed.updated_at);
    assert_eq!(changed.organisation, None, "until it is read anew");
}

#[test]
fn colleagues_learn_that_a_ticket_is_gone() {
    let moved = |from| TicketEvent::Moved { from, to: SENSITIVE };
    let there = Ticket {
        queue_id: SENSITIVE,
        ..theirs()
    };
    assert!(lost_sight(&colleague(false), &there, &moved(HERE)));
    assert!(
        !lost_sight(&colleague(false), &there, &moved(SENSITIVE)),
        "was hidden before"
    );
    let named = Ticket {
        readers: Some([LENA].into()),
        ..theirs()
    };
    let changed = TicketEvent::ReadersChanged {
        from: None,
        to: Some(vec![LENA]),
    };
    assert!(lost_sight(&colleague(false), &named, &changed));
    let requester = Actor {
        person_id: LENA,
        ..colleague(false)
    };
    assert!(!lost_sight(&requester, &named, &changed), "still theirs");
    assert!(!lost_sight(&person(AGENT, &[], HERE), &named, &changed), "never saw it");
}

#[test]
fn what_was_merged_into_it_is_read_by_whoever_might_read_it_anyway() {
    let foreign = ticket();
    assert!(!goes_on_before(&colleague(true), &theirs(), &foreign));
    assert!(goes_on_before(&colleague(true), &theirs(), &theirs()));
    let requester = Actor {
        person_id: LENA,
        ..colleague(true)
    };
    let of_others = Ticket {
        requester_id: AGENT,
        ..foreign
    };
    assert!(goes_on_before(&requester, &theirs(), &of_others));
    assert!(goes_on_before(
        &person(AGENT, &[Permission::View], HERE),
        &theirs(),
        &of_others
    ));
}
