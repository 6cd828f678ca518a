//! Which filter matches which mail, and what is planned then.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use pult_shared::{
    api::queue::Names,
    api::{article::Trust, mail::Door, postmaster::FilterVerdict},
    catalog::{Color, StateDef, StateKey, StateType},
    command::{Move, SetField, SetType, Tag},
    error::FieldCode,
    ids::{PersonId, QueueId, RoleId},
    postmaster::{AutoResponse, MailCondition, MailEffect, MailField, MailTest, PostmasterFilterDef, TestHow},
    ticket::Priority,
};
use uuid::Uuid;

use super::*;
use crate::{
    catalog::Catalog,
    inbound::{Acquaintance, Machine, Outcome, decide, tests as intake},
    queue::{QueueTree, tests as queues},
};

const ROLE: RoleId = RoleId(Uuid::from_u128(77));

fn test(field: MailField, how: TestHow, value: &str) -> MailCondition {
    let (header, value) = match (field, value.split_once(": ")) {
        (MailField::Header, Some((header, value))) => (header, value),
        _ => ("", value),
    };
    MailCondition::Test(MailTest {
        field,
        header: header.to_owned(),
        how,
        value: value.to_owned(),
    })
}

fn filter(name: &str, when: MailCondition, then: Vec<MailEffect>) -> PostmasterFilterDef {
    PostmasterFilterDef {
        name: name.to_owned(),
        valid: true,
        stop: false,
        follow_ups: false,
        when,
        then,
    }
}

fn tag(tag: &str) -> MailEffect {
    MailEffect::AddTag(Tag { tag: tag.to_owned() })
}

fn compiled(filters: &[PostmasterFilterDef]) -> Vec<Compiled> {
    filters
        .iter()
        .map(|filter| Compiled::new(None, filter.clone()))
        .collect()
}

fn mail() -> Traits<'static> {
    Traits {
        subject: "[WLAN-News] Straße gesperrt",
        body: "Guten Tag,\nbitte lesen.",
        from: vec!["news@uni.example", "WLAN-News <news@uni.example>"],
        recipients: vec!["it@uni.example", "chef@uni.example"],
        headers: vec![("X-Spam-Flag", "YES"), ("Received", "a"), ("received", "von b")],
        attachments: vec!["Rechnung.PDF.exe"],
        list_id: Some("wlan-news.lists.uni.example"),
        envelope_from: "bounce+news@uni.example",
        account: Some("main"),
        door: Some(Door::Imap),
        size: 2 * 1024 * 1024,
        machine: Some(Machine::Bulk),
        acquaintance: Acquaintance::Directory,
        agent: true,
        roles: vec![ROLE],
        trust: Trust::Proven,
        spam: None,
        spam_score: Some(725),
        virus: Some(false),
        follow_up: false,
    }
}

