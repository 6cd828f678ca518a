//! One round: everything in the watched folder goes to the intake and then to the done folder; then wait for more.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use async_imap::types::{Fetch, Uid, UnsolicitedResponse};
use bytes::Bytes;
use futures_util::TryStreamExt as _;
use pult_shared::api::mail::Door;

use super::{
    ImapError, Pace, Watcher,
    connect::ImapSession,
    folder::{Departure, Place},
    lease::Lease,
    step,
};
use crate::adapters::intake::{Arrival, STUB_BYTES};

/// How often each mail has broken a connection. Such mails come last, so that one of them cannot stop the others.
#[derive(Debug, Default)]
pub struct Troubles(BTreeMap<Uid, u32>);

impl Troubles {
    fn order(&mut self, mut uids: Vec<Uid>) -> Vec<Uid> {
        // UIDs grow by arrival; what is gone from the folder is forgotten.
        self.0.retain(|uid, _| uids.contains(uid));
        uids.sort_unstable_by_key(|uid| (self.0.get(uid).copied().unwrap_or(0), *uid));
        uids
    }

    fn begin(&mut self, uid: Uid) {
        *self.0.entry(uid).or_insert(0) += 1;
    }

    fn done(&mut self, uid: Uid) {
        self.0.remove(&uid);
    }
}

/// What is recorded and did not get out of the watched folder, as long as the connection lives: UIDs may mean other mails on the
/// next one.
#[derive(Debug, Default)]
pub struct Stuck {
    recorded: BTreeSet<Uid>,
    /// A copy is in the done folder already.
    copied: BTreeSet<Uid>,
}

