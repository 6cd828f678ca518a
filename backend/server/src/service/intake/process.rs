//! Work on recorded mail: what was recorded is read, decided on and applied, and whatever happens gets an outcome.
//!
//! Knows that one mail must never stop the others: each is worked on behind a fence, and what does not work now waits longer
//! each time.

use std::sync::Arc;

use jiff::SignedDuration;
use pult_mail::ParsedMail;
use pult_shared::{
    Timestamp,
    api::mail::{MailOutcome, MailReason},
    ids::{ArticleId, IncomingMailId, TicketId},
    postmaster::AppliedFilter,
};
use pult_store::{
    StoreError, WriteTx,
    ledger::{self, Finish, Incoming},
};

use super::{late, prepare::prepare, work};
use crate::{app::App, service::ServiceError};

/// Attempts at one mail while the database answers and something else of the mail's does not (its bytes, say); with the pauses
/// between them about five hours.
const ATTEMPTS_MAX: u32 = 15;
const FIRST_PAUSE_SECONDS: i64 = 5;
const LONGEST_PAUSE_SECONDS: i64 = 3600;

/// Works on mails that were recorded and have no outcome yet, oldest first, and on those that came once more. Returns how many.
///
/// # Errors
/// When the database fails. A mail that cannot be worked on is no error here: it waits, or gets the outcome `failed`.
pub async fn process_pending(app: &App, limit: u32) -> Result<usize, StoreError> {
    let pending = ledger::pending(&app.store, app.now(), limit).await?;
    let count = pending.len();
    let mut first_error = None;
    for id in pending {
        if let Err(error) = process(app, id).await {
            first_error.get_or_insert(error);
        }
    }
    match first_error {
        Some(error) => Err(error),
        None => Ok(count.max(late::process_late(app, limit).await?)),
    }
}

/// Works on one mail, if it still waits.
///
/// # Errors
/// When the database fails; the mail then waits on.
pub async fn process(app: &App, id: IncomingMailId) -> Result<(), StoreError> {
    let Some(row) = ledger::find(&app.store, id).await? else {
        return Ok(());
    };
    // Another instance was faster: nothing to read once more.
    if row.outcome != MailOutcome::Received {
        return Ok(());
    }
    let (mail, done) = match fenced(prepare(app.clone(), row)).await {
        Ok(prepared) => {
            let prepared = Arc::new(prepared);
            let done = fenced(work::attempt(app.clone(), id, Arc::clone(&prepared), None)).await;
            (Some(prepared), done)
        }
        Err(error) => (None, Err(error)),
    };
    let Err(error) = done else { return Ok(()) };
    give_up_or_wait(app, id, mail.as_ref().map(|prepared| &prepared.mail), error).await
}

/// Runs a step. Should it panic, this mail fails and the desk goes on.
pub(super) async fn fenced<T: Send + 'static>(
    step: impl Future<Output = Result<T, ServiceError>> + Send + 'static,
) -> Result<T, ServiceError> {
    match tokio::spawn(step).await {
        Ok(result) => result,
        Err(error) if error.is_panic() => Err(ServiceError::Internal(format!("a bug came to light: {error}"))),
        Err(error) => Err(ServiceError::Unavailable(error.to_string())),
    }
}

async fn give_up_or_wait(
    app: &App,
    id: IncomingMailId,
    mail: Option<&ParsedMail>,
    error: ServiceError,
) -> Result<(), StoreError> {
    let now = app.now();
    let tx = app.store.begin().await?;
    let waits = matches!(error, ServiceError::Unavailable(_));
    let until = if waits { next_look(&tx, id, now).await? } else { now };
    let Some(claimed) = ledger::claim(&tx, id, now, until).await? else {
        return Ok(());
    };
    if waits && claimed.attempts < ATTEMPTS_MAX {
        tracing::warn!(mail = %id, %error, attempts = claimed.attempts, "a mail cannot be worked on now; it waits");
    } else {
        tracing::error!(mail = %id, %error, "a mail could not be worked on; it is a work item now");
        let finished = Finished::broken(&error);
        finished.note(&tx, id, mail).await?;
    }
    tx.commit().await
}

/// Twice as late each time.
async fn next_look(tx: &WriteTx, id: IncomingMailId, now: Timestamp) -> Result<Timestamp, StoreError> {
    let attempts = ledger::find(tx, id).await?.map_or(0, |row| row.attempts);
    let seconds = 1_i64
        .checked_shl(attempts)
        .and_then(|times| times.checked_mul(FIRST_PAUSE_SECONDS))
        .map_or(LONGEST_PAUSE_SECONDS, |seconds| {
            seconds.clamp(FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS)
        });
    Ok(now.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(now))
}

/// Takes the mail for this transaction: whoever is second waits for its end and finds nothing left to do. Rolled back, the
/// mail waits again at once, so that a crash delays nothing.
pub(super) async fn claim(tx: &WriteTx, id: IncomingMailId, now: Timestamp) -> Result<Option<Incoming>, StoreError> {
    ledger::claim(tx, id, now, now).await
}

/// What became of a mail.
#[derive(Clone, Debug)]
pub(super) struct Finished {
    pub outcome: MailOutcome,
    pub reason_code: Option<MailReason>,
    /// Details of the reason.
    pub reason: Option<String>,
    pub ticket_id: Option<TicketId>,
    pub article_id: Option<ArticleId>,
    /// Postmaster filters that matched, with what came of them.
    pub filters: Vec<AppliedFilter>,
}

impl Finished {
    pub fn new(outcome: MailOutcome) -> Self {
        Self {
            outcome,
            reason_code: None,
            reason: None,
            ticket_id: None,
            article_id: None,
            filters: Vec::new(),
        }
    }

    pub fn because(outcome: MailOutcome, reason: MailReason) -> Self {
        Self {
            reason_code: Some(reason),
            ..Self::new(outcome)
        }
    }

    /// It could not be worked on.
    pub fn broken(error: &ServiceError) -> Self {
        Self {
            reason: Some(error.to_string()),
            ..Self::because(MailOutcome::Failed, MailReason::Broken)
        }
    }

    pub async fn note(&self, tx: &WriteTx, id: IncomingMailId, mail: Option<&ParsedMail>) -> Result<(), StoreError> {
        let from = mail
            .and_then(|mail| mail.from.as_ref())
            .map(ToString::to_string)
            .unwrap_or_default();
        let subject = mail.map_or("", |mail| mail.subject.as_str());
        self.note_as(tx, id, &from, subject).await
    }

    /// With sender and subject as they are known.
    pub async fn note_as(&self, tx: &WriteTx, id: IncomingMailId, from: &str, subject: &str) -> Result<(), StoreError> {
        let done = Finish {
            outcome: self.outcome,
            reason_code: self.reason_code,
            reason: self.reason.as_deref(),
            from,
            subject,
            ticket_id: self.ticket_id,
            article_id: self.article_id,
            filters: &self.filters,
        };
        ledger::finish(tx, id, &done).await
    }
}