#[test]
fn what_a_test_says() {
    use MailField as F;
    use TestHow as H;
    let role = ROLE.to_string();
    let table: &[(F, H, &str, bool)] = &[
        (F::Subject, H::Contains, "wlan-NEWS", true),
        (F::Subject, H::Contains, "STRASSE", false),
        (F::Subject, H::Contains, "straße GESPERRT", true),
        (F::Subject, H::Is, "straße gesperrt", false),
        (F::Subject, H::Is, " [wlan-news] Straße gesperrt ", true),
        (F::Subject, H::Like, "[wlan*sperr?", true),
        (F::Subject, H::Like, "[wlan*sperr??", false),
        (F::Subject, H::Regex, r"^\[\w+-news\]", true),
        (F::Subject, H::Exists, "", true),
        (F::Body, H::Regex, r"(?m)^bitte lesen\.$", true),
        (F::From, H::Is, "news@uni.example", true),
        (F::From, H::Contains, "wlan-news <", true),
        (F::From, H::Like, "*@stud.uni.example", false),
        (F::FromDomain, H::Is, "UNI.example", true),
        (F::Recipient, H::Is, "chef@uni.example", true),
        (F::Recipient, H::Is, "chef", false),
        (F::Header, H::Is, "x-spam-flag: yes", true),
        (F::Header, H::Contains, "Received: VON", true),
        (F::Header, H::Contains, "X-Other: x", false),
        (F::Attachment, H::Like, "*.exe", true),
        (F::ListId, H::Exists, "", true),
        (F::ListId, H::Is, "wlan-news.lists.uni.example", true),
        (F::EnvelopeFrom, H::Like, "bounce+*", true),
        (F::Account, H::Is, "main", true),
        (F::Door, H::Is, "lmtp", false),
        (F::Size, H::AtLeast, "2M", true),
        (F::Size, H::AtMost, "2047k", false),
        (F::Automatic, H::Is, "yes", true),
        (F::Automatic, H::Is, "bulk", true),
        (F::Automatic, H::Is, "no", false),
        (F::Sender, H::Is, "agent", true),
        (F::Sender, H::Is, "account", true),
        (F::Sender, H::Is, "stranger", false),
        (F::Role, H::Is, &role, true),
        (F::Trust, H::Is, "proven", true),
        (F::Spam, H::Is, "unknown", true),
        (F::SpamScore, H::AtLeast, "7,25", true),
        (F::SpamScore, H::AtMost, "7.24", false),
        (F::Virus, H::Is, "clean", true),
        (F::FollowUp, H::Is, "no", true),
    ];
    for (field, how, value, expected) in table {
        let when = test(*field, *how, value);
        let filter = filter("x", when, vec![tag("x")]);
        if *how != H::Exists || *field != F::Header {
            assert!(check_filter(&filter).is_ok(), "{field:?} {how:?} {value}");
        }
        let verdicts = matching(&compiled(&[filter]), &mail(), true);
        let expected_verdict = if *expected {
            FilterVerdict::Matched
        } else {
            FilterVerdict::NotMatched
        };
        assert_eq!(verdicts[0].verdict, expected_verdict, "{field:?} {how:?} {value}");
        assert_eq!(verdicts[0].tests[0].holds, *expected);
    }
    let covered: BTreeSet<&str> = table.iter().map(|(field, ..)| field.name()).collect();
    assert_eq!(covered.len(), F::ALL.len(), "every field is in the table");
}

#[test]
fn conditions_combine_and_explain_themselves() {
    let yes = || test(MailField::Subject, TestHow::Contains, "news");
    let no = || test(MailField::Subject, TestHow::Contains, "rechnung");
    let not = |of| MailCondition::Not { of: Box::new(of) };
    let all = |of| MailCondition::All { of };
    let any = |of| MailCondition::Any { of };
    for (when, expected) in [
        (MailCondition::every(), true),
        (any(vec![]), false),
        (all(vec![yes(), no()]), false),
        (any(vec![no(), yes()]), true),
        (all(vec![yes(), not(any(vec![no(), no()]))]), true),
    ] {
        let filters = compiled(&[filter("x", when.clone(), vec![tag("x")])]);
        let matched = matching(&filters, &mail(), false)[0].verdict == FilterVerdict::Matched;
        assert_eq!(matched, expected, "{when:?}");
    }
    let filters = compiled(&[filter("x", all(vec![no(), not(yes())]), vec![tag("x")])]);
    let tests = matching(&filters, &mail(), true)[0].tests.clone();
    let said: Vec<(&str, bool)> = tests.iter().map(|test| (test.path.as_str(), test.holds)).collect();
    assert_eq!(said, [("when.of.0", false), ("when.of.1.of", true)]);
    assert_eq!(tests[0].found.as_deref(), Some("[WLAN-News] Straße gesperrt"));
}

#[test]
fn the_order_and_its_end() {
    let every = |name: &str, effect| filter(name, MailCondition::every(), vec![effect]);
    let mut off = every("off", MailEffect::Ignore);
    off.valid = false;
    let mut last = every("last", tag("b"));
    last.stop = true;
    let filters = [
        off,
        every("first", tag("a")),
        last,
        every("never", MailEffect::Quarantine),
    ];
    let filters = compiled(&filters);
    let verdicts = matching(&filters, &mail(), false);
    let said: Vec<FilterVerdict> = verdicts.iter().map(|verdict| verdict.verdict).collect();
    use FilterVerdict::{Matched, NotReached, Off};
    assert_eq!(said, [Off, Matched, Matched, NotReached]);
    let plan = plan(None, &filters, &verdicts, &queues::tree());
    let names: Vec<&str> = plan
        .applied
        .iter()
        .map(|applied| applied.report.name.as_str())
        .collect();
    assert_eq!((names.as_slice(), plan.fate), (["first", "last"].as_slice(), None));
    assert!(plan.applied.iter().all(|applied| applied.on_follow_up.is_empty()));
}

