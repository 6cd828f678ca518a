//! Very many tickets, fast: a day's tickets in one transaction. Each is decided by the domain's rules and written by the store as
//! always, only without mails, and a table at a time.

mod course;
mod grow;
mod names;
mod pick;

use std::collections::BTreeMap;

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use pult_domain::{number::format_number, policy::Permit};
use pult_shared::{
    catalog::ServiceKey,
    ids::{PersonId, QueueId},
    mailbox::Mailbox,
};
use pult_store::{
    numbers, people,
    tickets::{self, Change},
};

use self::{
    course::{Author, Ingredients, Step},
    names::person_name,
    pick::{choose, choose_uneven, pick},
};
use super::{SeedError, cast::Cast, house::House};
use crate::{app::App, service::setup::Setup};

pub use grow::{extend_catalog, grow};

/// The tickets are spread over so many days up to now.
const DAYS: u32 = 730;
/// A customer for so many tickets.
const TICKETS_A_CUSTOMER: u32 = 10;
/// Days that are worked on at once: one is decided while another is written.
const DAYS_AT_ONCE: usize = 3;
/// The earliest and the latest second of a day at which requests arrive.
const OPENING_HOURS: (u32, u32) = (6 * 3600, 17 * 3600);

/// Fills in the tickets, and tells how it goes on.
pub async fn fill(app: &App, house: &House, count: u32) -> Result<(), SeedError> {
    let filler = Filler::prepare(app, house, count).await?;
    let days = (0..DAYS).map(|day| {
        // Spread evenly, without a rest that all falls on the last day.
        let until = |day: u32| u32::try_from(u64::from(count) * u64::from(day) / u64::from(DAYS)).unwrap_or(count);
        (until(day)..until(day + 1), DAYS - day)
    });
    let written = stream::iter(days).map(|(tickets, days_ago)| filler.day(tickets, days_ago));
    let mut written = written.buffered(DAYS_AT_ONCE);
    let mut done = 0;
    let mut day = 0;
    while let Some(tickets) = written.try_next().await? {
        done += tickets;
        day += 1;
        if day % 73 == 0 {
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
            name: Some(person_name(number, 80)),
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
    app: &'a App,
    setup: Setup,
    now: Timestamp,
    /// With those who work there. The first ones are busy.
    queues: Vec<(QueueId, Vec<PersonId>)>,
    customers: Vec<(PersonId, Mailbox)>,
    services: Vec<ServiceKey>,
}

impl<'a> Filler<'a> {
    async fn prepare(app: &'a App, house: &House, tickets: u32) -> Result<Self, SeedError> {
        let cast = Cast::gather(app, house).await?;
        let mut agents: BTreeMap<QueueId, Vec<PersonId>> = BTreeMap::new();
        for person in &house.people {
            let signed_in = cast.get(&person.login)?;
            for queue in &house.queues {
                let queue = cast.queue(&queue.path)?;
                if !person.roles.is_empty() && signed_in.actor.has(pult_shared::person::Permission::Own, queue) {
                    agents.entry(queue).or_default().push(signed_in.person.id);
                }
            }
        }
        let queues = house.queues.iter().map(|queue| {
            let queue = cast.queue(&queue.path)?;
            Ok((queue, agents.remove(&queue).unwrap_or_default()))
        });
        Ok(Self {
            app,
            setup: app.setup.read(&app.store).await?,
            now: app.now(),
            queues: queues.collect::<Result<_, SeedError>>()?,
            customers: enter_customers(app, tickets.div_ceil(TICKETS_A_CUSTOMER).max(2)).await?,
            services: grow::service_keys(),
        })
    }

    /// Writes a day's tickets; how many.
    async fn day(&self, tickets: std::ops::Range<u32>, days_ago: u32) -> Result<u32, SeedError> {
        let count = tickets.end.saturating_sub(tickets.start);
        if count == 0 {
            return Ok(0);
        }
        let begin = back(self.now, SignedDuration::from_hours(24 * i64::from(days_ago)));
        let date = jiff::tz::Offset::UTC.to_datetime(begin).date();
        let reserved = numbers::reserve(&self.app.store, date, count).await?;
        let author = Author {
            app: self.app,
            setup: &self.setup,
            now: self.now,
        };
        let mut courses: Vec<Vec<Step>> = Vec::new();
        for (index, counter) in tickets.zip(reserved) {
            let (from, until) = OPENING_HOURS;
            let second = i64::from(from + pick(index, 1, until - from));
            let at = begin.saturating_add(SignedDuration::from_secs(second)).unwrap_or(begin);
            let number = format_number(date, counter);
            courses.push(author.course(index, number, at.min(self.now), days_ago, &self.ingredients(index)?)?);
        }
        let changes: Vec<Vec<Change<'_>>> = courses
            .iter()
            .map(|course| course.iter().map(change).collect())
            .collect();
        let tx = self.app.store.begin().await?;
        tickets::enter(&tx, &Permit::for_system(), &changes).await?;
        tx.commit().await?;
        Ok(count)
    }

    fn ingredients(&self, index: u32) -> Result<Ingredients<'_>, SeedError> {
        let missing = || SeedError::Data("there are no queues or customers".to_owned());
        let (queue, agents) = choose_uneven(&self.queues, index, 2).ok_or_else(missing)?;
        Ok(Ingredients {
            queue: *queue,
            agents,
            customer: choose(&self.customers, index, 4).ok_or_else(missing)?,
            participant: choose(&self.customers, index, 44).ok_or_else(missing)?,
            services: &self.services,
        })
    }
}

fn change(step: &Step) -> Change<'_> {
    Change {
        decision: &step.decision,
        actor: Some(step.actor),
        at: step.at,
        attachments: Vec::new(),
        outgoing: Vec::new(),
        thread_ids: Vec::new(),
        raw_blob: None,
    }
}

fn back(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.saturating_sub(by).unwrap_or(now)
}
