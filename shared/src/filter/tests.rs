//! The text form: a table of what is read, and the law that printing and reading back changes nothing.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(text: &str, expect: &str) {
    let got = match Filter::parse(text) {
        Ok(filter) => filter.to_string(),
        Err(error) => format!("error: {error}"),
    };
    assert_eq!(got, expect, "{text}");
}

#[test]
fn reads_what_people_write() {
    check("", "*");
    check("  ", "*");
    check(
        "queue:it/wlan state:open owner:me created:>7d drucker",
        "queue:it/wlan state:open owner:me created:>1w drucker",
    );
    check("state:new,open", "state:new OR state:open");
    check("state:active", "state:active");
    check("state:pending", "state:pending_reminder OR state:pending_auto");
    check("state:#open state:waiting", "state:#open state:waiting");
    check("type:incident,none tag:WLAN", "(type:incident OR type:none) tag:wlan");
    check(
        "field.room:4711 field.n:>=2.5 field.d:<2026-12-01 field.x:none",
        "field.room:\"4711\" field.n:>=2.5 field.d:<2026-12-01 field.x:none",
    );
    check(
        "watcher:me mentioned:me overdue:yes channel:phone",
        "watcher:me mentioned:me overdue:yes channel:phone",
    );
    check("wlan OR vpn drucker", "wlan OR (vpn drucker)");
    check("-(state:closed OR locked:yes)", "-(state:closed OR locked:yes)");
    check("\"kein Netz\" priority:>=4", "\"kein Netz\" priority:>=4");
    check("--wlan", "wlan");
    check("number:2026112200017", "number:2026112200017");
    check(
        "organisation:\"FB 3\",none",
        "organisation:\"FB 3\" OR organisation:none",
    );
    check("organisation:\"none\"", "organisation:\"none\"");
}

#[test]
fn says_what_it_cannot_read() {
    check("state:Lost", "error: `Lost` is no value for `state`, at character 6");
    check("colour:red", "error: there is no field `colour`, at character 0");
    check("(wlan", "error: unexpected `end of text` at character 1");
    check("wlan)", "error: unexpected `)` at character 4");
    check("OR", "error: unexpected `OR` at character 0");
    check("\"offen", "error: unexpected `end of text` at character 7");
    check("priority:9", "error: `9` is no value for `priority`, at character 9");
    check("created:>7y", "error: `>7y` is no value for `created`, at character 8");
    check(&"(".repeat(30), "error: the filter is nested deeper than 16 levels");
    check(&"a ".repeat(65), "error: the filter has more than 64 conditions");
    check(&"a".repeat(1_001), "error: the filter is longer than 1000 characters");
}

