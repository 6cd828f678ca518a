//! What is given or done once: ticket numbers, and requests with an idempotency key.

use std::collections::BTreeSet;

use pult_shared::ids::PersonId;
use pult_store::{StoreError, idempotency, numbers};

use crate::support::{Fixture, at, on_each_engine};

// req: A11
#[test]
fn numbers_are_never_given_twice() {
    on_each_engine(async |db: Fixture| {
        let day = jiff::civil::date(2026, 11, 22);
        assert_eq!(numbers::reserve(&db.store, day, 3).await.unwrap(), 1..4);
        let takers: Vec<_> = (1..=10u32)
            .map(|count| {
                let store = db.store.clone();
                tokio::spawn(async move { numbers::reserve(&store, day, count).await.unwrap() })
            })
            .collect();
        let mut seen = BTreeSet::new();
        for taker in takers {
            for number in taker.await.unwrap() {
                assert!(seen.insert(number), "{number} was given twice");
            }
        }
        assert_eq!(seen, (4..59).collect());
        let tomorrow = day.tomorrow().unwrap();
        assert_eq!(numbers::reserve(&db.store, tomorrow, 1).await.unwrap(), 1..2);
    });
}

#[test]
fn an_idempotency_key_remembers_what_it_made() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let ticket = db
            .open_ticket(&db.new_ticket(queue, person, "x"), db.new_article("y", true))
            .await;
        let used = idempotency::UsedKey {
            request_hash: "abc".to_owned(),
            ticket_id: ticket.id,
        };
        db.write(async |tx| idempotency::insert(tx, person, "key-1", &used, at(0)).await)
            .await;
        assert_eq!(
            idempotency::find(&db.store, person, "key-1").await.unwrap(),
            Some(used.clone())
        );
        assert_eq!(
            idempotency::find(&db.store, PersonId(db.id()), "key-1").await.unwrap(),
            None
        );
        let tx = db.store.begin().await.unwrap();
        let again = idempotency::insert(&tx, person, "key-1", &used, at(1)).await;
        assert!(
            matches!(again, Err(StoreError::Duplicate("idempotency key"))),
            "{again:?}"
        );
        drop(tx);
        assert_eq!(db.write(async |tx| idempotency::delete_older(tx, at(1)).await).await, 1);
        assert_eq!(idempotency::find(&db.store, person, "key-1").await.unwrap(), None);
    });
}
