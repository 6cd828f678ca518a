//! The ledger of incoming mail: once entered, never doubled, worked on by one at a time.

use pult_shared::{
    api::mail::{Door, MailActionName, MailOutcome, MailReason},
    ids::IncomingMailId,
};
use pult_store::{
    blobs,
    ledger::{self, Finish, LedgerFilter, NewAction, NewIncoming, Recorded},
};

use crate::support::{Fixture, at, on_each_engine};

async fn arrive(db: &Fixture, key: &str, door: Door, seconds: i64, to: &str) -> Recorded {
    let id = IncomingMailId(db.id());
    db.write(async |tx| {
        let raw = format!("Message-ID: <{key}>\r\n\r\n").into_bytes();
        let raw_blob = blobs::put(tx, &raw, at(seconds)).await?;
        let mail = NewIncoming {
            id,
            door,
            received_at: at(seconds),
            sha256: raw_blob.clone(),
            size: raw.len() as u64,
            envelope_from: "lena@stud.example".to_owned(),
            envelope_to: vec![to.to_owned()],
            account: (door == Door::Imap).then(|| "it".to_owned()),
            raw_blob,
            dedup_key: key.to_owned(),
        };
        ledger::record(tx, &mail).await
    })
    .await
}

fn id_of(recorded: Recorded) -> IncomingMailId {
    match recorded {
        Recorded::New(id) | Recorded::Known(id, _) => id,
    }
}

fn done(outcome: MailOutcome) -> Finish<'static> {
    Finish {
        outcome,
        reason_code: None,
        reason: None,
        from: "",
        subject: "",
        ticket_id: None,
        article_id: None,
        filters: &[],
    }
}

#[test]
fn the_same_mail_through_two_doors_is_one_row() {
    on_each_engine(async |db: Fixture| {
        let first = arrive(&db, "a", Door::Lmtp, 0, "it@hs-musterstadt.example").await;
        let id = id_of(first);
        assert_eq!(first, Recorded::New(id));
        let again = arrive(&db, "a", Door::Imap, 1, "library@hs-musterstadt.example").await;
        assert_eq!(again, Recorded::Known(id, MailOutcome::Received));
        let claimed = db
            .write(async |tx| ledger::claim(tx, id, at(2), at(60)).await)
            .await
            .unwrap();
        assert_eq!(
            claimed.envelope_to,
            ["it@hs-musterstadt.example", "library@hs-musterstadt.example"]
        );
        assert_eq!(
            (claimed.door, claimed.received_at, claimed.attempts),
            (Door::Lmtp, at(0), 1)
        );
        db.write(async |tx| {
            let done = Finish {
                reason: Some("why"),
                from: "Lena",
                subject: "Hallo",
                ..done(MailOutcome::Ignored)
            };
            ledger::finish(tx, id, &done).await
        })
        .await;
        let third = arrive(&db, "a", Door::Pipe, 3, "it@hs-musterstadt.example").await;
        assert_eq!(third, Recorded::Known(id, MailOutcome::Ignored));
        let page = ledger::page(&db.store, &LedgerFilter::default(), None, 10)
            .await
            .unwrap();
        assert_eq!(page.items.len(), 1);
        let row = &page.items[0];
        assert_eq!(
            (row.from.as_str(), row.subject.as_str(), row.reason.as_deref()),
            ("Lena", "Hallo", Some("why"))
        );
        assert_eq!(ledger::find(&db.store, id).await.unwrap().as_ref(), Some(row));
    });
}

#[test]
fn many_deliveries_of_one_mail_at_once_are_one_row() {
    on_each_engine(async |db: Fixture| {
        let raw_blob = db.write(async |tx| blobs::put(tx, b"raw", at(0)).await).await;
        let at_once: Vec<_> = (0..8)
            .map(|_| {
                let store = db.store.clone();
                let mail = NewIncoming {
                    id: IncomingMailId(db.id()),
                    door: Door::Lmtp,
                    received_at: at(0),
                    sha256: raw_blob.clone(),
                    size: 3,
                    envelope_from: String::new(),
                    envelope_to: Vec::new(),
                    account: None,
                    raw_blob: raw_blob.clone(),
                    dedup_key: "same".to_owned(),
                };
                tokio::spawn(async move {
                    let tx = store.begin().await.unwrap();
                    let recorded = ledger::record(&tx, &mail).await.unwrap();
                    tx.commit().await.unwrap();
                    recorded
                })
            })
            .collect();
        let mut new = 0;
        for recorded in at_once {
            new += u32::from(matches!(recorded.await.unwrap(), Recorded::New(_)));
        }
        assert_eq!(new, 1);
    });
}

#[test]
fn one_worker_has_a_mail_until_its_lease_ends() {
    on_each_engine(async |db: Fixture| {
        let late = id_of(arrive(&db, "late", Door::Lmtp, 5, "it@x.example").await);
        let early = id_of(arrive(&db, "early", Door::Lmtp, 1, "it@x.example").await);
        assert_eq!(ledger::pending(&db.store, at(9), 10).await.unwrap(), [early, late]);
        assert_eq!(ledger::pending(&db.store, at(9), 1).await.unwrap(), [early]);
        let claim = async |now: i64, until: i64| {
            db.write(async |tx| ledger::claim(tx, early, at(now), at(until)).await)
                .await
                .map(|mail| mail.attempts)
        };
        assert_eq!(claim(10, 20).await, Some(1));
        assert_eq!(claim(19, 30).await, None);
        assert_eq!(ledger::pending(&db.store, at(19), 10).await.unwrap(), [late]);
        assert_eq!(claim(20, 30).await, Some(2), "who died gives it back by time");
        let tx = db.store.begin().await.unwrap();
        assert!(ledger::claim(&tx, late, at(20), at(99)).await.unwrap().is_some());
        drop(tx);
        assert_eq!(
            ledger::pending(&db.store, at(21), 10).await.unwrap(),
            [late],
            "rolled back, it waits at once"
        );
    });
}