#[test]
fn ignoring_ends_the_run_and_the_last_queue_holds() {
    let every = |name: &str, then| filter(name, MailCondition::every(), then);
    let to = |n| {
        MailEffect::Move(Move {
            queue_id: queues::queue(n),
        })
    };
    let filters = compiled(&[
        every("a", vec![to(1), MailEffect::AutoResponse(AutoResponse { send: false })]),
        every("b", vec![to(2), to(99)]),
        every("c", vec![MailEffect::Ignore]),
        every("d", vec![to(1)]),
    ]);
    let verdicts = matching(&filters, &mail(), false);
    let plan = plan(None, &filters, &verdicts, &queues::tree());
    assert_eq!(plan.queue, Some(queues::queue(2)));
    assert_eq!(plan.auto_response, Some(false));
    assert_eq!(plan.by(), Some("c"));
    assert!(plan.fate.is_some_and(|fate| !fate.quarantine));
    // The queue that is gone is told, and costs nothing else.
    assert_eq!(plan.applied[1].report.skipped.len(), 1);
    assert_eq!(plan.applied[1].on_new, [to(2)]);
}

#[test]
fn what_may_not_be_kept() {
    let ok = || vec![tag("x")];
    let long = MailCondition::All {
        of: vec![test(MailField::Subject, TestHow::Contains, "x"); 51],
    };
    let deep = (0..6).fold(test(MailField::Subject, TestHow::Contains, "x"), |inner, _| {
        MailCondition::Not { of: Box::new(inner) }
    });
    let hidden = MailCondition::All {
        of: vec![MailCondition::Any { of: vec![] }],
    };
    let cases = [
        (filter(" ", MailCondition::every(), ok()), "name", FieldCode::Required),
        (filter("x", long, ok()), "when", FieldCode::TooMany),
        (filter("x", deep, ok()), "when", FieldCode::TooMany),
        (filter("x", hidden, ok()), "when.of.0.of", FieldCode::Required),
        (filter("x", MailCondition::every(), vec![]), "then", FieldCode::Required),
        (
            filter("x", MailCondition::every(), vec![tag("a b")]),
            "then.0.tag",
            FieldCode::Malformed,
        ),
        (
            filter("x", test(MailField::Header, TestHow::Is, "x"), ok()),
            "when.header",
            FieldCode::Required,
        ),
        (
            filter("x", test(MailField::Header, TestHow::Is, "a b: x"), ok()),
            "when.header",
            FieldCode::Malformed,
        ),
        (
            filter("x", test(MailField::Size, TestHow::Contains, "1"), ok()),
            "when.how",
            FieldCode::NotAllowed,
        ),
        (
            filter("x", test(MailField::Size, TestHow::AtLeast, "viel"), ok()),
            "when.value",
            FieldCode::Malformed,
        ),
        (
            filter("x", test(MailField::Spam, TestHow::Is, "ja"), ok()),
            "when.value",
            FieldCode::Unknown,
        ),
        (
            filter("x", test(MailField::Role, TestHow::Is, "it"), ok()),
            "when.value",
            FieldCode::Malformed,
        ),
        (
            filter("x", test(MailField::Body, TestHow::Is, ""), ok()),
            "when.value",
            FieldCode::Required,
        ),
    ];
    for (bad, field, code) in cases {
        let refusal = check_filter(&bad).expect_err(field);
        let first = refusal.errors.first().map(|error| (error.field.as_str(), error.code));
        assert_eq!(first, Some((field, code)), "{bad:?}");
    }
    let unreadable = filter("x", test(MailField::Subject, TestHow::Regex, "größe (a|b"), ok());
    let refusal = check_filter(&unreadable).expect_err("unclosed");
    assert_eq!((refusal.errors[0].at, refusal.errors[0].length), (Some(6), Some(1)));
    let huge = filter("x", test(MailField::Subject, TestHow::Regex, r"(\w{500}){500}"), ok());
    assert!(check_filter(&huge).is_err());
    let verdicts = matching(&compiled(&[unreadable]), &mail(), true);
    assert_eq!(verdicts[0].verdict, FilterVerdict::NotMatched);
}

