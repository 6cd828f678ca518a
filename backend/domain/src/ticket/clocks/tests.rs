//! The clocks by a table of days: what runs, what stands, what is told, once.

use jiff::SignedDuration;
use pult_shared::{
    Timestamp,
    api::queue::Names,
    calendar::{CalendarDef, Span},
    catalog::{CalendarKey, ServiceDef, ServiceKey, SlaKey, StateKey},
    command::{Command, LogCall, Move, Note, Reply, SetService, SetSla, SetState},
    event::TicketEvent,
    ids::PersonId,
    mailbox::Mailbox,
    sla::{ClockKind, SlaDef},
    ticket::{Channel, Direction},
};
use uuid::Uuid;

use super::{
    super::{
        Context, MailFacts, Side, TargetFacts, Ticket, TicketFacts, decide,
        tests::{Counting, IT, WLAN, catalog, ticket, tree},
    },
    SetUp, escalate, fingerprint, recounted,
};
use crate::{calendar::Calendar, catalog::Catalog, queue::QueueTree};

const AGENT: PersonId = PersonId(Uuid::from_u128(21));
const LENA: PersonId = PersonId(Uuid::from_u128(22));

fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

fn names() -> Names {
    Names {
        de: "x".to_owned(),
        en: "x".to_owned(),
    }
}

fn sla(key: &str, hours: [Option<u32>; 3]) -> SlaDef {
    let [first_response, update, solution] = hours.map(|hours| hours.map(|hours| hours * 60));
    SlaDef {
        key: SlaKey::new(key),
        names: names(),
        calendar: None,
        first_response,
        update,
        solution,
        warn_percent: 75,
        position: 0,
        valid: true,
    }
}

/// Monday to Friday 8 to 17 in Berlin.
fn office() -> Calendar {
    let mut week = vec![vec![Span { from: 480, to: 1020 }]; 5];
    week.extend([Vec::new(), Vec::new()]);
    let def = CalendarDef {
        key: CalendarKey::new("office"),
        names: names(),
        time_zone: "Europe/Berlin".to_owned(),
        week,
        region: None,
        closures: Vec::new(),
        periods: Vec::new(),
        queue_id: None,
        position: 0,
        valid: true,
    };
    Calendar::read(def).expect("a calendar")
}

/// A desk at which time goes by.
struct Desk {
    catalog: Catalog,
    tree: QueueTree,
    now: Timestamp,
    ticket: Ticket,
    told: Vec<TicketEvent>,
    ids: Counting,
}

impl Desk {
    /// `it` is open in office hours and promises an answer in 4 hours, to later messages in 8, a solution in 20.
    fn opened(when: &str) -> Self {
        let mut catalog = catalog();
        catalog.calendars.push(office());
        catalog.slas = vec![
            sla("standard", [Some(4), Some(8), Some(20)]),
            sla("gold", [Some(1), None, None]),
            SlaDef {
                valid: false,
                ..sla("old", [Some(1), None, None])
            },
        ];
        let service = |key: &str, sla: Option<&str>| ServiceDef {
            key: ServiceKey::new(key),
            names: names(),
            sla: sla.map(SlaKey::new),
            position: 0,
            valid: true,
        };
        catalog.services = vec![
            service("mail", Some("gold")),
            service("mail/spam", None),
            service("print", Some("old")),
        ];
        let queues = tree().by_path().into_iter().cloned().collect::<Vec<_>>();
        let tree = QueueTree::new(queues.into_iter().map(|mut queue| {
            if queue.id == IT {
                queue.calendar = Some(CalendarKey::new("office"));
                queue.sla = Some(SlaKey::new("standard"));
                queue.remind_days = Some(3);
            }
            queue
        }));
        let now = at(when);
        let ticket = Ticket {
            created_at: now,
            requester_id: LENA,
            ..ticket()
        };
        let mut desk = Self {
            catalog,
            tree,
            now,
            ticket,
            told: Vec::new(),
            ids: Counting(5_000),
        };
        desk.ticket.clocks = recounted(&desk.ticket, desk.set_up(), now);
        desk.ticket.clocks.asked = Some(0);
        desk
    }

