//! Filters: the twin interpreters agree, on everything, and nobody finds tickets by notes that they may not read.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use pult_domain::{
    absence::Absence,
    actor::Actor,
    matches::{MatchFacts, matches},
    policy::{Visibility, holds, portal_tickets, visible_tickets},
    queue::QueueTree,
    staffing::Staffing,
    text::words,
    ticket::{Clocks, Lock, NewArticle, Ticket},
};
use pult_shared::{
    absence::AbsenceDef,
    api::{
        role::{Grant, RoleDef},
        ticket::TicketSort,
    },
    catalog::{FieldKey, FieldValue, ServiceKey, SlaKey, StateKey, StateType, TypeKey},
    filter::{Age, Compare, FieldTest, Filter, Who},
    ids::{AbsenceId, PersonId, QueueId, RoleId, TicketId},
    person::{Affiliation, Permission},
    sla::ClockKind,
    ticket::{Channel, Priority},
};
use pult_store::{
    absences, people, queues, roles, staffing,
    tickets::{self, Question, Start},
};

use uuid::Uuid;

use crate::support::{Fixture, at, on_each_engine, opened, set_state};

const NOW: i64 = 1_000_000;
/// Words of subjects, messages and notes, and what is searched for: spellings that meet, and some that do not.
const TEXTS: [&str; 8] = [
    "Universität Drucker",
    "die DRUCKER der universitaet",
    "WLAN password reset",
    "Passwörter, passwords!",
    "Straße 7b",
    "",
    "'quoted\" & (odd) | words:*",
    "NEAR AND OR NOT",
];
const WORDS: [&str; 14] = [
    "drucker",
    "universität",
    "UNIVERSITAET",
    "wlan",
    "lan",
    "passwort",
    "password",
    "strasse",
    "7b",
    "!?",
    "odd",
    "near",
    "drucker universität",
    "not",
];

const SERVICES: [&str; 4] = ["mail", "mail/groupware", "mailing", "ma_l"];
const TAGS: [&str; 3] = ["wlan", "vpn", "WLAN"];
const ROOMS: [&str; 7] = ["2026-11-22", "2026-12-01", "5", "B2.07", "b2.07", "Ärger", "2026-13-01"];

async fn find(
    db: &Fixture,
    visibility: &Visibility,
    filter: &Filter,
    me: Option<PersonId>,
    tree: &QueueTree,
) -> BTreeSet<TicketId> {
    let sort = TicketSort::UpdatedDesc;
    let question = Question {
        visibility,
        filter,
        me,
        tree,
        now: at(NOW),
    };
    let page = tickets::page(&db.store, &question, sort, Start::First, 1_000)
        .await
        .unwrap();
    assert_eq!(
        tickets::count(&db.store, &question, None).await.unwrap(),
        page.items.len() as u64,
        "{filter} counted"
    );
    page.items.iter().map(|ticket| ticket.id).collect()
}

/// Whether the nth of some things belongs to a random choice.
fn chosen(pick: u16, n: usize) -> bool {
    (pick >> n) % 2 == 1
}

/// Values of every shape, some of which look like another one.
fn some_fields(which: u16, pick: u16) -> BTreeMap<FieldKey, FieldValue> {
    let values = [
        (
            "room",
            FieldValue::Text(ROOMS[usize::from(pick) % ROOMS.len()].to_owned()),
        ),
        (
            "count",
            FieldValue::Number([0.0, 5.0, -2.5, 1e20][usize::from(pick) % 4]),
        ),
        ("done", FieldValue::Bool(pick.is_multiple_of(2))),
        (
            "kinds",
            FieldValue::Texts(
                ROOMS
                    .iter()
                    .take(1 + usize::from(pick) % 3)
                    .map(|&room| room.to_owned())
                    .collect(),
            ),
        ),
    ];
    let chosen = values.into_iter().enumerate().filter(|(n, _)| chosen(which, *n));
    chosen.map(|(_, (key, value))| (FieldKey::new(key), value)).collect()
}

/// What the tickets of a property test are made of.
struct World {
    people: Vec<PersonId>,
    queues: Vec<QueueId>,
    tree: QueueTree,
    tickets: Vec<(Ticket, NewArticle, NewArticle)>,
}

