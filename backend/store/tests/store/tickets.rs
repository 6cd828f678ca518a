//! Writing tickets, finding them, and the pages of their lists.

use std::collections::BTreeMap;

use pult_domain::{
    policy::{Permit, Visibility},
    queue::QueueTree,
    ticket::{Lock, Ticket},
};
use pult_shared::{
    Timestamp,
    api::{article::ArticleOrder, queue::QueueCounts, ticket::TicketSort},
    catalog::{ServiceKey, StateType, TypeKey},
    event::TicketEvent,
    filter::Filter,
    ids::{AttachmentId, PersonId, TicketId, UploadId},
    ticket::{Channel, Priority},
};
use pult_store::{
    Conn, StoreError, articles, attachments, blobs, queues, threads,
    tickets::{self, Change, NewAttachment, Question, Start, TicketKey},
    uploads::{self, NewUpload},
};

use crate::support::{Fixture, apply, at, change, changed, on_each_engine, opened, set_state};

#[test]
fn a_ticket_comes_back_as_it_was_written() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let mut ticket = db.new_ticket(queue, person, "WLAN \0 geht nicht");
        ticket.owner_id = Some(person);
        ticket.lock = Some(Lock {
            by: person,
            since: at(1),
        });
        set_state(&mut ticket, StateType::PendingReminder);
        ticket.pending_until = Some(at(99));
        let stored = db.open_ticket(&ticket, db.new_article("Hallo", true)).await;
        let expected = Ticket {
            subject: "WLAN \u{fffd} geht nicht".to_owned(),
            ..stored
        };
        let by_id = tickets::find(&db.store, &TicketKey::Id(ticket.id)).await.unwrap();
        let by_number = tickets::find(&db.store, &TicketKey::Number(ticket.number.clone()))
            .await
            .unwrap();
        assert_eq!(by_id.as_ref(), Some(&expected));
        assert_eq!(by_number, Some(expected));
        assert_eq!(
            tickets::find(&db.store, &TicketKey::Id(TicketId(db.id())))
                .await
                .unwrap(),
            None
        );
    });
}

#[test]
fn a_change_made_for_another_version_is_refused() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let ticket = db
            .open_ticket(&db.new_ticket(queue, person, "x"), db.new_article("y", true))
            .await;
        let event = TicketEvent::PriorityChanged {
            from: ticket.priority,
            to: Priority::new(5).unwrap(),
        };
        let decision = changed(&ticket, event, at(5));
        assert_eq!(db.write(async |tx| apply(tx, Some(1), &decision).await).await, 2);
        let tx = db.store.begin().await.unwrap();
        assert!(matches!(
            apply(&tx, Some(1), &decision).await,
            Err(StoreError::StaleVersion)
        ));
        drop(tx);
        let mut nowhere = decision.clone();
        nowhere.ticket.id = TicketId(db.id());
        let tx = db.store.begin().await.unwrap();
        assert!(matches!(
            apply(&tx, Some(1), &nowhere).await,
            Err(StoreError::StaleVersion)
        ));
        drop(tx);
        let stored = tickets::find(&db.store, &TicketKey::Id(ticket.id))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (stored.version, stored.priority.get(), stored.updated_at),
            (2, 5, at(5))
        );
    });
}

#[test]
fn a_decision_without_events_changes_nothing() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let ticket = db
            .open_ticket(&db.new_ticket(queue, person, "x"), db.new_article("y", true))
            .await;
        let mut decision = opened(&ticket, Vec::new());
        decision.events.clear();
        assert_eq!(db.write(async |tx| apply(tx, Some(1), &decision).await).await, 1);
        assert_eq!(
            tickets::find(&db.store, &TicketKey::Id(ticket.id))
                .await
                .unwrap()
                .unwrap()
                .version,
            1
        );
    });
}

#[test]
fn two_changes_in_one_transaction_chain_up() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let ticket = db.new_ticket(queue, person, "x");
        let decision = opened(&ticket, vec![db.new_article("y", true)]);
        let next = changed(&ticket, TicketEvent::Locked { by: person }, at(1));
        db.write(async |tx| {
            let version = apply(tx, None, &decision).await?;
            apply(tx, Some(version), &next).await
        })
        .await;
        pult_store::history::verify(&db.store, ticket.id).await.unwrap();
        let number = pult_store::history::page(&db.store, ticket.id, false, None, 10)
            .await
            .unwrap()
            .items
            .len();
        assert_eq!(number, 3);
    });
}

