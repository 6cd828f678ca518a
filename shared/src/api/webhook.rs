//! Webhooks: other programs that are told what happens to tickets, signed as Standard Webhooks describes it
//! (<https://www.standardwebhooks.com>).

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    error::FieldError,
    ids::{QueueId, TicketId, WebhookDeliveryId, WebhookId},
    rule::RuleEvent,
    ticket::TicketNumber,
};

/// A webhook as it is set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WebhookDef {
    pub name: String,
    /// Where it is sent by POST. Addresses inside are refused unless the configuration allows the host (`outward.allow`).
    pub url: String,
    /// Whether it is sent at all.
    #[serde(default = "yes")]
    pub valid: bool,
    /// About tickets of this queue and below. Left out: of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<QueueId>))]
    pub queue_id: Option<QueueId>,
    /// On one of these.
    pub events: Vec<RuleEvent>,
    /// About which tickets: the text of a filter. Empty: all.
    #[serde(default)]
    pub when: String,
}

fn yes() -> bool {
    true
}

/// A webhook of the desk. Its secret is never shown again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookView {
    pub id: WebhookId,
    pub webhook: WebhookDef,
    /// Since when nothing of it was taken; left out while it goes well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub failing_since: Option<Timestamp>,
    /// When it was switched off because nothing had been taken for days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub disabled_at: Option<Timestamp>,
    /// What it refers to and is no more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FieldError>,
}

/// A webhook with a new secret: the one time that it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewWebhook {
    pub webhook: WebhookView,
    /// `whsec_` and the key in Base64, with which each message is signed.
    pub secret: String,
}

/// All webhooks, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookList {
    pub items: Vec<WebhookView>,
}

/// What was sent, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookDeliveryList {
    pub items: Vec<WebhookDelivery>,
}

/// One message of a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookDelivery {
    /// The `webhook-id` of the message, the same at every attempt.
    pub id: WebhookDeliveryId,
    pub ticket_id: TicketId,
    pub number: TicketNumber,
    pub status: DeliveryStatus,
    pub attempts: u32,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it was last tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub tried_at: Option<Timestamp>,
    /// When it is tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub next_attempt_at: Option<Timestamp>,
    /// What was sent. The signature is left out.
    pub body: String,
    /// The status of the last answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_status: Option<u32>,
    /// The beginning of the last answer, or why there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

/// How a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStatus {
    /// It is still to be sent, or sent again.
    Queued,
    /// It was taken: an answer of 200 to 299.
    Sent,
    /// It was not taken and will not be tried again by itself.
    Failed,
}

impl DeliveryStatus {
    pub const ALL: [Self; 3] = [Self::Queued, Self::Sent, Self::Failed];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}
