//! Send what webhooks have to say: signed, with an answer within seconds, again with growing pauses, and at last not at all.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use jiff::SignedDuration;
use pult_domain::outgoing::RetrySchedule;
use pult_shared::{
    Timestamp,
    api::{queue::Names, webhook::DeliveryStatus},
    ids::WebhookId,
    notification::NotificationKind,
};
use pult_store::{
    StoreError, WriteTx,
    notifications::About,
    people,
    webhooks::{self, Attempt, Claimed, Share, Webhook},
};
use reqwest::{
    Method,
    header::{HeaderMap, HeaderName, HeaderValue},
};

use super::sign::signature;
use crate::{
    adapters::outward::Request,
    app::App,
    service::notification::{Notice, notices},
};

/// Messages that a look takes.
pub const AT_ONCE: u32 = 20;
/// … and how many of them may be one webhook's.
const OF_EACH: u32 = 4;
/// How long they are somebody's: longer than all of them may take.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// A webhook of which nothing was taken for so long is switched off.
const PATIENCE: SignedDuration = SignedDuration::from_hours(5 * 24);
/// The largest answer that is read, and how much of it is kept.
const ANSWER_MAX: usize = 64 * 1024;
const ANSWER_KEPT: usize = 2_000;

/// Sends what is due; how much. Several instances may do so at once: each message is sent by one of them.
///
/// # Errors
/// When the database fails; the lease runs out, and somebody sends it again under the same id.
pub async fn deliver_due(app: &App) -> Result<usize, StoreError> {
    let now = app.now();
    let tx = app.store.begin().await?;
    let share = Share {
        of_all: AT_ONCE,
        of_each: OF_EACH,
    };
    let claimed = webhooks::claim(&tx, now, now.saturating_add(LEASE).unwrap_or(now), share).await?;
    if claimed.is_empty() {
        return Ok(0);
    }
    tx.commit().await?;
    let known: BTreeMap<WebhookId, Webhook> = webhooks::list(&app.store)
        .await?
        .into_iter()
        .map(|webhook| (webhook.id, webhook))
        .collect();
    let count = claimed.len();
    let mut of_each: BTreeMap<WebhookId, Vec<Claimed>> = BTreeMap::new();
    for one in claimed {
        of_each.entry(one.webhook_id).or_default().push(one);
    }
    let roads = of_each
        .iter()
        .filter_map(|(id, claimed)| Some(deliver_in_turn(app, known.get(id)?, claimed)));
    // Webhooks do not wait for each other: one that is silent costs the others nothing.
    for result in join_all(roads).await {
        result?;
    }
    Ok(count)
}

/// Sends the messages of one webhook in their order, until one is not taken: the others wait then without an attempt.
async fn deliver_in_turn(app: &App, webhook: &Webhook, claimed: &[Claimed]) -> Result<(), StoreError> {
    for (index, one) in claimed.iter().enumerate() {
        if !deliver(app, webhook, one).await? {
            let tx = app.store.begin().await?;
            webhooks::give_back(&tx, claimed.get(index + 1..).unwrap_or_default()).await?;
            return tx.commit().await;
        }
    }
    Ok(())
}

/// Sends a message; whether it was taken.
async fn deliver(app: &App, webhook: &Webhook, claimed: &Claimed) -> Result<bool, StoreError> {
    let (answer_status, answer) = send(app, webhook, claimed).await;
    let now = app.now();
    let taken = answer_status.is_some_and(|status| (200..300).contains(&status));
    let next = if taken {
        None
    } else {
        RetrySchedule::default().next_attempt(now, claimed.attempts)
    };
    let status = match (taken, next) {
        (true, _) => DeliveryStatus::Sent,
        (false, Some(_)) => DeliveryStatus::Queued,
        (false, None) => DeliveryStatus::Failed,
    };
    let attempt = Attempt {
        status,
        at: now,
        next_attempt_at: next,
        answer_status,
        answer,
    };
    let tx = app.store.begin().await?;
    if !webhooks::tried(&tx, claimed, &attempt).await? {
        return Ok(taken);
    }
    if taken {
        webhooks::goes_well(&tx, webhook.id).await?;
    } else {
        let patience = now.saturating_sub(PATIENCE).unwrap_or(now);
        if webhooks::goes_wrong(&tx, webhook.id, now, patience).await? {
            tracing::error!(
                webhook = webhook.webhook.name,
                "a webhook was switched off: nothing was taken for days"
            );
            tell(&tx, webhook, now).await?;
        }
    }
    tx.commit().await?;
    Ok(taken)
}

/// Tells the administrators, among whom is whoever has set it up.
async fn tell(tx: &WriteTx, webhook: &Webhook, now: Timestamp) -> Result<(), StoreError> {
    let name = &webhook.webhook.name;
    let told = Notice {
        about: About::Webhook(webhook.id),
        kind: NotificationKind::WebhookOff,
        name: Names {
            de: name.clone(),
            en: name.clone(),
        },
        at: now,
        people: people::administrators(tx).await?.into_iter().collect(),
    };
    notices(tx, &[told], now).await
}

/// The status of the answer and its beginning, or why there was none.
async fn send(app: &App, webhook: &Webhook, claimed: &Claimed) -> (Option<u32>, String) {
    let timestamp = app.now().as_second();
    let id = claimed.id.to_string();
    let Some(signature) = signature(&webhook.secret, &id, timestamp, &claimed.body) else {
        return (None, "The secret of the webhook is none.".to_owned());
    };
    let values = [
        ("content-type", "application/json".to_owned()),
        ("user-agent", "Pult".to_owned()),
        ("webhook-id", id),
        ("webhook-timestamp", timestamp.to_string()),
        ("webhook-signature", signature),
    ];
    let mut headers = HeaderMap::new();
    for (name, value) in values {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    let request = Request {
        method: Method::POST,
        url: webhook.webhook.url.clone(),
        headers,
        body: claimed.body.clone().into_bytes(),
        answer_max: ANSWER_MAX,
    };
    match app.outward.send(request).await {
        Ok(answer) => {
            let text = String::from_utf8_lossy(&answer.body);
            (Some(u32::from(answer.status)), text.chars().take(ANSWER_KEPT).collect())
        }
        Err(error) => (None, error.to_string().chars().take(ANSWER_KEPT).collect()),
    }
}