async fn many_tickets(db: &Fixture) -> Vec<Ticket> {
    let (mut people, mut queues) = (Vec::new(), Vec::new());
    for name in ["Lena Vogt", "Ömer Kaya", "oskar brandt"] {
        people.push(db.person(name).await);
    }
    for path in ["it", "it/wlan", "it-lager"] {
        queues.push(db.queue(path, None).await);
    }
    let subjects = [
        "Zoom", "ändern", "Anfrage", "drucker", "Drucker", "", "Übung", "STRASSE", "Straße",
    ];
    let states = [
        StateType::New,
        StateType::Closed,
        StateType::PendingAuto,
        StateType::Open,
    ];
    let types = [None, Some("question"), Some("incident")];
    let mut all = Vec::new();
    for n in 0..23usize {
        let mut ticket = db.new_ticket(queues[n % 3], people[n % 3], subjects[n % subjects.len()]);
        set_state(&mut ticket, states[n % 4]);
        ticket.owner_id = (n % 4 > 0).then(|| people[n % 2]);
        ticket.responsible_id = (n % 5 == 0).then(|| people[n % 3]);
        ticket.ticket_type = types[n % 3].map(TypeKey::new);
        ticket.service = (n % 2 == 0).then(|| ServiceKey::new(["wlan", "drucker"][n % 3 % 2]));
        ticket.channel = Channel::ALL[n % Channel::ALL.len()];
        let n = i64::try_from(n).unwrap();
        // Equal keys, so that ties are broken too.
        ticket.created_at = at(n % 4);
        ticket.updated_at = at(n % 3);
        ticket.priority = Priority::new(u8::try_from(n % 5 + 1).unwrap()).unwrap();
        ticket.due_at = (n % 3 > 0).then(|| at(n % 4));
        ticket.pending_until = (n % 4 == 0).then(|| at(n % 7));
        ticket.last_contact_at = (n % 5 > 0).then(|| at(n % 2));
        all.push(db.open_ticket(&ticket, db.new_article("y", true)).await);
    }
    all
}

fn everything<'a>(visibility: &'a Visibility, tree: &'a QueueTree) -> Question<'a> {
    Question {
        visibility,
        filter: &Filter::All,
        me: None,
        tree,
        now: at(99),
    }
}

async fn walk(conn: &impl Conn, sort: TicketSort, limit: u32) -> Vec<TicketId> {
    let tree = queues::tree(conn).await.unwrap();
    let (mut ids, mut cursor) = (Vec::new(), None);
    loop {
        let system = Visibility::for_system();
        let question = everything(&system, &tree);
        let page = tickets::page(conn, &question, sort, cursor.as_deref().into(), limit)
            .await
            .unwrap();
        ids.extend(page.items.iter().map(|ticket| ticket.id));
        cursor = page.next_cursor;
        if cursor.is_none() {
            return ids;
        }
    }
}

/// The words that an order goes by: a place, and a text.
async fn words_of(db: &Fixture, sort: TicketSort, ticket: &Ticket) -> (i64, String) {
    use TicketSort as S;
    let name = async |id: Option<PersonId>| {
        let refs = pult_store::people::refs(&db.store, id.as_slice()).await.unwrap();
        id.and_then(|id| refs.get(&id).map(|person| person.name.clone()))
    };
    let given = |text: Option<String>| {
        let last = text.is_none() != sort.is_descending();
        (i64::from(last), text.unwrap_or_default())
    };
    let (place, text) = match sort {
        S::NumberAsc | S::NumberDesc => (0, ticket.number.0.clone()),
        S::SubjectAsc | S::SubjectDesc => (0, ticket.subject.clone()),
        S::RequesterAsc | S::RequesterDesc => (0, name(Some(ticket.requester_id)).await.unwrap()),
        S::OwnerAsc | S::OwnerDesc => given(name(ticket.owner_id).await),
        S::ResponsibleAsc | S::ResponsibleDesc => given(name(ticket.responsible_id).await),
        S::QueueAsc | S::QueueDesc => {
            let tree = queues::tree(&db.store).await.unwrap();
            (0, tree.get(ticket.queue_id).unwrap().path.clone())
        }
        S::StateAsc | S::StateDesc => {
            let places = ["new", "open", "pending_close_successful", "closed_successful"];
            let place = places.iter().position(|state| *state == ticket.state.as_str());
            (i64::try_from(place.unwrap()).unwrap(), ticket.state.0.clone())
        }
        S::TypeAsc | S::TypeDesc => match &ticket.ticket_type {
            Some(key) => (if key.as_str() == "incident" { 20 } else { 40 }, key.0.clone()),
            None => (if sort.is_descending() { -1 } else { i64::MAX }, String::new()),
        },
        S::ServiceAsc | S::ServiceDesc => given(ticket.service.as_ref().map(|key| key.0.clone())),
        S::ChannelAsc | S::ChannelDesc => (0, ticket.channel.name().to_owned()),
        _ => (0, String::new()),
    };
    let plain = |c: char| match c {
        'ä' | 'Ä' => 'a',
        'ö' | 'Ö' => 'o',
        'ü' | 'Ü' => 'u',
        'ß' => 's',
        other => other.to_ascii_lowercase(),
    };
    (place, text.chars().map(plain).collect())
}

