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
    check("state:active", "-state:closed");
    check("wlan OR vpn drucker", "wlan OR (vpn drucker)");
    check("-(state:closed OR locked:yes)", "-(state:closed OR locked:yes)");
    check("\"kein Netz\" priority:>=4", "\"kein Netz\" priority:>=4");
    check("--wlan", "wlan");
    check("number:2026112200017", "number:2026112200017");
}

#[test]
fn says_what_it_cannot_read() {
    check("state:lost", "error: `lost` is no value for `state`");
    check("colour:red", "error: there is no field `colour`");
    check("(wlan", "error: unexpected `end of text` at character 1");
    check("wlan)", "error: unexpected `)` at character 4");
    check("OR", "error: unexpected `OR` at character 0");
    check("\"offen", "error: unexpected `end of text` at character 7");
    check("priority:9", "error: `9` is no value for `priority`");
    check("created:>7y", "error: `>7y` is no value for `created`");
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
        prop::sample::select(State::ALL.to_vec()).prop_map(Filter::State),
        who.clone().prop_map(Filter::Owner),
        who.prop_map(Filter::Requester),
        (compare.clone(), 1..=5_u8).prop_map(|(c, p)| Filter::Priority(c, Priority::new(p).expect("1 to 5"))),
        (compare.clone(), 0..100_000_u32).prop_map(|(c, minutes)| Filter::Created(c, Age { minutes })),
        (compare, 0..100_000_u32).prop_map(|(c, minutes)| Filter::Updated(c, Age { minutes })),
        "[0-9]{1,14}".prop_map(Filter::Number),
        any::<bool>().prop_map(Filter::Locked),
        "[a-zA-ZäöüOR \"\\\\():,*-]{1,8}".prop_map(Filter::Word),
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