    fn set_up(&self) -> SetUp<'_> {
        SetUp {
            catalog: &self.catalog,
            tree: &self.tree,
        }
    }

    fn command(&mut self, when: &str, side: Side, command: &Command, facts: &TicketFacts) {
        self.now = at(when);
        let mut ctx = Context {
            now: self.now,
            actor: Some(if side == Side::Agent { AGENT } else { LENA }),
            side,
            ids: &mut self.ids,
            mail_domain: "uni.example",
            desk_address: "desk@uni.example",
            catalog: &self.catalog,
            tree: &self.tree,
        };
        let decision = decide(&self.ticket, command, facts, &mut ctx).expect("decided");
        self.ticket = decision.ticket;
    }

    fn agent(&mut self, when: &str, command: &Command) -> &mut Self {
        let mailbox = |address: &str| Mailbox {
            name: None,
            address: address.to_owned(),
        };
        let facts = TicketFacts {
            requester: Some(mailbox("lena@uni.example")),
            queue_sender: Some(mailbox("it@uni.example")),
            target: TargetFacts::Queue(Some(WLAN)),
            ..TicketFacts::default()
        };
        self.command(when, Side::Agent, command, &facts);
        self
    }

    fn answers(&mut self, when: &str) -> &mut Self {
        let reply = Command::Reply(Reply {
            body: "Ja".to_owned(),
            ..Reply::default()
        });
        self.agent(when, &reply)
    }

    fn becomes(&mut self, when: &str, state: &str, until: Option<&str>) -> &mut Self {
        let set = Command::SetState(SetState {
            pending_until: until.map(at),
            ..SetState::to(state)
        });
        self.agent(when, &set)
    }

    fn writes(&mut self, when: &str, automatic: bool) -> &mut Self {
        let reply = Command::Reply(Reply {
            body: "Und?".to_owned(),
            ..Reply::default()
        });
        let facts = TicketFacts {
            mail: Some(MailFacts {
                automatic,
                ..MailFacts::default()
            }),
            ..TicketFacts::default()
        };
        self.command(when, Side::Customer, &reply, &facts);
        self
    }

    /// The job looks; what it told.
    fn look(&mut self, when: &str) -> Vec<(String, Option<ClockKind>)> {
        self.now = at(when);
        let decision = escalate(&self.ticket, self.set_up(), self.now);
        self.ticket = decision.ticket;
        self.told.extend(decision.events.clone());
        let of = |event: &TicketEvent| match event {
            TicketEvent::EscalationWarned { clock, .. } | TicketEvent::Escalated { clock, .. } => Some(*clock),
            _ => None,
        };
        decision
            .events
            .iter()
            .map(|event| (event.name().to_owned(), of(event)))
            .collect()
    }

    fn due(&self) -> [Option<Timestamp>; 3] {
        ClockKind::ALL.map(|clock| self.ticket.clocks.due(clock))
    }

    fn is_due(&self, expect: [&str; 3]) {
        let expect = expect.map(|text| (!text.is_empty()).then(|| at(text)));
        assert_eq!(self.due(), expect);
        assert_eq!(self.ticket.clocks.due_at, expect.into_iter().flatten().min());
    }
}

// Tuesday 24 November 2026; Berlin is an hour ahead, so that it is open from 7 to 16.
#[test]
fn an_answer_ends_the_first_clock_and_a_message_begins_the_next() {
    let mut desk = Desk::opened("2026-11-24T14:00:00Z");
    desk.is_due(["2026-11-25T09:00:00Z", "", "2026-11-26T16:00:00Z"]);
    // A note answers nobody, nor does a machine ask.
    desk.agent(
        "2026-11-24T15:00:00Z",
        &Command::Note(Note {
            body: "aha".to_owned(),
            ..Note::default()
        }),
    );
    desk.is_due(["2026-11-25T09:00:00Z", "", "2026-11-26T16:00:00Z"]);
    desk.answers("2026-11-25T08:00:00Z")
        .writes("2026-11-25T08:30:00Z", true);
    desk.is_due(["", "", "2026-11-26T16:00:00Z"]);
    // Asked at 14:00, and once more: the first message counts.
    desk.writes("2026-11-25T13:00:00Z", false)
        .writes("2026-11-25T15:00:00Z", false);
    desk.is_due(["", "2026-11-26T12:00:00Z", "2026-11-26T16:00:00Z"]);
    // A call is an answer too.
    let call = Command::LogCall(LogCall {
        direction: Direction::Outgoing,
        channel: Some(Channel::Phone),
        body: "besprochen".to_owned(),
        subject: None,
        visible_to_customer: None,
        attachments: Vec::new(),
    });
    desk.agent("2026-11-26T08:00:00Z", &call);
    desk.is_due(["", "", "2026-11-26T16:00:00Z"]);
}

