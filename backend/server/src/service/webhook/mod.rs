//! Webhooks: other programs are told what happens to tickets. A message is entered in the transaction in which rules look at a change,
//! signed and sent by a worker, tried again with growing pauses, and kept with its answer.

pub(in crate::service) mod content;
pub mod deliver;
pub mod deliveries;
pub mod edit;
pub mod enqueue;
mod sign;

use pult_shared::{api::webhook::WebhookView, error::FieldCode, error::FieldError};
use pult_store::webhooks::Webhook;

use crate::service::setup::Setup;

fn view(setup: &Setup, found: Webhook) -> WebhookView {
    let gone = found.webhook.queue_id.filter(|id| setup.tree.get(*id).is_none());
    WebhookView {
        id: found.id,
        faults: gone
            .map(|_| FieldError::new("queue_id", FieldCode::Unknown))
            .into_iter()
            .collect(),
        webhook: found.webhook,
        failing_since: found.failing_since,
        disabled_at: found.disabled_at,
    }
}
