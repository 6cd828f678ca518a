//! Enter messages about a change of a ticket, in the transaction in which the rules look at it.

use std::collections::BTreeSet;

use pult_domain::{policy::Visibility, rule::holds_in, ticket::Ticket};
use pult_shared::{Timestamp, event::TicketEvent, filter::Filter, ids::WebhookDeliveryId, rule::RuleEvent};
use pult_store::{
    WriteTx,
    tickets::{self, Question},
    webhooks::{self, Webhook},
};

use super::content::body;
use crate::{
    app::App,
    service::{ServiceError, setup::Setup},
};

/// A change of a ticket.
pub struct Happened<'a> {
    pub ticket: &'a Ticket,
    pub events: &'a [TicketEvent],
    pub words: &'a BTreeSet<RuleEvent>,
    pub at: Timestamp,
}

/// Enters a message for each webhook that wants to know. Gives how many.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(app: &App, tx: &WriteTx, setup: &Setup, happened: &Happened<'_>) -> Result<usize, ServiceError> {
    let wants = |webhook: &Webhook| {
        webhook.listens()
            && webhook
                .webhook
                .events
                .iter()
                .any(|event| happened.words.contains(event))
            && holds_in(webhook.webhook.queue_id, happened.ticket.queue_id, &setup.tree)
    };
    let wanting: Vec<Webhook> = webhooks::list(tx).await?.into_iter().filter(wants).collect();
    if wanting.is_empty() {
        return Ok(0);
    }
    let this = Filter::Number(happened.ticket.number.0.clone());
    let filters: Vec<Filter> = wanting
        .iter()
        .map(|webhook| match webhook.webhook.when.trim() {
            "" => this.clone(),
            text => Filter::all_of([this.clone(), Filter::parse(text).unwrap_or(Filter::Nothing)]),
        })
        .collect();
    let question = Question {
        visibility: &Visibility::for_system(),
        filter: &this,
        me: None,
        tree: &setup.tree,
        now: happened.at,
    };
    let filters: Vec<&Filter> = filters.iter().collect();
    let fits = tickets::counts(tx, &question, &filters, Some(1)).await?;
    let mut entered = 0;
    for (webhook, _) in wanting.iter().zip(fits).filter(|(_, count)| *count > 0) {
        let words: Vec<RuleEvent> = happened
            .words
            .iter()
            .copied()
            .filter(|event| webhook.webhook.events.contains(event))
            .collect();
        let text = body(app, setup, happened.ticket, &words, happened.events, happened.at);
        let id = WebhookDeliveryId(app.fresh());
        webhooks::enqueue(tx, id, webhook.id, happened.ticket.id, &text, app.now()).await?;
        entered += 1;
    }
    Ok(entered)
}