async fn world(db: &Fixture, runner: &mut TestRunner) -> World {
    let it = db.queue("it", None).await;
    let queues = vec![
        it,
        db.queue("it/wlan", Some(it)).await,
        db.queue("ita", None).await,
        db.queue("library", None).await,
    ];
    let people = vec![
        db.person("Lena Vogt").await,
        db.person("Jonas Beck").await,
        db.person("Mia Kurz").await,
    ];
    let tree = queues::tree(&db.store).await.unwrap();
    let mut tickets = Vec::new();
    let any = any::<[u16; 25]>();
    for _ in 0..60 {
        let pick = any.new_tree(runner).unwrap().current();
        let index = |at: usize, of: usize| usize::from(pick[at]) % of;
        let person = |at: usize| (!pick[at].is_multiple_of(3)).then(|| people[index(at, people.len())]);
        let mut ticket = db.new_ticket(
            queues[index(0, queues.len())],
            people[index(1, people.len())],
            TEXTS[index(2, TEXTS.len())],
        );
        set_state(&mut ticket, StateType::ALL[index(3, 7)]);
        ticket.owner_id = person(4);
        ticket.lock = person(5).map(|by| Lock { by, since: at(1) });
        ticket.priority = Priority::ALL[index(6, 5)];
        // Around the whole minutes that filters ask for.
        ticket.created_at = at(NOW - i64::from(pick[7] % 5) * 60 + i64::from(pick[7] % 3) - 1);
        ticket.updated_at = at(NOW - i64::from(pick[8] % 5) * 60 + i64::from(pick[8] % 3) - 1);
        ticket.channel = Channel::ALL[index(10, 3)];
        ticket.ticket_type = (index(11, 3) > 0).then(|| TypeKey::new(["request", "incident"][index(11, 2)]));
        ticket.service = (index(12, 4) > 0).then(|| ServiceKey::new(SERVICES[index(12, SERVICES.len())]));
        ticket.responsible_id = person(13);
        let around_now = |pick: u16| (!pick.is_multiple_of(3)).then(|| at(NOW + i64::from(pick % 5) * 60 - 120));
        ticket.due_at = around_now(pick[14]);
        ticket.pending_until = around_now(pick[15]);
        ticket.clocks = Clocks {
            sla: chosen(pick[14], 5).then(|| SlaKey::new("gold")),
            first_response_due: around_now(pick[13]),
            update_due: around_now(pick[12]),
            solution_due: around_now(pick[11]),
            warn_at: around_now(pick[10]),
            remind_at: around_now(pick[9]),
            ..Clocks::default()
        };
        ticket.last_contact_at =
            (!pick[16].is_multiple_of(4)).then(|| at(NOW - i64::from(pick[16] % 5) * 60 + i64::from(pick[16] % 3) - 1));
        ticket.closed_at = ticket.closed_at.map(|_| at(NOW - i64::from(pick[17] % 5) * 60));
        let some = |pick: u16| {
            people
                .iter()
                .enumerate()
                .filter(move |(n, _)| chosen(pick, *n))
                .map(|(_, id)| *id)
        };
        ticket.participants = some(pick[18]).collect();
        ticket.watchers = some(pick[19]).collect();
        ticket.mentioned = some(pick[19] / 3).collect();
        ticket.readers = chosen(pick[18], 4).then(|| some(pick[19] / 7).collect());
        ticket.tags = TAGS
            .into_iter()
            .enumerate()
            .filter(|(n, _)| chosen(pick[20], *n))
            .map(|(_, tag)| tag.to_owned())
            .collect();
        ticket.fields = some_fields(pick[21], pick[22]);
        for (n, queue) in queues
            .iter()
            .enumerate()
            .filter(|(_, queue)| **queue != ticket.queue_id)
        {
            match pick[24] >> (2 * n) & 3 {
                0 => ticket.other_queues.insert(*queue),
                1 => ticket.left_queues.insert(*queue),
                _ => false,
            };
        }
        let message = db.new_article(TEXTS[index(9, TEXTS.len())], true);
        let note = db.new_article(TEXTS[index(2, TEXTS.len()) / 2 + index(9, 2)], false);
        let decision = opened(&ticket, vec![message.clone(), note.clone()]);
        db.write(async |tx| crate::support::apply(tx, None, &decision).await)
            .await;
        tickets.push((ticket, message, note));
    }
    World {
        people,
        queues,
        tree,
        tickets,
    }
}

