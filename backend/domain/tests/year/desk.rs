//! The desk as it is: the domain decides, and the job looks when the clocks say that there is something to tell.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use pult_domain::{
    catalog::Catalog,
    fresh::FreshIds,
    queue::{Queue, QueueTree},
    ticket::{Context, OpenFacts, SetUp, Side, Ticket, TicketFacts, decide, escalate, open},
};
use pult_shared::{
    Timestamp,
    api::queue::{FollowUp, IntakeRules, Names, QueueMails},
    catalog::{Color, SlaKey, StateDef, StateKey, StateType},
    command::{Command, Note, OpenTicket, Reply, SetState},
    event::TicketEvent,
    ids::{PersonId, QueueId, TicketId},
    mailbox::Mailbox,
    sla::SlaDef,
    ticket::{Channel, TicketNumber},
};
use uuid::Uuid;

use crate::{
    Act, DAY, Dice, LIFE, PARTS, SITES, Site, TICKETS, Told, Walked, is_up, minute, moment, names, reference::refer,
};

const LENA: PersonId = PersonId(Uuid::from_u128(1));
const AGENT: PersonId = PersonId(Uuid::from_u128(2));

fn word(event: &TicketEvent) -> &'static str {
    match event {
        TicketEvent::EscalationWarned { .. } => "warned",
        TicketEvent::Escalated { .. } => "escalated",
        TicketEvent::AgeReminded { .. } => "reminded",
        _ => "something else",
    }
}

pub struct Counting(pub u128);

impl FreshIds for Counting {
    fn fresh(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
}

pub struct World {
    catalog: Catalog,
    tree: QueueTree,
    pub walked: Vec<Walked>,
}

fn queue(id: u128, site: &Site) -> Queue {
    Queue {
        id: QueueId(Uuid::from_u128(id)),
        parent_id: None,
        path: site.zone.to_lowercase(),
        names: names(site.zone),
        addresses: Vec::new(),
        portal: true,
        closing_mail: false,
        catch_all: false,
        valid: true,
        sensitive: false,
        customers_close: false,
        name_shown: true,
        address_domains: Vec::new(),
        description: Names::default(),
        salutation: Names::default(),
        signature: Names::default(),
        follow_up: FollowUp::Reopen,
        unlock_minutes: Some(300),
        calendar: Some(site.calendar().def().key.clone()),
        sla: Some(SlaKey::new(format!("sla{id}"))),
        remind_days: Some(site.remind_days),
        default_priority: None,
        default_type: None,
        mails: QueueMails::default(),
        intake: IntakeRules::default(),
    }
}

pub fn world() -> World {
    let state = |state_type: StateType| StateDef {
        key: StateKey::new(state_type.name()),
        state_type,
        names: names(state_type.name()),
        color: Color::Grey,
        position: 0,
        valid: true,
        turns_into: None,
        stops_clocks: None,
    };
    let sla = |(id, site): (u128, &Site)| SlaDef {
        key: SlaKey::new(format!("sla{id}")),
        names: names("sla"),
        calendar: None,
        first_response: site.promises[0],
        update: site.promises[1],
        solution: site.promises[2],
        warn_percent: site.warn_percent,
        position: 0,
        valid: true,
    };
    let states = [
        StateType::New,
        StateType::Open,
        StateType::PendingReminder,
        StateType::Closed,
        StateType::Merged,
    ];
    World {
        catalog: Catalog {
            states: states.map(state).to_vec(),
            slas: (0..).zip(&SITES).map(sla).collect(),
            calendars: SITES.iter().map(Site::calendar).collect(),
            ..Catalog::default()
        },
        tree: QueueTree::new((0..).zip(&SITES).map(|(id, site)| queue(id, site))),
        walked: SITES.iter().map(Site::walked).collect(),
    }
}

impl World {
    fn set_up(&self) -> SetUp<'_> {
        SetUp {
            catalog: &self.catalog,
            tree: &self.tree,
        }
    }

    fn context<'a>(&'a self, ids: &'a mut Counting, at: usize, side: Side) -> Context<'a> {
        Context {
            now: moment(at),
            actor: Some(if side == Side::Agent { AGENT } else { LENA }),
            side,
            ids,
            mail_domain: "uni.example",
            desk_address: "desk@uni.example",
            catalog: &self.catalog,
            tree: &self.tree,
        }
    }

    pub fn opened(&self, ids: &mut Counting, site: usize, at: usize) -> Ticket {
        let queue = QueueId(Uuid::from_u128(u128::try_from(site).expect("small")));
        let request = OpenTicket::new(queue, "x", "x");
        let facts = OpenFacts {
            id: TicketId(ids.fresh()),
            number: TicketNumber("1".to_owned()),
            requester_id: LENA,
            requester: mailbox(),
            channel: Channel::Portal,
            participants: Vec::new(),
            queue_sender: None,
            receipt: false,
            mail: None,
            origin: None,
            settles: None,
        };
        let mut ctx = self.context(ids, at, Side::Customer);
        open(&request, &facts, &mut ctx).expect("opened").ticket
    }

