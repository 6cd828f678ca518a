//! Looking into a mailbox without changing anything: what lies in the watched folder and in the one for recorded mails.

use std::{collections::BTreeSet, time::Duration};

use async_imap::types::Uid;

use super::{
    ImapError, Pace,
    connect::{self, ImapSession},
    folder,
    round::{self, Content},
    step,
};
use crate::config::ImapAccount;

/// A mailbox that is looked into.
pub struct Inspection {
    session: ImapSession,
    pace: Pace,
    max_bytes: u64,
    watched: String,
    done: String,
}

/// What lies in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    /// UIDs mean the same mails as long as this is the same (RFC 3501 §2.3.1.1).
    pub uid_validity: u32,
    pub uids: BTreeSet<Uid>,
}

impl Inspection {
    /// Connects and signs in.
    ///
    /// # Errors
    /// When the server cannot be reached, or lets nobody in.
    pub async fn open(account: &ImapAccount, max_bytes: u64, limit: Duration) -> Result<Self, ImapError> {
        let pace = Pace {
            step: limit,
            ..Pace::default()
        };
        let mut session = connect::open(account, &pace).await?;
        let place = folder::prepare(&mut session, account, &pace).await?;
        Ok(Self {
            session,
            pace,
            max_bytes,
            watched: account.folder.clone(),
            done: place.done,
        })
    }

    /// The folder that is watched for new mail.
    ///
    /// # Errors
    /// When the server does not answer as it should.
    pub async fn watched(&mut self) -> Result<Folder, ImapError> {
        let name = self.watched.clone();
        // Where a server cannot move, what was recorded stays, marked as deleted.
        self.examine(&name, "UNDELETED").await
    }

    /// The folder for recorded mails; it is the one whose contents are read from then on.
    ///
    /// # Errors
    /// When the server does not answer as it should.
    pub async fn done(&mut self) -> Result<Folder, ImapError> {
        let name = self.done.clone();
        self.examine(&name, "ALL").await
    }

    /// Opened for reading alone.
    async fn examine(&mut self, name: &str, which: &str) -> Result<Folder, ImapError> {
        let opened = step(
            "opening a folder for reading",
            self.pace.step,
            self.session.examine(name),
        )
        .await?;
        let found = step("listing a folder", self.pace.step, self.session.uid_search(which)).await?;
        Ok(Folder {
            uid_validity: opened.uid_validity.unwrap_or_default(),
            uids: found.into_iter().collect(),
        })
    }

    /// The bytes of a mail as the intake would record them; nothing when it has gone in the meantime.
    ///
    /// # Errors
    /// When the server does not answer as it should.
    pub async fn content(&mut self, uid: Uid) -> Result<Option<Content>, ImapError> {
        round::content(&mut self.session, &self.pace, self.max_bytes, uid).await
    }

    /// Says good-bye; nobody minds when the server does not answer.
    pub async fn close(mut self) {
        let _ = step("signing out", self.pace.step, self.session.logout()).await;
    }
}
