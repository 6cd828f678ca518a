//! What a ticket has several of, what it means for other tickets, and replies that are taken back.

use std::collections::BTreeSet;

use pult_domain::{
    policy::{Permit, Visibility},
    ticket::{Decision, Ticket},
};
use pult_shared::{
    api::{article::ArticleOrder, mail::OutgoingStatus},
    catalog::{FieldKey, FieldValue, StateType},
    command::LinkKind,
    event::{MailKind, TicketEvent},
    filter::Filter,
    ids::{ArticleId, ChecklistItemId, OutgoingMailId, PersonId, QueueId, TicketId},
};
use pult_store::{
    StoreError, articles, blobs, history, outbox, queues,
    tickets::{self, Change, NewOutgoing, Question, TicketKey},
};

use crate::support::{Fixture, added, apply, at, change, changed, on_each_engine, opened, set_state};

async fn desk(db: &Fixture) -> (QueueId, PersonId) {
    (db.queue("it", None).await, db.person("Lena Vogt").await)
}

async fn open(db: &Fixture, (queue, person): (QueueId, PersonId), subject: &str) -> Ticket {
    db.open_ticket(&db.new_ticket(queue, person, subject), db.new_article("y", true))
        .await
}

async fn stored(db: &Fixture, id: TicketId) -> Ticket {
    tickets::find(&db.store, &TicketKey::Id(id)).await.unwrap().unwrap()
}

/// Applies several events at once, and gives the ticket as it is stored then.
async fn happen(db: &Fixture, ticket: &Ticket, events: Vec<TicketEvent>) -> Ticket {
    let mut decision = changed(
        ticket,
        TicketEvent::Locked {
            by: ticket.requester_id,
        },
        at(5),
    );
    decision.ticket = ticket.clone();
    for event in &events {
        decision.ticket.evolve(event, at(5));
    }
    decision.events = events;
    db.write(async |tx| apply(tx, Some(ticket.version), &decision).await)
        .await;
    let now = stored(db, ticket.id).await;
    assert_eq!(
        now,
        Ticket {
            version: ticket.version + 1,
            ..decision.ticket
        }
    );
    now
}

fn field(key: &str, from: Option<FieldValue>, to: Option<FieldValue>) -> TicketEvent {
    TicketEvent::FieldChanged {
        field: FieldKey::new(key),
        from,
        to,
        shown_to_customer: false,
    }
}

// One mail to several queues: one ticket, found in all of them until one says that it is none of its own.
#[test]
fn other_queues_come_and_go() {
    on_each_engine(async |db: Fixture| {
        let here = desk(&db).await;
        let (library, exams) = (db.queue("library", None).await, db.queue("exams", None).await);
        let ticket = open(&db, here, "x").await;
        let added = |queue_id| TicketEvent::QueueAdded { queue_id };
        let ticket = happen(&db, &ticket, vec![added(library), added(exams)]).await;
        let counts = queues::counts(&db.store, &Visibility::for_system()).await.unwrap();
        assert_eq!(
            (counts[&here.0].new, counts[&library].new, counts[&exams].new),
            (1, 1, 1)
        );
        let ticket = happen(&db, &ticket, vec![TicketEvent::QueueRemoved { queue_id: exams }]).await;
        assert_eq!((ticket.other_queues.len(), ticket.left_queues.len()), (1, 1));
        let moved = TicketEvent::Moved {
            from: here.0,
            to: library,
        };
        let ticket = happen(&db, &ticket, vec![moved]).await;
        assert!(ticket.other_queues.is_empty(), "it is the library's own now");
        let counts = queues::counts(&db.store, &Visibility::for_system()).await.unwrap();
        assert_eq!((!counts.contains_key(&here.0), counts[&library].new), (true, 1));
        // A queue that goes takes its places along.
        db.write(async |tx| queues::delete(tx, exams).await).await;
    });
}