#[test]
fn pages_of_any_size_give_every_ticket_once_in_order() {
    on_each_engine(async |db: Fixture| {
        let all = many_tickets(&db).await;
        for sort in TicketSort::ALL.iter().copied() {
            let mut words = BTreeMap::new();
            for ticket in &all {
                words.insert(ticket.id, words_of(&db, sort, ticket).await);
            }
            let mut expected = all.clone();
            let none_last = |time: Option<Timestamp>| time.map_or(i64::MAX, Timestamp::as_millisecond);
            let contact = |ticket: &Ticket| ticket.last_contact_at.map_or(0, Timestamp::as_millisecond);
            expected.sort_by(|a, b| match sort {
                TicketSort::UpdatedDesc => (b.updated_at, b.id).cmp(&(a.updated_at, a.id)),
                TicketSort::UpdatedAsc => (a.updated_at, a.id).cmp(&(b.updated_at, b.id)),
                TicketSort::CreatedDesc => (b.created_at, b.id).cmp(&(a.created_at, a.id)),
                TicketSort::CreatedAsc => (a.created_at, a.id).cmp(&(b.created_at, b.id)),
                TicketSort::PriorityDesc => b
                    .priority
                    .cmp(&a.priority)
                    .then((a.created_at, a.id).cmp(&(b.created_at, b.id))),
                TicketSort::PriorityAsc => (a.priority, a.created_at, a.id).cmp(&(b.priority, b.created_at, b.id)),
                TicketSort::DueAsc => (none_last(a.due_at), a.id).cmp(&(none_last(b.due_at), b.id)),
                TicketSort::PendingAsc => (none_last(a.pending_until), a.id).cmp(&(none_last(b.pending_until), b.id)),
                TicketSort::ContactDesc => (contact(b), b.id).cmp(&(contact(a), a.id)),
                TicketSort::ContactAsc => (contact(a), a.id).cmp(&(contact(b), b.id)),
                TicketSort::DueDesc => (b.due_at, b.id).cmp(&(a.due_at, a.id)),
                TicketSort::PendingDesc => (b.pending_until, b.id).cmp(&(a.pending_until, a.id)),
                _ if sort.is_descending() => (&words[&b.id], b.id).cmp(&(&words[&a.id], a.id)),
                _ => (&words[&a.id], a.id).cmp(&(&words[&b.id], b.id)),
            });
            let expected: Vec<_> = expected.iter().map(|ticket| ticket.id).collect();
            for limit in [1, 4, 22, 23, 200] {
                assert_eq!(walk(&db.store, sort, limit).await, expected, "{sort:?} by {limit}");
            }
        }
    });
}

#[test]
fn a_list_can_be_jumped_into() {
    on_each_engine(async |db: Fixture| {
        many_tickets(&db).await;
        let tree = queues::tree(&db.store).await.unwrap();
        let system = Visibility::for_system();
        for sort in TicketSort::ALL.iter().copied() {
            let all = walk(&db.store, sort, 200).await;
            for (offset, limit) in [(0, 5), (7, 5), (20, 5), (23, 5), (1_000_000, 5)] {
                let question = everything(&system, &tree);
                let page = tickets::page(&db.store, &question, sort, Start::Offset(offset), limit)
                    .await
                    .unwrap();
                let ids: Vec<TicketId> = page.items.iter().map(|ticket| ticket.id).collect();
                let expected: Vec<TicketId> = all.iter().copied().skip(offset as usize).take(limit as usize).collect();
                assert_eq!(ids, expected, "{sort:?} from {offset}");
                assert_eq!(page.next_cursor.is_some(), (offset + limit) < 23);
            }
        }
    });
}

