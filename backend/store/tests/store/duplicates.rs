//! Prints of requests: kept with the ticket, found by an index, forgotten with time; and what looking costs among many.

use std::{collections::BTreeSet, time::Instant};

use jiff::SignedDuration;
use pult_domain::{
    duplicates::Print,
    policy::{Permit, Visibility},
    ticket::Ticket,
};
use pult_shared::{
    ids::{PersonId, QueueId},
    ticket::TicketNumber,
};
use pult_store::{duplicates, tickets};

use crate::support::{Fixture, at, change, on_each_engine, opened};

const MATTER: &str = "Der Drucker im dritten Stock der Bibliothek meldet Papierstau und knirscht";

#[test]
fn prints_come_with_tickets_and_go_with_time() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let mut opened = Vec::new();
        for days in [0, 20, 40] {
            let mut ticket = db.new_ticket(queue, person, "Drucker");
            ticket.requester_id = db.person(&format!("Person {days}")).await;
            ticket.created_at = at(days * 24 * 3_600);
            opened.push(db.open_ticket(&ticket, db.new_article(MATTER, true)).await);
        }
        let near = async |ticket: &Ticket| {
            let print = duplicates::prints(&db.store, &[ticket.id])
                .await
                .unwrap()
                .remove(&ticket.id);
            let before = db.store.query_count();
            let found = duplicates::candidates(
                &db.store,
                &Visibility::for_system(),
                ticket,
                print.as_ref(),
                &BTreeSet::new(),
            )
            .await;
            assert_eq!(db.store.query_count() - before, 1);
            found.unwrap()
        };
        assert_eq!(near(&opened[0]).await, [opened[1].id], "a month is long enough");
        assert_eq!(near(&opened[1]).await, [opened[2].id, opened[0].id], "the newest first");
        db.write(async |tx| duplicates::delete_older(tx, at(10 * 24 * 3_600)).await)
            .await;
        assert_eq!(near(&opened[1]).await, [opened[2].id]);
        assert!(duplicates::prints(&db.store, &[opened[0].id]).await.unwrap().is_empty());
    });
}

/// A generator without state: the same desk each time (SplitMix64).
fn dice(state: &mut u64, end: u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (value ^ (value >> 31)) % end
}

/// A request of 25 words, the frequent ones more often; one of fifty tells of the same outage.
fn request(state: &mut u64) -> String {
    if dice(state, 50) == 0 {
        return format!("{MATTER} seit {}", spelled(dice(state, 30)));
    }
    let word = |state: &mut u64| {
        let (one, two) = (dice(state, 4_000), dice(state, 4_000));
        spelled(one * two / 4_000)
    };
    (0..25).map(|_| word(state)).collect::<Vec<_>>().join(" ")
}

fn spelled(n: u64) -> String {
    n.to_string()
        .bytes()
        .map(|digit| char::from(b'k' + (digit - b'0')))
        .collect::<String>()
        + "ung"
}

// req: C9
#[test]
#[ignore = "a measurement: scripts/bench-similar"]
fn looking_among_200_000_tickets_costs_under_20_ms() {
    let count: u64 = std::env::var("TICKETS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(200_000);
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let mut people = Vec::new();
        for n in 0..200 {
            people.push(db.person(&format!("Person {n}")).await);
        }
        let mut state = 7;
        let start = Instant::now();
        for chunk in 0..count / 1_000 {
            fill(&db, queue, &people, chunk, &mut state).await;
        }
        eprintln!(
            "{:?}: {count} tickets with prints in {:.0?}",
            db.store.dialect(),
            start.elapsed()
        );
        let (everything, nothing) = (Visibility::for_system(), BTreeSet::new());
        let mut times = Vec::new();
        let mut found = 0;
        for n in 0..200 {
            let mut ticket = db.new_ticket(queue, person, "");
            ticket.requester_id = people[n % people.len()];
            ticket.created_at = at(15 * 24 * 3_600);
            let text = if n % 4 == 0 {
                MATTER.to_owned()
            } else {
                request(&mut state)
            };
            let start = Instant::now();
            // All that a new ticket costs: its print, who meets it, and the prints of those.
            let print = Print::of("", &text).unwrap();
            let met = duplicates::candidates(&db.store, &everything, &ticket, Some(&print), &nothing)
                .await
                .unwrap();
            let prints = duplicates::prints(&db.store, &met).await.unwrap();
            found += prints.values().filter(|other| print.share(other) > 0.3).count();
            times.push(start.elapsed());
        }
        times.sort();
        let (median, p95, worst) = (times[100], times[190], times[199]);
        eprintln!("look-up: median {median:.1?}, 95 of 100 under {p95:.1?}, worst {worst:.1?}; {found} duplicates");
        assert!(found > 1_000, "{found}");
        assert!(p95.as_millis() < 20, "{p95:?}");
    });
}

async fn fill(db: &Fixture, queue: QueueId, people: &[PersonId], chunk: u64, state: &mut u64) {
    let mut decisions = Vec::new();
    let mut prints = Vec::new();
    for n in chunk * 1_000..(chunk + 1) * 1_000 {
        let mut ticket = db.new_ticket(queue, people[n as usize % people.len()], "Anfrage");
        ticket.number = TicketNumber(format!("9{n:013}"));
        // All of them within the weeks that are looked at: the worst that can be.
        ticket.created_at = at(0) + SignedDuration::from_secs((n * 13 % (29 * 24 * 3_600)) as i64);
        prints.extend(Print::of("", &request(state)).map(|print| (ticket.id, ticket.created_at, print)));
        decisions.push(opened(&ticket, Vec::new()));
    }
    db.write(async |tx| {
        let changes: Vec<_> = decisions.iter().map(|decision| vec![change(decision)]).collect();
        tickets::enter(tx, &Permit::for_system(), &changes).await?;
        duplicates::enter(tx, &prints).await
    })
    .await;
}