// req: A2
#[test]
fn tags_fields_and_people_come_and_go() {
    on_each_engine(async |db: Fixture| {
        let here = desk(&db).await;
        let jonas = db.person("Jonas Beck").await;
        let ticket = open(&db, here, "x").await;
        let tag = |tag: &str| TicketEvent::TagAdded { tag: tag.to_owned() };
        let text = |text: &str| Some(FieldValue::Text(text.to_owned()));
        let choices = |texts: &[&str]| Some(FieldValue::Texts(texts.iter().map(|&text| text.to_owned()).collect()));
        let ticket = happen(
            &db,
            &ticket,
            vec![
                tag("wlan"),
                tag("Ärger, \"groß\""),
                tag("weg"),
                TicketEvent::TagRemoved { tag: "weg".to_owned() },
                field("room", None, text("B 2.07\nzweite Zeile")),
                field("count", None, Some(FieldValue::Number(-2.5))),
                field("done", None, Some(FieldValue::Bool(true))),
                // Twelve, so that their order is not that of the texts of their positions.
                field(
                    "kinds",
                    None,
                    choices(&["l", "k", "j", "i", "h", "g", "f", "e", "d", "c", "b", "a"]),
                ),
                TicketEvent::WatcherAdded { person_id: jonas },
                TicketEvent::ParticipantAdded { person_id: jonas },
                TicketEvent::ParticipantAdded { person_id: here.1 },
                TicketEvent::TimeAccounted {
                    minutes: 15,
                    comment: Some("Vor Ort".to_owned()),
                },
            ],
        )
        .await;
        assert_eq!(
            (ticket.tags.len(), ticket.fields.len(), ticket.time_minutes),
            (2, 4, 15)
        );
        let ticket = happen(
            &db,
            &ticket,
            vec![
                TicketEvent::TagRemoved { tag: "wlan".to_owned() },
                field("room", None, None),
                field("kinds", None, choices(&["b"])),
                TicketEvent::WatcherRemoved { person_id: jonas },
                TicketEvent::ParticipantRemoved { person_id: here.1 },
            ],
        )
        .await;
        assert!(ticket.watchers.is_empty() && ticket.participants == BTreeSet::from([jonas]));
        history::verify(&db.store, ticket.id).await.unwrap();
    });
}

#[test]
fn a_checklist_keeps_its_order() {
    on_each_engine(async |db: Fixture| {
        let ticket = open(&db, desk(&db).await, "x").await;
        let ids: Vec<ChecklistItemId> = (0..4).map(|_| ChecklistItemId(db.id())).collect();
        let add = |n: usize, text: &str| TicketEvent::ChecklistItemAdded {
            item_id: ids[n],
            text: text.to_owned(),
        };
        let set = |n: usize, text: &str, done| TicketEvent::ChecklistItemChanged {
            item_id: ids[n],
            text: text.to_owned(),
            done,
        };
        let remove = |n: usize| TicketEvent::ChecklistItemRemoved {
            item_id: ids[n],
            text: String::new(),
        };
        let events = vec![
            add(3, "erstens"),
            add(1, "x"),
            set(1, "zweitens", true),
            add(2, "y"),
            remove(2),
        ];
        let ticket = happen(&db, &ticket, events).await;
        happen(
            &db,
            &ticket,
            vec![add(0, "drittens"), set(3, "zuerst", true), remove(1)],
        )
        .await;
        let items = tickets::checklist(&db.store, ticket.id).await.unwrap();
        let items: Vec<_> = items
            .iter()
            .map(|item| (item.id, item.text.as_str(), item.done))
            .collect();
        assert_eq!(items, [(ids[3], "zuerst", true), (ids[0], "drittens", false)]);
    });
}

fn link(from: &Ticket, kind: LinkKind, to: &Ticket, there: bool) -> Decision {
    let event = |kind, other: &Ticket| {
        let (ticket_id, number) = (other.id, other.number.clone());
        if there {
            TicketEvent::Linked {
                kind,
                ticket_id,
                number,
            }
        } else {
            TicketEvent::Unlinked {
                kind,
                ticket_id,
                number,
            }
        }
    };
    let mut decision = changed(from, event(kind, to), at(7));
    decision.others = vec![changed(to, event(kind.reversed(), from), at(7))];
    decision
}

