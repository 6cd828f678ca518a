//! Mailboxes compared with the ledger: every mail that was moved to the folder for recorded mails must be recorded (requirements B1,
//! E19). What was found once is not read again, so that a comparison costs what has come since.

use std::time::Duration;

use bytes::Bytes;
use futures_util::future::try_join_all;
use jiff::SignedDuration;
use pult_domain::{policy, refusal::Refusal};
use pult_shared::{
    Timestamp,
    api::mail::{Door, ReconciliationList, ReconciliationView, TakeInMails, UnrecordedMail},
    error::{ErrorCode, FieldCode},
    ids::{IncomingMailId, PersonId},
};
use pult_store::{Conn, mailboxes};

use crate::{
    adapters::{
        Arrival,
        imap::{ImapError, Inspection},
    },
    app::App,
    config::ImapAccount,
    service::{ServiceError, intake, session::who::SignedIn},
};

/// A mailbox that was compared so long ago is compared again.
const EVERY: SignedDuration = SignedDuration::from_hours(24);
/// Sooner, where the mailbox could not be reached.
const AFTER_ERROR: SignedDuration = SignedDuration::from_hours(1);
/// How long an instance keeps the others off a mailbox; longer than a comparison may take.
const LEASE: SignedDuration = SignedDuration::from_mins(20);
/// Each step of the conversation with the server.
const STEP: Duration = Duration::from_secs(20);
/// One mailbox, where the clock does it; where somebody waits for it.
const LIMIT: Duration = Duration::from_secs(15 * 60);
const LIMIT_ASKED: Duration = Duration::from_secs(45);
/// Mails that are read in one go; the rest is read the next time.
const AT_ONCE: usize = 5_000;
/// Mails of a difference that are told one by one.
const TOLD_MAX: usize = 100;
/// Characters of a sender or subject that are told.
const TEXT_MAX: usize = 200;

/// What the latest comparisons came to, of all mailboxes.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub async fn latest(app: &App, signed_in: &SignedIn) -> Result<ReconciliationList, ServiceError> {
    policy::may_see_mails(&signed_in.actor)?;
    list(app).await
}

/// Compares all mailboxes now.
///
/// # Errors
/// `forbidden` for everybody but administrators. A mailbox that cannot be reached is no error: its result says so.
pub async fn now(app: &App, signed_in: &SignedIn) -> Result<ReconciliationList, ServiceError> {
    policy::permit_mail_action(&signed_in.actor)?;
    all(app, Some(signed_in.actor.person_id), LIMIT_ASKED).await
}

/// Compares all mailboxes, for whoever has the command line.
///
/// # Errors
/// When the database fails.
pub async fn by_hand(app: &App) -> Result<ReconciliationList, ServiceError> {
    all(app, None, LIMIT).await
}

async fn all(app: &App, asked_by: Option<PersonId>, limit: Duration) -> Result<ReconciliationList, ServiceError> {
    let compared = app.config.imap.iter().map(|account| async move {
        if take(app, account, None).await? {
            compare(app, account, asked_by, limit).await?;
        }
        Ok::<_, ServiceError>(())
    });
    try_join_all(compared).await?;
    list(app).await
}

/// Compares the mailboxes whose turn it is; how many. Several instances share them.
///
/// # Errors
/// When the database fails.
pub async fn due(app: &App) -> Result<usize, ServiceError> {
    let mut compared = 0;
    for account in &app.config.imap {
        if take(app, account, Some(app.now())).await? {
            compare(app, account, None, LIMIT).await?;
            compared += 1;
        }
    }
    Ok(compared)
}

/// Takes a mailbox, unless somebody else compares it; with a time, only when its turn has come by then.
async fn take(app: &App, account: &ImapAccount, turn: Option<Timestamp>) -> Result<bool, ServiceError> {
    let now = app.now();
    let tx = app.store.begin().await?;
    if !mailboxes::claim(&tx, &account.name, now, later(now, LEASE)).await? {
        return Ok(false);
    }
    if let (Some(turn), Some(last)) = (turn, last(&tx, account).await?) {
        let pause = if last.error.is_some() { AFTER_ERROR } else { EVERY };
        if turn < later(last.finished_at, pause) {
            return Ok(false);
        }
    }
    tx.commit().await?;
    Ok(true)
}