fn leaf() -> impl Strategy<Value = Filter> {
    let compare = prop_oneof![
        Just(Compare::Less),
        Just(Compare::LessOrEqual),
        Just(Compare::Equal),
        Just(Compare::GreaterOrEqual),
        Just(Compare::Greater)
    ];
    let who = prop_oneof![
        Just(Who::Me),
        Just(Who::Nobody),
        any::<u128>().prop_map(|n| Who::Person(PersonId(uuid::Uuid::from_u128(n))))
    ];
    prop_oneof![
        "[a-zäöü/ \"\\\\:#,*-]{1,12}".prop_map(Filter::QueuePath),
        prop::collection::vec(any::<u128>().prop_map(|n| QueueId(uuid::Uuid::from_u128(n))), 1..3)
            .prop_map(Filter::QueueIds),
        Just(Filter::Active),
        prop::sample::select(StateType::ALL.to_vec()).prop_map(Filter::StateType),
        prop::sample::select(vec!["open", "pending", "active", "waiting"])
            .prop_map(|key| Filter::State(StateKey::new(key))),
        prop::option::of("[a-z]{1,6}").prop_map(|key| Filter::Type(key.map(TypeKey::new))),
        prop::option::of("[a-z]{1,4}(/[a-z]{1,4})?").prop_map(|key| Filter::Service(key.map(ServiceKey::new))),
        prop::sample::select(Channel::ALL.to_vec()).prop_map(Filter::Channel),
        prop::sample::select(vec![
            Filter::Owner as fn(Who) -> Filter,
            Filter::Requester,
            Filter::Responsible,
            Filter::Watcher,
            Filter::Mentioned,
            Filter::Participant,
            Filter::Readable
        ])
        .prop_flat_map(move |make| who.clone().prop_map(make)),
        "[a-zäöü0-9#, \"-]{1,8}".prop_map(Filter::Tag),
        "@?[a-z][a-z0-9.%_-]{0,8}".prop_map(Filter::From),
        "[a-zäöüßA-ZÄ0-9#,\"-]{1,8}".prop_map(Filter::Subject),
        prop::option::of(prop::sample::select(Affiliation::ALL.to_vec())).prop_map(Filter::Affiliation),
        prop::option::of("[a-zäöüÄ0-9#,\"-]{1,8}").prop_map(Filter::Organisation),
        ("[a-z]{1,5}", field_test(compare.clone())).prop_map(|(key, test)| Filter::Field(FieldKey::new(key), test)),
        prop::sample::select(vec![Filter::Closed as fn(Compare, Age) -> Filter, Filter::Contact])
            .prop_flat_map(|make| (any::<u16>()).prop_map(move |n| make(Compare::Greater, Age { minutes: n.into() }))),
        prop::option::of("[a-z]{1,4}").prop_map(|key| Filter::Sla(key.map(SlaKey::new))),
        (
            prop::sample::select(ClockKind::ALL.to_vec()),
            compare.clone(),
            0..100_000_u32
        )
            .prop_map(|(clock, c, minutes)| Filter::ClockDue(clock, c, Age { minutes })),
        any::<bool>().prop_map(Filter::Escalating),
        any::<bool>().prop_map(Filter::Forgotten),
        any::<bool>().prop_map(Filter::Orphaned),
        any::<bool>().prop_map(Filter::Overdue),
        any::<bool>().prop_map(Filter::Reminder),
        (compare.clone(), 1..=5_u8).prop_map(|(c, p)| Filter::Priority(c, Priority::new(p).expect("1 to 5"))),
        (compare.clone(), 0..100_000_u32).prop_map(|(c, minutes)| Filter::Created(c, Age { minutes })),
        (compare, 0..100_000_u32).prop_map(|(c, minutes)| Filter::Updated(c, Age { minutes })),
        "[0-9]{1,14}".prop_map(Filter::Number),
        any::<bool>().prop_map(Filter::Locked),
        "[a-zA-ZäöüOR \"\\\\():,*-]{1,8}".prop_map(Filter::Word),
    ]
}

fn field_test(compare: impl Strategy<Value = Compare> + Clone) -> impl Strategy<Value = FieldTest> {
    prop_oneof![
        Just(FieldTest::Empty),
        "[a-z0-9<>= \"\\:,-]{0,8}".prop_map(FieldTest::Is),
        (compare.clone(), -1_000..1_000_i32).prop_map(|(c, n)| FieldTest::Number(c, f64::from(n) / 4.0)),
        (compare, 1..28_u8).prop_map(|(c, day)| FieldTest::Date(c, format!("2026-11-{day:02}"))),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    leaf().prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(Filter::negate),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Filter::all_of),
            prop::collection::vec(inner, 2..4).prop_map(Filter::any_of),
        ]
    })
}

proptest! {
    #[test]
    fn printing_and_reading_back_changes_nothing(filter in filter()) {
        prop_assert_eq!(Filter::parse(&filter.to_string()), Ok(filter));
    }

    #[test]
    fn reading_never_panics(text in ".{0,60}") {
        let _ = Filter::parse(&text);
    }
}
