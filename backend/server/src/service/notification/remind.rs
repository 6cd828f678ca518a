//! Tickets that have waited until the time that somebody set: who looks after them is told (requirements B17, C10).

use jiff::SignedDuration;
use pult_domain::{notification::Happening, ticket::Ticket};
use pult_shared::Timestamp;
use pult_store::notifications::{self, Progress};

use super::tell::{self, Occasion};
use crate::{app::App, service::ServiceError};

/// Tickets that are told of in one transaction.
const AT_ONCE: u32 = 100;
/// So far is looked back: a change may be committed some time after its clock was read. Nobody is told twice.
const LOOK_BACK: SignedDuration = SignedDuration::from_mins(5);

/// Tells of tickets whose time has come since the last look, page after page: any number may wait until the same moment. That it has come
/// so far is noted with the last page; after a crash in between it begins anew, and nobody is told twice.
///
/// # Errors
/// When the database fails.
pub async fn remind(app: &App) -> Result<(), ServiceError> {
    let now = app.now();
    let Some(before) = notifications::progress(&app.store).await? else {
        return Ok(());
    };
    let begins = before.reminded_at == Timestamp::UNIX_EPOCH;
    // The first look begins now: what is over for long was over before there were notifications.
    let after = if begins { now } else { back(before.reminded_at) };
    if !begins
        && notifications::reminders(&app.store, after, now, None, 1)
            .await?
            .is_empty()
    {
        return Ok(());
    }
    let mut behind = None;
    loop {
        let tx = app.store.begin().await?;
        let Some(progress) = notifications::claim_progress(&tx).await? else {
            return Ok(());
        };
        let tickets = notifications::reminders(&tx, after, now, behind, AT_ONCE).await?;
        let setup = app.setup.read(&tx).await?;
        let occasions: Vec<Occasion<'_>> = tickets.iter().filter_map(occasion).collect();
        let told = tell::enter(app, &tx, &setup, &occasions).await?;
        let full = u32::try_from(tickets.len()).is_ok_and(|count| count >= AT_ONCE);
        behind = tickets
            .last()
            .filter(|_| full)
            .and_then(|ticket| Some((ticket.pending_until?, ticket.id)));
        if behind.is_none() {
            // Another instance may have come farther meanwhile.
            let reminded_at = progress.reminded_at.max(now);
            notifications::advance(
                &tx,
                Progress {
                    reminded_at,
                    ..progress
                },
            )
            .await?;
        }
        tx.commit().await?;
        if told > 0 {
            app.live.nudge();
        }
        if behind.is_none() {
            return Ok(());
        }
    }
}

fn occasion(ticket: &Ticket) -> Option<Occasion<'_>> {
    let at = ticket.pending_until?;
    Some(Occasion {
        number: -at.as_millisecond(),
        at,
        happening: Happening::reminder(ticket),
    })
}

fn back(at: Timestamp) -> Timestamp {
    at.saturating_sub(LOOK_BACK).unwrap_or(at)
}
