//! What administrators may set up, and what they may take away.

use std::collections::BTreeSet;

use pult_shared::{
    api::queue::{FollowUp, IntakeRules, Names},
    catalog::{Color, FieldKind, FieldOption},
    error::ErrorCode,
    ticket::Priority,
};
use uuid::Uuid;

use super::*;
use crate::{queue::Queue, refusal::Refusal};

const HERE: QueueId = QueueId(Uuid::from_u128(1));

fn both(text: &str) -> Names {
    Names {
        de: text.to_owned(),
        en: text.to_owned(),
    }
}

fn state(key: &str, state_type: StateType) -> StateDef {
    StateDef {
        key: StateKey::new(key),
        state_type,
        names: both(key),
        color: Color::Grey,
        position: 0,
        valid: true,
        turns_into: (state_type == StateType::PendingAuto).then(|| StateKey::new("done")),
        stops_clocks: None,
    }
}

fn choice() -> FieldDef {
    let option = |key: &str| FieldOption {
        key: key.to_owned(),
        names: both(key),
        valid: true,
    };
    FieldDef {
        key: FieldKey::new("building"),
        kind: FieldKind::Choice,
        names: both("Gebäude"),
        help: Names::default(),
        options: vec![option("north"), option("south")],
        queue_ids: vec![HERE],
        type_keys: vec![TypeKey::new("incident")],
        required_on_close: false,
        shown_to_customer: true,
        position: 0,
        valid: true,
    }
}

fn of_type(key: &str) -> TypeDef {
    TypeDef {
        key: TypeKey::new(key),
        names: both(key),
        position: 0,
        valid: true,
    }
}

fn service(key: &str) -> ServiceDef {
    ServiceDef {
        key: ServiceKey::new(key),
        names: both(key),
        sla: None,
        position: 0,
        valid: true,
    }
}

fn catalog() -> Catalog {
    Catalog {
        version: 1,
        states: vec![
            state("new", StateType::New),
            state("open", StateType::Open),
            state("wait", StateType::PendingReminder),
            state("wait_then_done", StateType::PendingAuto),
            state("done", StateType::Closed),
            state("failed", StateType::Closed),
            state("merged", StateType::Merged),
            state("removed", StateType::Removed),
        ],
        priorities: Vec::new(),
        types: vec![of_type("incident"), of_type("order"), of_type("question")],
        services: vec![service("mail"), service("mail/groupware")],
        fields: vec![choice()],
        calendars: Vec::new(),
        slas: Vec::new(),
        former: Vec::new(),
    }
}

fn tree() -> QueueTree {
    QueueTree::new([Queue {
        id: HERE,
        parent_id: None,
        path: "it".to_owned(),
        names: both("IT"),
        addresses: Vec::new(),
        portal: false,
        closing_mail: true,
        catch_all: true,
        valid: true,
        description: Names::default(),
        salutation: Names::default(),
        signature: Names::default(),
        follow_up: FollowUp::Reopen,
        unlock_minutes: None,
        calendar: None,
        sla: None,
        remind_days: None,
        default_priority: None,
        default_type: Some(TypeKey::new("order")),
        mails: pult_shared::api::queue::QueueMails::default(),
        intake: IntakeRules::default(),
        sensitive: false,
        customers_close: true,
        name_shown: true,
        address_domains: Vec::new(),
    }])
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, Refusal>, field: &str, code: FieldCode) {
    let refusal = result.expect_err(field);
    assert_eq!(refusal.code, ErrorCode::Invalid);
    let told: Vec<_> = refusal
        .errors
        .iter()
        .map(|error| (error.field.as_str(), error.code))
        .collect();
    assert_eq!(told, [(field, code)]);
}

fn code<T>(result: Result<T, Refusal>) -> Option<ErrorCode> {
    result.err().map(|refusal| refusal.code)
}