#[test]
fn what_waits_for_the_customer_stands_still() {
    let mut desk = Desk::opened("2026-11-24T07:00:00Z");
    desk.is_due(["2026-11-24T11:00:00Z", "", "2026-11-26T09:00:00Z"]);
    // Two hours count; then it waits over the night, and the customer writes.
    desk.answers("2026-11-24T08:00:00Z");
    desk.becomes("2026-11-24T09:00:00Z", "pending_reminder", Some("2026-11-30T09:00:00Z"));
    desk.is_due(["", "", ""]);
    assert_eq!((desk.ticket.clocks.since, desk.ticket.clocks.next_at), (None, None));
    desk.writes("2026-11-25T10:00:00Z", false);
    desk.is_due(["", "2026-11-26T09:00:00Z", "2026-11-27T10:00:00Z"]);
    // Done: nothing runs. Opened again it goes on where it stopped, 18 hours less 1 before the end.
    desk.becomes("2026-11-25T11:00:00Z", "closed_successful", None);
    desk.is_due(["", "", ""]);
    desk.writes("2026-12-01T07:00:00Z", false);
    desk.is_due(["", "2026-12-01T15:00:00Z", "2026-12-02T15:00:00Z"]);
}

#[test]
fn a_state_may_say_otherwise() {
    let mut desk = Desk::opened("2026-11-24T07:00:00Z");
    for state in &mut desk.catalog.states {
        state.stops_clocks = match state.key.as_str() {
            "pending_reminder" => Some(false),
            "open" => Some(true),
            _ => None,
        };
    }
    desk.becomes("2026-11-24T09:00:00Z", "pending_reminder", Some("2026-11-30T09:00:00Z"));
    assert!(desk.due()[0].is_some());
    desk.becomes("2026-11-24T10:00:00Z", "open", None);
    assert_eq!(desk.due(), [None; 3]);
}

#[test]
fn each_is_told_once() {
    let mut desk = Desk::opened("2026-11-24T07:00:00Z");
    let named = |name: &str, clock| (name.to_owned(), Some(clock));
    // Three quarters of four hours.
    assert_eq!(desk.ticket.clocks.next_at, Some(at("2026-11-24T10:00:00Z")));
    assert!(desk.look("2026-11-24T09:59:59Z").is_empty());
    assert_eq!(
        desk.look("2026-11-24T10:00:00Z"),
        [named("escalation_warned", ClockKind::FirstResponse)]
    );
    assert!(desk.look("2026-11-24T10:01:00Z").is_empty());
    // Waiting in between makes it longer, not new.
    desk.becomes("2026-11-24T10:30:00Z", "pending_reminder", Some("2026-11-30T09:00:00Z"));
    assert!(desk.look("2026-11-24T12:00:00Z").is_empty());
    desk.becomes("2026-11-24T13:00:00Z", "open", None);
    assert!(desk.look("2026-11-24T13:29:00Z").is_empty());
    assert_eq!(
        desk.look("2026-11-24T13:30:00Z"),
        [named("escalated", ClockKind::FirstResponse)]
    );
    // Nobody looked for days: no warning after the breach, and the reminder with it.
    let told = desk.look("2026-11-28T12:00:00Z");
    assert_eq!(told.first(), Some(&named("escalated", ClockKind::Solution)));
    assert!(desk.look("2026-11-29T12:00:00Z").is_empty());
    // Waiting and going on again keeps what was told.
    desk.becomes("2026-11-30T08:00:00Z", "pending_reminder", Some("2026-12-30T09:00:00Z"));
    desk.becomes("2026-11-30T09:00:00Z", "open", None);
    assert!(desk.ticket.clocks.solution_due.is_some_and(|due| due < desk.now));
    assert!(desk.look("2026-11-30T09:01:00Z").is_empty());
    // A new question is a new occasion.
    desk.answers("2026-12-01T08:00:00Z")
        .writes("2026-12-01T08:00:00Z", false);
    assert_eq!(
        desk.look("2026-12-01T14:00:00Z"),
        [named("escalation_warned", ClockKind::Update)]
    );
    desk.answers("2026-12-01T15:00:00Z")
        .writes("2026-12-02T08:00:00Z", false);
    assert_eq!(
        desk.look("2026-12-02T14:00:00Z"),
        [named("escalation_warned", ClockKind::Update)]
    );
}

