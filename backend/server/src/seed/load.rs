//! Very many tickets, fast: a day's tickets in one transaction. Each is decided by the domain's rules and written by the store as
//! always, only without mails.

use jiff::{SignedDuration, Timestamp};
use pult_domain::{
    number::format_number,
    policy::Permit,
    ticket::{self, Decision, OpenFacts, Side, TicketFacts},
};
use pult_shared::{
    command::{Command, Note, OpenTicket, Reply, SetState},
    ids::{PersonId, QueueId, TicketId},
    mailbox::Mailbox,
    ticket::{Channel, TicketNumber},
};
use pult_store::{
    WriteTx, numbers, people,
    tickets::{self, Change},
};

use super::{SeedError, cast::Cast, house::House};
use crate::{
    app::{App, Ids},
    service::{ServiceError, setup::Setup},
};

/// The tickets are spread over so many days up to now.
const DAYS: u32 = 730;
/// A customer for so many tickets.
const TICKETS_A_CUSTOMER: u32 = 20;
/// Of the last days' tickets many are still open, of the older ones few.
const RECENT_DAYS: u32 = 21;

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

/// Fills in the tickets.
pub async fn fill(app: &App, house: &House, count: u32) -> Result<(), SeedError> {
    let cast = Cast::gather(app, house).await?;
    let agents = house.people.iter().filter(|person| !person.roles.is_empty());
    let agents: Vec<PersonId> = agents
        .map(|person| Ok(cast.get(&person.login)?.person.id))
        .collect::<Result<_, SeedError>>()?;
    let queues: Vec<QueueId> = house
        .queues
        .iter()
        .map(|queue| cast.queue(&queue.path))
        .collect::<Result<_, _>>()?;
    let customers = enter_customers(app, count / TICKETS_A_CUSTOMER + 1).await?;
    let filler = Filler {
        app,
        setup: app.setup.read(&app.store).await?,
        agents,
        queues,
        customers,
    };
    let now = app.now();
    let mut done = 0;
    for day in 0..DAYS {
        // Spread evenly, without a rest that all falls on the last day.
        let until = u32::try_from(u64::from(count) * u64::from(day + 1) / u64::from(DAYS)).unwrap_or(count);
        filler.day(done..until, now, DAYS - day).await?;
        done = until;
        if day % 73 == 72 {
            eprintln!("pult: {done} of {count} tickets");
        }
    }
    Ok(())
}

async fn enter_customers(app: &App, count: u32) -> Result<Vec<(PersonId, Mailbox)>, SeedError> {
    let mut customers = Vec::new();
    let tx = app.store.begin().await?;
    for number in 1..=count {
        let id = PersonId(app.fresh());
        let mailbox = Mailbox {
            name: Some(format!("Person {number:05}")),
            address: format!("person{number:05}@stud.hs-musterstadt.example"),
        };
        let person = people::NewPerson {
            id,
            login: None,
            name: mailbox.label().to_owned(),
            language: None,
            administrator: false,
            active: true,
            addresses: vec![mailbox.address.clone()],
            password_hash: None,
            created_at: app.now(),
        };
        people::insert(&tx, &person).await?;
        customers.push((id, mailbox));
    }
    tx.commit().await?;
    Ok(customers)
}

struct Filler<'a> {
    setup: Setup,
    app: &'a App,
    agents: Vec<PersonId>,
    queues: Vec<QueueId>,
    customers: Vec<(PersonId, Mailbox)>,
}