#[test]
fn what_is_there_may_be_saved_again() {
    for known in &catalog().states {
        assert_eq!(check_state(&catalog(), &known.key, known).as_ref(), Ok(known));
    }
    for known in &catalog().types {
        assert_eq!(check_type(&catalog(), &known.key, known).as_ref(), Ok(known));
    }
    for known in &catalog().services {
        assert_eq!(check_service(&catalog(), &known.key, known).as_ref(), Ok(known));
    }
    let field = choice();
    let used = BTreeSet::from(["north".to_owned()]);
    assert_eq!(check_field(&catalog(), &tree(), &field.key, &field, &used), Ok(field));
}

#[test]
fn what_a_state_may_not_be() {
    let check = |state: &StateDef| check_state(&catalog(), &state.key, state);
    let other = StateKey::new("other");
    refused(
        check_state(&catalog(), &other, &state("open", StateType::Open)),
        "key",
        FieldCode::NotAllowed,
    );
    refused(check(&state("Open!", StateType::Open)), "key", FieldCode::Malformed);
    refused(
        check(&state("open", StateType::New)),
        "state_type",
        FieldCode::NotAllowed,
    );
    for bad in ["", "  \n "] {
        let nameless = StateDef {
            names: Names {
                de: "gut".to_owned(),
                en: bad.to_owned(),
            },
            ..state("open", StateType::Open)
        };
        refused(check(&nameless), "names.en", FieldCode::Required);
    }
    let long = StateDef {
        names: Names {
            de: "x".repeat(121),
            en: "x".to_owned(),
        },
        ..state("open", StateType::Open)
    };
    refused(check(&long), "names.de", FieldCode::TooLong);
    for (kind, next, fault) in [
        (StateType::PendingAuto, None, Some(FieldCode::Required)),
        (StateType::PendingAuto, Some("none"), Some(FieldCode::Unknown)),
        (StateType::PendingAuto, Some("open"), Some(FieldCode::NotAllowed)),
        (StateType::PendingAuto, Some("failed"), None),
        (StateType::PendingReminder, Some("done"), Some(FieldCode::NotAllowed)),
        (StateType::Closed, Some("done"), Some(FieldCode::NotAllowed)),
    ] {
        let state = StateDef {
            turns_into: next.map(StateKey::new),
            ..state("fresh", kind)
        };
        match fault {
            Some(fault) => refused(check(&state), "turns_into", fault),
            None => assert!(check(&state).is_ok()),
        }
    }
}

// Pult sets these by itself, so one of each is left.
#[test]
fn a_state_that_is_needed_stays_valid() {
    for (key, kind, may) in [
        ("new", StateType::New, false),
        ("open", StateType::Open, false),
        ("merged", StateType::Merged, false),
        ("done", StateType::Closed, false),
        ("failed", StateType::Closed, true),
        ("wait", StateType::PendingReminder, true),
        ("removed", StateType::Removed, true),
    ] {
        let invalid = StateDef {
            valid: false,
            ..state(key, kind)
        };
        let result = check_state(&catalog(), &invalid.key, &invalid);
        match may {
            true => assert!(result.is_ok(), "{key}"),
            false => refused(result, "valid", FieldCode::NotAllowed),
        }
        let goes = code(check_state_goes(&catalog(), &invalid.key));
        assert_eq!(goes, (!may).then_some(ErrorCode::InUse), "{key}");
    }
    assert_eq!(
        code(check_state_goes(&catalog(), &StateKey::new("nope"))),
        Some(ErrorCode::NotFound)
    );
}

#[test]
fn what_types_and_services_may_not_be() {
    let type_of = |key: &str, body: &str| check_type(&catalog(), &TypeKey::new(key), &of_type(body));
    refused(type_of("a", "b"), "key", FieldCode::NotAllowed);
    refused(type_of("a b", "a b"), "key", FieldCode::Malformed);
    let service_of = |key: &str| check_service(&catalog(), &ServiceKey::new(key), &service(key));
    assert!(service_of("mail/groupware/calendar").is_ok() && service_of("phone").is_ok());
    refused(service_of("phone/voip"), "key", FieldCode::Unknown);
    refused(service_of("mail//x"), "key", FieldCode::Malformed);
    let priority = PriorityDef {
        level: Priority::NORMAL,
        names: both("normal"),
        color: Color::Blue,
    };
    assert!(check_priority(Priority::NORMAL, &priority).is_ok());
    let urgent = Priority::new(5).expect("a priority");
    refused(check_priority(urgent, &priority), "level", FieldCode::NotAllowed);
}

