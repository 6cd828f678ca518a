//! Organisations: who belongs to one, what its members see, and that lists go by the same rule as pages.

use std::collections::BTreeSet;

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use pult_domain::{
    actor::Actor,
    organisation::{Membership, key},
    policy::{Visibility, desk_tickets, organisation_tickets, side, visible_tickets},
    ticket::{Side, Ticket},
};
use pult_shared::{
    api::{organisation::OrganisationDef, ticket::TicketSort},
    filter::{Filter, Who},
    ids::{OrganisationId, PersonId, QueueId, TicketId},
    person::Permission,
};
use pult_store::{
    StoreError, organisations, people, queues,
    tickets::{self, Question, Start},
};

use crate::support::{Fixture, at, on_each_engine, opened};

fn def(name: &str, members_see: bool, members_reply: bool) -> OrganisationDef {
    OrganisationDef {
        name: name.to_owned(),
        valid: true,
        members_see,
        members_reply,
    }
}

async fn set_up(db: &Fixture, organisation: &OrganisationDef) -> OrganisationId {
    let id = OrganisationId(db.id());
    db.write(async |tx| organisations::save(tx, id, organisation).await)
        .await;
    id
}

async fn belongs(db: &Fixture, person: PersonId, organisation: &str) {
    db.write(async |tx| people::set_organisation(tx, person, organisation).await)
        .await;
}

// Names as the database compares them are names as the program does.
#[test]
fn a_name_is_compared_alike_everywhere() {
    on_each_engine(async |db: Fixture| {
        let names = [
            "FB 3",
            " fb 3 ",
            "Fakultät für ÄRZTE & ÖKOLOGIE Ü",
            "École Straße",
            "\u{130}stanbul \u{3a3}",
            "a%_\\'\"b",
            &"Ä".repeat(300),
        ];
        let lena = db.person("Lena Vogt").await;
        for name in names {
            belongs(&db, lena, name).await;
            let folded = def(&key(name), true, true);
            let id = set_up(&db, &folded).await;
            let found = people::find(&db.store, lena).await.unwrap().unwrap().organisation;
            let found = found.unwrap_or_else(|| panic!("{name} is found"));
            assert_eq!((found.id, found.key, found.reply), (id, key(name), true), "{name}");
            db.write(async |tx| organisations::delete(tx, id).await).await;
        }
        belongs(&db, lena, "").await;
        assert_eq!(people::find(&db.store, lena).await.unwrap().unwrap().organisation, None);
    });
}

#[test]
fn only_one_that_is_valid_and_switched_on_counts() {
    on_each_engine(async |db: Fixture| {
        let lena = db.person("Lena Vogt").await;
        belongs(&db, lena, "FB 3").await;
        let id = set_up(&db, &def("fb 3", false, true)).await;
        let organisation = async || people::find(&db.store, lena).await.unwrap().unwrap().organisation;
        assert_eq!(organisation().await, None, "not switched on");
        let mut wanted = def("fb 3", true, false);
        db.write(async |tx| organisations::save(tx, id, &wanted).await).await;
        assert_eq!(organisation().await.map(|found| found.reply), Some(false));
        wanted.valid = false;
        db.write(async |tx| organisations::save(tx, id, &wanted).await).await;
        assert_eq!(organisation().await, None, "not valid");
        let tx = db.store.begin().await.unwrap();
        let twice = organisations::save(&tx, OrganisationId(db.id()), &def("FB 3", true, true)).await;
        assert!(
            matches!(twice, Err(StoreError::Duplicate("organisation name"))),
            "{twice:?}"
        );
    });
}

#[test]
fn members_and_unknown_names_are_counted() {
    on_each_engine(async |db: Fixture| {
        for (name, organisation) in [
            ("Lena Vogt", "FB 3"),
            ("Jonas Beck", "fb 3"),
            ("Mia Kurz", "FB 4"),
            ("Ada Roth", ""),
        ] {
            let person = db.person(name).await;
            belongs(&db, person, organisation).await;
        }
        let gone = db.person("Uwe Alt").await;
        belongs(&db, gone, "FB 3").await;
        db.write(async |tx| people::profile::set_active(tx, gone, false).await)
            .await;
        set_up(&db, &def("Fb 3", false, false)).await;
        let before = db.store.query_count();
        let listed = organisations::list(&db.store).await.unwrap();
        let unknown = organisations::unknown(&db.store).await.unwrap();
        assert_eq!(db.store.query_count() - before, 2, "however many there are");
        let listed: Vec<_> = listed
            .iter()
            .map(|one| (one.organisation.name.as_str(), one.members))
            .collect();
        assert_eq!(listed, [("Fb 3", 2)]);
        let unknown: Vec<_> = unknown.iter().map(|one| (one.name.as_str(), one.people)).collect();
        assert_eq!(unknown, [("FB 4", 1)]);
    });
}

async fn listed(db: &Fixture, visibility: &Visibility, me: PersonId) -> BTreeSet<TicketId> {
    let tree = queues::tree(&db.store).await.unwrap();
    let question = Question {
        visibility,
        filter: &Filter::All,
        me: Some(me),
        tree: &tree,
        now: at(0),
    };
    let sort = TicketSort::UpdatedDesc;
    let page = tickets::page(&db.store, &question, sort, Start::First, 1_000)
        .await
        .unwrap();
    let count = tickets::count(&db.store, &question, None).await.unwrap();
    assert_eq!(count, page.items.len() as u64, "counted as listed");
    page.items.iter().map(|ticket| ticket.id).collect()
}

struct Queues {
    open: QueueId,
    sensitive: QueueId,
    below: QueueId,
}