fn any_person(who: impl Strategy<Value = Who>) -> impl Strategy<Value = Filter> {
    let of = proptest::sample::select(vec![
        Filter::Owner as fn(Who) -> Filter,
        Filter::Requester,
        Filter::Responsible,
        Filter::Watcher,
        Filter::Mentioned,
        Filter::Participant,
        Filter::Readable,
    ]);
    (of, who).prop_map(|(of, who)| of(who))
}

fn any_field(compare: impl Strategy<Value = Compare> + Clone) -> impl Strategy<Value = Filter> {
    let key = proptest::sample::select(vec!["room", "count", "done", "kinds", "nowhere"]);
    let texts = [ROOMS.as_slice(), &["ÄRGER", "true", "-2.5", "x"]].concat();
    let numbers = proptest::sample::select(vec![0.0, 5.0, -2.5, 3.0]);
    let days = proptest::sample::select(vec!["2026-11-22", "2026-11-30", "2027-01-01"]);
    let test = prop_oneof![
        Just(FieldTest::Empty),
        proptest::sample::select(texts).prop_map(|text| FieldTest::Is(text.to_owned())),
        (compare.clone(), numbers).prop_map(|(compare, number)| FieldTest::Number(compare, number)),
        (compare, days).prop_map(|(compare, day)| FieldTest::Date(compare, day.to_owned())),
    ];
    (key, test).prop_map(|(key, test)| Filter::Field(FieldKey::new(key), test))
}

fn any_filter(people: Vec<PersonId>, queues: Vec<QueueId>, numbers: Vec<String>) -> impl Strategy<Value = Filter> {
    let who = prop_oneof![
        Just(Who::Me),
        Just(Who::Nobody),
        proptest::sample::select(people).prop_map(Who::Person)
    ];
    let compare = proptest::sample::select(vec![
        Compare::Less,
        Compare::LessOrEqual,
        Compare::Equal,
        Compare::GreaterOrEqual,
        Compare::Greater,
    ]);
    let age = (0u32..6).prop_map(|minutes| Age { minutes });
    let paths = ["it", "it/wlan", "/it/", "ita", "i", "", "nowhere", "inbox"]
        .map(str::to_owned)
        .to_vec();
    let leaf = prop_oneof![
        Just(Filter::All),
        Just(Filter::Nothing),
        proptest::sample::select(paths).prop_map(Filter::QueuePath),
        proptest::sample::subsequence(queues, 0..=3).prop_map(Filter::QueueIds),
        Just(Filter::Active),
        proptest::sample::select(StateType::ALL.to_vec()).prop_map(Filter::StateType),
        proptest::sample::select(vec!["new", "pending_close_successful", "closed_successful", "nowhere"])
            .prop_map(|key| Filter::State(StateKey::new(key))),
        proptest::sample::select(vec![None, Some("request"), Some("incident"), Some("order")])
            .prop_map(|key| Filter::Type(key.map(TypeKey::new))),
        proptest::option::of(proptest::sample::select(SERVICES.to_vec()))
            .prop_map(|key| Filter::Service(key.map(ServiceKey::new))),
        proptest::sample::select(Channel::ALL.to_vec()).prop_map(Filter::Channel),
        proptest::sample::select(TAGS.to_vec()).prop_map(|tag| Filter::Tag(tag.to_owned())),
        proptest::sample::select(vec![
            "lena.vogt@hs-musterstadt.example",
            "@hs-musterstadt.example",
            "@musterstadt.example",
            "lena%",
            "@_s-musterstadt.example"
        ])
        .prop_map(|address| Filter::From(address.to_owned())),
        proptest::option::of(proptest::sample::select(Affiliation::ALL.to_vec())).prop_map(Filter::Affiliation),
        proptest::sample::select(vec![None, Some(" Ärzte 3"), Some("ärzte 3"), Some("Arzte 3")])
            .prop_map(|name| Filter::Organisation(name.map(str::to_owned))),
        proptest::sample::select(vec!["drucker", "DRÜCK", "ä", "ß", "wlan", "e", "%", "nirgends"])
            .prop_map(|text| Filter::Subject(text.to_owned())),
        any_field(compare.clone()),
        any_person(who),
        (compare.clone(), proptest::sample::select(Priority::ALL.to_vec())).prop_map(|(c, p)| Filter::Priority(c, p)),
        (compare.clone(), age.clone()).prop_map(|(c, a)| Filter::Created(c, a)),
        (compare.clone(), age.clone()).prop_map(|(c, a)| Filter::Updated(c, a)),
        (compare.clone(), age.clone()).prop_map(|(c, a)| Filter::Closed(c, a)),
        (compare.clone(), age.clone()).prop_map(|(c, a)| Filter::Contact(c, a)),
        (proptest::sample::select(ClockKind::ALL.to_vec()), compare, age)
            .prop_map(|(k, c, a)| Filter::ClockDue(k, c, a)),
        proptest::option::of(Just(SlaKey::new("gold"))).prop_map(Filter::Sla),
        any::<bool>().prop_map(Filter::Escalating),
        any::<bool>().prop_map(Filter::Forgotten),
        any::<bool>().prop_map(Filter::Orphaned),
        any::<bool>().prop_map(Filter::Overdue),
        any::<bool>().prop_map(Filter::Reminder),
        proptest::sample::select(numbers).prop_map(Filter::Number),
        any::<bool>().prop_map(Filter::Locked),
        proptest::sample::select(WORDS.to_vec()).prop_map(|word| Filter::Word(word.to_owned())),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|filter| Filter::Not(Box::new(filter))),
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Filter::And),
            proptest::collection::vec(inner, 0..4).prop_map(Filter::Or),
        ]
    })
}