#[test]
fn a_cursor_of_another_order_is_refused() {
    on_each_engine(async |db: Fixture| {
        many_tickets(&db).await;
        let tree = queues::tree(&db.store).await.unwrap();
        let system = Visibility::for_system();
        let sort = TicketSort::CreatedAsc;
        let page = tickets::page(&db.store, &everything(&system, &tree), sort, Start::First, 2)
            .await
            .unwrap();
        let cursor = page.next_cursor.as_deref();
        let sort = TicketSort::CreatedDesc;
        let refused = tickets::page(&db.store, &everything(&system, &tree), sort, cursor.into(), 2).await;
        assert!(matches!(refused, Err(StoreError::BadCursor)));
    });
}

#[test]
fn lists_cost_a_fixed_number_of_queries() {
    on_each_engine(async |db: Fixture| {
        let all = many_tickets(&db).await;
        let tree = queues::tree(&db.store).await.unwrap();
        let system = Visibility::for_system();
        let before = db.store.query_count();
        let sort = TicketSort::UpdatedDesc;
        tickets::page(&db.store, &everything(&system, &tree), sort, Start::First, 200)
            .await
            .unwrap();
        assert_eq!(
            db.store.query_count() - before,
            2,
            "tickets, and which queues share some with others"
        );
        let before = db.store.query_count();
        articles::page(&db.store, &[all[0].id], true, ArticleOrder::NewestFirst, None, 200)
            .await
            .unwrap();
        assert_eq!(
            db.store.query_count() - before,
            2,
            "articles; none of them went out by mail"
        );
        let before = db.store.query_count();
        queues::counts(&db.store, &system).await.unwrap();
        assert_eq!(
            db.store.query_count() - before,
            2,
            "counts, and which queues share some with others"
        );
        let ids: Vec<PersonId> = all.iter().map(|ticket| ticket.requester_id).collect();
        let before = db.store.query_count();
        pult_store::people::refs(&db.store, &ids).await.unwrap();
        assert_eq!(db.store.query_count() - before, 1, "people");
    });
}

#[test]
fn counters_of_queues() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        for (state, owner) in [
            (StateType::New, None),
            (StateType::New, Some(person)),
            (StateType::Open, None),
            (StateType::PendingReminder, Some(person)),
            (StateType::PendingAuto, None),
            (StateType::Closed, None),
            (StateType::Merged, None),
            (StateType::Removed, None),
        ] {
            let mut ticket = db.new_ticket(queue, person, "x");
            set_state(&mut ticket, state);
            ticket.owner_id = owner;
            db.open_ticket(&ticket, db.new_article("y", true)).await;
        }
        let counts = queues::counts(&db.store, &Visibility::for_system()).await.unwrap();
        assert_eq!(counts.len(), 1);
        assert_eq!(
            counts[&queue],
            QueueCounts {
                new: 2,
                open: 1,
                pending: 2,
                unowned: 3
            }
        );
    });
}

