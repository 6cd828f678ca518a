//! Tables of who is told what.

use std::collections::BTreeMap;

use pult_shared::{
    Timestamp,
    catalog::{StateKey, StateType},
    ids::{ArticleId, RuleId, TicketId},
    notification::{ChosenWays, QuietHours},
    ticket::{Channel, Priority, TicketNumber},
};
use uuid::Uuid;

use super::*;

const HERE: QueueId = QueueId(Uuid::from_u128(1));
const ELSEWHERE: QueueId = QueueId(Uuid::from_u128(2));
const CUSTOMER: PersonId = PersonId(Uuid::from_u128(10));
const ANNA: PersonId = PersonId(Uuid::from_u128(11));
const BEN: PersonId = PersonId(Uuid::from_u128(12));
const CAN: PersonId = PersonId(Uuid::from_u128(13));

fn agent(id: PersonId, queue: QueueId) -> Actor {
    Actor {
        person_id: id,
        name: "x".to_owned(),
        administrator: false,
        grants: [(queue, BTreeSet::from([Permission::View, Permission::Own]))].into(),
        organisation: None,
        seer: None,
    }
}

fn ticket() -> Ticket {
    let at: Timestamp = "2026-11-22T09:00:00Z".parse().unwrap();
    Ticket {
        id: TicketId(Uuid::from_u128(20)),
        number: TicketNumber("20261122000017".to_owned()),
        version: 1,
        subject: "x".to_owned(),
        state: StateKey::new("open"),
        state_type: StateType::Open,
        pending_until: None,
        priority: Priority::NORMAL,
        ticket_type: None,
        service: None,
        queue_id: HERE,
        requester_id: CUSTOMER,
        owner_id: None,
        responsible_id: None,
        lock: None,
        channel: Channel::Mail,
        created_at: at,
        updated_at: at,
        closed_at: None,
        started_at: None,
        first_answer_at: None,
        last_contact_at: None,
        due_at: None,
        merged_into: None,
        time_minutes: 0,
        tags: BTreeSet::new(),
        fields: BTreeMap::new(),
        participants: BTreeSet::new(),
        watchers: BTreeSet::new(),
        other_queues: BTreeSet::new(),
        left_queues: BTreeSet::new(),
        readers: None,
        organisation: None,
        mentioned: BTreeSet::new(),
        clocks: crate::ticket::Clocks::default(),
    }
}

fn owned_by(owner: PersonId) -> Ticket {
    Ticket {
        owner_id: Some(owner),
        ..ticket()
    }
}

fn catalog() -> Catalog {
    Catalog {
        version: 1,
        states: Vec::new(),
        priorities: Vec::new(),
        types: Vec::new(),
        services: Vec::new(),
        fields: Vec::new(),
        calendars: Vec::new(),
        slas: Vec::new(),
        former: Vec::new(),
    }
}

fn message(direction: Direction) -> TicketEvent {
    TicketEvent::ArticleAdded {
        article_id: ArticleId(Uuid::nil()),
        direction,
        channel: Channel::Mail,
        visible_to_customer: true,
        automatic: false,
    }
}

fn opened() -> TicketEvent {
    TicketEvent::TicketOpened {
        number: TicketNumber("1".to_owned()),
        queue_id: HERE,
        requester_id: CUSTOMER,
        subject: String::new(),
        priority: Priority::NORMAL,
        channel: Channel::Mail,
        ticket_type: None,
    }
}

fn mention(person_id: PersonId) -> TicketEvent {
    TicketEvent::Mentioned {
        person_id,
        article_id: ArticleId(Uuid::nil()),
    }
}

fn owner(from: Option<PersonId>, to: Option<PersonId>) -> TicketEvent {
    TicketEvent::OwnerChanged { from, to }
}

fn notice(text: &str) -> TicketEvent {
    let names = |text: &str| Names {
        de: text.to_owned(),
        en: text.to_owned(),
    };
    TicketEvent::RuleNotice {
        rule_id: RuleId(Uuid::nil()),
        name: names("Die Regel"),
        text: names(text),
    }
}

