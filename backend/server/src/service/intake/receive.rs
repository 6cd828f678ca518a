//! Record a mail that stands at the door. Only after the commit may the door let go of it.

use futures_util::future::BoxFuture;
use pult_shared::ids::IncomingMailId;
use pult_store::{
    StoreError, blobs,
    ledger::{self, NewIncoming, Recorded},
};
use sha2::{Digest, Sha256};

use crate::{
    adapters::intake::{Arrival, Intake, IntakeError},
    app::App,
};

/// Stores the raw bytes and enters them in the ledger. The same message a second time, also through another door, is the
/// row of the first time (design §4).
///
/// # Errors
/// `Unavailable` when nothing was committed: the door keeps the mail.
pub async fn receive(app: &App, arrival: Arrival) -> Result<IncomingMailId, IntakeError> {
    record(app, arrival)
        .await
        .map_err(|error| IntakeError::Unavailable(error.to_string()))
}

async fn record(app: &App, arrival: Arrival) -> Result<IncomingMailId, StoreError> {
    let raw = arrival.raw;
    let now = app.now();
    // Large contents reach the disk before the transaction, so that no other writer waits for them.
    blobs::stage(&app.store, &raw).await?;
    let tx = app.store.begin().await?;
    let raw_blob = blobs::put(&tx, &raw, now).await?;
    let incoming = NewIncoming {
        id: IncomingMailId(app.fresh()),
        door: arrival.door,
        received_at: now,
        sha256: Sha256::digest(&raw).iter().map(|byte| format!("{byte:02x}")).collect(),
        size: arrival.original_size,
        envelope_from: arrival.envelope_from,
        envelope_to: arrival.envelope_to,
        account: arrival.account,
        raw_blob,
        dedup_key: pult_mail::identity(&raw),
    };
    let recorded = ledger::record(&tx, &incoming).await?;
    tx.commit().await?;
    Ok(match recorded {
        Recorded::New(id) => {
            app.work.intake.notify_one();
            id
        }
        Recorded::Known(id, outcome) => {
            tracing::info!(mail = %id, outcome = outcome.name(), "the same mail again; recorded as another arrival");
            id
        }
    })
}

/// The intake of this application, for the doors.
#[derive(Clone)]
pub struct ServiceIntake(pub App);

impl Intake for ServiceIntake {
    fn receive(&self, arrival: Arrival) -> BoxFuture<'_, Result<IncomingMailId, IntakeError>> {
        Box::pin(receive(&self.0, arrival))
    }
}