impl Filler<'_> {
    async fn day(&self, tickets: std::ops::Range<u32>, now: Timestamp, days_ago: u32) -> Result<(), SeedError> {
        let count = tickets.end.saturating_sub(tickets.start);
        if count == 0 {
            return Ok(());
        }
        let begin = back(now, SignedDuration::from_hours(24 * i64::from(days_ago)));
        let date = jiff::tz::Offset::UTC.to_datetime(begin).date();
        let reserved = numbers::reserve(&self.app.store, date, count).await?;
        let tx = self.app.store.begin().await?;
        for (index, counter) in tickets.zip(reserved) {
            let at = begin
                .saturating_add(SignedDuration::from_secs(i64::from(pick(index, 1, 40_000))))
                .unwrap_or(begin);
            let decision = self.decide(index, format_number(date, counter), at, days_ago)?;
            self.write(&tx, &decision).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// A ticket with three articles: the request, a note, the customer's answer; most are closed in the end.
    fn decide(&self, index: u32, number: TicketNumber, at: Timestamp, days_ago: u32) -> Result<Decision, SeedError> {
        let missing = || SeedError::Data("there are no queues, agents or customers".to_owned());
        let queue_id = *choose(&self.queues, index, 2).ok_or_else(missing)?;
        let agent = *choose(&self.agents, index, 3).ok_or_else(missing)?;
        let (customer, mailbox) = choose(&self.customers, index, 4).ok_or_else(missing)?;
        let subject = format!("{} {}", word(&THINGS, index, 5), word(&TROUBLES, index, 6));
        let text = format!(
            "{subject}: {} ({}).\n\nNr. {index}",
            word(&PLACES, index, 7),
            word(&THINGS, index, 8)
        );
        let facts = OpenFacts {
            id: TicketId(self.app.fresh()),
            number,
            requester_id: *customer,
            requester: mailbox.clone(),
            channel: Channel::Mail,
            queue_sender: None,
            participants: Vec::new(),
            receipt: false,
            mail: None,
            origin: None,
        };
        let request = OpenTicket::new(queue_id, subject, text);
        let mut ids = Ids(self.app);
        let mut ctx = self
            .app
            .context(&mut ids, at, Some(*customer), Side::Customer, &self.setup);
        let mut decision = ticket::open(&request, &facts, &mut ctx).map_err(ServiceError::from)?;
        let note = Note {
            body: format!("Ursache: {}", word(&TROUBLES, index, 9)),
            ..Note::default()
        };
        let answer = Reply {
            body: format!("Danke! {} {}", word(&PLACES, index, 10), word(&THINGS, index, 11)),
            ..Reply::default()
        };
        let close = SetState {
            notify_customer: Some(false),
            ..SetState::to("closed_successful")
        };
        let open_still = if days_ago <= RECENT_DAYS { 60 } else { 2 };
        let mut steps = vec![
            (Command::Note(note), agent, Side::Agent),
            (Command::Reply(answer), *customer, Side::Customer),
        ];
        if pick(index, 12, 100) >= open_still {
            steps.push((Command::Take, agent, Side::Agent));
            steps.push((Command::SetState(close), agent, Side::Agent));
        }
        for (step, (command, actor, side)) in steps.iter().enumerate() {
            let later = SignedDuration::from_mins(40 * i64::try_from(step + 1).unwrap_or(1));
            self.then(
                &mut decision,
                command,
                *actor,
                *side,
                at.saturating_add(later).unwrap_or(at),
            )?;
        }
        Ok(decision)
    }

    fn then(
        &self,
        so_far: &mut Decision,
        command: &Command,
        actor: PersonId,
        side: Side,
        at: Timestamp,
    ) -> Result<(), SeedError> {
        let mut ids = Ids(self.app);
        let mut ctx = self.app.context(&mut ids, at, Some(actor), side, &self.setup);
        let facts = TicketFacts::default();
        let next = ticket::decide(&so_far.ticket, command, &facts, &mut ctx).map_err(ServiceError::from)?;
        so_far.ticket = next.ticket;
        so_far.events.extend(next.events);
        so_far.articles.extend(next.articles);
        Ok(())
    }

    async fn write(&self, tx: &WriteTx, decision: &Decision) -> Result<(), SeedError> {
        let change = Change {
            decision,
            actor: Some(decision.ticket.requester_id),
            at: decision.ticket.updated_at,
            attachments: Vec::new(),
            outgoing: Vec::new(),
            thread_ids: Vec::new(),
            raw_blob: None,
        };
        tickets::apply(tx, &Permit::for_system(), None, &change).await?;
        Ok(())
    }
}

fn back(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.saturating_sub(by).unwrap_or(now)
}

/// A number below `below` that looks random and is the same every time (splitmix64 over ticket and purpose).
fn pick(index: u32, purpose: u32, below: u32) -> u32 {
    let mut x = (u64::from(index) << 32 | u64::from(purpose)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^= x >> 31;
    u32::try_from(x % u64::from(below.max(1))).unwrap_or(0)
}

fn choose<T>(from: &[T], index: u32, purpose: u32) -> Option<&T> {
    let below = u32::try_from(from.len()).unwrap_or(u32::MAX);
    from.get(usize::try_from(pick(index, purpose, below)).unwrap_or(0))
}

fn word(from: &[&'static str], index: u32, purpose: u32) -> &'static str {
    choose(from, index, purpose).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_repeat_themselves_and_reach_everything() {
        assert_eq!(pick(7, 3, 1000), pick(7, 3, 1000));
        let seen: std::collections::BTreeSet<_> = (0..1000).map(|index| word(&THINGS, index, 5)).collect();
        assert_eq!(seen.len(), THINGS.len());
    }
}
