//! Laws of threading: a number is found wherever it stands, and what belongs to a thread is kept.

use proptest::prelude::*;
use pult_mail::{parse, strip_subject, subject_tags, tagged_subject, thread_ids};

const HOOKS: &[&str] = &["Ticket#", "dtnet.de #", "Vorgang "];

/// What people and programs put around a tag: nothing that is a word of its own directly before a hook, and no digit behind a number.
fn around() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "((Re|AW|WG|Fwd|SV|Antw|RE\\[2\\]): ){0,5}",
        "[A-Za-zäöüÄÖÜß ,:;!?()\u{4E00}-\u{4E10}]{0,40} ",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    // req: A13 D8
    #[test]
    fn a_tag_in_any_subject_is_found(
        before in around(),
        after in "( [A-Za-zäöüß ,:;!?]{0,40})?",
        hook in 0..3_usize,
        number in 1..10_000_000_000_000_u64,
        brackets in any::<bool>(),
        upper in any::<bool>(),
        colon in any::<bool>(),
    ) {
        let hook = HOOKS[hook];
        let tag = format!("{hook}{}{number}", if colon { ": " } else { "" });
        let tag = if brackets { format!("[{tag}]") } else { tag };
        let tag = if upper { tag.to_uppercase() } else { tag };
        let subject = format!("{before}{tag}{after}");
        prop_assert!(subject_tags(&subject, HOOKS).contains(&number.to_string()), "{subject:?}");
        // The same over the wire, however it is encoded and folded.
        let raw = format!("From: a@x.example\r\nSubject: {subject}\r\n\r\nx");
        let read = parse(raw.as_bytes());
        prop_assert!(subject_tags(&read.subject, HOOKS).contains(&number.to_string()), "{subject:?} {:?}", read.subject);
        prop_assert!(!subject_tags(&strip_subject(&subject, HOOKS), HOOKS).contains(&number.to_string()));
    }

    // req: A12
    #[test]
    fn a_tagged_subject_names_its_ticket_first(subject in "[ -~äöüß€\u{4E00}-\u{4E10}]{0,300}", number in 1..10_000_000_000_000_u64) {
        let tagged = tagged_subject(&number.to_string(), &subject);
        prop_assert_eq!(subject_tags(&tagged, HOOKS).first().cloned(), Some(number.to_string()), "{:?}", tagged);
        prop_assert!(tagged.chars().count() <= 200);
        // An answer to an answer to an answer does not grow.
        prop_assert_eq!(tagged_subject(&number.to_string(), &tagged), tagged);
    }

    // req: A13
    #[test]
    fn ids_survive_every_way_to_list_them(
        ids in proptest::collection::vec("[a-z0-9.$]{1,20}@[a-z]{1,10}\\.example", 1..30),
        separator in prop_oneof![Just(" "), Just(","), Just(", "), Just("\r\n "), Just(",\r\n\t"), Just("")],
    ) {
        let list: Vec<String> = ids.iter().map(|id| format!("<{id}>")).collect();
        let raw = format!("From: a@x.example\r\nReferences: {}\r\n\r\nx", list.join(separator));
        let found = thread_ids(&parse(raw.as_bytes()));
        prop_assert!(ids.iter().all(|id| found.contains(id)), "{:?}", found);
    }
}

#[test]
fn a_hundred_answers_back_and_forth_keep_one_tag() {
    let mut subject = "WLAN".to_owned();
    for round in 0..100 {
        subject = tagged_subject(
            "17",
            &format!("{}: {subject}", if round % 2 == 0 { "AW" } else { "Re" }),
        );
    }
    assert_eq!(subject, "Re: [Ticket#17] WLAN");
    assert_eq!(subject_tags(&subject, HOOKS), ["17"]);
}
