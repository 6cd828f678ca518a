//! The outbox: written with the change that wanted the mail, delivered by one worker at a time.

use pult_domain::{
    policy::{Permit, Visibility},
    ticket::Ticket,
};
use pult_shared::{
    api::mail::{OutgoingMailFilter, OutgoingStatus},
    event::MailKind,
    ids::OutgoingMailId,
};
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
                    ticket_id: Some(ticket.id),
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
        assert_eq!(mail.mail.ticket_number, Some(ticket.number));
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

/// Speed is a feature: a ticket with article, history, receipt, thread, search index and the note for the rules is one INSERT each.
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
            ticket_id: Some(ticket.id),
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
        assert_eq!(db.store.query_count() - before, 7 + announcement);
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
fn a_claim_is_made_longer_by_whoever_holds_it() {
    on_each_engine(async |db: Fixture| {
        ticket_with_mail(&db, &["lena@stud.example"]).await;
        let [job] = claim(&db.store, 0, 60, 1).await.try_into().unwrap();
        assert!(db.write(async |tx| outbox::renew(tx, &job, at(120)).await).await);
        assert_eq!(claim(&db.store, 61, 160, 9).await, [], "it is held longer");
        assert!(
            !db.write(async |tx| outbox::renew(tx, &job, at(240)).await).await,
            "by its old end nobody holds it"
        );
        assert_eq!(attempts(&claim(&db.store, 121, 180, 9).await), [(job.id, 2)]);
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
            outbox::bounced(tx, &message_id, "LENA@stud.example", "5.1.1 unknown", at(2)).await
        })
        .await;
        let [lena, mia] = [ids[0], ids[1]].map(|id| outbox::find(&db.store, id));
        let lena = lena.await.unwrap().unwrap().mail;
        assert_eq!(
            (lena.status, lena.last_answer.as_deref()),
            (OutgoingStatus::Bounced, Some("5.1.1 unknown"))
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
            outbox::answers_since(&db.store, "lena@STUD.example", at(0))
                .await
                .unwrap()
                .answers,
            3
        );
        assert_eq!(
            outbox::answers_since(&db.store, "lena@stud.example", at(1))
                .await
                .unwrap()
                .answers,
            0
        );
        assert_eq!(
            outbox::answers_since(&db.store, "mia@stud.example", at(0))
                .await
                .unwrap()
                .answers,
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
        let first = outbox::page(&db.store, &OutgoingMailFilter::default(), None, 4)
            .await
            .unwrap();
        let rest = outbox::page(
            &db.store,
            &OutgoingMailFilter::default(),
            first.next_cursor.as_deref(),
            4,
        )
        .await
        .unwrap();
        assert_eq!(rest.next_cursor, None);
        let ids: Vec<_> = first.items.iter().chain(&rest.items).map(|mail| mail.id).collect();
        assert_eq!(ids, expected);
    });
}

#[test]
fn the_outbox_is_filtered_and_what_failed_is_settled() {
    on_each_engine(async |db: Fixture| {
        let (ticket, ids) = ticket_with_mail(&db, &["lena@stud.example", "mia@stud.example", "no_one@x.example"]).await;
        ticket_with_mail(&db, &["other@x.example"]).await;
        let message_id = outbox::find(&db.store, ids[0]).await.unwrap().unwrap().mail.message_id;
        db.write(async |tx| {
            let jobs = outbox::claim_due(tx, at(0), at(60), 3).await?;
            assert!(outbox::sent(tx, &jobs[0], at(1), "250 ok").await?);
            assert!(outbox::retry(tx, &jobs[1], at(100), "451 later").await?);
            assert!(outbox::failed(tx, &jobs[2], "550 no").await?);
            outbox::bounced(tx, &message_id, "lena@stud.example", "5.1.1 unknown", at(2)).await
        })
        .await;
        let found = async |filter: OutgoingMailFilter| {
            let page = outbox::page(&db.store, &filter, None, 9).await.unwrap();
            let to: Vec<String> = page.items.into_iter().map(|mail| mail.to).collect();
            to.join(" ")
        };
        let of = |status| OutgoingMailFilter {
            status: Some(status),
            ..OutgoingMailFilter::default()
        };
        assert_eq!(found(of(OutgoingStatus::Queued)).await, "other@x.example");
        assert_eq!(found(of(OutgoingStatus::Deferred)).await, "mia@stud.example");
        assert_eq!(found(of(OutgoingStatus::Sent)).await, "");
        assert_eq!(found(of(OutgoingStatus::Failed)).await, "no_one@x.example");
        assert_eq!(found(of(OutgoingStatus::Bounced)).await, "lena@stud.example");
        let to = |text: &str| OutgoingMailFilter {
            to: Some(text.to_owned()),
            ..OutgoingMailFilter::default()
        };
        assert_eq!(found(to("LENA@stud.example")).await, "lena@stud.example");
        assert_eq!(found(to("@stud")).await, "mia@stud.example lena@stud.example");
        assert_eq!(found(to("o_o")).await, "no_one@x.example", "no pattern");
        assert_eq!(found(to("%")).await, "");
        let here = OutgoingMailFilter {
            ticket: Some(ticket.number.0.clone()),
            unsettled: true,
            ..OutgoingMailFilter::default()
        };
        assert_eq!(found(here.clone()).await, "no_one@x.example lena@stud.example");
        let times = OutgoingMailFilter {
            from: Some(at(0)),
            until: Some(at(0)),
            ..OutgoingMailFilter::default()
        };
        assert_eq!(found(times).await, "");
        let everybody = Visibility::for_system();
        let (rows, count) = outbox::undelivered(&db.store, &everybody, 1, 100).await.unwrap();
        assert_eq!((rows.len(), count, rows[0].queue_id), (1, 2, Some(ticket.queue_id)));
        assert_eq!(outbox::count_failed(&db.store).await.unwrap(), 2);
        assert_eq!(
            outbox::undelivered_ids(&db.store, &here, 9).await.unwrap(),
            [ids[0], ids[2]]
        );
        db.write(async |tx| {
            assert!(!outbox::send_again(tx, ids[1], at(3)).await?, "it waits anyway");
            assert!(!outbox::give_up(tx, ids[1], at(3)).await?);
            assert!(outbox::send_again(tx, ids[0], at(3)).await?);
            assert!(!outbox::send_again(tx, ids[0], at(3)).await?, "once");
            assert!(outbox::give_up(tx, ids[2], at(4)).await?);
            assert!(!outbox::give_up(tx, ids[2], at(5)).await?);
            Ok(())
        })
        .await;
        let again = outbox::find(&db.store, ids[0]).await.unwrap().unwrap().mail;
        assert_eq!(
            (again.status, again.attempts, again.message_id),
            (OutgoingStatus::Queued, 1, message_id)
        );
        let given_up = outbox::find(&db.store, ids[2]).await.unwrap().unwrap().mail;
        assert_eq!(
            (given_up.status, given_up.given_up_at),
            (OutgoingStatus::Failed, Some(at(4)))
        );
        assert_eq!(
            outbox::undelivered(&db.store, &everybody, 9, 100).await.unwrap(),
            (Vec::new(), 0)
        );
    });
}
