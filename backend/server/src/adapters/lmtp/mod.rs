//! LMTP (RFC 2033): the mail server of the house hands mail over, and keeps it when we cannot take it.
//!
//! Knows sockets and the protocol. A mail gets `250` only after the intake has committed it; until then the other side has it.

mod data;
mod line;
mod replies;
mod session;

use std::{io, sync::Arc, time::Duration};

use tokio::io::AsyncWriteExt as _;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;

use super::intake::Intake;

pub use session::serve as serve_session;

/// Large mails that are held in memory at the same time; the others wait, so that memory stays bounded.
const LARGE_AT_ONCE: usize = 4;

/// What a server goes by.
#[derive(Clone, Debug)]
pub struct Limits {
    /// A larger mail is recorded by its beginning.
    pub max_bytes: u64,
    pub max_sessions: usize,
    /// Silence after which a connection is closed.
    pub idle: Duration,
    /// The name that we greet with.
    pub host: String,
}

/// What all sessions share.
pub struct Shared {
    pub intake: Arc<dyn Intake>,
    pub limits: Limits,
    pub shutdown: CancellationToken,
    pub(crate) large: Semaphore,
}

impl Shared {
    #[must_use]
    pub fn new(intake: Arc<dyn Intake>, limits: Limits, shutdown: CancellationToken) -> Self {
        Self {
            intake,
            limits,
            shutdown,
            large: Semaphore::new(LARGE_AT_ONCE),
        }
    }
}

/// Serves until shutdown, then waits for the sessions: each ends at its next chance.
pub async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut sessions = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = shared.shutdown.cancelled() => break,
            Some(ended) = sessions.join_next() => {
                log_end(ended);
                continue;
            }
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) if sessions.len() >= shared.limits.max_sessions => {
                sessions.spawn(turn_away(stream));
            }
            Ok((stream, peer)) => {
                let shared = Arc::clone(&shared);
                sessions.spawn(async move {
                    tracing::debug!(%peer, "LMTP connection");
                    // Replies are small and awaited: sending them at once matters more than filling packets.
                    stream.set_nodelay(true)?;
                    session::serve(stream, &shared).await
                });
            }
            Err(error) => {
                // Out of file handles, for example: waiting is all that helps.
                tracing::warn!(%error, "an LMTP connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
    drop(listener);
    while let Some(ended) = sessions.join_next().await {
        log_end(ended);
    }
}

async fn turn_away(mut stream: TcpStream) -> io::Result<()> {
    let told = stream.write_all(replies::TOO_MANY_SESSIONS.as_bytes());
    tokio::time::timeout(Duration::from_secs(1), told)
        .await
        .map_err(io::Error::other)?
}

fn log_end(ended: Result<io::Result<()>, tokio::task::JoinError>) {
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "an LMTP connection broke off"),
        Err(error) => tracing::error!(%error, "an LMTP session ended in a bug"),
    }
}
