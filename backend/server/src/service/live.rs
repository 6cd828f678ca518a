//! The live stream: what was committed, by this process or another, told to whoever is connected and may know it.
//!
//! One task a process reads the history from where it left off, woken by commits of this process and by signals of others, and
//! else once a second, so that a mail delivered by another process shows up too. In order of `seq`, at least once.

use std::{sync::Arc, time::Duration};

use pult_domain::{policy, ticket::Ticket};
use pult_shared::api::live::LiveEvent;
use pult_store::{StoreError, history};
use tokio::sync::{Notify, broadcast};
use tokio_util::sync::CancellationToken;

pub use pult_store::history::LiveRow;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Events that wait for a slow reader; who falls behind further reconnects and reads from the database.
const BUFFER: usize = 1_024;
/// Rows read at once.
const BATCH: u32 = 500;

/// The place where committed events are told.
#[derive(Clone)]
pub struct Live {
    events: broadcast::Sender<Arc<LiveRow>>,
    wake: Arc<Notify>,
    committed: Arc<Notify>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            events: broadcast::Sender::new(BUFFER),
            wake: Arc::default(),
            committed: Arc::default(),
        }
    }
}

impl Live {
    /// Says that this process has committed something.
    pub fn nudge(&self) {
        self.committed.notify_one();
        self.look();
    }

    /// Has the history looked at: somebody may have committed something.
    pub fn look(&self) {
        self.wake.notify_one();
    }

    /// Waits until this process has committed something.
    pub async fn committed(&self) {
        self.committed.notified().await;
    }

    /// Events from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<LiveRow>> {
        self.events.subscribe()
    }
}

/// Reads the history as it grows, and what is set up when it has changed, and forgets who has left their tickets, until the process
/// stops.
pub async fn run(app: App, shutdown: CancellationToken) {
    let mut last: Option<i64> = None;
    loop {
        match step(&app, last).await {
            Ok(seen) => last = Some(seen),
            Err(error) => tracing::warn!(%error, "the live stream could not read the history; it goes on"),
        }
        app.presence.expire(app.now());
        if let Err(error) = app.setup.read(&app.store).await {
            tracing::warn!(%error, "the live stream could not read what is set up; it goes on");
        }
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = app.live.wake.notified() => {}
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
        }
    }
}

/// Tells what came after `last` and returns the newest number told. The store never shows a number while a smaller one may
/// still be committed, so nothing is jumped over.
async fn step(app: &App, last: Option<i64>) -> Result<i64, StoreError> {
    let newest = history::last_seq(&app.store).await?;
    let Some(mut last) = last else { return Ok(newest) };
    while last < newest {
        let rows = history::since(&app.store, last, BATCH).await?;
        let Some(row) = rows.last() else { break };
        last = row.seq;
        for row in rows {
            // Nobody listening is no error.
            let _ = app.live.events.send(Arc::new(row));
        }
    }
    Ok(last)
}

/// What a person may know of an event; `None` where they may not even know that it happened.
#[must_use]
pub fn visible_to(signed_in: &SignedIn, row: &LiveRow) -> Option<LiveEvent> {
    let ticket: &Ticket = &row.ticket;
    let side = policy::side(&signed_in.actor, ticket)?;
    if row.event.other_ticket().is_some() {
        policy::side(&signed_in.actor, row.other.as_ref()?)?;
    }
    policy::may_know(side, &row.event).then(|| LiveEvent {
        seq: row.seq,
        ticket_id: ticket.id,
        number: ticket.number.clone(),
        queue_id: ticket.queue_id,
        actor_id: row.actor_id,
        event: row.event.clone(),
    })
}

/// What a person has missed since an event: at the most as much as the stream keeps; who was away longer reloads anyway.
///
/// # Errors
/// When the database fails.
pub async fn missed(app: &App, signed_in: &SignedIn, after: i64) -> Result<Vec<LiveEvent>, ServiceError> {
    let rows = history::since(&app.store, after, BATCH).await?;
    Ok(rows.iter().filter_map(|row| visible_to(signed_in, row)).collect())
}