#[test]
fn forgotten_after_three_opening_days() {
    // Wednesday; Thursday and Friday and Monday are the three days, on whose last morning it comes back.
    let mut desk = Desk::opened("2026-11-25T10:00:00Z");
    desk.answers("2026-11-25T11:00:00Z");
    assert_eq!(desk.ticket.clocks.remind_at, Some(at("2026-11-30T07:00:00Z")));
    // What the customer does is not the desk's work.
    desk.writes("2026-11-26T11:00:00Z", false);
    assert_eq!(desk.ticket.clocks.remind_at, Some(at("2026-11-30T07:00:00Z")));
    let told = desk.look("2026-11-30T07:00:00Z");
    assert!(told.iter().any(|(name, _)| name == "age_reminded"), "{told:?}");
    let again = desk.look("2026-12-04T07:00:00Z");
    assert!(!again.iter().any(|(name, _)| name == "age_reminded"));
    desk.agent(
        "2026-12-04T08:00:00Z",
        &Command::Note(Note {
            body: "dran".to_owned(),
            ..Note::default()
        }),
    );
    assert_eq!(desk.ticket.clocks.remind_at, Some(at("2026-12-09T07:00:00Z")));
    // What waits for a time has a reminder of its own.
    desk.becomes("2026-12-04T09:00:00Z", "pending_reminder", Some("2026-12-30T09:00:00Z"));
    assert_eq!(desk.ticket.clocks.remind_at, None);
}

#[test]
fn the_nearest_agreement_holds() {
    let mut desk = Desk::opened("2026-11-24T07:00:00Z");
    let goes_by = |desk: &Desk| desk.ticket.clocks.sla.clone().map(|key| key.0);
    assert_eq!(goes_by(&desk).as_deref(), Some("standard"), "of the queue");
    let service = |key: &str| {
        Command::SetService(SetService {
            service: Some(ServiceKey::new(key)),
        })
    };
    desk.agent("2026-11-24T08:00:00Z", &service("mail/spam"));
    assert_eq!(goes_by(&desk).as_deref(), Some("gold"), "of the service above");
    desk.is_due(["2026-11-24T08:00:00Z", "", ""]);
    desk.agent("2026-11-24T08:00:00Z", &service("print"));
    assert_eq!(
        goes_by(&desk).as_deref(),
        Some("standard"),
        "one that is valid no more is passed over"
    );
    let set = |key: Option<&str>| {
        Command::SetSla(SetSla {
            sla: key.map(SlaKey::new),
        })
    };
    desk.agent("2026-11-24T08:00:00Z", &set(Some("gold")));
    assert_eq!(goes_by(&desk).as_deref(), Some("gold"), "its own");
    desk.agent("2026-11-24T08:00:00Z", &set(None));
    assert_eq!(goes_by(&desk).as_deref(), Some("standard"));
    // Into a queue that is always open and promises nothing; what was counted stays.
    desk.agent("2026-11-24T09:00:00Z", &Command::Move(Move { queue_id: WLAN }));
    assert_eq!((goes_by(&desk), desk.ticket.clocks.used), (None, 2 * 3_600_000));
    desk.agent("2026-11-24T20:00:00Z", &set(Some("standard")));
    desk.is_due(["2026-11-24T11:00:00Z", "", "2026-11-25T03:00:00Z"]);
}

#[test]
fn another_set_up_counts_anew() {
    let mut desk = Desk::opened("2026-11-24T07:00:00Z");
    let before = fingerprint(desk.set_up());
    assert_eq!(desk.ticket.clocks, recounted(&desk.ticket, desk.set_up(), desk.now));
    desk.catalog.types.clear();
    assert_eq!(before, fingerprint(desk.set_up()), "types are nothing to clocks");
    if let Some(standard) = desk.catalog.slas.first_mut() {
        standard.first_response = Some(600);
    }
    assert_ne!(before, fingerprint(desk.set_up()));
    desk.now += SignedDuration::from_mins(5);
    desk.ticket.clocks = recounted(&desk.ticket, desk.set_up(), desk.now);
    desk.is_due(["2026-11-25T08:00:00Z", "", "2026-11-26T09:00:00Z"]);
    for state in &mut desk.catalog.states {
        if state.key == StateKey::new("new") {
            state.stops_clocks = Some(true);
        }
    }
    desk.ticket.clocks = recounted(&desk.ticket, desk.set_up(), desk.now);
    assert_eq!(desk.due(), [None; 3]);
}