#[test]
fn articles_come_with_their_files_and_hide_notes() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let ticket = db.new_ticket(queue, person, "x");
        let upload = UploadId(db.id());
        let (mut message, note) = (db.new_article("Hallo", true), db.new_article("geheim", false));
        message.message_id = Some("one@stud.example".to_owned());
        message.uploads = vec![upload, upload];
        let file = AttachmentId(db.id());
        let decision = opened(&ticket, vec![message.clone(), note.clone()]);
        db.write(async |tx| {
            let hash = blobs::put(tx, b"content", at(0)).await?;
            let new = NewUpload {
                id: upload,
                person_id: person,
                name: "a.txt".to_owned(),
                media_type: "text/plain".to_owned(),
                size: 7,
                blob_hash: hash.clone(),
                created_at: at(0),
            };
            uploads::insert(tx, &new).await?;
            assert_eq!(uploads::find_own(tx, &[upload], PersonId(db.id())).await?, []);
            assert_eq!(uploads::find_own(tx, &[upload], person).await?.len(), 1);
            let attachment = NewAttachment {
                id: file,
                article_id: note.id,
                name: "b.png".to_owned(),
                media_type: "image/png".to_owned(),
                content_id: Some("img1".to_owned()),
                inline: true,
                blob_hash: hash,
                size: 7,
            };
            let with_file = Change {
                attachments: vec![attachment],
                thread_ids: vec!["zero@stud.example".to_owned()],
                ..change(&decision)
            };
            tickets::apply(tx, &Permit::for_system(), None, &with_file).await
        })
        .await;
        let all = articles::page(&db.store, &[ticket.id], true, ArticleOrder::OldestFirst, None, 10)
            .await
            .unwrap()
            .items;
        assert_eq!(
            all.iter().map(|article| article.id).collect::<Vec<_>>(),
            [message.id, note.id]
        );
        assert_eq!(
            (all[0].from.clone(), all[0].to.clone(), all[0].text.as_str()),
            (message.from, message.to, "Hallo")
        );
        assert_eq!(all[0].attachments.len(), 1);
        assert_eq!(all[0].attachments[0].view.name, "a.txt");
        assert_eq!(all[1].attachments[0].content_id.as_deref(), Some("img1"));
        let shown = articles::page(&db.store, &[ticket.id], false, ArticleOrder::OldestFirst, None, 10)
            .await
            .unwrap()
            .items;
        assert_eq!(shown, all[..1]);
        assert_eq!(
            articles::find(&db.store, note.id).await.unwrap().as_ref(),
            Some(&all[1])
        );
        let hidden = attachments::find(&db.store, file).await.unwrap().unwrap();
        assert!(!hidden.visible_to_customer && hidden.ticket_id == ticket.id);
        assert!(
            uploads::find_own(&db.store, &[upload], person)
                .await
                .unwrap()
                .is_empty(),
            "the upload is used up"
        );
        assert_eq!(
            articles::last_message_ids(&db.store, ticket.id, 5).await.unwrap(),
            ["one@stud.example"]
        );
        for (address, there) in [
            ("Lena@Stud.example", true),
            ("it@hs-musterstadt.example", true),
            ("na@stud.example", false),
            ("lena_stud.example", false),
            ("%", false),
        ] {
            assert_eq!(
                threads::has_address(&db.store, ticket.id, address).await.unwrap(),
                there,
                "{address}"
            );
        }
        let asked = ["zero@stud.example", "one@stud.example", "two@stud.example"].map(str::to_owned);
        let mut found = threads::tickets_by_message_ids(&db.store, &asked).await.unwrap();
        found.sort();
        assert_eq!(found, [(asked[1].clone(), ticket.id), (asked[0].clone(), ticket.id)]);
        let numbers = [ticket.number.0.clone(), "1".to_owned()];
        assert_eq!(
            threads::tickets_by_numbers(&db.store, &numbers).await.unwrap()[0].id,
            ticket.id
        );
    });
}

/// Nobody says how long a Message-ID may be, but PostgreSQL's indexes do.
#[test]
fn a_message_id_of_any_length_is_found_again() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let ticket = db.new_ticket(queue, person, "x");
        let ids: Vec<String> = [1, 499, 500, 501, 100_000]
            .map(|length| {
                // Incompressible, as PostgreSQL compresses long keys first.
                let hashes = (0..length / 64 + 1).map(|n: i32| blobs::hash_of(&n.to_be_bytes()));
                hashes
                    .collect::<String>()
                    .chars()
                    .take(usize::try_from(length).unwrap())
                    .collect()
            })
            .to_vec();
        let decision = opened(&ticket, vec![db.new_article("y", true)]);
        let with_ids = Change {
            thread_ids: ids.clone(),
            ..change(&decision)
        };
        db.write(async |tx| tickets::apply(tx, &Permit::for_system(), None, &with_ids).await)
            .await;
        let mut found = threads::tickets_by_message_ids(&db.store, &ids).await.unwrap();
        found.sort_by_key(|(id, _)| id.len());
        assert_eq!(found, ids.into_iter().map(|id| (id, ticket.id)).collect::<Vec<_>>());
    });
}

#[test]
fn an_upload_that_is_gone_stops_the_change() {
    on_each_engine(async |db: Fixture| {
        let (queue, person) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let mut article = db.new_article("Hallo", true);
        article.uploads = vec![UploadId(db.id())];
        let decision = opened(&db.new_ticket(queue, person, "x"), vec![article]);
        let tx = db.store.begin().await.unwrap();
        assert!(matches!(
            apply(&tx, None, &decision).await,
            Err(StoreError::Database(_))
        ));
    });
}