async fn last(conn: &impl Conn, account: &ImapAccount) -> Result<Option<ReconciliationView>, ServiceError> {
    let latest = mailboxes::latest(conn).await?;
    Ok(latest.into_iter().find(|result| result.account == account.name))
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(at)
}

/// How many mails lie in mailboxes that should be recorded and are not.
///
/// # Errors
/// When the database fails.
pub async fn unrecorded(app: &App) -> Result<u64, ServiceError> {
    Ok(list(app).await?.items.iter().map(ReconciliationView::difference).sum())
}

/// Records mails that a comparison has found in a mailbox's folder and that are not in the ledger.
///
/// # Errors
/// `forbidden` for everybody but administrators; `invalid` for a mailbox that is not fetched from, and for too many mails at once;
/// `not_applicable` when the folder was made anew since; `unavailable` when the mailbox cannot be reached.
pub async fn take_in(
    app: &App,
    signed_in: &SignedIn,
    wanted: &TakeInMails,
) -> Result<ReconciliationList, ServiceError> {
    policy::permit_mail_action(&signed_in.actor)?;
    let account = app.config.imap.iter().find(|account| account.name == wanted.account);
    let account = account.ok_or_else(|| Refusal::field("account", FieldCode::Unknown))?;
    if wanted.uids.len() > TOLD_MAX {
        return Err(Refusal::field("uids", FieldCode::TooMany).into());
    }
    let recorded = tokio::time::timeout(LIMIT_ASKED, record(app, account, wanted)).await;
    recorded.map_err(|_| too_long())??;
    if take(app, account, None).await? {
        compare(app, account, Some(signed_in.actor.person_id), LIMIT_ASKED).await?;
    }
    list(app).await
}

async fn record(app: &App, account: &ImapAccount, wanted: &TakeInMails) -> Result<(), ServiceError> {
    let mut mailbox = open(app, account).await?;
    if mailbox.done().await.map_err(away)?.uid_validity != wanted.uid_validity {
        return Err(Refusal::because(
            ErrorCode::NotApplicable,
            "The folder was made anew since it was compared; compare it again.",
        )
        .into());
    }
    for uid in &wanted.uids {
        let Some(content) = mailbox.content(*uid).await.map_err(away)? else {
            continue;
        };
        let arrival = Arrival {
            door: Door::Imap,
            envelope_from: String::new(),
            envelope_to: Vec::new(),
            account: Some(account.name.clone()),
            queue: account.queue.clone(),
            raw: content.kept,
            original_size: content.size,
        };
        let recorded = intake::receive(app, arrival).await;
        recorded.map_err(|error| ServiceError::Unavailable(error.to_string()))?;
    }
    mailbox.close().await;
    Ok(())
}