fn state(state_type: StateType) -> TicketEvent {
    TicketEvent::StateChanged {
        from: StateKey::new("open"),
        to: StateKey::new("x"),
        state_type,
        pending_until: None,
    }
}

/// What an agent with the usual settings is told.
fn usual(actor: &Actor, ticket: &Ticket, by: Option<PersonId>, events: &[TicketEvent]) -> Option<Told> {
    let settings = NotificationSettings::default();
    let happening = Happening::of(ticket, by, events.iter().collect(), &catalog())?;
    let listener = Listener {
        actor,
        settings: &settings,
        stands_for: None,
    };
    told(&listener, &happening)
}

#[test]
fn who_is_told_what_by_the_usual_settings() {
    use NotificationKind as Kind;
    use Relation as As;
    let (anna, ben) = (agent(ANNA, HERE), agent(BEN, HERE));
    let incoming = || vec![message(Direction::Incoming)];
    let mail: &[Way] = &[Way::Browser, Way::Mail];
    let list: &[Way] = &[Way::Browser];
    let watched = Ticket {
        watchers: [BEN].into(),
        ..owned_by(ANNA)
    };
    type Case<'a> = (
        &'a str,
        &'a Actor,
        Ticket,
        Option<PersonId>,
        Vec<TicketEvent>,
        Option<(Kind, As, &'a [Way])>,
    );
    let aged = || vec![TicketEvent::AgeReminded { days: 3 }];
    let told_by_rule = || vec![notice("Bitte ansehen")];
    let responsible = |person, owner_id| Ticket {
        owner_id,
        responsible_id: Some(person),
        ..ticket()
    };
    let cases: Vec<Case<'_>> = vec![
        (
            "mine is old",
            &anna,
            owned_by(ANNA),
            None,
            aged(),
            Some((Kind::Age, As::Mine, mail)),
        ),
        ("a colleague's is old", &ben, owned_by(ANNA), None, aged(), None),
        (
            "nobody's is old: who is responsible",
            &anna,
            responsible(ANNA, None),
            None,
            aged(),
            Some((Kind::Age, As::Mine, mail)),
        ),
        (
            "nobody's is old: not the others",
            &ben,
            responsible(ANNA, None),
            None,
            aged(),
            None,
        ),
        (
            "a colleague's is old for whom I am responsible",
            &ben,
            responsible(BEN, Some(ANNA)),
            None,
            aged(),
            None,
        ),
        (
            "nobody's at all is old",
            &ben,
            ticket(),
            None,
            aged(),
            Some((Kind::Age, As::Queues, list)),
        ),
        (
            "a rule tells of mine",
            &anna,
            owned_by(ANNA),
            None,
            told_by_rule(),
            Some((Kind::Rule, As::Mine, list)),
        ),
        (
            "a rule tells of nobody's",
            &ben,
            ticket(),
            None,
            told_by_rule(),
            Some((Kind::Rule, As::Queues, list)),
        ),
        (
            "a rule tells of a colleague's",
            &ben,
            owned_by(ANNA),
            None,
            told_by_rule(),
            None,
        ),
        (
            "new",
            &anna,
            ticket(),
            Some(CUSTOMER),
            vec![opened(), message(Direction::Incoming)],
            Some((Kind::NewTicket, As::Queues, list)),
        ),
        (
            "my follow-up",
            &anna,
            owned_by(ANNA),
            Some(CUSTOMER),
            incoming(),
            Some((Kind::FollowUp, As::Mine, mail)),
        ),
        (
            "a colleague's follow-up",
            &ben,
            owned_by(ANNA),
            Some(CUSTOMER),
            incoming(),
            None,
        ),
        (
            "nobody's follow-up",
            &ben,
            ticket(),
            Some(CUSTOMER),
            incoming(),
            Some((Kind::FollowUp, As::Queues, list)),
        ),
        (
            "my own note",
            &anna,
            owned_by(ANNA),
            Some(ANNA),
            vec![message(Direction::Internal)],
            None,
        ),
        (
            "a colleague's note",
            &anna,
            owned_by(ANNA),
            Some(BEN),
            vec![message(Direction::Internal)],
            Some((Kind::Note, As::Mine, list)),
        ),
        (
            "watched",
            &ben,
            watched,
            Some(CUSTOMER),
            incoming(),
            Some((Kind::FollowUp, As::Watched, list)),
        ),
        (
            "mentioned",
            &ben,
            owned_by(ANNA),
            Some(ANNA),
            vec![message(Direction::Internal), mention(BEN)],
            Some((Kind::Mention, As::Mentioned, mail)),
        ),
        (
            "somebody else mentioned",
            &ben,
            owned_by(ANNA),
            Some(ANNA),
            vec![mention(CAN)],
            None,
        ),
        (
            "assigned",
            &ben,
            owned_by(BEN),
            Some(ANNA),
            vec![owner(None, Some(BEN))],
            Some((Kind::Assigned, As::Mine, mail)),
        ),
        (
            "taken away",
            &ben,
            owned_by(ANNA),
            Some(ANNA),
            vec![owner(Some(BEN), Some(ANNA))],
            Some((Kind::Assigned, As::Mine, mail)),
        ),
        (
            "taken by oneself",
            &ben,
            owned_by(BEN),
            Some(BEN),
            vec![owner(None, Some(BEN))],
            None,
        ),
        (
            "closed",
            &anna,
            owned_by(ANNA),
            Some(BEN),
            vec![state(StateType::Closed)],
            Some((Kind::State, As::Mine, list)),
        ),
        (
            "set to wait",
            &anna,
            owned_by(ANNA),
            Some(BEN),
            vec![state(StateType::PendingReminder)],
            None,
        ),
        (
            "a tag",
            &anna,
            owned_by(ANNA),
            Some(BEN),
            vec![TicketEvent::TagAdded { tag: "x".to_owned() }],
            None,
        ),
        (
            "assigned and closed at once",
            &ben,
            owned_by(BEN),
            Some(ANNA),
            vec![state(StateType::Closed), owner(None, Some(BEN))],
            Some((Kind::Assigned, As::Mine, mail)),
        ),
    ];
    for (name, actor, ticket, by, events, expected) in cases {
        let told = usual(actor, &ticket, by, &events);
        let told = told.map(|told| (told.kind, told.relation, told.ways));
        let expected = expected.map(|(kind, relation, ways)| (kind, relation, ways.iter().copied().collect()));
        assert_eq!(told, expected, "{name}");
    }
}

