//! A small catalog and tree to decide by.

use super::*;

fn names_of(text: &str) -> Names {
    Names {
        de: text.to_owned(),
        en: text.to_owned(),
    }
}

pub fn catalog() -> Catalog {
    let state = |key: &str, state_type| StateDef {
        key: StateKey::new(key),
        state_type,
        names: names_of(key),
        color: Color::Grey,
        position: 0,
        valid: key != "parked",
        turns_into: None,
        stops_clocks: None,
    };
    let field = |key: &str, kind, required_on_close| FieldDef {
        key: FieldKey::new(key),
        kind,
        names: names_of(key),
        help: Names::default(),
        options: ["a", "b"]
            .map(|key| pult_shared::catalog::FieldOption {
                key: key.to_owned(),
                names: names_of(key),
                valid: true,
            })
            .to_vec(),
        queue_ids: Vec::new(),
        type_keys: if required_on_close {
            vec![TypeKey::new("incident")]
        } else {
            Vec::new()
        },
        required_on_close,
        shown_to_customer: false,
        position: 0,
        valid: true,
    };
    let ticket_type = |key: &str, valid| TypeDef {
        key: TypeKey::new(key),
        names: names_of(key),
        position: 0,
        valid,
    };
    Catalog {
        version: 1,
        states: vec![
            state("new", StateType::New),
            state("open", StateType::Open),
            state("parked", StateType::Open),
            state("pending_reminder", StateType::PendingReminder),
            state("closed_successful", StateType::Closed),
            state("closed_unsuccessful", StateType::Closed),
            state("merged", StateType::Merged),
            state("removed", StateType::Removed),
        ],
        priorities: Vec::new(),
        types: vec![ticket_type("incident", true), ticket_type("old", false)],
        services: Vec::new(),
        fields: vec![
            field("room", FieldKind::Text, false),
            field("count", FieldKind::Number, false),
            field("begin", FieldKind::Date, false),
            field("choice", FieldKind::Choice, false),
            field("choices", FieldKind::MultiChoice, false),
            field("cause", FieldKind::Text, true),
        ],
        calendars: Vec::new(),
        slas: Vec::new(),
        former: Vec::new(),
    }
}

fn queue(id: QueueId, valid: bool, follow_up: FollowUp) -> Queue {
    Queue {
        id,
        parent_id: None,
        path: id.to_string(),
        names: names_of("q"),
        addresses: Vec::new(),
        portal: true,
        closing_mail: true,
        catch_all: false,
        valid,
        description: Names::default(),
        salutation: Names::default(),
        signature: Names::default(),
        follow_up,
        unlock_minutes: None,
        calendar: None,
        sla: None,
        remind_days: None,
        default_priority: None,
        default_type: None,
        mails: pult_shared::api::queue::QueueMails::default(),
        intake: pult_shared::api::queue::IntakeRules::default(),
        sensitive: false,
        customers_close: true,
        name_shown: true,
        address_domains: Vec::new(),
    }
}

pub fn tree() -> QueueTree {
    QueueTree::new([
        queue(IT, true, FollowUp::Reopen),
        queue(WLAN, true, FollowUp::Reject),
        queue(OLD, false, FollowUp::Reopen),
    ])
}