/// Of three people who work in the first queue one is away and has a deputy in the third one only.
async fn staff(db: &Fixture, world: &World) -> Staffing {
    let def = RoleDef {
        name: "Team".to_owned(),
        description: String::new(),
        grants: [0, 2]
            .map(|n| Grant {
                queue_id: world.queues[n],
                permission: Permission::Own,
            })
            .to_vec(),
        requires_second_factor: false,
    };
    let away = Absence {
        id: AbsenceId(Uuid::from_u128(7_001)),
        person: world.people[0],
        begins: at(NOW - 1_000),
        ends: at(NOW + 1_000),
        deputy: None,
        by_queue: BTreeMap::from([(world.queues[2], world.people[1])]),
    };
    let told = AbsenceDef {
        person_id: None,
        from: "2026-11-22".to_owned(),
        until: "2026-11-22".to_owned(),
        deputy_id: None,
        queue_deputies: Vec::new(),
        rights: false,
        note: String::new(),
    };
    db.write(async |tx| {
        let role = RoleId(Uuid::from_u128(7_002));
        roles::save(tx, role, &def).await?;
        for person in &world.people[..2] {
            roles::add_member(tx, role, *person).await?;
        }
        absences::save(tx, &away, &told).await
    })
    .await;
    let staffing = Staffing::at(&staffing::facts(&db.store).await.unwrap(), &world.tree, at(NOW));
    assert!(staffing.unstaffed().contains(&world.queues[3]), "{staffing:?}");
    assert!(!staffing.covered().is_empty(), "{staffing:?}");
    staffing
}

/// The words of a ticket that somebody may search: notes only where they see notes.
fn visible_words(ticket: &Ticket, message: &NewArticle, note: &NewArticle, sees_notes: bool) -> BTreeSet<String> {
    let texts = [
        Some(&ticket.subject),
        Some(&message.text),
        sees_notes.then_some(&note.text),
    ];
    texts.into_iter().flatten().flat_map(|text| words(text)).collect()
}