    fn act(&self, ids: &mut Counting, ticket: &Ticket, act: Act, at: usize) -> Ticket {
        let body = || "x".to_owned();
        let reply = || {
            Command::Reply(Reply {
                body: body(),
                ..Reply::default()
            })
        };
        let (side, command) = match act {
            Act::Answer => (Side::Agent, reply()),
            Act::Ask => (Side::Customer, reply()),
            Act::Note => (
                Side::Agent,
                Command::Note(Note {
                    body: body(),
                    ..Note::default()
                }),
            ),
            Act::Wait => {
                // Beyond what is looked at, on an open day; each time another moment, so that it is a change.
                let calendar = self
                    .catalog
                    .calendar_of(ticket.queue_id, &self.tree)
                    .expect("a calendar");
                let span = SignedDuration::from_mins(1 + i64::try_from(at % DAY).expect("small"));
                let pending_until = calendar.after(moment(at + 2 * LIFE), span);
                (
                    Side::Agent,
                    Command::SetState(SetState {
                        pending_until,
                        ..SetState::to("pending_reminder")
                    }),
                )
            }
            Act::GoOn => (Side::Agent, Command::SetState(SetState::to("open"))),
            Act::Close => (Side::Agent, Command::SetState(SetState::to("closed"))),
        };
        let facts = TicketFacts {
            requester: Some(mailbox()),
            queue_sender: Some(mailbox()),
            ..TicketFacts::default()
        };
        let mut ctx = self.context(ids, at, side);
        decide(ticket, &command, &facts, &mut ctx).expect("decided").ticket
    }

    /// Some of the tickets, and how often what was told where.
    pub fn part_of_a_year(&self, part: u32) -> BTreeMap<(usize, &'static str), u32> {
        let (mut dice, mut ids) = (Dice(part.into()), Counting(1 << 64));
        let mut count = BTreeMap::new();
        for number in 0..TICKETS / PARTS {
            let site = dice.below(SITES.len());
            let opened = dice.below(365 * DAY);
            let course = dice.course(opened);
            let expected = refer(&SITES[site], &self.walked[site], opened, &course);
            let told = self.told(&mut ids, site, opened, &course);
            let zone = SITES[site].zone;
            assert_eq!(
                told,
                expected,
                "{part}.{number} in {zone} from {}: {course:?}",
                moment(opened)
            );
            for (_, word, ..) in told {
                *count.entry((site, word)).or_default() += 1;
            }
        }
        count
    }

    /// What the clocks tell: the job looks at the first whole minute at which something is due and it runs.
    fn told(&self, ids: &mut Counting, site: usize, opened: usize, course: &[(usize, Act)]) -> Vec<Told> {
        let mut ticket = self.opened(ids, site, opened);
        let mut told = Vec::new();
        let mut course = course.iter().peekable();
        let mut now = opened;
        let end = opened + LIFE;
        loop {
            let look = ticket.clocks.next_at.map(|at| next_look(at, now));
            let act = course.peek().map(|(at, _)| *at);
            match (look, act) {
                (Some(look), act) if look < end && act.is_none_or(|act| look < act) => {
                    now = look;
                    let decision = escalate(&ticket, self.set_up(), moment(look));
                    assert!(
                        !decision.events.is_empty(),
                        "looked at for nothing: {:?}",
                        ticket.clocks
                    );
                    told.extend(decision.events.iter().map(|event| of(event, look)));
                    ticket = decision.ticket;
                }
                (_, Some(at)) if at < end => {
                    now = at;
                    if let Some((_, act)) = course.next() {
                        ticket = self.act(ids, &ticket, *act, at);
                    }
                }
                _ => return told,
            }
        }
    }
}

fn mailbox() -> Mailbox {
    Mailbox {
        name: None,
        address: "lena@uni.example".to_owned(),
    }
}

fn next_look(at: Timestamp, now: usize) -> usize {
    let due = minute(at) + usize::from(at.as_second() % 60 != 0 || at.subsec_nanosecond() != 0);
    (due.max(now)..).find(|at| is_up(*at)).expect("it runs again")
}

fn of(event: &TicketEvent, at: usize) -> Told {
    match event {
        TicketEvent::EscalationWarned { clock, due_at } => (at, "warned", Some(*clock), Some(minute(*due_at))),
        TicketEvent::Escalated { clock, due_at } => {
            assert!(minute(*due_at) <= at);
            (at, "escalated", Some(*clock), None)
        }
        other => (at, word(other), None, None),
    }
}