#[test]
fn what_a_rule_tells_stands_with_whatever_else_it_did() {
    let ben = agent(BEN, HERE);
    let events = [owner(None, Some(BEN)), notice("Bitte ansehen")];
    let told = usual(&ben, &owned_by(BEN), None, &events).expect("told");
    assert_eq!(told.kind, NotificationKind::Assigned);
    assert_eq!(told.text.map(|text| text.de), Some("Bitte ansehen".to_owned()));
    let told = usual(&ben, &owned_by(BEN), None, &events[..1]).expect("told");
    assert_eq!(told.text, None);
}

#[test]
fn nobody_is_told_of_what_they_may_not_see() {
    let stranger = agent(BEN, ELSEWHERE);
    let ticket = Ticket {
        watchers: [BEN].into(),
        mentioned: [BEN].into(),
        participants: [BEN].into(),
        ..owned_by(BEN)
    };
    let events = [message(Direction::Incoming), mention(BEN), owner(None, Some(BEN))];
    assert_eq!(usual(&stranger, &ticket, Some(ANNA), &events), None);
}

#[test]
fn an_administrator_is_not_told_of_every_queue() {
    let administrator = Actor {
        administrator: true,
        grants: Grants::new(),
        ..agent(BEN, HERE)
    };
    assert_eq!(usual(&administrator, &ticket(), Some(CUSTOMER), &[opened()]), None);
    assert!(
        usual(
            &administrator,
            &owned_by(BEN),
            Some(CUSTOMER),
            &[message(Direction::Incoming)]
        )
        .is_some()
    );
}

