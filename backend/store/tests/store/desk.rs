//! What an agent's day brings: people looked up, drafts, preferences, tags, bulk jobs, timers, signals.

use std::collections::BTreeSet;

use pult_domain::{
    actor::Actor,
    policy::{Visibility, visible_tickets},
};
use pult_shared::{
    api::{
        article::ArticleOrder,
        bulk::BulkStatus,
        draft::{DraftContent, DraftKind, SaveDraft},
        preferences::{Preferences, Theme},
        role::{Grant, RoleDef},
        view::Column,
    },
    catalog::StateType,
    command::Command,
    error::{ErrorCode, FieldCode, FieldError},
    event::TicketEvent,
    ids::{BulkJobId, DraftId, PersonId, QueueId, RoleId, TicketId},
    limits::DRAFTS_MAX,
    mailbox::Mailbox,
    person::Permission,
};
use pult_store::{
    Dialect, bulk,
    bulk::{BulkJob, BulkRefusal, NewBulkJob},
    drafts, people,
    people::Among,
    queues, roles, signals, tags, tickets,
};

use crate::support::{Fixture, apply, at, changed, on_each_engine, set_state};

async fn agent_of(db: &Fixture, person: PersonId, queue_id: QueueId, permission: Permission) {
    let role = RoleDef {
        name: format!("Rolle {}", db.id()),
        description: String::new(),
        grants: vec![Grant { queue_id, permission }],
        requires_second_factor: false,
    };
    let id = RoleId(db.id());
    db.write(async |tx| {
        roles::save(tx, id, &role).await?;
        roles::add_member(tx, id, person).await
    })
    .await;
}

// req: B3
#[test]
fn people_are_found_while_somebody_types() {
    on_each_engine(async |db: Fixture| {
        let it = db.queue("it", None).await;
        let wlan = db.queue("it/wlan", Some(it)).await;
        let lena = db.person("Lena Vogt").await;
        let lene = db.person("Lene Müller-Voß").await;
        let jonas = db.person("Jonas Beck").await;
        let mailbox = Mailbox {
            name: None,
            address: "Kurz@extern.example".to_owned(),
        };
        let mia = PersonId(db.id());
        db.write(async |tx| people::ensure_for_mailbox(tx, &mailbox, None, at(0), mia).await)
            .await;
        let mut gone = db.new_person("Lena Alt");
        gone.active = false;
        db.write(async |tx| people::insert(tx, &gone).await).await;
        agent_of(&db, jonas, it, Permission::View).await;
        agent_of(&db, lena, wlan, Permission::Own).await;
        let look = async |question: &str, among: Among<'_>| -> Vec<PersonId> {
            let found = people::look_up(&db.store, question, among, 10).await.unwrap();
            found.iter().map(|card| card.id).collect()
        };
        for (question, expected) in [
            ("lena", vec![lena, gone.id]),
            ("LEN", vec![lena, lene, gone.id]),
            ("mueller", vec![lene]),
            ("Müll len", vec![lene]),
            ("voss", vec![lene]),
            ("lena beck", vec![]),
            ("lena.vogt@hs-musterstadt.example", vec![lena]),
            ("kurz@ext", vec![mia]),
            ("ena", vec![]),
            ("", vec![]),
            ("%_", vec![]),
        ] {
            assert_eq!(look(question, Among::Everybody).await, expected, "{question}");
        }
        // Whole words come before beginnings.
        assert_eq!(look("lene", Among::Everybody).await[0], lene);
        // An agent among many who are called alike.
        let many: Vec<_> = (0..1_050)
            .map(|n| db.new_person(&format!("Jonas Bauer{n:04}")))
            .collect();
        db.write(async |tx| {
            for one in &many {
                people::insert(tx, one).await?;
            }
            Ok(())
        })
        .await;
        assert_eq!(look("jon", Among::Agents).await, [jonas]);
        assert_eq!(look("jonas b", Among::AgentsOf(&[wlan, it])).await, [jonas]);
        assert_eq!(look("", Among::Agents).await, [jonas, lena]);
        assert_eq!(
            look("", Among::AgentsOf(&[wlan, it])).await,
            [jonas],
            "by view, inherited"
        );
        assert_eq!(look("vogt", Among::AgentsOf(&[wlan, it])).await, []);
        let card = &people::cards(&db.store, &[jonas]).await.unwrap()[0];
        assert!(card.agent && !card.administrator && card.active);
        assert_eq!(card.addresses, ["jonas.beck@hs-musterstadt.example"]);
    });
}

