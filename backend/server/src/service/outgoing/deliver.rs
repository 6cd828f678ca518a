//! Deliver what is due in the outbox: each recipient by itself, with back-off, and a limit.

use std::time::Duration;

use futures_util::future::join_all;
use jiff::SignedDuration;
use pult_domain::{
    policy::Permit,
    ticket::{Decision, SetUp, mail_failed},
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
/// How long a claim holds by itself: so long do mails wait whose worker has died.
const LEASE: SignedDuration = SignedDuration::from_secs(30);
/// How often a claim is made longer while its worker lives, so that no mail goes out twice however long its delivery takes.
const RENEW_EVERY: Duration = Duration::from_secs(8);
/// How often, and with what pauses, it is tried to note what came of an attempt while the database is away: some minutes.
const NOTE_TIMES: u32 = 150;
const NOTE_EVERY: Duration = Duration::from_secs(2);

/// Delivers up to [`AT_ONCE`] mails whose time has come, and returns how many were worked on.
///
/// # Errors
/// When the database fails. A transport that fails is no error: it is recorded, and tried again.
pub async fn deliver_due(app: &App) -> Result<usize, StoreError> {
    let now = app.now();
    let tx = app.store.begin().await?;
    let jobs = outbox::claim_due(&tx, now, lease_from(now), AT_ONCE).await?;
    if jobs.is_empty() {
        return Ok(0);
    }
    tx.commit().await?;
    let results = join_all(jobs.into_iter().map(|job| deliver(app, job))).await;
    let count = results.len();
    results.into_iter().collect::<Result<(), _>>()?;
    Ok(count)
}

async fn deliver(app: &App, mut job: OutgoingJob) -> Result<(), StoreError> {
    let result = attempt_under_claim(app, &mut job).await?;
    match &result {
        Ok(_) => tracing::info!(message_id = %job.message_id, attempts = job.attempts, "mail delivered"),
        Err(error) => {
            tracing::warn!(message_id = %job.message_id, attempts = job.attempts, %error, "mail not delivered");
        }
    }
    // What the other side said is known to nobody else: forgotten, it would send the mail a second time.
    for _ in 0..NOTE_TIMES {
        match note(app, &job, &result).await {
            Err(StoreError::Unavailable(error)) => {
                tracing::warn!(message_id = %job.message_id, error, "what became of a mail could not be noted yet");
                tokio::time::sleep(NOTE_EVERY).await;
            }
            done => return done,
        }
    }
    note(app, &job, &result).await
}

/// Writes down what came of an attempt.
async fn note(app: &App, job: &OutgoingJob, result: &Result<String, TransportError>) -> Result<(), StoreError> {
    let now = app.now();
    let tx = app.store.begin().await?;
    let noted = match result {
        Ok(answer) => outbox::sent(&tx, job, now, answer).await?,
        Err(TransportError::Temporary(answer)) => match app.config.smtp.retry.next_attempt(now, job.attempts) {
            Some(next) => outbox::retry(&tx, job, next, answer).await?,
            None => fail(app, &tx, job, answer, now).await?,
        },
        Err(TransportError::Permanent(answer)) => fail(app, &tx, job, answer, now).await?,
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
    if let (true, Some(ticket_id)) = (noted, job.ticket_id) {
        record_failure(app, tx, ticket_id, &job.to, &job.message_id, answer, now).await?;
    }
    Ok(noted)
}

fn lease_from(now: Timestamp) -> Timestamp {
    now.saturating_add(LEASE).unwrap_or(now)
}

/// Tries once, and keeps the claim as long as that takes.
async fn attempt_under_claim(app: &App, job: &mut OutgoingJob) -> Result<Result<String, TransportError>, StoreError> {
    let claimed = job.clone();
    let mut attempt = std::pin::pin!(attempt(app, &claimed));
    loop {
        tokio::select! {
            result = &mut attempt => return result,
            () = tokio::time::sleep(RENEW_EVERY) => match renew(app, job).await {
                Ok(()) => {}
                // The delivery is under way and goes on: should the claim run out, the mail comes twice, which is better than not at all.
                Err(error) => tracing::warn!(message_id = %job.message_id, %error, "the claim on a mail could not be made longer"),
            },
        }
    }
}

async fn renew(app: &App, job: &mut OutgoingJob) -> Result<(), StoreError> {
    let until = lease_from(app.now());
    let tx = app.store.begin().await?;
    let renewed = outbox::renew(&tx, job, until).await?;
    tx.commit().await?;
    if renewed {
        job.lease_until = until;
    }
    Ok(())
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
    let set_up = SetUp {
        catalog: &setup.catalog,
        tree: &setup.tree,
    };
    let decision: Decision = mail_failed(&ticket, to, message_id, reason, set_up, now);
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