#[test]
fn only_the_queues_that_somebody_named() {
    let anna = Actor {
        grants: [HERE, ELSEWHERE]
            .map(|queue| (queue, BTreeSet::from([Permission::View, Permission::Own])))
            .into(),
        ..agent(ANNA, HERE)
    };
    let settings = NotificationSettings {
        queues: vec![ELSEWHERE],
        ..NotificationSettings::default()
    };
    let events = [opened()];
    let (here, there) = (
        ticket(),
        Ticket {
            queue_id: ELSEWHERE,
            ..ticket()
        },
    );
    let told_of = |ticket| {
        let happening = Happening::of(ticket, None, events.iter().collect(), &catalog()).unwrap();
        told(
            &Listener {
                actor: &anna,
                settings: &settings,
                stands_for: None,
            },
            &happening,
        )
    };
    assert_eq!(told_of(&here), None);
    assert!(told_of(&there).is_some());
}

// req: C8
#[test]
fn a_deputy_is_told_as_the_one_who_is_away() {
    let (anna, ben) = (agent(ANNA, HERE), agent(BEN, HERE));
    let settings = NotificationSettings::default();
    let listener = Listener {
        actor: &ben,
        settings: &settings,
        stands_for: Some(StandsFor {
            person: ANNA,
            grants: &anna.grants,
            settings: &settings,
        }),
    };
    let ticket = owned_by(ANNA);
    let events = [message(Direction::Incoming)];
    let happening = Happening::of(&ticket, Some(CUSTOMER), events.iter().collect(), &catalog()).unwrap();
    let told_him = told(&listener, &happening).unwrap();
    assert_eq!(
        (told_him.kind, told_him.relation),
        (NotificationKind::FollowUp, Relation::Mine)
    );
    let happening = Happening::of(&ticket, Some(BEN), events.iter().collect(), &catalog()).unwrap();
    assert_eq!(told(&listener, &happening), None, "he did it himself");
}

#[test]
fn settings_are_checked() {
    let usual = NotificationSettings::default;
    let quiet = |from, until| {
        Some(QuietHours {
            from,
            until,
            weekend: false,
        })
    };
    let ways = |kind| ChosenWays {
        relation: Relation::Mine,
        kind,
        ways: Vec::new(),
    };
    let field = |settings: &NotificationSettings| {
        check_settings(settings)
            .err()
            .map(|refusal| refusal.errors[0].field.clone())
    };
    assert_eq!(field(&usual()), None);
    assert_eq!(
        field(&NotificationSettings {
            digest_at: 1440,
            ..usual()
        })
        .as_deref(),
        Some("digest_at")
    );
    assert_eq!(
        field(&NotificationSettings {
            quiet: quiet(1440, 0),
            ..usual()
        })
        .as_deref(),
        Some("quiet.from")
    );
    assert_eq!(
        field(&NotificationSettings {
            quiet: quiet(0, 1500),
            ..usual()
        })
        .as_deref(),
        Some("quiet.until")
    );
    assert_eq!(
        field(&NotificationSettings {
            time_zone: "Mars/Olympus".to_owned(),
            ..usual()
        })
        .as_deref(),
        Some("time_zone")
    );
    let chosen = vec![ways(NotificationKind::NewTicket)];
    assert_eq!(
        field(&NotificationSettings { chosen, ..usual() }).as_deref(),
        Some("chosen")
    );
    let chosen = vec![ways(NotificationKind::Note), ways(NotificationKind::Note)];
    assert_eq!(
        field(&NotificationSettings { chosen, ..usual() }).as_deref(),
        Some("chosen")
    );
}