#[test]
fn cards_count_what_the_reader_may_see_in_one_query() {
    on_each_engine(async |db: Fixture| {
        let (it, library) = (db.queue("it", None).await, db.queue("library", None).await);
        let (lena, jonas) = (db.person("Lena Vogt").await, db.person("Jonas Beck").await);
        let mut ids = Vec::new();
        for (queue, kind) in [
            (it, StateType::Open),
            (it, StateType::Closed),
            (it, StateType::New),
            (library, StateType::Open),
        ] {
            let mut ticket = db.new_ticket(queue, lena, "x");
            set_state(&mut ticket, kind);
            ids.push(db.open_ticket(&ticket, db.new_article("y", true)).await.id);
        }
        let mut reader = Actor {
            person_id: jonas,
            name: "Jonas Beck".to_owned(),
            administrator: false,
            grants: [(it, BTreeSet::from([Permission::View]))].into(),
            organisation: None,
            seer: None,
        };
        let visibility = visible_tickets(&reader);
        let mut cards = people::cards(&db.store, &[jonas, lena]).await.unwrap();
        let before = db.store.query_count();
        people::count_tickets(&db.store, &visibility, &mut cards).await.unwrap();
        assert_eq!(db.store.query_count() - before, 1);
        assert_eq!(cards.iter().map(|card| card.active_tickets).collect::<Vec<_>>(), [0, 2]);
        let others = async |visibility: &Visibility| -> Vec<TicketId> {
            let others = tickets::of_requester(&db.store, visibility, lena, Some(ids[0]), 10).await;
            others.unwrap().iter().map(|ticket| ticket.id).collect()
        };
        assert_eq!(others(&visibility).await, [ids[2], ids[1]], "active ones first");
        reader.grants.clear();
        assert_eq!(others(&visible_tickets(&reader)).await, []);
    });
}

#[test]
fn a_draft_is_replaced_kept_apart_and_bounded() {
    on_each_engine(async |db: Fixture| {
        let (queue, lena, jonas) = (
            db.queue("it", None).await,
            db.person("Lena Vogt").await,
            db.person("Jonas Beck").await,
        );
        let ticket = db
            .open_ticket(&db.new_ticket(queue, lena, "x"), db.new_article("y", true))
            .await;
        let draft = |ticket_id, kind, body: &str| SaveDraft {
            ticket_id,
            kind,
            version: Some(1),
            content: DraftContent {
                body: body.to_owned(),
                ..DraftContent::default()
            },
        };
        let save = async |person, draft: SaveDraft, now: i64| {
            let fresh = DraftId(db.id());
            db.write(async |tx| drafts::save(tx, fresh, person, &draft, at(now)).await)
                .await
        };
        let first = save(lena, draft(Some(ticket.id), DraftKind::Reply, "Hall"), 1).await;
        let second = save(lena, draft(Some(ticket.id), DraftKind::Reply, "Hallo"), 2).await;
        assert_eq!((first.id, second.content.body.as_str()), (second.id, "Hallo"));
        save(lena, draft(Some(ticket.id), DraftKind::Note, "n"), 3).await;
        let new = save(lena, draft(None, DraftKind::NewTicket, "a"), 4).await;
        assert_eq!(save(lena, draft(None, DraftKind::NewTicket, "b"), 5).await.id, new.id);
        save(jonas, draft(Some(ticket.id), DraftKind::Reply, "j"), 6).await;
        let bodies = async |person, ticket| -> Vec<String> {
            let found = drafts::list(&db.store, person, ticket).await.unwrap();
            found.into_iter().map(|draft| draft.content.body).collect()
        };
        assert_eq!(bodies(lena, None).await, ["b", "n", "Hallo"]);
        assert_eq!(bodies(lena, Some(ticket.id)).await, ["n", "Hallo"]);
        assert!(!db.write(async |tx| drafts::delete(tx, first.id, jonas).await).await);
        assert!(db.write(async |tx| drafts::delete(tx, first.id, lena).await).await);
        assert_eq!(db.write(async |tx| drafts::delete_older(tx, at(4)).await).await, 1);
        assert_eq!(drafts::count(&db.store, lena).await.unwrap(), 1);
        // Many tickets, many drafts: the oldest go.
        let mut many = Vec::new();
        for n in 0..DRAFTS_MAX + 2 {
            let ticket = db.new_ticket(queue, lena, "x");
            many.push(ticket.id);
            db.open_ticket(&ticket, db.new_article("y", true)).await;
            save(
                lena,
                draft(Some(ticket.id), DraftKind::Note, "x"),
                10 + i64::try_from(n).unwrap(),
            )
            .await;
        }
        assert_eq!(drafts::count(&db.store, lena).await.unwrap(), DRAFTS_MAX as u64);
        assert_eq!(bodies(lena, Some(many[1])).await, Vec::<String>::new());
        assert_eq!(bodies(lena, Some(many[2])).await, ["x"]);
    });
}

