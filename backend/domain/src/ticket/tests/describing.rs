//! States of the catalog, fields, types, tags, time and the checklist.

use pult_shared::{
    api::ticket::ChecklistItem,
    catalog::FieldValue,
    command::{AccountTime, AddChecklistItem, SetChecklistItem, SetField, SetType, Tag},
    ids::ChecklistItemId,
};

use super::*;

fn first_error(refusal: &Refusal) -> (&str, FieldCode) {
    (refusal.errors[0].field.as_str(), refusal.errors[0].code)
}

fn refused(ticket: &Ticket, command: &Command) -> (String, FieldCode) {
    let refusal = agent(ticket, command).expect_err("refused");
    let (field, code) = first_error(&refusal);
    (field.to_owned(), code)
}

// req: E13
#[test]
fn states_come_from_the_catalog() {
    for (state, code) in [
        ("lost", FieldCode::Unknown),
        ("parked", FieldCode::NotAllowed),
        ("merged", FieldCode::NotAllowed),
    ] {
        assert_eq!(
            refused(&ticket(), &set_state(state, None)),
            ("state".to_owned(), code),
            "{state}"
        );
    }
    // Spam is removed without a word to whoever sent it.
    let removed = agent(&ticket(), &set_state("removed", None)).expect("decided");
    assert!(removed.mails.is_empty() && removed.ticket.closed_at.is_some());
    // From one way of being closed to another: no second mail, closed since then.
    let closed = in_state("closed_successful");
    let other = agent(&closed, &set_state("closed_unsuccessful", None)).expect("decided");
    assert!(other.mails.is_empty());
    assert_eq!(other.ticket.closed_at, closed.closed_at);
}

#[test]
fn closing_asks_for_required_fields() {
    let incident = Ticket {
        ticket_type: Some(TypeKey::new("incident")),
        ..ticket()
    };
    let close = set_state("closed_successful", None);
    assert_eq!(
        refused(&incident, &close),
        ("fields.cause".to_owned(), FieldCode::Required)
    );
    let told = Ticket {
        fields: BTreeMap::from([(FieldKey::new("cause"), FieldValue::Text("Kabel".to_owned()))]),
        ..incident
    };
    assert!(agent(&told, &close).is_ok());
    assert!(agent(&ticket(), &close).is_ok(), "other types do not have the field");
}

#[test]
fn fields_take_what_their_kind_says() {
    let set = |key: &str, value: FieldValue| {
        Command::SetField(SetField {
            field: FieldKey::new(key),
            value: Some(value),
        })
    };
    let text = |text: &str| FieldValue::Text(text.to_owned());
    for (key, value, code) in [
        ("colour", text("x"), FieldCode::Unknown),
        ("cause", text("x"), FieldCode::NotAllowed),
        ("room", FieldValue::Number(1.0), FieldCode::Malformed),
        ("room", text(&"x".repeat(251)), FieldCode::TooLong),
        ("count", FieldValue::Number(f64::NAN), FieldCode::Malformed),
        ("begin", text("2026-02-30"), FieldCode::Malformed),
        ("choice", text("c"), FieldCode::Unknown),
        (
            "choices",
            FieldValue::Texts(vec!["a".to_owned(), "x".to_owned()]),
            FieldCode::Unknown,
        ),
    ] {
        assert_eq!(refused(&ticket(), &set(key, value.clone())).1, code, "{key} {value:?}");
    }
    let both = FieldValue::Texts(vec!["b".to_owned(), "a".to_owned()]);
    let decision = agent(&ticket(), &set("choices", both)).expect("decided");
    let ordered = FieldValue::Texts(vec!["a".to_owned(), "b".to_owned()]);
    assert_eq!(decision.ticket.fields[&FieldKey::new("choices")], ordered);
    let emptied = agent(&decision.ticket, &set("choices", FieldValue::Texts(Vec::new()))).expect("decided");
    assert!(emptied.ticket.fields.is_empty());
}

#[test]
fn types_that_are_gone_cannot_be_chosen() {
    for (key, code) in [("lost", FieldCode::Unknown), ("old", FieldCode::NotAllowed)] {
        let command = Command::SetType(SetType {
            ticket_type: Some(TypeKey::new(key)),
        });
        assert_eq!(refused(&ticket(), &command), ("ticket_type".to_owned(), code));
    }
}

#[test]
fn tags_are_small_words() {
    let add = |tag: &str| Command::AddTag(Tag { tag: tag.to_owned() });
    let tagged = agent(&ticket(), &add(" WLAN ")).expect("decided");
    assert!(tagged.ticket.tags.contains("wlan"));
    assert!(agent(&tagged.ticket, &add("wlan")).expect("decided").events.is_empty());
    for (tag, code) in [
        ("", FieldCode::Required),
        ("a b", FieldCode::Malformed),
        (&"x".repeat(61), FieldCode::TooLong),
    ] {
        assert_eq!(refused(&ticket(), &add(tag)).1, code);
    }
}

#[test]
fn time_adds_up() {
    let account = |minutes| Command::AccountTime(AccountTime { minutes, comment: None });
    let once = agent(&ticket(), &account(30)).expect("decided").ticket;
    assert_eq!(agent(&once, &account(15)).expect("decided").ticket.time_minutes, 45);
    assert_eq!(agent(&once, &account(-10)).expect("decided").ticket.time_minutes, 20);
    assert_eq!(agent(&once, &account(-30)).expect("decided").ticket.time_minutes, 0);
    for minutes in [0, 1_441, -31, -1_441, i32::MIN] {
        assert_eq!(
            refused(&once, &account(minutes)),
            ("minutes".to_owned(), FieldCode::NotAllowed)
        );
    }
}

#[test]
fn the_checklist_is_bounded_and_knows_its_items() {
    let item = ChecklistItem {
        id: ChecklistItemId(Uuid::from_u128(5)),
        text: "Kabel prüfen".to_owned(),
        done: false,
    };
    let with = |item: Option<ChecklistItem>, count| TicketFacts {
        target: TargetFacts::Checklist { item, count },
        ..facts()
    };
    let check = Command::SetChecklistItem(SetChecklistItem {
        item_id: item.id,
        done: Some(true),
        text: None,
    });
    let done = run(&ticket(), &check, &with(Some(item), 1), Side::Agent).expect("decided");
    assert_eq!(names(&done), ["checklist_item_changed"]);
    let gone = run(&ticket(), &check, &with(None, 1), Side::Agent).expect_err("refused");
    assert_eq!(first_error(&gone), ("item_id", FieldCode::Unknown));
    let add = Command::AddChecklistItem(AddChecklistItem { text: "x".to_owned() });
    let full = run(&ticket(), &add, &with(None, 100), Side::Agent).expect_err("refused");
    assert_eq!(first_error(&full), ("text", FieldCode::TooMany));
}

#[test]
fn a_queue_that_takes_nothing_new() {
    let facts = TicketFacts {
        target: TargetFacts::Queue(Some(OLD)),
        ..facts()
    };
    let refusal = run(&ticket(), &Command::Move(Move { queue_id: OLD }), &facts, Side::Agent).expect_err("refused");
    assert_eq!(first_error(&refusal), ("queue_id", FieldCode::NotAllowed));
}

#[test]
fn dates_tell_the_story() {
    let answered = agent(&ticket(), &reply("Ja.")).expect("decided").ticket;
    assert_eq!(
        (answered.started_at, answered.first_answer_at, answered.last_contact_at),
        (Some(now()), Some(now()), Some(now()))
    );
}
