//! Deliver what is due in the outbox: each recipient by itself, with back-off, and a limit.

use std::time::Duration;

use futures_util::future::join_all;
use jiff::SignedDuration;
use pult_domain::{
    policy::Permit,
    ticket::{Decision, mail_failed},
};
use pult_shared::{Timestamp, ids::TicketId};
use pult_store::{
    StoreError, WriteTx, blobs,
    outbox::{self, OutgoingJob},
    tickets::{self, Change},
};

use crate::{
    adapters::transport::{OutboundMail, TransportError},
    app::App,
};

/// Mails that are claimed and delivered at once: a claim runs from the moment it is made, so none waits for its turn.
pub const AT_ONCE: u32 = 8;
/// One delivery takes no longer than this. A server that has the whole mail may take ten minutes to say so (RFC 5321
/// §4.5.3.2.6), and who hangs up before that sends it twice.
const TIME_LIMIT: Duration = Duration::from_secs(12 * 60);
/// How long a claim holds; longer than any delivery, so that no mail goes out twice while its worker lives.
const LEASE: SignedDuration = SignedDuration::from_mins(15);
/// Minutes until the next attempt, by attempts made. The last one repeats until `ATTEMPTS_MAX`: about four days in all,
/// the time that RFC 5321 §4.5.4.1 asks for.
const BACK_OFF: [i64; 7] = [1, 5, 15, 60, 120, 240, 480];
const ATTEMPTS_MAX: u32 = 17;

/// Delivers up to [`AT_ONCE`] mails whose time has come, and returns how many were worked on.
///
/// # Errors
/// When the database fails. A transport that fails is no error: it is recorded, and tried again.
pub async fn deliver_due(app: &App) -> Result<usize, StoreError> {
    let now = app.now();
    let tx = app.store.begin().await?;
    let jobs = outbox::claim_due(&tx, now, now.saturating_add(LEASE).unwrap_or(now), AT_ONCE).await?;
    if jobs.is_empty() {
        return Ok(0);
    }
    tx.commit().await?;
    let results = join_all(jobs.into_iter().map(|job| deliver(app, job))).await;
    let count = results.len();
    results.into_iter().collect::<Result<(), _>>()?;
    Ok(count)
}

async fn deliver(app: &App, job: OutgoingJob) -> Result<(), StoreError> {
    let result = attempt(app, &job).await?;
    let now = app.now();
    let tx = app.store.begin().await?;
    let noted = match result {
        Ok(answer) => {
            tracing::info!(message_id = %job.message_id, attempts = job.attempts, "mail delivered");
            outbox::sent(&tx, &job, now, &answer).await?
        }
        Err(TransportError::Temporary(answer)) if job.attempts < ATTEMPTS_MAX => {
            tracing::warn!(message_id = %job.message_id, attempts = job.attempts, %answer, "mail delayed");
            outbox::retry(&tx, &job, next_attempt(now, job.attempts), &answer).await?
        }
        Err(TransportError::Temporary(answer) | TransportError::Permanent(answer)) => {
            tracing::warn!(message_id = %job.message_id, attempts = job.attempts, %answer, "mail failed");
            fail(app, &tx, &job, &answer, now).await?
        }
    };
    tx.commit().await?;
    if !noted {
        tracing::warn!(message_id = %job.message_id, "another worker has taken this mail over in the meantime");
    }
    app.live.nudge();
    Ok(())
}

/// Notes a failure in the outbox and in the ticket, if the mail is still ours; whether it was.
async fn fail(app: &App, tx: &WriteTx, job: &OutgoingJob, answer: &str, now: Timestamp) -> Result<bool, StoreError> {
    let noted = outbox::failed(tx, job, answer).await?;
    if noted {
        record_failure(app, tx, job.ticket_id, &job.to, &job.message_id, answer, now).await?;
    }
    Ok(noted)
}

async fn attempt(app: &App, job: &OutgoingJob) -> Result<Result<String, TransportError>, StoreError> {
    let raw = match blobs::get(&app.store, &job.raw_blob).await {
        Ok(Some(raw)) => raw,
        Ok(None) => {
            let reason = format!("the stored mail {} is missing", job.raw_blob);
            return Ok(Err(TransportError::Permanent(reason)));
        }
        Err(StoreError::Unavailable(reason)) => return Err(StoreError::Unavailable(reason)),
        // Read again it is as broken as now; somebody has to know.
        Err(error) => return Ok(Err(TransportError::Permanent(error.to_string()))),
    };
    let mail = OutboundMail {
        envelope_from: &job.envelope_from,
        to: &job.to,
        message_id: &job.message_id,
        raw: &raw,
    };
    let late = |_| Err(TransportError::Temporary("no answer in time".to_owned()));
    Ok(tokio::time::timeout(TIME_LIMIT, app.transport.deliver(mail))
        .await
        .unwrap_or_else(late))
}

fn next_attempt(now: Timestamp, attempts: u32) -> Timestamp {
    let step = usize::try_from(attempts).unwrap_or(usize::MAX).saturating_sub(1);
    let minutes = BACK_OFF.get(step).or(BACK_OFF.last()).copied().unwrap_or(60);
    now.saturating_add(SignedDuration::from_mins(minutes)).unwrap_or(now)
}

/// Puts a failure into the ticket's history, where it is work for somebody.
///
/// # Errors
/// When the database fails.
pub async fn record_failure(
    app: &App,
    tx: &WriteTx,
    ticket_id: TicketId,
    to: &str,
    message_id: &str,
    reason: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(ticket) = tickets::find_for_update(tx, ticket_id).await? else {
        tracing::error!(%ticket_id, "a mail failed whose ticket is missing");
        return Ok(());
    };
    let setup = app.setup.read(tx).await?;
    let decision: Decision = mail_failed(&ticket, to, message_id, reason, &setup.catalog, now);
    let change = Change {
        decision: &decision,
        actor: None,
        at: now,
        attachments: Vec::new(),
        outgoing: Vec::new(),
        thread_ids: Vec::new(),
        raw_blob: None,
    };
    tickets::apply(tx, &Permit::for_system(), Some(ticket.version), &change).await?;
    app.live.nudge();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_reach_over_four_days() {
        let start: Timestamp = "2026-11-22T00:00:00Z".parse().expect("a timestamp");
        let end = (1..ATTEMPTS_MAX).fold(start, next_attempt);
        let days = end.duration_since(start).as_hours() / 24;
        assert!((3..=5).contains(&days), "{days}");
        assert_eq!(next_attempt(start, 1).duration_since(start).as_mins(), 1);
    }
}
