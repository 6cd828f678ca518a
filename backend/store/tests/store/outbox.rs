//! The outbox: written with the change that wanted the mail, delivered by one worker at a time.

use pult_domain::{policy::Permit, ticket::Ticket};
use pult_shared::{api::mail::OutgoingStatus, event::MailKind, ids::OutgoingMailId};
use pult_store::{
    Dialect, Store, blobs,
    outbox::{self, OutgoingJob},
    threads,
    tickets::{self, Change, NewOutgoing},
};

use crate::support::{Fixture, at, change, on_each_engine, opened};

/// A ticket whose opening sends a receipt to these recipients.
async fn ticket_with_mail(db: &Fixture, recipients: &[&str]) -> (Ticket, Vec<OutgoingMailId>) {
    let queue = match pult_store::queues::tree(&db.store).await.unwrap().at_path("it") {
        Some(queue) => queue.id,
        None => db.queue("it", None).await,
    };
    let person = db.person(&format!("Lena {}", db.id())).await;
    let ticket = db.new_ticket(queue, person, "WLAN");
    let decision = opened(&ticket, vec![db.new_article("y", true)]);
    let message_id = format!("{}@hs-musterstadt.example", db.id().simple());
    let ids = db
        .write(async |tx| {
            let raw_blob = blobs::put(tx, b"rendered", at(0)).await?;
            let outgoing: Vec<NewOutgoing> = recipients
                .iter()
                .map(|to| NewOutgoing {
                    id: OutgoingMailId(db.id()),
                    kind: MailKind::Receipt,
                    ticket_id: ticket.id,
                    message_id: message_id.clone(),
                    from: "it@hs-musterstadt.example".to_owned(),
                    to: (*to).to_owned(),
                    subject: "WLAN".to_owned(),
                    raw_blob: raw_blob.clone(),
                    not_before: None,
                })
                .collect();
            let ids = outgoing.iter().map(|mail| mail.id).collect();
            let with_mail = Change {
                outgoing,
                ..change(&decision)
            };
            tickets::apply(tx, &Permit::for_system(), None, &with_mail).await?;
            Ok(ids)
        })
        .await;
    (ticket, ids)
}

async fn claim(store: &Store, now: i64, until: i64, limit: u32) -> Vec<OutgoingJob> {
    let tx = store.begin().await.unwrap();
    let jobs = outbox::claim_due(&tx, at(now), at(until), limit).await.unwrap();
    tx.commit().await.unwrap();
    jobs
}

fn attempts(jobs: &[OutgoingJob]) -> Vec<(OutgoingMailId, u32)> {
    jobs.iter().map(|job| (job.id, job.attempts)).collect()
}

#[test]
fn a_mail_waits_is_tried_and_goes() {
    on_each_engine(async |db: Fixture| {
        let (ticket, ids) = ticket_with_mail(&db, &["lena@stud.example", "Mia@Stud.example"]).await;
        let first = claim(&db.store, 0, 60, 1).await;
        assert_eq!(attempts(&first), [(ids[0], 1)]);
        let second = claim(&db.store, 1, 60, 9).await;
        assert_eq!(attempts(&second), [(ids[1], 1)], "the other one is taken");
        assert_eq!(claim(&db.store, 2, 60, 9).await, []);
        db.write(async |tx| {
            assert!(outbox::sent(tx, &first[0], at(3), "250 ok").await?);
            assert!(outbox::retry(tx, &second[0], at(100), "451 later").await?);
            Ok(())
        })
        .await;
        assert_eq!(claim(&db.store, 99, 200, 9).await, []);
        let late = claim(&db.store, 100, 200, 9).await;
        assert_eq!(attempts(&late), [(ids[1], 2)]);
        let taken_over = claim(&db.store, 200, 300, 9).await;
        assert_eq!(attempts(&taken_over), [(ids[1], 3)], "who died gives it back by time");
        db.write(async |tx| {
            assert!(!outbox::failed(tx, &late[0], "too late").await?, "it is another's now");
            assert!(!outbox::retry(tx, &late[0], at(0), "too late").await?);
            assert!(outbox::failed(tx, &taken_over[0], "550 no such user").await?);
            Ok(())
        })
        .await;
        assert_eq!(claim(&db.store, 999, 1_000, 9).await, []);
        let mail = outbox::find(&db.store, ids[0]).await.unwrap().unwrap();
        assert_eq!(
            (mail.mail.status, mail.mail.sent_at),
            (OutgoingStatus::Sent, Some(at(3)))
        );
        assert_eq!(mail.mail.ticket_number, ticket.number);
        assert_eq!(
            blobs::get(&db.store, &mail.raw_blob).await.unwrap().unwrap(),
            "rendered"
        );
        let both = outbox::find_by_message_id(&db.store, &mail.mail.message_id)
            .await
            .unwrap();
        assert_eq!(both[1].mail.status, OutgoingStatus::Failed);
        assert_eq!(both[1].mail.last_answer.as_deref(), Some("550 no such user"));
        assert_eq!(both[1].mail.next_attempt_at, None);
        let answers = [mail.mail.message_id.clone()];
        assert_eq!(
            threads::tickets_by_message_ids(&db.store, &answers).await.unwrap()[0].1,
            ticket.id
        );
    });
}

