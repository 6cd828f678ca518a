//! What the instances that share a database tell each other (PostgreSQL): that something was committed, and who is where. A signal
//! that is lost costs a second, never an event: every instance also looks by itself.

use std::time::Duration;

use pult_store::{Dialect, StoreError, signals};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::{app::App, service::presence::Report};

/// Commits that follow each other so closely are told as one.
const TOGETHER: Duration = Duration::from_millis(20);
/// How long a lost connection rests before it is tried again.
const RETRY: Duration = Duration::from_secs(5);

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "signal", rename_all = "snake_case")]
enum Signal {
    /// Tickets were changed.
    Changed,
    /// Somebody came to a ticket, writes or left.
    Presence(Report),
}

/// Tells and listens until shutdown. Once a process; with SQLite there is nobody to talk to.
pub async fn run(app: App, shutdown: CancellationToken) {
    if app.store.dialect() == Dialect::Sqlite {
        return;
    }
    tokio::select! {
        () = shutdown.cancelled() => {}
        () = announce(&app) => {}
        () = hear(&app) => {}
    }
}

/// Tells the other instances where somebody is.
pub async fn tell_presence(app: &App, report: Report) {
    if let Err(error) = tell(app, &Signal::Presence(report)).await {
        tracing::warn!(%error, "the other instances could not be told who is at a ticket");
    }
}

async fn announce(app: &App) {
    loop {
        app.live.committed().await;
        if let Err(error) = tell(app, &Signal::Changed).await {
            tracing::warn!(%error, "the other instances could not be told of a change; they look by themselves");
        }
        tokio::time::sleep(TOGETHER).await;
    }
}

async fn tell(app: &App, signal: &Signal) -> Result<(), StoreError> {
    let payload = serde_json::to_string(signal).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    signals::notify(&app.store, &payload).await
}

async fn hear(app: &App) {
    loop {
        if let Err(error) = listen(app).await {
            tracing::warn!(%error, "the other instances cannot be heard; tried again soon");
        }
        tokio::time::sleep(RETRY).await;
    }
}

async fn listen(app: &App) -> Result<(), StoreError> {
    let Some(mut heard) = signals::listen(&app.store).await? else {
        return Ok(());
    };
    loop {
        let payload = heard.next().await?;
        match payload.as_deref().map(serde_json::from_str) {
            Some(Ok(Signal::Presence(report))) => app.presence.take_in(&report, app.now()),
            // Also what a newer instance says: it is worth a look.
            _ => app.live.look(),
        }
    }
}
