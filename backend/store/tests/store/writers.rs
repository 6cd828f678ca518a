//! Transactions: nothing of a dropped one remains, and many writers at once all get their turn.

use std::time::Duration;

use pult_domain::policy::Visibility;
use pult_shared::{api::ticket::TicketSort, event::TicketEvent, filter::Filter};
use pult_store::{
    Store, people, queues,
    tickets::{self, Question, Start},
};

use crate::support::{Fixture, apply, at, changed, on_each_engine, opened};

#[test]
fn nothing_remains_of_a_dropped_transaction() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        for _ in 0..20 {
            let decision = opened(&db.new_ticket(queue, person, "x"), vec![db.new_article("y", true)]);
            let tx = db.store.begin().await.unwrap();
            apply(&tx, None, &decision).await.unwrap();
            drop(tx);
        }
        let tree = queues::tree(&db.store).await.unwrap();
        let (system, sort) = (Visibility::for_system(), TicketSort::UpdatedDesc);
        let question = Question {
            visibility: &system,
            filter: &Filter::All,
            me: None,
            tree: &tree,
            now: at(0),
        };
        let all = tickets::page(&db.store, &question, sort, Start::First, 9)
            .await
            .unwrap();
        assert_eq!(all.items, []);
    });
}

/// A transaction that is given up in the middle of a statement: what a closed connection or a time-out does.
#[test]
fn a_cancelled_writer_lets_the_next_one_in() {
    on_each_engine(async |db: Fixture| {
        for microseconds in [0, 50, 200, 500, 1_000, 3_000] {
            let (store, person) = (db.store.clone(), db.new_person(&format!("Gone {microseconds}")));
            let writer = async move {
                let tx = store.begin().await.unwrap();
                people::insert(&tx, &person).await.unwrap();
                tokio::time::sleep(Duration::from_secs(60)).await;
                tx.commit().await.unwrap();
            };
            assert!(
                tokio::time::timeout(Duration::from_micros(microseconds), writer)
                    .await
                    .is_err()
            );
            db.person(&format!("Stays {microseconds}")).await;
        }
        assert_eq!(people::count(&db.store).await.unwrap(), 6);
    });
}

/// Two stores on one database stand for two processes: `pult serve` and `pult mail deliver`.
#[test]
fn many_writers_of_two_processes_all_get_their_turn() {
    on_each_engine(async |db: Fixture| {
        let other = Store::open(db.options.clone()).await.unwrap();
        let writers: Vec<_> = (0..60)
            .map(|n| {
                let store = if n % 2 == 0 { db.store.clone() } else { other.clone() };
                let person = db.new_person(&format!("Person {n}"));
                tokio::spawn(async move {
                    let tx = store.begin().await.unwrap();
                    people::insert(&tx, &person).await.unwrap();
                    tx.commit().await.unwrap();
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(people::count(&db.store).await.unwrap(), 60);
        other.close().await;
    });
}

#[test]
fn readers_do_not_wait_for_a_writer() {
    on_each_engine(async |db: Fixture| {
        let tx = db.store.begin().await.unwrap();
        people::insert(&tx, &db.new_person("Lena Vogt")).await.unwrap();
        let count = tokio::time::timeout(Duration::from_secs(2), people::count(&db.store)).await;
        assert_eq!(count.expect("the reader waits").unwrap(), 0);
        assert_eq!(people::count(&tx).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(people::count(&db.store).await.unwrap(), 1);
    });
}

#[test]
fn a_commit_wakes_who_waits_for_changes() {
    on_each_engine(async |db: Fixture| {
        let changed = db.store.changed().notified();
        tokio::pin!(changed);
        changed.as_mut().enable();
        let tx = db.store.begin().await.unwrap();
        assert!(
            tokio::time::timeout(Duration::from_millis(20), changed.as_mut())
                .await
                .is_err()
        );
        tx.commit().await.unwrap();
        tokio::time::timeout(Duration::from_secs(2), changed)
            .await
            .expect("nobody woke");
    });
}

/// Who has waited for a ticket's lock sees all that the one before has written, in other tables too.
#[test]
fn who_waited_for_a_ticket_sees_it_as_it_is() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let ticket = db
            .open_ticket(&db.new_ticket(queue, person, "x"), db.new_article("y", true))
            .await;
        let first = db.store.begin().await.unwrap();
        tickets::find_for_update(&first, ticket.id).await.unwrap();
        let store = db.store.clone();
        let waits = tokio::spawn(async move {
            let second = store.begin().await.unwrap();
            tickets::find_for_update(&second, ticket.id).await.unwrap().unwrap()
        });
        tokio::time::sleep(Duration::from_millis(200)).await;
        let decision = changed(&ticket, TicketEvent::TagAdded { tag: "wlan".to_owned() }, at(1));
        apply(&first, Some(1), &decision).await.unwrap();
        first.commit().await.unwrap();
        let seen = waits.await.unwrap();
        assert_eq!((seen.version, seen.tags), (2, decision.ticket.tags));
    });
}