/// Many counts in a statement are what each of them is by itself.
async fn counts_agree(
    db: &Fixture,
    visibility: &Visibility,
    me: Option<PersonId>,
    tree: &QueueTree,
    asked: &[(Filter, u64)],
) {
    let question = Question {
        visibility,
        filter: &Filter::All,
        me,
        tree,
        now: at(NOW),
    };
    let filters: Vec<&Filter> = asked.iter().map(|(filter, _)| filter).collect();
    for cap in [None, Some(3)] {
        let expected: Vec<u64> = asked
            .iter()
            .map(|(_, count)| (*count).min(cap.unwrap_or(u64::MAX)))
            .collect();
        let before = db.store.query_count();
        let counts = tickets::counts(&db.store, &question, &filters, cap).await.unwrap();
        assert_eq!(counts, expected);
        // Two statements, the question which queues share tickets, and four about who is there.
        assert!(db.store.query_count() - before <= 7, "hundreds of filters");
    }
}

#[test]
fn sql_and_memory_agree_on_every_filter() {
    on_each_engine(async |db: Fixture| {
        let mut runner = TestRunner::deterministic();
        let world = world(&db, &mut runner).await;
        let numbers = world
            .tickets
            .iter()
            .take(3)
            .map(|(ticket, ..)| ticket.number.0.clone())
            .collect();
        let mut addresses = BTreeMap::new();
        let affiliations = [Some(Affiliation::Student), Some(Affiliation::Staff), None];
        let known = affiliations.into_iter().zip(["Ärzte 3", "äRZTE 3", ""]);
        for (person, (affiliation, organisation)) in world.people.iter().zip(known) {
            let mut known = people::profile::find(&db.store, *person).await.unwrap().unwrap().person;
            known.affiliation = affiliation;
            known.organisation = organisation.to_owned();
            db.write(async |tx| people::profile::update(tx, *person, &known).await)
                .await;
            let found = people::find(&db.store, *person).await.unwrap().unwrap();
            let organisation = Some(organisation).filter(|name| !name.is_empty());
            addresses.insert(*person, (found.addresses, affiliation, organisation));
        }
        let staffing = staff(&db, &world).await;
        let filters = any_filter(world.people.clone(), world.queues.clone(), numbers);
        let agent = agent(world.people[0], &world.queues[..2]);
        let readers = [
            (Visibility::for_system(), None),
            (visible_tickets(&agent), Some(agent.person_id)),
            (portal_tickets(&agent), Some(agent.person_id)),
        ];
        let mut asked: [Vec<(Filter, u64)>; 3] = Default::default();
        let mut found = 0;
        for round in 0..800 {
            let filter = filters.new_tree(&mut runner).unwrap().current();
            let (visibility, me) = &readers[round % readers.len()];
            let in_sql = find(&db, visibility, &filter, *me, &world.tree).await;
            let in_memory: BTreeSet<TicketId> = world
                .tickets
                .iter()
                .filter(|(ticket, message, note)| {
                    let notes = me.is_none() || (round % readers.len() == 1 && holds(&agent, Permission::View, ticket));
                    let words = visible_words(ticket, message, note, notes);
                    let (addresses, affiliation, organisation) = &addresses[&ticket.requester_id];
                    let facts = MatchFacts {
                        ticket,
                        addresses,
                        affiliation: *affiliation,
                        organisation: *organisation,
                        words: &words,
                        staffing: &staffing,
                    };
                    matches(visibility.filter(), &facts, *me, &world.tree, at(NOW))
                        && matches(&filter, &facts, *me, &world.tree, at(NOW))
                })
                .map(|(ticket, ..)| ticket.id)
                .collect();
            assert_eq!(in_sql, in_memory, "{filter} for reader {}", round % readers.len());
            found += in_sql.len();
            asked[round % readers.len()].push((filter, in_sql.len() as u64));
        }
        for ((visibility, me), asked) in readers.iter().zip(asked) {
            counts_agree(&db, visibility, *me, &world.tree, &asked).await;
        }
        assert!(found > 4_000, "the filters find something: {found}");
    });
}

fn agent(person: PersonId, queues: &[QueueId]) -> Actor {
    let grants: BTreeMap<_, _> = queues
        .iter()
        .map(|queue| (*queue, BTreeSet::from([Permission::View])))
        .collect();
    Actor {
        person_id: person,
        name: "Lena Vogt".to_owned(),
        administrator: false,
        grants,
        organisation: None,
        seer: None,
    }
}

