//! The course of one ticket: what its customer and the desk do with it, decided by the domain's rules.

use jiff::SignedDuration;
use pult_domain::ticket::{self, Decision, MailFacts, OpenFacts, Side, TargetFacts, Ticket, TicketFacts};
use pult_shared::{
    Timestamp,
    catalog::{FieldKey, FieldValue, ServiceKey, TypeKey},
    command::{
        AddParticipant, Assign, Command, Note, OpenTicket, Reply, SetField, SetPriority, SetService, SetState, SetType,
        Tag, Watch,
    },
    ids::{PersonId, QueueId, TicketId},
    mailbox::Mailbox,
    ticket::{Channel, Priority, TicketNumber},
};

use super::{
    super::SeedError,
    pick::{chance, choose, pick, word},
};
use crate::{
    app::{App, Ids},
    service::{ServiceError, setup::Setup},
};

/// Words that subjects and texts are made of, so that searches find some and not all.
const THINGS: [&str; 13] = [
    "Drucker", "WLAN", "VPN", "E-Mail", "Beamer", "Passwort", "Ausleihe", "Prüfung", "licence", "printer", "calendar",
    "account", "Moodle",
];
const TROUBLES: [&str; 11] = [
    "geht nicht",
    "ist sehr langsam",
    "fehlt",
    "zeigt einen Fehler",
    "ist abgelaufen",
    "does not work",
    "is missing",
    "was locked",
    "shows an error",
    "braucht Hilfe",
    "has expired",
];
const PLACES: [&str; 9] = [
    "Hörsaal 1",
    "Labor C 204",
    "Bibliothek",
    "Wohnheim Nord",
    "home office",
    "Campus Süd",
    "room B 12",
    "Mensa",
    "Seminarraum 7",
];
const TAGS: [&str; 8] = [
    "wlan", "hardware", "software", "konto", "lehre", "dringend", "rückruf", "umzug",
];
const TYPES: [&str; 4] = ["request", "incident", "order", "question"];

/// Where a ticket stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    New,
    Open,
    Pending,
    Closed,
    ClosedUnsuccessful,
    Removed,
}

/// Of the last days' tickets many are still active, of the older ones few: some six of a hundred altogether.
const RECENT_DAYS: u32 = 21;

impl End {
    fn of(index: u32, days_ago: u32) -> Self {
        let active = if days_ago <= RECENT_DAYS { 600 } else { 45 };
        if pick(index, 12, 1_000) < active {
            return match pick(index, 13, 100) {
                0..25 => Self::New,
                25..75 => Self::Open,
                _ => Self::Pending,
            };
        }
        match pick(index, 13, 100) {
            0..88 => Self::Closed,
            88..97 => Self::ClosedUnsuccessful,
            _ => Self::Removed,
        }
    }
}

/// Who and where; what a ticket is made from.
pub struct Ingredients<'a> {
    pub queue: QueueId,
    /// Those who work in the queue.
    pub agents: &'a [PersonId],
    pub customer: &'a (PersonId, Mailbox),
    pub participant: &'a (PersonId, Mailbox),
    pub services: &'a [ServiceKey],
}

/// What somebody did at once: a version of the ticket.
pub struct Step {
    pub decision: Decision,
    pub actor: PersonId,
    pub at: Timestamp,
}

type Move = (Command, TargetFacts);

/// Decides tickets.
pub struct Author<'a> {
    pub app: &'a App,
    pub setup: &'a Setup,
    /// When the tickets shall look as if it was: what waits, waits beyond it.
    pub now: Timestamp,
}