/// Fetches until the folder is empty of new mail. A mail that the server says no to stays where it is, and the others go on;
/// what the first such mail met is given back.
pub async fn fetch_all(
    session: &mut ImapSession,
    watcher: &Watcher,
    place: &Place,
    lease: &Lease,
    troubles: &mut Troubles,
    stuck: &mut Stuck,
) -> Result<Option<ImapError>, ImapError> {
    let pace = &watcher.pace;
    forget_notices(session);
    let query = if place.departure == Departure::CopyAndMark {
        "UNDELETED"
    } else {
        "ALL"
    };
    let found = step("looking for mail", pace.step, session.uid_search(query)).await?;
    let mut first_trouble = None;
    for uid in troubles.order(found.into_iter().collect()) {
        troubles.begin(uid);
        match take(session, watcher, place, lease, uid, troubles, stuck).await {
            Ok(()) => troubles.done(uid),
            Err(error) if is_of_one_mail(&error) => {
                first_trouble.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(first_trouble)
}

/// The server has answered, and the next command may go better.
fn is_of_one_mail(error: &ImapError) -> bool {
    use async_imap::error::Error;
    matches!(
        error,
        ImapError::Protocol(_, Error::No(_) | Error::Bad(_)) | ImapError::Unusable(_)
    )
}

async fn take(
    session: &mut ImapSession,
    watcher: &Watcher,
    place: &Place,
    lease: &Lease,
    uid: Uid,
    troubles: &mut Troubles,
    stuck: &mut Stuck,
) -> Result<(), ImapError> {
    if !stuck.recorded.contains(&uid) {
        let Some(arrival) = fetch(session, watcher, uid).await? else {
            // Gone, or the connection is: the library does not tell the two apart, an answer to the next command does.
            return step("asking for news", watcher.pace.step, session.noop()).await;
        };
        record(watcher, uid, arrival, troubles).await?;
        stuck.recorded.insert(uid);
    }
    let moving = lease.begin_move()?;
    let departed = depart(session, place, uid, &watcher.pace, stuck).await;
    if departed.as_ref().err().is_none_or(is_of_one_mail) {
        moving.answered();
    }
    departed?;
    stuck.recorded.remove(&uid);
    stuck.copied.remove(&uid);
    Ok(())
}

async fn record(watcher: &Watcher, uid: Uid, arrival: Arrival, troubles: &mut Troubles) -> Result<(), ImapError> {
    let size = arrival.original_size;
    match watcher.intake.receive(arrival).await {
        Ok(received) => {
            tracing::debug!(account = watcher.account.name, uid, size, id = %received.id, "recorded a mail");
            Ok(())
        }
        Err(error) => {
            // Not the mail's fault.
            troubles.done(uid);
            Err(error.into())
        }
    }
}

async fn fetch(session: &mut ImapSession, watcher: &Watcher, uid: Uid) -> Result<Option<Arrival>, ImapError> {
    let found = content(session, &watcher.pace, watcher.max_bytes, uid).await?;
    Ok(found.map(|found| Arrival {
        door: Door::Imap,
        // The envelope ended where the mail was put into the mailbox.
        envelope_from: String::new(),
        envelope_to: Vec::new(),
        account: Some(watcher.account.name.clone()),
        queue: watcher.account.queue.clone(),
        raw: found.kept,
        original_size: found.size,
    }))
}

/// The bytes of a mail that are kept, and how many it has.
pub struct Content {
    pub kept: Bytes,
    pub size: u64,
}

/// The mail, or its beginning when it is over the limit; nothing when somebody else took it away meanwhile.
pub async fn content(
    session: &mut ImapSession,
    pace: &Pace,
    max_bytes: u64,
    uid: Uid,
) -> Result<Option<Content>, ImapError> {
    let Some(announced) = fetch_one(session, uid, "(UID RFC822.SIZE)", pace.step).await? else {
        return Ok(None);
    };
    let announced = announced.size.map_or(0, u64::from);
    // The announced size may be wrong (some servers estimate), so that the request itself is bounded too: one byte over the
    // limit is enough to know.
    let most = if announced > max_bytes {
        STUB_BYTES as u64
    } else {
        max_bytes + 1
    };
    let query = format!("(UID BODY.PEEK[]<0.{most}>)");
    let Some(fetched) = fetch_one(session, uid, &query, pace.content).await? else {
        return Ok(None);
    };
    // No content is not an empty mail: the server could not give it, so it stays where it is.
    let body = fetched
        .body()
        .ok_or_else(|| ImapError::Unusable(format!("the server gives no content for mail {uid}")))?;
    let size = announced.max(body.len() as u64);
    let kept = if size > max_bytes {
        body.get(..STUB_BYTES).unwrap_or(body)
    } else {
        body
    };
    Ok(Some(Content {
        // Announced and true size differ by line ends on some servers; only an over-size mail is larger than what is kept.
        size: if size > max_bytes { size } else { kept.len() as u64 },
        kept: Bytes::copy_from_slice(kept),
    }))
}

/// The answer about one mail. A server may send news about others in between.
async fn fetch_one(
    session: &mut ImapSession,
    uid: Uid,
    query: &str,
    limit: Duration,
) -> Result<Option<Fetch>, ImapError> {
    let fetched = async {
        let answers: Vec<Fetch> = session.uid_fetch(uid.to_string(), query).await?.try_collect().await?;
        Ok::<_, async_imap::error::Error>(answers.into_iter().find(|answer| answer.uid == Some(uid)))
    };
    step("fetching a mail", limit, fetched).await
}

async fn depart(
    session: &mut ImapSession,
    place: &Place,
    uid: Uid,
    pace: &Pace,
    stuck: &mut Stuck,
) -> Result<(), ImapError> {
    let set = uid.to_string();
    let what = "moving a recorded mail to the done folder";
    if place.departure == Departure::Move {
        return step(what, pace.step, session.uid_mv(&set, &place.done)).await;
    }
    if !stuck.copied.contains(&uid) {
        step(what, pace.step, session.uid_copy(&set, &place.done)).await?;
        stuck.copied.insert(uid);
    }
    let marked = async {
        session
            .uid_store(&set, "+FLAGS.SILENT (\\Deleted)")
            .await?
            .try_collect::<Vec<_>>()
            .await
    };
    step(what, pace.step, marked).await?;
    if place.departure == Departure::CopyAndExpunge {
        let expunged = async { session.uid_expunge(&set).await?.try_collect::<Vec<_>>().await };
        step(what, pace.step, expunged).await?;
    }
    Ok(())
}

/// Waits until there may be new mail.
pub async fn wait(mut session: ImapSession, pace: &Pace, idle: bool) -> Result<ImapSession, ImapError> {
    if !idle {
        tokio::time::sleep(pace.poll).await;
        step("asking for news", pace.step, session.noop()).await?;
        return Ok(session);
    }
    // What arrived since the search is told before IDLE begins, to the session and not to the wait; so look there first.
    let notices = session.unsolicited_responses.clone();
    let mut handle = session.idle();
    step("beginning to wait", pace.step, handle.init()).await?;
    let mut already_there = false;
    while let Ok(notice) = notices.try_recv() {
        already_there |= matches!(notice, UnsolicitedResponse::Exists(_) | UnsolicitedResponse::Recent(_));
    }
    if !already_there {
        // The source is what ends the wait when it is dropped: it lives as long as the wait.
        let (news, _source) = handle.wait_with_timeout(pace.idle);
        // The library's own time-out starts again at every "still here" of the server; this one does not.
        if let Ok(Err(error)) = tokio::time::timeout(pace.idle, news).await {
            return Err(ImapError::Protocol("waiting", error));
        }
    }
    step("ending the wait", pace.step, handle.done()).await
}

fn forget_notices(session: &ImapSession) {
    while session.unsolicited_responses.try_recv().is_ok() {}
}

#[cfg(test)]
mod tests {
    use super::Troubles;

    #[test]
    fn mails_that_break_connections_come_last_and_are_forgotten_when_gone() {
        let mut troubles = Troubles::default();
        troubles.begin(3);
        troubles.begin(3);
        troubles.begin(1);
        assert_eq!(troubles.order(vec![5, 3, 1, 4]), [4, 5, 1, 3]);
        troubles.done(1);
        assert_eq!(troubles.order(vec![5, 1, 4]), [1, 4, 5]);
        assert!(troubles.0.is_empty());
    }
}