#[test]
fn what_types_and_services_may_go() {
    for (key, expected) in [
        ("question", None),
        ("order", Some(ErrorCode::InUse)),
        ("incident", Some(ErrorCode::InUse)),
        ("nope", Some(ErrorCode::NotFound)),
    ] {
        assert_eq!(
            code(check_type_goes(&catalog(), &tree(), &TypeKey::new(key))),
            expected,
            "{key}"
        );
    }
    for (key, expected) in [
        ("mail/groupware", None),
        ("mail", Some(ErrorCode::InUse)),
        ("nope", Some(ErrorCode::NotFound)),
    ] {
        assert_eq!(
            code(check_service_goes(&catalog(), &ServiceKey::new(key))),
            expected,
            "{key}"
        );
    }
}

#[test]
fn what_a_field_may_not_be() {
    type Change = fn(&mut FieldDef);
    let table: [(Change, &str, FieldCode); 9] = [
        (|it| it.kind = FieldKind::MultiChoice, "kind", FieldCode::NotAllowed),
        (|it| it.names.de.clear(), "names.de", FieldCode::Required),
        (|it| it.help.en = "x".repeat(2_001), "help.en", FieldCode::TooLong),
        (|it| it.options.remove(0).key.clear(), "options", FieldCode::NotAllowed),
        (
            |it| it.options[1].key = "north".to_owned(),
            "options.1.key",
            FieldCode::Taken,
        ),
        (
            |it| it.options[1].key = "Süd".to_owned(),
            "options.1.key",
            FieldCode::Malformed,
        ),
        (
            |it| it.options[1].names.en.clear(),
            "options.1.names.en",
            FieldCode::Required,
        ),
        (
            |it| it.queue_ids.push(QueueId(Uuid::from_u128(9))),
            "queue_ids.1",
            FieldCode::Unknown,
        ),
        (
            |it| it.type_keys.push(TypeKey::new("nope")),
            "type_keys.1",
            FieldCode::Unknown,
        ),
    ];
    let used = BTreeSet::from(["north".to_owned()]);
    for (change, field, fault) in table {
        let mut wanted = choice();
        change(&mut wanted);
        refused(
            check_field(&catalog(), &tree(), &choice().key, &wanted, &used),
            field,
            fault,
        );
    }
    let new = |kind, options: Vec<FieldOption>| FieldDef {
        key: FieldKey::new("fresh"),
        kind,
        options,
        ..choice()
    };
    let check = |field: &FieldDef| check_field(&catalog(), &tree(), &field.key, field, &BTreeSet::new());
    refused(
        check(&new(FieldKind::Choice, Vec::new())),
        "options",
        FieldCode::Required,
    );
    refused(
        check(&new(FieldKind::Text, choice().options)),
        "options",
        FieldCode::NotAllowed,
    );
    assert!(check(&new(FieldKind::Text, Vec::new())).is_ok());
}

// What tickets have stays readable: an option goes only while nobody has chosen it.
#[test]
fn an_option_in_use_stays() {
    let mut less = choice();
    less.options.remove(1);
    let check = |used: &str| {
        check_field(
            &catalog(),
            &tree(),
            &less.key,
            &less,
            &BTreeSet::from([used.to_owned()]),
        )
    };
    assert!(check("north").is_ok());
    refused(check("south"), "options", FieldCode::NotAllowed);
}

#[test]
fn customers_see_the_fields_that_are_shown_to_them() {
    let mut all = catalog();
    all.fields.push(FieldDef {
        key: FieldKey::new("cost"),
        shown_to_customer: false,
        ..choice()
    });
    let shown = for_customers(&all);
    assert_eq!(shown.fields, [choice()]);
    assert_eq!(shown.states, all.states);
}