#[test]
fn preferences_and_visits_are_kept() {
    on_each_engine(async |db: Fixture| {
        let lena = db.person("Lena Vogt").await;
        assert_eq!(
            people::preferences(&db.store, lena).await.unwrap(),
            Preferences::default()
        );
        let chosen = Preferences {
            theme: Theme::Contrast,
            article_order: ArticleOrder::NewestFirst,
            columns: vec![Column::Number, Column::Due],
            undo_seconds: 0,
            away_until: Some(at(500)),
        };
        db.write(async |tx| people::save_preferences(tx, lena, &chosen).await)
            .await;
        assert_eq!(people::preferences(&db.store, lena).await.unwrap(), chosen);
        assert_eq!(people::previous_visit(&db.store, lena).await.unwrap(), None);
        db.write(async |tx| {
            people::note_visit(tx, lena, at(1), at(0)).await?;
            people::note_visit(tx, lena, at(5), at(1)).await?;
            people::note_visit(tx, lena, at(20), at(10)).await?;
            people::note_visit(tx, lena, at(21), at(11)).await
        })
        .await;
        assert_eq!(people::previous_visit(&db.store, lena).await.unwrap(), Some(at(5)));
    });
}

#[test]
fn tags_are_offered_by_use_and_only_from_visible_tickets() {
    on_each_engine(async |db: Fixture| {
        let (it, library) = (db.queue("it", None).await, db.queue("library", None).await);
        let lena = db.person("Lena Vogt").await;
        for (queue, tag) in [
            (it, "wlan"),
            (it, "wartung"),
            (it, "wlan"),
            (it, "vpn"),
            (library, "wbuch"),
        ] {
            let mut ticket = db.new_ticket(queue, lena, "x");
            ticket.tags.insert(tag.to_owned());
            db.open_ticket(&ticket, db.new_article("y", true)).await;
        }
        let reader = Actor {
            person_id: PersonId(db.id()),
            name: "x".to_owned(),
            administrator: false,
            grants: [(it, BTreeSet::from([Permission::View]))].into(),
            organisation: None,
            seer: None,
        };
        let visibility = visible_tickets(&reader);
        let tags = async |prefix: &str, limit| {
            tags::beginning_with(&db.store, &visibility, prefix, limit)
                .await
                .unwrap()
        };
        assert_eq!(tags("w", 9).await, ["wlan", "wartung"]);
        assert_eq!(tags("", 9).await, ["wlan", "vpn", "wartung"]);
        assert_eq!(tags("w", 1).await, ["wlan"]);
        assert_eq!(tags("x%", 9).await, Vec::<String>::new());
    });
}

async fn job(db: &Fixture, count: usize) -> (BulkJobId, PersonId, Vec<TicketId>) {
    let (queue, lena) = (db.queue("it", None).await, db.person("Lena Vogt").await);
    let mut ids = Vec::new();
    for _ in 0..count {
        let ticket = db.new_ticket(queue, lena, "x");
        ids.push(db.open_ticket(&ticket, db.new_article("y", true)).await.id);
    }
    let new = NewBulkJob {
        id: BulkJobId(db.id()),
        person_id: lena,
        commands: vec![Command::Take],
        tickets: ids.clone(),
        answer: None,
        created_at: at(1),
    };
    db.write(async |tx| bulk::insert(tx, &new).await).await;
    (new.id, lena, ids)
}

async fn claim(db: &Fixture, now: i64, until: i64) -> Option<BulkJob> {
    db.write(async |tx| bulk::claim(tx, at(now), at(until)).await).await
}