#[test]
fn links_have_two_ends_and_families_a_top() {
    on_each_engine(async |db: Fixture| {
        let here = desk(&db).await;
        let (mut line, mut fresh) = (Vec::new(), Vec::new());
        for n in 0..3 {
            line.push(open(&db, here, &format!("Nr. {n}")).await);
        }
        // Each one is the parent of the next.
        for pair in [(0, 1), (1, 2)] {
            let (parent, child) = (stored(&db, line[pair.0].id).await, stored(&db, line[pair.1].id).await);
            let decision = link(&child, LinkKind::Parent, &parent, true);
            db.write(async |tx| {
                let locked = tickets::find_many_for_update(tx, &[child.id, parent.id, child.id]).await?;
                assert_eq!(locked.len(), 2);
                apply(tx, Some(child.version), &decision).await
            })
            .await;
        }
        for ticket in &line {
            history::verify(&db.store, ticket.id).await.unwrap();
            fresh.push(stored(&db, ticket.id).await);
        }
        assert_eq!(fresh.iter().map(|ticket| ticket.version).collect::<Vec<_>>(), [2, 3, 2]);
        let links = tickets::links(&db.store, line[1].id).await.unwrap();
        assert_eq!(
            links,
            [
                (LinkKind::Child, fresh[2].clone()),
                (LinkKind::Parent, fresh[0].clone())
            ]
        );
        assert_eq!(tickets::children(&db.store, line[0].id).await.unwrap(), [line[1].id]);
        let above: BTreeSet<_> = tickets::ancestors(&db.store, line[2].id)
            .await
            .unwrap()
            .into_iter()
            .collect();
        assert_eq!(above, BTreeSet::from([line[0].id, line[1].id]));
        let decision = link(&fresh[1], LinkKind::Parent, &fresh[0], false);
        db.write(async |tx| apply(tx, Some(3), &decision).await).await;
        assert!(tickets::links(&db.store, line[0].id).await.unwrap().is_empty());
        assert_eq!(tickets::links(&db.store, line[1].id).await.unwrap().len(), 1);
    });
}

#[test]
fn a_change_of_two_tickets_is_refused_when_either_has_changed() {
    on_each_engine(async |db: Fixture| {
        let here = desk(&db).await;
        let (one, two) = (open(&db, here, "one").await, open(&db, here, "two").await);
        happen(&db, &two, vec![TicketEvent::Locked { by: here.1 }]).await;
        let decision = link(&one, LinkKind::Related, &two, true);
        let tx = db.store.begin().await.unwrap();
        assert!(matches!(
            apply(&tx, Some(1), &decision).await,
            Err(StoreError::StaleVersion)
        ));
        drop(tx);
        assert_eq!(stored(&db, one.id).await.version, 1);
        assert!(tickets::links(&db.store, one.id).await.unwrap().is_empty());
    });
}

/// A row of tickets, each of which goes on in the next.
async fn merged_row(db: &Fixture, count: usize) -> Vec<Ticket> {
    let here = desk(db).await;
    let mut row: Vec<Ticket> = Vec::new();
    for n in 0..count {
        let mut ticket = db.new_ticket(here.0, here.1, &format!("Nr. {n}"));
        ticket.created_at = at(i64::try_from(n).unwrap());
        let mut article = db.new_article(&format!("Nachricht {n}"), n != 1);
        article.created_at = ticket.created_at;
        row.push(db.open_ticket(&ticket, article).await);
    }
    for n in 0..count - 1 {
        let (from, into) = (row[n].clone(), row[n + 1].clone());
        let event = TicketEvent::MergedInto {
            ticket_id: into.id,
            number: into.number.clone(),
            state: None,
            pending_until: None,
        };
        let mut decision = changed(&from, event, at(9));
        set_state(&mut decision.ticket, StateType::Merged);
        db.write(async |tx| apply(tx, Some(1), &decision).await).await;
    }
    row
}

#[test]
fn merged_tickets_go_on_in_one() {
    on_each_engine(async |db: Fixture| {
        let row = merged_row(&db, 4).await;
        let ids: Vec<TicketId> = row.iter().map(|ticket| ticket.id).collect();
        for id in &ids {
            assert_eq!(tickets::root_of(&db.store, *id).await.unwrap(), Some(ids[3]));
        }
        assert_eq!(tickets::root_of(&db.store, TicketId(db.id())).await.unwrap(), None);
        assert_eq!(tickets::merged_ids(&db.store, ids[3]).await.unwrap(), ids[..3]);
        assert!(tickets::merged_ids(&db.store, ids[0]).await.unwrap().is_empty());
        let merged = tickets::merged(&db.store, ids[2]).await.unwrap();
        assert_eq!(merged.iter().map(|ticket| ticket.id).collect::<Vec<_>>(), ids[..2]);
        assert_eq!(merged[1].merged_into, Some(ids[2]));
        // One conversation of all, by pages, either way.
        for (order, expected) in [
            (ArticleOrder::OldestFirst, vec![0, 1, 2, 3]),
            (ArticleOrder::NewestFirst, vec![3, 2, 1, 0]),
        ] {
            let (mut seen, mut cursor) = (Vec::new(), None);
            loop {
                let page = articles::page(&db.store, &ids, true, order, cursor.as_deref(), 3)
                    .await
                    .unwrap();
                seen.extend(
                    page.items
                        .into_iter()
                        .map(|article| (article.ticket_number, article.text)),
                );
                cursor = page.next_cursor;
                if cursor.is_none() {
                    break;
                }
            }
            let expected: Vec<_> = expected
                .into_iter()
                .map(|n: usize| (row[n].number.clone(), format!("Nachricht {n}")))
                .collect();
            assert_eq!(seen, expected);
        }
        let shown = articles::page(&db.store, &ids, false, ArticleOrder::NewestFirst, None, 9)
            .await
            .unwrap();
        assert_eq!(shown.items.len(), 3, "the note is not for customers");
    });
}

