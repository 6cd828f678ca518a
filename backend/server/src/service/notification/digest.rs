//! The daily mail: what has happened since the last one and was neither read nor mailed.

use std::collections::BTreeMap;

use pult_shared::{
    Timestamp,
    api::failure::Job,
    ids::{PersonId, TicketId},
};
use pult_store::{
    job_failures::Item,
    notifications::{self, About, MailRow},
    people, tickets,
};

use super::{
    mail::{again, may_be_told, may_see, send},
    words::Words,
};
use crate::{
    app::App,
    service::{ServiceError, alone::alone, session::acting::acting},
};

/// People whose mails a look writes.
pub const AT_ONCE: u32 = 20;
/// Tickets that one mail tells of; of the rest it says how many there are.
const TICKETS_MAX: usize = 100;

/// Writes the daily mails that are due; how many.
///
/// # Errors
/// When the database fails.
pub async fn send_due(app: &App) -> Result<usize, ServiceError> {
    let now = app.now();
    let due = notifications::digests_due(&app.store, now, AT_ONCE).await?;
    for person in due.iter().copied() {
        let app_ = app.clone();
        let written = alone(app, Job::DailyMails, Item::person(person), async move {
            one(&app_, person, now).await
        });
        if written.await?.is_none() {
            let tx = app.store.begin().await?;
            notifications::put_off_digest(&tx, person, again(now)).await?;
            tx.commit().await?;
        }
    }
    if !due.is_empty() {
        app.work.outbox.notify_one();
    }
    Ok(due.len())
}

async fn one(app: &App, person: PersonId, now: Timestamp) -> Result<(), ServiceError> {
    let reader = acting(app, person).await?;
    let tx = app.store.begin().await?;
    let rows = notifications::claim_digest(&tx, person, now).await?;
    let mut by_ticket: BTreeMap<TicketId, Vec<MailRow>> = BTreeMap::new();
    let mut notices = Vec::new();
    for row in rows.into_iter().filter(|row| !row.read) {
        match row.about {
            About::Ticket(ticket) => by_ticket.entry(ticket).or_default().push(row),
            About::Queue(_) | About::Webhook(_) => notices.push(row),
        }
    }
    if let Some(reader) = reader {
        notices.retain(|row| may_be_told(&reader, row));
        let ids: Vec<TicketId> = by_ticket.keys().copied().collect();
        let found = tickets::find_many(&tx, &ids).await?;
        let seen = by_ticket
            .iter()
            .filter_map(|(id, rows)| Some((found.get(id).filter(|ticket| may_see(&reader, ticket))?, rows)));
        let mut told: Vec<_> = seen.collect();
        told.sort_by_key(|(_, rows)| rows.last().map(|row| std::cmp::Reverse(row.id)));
        let more = told.len().saturating_sub(TICKETS_MAX);
        told.truncate(TICKETS_MAX);
        if !told.is_empty() || !notices.is_empty() {
            let settings = notifications::settings(&tx, person).await?;
            let actors = told.iter().flat_map(|(_, rows)| rows.iter());
            let actors = actors.flat_map(|row| row.actor.into_iter().chain(row.deputy_for));
            let names = people::refs(&tx, &actors.collect::<Vec<_>>()).await?;
            let words = Words::new(app, &reader, &settings, &names);
            let (subject, text) = words.of_day(&notices, &told, more);
            send(app, &tx, &reader, &subject, &text, now).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