impl Author<'_> {
    /// A ticket of three articles and all that happened to it.
    pub fn course(
        &self,
        index: u32,
        number: TicketNumber,
        at: Timestamp,
        days_ago: u32,
        from: &Ingredients<'_>,
    ) -> Result<Vec<Step>, SeedError> {
        let agent =
            *choose(from.agents, index, 3).ok_or_else(|| SeedError::Data("a queue without agents".to_owned()))?;
        let end = End::of(index, days_ago);
        let opening = self.open(index, number, at, from)?;
        let mut ticket = opening.decision.ticket.clone();
        let mut course = vec![opening];
        let customer = from.customer.0;
        let acts = [
            (agent, Side::Agent, desk_work(index, agent, end, from)),
            (customer, Side::Customer, customer_answer(index)),
            (agent, Side::Agent, self.outcome(index, end)),
        ];
        for (number, (actor, side, moves)) in (1..).zip(acts) {
            let later = SignedDuration::from_mins(i64::from(pick(index, 20, 200) + 10) * number);
            let at = at.saturating_add(later).unwrap_or(at).min(self.now);
            ticket.version += 1;
            if let Some(decision) = self.act(&ticket, &moves, actor, side, at)? {
                ticket = decision.ticket.clone();
                course.push(Step { decision, actor, at });
            }
        }
        Ok(course)
    }

    fn open(&self, index: u32, number: TicketNumber, at: Timestamp, from: &Ingredients<'_>) -> Result<Step, SeedError> {
        let (customer, mailbox) = from.customer;
        let subject = format!("{} {}", word(&THINGS, index, 5), word(&TROUBLES, index, 6));
        let text = format!(
            "{subject}: {} ({}).\n\nNr. {index}",
            word(&PLACES, index, 7),
            word(&THINGS, index, 8)
        );
        let channel = match pick(index, 14, 10) {
            0..7 => Channel::Mail,
            7..9 => Channel::Portal,
            _ => Channel::Phone,
        };
        let mail = MailFacts {
            from: Some(mailbox.clone()),
            subject: subject.clone(),
            message_id: Some(format!("{index}.load@stud.hs-musterstadt.example")),
            ..MailFacts::default()
        };
        let facts = OpenFacts {
            id: TicketId(self.app.fresh()),
            number,
            requester_id: *customer,
            requester: mailbox.clone(),
            channel,
            queue_sender: None,
            participants: Vec::new(),
            receipt: false,
            mail: (channel == Channel::Mail).then_some(mail),
            origin: None,
            settles: None,
        };
        let request = OpenTicket::new(from.queue, subject, text);
        let mut ids = Ids(self.app);
        let mut ctx = self
            .app
            .context(&mut ids, at, Some(*customer), Side::Customer, self.setup);
        let decision = ticket::open(&request, &facts, &mut ctx).map_err(ServiceError::from)?;
        Ok(Step {
            decision,
            actor: *customer,
            at,
        })
    }

    fn outcome(&self, index: u32, end: End) -> Vec<Move> {
        let state = match end {
            End::New => return Vec::new(),
            End::Open => "open",
            End::Pending if chance(index, 15, 20) => "pending_close_successful",
            End::Pending => "pending_reminder",
            End::Closed => "closed_successful",
            End::ClosedUnsuccessful => "closed_unsuccessful",
            End::Removed => "removed",
        };
        let wait = SignedDuration::from_hours(i64::from(pick(index, 16, 24 * 60) + 24));
        let until = self.now.saturating_add(wait).unwrap_or(self.now);
        let set = SetState {
            pending_until: (end == End::Pending).then_some(until),
            notify_customer: Some(false),
            ..SetState::to(state)
        };
        vec![plain(Command::SetState(set))]
    }

    /// Several commands at once, as one decision; nothing where nothing changes.
    fn act(
        &self,
        ticket: &Ticket,
        moves: &[Move],
        actor: PersonId,
        side: Side,
        at: Timestamp,
    ) -> Result<Option<Decision>, SeedError> {
        let mut ids = Ids(self.app);
        let mut ctx = self.app.context(&mut ids, at, Some(actor), side, self.setup);
        let mut all: Option<Decision> = None;
        for (command, target) in moves {
            let facts = TicketFacts {
                target: target.clone(),
                ..TicketFacts::default()
            };
            let before = all.as_ref().map_or(ticket, |so_far| &so_far.ticket);
            let next = ticket::decide(before, command, &facts, &mut ctx).map_err(ServiceError::from)?;
            match &mut all {
                None => all = Some(next),
                Some(so_far) => {
                    so_far.ticket = next.ticket;
                    so_far.events.extend(next.events);
                    so_far.articles.extend(next.articles);
                }
            }
        }
        Ok(all.filter(|decision| !decision.events.is_empty()))
    }
}

fn plain(command: Command) -> Move {
    (command, TargetFacts::Nothing)
}

/// What the desk does first: an owner, a note, and what is known about the request.
fn desk_work(index: u32, agent: PersonId, end: End, from: &Ingredients<'_>) -> Vec<Move> {
    let note = Note {
        body: format!("Ursache: {}", word(&TROUBLES, index, 9)),
        ..Note::default()
    };
    let mut moves = vec![plain(Command::Note(note))];
    if end != End::New {
        let assign = Assign { owner_id: Some(agent) };
        moves.push((Command::Assign(assign), TargetFacts::Choice { eligible: true }));
    }
    if chance(index, 30, 60) {
        let ticket_type = Some(TypeKey::new(word(&TYPES, index, 31)));
        moves.push(plain(Command::SetType(SetType { ticket_type })));
    }
    if chance(index, 32, 40) {
        let service = choose(from.services, index, 33).cloned();
        moves.push(plain(Command::SetService(SetService { service })));
    }
    if let Some(priority) = u8::try_from(pick(index, 34, 20)).ok().and_then(Priority::new) {
        moves.push(plain(Command::SetPriority(SetPriority { priority })));
    }
    if chance(index, 35, 25) {
        let tag = word(&TAGS, index, 36).to_owned();
        moves.push(plain(Command::AddTag(Tag { tag })));
    }
    if chance(index, 37, 20) {
        moves.push(plain(Command::SetField(field(index))));
    }
    if chance(index, 38, 8) {
        moves.push(plain(Command::Watch(Watch::default())));
    }
    if chance(index, 39, 8) {
        let (person, mailbox) = from.participant;
        let add = AddParticipant {
            participant: mailbox.clone(),
        };
        moves.push((Command::AddParticipant(add), TargetFacts::Person(Some(*person))));
    }
    moves
}

fn field(index: u32) -> SetField {
    let (key, value) = match pick(index, 40, 3) {
        0 => ("room", FieldValue::Text(word(&PLACES, index, 41).to_owned())),
        1 => (
            "inventory_number",
            FieldValue::Number(f64::from(pick(index, 41, 90_000))),
        ),
        _ => (
            "site",
            FieldValue::Text(word(&["north", "south"], index, 41).to_owned()),
        ),
    };
    SetField {
        field: FieldKey::new(key),
        value: Some(value),
    }
}

fn customer_answer(index: u32) -> Vec<Move> {
    let body = format!("Danke! {} {}", word(&PLACES, index, 10), word(&THINGS, index, 11));
    vec![plain(Command::Reply(Reply {
        body,
        ..Reply::default()
    }))]
}