#[test]
fn a_circle_in_bad_data_ends() {
    on_each_engine(async |db: Fixture| {
        let row = merged_row(&db, 2).await;
        let event = TicketEvent::MergedInto {
            ticket_id: row[0].id,
            number: row[0].number.clone(),
            state: None,
            pending_until: None,
        };
        let decision = changed(&row[1], event, at(9));
        db.write(async |tx| apply(tx, Some(1), &decision).await).await;
        assert!(tickets::root_of(&db.store, row[0].id).await.unwrap().is_some());
        assert_eq!(tickets::merged_ids(&db.store, row[0].id).await.unwrap().len(), 2);
    });
}

#[test]
fn entries_know_the_version_that_they_belong_to() {
    on_each_engine(async |db: Fixture| {
        let here = desk(&db).await;
        let ticket = open(&db, here, "x").await;
        let ticket = happen(&db, &ticket, vec![TicketEvent::Locked { by: here.1 }]).await;
        happen(
            &db,
            &ticket,
            vec![
                TicketEvent::Unlocked { by: here.1 },
                TicketEvent::TagAdded { tag: "x".to_owned() },
            ],
        )
        .await;
        let names = async |version| -> Vec<(&'static str, Option<i64>)> {
            let rows = history::since_version(&db.store, ticket.id, version).await.unwrap();
            rows.iter().map(|row| (row.event.name(), row.version)).collect()
        };
        assert_eq!(names(3).await, []);
        assert_eq!(names(2).await, [("unlocked", Some(3)), ("tag_added", Some(3))]);
        assert_eq!(names(0).await.len(), 5);
    });
}

#[test]
fn the_live_stream_gives_the_other_ticket_too() {
    on_each_engine(async |db: Fixture| {
        let here = desk(&db).await;
        let (one, two) = (open(&db, here, "one").await, open(&db, here, "two").await);
        let before = history::last_seq(&db.store).await.unwrap();
        let decision = link(&one, LinkKind::Related, &two, true);
        db.write(async |tx| apply(tx, Some(1), &decision).await).await;
        let queries = db.store.query_count();
        let rows = history::since(&db.store, before, 10).await.unwrap();
        let others: Vec<_> = rows
            .iter()
            .map(|row| (row.ticket.id, row.other.as_ref().map(|other| other.id)))
            .collect();
        assert_eq!(others, [(one.id, Some(two.id)), (two.id, Some(one.id))]);
        assert!(db.store.query_count() - queries <= 4, "not one by one");
    });
}

const ANSWER: &str = "<antwort@hs-musterstadt.example>";

/// An answer whose mail waits until the 60th second.
async fn answered(db: &Fixture) -> (Ticket, ArticleId) {
    let ticket = open(db, desk(db).await, "x").await;
    let mut article = db.new_article("Das Kennwort lautet Zaubernuss", true);
    article.direction = pult_shared::ticket::Direction::Outgoing;
    article.message_id = Some(ANSWER.to_owned());
    let mut decision = changed(&ticket, added(&article), at(10));
    let id = article.id;
    decision.articles = vec![article];
    db.write(async |tx| {
        let raw_blob = blobs::put(tx, b"rendered", at(0)).await?;
        let mail = |to: &str| NewOutgoing {
            id: OutgoingMailId(db.id()),
            kind: MailKind::Reply,
            ticket_id: Some(ticket.id),
            message_id: ANSWER.to_owned(),
            from: "it@hs-musterstadt.example".to_owned(),
            to: to.to_owned(),
            subject: "x".to_owned(),
            raw_blob: raw_blob.clone(),
            not_before: Some(at(60)),
        };
        let with_mail = Change {
            outgoing: vec![mail("lena@stud.example"), mail("jonas@stud.example")],
            raw_blob: Some(raw_blob.clone()),
            ..change(&decision)
        };
        tickets::apply(tx, &Permit::for_system(), Some(1), &with_mail).await
    })
    .await;
    (stored(db, ticket.id).await, id)
}

