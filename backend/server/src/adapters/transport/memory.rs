//! Mails kept in memory, for tests; can be told to fail.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use futures_util::future::{BoxFuture, ready};
use pult_shared::api::mail::TransportKind;

use super::{OutboundMail, Transport, TransportError};

/// A mail as it was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentMail {
    pub envelope_from: String,
    pub to: String,
    pub message_id: String,
    pub raw: Vec<u8>,
}

/// Keeps what it is given, in order.
#[derive(Debug, Default)]
pub struct MemoryTransport {
    sent: Mutex<Vec<SentMail>>,
    failures: Mutex<VecDeque<TransportError>>,
}

impl MemoryTransport {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The mails so far.
    #[must_use]
    pub fn sent(&self) -> Vec<SentMail> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The mails so far; forgets them.
    pub fn take(&self) -> Vec<SentMail> {
        std::mem::take(&mut *self.sent.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets a coming delivery fail; several calls fail as many deliveries, in that order.
    pub fn fail_next(&self, error: TransportError) {
        self.failures
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_back(error);
    }

    fn record(&self, mail: OutboundMail<'_>) -> Result<String, TransportError> {
        if let Some(error) = self.failures.lock().unwrap_or_else(PoisonError::into_inner).pop_front() {
            return Err(error);
        }
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent.push(SentMail {
            envelope_from: mail.envelope_from.to_owned(),
            to: mail.to.to_owned(),
            message_id: mail.message_id.to_owned(),
            raw: mail.raw.to_vec(),
        });
        Ok(format!("kept in memory as number {}", sent.len()))
    }
}

impl Transport for MemoryTransport {
    fn kind(&self) -> TransportKind {
        TransportKind::Memory
    }

    fn deliver<'a>(&'a self, mail: OutboundMail<'a>) -> BoxFuture<'a, Result<String, TransportError>> {
        Box::pin(ready(self.record(mail)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn keeps_mails_and_fails_when_told() {
        let transport = MemoryTransport::new();
        let mail = OutboundMail {
            envelope_from: "desk@pult.example",
            to: "a@b.example",
            message_id: "1@x",
            raw: b"hi",
        };
        transport.fail_next(TransportError::Temporary("busy".into()));
        assert_eq!(
            transport.deliver(mail).await,
            Err(TransportError::Temporary("busy".into()))
        );
        assert!(transport.sent().is_empty());
        assert!(transport.deliver(mail).await.is_ok());
        assert_eq!(transport.take().len(), 1);
        assert!(transport.sent().is_empty());
    }
}