async fn some_queues(db: &Fixture) -> Queues {
    let open = db.queue("it", None).await;
    let sensitive = db.queue("counselling", None).await;
    let below = db.queue("counselling/study", Some(sensitive)).await;
    let mut settings = queues::tree(&db.store).await.unwrap().get(sensitive).unwrap().clone();
    settings.sensitive = true;
    db.write(async |tx| queues::update(tx, &settings).await).await;
    Queues { open, sensitive, below }
}

// req: D2, D17, E3, B11 — lists, counters and search go by SQL, pages by `side`: ticket by ticket they say the same.
#[test]
fn lists_and_pages_agree_on_what_an_organisation_sees() {
    on_each_engine(async |db: Fixture| {
        let mut runner = TestRunner::deterministic();
        let Queues { open, sensitive, below } = some_queues(&db).await;
        let mut requesters = Vec::new();
        for (name, organisation) in [
            ("Lena Vogt", "FB 3"),
            ("Jonas Beck", "fb 3"),
            ("Mia Kurz", "FB 4"),
            ("Ada Roth", ""),
            ("Uwe Alt", "FB 3"),
        ] {
            let person = db.person(name).await;
            belongs(&db, person, organisation).await;
            requesters.push(person);
        }
        db.write(async |tx| people::profile::set_active(tx, requesters[4], false).await)
            .await;
        set_up(&db, &def("FB 3", true, false)).await;
        set_up(&db, &def("FB 4", false, true)).await;
        let any = any::<[u8; 8]>();
        let mut ids = Vec::new();
        for _ in 0..120 {
            let pick = any.new_tree(&mut runner).unwrap().current();
            let at_random = |at: usize, of: usize| usize::from(pick[at]) % of;
            let mut ticket = db.new_ticket(
                [open, sensitive, below][at_random(0, 3)],
                requesters[at_random(1, 5)],
                "x",
            );
            ticket.readers = pick[2].is_multiple_of(4).then(|| [requesters[at_random(3, 5)]].into());
            if pick[4].is_multiple_of(4) && ticket.queue_id != below {
                ticket.other_queues.insert(below);
            }
            if pick[5].is_multiple_of(6) {
                ticket.participants.insert(requesters[at_random(6, 5)]);
            }
            let decision = opened(&ticket, vec![db.new_article("Nachricht", true)]);
            db.write(async |tx| crate::support::apply(tx, None, &decision).await)
                .await;
            ids.push(ticket.id);
        }
        let tree = queues::tree(&db.store).await.unwrap();
        let stored: Vec<Ticket> = tickets::find_many(&db.store, &ids)
            .await
            .unwrap()
            .into_values()
            .collect();
        let mut by_organisation = 0;
        for (index, me) in requesters.iter().take(4).enumerate() {
            let mut actor = people::actor(&db.store, *me, &tree).await.unwrap().unwrap();
            for works in [false, true] {
                if works {
                    actor.grants = [(open, BTreeSet::from([Permission::View]))].into();
                }
                let sees = |wanted: fn(&Actor, &Ticket) -> bool| -> BTreeSet<TicketId> {
                    stored
                        .iter()
                        .filter(|one| wanted(&actor, one))
                        .map(|one| one.id)
                        .collect()
                };
                let all = listed(&db, &visible_tickets(&actor), *me).await;
                assert_eq!(all, sees(|actor, one| side(actor, one).is_some()), "{}", actor.name);
                let desk = listed(&db, &desk_tickets(&actor), *me).await;
                assert_eq!(
                    desk,
                    sees(|actor, one| side(actor, one) == Some(Side::Agent)),
                    "{}",
                    actor.name
                );
                let colleagues = listed(&db, &organisation_tickets(&actor), *me).await;
                let expected = sees(pult_domain::policy::sees_by_organisation);
                assert_eq!(colleagues, expected, "{}", actor.name);
                assert_eq!(colleagues.is_empty(), index > 1, "{}", actor.name);
                by_organisation += colleagues.len();
            }
            assert_eq!(actor.organisation.is_some(), index < 2);
        }
        assert!(by_organisation > 8, "{by_organisation}");
    });
}

/// What is seen by an organisation alone is seen without notes, in search too.
#[test]
fn notes_of_colleagues_are_not_found() {
    on_each_engine(async |db: Fixture| {
        let queue = db.queue("it", None).await;
        let (lena, jonas) = (db.person("Lena Vogt").await, db.person("Jonas Beck").await);
        for person in [lena, jonas] {
            belongs(&db, person, "FB 3").await;
        }
        set_up(&db, &def("FB 3", true, true)).await;
        let articles = vec![db.new_article("Nachricht", true), db.new_article("Geheimnis", false)];
        let decision = opened(&db.new_ticket(queue, lena, "Betreff"), articles);
        db.write(async |tx| crate::support::apply(tx, None, &decision).await)
            .await;
        let tree = queues::tree(&db.store).await.unwrap();
        let actor = people::actor(&db.store, jonas, &tree).await.unwrap().unwrap();
        assert_eq!(
            actor.organisation,
            Some(Membership::new(actor.organisation.clone().unwrap().of, &tree))
        );
        let found = async |filter: Filter| {
            let visibility = visible_tickets(&actor);
            let question = Question {
                visibility: &visibility,
                filter: &filter,
                me: Some(jonas),
                tree: &tree,
                now: at(0),
            };
            tickets::count(&db.store, &question, None).await.unwrap()
        };
        assert_eq!(found(Filter::Word("nachricht".to_owned())).await, 1);
        assert_eq!(found(Filter::Word("geheimnis".to_owned())).await, 0);
        assert_eq!(found(Filter::Requester(Who::Me)).await, 0);
    });
}