#[test]
fn a_bulk_job_is_worked_off_by_one_and_tells_what_failed() {
    on_each_engine(async |db: Fixture| {
        let (id, lena, ids) = job(&db, 3).await;
        assert!(bulk::any_waiting(&db.store, at(5)).await.unwrap());
        let mut mine = claim(&db, 5, 10).await.unwrap();
        assert_eq!((mine.id, &mine.commands[..]), (id, &[Command::Take][..]));
        assert!(claim(&db, 6, 11).await.is_none(), "one works on it");
        assert!(db.write(async |tx| bulk::renew(tx, &mut mine, at(20)).await).await);
        let items = bulk::waiting(&db.store, id, 10).await.unwrap();
        assert_eq!(items.iter().map(|item| item.ticket_id).collect::<Vec<_>>(), ids);
        let why = BulkRefusal {
            code: ErrorCode::Forbidden,
            detail: Some("x".to_owned()),
            errors: vec![FieldError::new("commands.0", FieldCode::NotAllowed)],
        };
        assert!(db.write(async |tx| bulk::done(tx, &mine, &items[0]).await).await);
        assert!(
            !db.write(async |tx| bulk::finish(tx, &mine, at(9)).await).await,
            "some wait"
        );
        assert!(
            db.write(async |tx| bulk::failed(tx, &mine, &items[1], &why).await)
                .await
        );
        // The worker dies; another one goes on where it was.
        let other = claim(&db, 21, 40).await.unwrap();
        assert!(
            !db.write(async |tx| bulk::done(tx, &mine, &items[2]).await).await,
            "the claim has run out"
        );
        let left = bulk::waiting(&db.store, id, 10).await.unwrap();
        assert_eq!(left, items[2..]);
        assert!(db.write(async |tx| bulk::done(tx, &other, &left[0]).await).await);
        assert!(db.write(async |tx| bulk::finish(tx, &other, at(30)).await).await);
        let before = db.store.query_count();
        let seen = bulk::list(&db.store, lena).await.unwrap();
        assert_eq!(db.store.query_count() - before, 2);
        let seen = &seen[0];
        assert_eq!((seen.total, seen.done, seen.failed), (3, 2, 1));
        assert_eq!((seen.status, seen.finished_at), (BulkStatus::Finished, Some(at(30))));
        assert_eq!((seen.failures[0].ticket_id, seen.failures[0].code), (ids[1], why.code));
        assert_eq!(seen.failures[0].errors, why.errors);
        assert_eq!(bulk::find(&db.store, id, lena).await.unwrap().as_ref(), Some(seen));
        assert!(
            bulk::find(&db.store, id, PersonId(db.id())).await.unwrap().is_none(),
            "others do not see it"
        );
        assert_eq!(db.write(async |tx| bulk::delete_older(tx, at(31)).await).await, 1);
    });
}

#[test]
fn a_bulk_job_that_is_stopped_changes_nothing_more() {
    on_each_engine(async |db: Fixture| {
        let (id, lena, _) = job(&db, 2).await;
        let mut mine = claim(&db, 5, 10).await.unwrap();
        let items = bulk::waiting(&db.store, id, 10).await.unwrap();
        assert!(db.write(async |tx| bulk::done(tx, &mine, &items[0]).await).await);
        assert!(
            !db.write(async |tx| bulk::stop(tx, id, PersonId(db.id()), at(6)).await)
                .await
        );
        assert!(db.write(async |tx| bulk::stop(tx, id, lena, at(6)).await).await);
        assert!(!db.write(async |tx| bulk::done(tx, &mine, &items[1]).await).await);
        assert!(!db.write(async |tx| bulk::renew(tx, &mut mine, at(20)).await).await);
        let seen = bulk::find(&db.store, id, lena).await.unwrap().unwrap();
        assert_eq!((seen.status, seen.done, seen.failed), (BulkStatus::Stopped, 1, 0));
        assert!(claim(&db, 99, 100).await.is_none());
    });
}

