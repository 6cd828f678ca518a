//! The live stream: what was committed, by this process or another, told to whoever is connected and may know it.
//!
//! One task a process reads the history from where it left off, woken by commits of this process and by signals of others, and
//! else once a second, so that a mail delivered by another process shows up too. In order of `seq`, at least once.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use pult_domain::{
    policy,
    ticket::{Side, Ticket},
};
use pult_shared::{
    api::live::{LiveEvent, TicketGone},
    ids::{ArticleId, PersonId},
};
use pult_store::{StoreError, articles, history, notifications};
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
    /// Whose list of notifications has changed.
    people: broadcast::Sender<Arc<BTreeSet<PersonId>>>,
    wake: Arc<Notify>,
    committed: Arc<Notify>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            events: broadcast::Sender::new(BUFFER),
            people: broadcast::Sender::new(BUFFER),
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

    /// Says that the notifications of these people have changed.
    pub fn tell_people(&self, people: BTreeSet<PersonId>) {
        // Nobody listening is no error.
        let _ = self.people.send(Arc::new(people));
    }

    /// Whose notifications change from now on.
    #[must_use]
    pub fn subscribe_people(&self) -> broadcast::Receiver<Arc<BTreeSet<PersonId>>> {
        self.people.subscribe()
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
    let mut held = Held::default();
    let mut noted: Option<i64> = None;
    loop {
        match step(&app, last, &mut held).await {
            Ok(seen) => {
                if last != Some(seen) {
                    app.work.notifications.notify_one();
                }
                last = Some(seen);
            }
            Err(error) => tracing::warn!(%error, "the live stream could not read the history; it goes on"),
        }
        if let Err(error) = held.tell(&app).await {
            tracing::warn!(%error, "the live stream could not look what stands by now; it goes on");
        }
        match tell_noted(&app, noted).await {
            Ok(newest) => noted = Some(newest),
            Err(error) => {
                tracing::warn!(%error, "the live stream could not look whom to tell of something; it goes on");
            }
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
async fn step(app: &App, last: Option<i64>, held: &mut Held) -> Result<i64, StoreError> {
    let newest = history::last_seq(&app.store).await?;
    let Some(mut last) = last else { return Ok(newest) };
    while last < newest {
        let rows = history::since(&app.store, last, BATCH).await?;
        let Some(row) = rows.last() else { break };
        last = row.seq;
        for row in rows {
            held.keep(&row);
            // Nobody listening is no error.
            let _ = app.live.events.send(Arc::new(row));
        }
    }
    Ok(last)
}

/// Tells whose notifications came after the last that was told, by whichever process; the newest one.
async fn tell_noted(app: &App, last: Option<i64>) -> Result<i64, StoreError> {
    let newest = notifications::newest(&app.store).await?;
    if let Some(last) = last.filter(|last| *last < newest) {
        let people = notifications::told_between(&app.store, last, newest).await?;
        app.live.tell_people(people.into_iter().collect());
    }
    Ok(newest)
}

/// Messages that customers are told of later: their authors may still take them back.
#[derive(Default)]
struct Held(Vec<LiveRow>);

impl Held {
    fn keep(&mut self, row: &LiveRow) {
        if row.waits {
            self.0.push(row.clone());
        }
    }

    /// Tells of those that stand by now, and forgets those that were taken back.
    async fn tell(&mut self, app: &App) -> Result<(), StoreError> {
        let ids: Vec<ArticleId> = self.0.iter().filter_map(LiveRow::message).collect();
        let waiting = articles::waiting(&app.store, &ids).await?;
        let standing = articles::standing(&app.store, &ids).await?;
        for mut row in std::mem::take(&mut self.0) {
            let Some(id) = row.message() else { continue };
            if waiting.contains(&id) {
                self.0.push(row);
            } else if standing.contains(&id) {
                (row.waits, row.late) = (false, true);
                let _ = app.live.events.send(Arc::new(row));
            }
        }
        Ok(())
    }
}

/// What a person may know of an event; `None` where they may not even know that it happened.
#[must_use]
pub fn visible_to(signed_in: &SignedIn, row: &LiveRow) -> Option<LiveEvent> {
    let ticket: &Ticket = &row.ticket;
    let side = policy::side(&signed_in.actor, ticket)?;
    // The desk learns of a message when it is written, its customer when it stands.
    let too_early = row.waits && side == Side::Customer;
    if too_early || (row.late && side == Side::Agent) {
        return None;
    }
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
        late: row.late,
    })
}

/// What a person is told whose ticket was moved out of their sight.
#[must_use]
pub fn gone_for(signed_in: &SignedIn, row: &LiveRow) -> Option<TicketGone> {
    policy::lost_sight(&signed_in.actor, &row.ticket, &row.event).then(|| TicketGone {
        seq: row.seq,
        ticket_id: row.ticket.id,
        number: row.ticket.number.clone(),
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