#[test]
fn what_is_no_more_is_told() {
    let set_type = MailEffect::SetType(SetType {
        ticket_type: Some(pult_shared::catalog::TypeKey::new("gone")),
    });
    let to = MailEffect::Move(Move {
        queue_id: QueueId(Uuid::from_u128(4711)),
    });
    let owner = MailEffect::Assign(pult_shared::command::Assign {
        owner_id: Some(PersonId(Uuid::from_u128(5))),
    });
    let field = MailEffect::SetField(SetField {
        field: pult_shared::catalog::FieldKey::new("gone"),
        value: None,
    });
    let when = test(MailField::Role, TestHow::Is, &ROLE.to_string());
    let filter = filter("x", when, vec![to, set_type, owner, field, tag("x")]);
    let (none, catalog) = (BTreeSet::new(), Catalog::default());
    let faults = broken(&filter, &catalog, &queues::tree(), &BTreeSet::new(), &none);
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    let expected = [
        "when.value",
        "then.0.queue_id",
        "then.1.ticket_type",
        "then.2.owner_id",
        "then.3.field",
    ];
    assert_eq!(fields, expected);
}

#[test]
fn control_fields_speak_as_otrs_does() {
    let people = BTreeMap::from([("ada".to_owned(), PersonId(Uuid::from_u128(5)))]);
    let (catalog, tree) = (Catalog::default(), queues::tree());
    let names = ControlNames {
        catalog: &catalog,
        tree: &tree,
        people: &people,
        zone: jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone"),
        now: "2026-11-23T09:00:00Z".parse().expect("a time"),
    };
    let path = tree
        .get(queues::queue(2))
        .expect("a queue")
        .path
        .to_uppercase()
        .replace('/', "::");
    let fields = [
        ("queue", path.as_str()),
        ("priority", "5 very high"),
        ("owner", "Ada"),
        ("followup-priority", "1"),
        ("tag", "a, b"),
        ("type", "gone"),
        ("sla", "gold"),
        ("loop", "no"),
    ];
    let fields: Vec<(String, String)> = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let applied = controls(&fields, &names).expect("some");
    let done: Vec<&str> = applied.on_new.iter().map(MailEffect::name).collect();
    assert_eq!(done, ["move", "set_priority", "assign", "add_tag", "add_tag"]);
    let lowest = pult_shared::command::SetPriority {
        priority: Priority::new(1).expect("1"),
    };
    assert_eq!(applied.on_follow_up, [MailEffect::SetPriority(lowest)]);
    let skipped: Vec<&str> = applied
        .report
        .skipped
        .iter()
        .map(|skipped| skipped.effect.as_str())
        .collect();
    assert_eq!(skipped, ["type", "sla"]);
    assert!(controls(&[], &names).is_none());
}

#[test]
fn a_state_waits_until_the_time_beside_it() {
    let (mut catalog, tree) = (Catalog::default(), queues::tree());
    catalog.states = vec![pending()];
    let until = |fields: &[(&str, &str)]| {
        let names = ControlNames {
            catalog: &catalog,
            tree: &tree,
            people: &BTreeMap::new(),
            zone: jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone"),
            now: "2026-11-23T09:00:00Z".parse().expect("a time"),
        };
        let fields: Vec<(String, String)> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let applied = controls(&fields, &names).expect("some");
        let effects = applied.on_new.iter().chain(&applied.on_follow_up);
        let times: Vec<String> = effects
            .map(|effect| match effect {
                MailEffect::SetState(set) => set.pending_until.map_or_else(String::new, |at| at.to_string()),
                other => other.name().to_owned(),
            })
            .collect();
        (times, applied.report.skipped.len())
    };
    let waits = ("state", "pending reminder");
    for (time, expected) in [
        ("2026-12-01 08:00:00", "2026-12-01T07:00:00Z"),
        ("2027-07-01T08:00", "2027-07-01T06:00:00Z"),
        ("+3d", "2026-11-26T09:00:00Z"),
        ("+90", "2026-11-23T09:01:30Z"),
        ("+30m", "2026-11-23T09:30:00Z"),
    ] {
        assert_eq!(
            until(&[waits, ("state-pendingtime", time)]),
            (vec![expected.to_owned()], 0),
            "{time}"
        );
    }
    for bad in ["tomorrow", "+", "+3w", "+99999999999999999d", "2026-13-01 08:00"] {
        assert_eq!(until(&[waits, ("state-pendingtime", bad)]), (vec![], 1), "{bad}");
    }
    assert_eq!(until(&[("state-pendingtime", "+3d")]), (vec![], 1), "of which state?");
    assert_eq!(
        until(&[("followup-state-pendingtime", "+3d"), waits]),
        (vec![String::new()], 1),
        "each for its own kind of message"
    );
    assert_eq!(
        until(&[("lock", "unlock"), ("followup-lock", "lock")]),
        (vec!["unlock".to_owned()], 1)
    );
}

