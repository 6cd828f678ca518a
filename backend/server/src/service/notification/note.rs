//! Go through the history as it grows, and enter who is to be told of it.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use pult_domain::notification::Happening;
use pult_shared::{
    event::TicketEvent,
    ids::{PersonId, TicketId},
};
use pult_store::{
    history::{self, LiveRow},
    notifications::{self, Progress},
};

use super::tell::{self, Occasion};
use crate::{app::App, service::ServiceError};

/// Entries of the history that a look goes through: so long does it hold the writers of an embedded database up.
pub const AT_ONCE: u32 = 200;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Goes on in the history; how many entries it went through. Several instances may look at once: each entry is told by one of them.
///
/// # Errors
/// When the database fails; then nothing was told, and the next look begins at the same place.
pub async fn note(app: &App) -> Result<usize, ServiceError> {
    let Some(before) = notifications::progress(&app.store).await? else {
        return Ok(0);
    };
    if history::last_seq(&app.store).await? <= before.seq {
        return Ok(0);
    }
    let tx = app.store.begin().await?;
    let Some(progress) = notifications::claim_progress(&tx).await? else {
        return Ok(0);
    };
    let mut rows = history::since(&tx, progress.seq, AT_ONCE).await?;
    let read = rows.len();
    keep_whole(&mut rows);
    let Some(last) = rows.last().map(|row| row.seq) else {
        return Ok(0);
    };
    let setup = app.setup.read(&tx).await?;
    let occasions = occasions(&rows, &setup.catalog);
    let told = tell::enter(app, &tx, &setup, &occasions).await?;
    notifications::advance(&tx, Progress { seq: last, ..progress }).await?;
    tx.commit().await?;
    if told > 0 {
        app.live.nudge();
    }
    Ok(read)
}

/// Passes over what has happened until now: a seed tells of the past.
///
/// # Errors
/// When the database fails.
pub async fn pass_over(app: &App) -> Result<(), ServiceError> {
    let tx = app.store.begin().await?;
    if let Some(progress) = notifications::claim_progress(&tx).await? {
        let seq = history::last_seq(&tx).await?.max(progress.seq);
        notifications::advance(&tx, Progress { seq, ..progress }).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Goes through what a seed has told: nobody is mailed about the past, and what is older than a day has been read.
///
/// # Errors
/// When the database fails.
pub async fn of_the_past(app: &App) -> Result<(), ServiceError> {
    while note(app).await? > 0 {}
    let tx = app.store.begin().await?;
    let day_ago = app.now().saturating_sub(DAY).unwrap_or_default();
    notifications::settle(&tx, day_ago).await?;
    tx.commit().await?;
    Ok(())
}

/// What came at once is told at once: where a full batch ends within it, it waits for the next one.
fn keep_whole(rows: &mut Vec<LiveRow>) {
    if rows.len() < AT_ONCE as usize {
        return;
    }
    let Some(last) = rows.last().map(group_of) else { return };
    if rows.iter().any(|row| group_of(row) != last) {
        rows.retain(|row| group_of(row) != last);
    }
}

type Group = (TicketId, Option<i64>, Option<PersonId>);

fn group_of(row: &LiveRow) -> Group {
    (row.ticket.id, row.entry_version, row.actor_id)
}

/// What happened at once, by one hand, to one ticket; in order.
fn occasions<'a>(rows: &'a [LiveRow], catalog: &pult_domain::catalog::Catalog) -> Vec<Occasion<'a>> {
    let mut groups: BTreeMap<Group, Vec<&LiveRow>> = BTreeMap::new();
    for row in rows {
        groups.entry(group_of(row)).or_default().push(row);
    }
    let mut occasions: Vec<Occasion<'a>> = groups
        .into_values()
        .filter_map(|rows| {
            let first = *rows.first()?;
            let events: Vec<&'a TicketEvent> = rows.iter().map(|row| &row.event).collect();
            let happening = Happening::of(&first.ticket, first.actor_id, events, catalog)?;
            Some(Occasion {
                number: first.seq,
                at: first.at,
                happening,
            })
        })
        .collect();
    occasions.sort_by_key(|occasion| occasion.number);
    occasions
}