// req: B16, E4
#[test]
fn locks_that_nobody_works_under_are_due() {
    on_each_engine(async |db: Fixture| {
        let (queue, slow) = (db.queue("it", None).await, db.queue("slow", None).await);
        let (lena, away) = (db.person("Lena Vogt").await, db.person("Jonas Beck").await);
        let tree = queues::tree(&db.store).await.unwrap();
        let mut quick = tree.get(queue).unwrap().clone();
        quick.unlock_minutes = Some(10);
        let preferences = Preferences {
            away_until: Some(at(100_000)),
            ..Preferences::default()
        };
        db.write(async |tx| {
            queues::update(tx, &quick).await?;
            people::save_preferences(tx, away, &preferences).await
        })
        .await;
        let mut ids = Vec::new();
        for (queue, by, locked_at) in [(queue, lena, 0), (queue, lena, 500), (slow, lena, 0), (slow, away, 700)] {
            let ticket = db
                .open_ticket(&db.new_ticket(queue, lena, "x"), db.new_article("y", true))
                .await;
            let decision = changed(&ticket, TicketEvent::Locked { by }, at(locked_at));
            db.write(async |tx| apply(tx, Some(1), &decision).await).await;
            ids.push(ticket.id);
        }
        let tree = queues::tree(&db.store).await.unwrap();
        let due = async |now| {
            let timed_out =
                pult_domain::ticket::lock_time_outs(&tree, &pult_domain::catalog::Catalog::default(), at(now));
            let due = tickets::locks_due(&db.store, at(now), &timed_out, None, 10)
                .await
                .unwrap();
            for one in &due {
                let still = tickets::lock_is_due(&db.store, one.ticket, at(now), &timed_out).await;
                assert!(still.unwrap());
            }
            // One by one it comes to the same.
            let mut behind = None;
            for one in &due {
                let next = tickets::locks_due(&db.store, at(now), &timed_out, behind, 1)
                    .await
                    .unwrap();
                assert_eq!(next, [*one]);
                behind = Some(*one);
            }
            due.into_iter().map(|one| one.ticket).collect::<Vec<_>>()
        };
        assert_eq!(due(599).await, [ids[3]], "absence counts at once");
        assert_eq!(due(600).await, [ids[0], ids[3]]);
        // Work under the lock keeps it.
        let ticket = tickets::find(&db.store, &tickets::TicketKey::Id(ids[0]))
            .await
            .unwrap()
            .unwrap();
        let decision = changed(&ticket, TicketEvent::TagAdded { tag: "x".to_owned() }, at(550));
        let by_holder = tickets::Change {
            actor: Some(lena),
            ..crate::support::change(&decision)
        };
        db.write(async |tx| tickets::apply(tx, &pult_domain::policy::Permit::for_system(), Some(2), &by_holder).await)
            .await;
        assert_eq!(due(600).await, [ids[3]]);
        assert_eq!(due(1_150).await, [ids[0], ids[1], ids[3]]);
    });
}

#[test]
fn waits_that_are_over_are_found() {
    on_each_engine(async |db: Fixture| {
        let (queue, lena) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let mut ids = Vec::new();
        for (kind, until) in [
            (StateType::PendingAuto, 20),
            (StateType::PendingReminder, 10),
            (StateType::PendingAuto, 10),
            (StateType::PendingAuto, 99),
        ] {
            let mut ticket = db.new_ticket(queue, lena, "x");
            set_state(&mut ticket, kind);
            ticket.pending_until = Some(at(until));
            ids.push(db.open_ticket(&ticket, db.new_article("y", true)).await.id);
        }
        let over = async |now, behind, limit| {
            let due = tickets::waits_over(&db.store, at(now), behind, limit).await.unwrap();
            due.into_iter().map(|one| one.ticket).collect::<Vec<_>>()
        };
        assert_eq!(over(20, None, 10).await, [ids[2], ids[0]]);
        assert_eq!(over(9, None, 10).await, []);
        let first = tickets::waits_over(&db.store, at(20), None, 1).await.unwrap();
        assert_eq!(over(20, first.first().copied(), 1).await, [ids[0]]);
    });
}

#[test]
fn instances_wake_each_other() {
    on_each_engine(async |db: Fixture| {
        let Some(mut signals) = signals::listen(&db.store).await.unwrap() else {
            assert_eq!(db.store.dialect(), Dialect::Sqlite);
            signals::notify(&db.store, "nobody listens").await.unwrap();
            return;
        };
        signals::notify(&db.store, "first").await.unwrap();
        let tx = db.store.begin().await.unwrap();
        signals::notify(&tx, "lost").await.unwrap();
        drop(tx);
        db.write(async |tx| signals::notify(tx, "second").await).await;
        assert_eq!(signals.next().await.unwrap().as_deref(), Some("first"));
        assert_eq!(signals.next().await.unwrap().as_deref(), Some("second"));
        assert!(signals::notify(&db.store, &"x".repeat(9_000)).await.is_err());
    });
}
