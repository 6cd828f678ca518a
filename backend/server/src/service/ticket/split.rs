//! Split: an article of one ticket becomes the first one of another.

use pult_domain::{
    policy,
    refusal::Refusal,
    ticket::{Origin, Side, SplitArticle},
};
use pult_shared::{
    command::{CommandName, OpenTicket},
    error::FieldCode,
};
use pult_store::{WriteTx, articles, tickets};

use crate::service::{ServiceError, session::who::SignedIn};

/// The ticket and article that a request is split from, locked for the link.
///
/// # Errors
/// `invalid` for an article that the agent may not see, `forbidden` where they may not link its ticket.
pub async fn origin(tx: &WriteTx, signed_in: &SignedIn, request: &OpenTicket) -> Result<Option<Origin>, ServiceError> {
    let Some(id) = request.split_from else {
        return Ok(None);
    };
    let unknown = || ServiceError::from(Refusal::field("split_from", FieldCode::Unknown));
    let article = articles::find(tx, id).await?.ok_or_else(unknown)?;
    let ticket = tickets::find_for_update(tx, article.ticket_id)
        .await?
        .ok_or_else(unknown)?;
    if policy::side(&signed_in.actor, &ticket) != Some(Side::Agent) {
        return Err(unknown());
    }
    policy::may_change_other(&signed_in.actor, &ticket, CommandName::Link)?;
    // What was rewritten must not show the old text beside the new one.
    let html = article
        .html
        .filter(|_| article.text.trim_end() == request.body.trim_end());
    Ok(Some(Origin {
        ticket,
        article: Some(SplitArticle {
            id,
            direction: article.direction,
            // A message that is held is its sender's own; what is internal, taken back or not yet sent stays with the desk.
            visible_to_customer: (article.visible_to_customer || article.held) && !article.recalled && !article.waits,
            author_id: article.author_id,
            from: article.from,
            to: article.to,
            cc: article.cc,
            html,
        }),
    }))
}
