//! Tables for what sets a rule off, when its time comes, and what may be set up.

use std::collections::BTreeSet;

use pult_shared::{
    Timestamp,
    api::queue::Names,
    catalog::{StateKey, StateType},
    command::{Move, Tag},
    error::FieldCode,
    event::TicketEvent,
    ids::{ArticleId, RuleId},
    rule::{After, At, OnEvents, RuleAction, RuleDef, RuleEvent, RuleStop, RuleTrigger, Since, TimeUnit, Weekly},
    ticket::{Channel, Direction},
};
use uuid::Uuid;

use super::*;
use crate::queue::tests::{queue, tree};

fn at(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

fn rule() -> RuleDef {
    RuleDef {
        names: Names {
            de: "Funk".to_owned(),
            en: "Radio".to_owned(),
        },
        valid: true,
        queue_id: None,
        on: RuleTrigger::Events(OnEvents {
            events: vec![RuleEvent::Created],
        }),
        when: "wlan".to_owned(),
        then: vec![RuleAction::AddTag(Tag { tag: "wlan".to_owned() })],
        stop: false,
    }
}

fn article(direction: Direction, visible_to_customer: bool) -> TicketEvent {
    TicketEvent::ArticleAdded {
        article_id: ArticleId(Uuid::nil()),
        direction,
        channel: Channel::Mail,
        visible_to_customer,
        automatic: false,
    }
}

fn of_a_rule() -> TicketEvent {
    TicketEvent::ArticleAdded {
        article_id: ArticleId(Uuid::nil()),
        direction: Direction::Outgoing,
        channel: Channel::Mail,
        visible_to_customer: true,
        automatic: true,
    }
}

#[test]
fn what_happened_in_words_of_rules() {
    let catalog = Catalog::default();
    let closed = TicketEvent::StateChanged {
        from: StateKey::new("open"),
        to: StateKey::new("closed"),
        state_type: StateType::Closed,
        pending_until: None,
    };
    for (events, expected) in [
        (vec![article(Direction::Incoming, true)], vec![RuleEvent::FollowUp]),
        // A rule's own mail answers nobody: else one would set off the rules that close what is answered.
        (vec![of_a_rule()], vec![]),
        // Held: nobody has let it in yet.
        (vec![article(Direction::Incoming, false)], vec![]),
        (vec![article(Direction::Outgoing, true)], vec![RuleEvent::Answered]),
        (vec![article(Direction::Outgoing, false)], vec![]),
        (vec![article(Direction::Internal, false)], vec![RuleEvent::Noted]),
        (vec![closed], vec![RuleEvent::StateChanged, RuleEvent::Closed]),
        (vec![], vec![]),
    ] {
        let expected: BTreeSet<RuleEvent> = expected.into_iter().collect();
        assert_eq!(happened(&events, &catalog), expected, "{events:?}");
    }
}

/// An event of the history by name, with fields that are as good as any.
fn event(name: &str, fields: serde_json::Value) -> TicketEvent {
    let mut event = serde_json::json!({"type": name});
    let (Some(all), serde_json::Value::Object(fields)) = (event.as_object_mut(), fields) else {
        panic!("{name} is no object");
    };
    all.extend(fields);
    serde_json::from_value(event).expect(name)
}

// req: B13, C10
#[test]
fn each_event_of_rules_comes_of_one_of_the_history() {
    let (nobody, at) = (Uuid::nil(), "2026-11-22T09:00:00Z");
    let fields = serde_json::json!({
        "article_id": nobody, "channel": "mail", "visible_to_customer": true, "direction": "incoming", "from": null, "to": null,
        "number": "1", "queue_id": nobody, "requester_id": nobody, "subject": "", "priority": 3, "ticket_type": null, "tag": "x",
        "field": "x", "shown_to_customer": false, "person_id": nobody, "ticket_id": nobody, "clock": "solution", "due_at": at, "days": 3,
        "kind": "related", "state": "open", "pending_until": null, "message_id": "x", "reason": "x",
    });
    let with = |changes: serde_json::Value| {
        let mut all = fields.clone();
        if let (Some(all), Some(changes)) = (all.as_object_mut(), changes.as_object()) {
            all.extend(changes.clone());
        }
        all
    };
    let state = |from: &str, to: &str, kind: &str| {
        event(
            "state_changed",
            serde_json::json!({"from": from, "to": to, "state_type": kind, "pending_until": null}),
        )
    };
    let catalog = Catalog {
        states: serde_json::from_value(serde_json::json!([
            {"key": "closed_successful", "state_type": "closed", "names": {"de": "geschlossen", "en": "closed"}},
        ]))
        .expect("a state"),
        ..Catalog::default()
    };
    let any = |name: &str| event(name, fields.clone());
    let moved = serde_json::json!({"from": nobody, "to": nobody});
    for wanted in RuleEvent::ALL {
        let from = match wanted {
            RuleEvent::Created => vec![any("ticket_opened")],
            RuleEvent::FollowUp => vec![any("article_added")],
            RuleEvent::Answered => vec![event(
                "article_added",
                with(serde_json::json!({"direction": "outgoing"})),
            )],
            RuleEvent::Noted => vec![event(
                "article_added",
                with(serde_json::json!({"direction": "internal"})),
            )],
            RuleEvent::Moved => vec![event("moved", with(moved.clone()))],
            RuleEvent::StateChanged => vec![state("open", "pending_reminder", "pending_reminder")],
            RuleEvent::Closed => vec![state("open", "closed_successful", "closed")],
            RuleEvent::Reopened => vec![state("closed_successful", "open", "open")],
            RuleEvent::PriorityChanged => {
                vec![event("priority_changed", with(serde_json::json!({"from": 3, "to": 4})))]
            }
            RuleEvent::MailFailed => vec![event("mail_failed", with(serde_json::json!({"to": "a@b.example"})))],
            RuleEvent::Merged => vec![any("merged_from"), any("merged_into")],
            other => vec![any(other.name())],
        };
        for one in from {
            let happened = happened(std::slice::from_ref(&one), &catalog);
            assert!(
                happened.contains(&wanted),
                "{wanted:?} does not come of {one:?}: {happened:?}"
            );
            let besides = matches!(wanted, RuleEvent::Closed | RuleEvent::Reopened);
            assert_eq!(happened.len(), if besides { 2 } else { 1 }, "{one:?}: {happened:?}");
        }
    }
}

#[test]
fn rules_end() {
    assert_eq!(stopped(0, 0), None);
    assert_eq!(stopped(4, 19), None);
    assert_eq!(stopped(5, 0), Some(RuleStop::Depth));
    assert_eq!(stopped(1, 20), Some(RuleStop::Budget));
}

#[test]
fn an_invalid_rule_is_set_off_by_nothing() {
    let happened = BTreeSet::from([RuleEvent::Created]);
    let compiled = |rule: RuleDef| Compiled::new(RuleId(Uuid::nil()), rule, at("2026-01-01T00:00:00Z"));
    assert!(compiled(rule()).is_set_off(&happened));
    let off = RuleDef { valid: false, ..rule() };
    assert!(!compiled(off).is_set_off(&happened));
    let unreadable = RuleDef {
        when: "state:".to_owned(),
        ..rule()
    };
    assert_eq!(compiled(unreadable).filter, Filter::Nothing);
}

#[test]
fn times_of_the_clock() {
    let daily = |time: &str| {
        RuleTrigger::Daily(At {
            time: time.to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
        })
    };
    let weekly = |weekday| {
        RuleTrigger::Weekly(Weekly {
            weekday,
            time: "08:00".to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
        })
    };
    for (on, now, expected) in [
        (daily("03:00"), "2026-11-22T01:59:59Z", "2026-11-21T02:00:00Z"),
        (daily("03:00"), "2026-11-22T02:00:00Z", "2026-11-22T02:00:00Z"),
        // The clock jumps from 02:00 to 03:00.
        (daily("02:30"), "2026-03-29T12:00:00Z", "2026-03-29T01:30:00Z"),
        // 02:30 comes twice: the first one.
        (daily("02:30"), "2026-10-25T12:00:00Z", "2026-10-25T00:30:00Z"),
        // 2026-11-22 is a Sunday.
        (weekly(7), "2026-11-22T07:00:00Z", "2026-11-22T07:00:00Z"),
        (weekly(7), "2026-11-22T06:59:00Z", "2026-11-15T07:00:00Z"),
        (weekly(1), "2026-11-22T06:59:00Z", "2026-11-16T07:00:00Z"),
    ] {
        assert_eq!(last_time(&on, at(now)), Some(at(expected)), "{on:?} at {now}");
    }
    assert_eq!(last_time(&rule().on, at("2026-11-22T07:00:00Z")), None);
}

#[test]
fn what_a_rule_may_not_be() {
    let changed = |change: fn(&mut RuleDef)| {
        let mut changed = rule();
        change(&mut changed);
        changed
    };
    for (bad, field, code) in [
        (changed(|r| r.names.en = String::new()), "names.en", FieldCode::Required),
        (
            changed(|r| r.queue_id = Some(queue(99))),
            "queue_id",
            FieldCode::Unknown,
        ),
        (
            changed(|r| r.when = "owner:me".to_owned()),
            "when",
            FieldCode::NotAllowed,
        ),
        (changed(|r| r.then.clear()), "then", FieldCode::Required),
        (
            changed(|r| r.on = RuleTrigger::Events(OnEvents::default())),
            "on.events",
            FieldCode::Required,
        ),
        (
            changed(|r| {
                r.on = RuleTrigger::After(After {
                    amount: 0,
                    unit: TimeUnit::Days,
                    since: Since::Contact,
                });
            }),
            "on.amount",
            FieldCode::Required,
        ),
        (
            changed(|r| {
                r.on = RuleTrigger::Daily(At {
                    time: "25:00".to_owned(),
                    time_zone: "Europe/Berlin".to_owned(),
                });
            }),
            "on.time",
            FieldCode::Malformed,
        ),
        (
            changed(|r| {
                r.queue_id = Some(queue(1));
                r.then.insert(0, RuleAction::Move(Move { queue_id: queue(3) }));
            }),
            "then.1",
            FieldCode::NotAllowed,
        ),
    ] {
        let filter = Filter::parse(&bad.when).expect("a filter");
        let refusal = check_rule(&bad, &filter, &tree()).expect_err(field);
        let first = refusal.errors.first().map(|error| (error.field.as_str(), error.code));
        assert_eq!(first, Some((field, code)));
    }
    assert!(check_rule(&rule(), &Filter::All, &tree()).is_ok());
}

#[test]
fn a_rule_of_a_queue_holds_below_it() {
    assert!(holds_in(None, queue(3), &tree()));
    assert!(holds_in(Some(queue(1)), queue(2), &tree()));
    assert!(!holds_in(Some(queue(2)), queue(1), &tree()));
}
