//! Rules that most desks want, to begin with. What the administration fills in is what the tests of the server run.

use super::{
    After, OnEvents, RuleAction, RuleDef, RuleEvent, RuleMail, RuleNotify, RuleRecipient, RuleState, RuleTrigger,
    Since, TimeUnit, Wait,
};
use crate::{
    api::queue::Names,
    catalog::StateKey,
    command::{Move, SetPriority, Tag},
    ids::QueueId,
    ticket::Priority,
};

/// What waits for the customer, and closes by itself when nothing comes. Not what waits for a reminder: its date is one that the desk has
/// set for itself — a spare part, a colleague's return —, and nobody is asked for anything. Closing that would forget a request.
const WAITS_FOR_CUSTOMER: &str = "state:pending_auto";

/// Their names, as in the locale keys.
pub const PRESETS: [&str; 9] = [
    "address", "group", "word", "answer", "faq", "silence", "vip", "spam", "remind",
];

/// A rule that is not filled in yet.
#[must_use]
pub fn blank() -> RuleDef {
    RuleDef {
        names: Names::default(),
        valid: true,
        queue_id: None,
        on: on([RuleEvent::Created]),
        when: String::new(),
        then: Vec::new(),
        stop: false,
    }
}

fn on<const N: usize>(events: [RuleEvent; N]) -> RuleTrigger {
    RuleTrigger::Events(OnEvents {
        events: events.to_vec(),
    })
}

fn after(amount: u32, since: Since) -> RuleTrigger {
    RuleTrigger::After(After {
        amount,
        unit: TimeUnit::Days,
        since,
    })
}

fn elsewhere() -> RuleAction {
    RuleAction::Move(Move { queue_id: QueueId::NIL })
}

fn tag(tag: &str) -> RuleAction {
    RuleAction::AddTag(Tag { tag: tag.to_owned() })
}

fn answer(body: Names) -> RuleAction {
    RuleAction::SendMail(RuleMail {
        to: RuleRecipient::Requester,
        address: None,
        template_id: None,
        subject: Names::default(),
        body,
    })
}

/// The rule of this name, filled in as far as it goes for every desk: `said` is what it says under a key, in both languages, and `waits` the
/// state of what waits for the customer and then closes.
#[must_use]
pub fn preset(name: &str, said: impl Fn(&str) -> Names, waits: StateKey) -> RuleDef {
    let said = |part: &str| said(&format!("rule-preset-{name}-{part}"));
    let (on, when, then, stop) = match name {
        "address" => (on([RuleEvent::Created]), "from:@", vec![elsewhere()], false),
        "group" => (
            on([RuleEvent::Created]),
            "affiliation:student",
            vec![elsewhere()],
            false,
        ),
        "word" => (on([RuleEvent::Created]), "subject:", vec![elsewhere()], false),
        "answer" => (on([RuleEvent::Created]), "", vec![answer(said("text"))], false),
        // The tag sees to it that a ticket gets one answer, however often its customer writes.
        "faq" => (
            on([RuleEvent::Created, RuleEvent::FollowUp]),
            "subject: -tag:faq",
            vec![answer(said("text")), tag("faq")],
            false,
        ),
        // Once in each silence. Closing is left to the waiting time that begins with the mail: nobody is closed unwarned, however long it has been
        // still before the rule was there, and whatever date somebody has set.
        "silence" => {
            let waits = RuleState {
                state: waits,
                wait: Some(Wait {
                    amount: 7,
                    unit: TimeUnit::Days,
                }),
                notify_customer: None,
            };
            let then = vec![answer(said("text")), RuleAction::SetState(waits)];
            (after(7, Since::Contact), WAITS_FOR_CUSTOMER, then, false)
        }
        "vip" => {
            let high = SetPriority {
                priority: Priority::new(4).unwrap_or(Priority::NORMAL),
            };
            let then = vec![RuleAction::SetPriority(high), tag("vip")];
            (on([RuleEvent::Created]), "from:@", then, false)
        }
        "spam" => (on([RuleEvent::Created]), "tag:spam", vec![elsewhere()], true),
        _ => (
            after(5, Since::Created),
            "state:active owner:nobody",
            vec![RuleAction::Notify(RuleNotify { text: said("text") })],
            false,
        ),
    };
    RuleDef {
        names: said("name"),
        on,
        when: when.to_owned(),
        then,
        stop,
        ..blank()
    }
}