#[test]
fn notes_are_found_only_where_the_reader_works() {
    on_each_engine(async |db: Fixture| {
        let (mine, other) = (db.queue("it", None).await, db.queue("library", None).await);
        let lena = db.person("Lena Vogt").await;
        let mut ids = Vec::new();
        for queue in [mine, other] {
            let ticket = db.new_ticket(queue, lena, "Betreff");
            let decision = opened(
                &ticket,
                vec![db.new_article("Nachricht", true), db.new_article("Geheimnis", false)],
            );
            db.write(async |tx| crate::support::apply(tx, None, &decision).await)
                .await;
            ids.push(ticket.id);
        }
        let tree = queues::tree(&db.store).await.unwrap();
        let secret = Filter::Word("geheimnis".to_owned());
        let seen = Filter::Word("nachricht".to_owned());
        // Lena works in `it` and is a customer of the library; she asked for both tickets.
        let lena_works = visible_tickets(&agent(lena, &[mine]));
        assert_eq!(
            find(&db, &lena_works, &secret, Some(lena), &tree).await,
            BTreeSet::from([ids[0]])
        );
        assert_eq!(find(&db, &lena_works, &seen, Some(lena), &tree).await.len(), 2);
        let customer = portal_tickets(&agent(lena, &[mine]));
        assert!(find(&db, &customer, &secret, Some(lena), &tree).await.is_empty());
        assert!(
            find(&db, &customer, &secret.negate(), Some(lena), &tree).await.len() == 2,
            "not even by their absence"
        );
        let everything = Visibility::for_system();
        let secret = Filter::Word("Geheimnisse".to_owned());
        assert_eq!(find(&db, &everything, &secret, None, &tree).await.len(), 2);
    });
}

#[test]
fn later_articles_are_found_and_subjects_without_letters_do_no_harm() {
    on_each_engine(async |db: Fixture| {
        let (queue, lena) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let ticket = db
            .open_ticket(&db.new_ticket(queue, lena, "?!"), db.new_article("", true))
            .await;
        let article = db.new_article("Nachtrag zum Beamer", true);
        let mut decision = crate::support::changed(&ticket, crate::support::added(&article), at(3));
        decision.articles.push(article);
        db.write(async |tx| crate::support::apply(tx, Some(1), &decision).await)
            .await;
        let tree = queues::tree(&db.store).await.unwrap();
        let found = find(
            &db,
            &Visibility::for_system(),
            &Filter::Word("beamer".to_owned()),
            None,
            &tree,
        )
        .await;
        assert_eq!(found, BTreeSet::from([ticket.id]));
    });
}

#[test]
fn a_text_of_many_words_is_stored_and_found() {
    on_each_engine(async |db: Fixture| {
        let (queue, lena) = (db.queue("it", None).await, db.person("Lena Vogt").await);
        let text: String = (0..40_000).map(|n| format!("wortnummer{n}ist{n}{n}lang{n} ")).collect();
        let ticket = db
            .open_ticket(&db.new_ticket(queue, lena, "x"), db.new_article(&text, true))
            .await;
        let tree = queues::tree(&db.store).await.unwrap();
        let first = Filter::Word("wortnummer0ist00lang0".to_owned());
        assert_eq!(
            find(&db, &Visibility::for_system(), &first, None, &tree).await,
            BTreeSet::from([ticket.id])
        );
    });
}

#[test]
fn an_agent_of_hundreds_of_queues_can_search_long_texts() {
    on_each_engine(async |db: Fixture| {
        let lena = db.person("Lena Vogt").await;
        let queues: Vec<QueueId> = (0..600).map(|_| QueueId(db.id())).collect();
        let tree = queues::tree(&db.store).await.unwrap();
        let filter = Filter::And(
            WORDS
                .iter()
                .cycle()
                .take(60)
                .map(|word| Filter::Word((*word).to_owned()))
                .collect(),
        );
        assert!(
            find(&db, &visible_tickets(&agent(lena, &queues)), &filter, Some(lena), &tree)
                .await
                .is_empty()
        );
    });
}
