//! A transport that signs what it hands on.
//!
//! Mails are signed at the last moment: the outbox keeps them as they were composed, so that one that waited for days, or is sent again
//! next year, leaves with the key of that day.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use pult_shared::api::mail::TransportKind;

use super::Keys;
use crate::adapters::transport::{OutboundMail, Transport, TransportError};

/// Signs, then lets another transport deliver.
pub struct Signing {
    keys: Arc<Keys>,
    inner: Arc<dyn Transport>,
}

impl Signing {
    #[must_use]
    pub fn new(keys: Keys, inner: Arc<dyn Transport>) -> Self {
        Self {
            keys: Arc::new(keys),
            inner,
        }
    }

    /// A mail that cannot be signed goes as it is: unsigned mail arrives nearly everywhere, mail that stays here nowhere.
    async fn signed(&self, mail: OutboundMail<'_>) -> Option<Vec<u8>> {
        let (keys, raw) = (Arc::clone(&self.keys), mail.raw.to_vec());
        // The whole mail is hashed, which takes a while with large files.
        let signed = tokio::task::spawn_blocking(move || keys.signed(&raw)).await;
        match signed {
            Ok(Ok(signed)) => signed,
            Ok(Err(error)) => {
                tracing::error!(message_id = %mail.message_id, error, "a mail goes out unsigned");
                None
            }
            Err(error) => {
                tracing::error!(message_id = %mail.message_id, %error, "a mail goes out unsigned");
                None
            }
        }
    }
}

impl Transport for Signing {
    fn kind(&self) -> TransportKind {
        self.inner.kind()
    }

    fn deliver<'a>(&'a self, mail: OutboundMail<'a>) -> BoxFuture<'a, Result<String, TransportError>> {
        Box::pin(async move {
            match self.signed(mail).await {
                Some(raw) => self.inner.deliver(OutboundMail { raw: &raw, ..mail }).await,
                None => self.inner.deliver(mail).await,
            }
        })
    }
}