#[test]
fn a_mail_is_decided_on_again_only_while_it_has_the_outcome_that_was_seen() {
    on_each_engine(async |db: Fixture| {
        let failed = id_of(arrive(&db, "failed", Door::Lmtp, 0, "it@x.example").await);
        let broken = Finish {
            reason_code: Some(MailReason::Broken),
            ..done(MailOutcome::Failed)
        };
        db.write(async |tx| ledger::finish(tx, failed, &broken).await).await;
        assert!(ledger::pending(&db.store, at(9), 10).await.unwrap().is_empty());
        let again = async |outcome| {
            db.write(async |tx| ledger::claim_again(tx, failed, outcome).await)
                .await
        };
        assert!(again(MailOutcome::Quarantined).await.is_none());
        assert_eq!(again(MailOutcome::Failed).await.unwrap().attempts, 1);
        let aside = async || {
            db.write(async |tx| ledger::discard(tx, failed, MailOutcome::Failed, "Spam").await)
                .await
        };
        assert!(aside().await);
        assert!(!aside().await, "once");
        let row = ledger::find(&db.store, failed).await.unwrap().unwrap();
        assert_eq!(
            (row.outcome, row.reason_code, row.reason.as_deref()),
            (MailOutcome::Ignored, Some(MailReason::Discarded), Some("Spam"))
        );
        let person = db.person("Ada").await;
        let action = NewAction {
            at: at(10),
            actor_id: Some(person),
            action: MailActionName::Discard,
            detail: Some("Spam".to_owned()),
            outcome: MailOutcome::Ignored,
        };
        db.write(async |tx| ledger::note(tx, failed, &action).await).await;
        assert_eq!(ledger::actions_of(&db.store, failed, 5).await.unwrap(), [action]);
    });
}

#[test]
fn the_ledger_is_filtered_and_what_waits_is_counted() {
    on_each_engine(async |db: Fixture| {
        let table = [
            ("a", Door::Lmtp, MailOutcome::Failed, "Lena Böhm", "Prüfung 100%"),
            ("b", Door::Imap, MailOutcome::Quarantined, "Max", "Drucker"),
            ("c", Door::Lmtp, MailOutcome::Ignored, "Max", "Abwesend"),
        ];
        let mut ids = Vec::new();
        for (n, (key, door, outcome, from, subject)) in (0i64..).zip(table) {
            let id = id_of(arrive(&db, key, door, n, "it@x.example").await);
            let done = Finish {
                from,
                subject,
                ..done(outcome)
            };
            db.write(async |tx| ledger::finish(tx, id, &done).await).await;
            ids.push(id);
        }
        ids.push(id_of(arrive(&db, "d", Door::Pipe, 3, "it@x.example").await));
        let text = |text: &str| LedgerFilter {
            text: Some(text.to_owned()),
            ..LedgerFilter::default()
        };
        let asked: [(LedgerFilter, &[usize]); 8] = [
            (LedgerFilter::default(), &[3, 2, 1, 0]),
            (text("BÖHM"), &[0]),
            (text("prüfung 100%"), &[0]),
            (text("100_"), &[]),
            (text("lena@stud"), &[3, 2, 1, 0]),
            (
                LedgerFilter {
                    outcomes: MailOutcome::WAITING.to_vec(),
                    ..LedgerFilter::default()
                },
                &[1, 0],
            ),
            (
                LedgerFilter {
                    door: Some(Door::Lmtp),
                    since: Some(at(1)),
                    ..LedgerFilter::default()
                },
                &[2],
            ),
            (
                LedgerFilter {
                    before: Some(at(1)),
                    ..LedgerFilter::default()
                },
                &[0],
            ),
        ];
        for (filter, expect) in asked {
            let page = ledger::page(&db.store, &filter, None, 10).await.unwrap();
            let found: Vec<_> = page.items.iter().map(|row| row.id).collect();
            let expect: Vec<_> = expect.iter().map(|index| ids[*index]).collect();
            assert_eq!(found, expect, "{filter:?}");
        }
        let counts = ledger::counts(&db.store).await.unwrap();
        assert_eq!(
            (
                counts.failed,
                counts.quarantined,
                counts.held_follow_up,
                counts.received
            ),
            (1, 1, 0, 1)
        );
        assert_eq!(counts.waiting(), 2);
    });
}

#[test]
fn the_ledger_in_pages_newest_first() {
    on_each_engine(async |db: Fixture| {
        let mut expected = Vec::new();
        for n in 0..7 {
            expected.insert(
                0,
                id_of(arrive(&db, &n.to_string(), Door::Lmtp, n / 2, "it@x.example").await),
            );
        }
        let (mut ids, mut cursor) = (Vec::new(), None);
        loop {
            let page = ledger::page(&db.store, &LedgerFilter::default(), cursor.as_deref(), 2)
                .await
                .unwrap();
            ids.extend(page.items.iter().map(|row| row.id));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(ids, expected);
    });
}