fn recall(ticket: &Ticket, article_id: ArticleId, now: i64) -> Decision {
    let event = TicketEvent::ReplyRecalled {
        article_id,
        message_id: ANSWER.to_owned(),
        without: None,
    };
    let mut decision = changed(ticket, event, at(now));
    decision.recalled = vec![ANSWER.to_owned()];
    decision
}

async fn finds(db: &Fixture, person: PersonId, word: &str) -> (usize, usize) {
    let tree = queues::tree(&db.store).await.unwrap();
    let actor = pult_store::people::actor(&db.store, person, &tree)
        .await
        .unwrap()
        .unwrap();
    let filter = Filter::Word(word.to_owned());
    let count = async |visibility: &Visibility| {
        let question = Question {
            visibility,
            filter: &filter,
            me: Some(person),
            tree: &tree,
            now: at(99),
        };
        usize::try_from(tickets::count(&db.store, &question, None).await.unwrap()).unwrap()
    };
    let as_customer = count(&pult_domain::policy::portal_tickets(&actor)).await;
    (as_customer, count(&Visibility::for_system()).await)
}

#[test]
fn a_reply_is_taken_back_before_its_mail_leaves() {
    on_each_engine(async |db: Fixture| {
        let (ticket, article) = answered(&db).await;
        let tx = db.store.begin().await.unwrap();
        assert!(
            outbox::claim_due(&tx, at(59), at(90), 9).await.unwrap().is_empty(),
            "it waits"
        );
        drop(tx);
        let page = articles::page(&db.store, &[ticket.id], true, ArticleOrder::NewestFirst, None, 9)
            .await
            .unwrap();
        let waiting = &page.items[0];
        assert!(waiting.id == article && waiting.raw_blob.is_some() && !waiting.recalled);
        assert_eq!(waiting.deliveries.len(), 2);
        assert!(
            waiting
                .deliveries
                .iter()
                .all(|to| to.status == OutgoingStatus::Queued && to.next_attempt_at == Some(at(60)))
        );
        assert_eq!(finds(&db, ticket.requester_id, "zaubernuss").await, (1, 1));
        let decision = recall(&ticket, article, 30);
        db.write(async |tx| apply(tx, Some(2), &decision).await).await;
        let tx = db.store.begin().await.unwrap();
        assert!(
            outbox::claim_due(&tx, at(999), at(1_000), 9).await.unwrap().is_empty(),
            "it is gone"
        );
        drop(tx);
        for (include_internal, there) in [(true, 2), (false, 1)] {
            let page = articles::page(
                &db.store,
                &[ticket.id],
                include_internal,
                ArticleOrder::OldestFirst,
                None,
                9,
            )
            .await
            .unwrap();
            assert_eq!(page.items.len(), there, "customers do not see it");
        }
        assert!(articles::find(&db.store, article).await.unwrap().unwrap().recalled);
        assert_eq!(
            finds(&db, ticket.requester_id, "zaubernuss").await,
            (0, 1),
            "nor find it"
        );
        assert!(
            articles::last_message_ids(&db.store, ticket.id, 5)
                .await
                .unwrap()
                .is_empty()
        );
    });
}

#[test]
fn a_reply_whose_mail_is_on_its_way_stays() {
    on_each_engine(async |db: Fixture| {
        let (ticket, article) = answered(&db).await;
        db.write(async |tx| outbox::claim_due(tx, at(60), at(90), 1).await)
            .await;
        let decision = recall(&ticket, article, 61);
        let tx = db.store.begin().await.unwrap();
        assert!(matches!(
            apply(&tx, Some(2), &decision).await,
            Err(StoreError::MailLeft)
        ));
        drop(tx);
        let left = outbox::find_by_message_id(&db.store, ANSWER).await.unwrap();
        assert_eq!(left.len(), 2, "nothing was taken out");
        assert!(!articles::find(&db.store, article).await.unwrap().unwrap().recalled);
    });
}

#[test]
fn a_decision_of_a_new_ticket_writes_all_that_the_ticket_has() {
    on_each_engine(async |db: Fixture| {
        let here = desk(&db).await;
        let mut ticket = db.new_ticket(here.0, here.1, "x");
        ticket.tags.insert("wlan".to_owned());
        ticket.watchers.insert(here.1);
        ticket
            .fields
            .insert(FieldKey::new("room"), FieldValue::Text("B".to_owned()));
        (ticket.due_at, ticket.responsible_id) = (Some(at(77)), Some(here.1));
        let decision = opened(&ticket, vec![db.new_article("y", true)]);
        db.write(async |tx| apply(tx, None, &decision).await).await;
        assert_eq!(stored(&db, ticket.id).await, Ticket { version: 1, ..ticket });
    });
}
