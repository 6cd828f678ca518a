//! Record a mail that stands at the door. Only after the commit may the door let go of it.

use bytes::Bytes;
use futures_util::future::BoxFuture;
use pult_shared::ids::IncomingMailId;
use pult_store::{
    StoreError, blobs,
    ledger::{self, NewIncoming, Recorded},
};

use crate::{
    adapters::intake::{Arrival, Intake, IntakeError, Received},
    app::App,
};

/// Stores the raw bytes and enters them in the ledger. The same message a second time, also through another door, is the
/// row of the first time (design §4).
///
/// # Errors
/// `Unavailable` when nothing was committed: the door keeps the mail.
pub async fn receive(app: &App, arrival: Arrival) -> Result<Received, IntakeError> {
    record(app, arrival)
        .await
        .map_err(|error| IntakeError::Unavailable(error.to_string()))
}

async fn record(app: &App, arrival: Arrival) -> Result<Received, StoreError> {
    let raw = arrival.raw;
    let now = app.now();
    // Large contents are read through and reach the disk before the transaction, so that no other writer waits for them.
    let marks = Marks::of(raw.clone()).await?;
    blobs::stage_as(&app.store, &marks.sha256, &raw).await?;
    let tx = app.store.begin().await?;
    blobs::put_staged(&tx, &marks.sha256, &raw, now).await?;
    let incoming = NewIncoming {
        id: IncomingMailId(app.fresh()),
        door: arrival.door,
        received_at: now,
        sha256: marks.sha256.clone(),
        size: arrival.original_size,
        envelope_from: arrival.envelope_from,
        envelope_to: arrival.envelope_to,
        account: arrival.account,
        raw_blob: marks.sha256,
        dedup_key: marks.identity,
    };
    let recorded = ledger::record(&tx, &incoming).await?;
    tx.commit().await?;
    Ok(match recorded {
        Recorded::New(id) => {
            app.work.intake.notify_one();
            Received { id }
        }
        Recorded::Known(id, outcome) => {
            tracing::info!(mail = %id, outcome = outcome.name(), "the same mail again; recorded as another arrival");
            Received { id }
        }
    })
}

/// By what a mail is known again.
struct Marks {
    sha256: String,
    identity: String,
}

impl Marks {
    /// Some passes over all bytes, so away from the threads that answer others.
    async fn of(raw: Bytes) -> Result<Self, StoreError> {
        tokio::task::spawn_blocking(move || Self {
            sha256: blobs::hash_of(&raw),
            identity: pult_mail::identity(&raw),
        })
        .await
        .map_err(|error| StoreError::Unavailable(error.to_string()))
    }
}

/// The intake of this application, for the doors.
#[derive(Clone)]
pub struct ServiceIntake(pub App);

impl Intake for ServiceIntake {
    fn receive(&self, arrival: Arrival) -> BoxFuture<'_, Result<Received, IntakeError>> {
        Box::pin(receive(&self.0, arrival))
    }
}