async fn open(app: &App, account: &ImapAccount) -> Result<Inspection, ServiceError> {
    let opened = Inspection::open(account, app.config.mail.max_bytes, STEP).await;
    opened.map_err(away)
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` gives it")]
fn away(error: ImapError) -> ServiceError {
    ServiceError::Unavailable(error.to_string())
}

fn too_long() -> ServiceError {
    ServiceError::Unavailable("no end within the time that it may take".to_owned())
}

async fn list(app: &App) -> Result<ReconciliationList, ServiceError> {
    let mut items = mailboxes::latest(&app.store).await?;
    items.retain(|result| app.config.imap.iter().any(|account| account.name == result.account));
    Ok(ReconciliationList {
        items,
        accounts: app.config.imap.iter().map(|account| account.name.clone()).collect(),
    })
}

/// Compares one mailbox and keeps what came of it.
async fn compare(
    app: &App,
    account: &ImapAccount,
    asked_by: Option<PersonId>,
    limit: Duration,
) -> Result<(), ServiceError> {
    let mut found = Comparison {
        result: ReconciliationView {
            account: account.name.clone(),
            started_at: app.now(),
            finished_at: app.now(),
            uid_validity: 0,
            done: 0,
            waiting: 0,
            gone: 0,
            unchecked: 0,
            unrecorded: Vec::new(),
            error: None,
        },
        seen: Vec::new(),
    };
    let looked = tokio::time::timeout(limit, found.look(app, account)).await;
    match looked.unwrap_or_else(|_| Err(too_long())) {
        Ok(()) => {}
        Err(ServiceError::Unavailable(reason)) => {
            found.result.error = Some(reason);
            // What was missing before is missing still, as long as nothing else is known.
            found.keep(last(&app.store, account).await?);
        }
        Err(error) => return Err(error),
    }
    found.result.finished_at = app.now();
    let Comparison { result, seen } = found;
    if result.difference() > 0 {
        tracing::error!(
            account = account.name,
            difference = result.difference(),
            "mails lie in the done folder that are not recorded"
        );
    }
    let tx = app.store.begin().await?;
    if result.uid_validity > 0 {
        mailboxes::note_seen(&tx, &account.name, result.uid_validity, &seen).await?;
    }
    mailboxes::enter(&tx, &result, asked_by).await?;
    mailboxes::release(&tx, &account.name).await?;
    Ok(tx.commit().await?)
}

/// A comparison under way: what is known by now is kept, should it be cut off.
struct Comparison {
    result: ReconciliationView,
    seen: Vec<(u32, IncomingMailId)>,
}

impl Comparison {
    async fn look(&mut self, app: &App, account: &ImapAccount) -> Result<(), ServiceError> {
        let mut mailbox = open(app, account).await?;
        self.result.waiting = mailbox.watched().await.map_err(away)?.uids.len() as u64;
        let done = mailbox.done().await.map_err(away)?;
        let seen = mailboxes::seen(&app.store, &account.name, done.uid_validity).await?;
        self.result.uid_validity = done.uid_validity;
        self.result.done = done.uids.len() as u64;
        self.result.gone = seen.difference(&done.uids).count() as u64;
        let new: Vec<u32> = done.uids.difference(&seen).copied().collect();
        self.result.unchecked = new.len() as u64;
        for uid in new.into_iter().take(AT_ONCE) {
            let content = mailbox.content(uid).await.map_err(away)?;
            self.result.unchecked -= 1;
            if let Some(content) = content {
                self.check(app, uid, content.kept).await?;
            }
        }
        mailbox.close().await;
        Ok(())
    }

    /// Takes over what the comparison before has found missing.
    fn keep(&mut self, before: Option<ReconciliationView>) {
        let Some(before) = before else { return };
        if self.result.uid_validity == 0 {
            (self.result.uid_validity, self.result.done) = (before.uid_validity, before.done);
        }
        if self.result.uid_validity != before.uid_validity {
            return;
        }
        for mail in before.unrecorded {
            let known = self.seen.iter().any(|(uid, _)| *uid == mail.uid);
            let told = self.result.unrecorded.iter().any(|told| told.uid == mail.uid);
            if !known && !told {
                self.result.unrecorded.push(mail);
            }
        }
    }

    async fn check(&mut self, app: &App, uid: u32, raw: Bytes) -> Result<(), ServiceError> {
        let read = tokio::task::spawn_blocking(move || (pult_mail::identity(&raw), raw)).await;
        let (identity, raw) = read.map_err(|error| ServiceError::Internal(error.to_string()))?;
        match mailboxes::recorded(&app.store, &identity).await? {
            Some(id) => self.seen.push((uid, id)),
            None if self.result.unrecorded.len() < TOLD_MAX => {
                let told = tokio::task::spawn_blocking(move || told(uid, &raw)).await;
                self.result
                    .unrecorded
                    .push(told.map_err(|error| ServiceError::Internal(error.to_string()))?);
            }
            // More than anybody reads one by one; it stays unchecked.
            None => self.result.unchecked += 1,
        }
        Ok(())
    }
}

fn told(uid: u32, raw: &[u8]) -> UnrecordedMail {
    let mail = pult_mail::parse(raw);
    let short = |text: String| text.chars().take(TEXT_MAX).collect();
    UnrecordedMail {
        uid,
        from: short(mail.from.map(|from| from.to_string()).unwrap_or_default()),
        subject: short(mail.subject),
        message_id: short(mail.message_id.unwrap_or_default()),
    }
}