#[test]
fn what_went_is_noted_even_late_and_is_not_sent_again() {
    on_each_engine(async |db: Fixture| {
        let (_, ids) = ticket_with_mail(&db, &["lena@stud.example"]).await;
        let slow = claim(&db.store, 0, 60, 9).await;
        let other = claim(&db.store, 60, 120, 9).await;
        db.write(async |tx| {
            assert!(outbox::sent(tx, &slow[0], at(61), "250 ok").await?);
            assert!(!outbox::failed(tx, &other[0], "550 seen that before").await?);
            assert!(!outbox::sent(tx, &other[0], at(62), "250 ok again").await?);
            Ok(())
        })
        .await;
        assert_eq!(claim(&db.store, 999, 1_000, 9).await, []);
        let mail = outbox::find(&db.store, ids[0]).await.unwrap().unwrap().mail;
        assert_eq!(mail.last_answer.as_deref(), Some("250 ok"));
    });
}

/// Speed is a feature: a ticket with article, history, receipt, thread and search index is one INSERT each.
#[test]
fn a_new_ticket_is_written_by_few_statements() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let ticket = db.new_ticket(queue, person, "WLAN");
        let mut article = db.new_article("Hallo", true);
        article.message_id = Some("one@stud.example".to_owned());
        let decision = opened(&ticket, vec![article]);
        let tx = db.store.begin().await.unwrap();
        let outgoing = vec![NewOutgoing {
            id: OutgoingMailId(db.id()),
            kind: MailKind::Receipt,
            ticket_id: ticket.id,
            message_id: "two@hs-musterstadt.example".to_owned(),
            from: "it@hs-musterstadt.example".to_owned(),
            to: "lena@stud.example".to_owned(),
            subject: "WLAN".to_owned(),
            raw_blob: blobs::put(&tx, b"rendered", at(0)).await.unwrap(),
            not_before: None,
        }];
        let with_mail = Change {
            outgoing,
            ..change(&decision)
        };
        let before = db.store.query_count();
        tickets::apply(&tx, &Permit::for_system(), None, &with_mail)
            .await
            .unwrap();
        let announcement = u64::from(db.store.dialect() == Dialect::Postgres);
        assert_eq!(db.store.query_count() - before, 6 + announcement);
        tx.commit().await.unwrap();
    });
}

#[test]
fn two_workers_never_take_the_same_mail() {
    on_each_engine(async |db: Fixture| {
        let mut expected = Vec::new();
        for _ in 0..6 {
            expected.extend(
                ticket_with_mail(&db, &["a@x.example", "b@x.example", "c@x.example"])
                    .await
                    .1,
            );
        }
        let workers: Vec<_> = (0..6)
            .map(|_| {
                let store = db.store.clone();
                tokio::spawn(async move {
                    let mut mine = Vec::new();
                    loop {
                        let jobs = claim(&store, 10, 60, 2).await;
                        if jobs.is_empty() {
                            return mine;
                        }
                        mine.extend(jobs.into_iter().map(|job| job.id));
                    }
                })
            })
            .collect();
        let mut taken = Vec::new();
        for worker in workers {
            taken.extend(worker.await.unwrap());
        }
        // A worker may have looked while others held the last rows; then they are still there.
        taken.extend(claim(&db.store, 10, 60, 99).await.into_iter().map(|job| job.id));
        taken.sort();
        assert_eq!(taken, expected);
    });
}

#[test]
fn a_mail_that_comes_back_has_failed() {
    on_each_engine(async |db: Fixture| {
        let (_, ids) = ticket_with_mail(&db, &["lena@stud.example", "mia@stud.example"]).await;
        let message_id = outbox::find(&db.store, ids[0]).await.unwrap().unwrap().mail.message_id;
        db.write(async |tx| {
            let jobs = outbox::claim_due(tx, at(0), at(60), 1).await?;
            assert!(outbox::sent(tx, &jobs[0], at(1), "250 ok").await?);
            outbox::bounced(tx, &message_id, "LENA@stud.example", "5.1.1 unknown").await
        })
        .await;
        let [lena, mia] = [ids[0], ids[1]].map(|id| outbox::find(&db.store, id));
        let lena = lena.await.unwrap().unwrap().mail;
        assert_eq!(
            (lena.status, lena.last_answer.as_deref()),
            (OutgoingStatus::Failed, Some("5.1.1 unknown"))
        );
        assert_eq!(mia.await.unwrap().unwrap().mail.status, OutgoingStatus::Queued);
    });
}

#[test]
fn receipts_are_counted_by_address_and_time() {
    on_each_engine(async |db: Fixture| {
        for _ in 0..3 {
            ticket_with_mail(&db, &["Lena@stud.example"]).await;
        }
        assert_eq!(
            outbox::receipts_since(&db.store, "lena@STUD.example", at(0))
                .await
                .unwrap(),
            3
        );
        assert_eq!(
            outbox::receipts_since(&db.store, "lena@stud.example", at(1))
                .await
                .unwrap(),
            0
        );
        assert_eq!(
            outbox::receipts_since(&db.store, "mia@stud.example", at(0))
                .await
                .unwrap(),
            0
        );
    });
}

#[test]
fn the_outbox_in_pages_newest_first() {
    on_each_engine(async |db: Fixture| {
        let mut expected = Vec::new();
        for _ in 0..3 {
            let (_, ids) = ticket_with_mail(&db, &["a@x.example", "b@x.example"]).await;
            expected.splice(0..0, ids.into_iter().rev());
        }
        let first = outbox::page(&db.store, None, 4).await.unwrap();
        let rest = outbox::page(&db.store, first.next_cursor.as_deref(), 4).await.unwrap();
        assert_eq!(rest.next_cursor, None);
        let ids: Vec<_> = first.items.iter().chain(&rest.items).map(|mail| mail.id).collect();
        assert_eq!(ids, expected);
    });
}
