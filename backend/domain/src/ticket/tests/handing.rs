//! Handing the places of one person to another, and back.

use super::*;

const THIRD: PersonId = PersonId(Uuid::from_u128(0xB3));

/// Every way in which two people and a third one can stand to a ticket.
fn tickets() -> Vec<Ticket> {
    let one_of = [LENA, OTHER, THIRD];
    let sets = || [vec![], vec![LENA], vec![OTHER], vec![LENA, OTHER, THIRD]];
    let mut tickets = Vec::new();
    for (requester, owner) in one_of.into_iter().flat_map(|one| one_of.map(|other| (one, other))) {
        for (participants, watchers) in sets()
            .into_iter()
            .flat_map(|one| sets().map(|other| (one.clone(), other)))
        {
            let mut ticket = ticket();
            ticket.requester_id = requester;
            (ticket.owner_id, ticket.responsible_id) = (Some(owner), Some(requester));
            ticket.participants = participants.into_iter().filter(|one| *one != requester).collect();
            ticket.watchers = watchers.into_iter().collect();
            ticket.started_at = Some(now());
            tickets.push(ticket);
        }
    }
    tickets
}

#[test]
fn what_is_handed_over_is_all_and_comes_back() {
    for before in tickets() {
        let (over, handed) = hand_over(&before, LENA, OTHER, now());
        let after = &over.ticket;
        let still = Place::ALL
            .into_iter()
            .any(|place| super::super::handed::has(after, LENA, place));
        assert!(!still, "{before:?}");
        assert!(!after.participants.contains(&after.requester_id), "{before:?}");
        assert_eq!(handed.is_empty(), over.events.is_empty());
        let back = give_back(after, &handed, OTHER, LENA, now());
        assert_eq!(back.ticket, before);
    }
}

#[test]
fn what_has_moved_on_stays_where_it_is() {
    let mut before = ticket();
    before.owner_id = Some(LENA);
    before.lock = Some(Lock { by: LENA, since: now() });
    let (over, handed) = hand_over(&before, LENA, OTHER, now());
    assert_eq!(
        (over.ticket.owner_id, over.ticket.lock),
        (Some(OTHER), None),
        "a lock is nobody's then"
    );
    let mut moved = over.ticket;
    (moved.owner_id, moved.requester_id) = (Some(AGENT), THIRD);
    let back = give_back(&moved, &handed, OTHER, LENA, now());
    assert_eq!((back.events, back.ticket), (Vec::new(), moved));
}