fn pending() -> StateDef {
    let names = Names {
        de: "warten zur Erinnerung".to_owned(),
        en: "pending reminder".to_owned(),
    };
    StateDef {
        key: StateKey::new("pending_reminder"),
        state_type: StateType::PendingReminder,
        names,
        color: Color::Grey,
        position: 0,
        valid: true,
        stops_clocks: Some(false),
        turns_into: None,
    }
}

fn any_test() -> impl Strategy<Value = MailCondition> {
    let field = proptest::sample::select(MailField::ALL);
    let how = proptest::sample::select(TestHow::ALL);
    (field, how, ".{0,12}", "[A-Za-z-]{0,6}").prop_map(|(field, how, value, header)| {
        MailCondition::Test(MailTest {
            field,
            header,
            how,
            value,
        })
    })
}

fn any_condition() -> impl Strategy<Value = MailCondition> {
    any_test().prop_recursive(4, 20, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|of| MailCondition::All { of }),
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|of| MailCondition::Any { of }),
            inner.prop_map(|of| MailCondition::Not { of: Box::new(of) }),
        ]
    })
}

fn any_effect() -> impl Strategy<Value = MailEffect> {
    prop_oneof![
        Just(MailEffect::Ignore),
        Just(MailEffect::Quarantine),
        any::<bool>().prop_map(|send| MailEffect::AutoResponse(AutoResponse { send })),
        (0..5_u128).prop_map(|n| MailEffect::Move(Move {
            queue_id: queues::queue(n)
        })),
        Just(tag("x")),
    ]
}

fn any_filter() -> impl Strategy<Value = PostmasterFilterDef> {
    let effects = proptest::collection::vec(any_effect(), 0..4);
    (any_condition(), effects, any::<[bool; 3]>()).prop_map(|(when, then, [valid, stop, follow_ups])| {
        PostmasterFilterDef {
            name: "x".to_owned(),
            valid,
            stop,
            follow_ups,
            when,
            then,
        }
    })
}

/// The queue of an outcome lies in the tree or is the one that the mail had.
fn has_place(outcome: Outcome, tree: &QueueTree, own: QueueId) -> bool {
    match outcome {
        Outcome::NewTicket { queue_id, .. } => queue_id == own || tree.get(queue_id).is_some_and(|queue| queue.valid),
        _ => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    // No set of filters loses a mail: it has an outcome of the closed set, and a filter that ended the run is the last that acted.
    #[test]
    fn a_mail_is_never_lost(filters in proptest::collection::vec(any_filter(), 0..6)) {
        let filters = compiled(&filters);
        let (mail, tree) = (mail(), queues::tree());
        let verdicts = matching(&filters, &mail, false);
        prop_assert_eq!(verdicts.len(), filters.len());
        let ends = |index: usize| {
            let filter = &filters[index].filter;
            filter.stop || filter.then.iter().any(MailEffect::ends)
        };
        let matched: Vec<usize> = (0..filters.len()).filter(|index| verdicts[*index].verdict == FilterVerdict::Matched).collect();
        let ended = matched.iter().position(|index| ends(*index));
        prop_assert!(ended.is_none_or(|at| at + 1 == matched.len()), "nothing runs behind the end");
        let plan = plan(None, &filters, &verdicts, &tree);
        let mut facts = intake::facts();
        let own = facts.addressed[0].queue_id;
        facts.addressed[0].queue_id = plan.queue.unwrap_or(own);
        facts.fate = plan.fate;
        facts.auto_response = plan.auto_response;
        let outcome = decide(&facts);
        prop_assert!(has_place(outcome, &tree, own));
        let aside = matches!(outcome, Outcome::Ignored { .. } | Outcome::Quarantined { .. });
        prop_assert_eq!(aside, plan.fate.is_some());
    }
}
