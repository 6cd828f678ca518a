//! Which process fetches from a mailbox: one at a time, for some seconds after which it has to say so again.

use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::SignedDuration;
use pult_store::{StoreError, mailboxes};
use uuid::Uuid;

use crate::{
    adapters::{IntakeError, imap::Leases},
    app::App,
};

/// How long others wait for a process that has died. A living one renews it every three seconds.
const LEASE: Duration = Duration::from_secs(12);

/// The mailboxes as one process asks for them.
pub struct Turns {
    app: App,
    holder: Uuid,
}

impl Turns {
    /// A process that asks for mailboxes; different from all others.
    #[must_use]
    pub fn new(app: App) -> Self {
        let holder = app.fresh();
        Self { app, holder }
    }

    async fn take(&self, account: &str) -> Result<Option<Duration>, StoreError> {
        let now = self.app.now();
        if mailboxes::watched_by_another(&self.app.store, account, self.holder, now).await? {
            return Ok(None);
        }
        let until = now
            .saturating_add(SignedDuration::from_secs(LEASE.as_secs().cast_signed()))
            .unwrap_or(now);
        let tx = self.app.store.begin().await?;
        let ours = mailboxes::watch(&tx, account, self.holder, now, until).await?;
        tx.commit().await?;
        Ok(ours.then_some(LEASE))
    }

    async fn give_back(&self, account: &str) -> Result<(), StoreError> {
        let tx = self.app.store.begin().await?;
        mailboxes::unwatch(&tx, account, self.holder).await?;
        tx.commit().await
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as map_err calls it")]
fn unavailable(error: StoreError) -> IntakeError {
    IntakeError::Unavailable(error.to_string())
}

impl Leases for Turns {
    fn take<'a>(&'a self, account: &'a str) -> BoxFuture<'a, Result<Option<Duration>, IntakeError>> {
        Box::pin(async move { Turns::take(self, account).await.map_err(unavailable) })
    }

    fn give_back<'a>(&'a self, account: &'a str) -> BoxFuture<'a, Result<(), IntakeError>> {
        Box::pin(async move { Turns::give_back(self, account).await.map_err(unavailable) })
    }
}
