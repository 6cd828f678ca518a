//! Save a draft: one for a person, ticket and kind; saving replaces it.

use pult_domain::refusal::Refusal;
use pult_shared::{
    api::draft::{DraftView, SaveDraft},
    error::{ErrorCode, FieldCode},
    ids::DraftId,
    limits::DRAFT_MAX_BYTES,
};
use pult_store::drafts;

use super::{belongs_to_ticket, list::whole, may_write};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn, ticket::find},
};

/// Saves a draft. Of a person who has too many the oldest goes.
///
/// # Errors
/// `invalid` where ticket and kind do not fit, `too_large`, `ticket_not_found`, `forbidden` for a kind that the person cannot send.
pub async fn save(app: &App, signed_in: &SignedIn, request: &SaveDraft) -> Result<DraftView, ServiceError> {
    check(request)?;
    if let Some(ticket) = request.ticket_id {
        let (_, side) = find::find(&app.store, signed_in, &ticket.to_string()).await?;
        if !may_write(side, request.kind) {
            return Err(ServiceError::code(ErrorCode::Forbidden));
        }
    }
    let fresh = DraftId(app.fresh());
    let tx = app.store.begin().await?;
    let draft = drafts::save(&tx, fresh, signed_in.actor.person_id, request, app.now()).await?;
    let draft = whole(&tx, signed_in, vec![draft]).await?.pop();
    let draft = draft.ok_or_else(|| ServiceError::Internal("a draft was not kept".to_owned()))?;
    tx.commit().await?;
    Ok(draft)
}

fn check(request: &SaveDraft) -> Result<(), ServiceError> {
    match (belongs_to_ticket(request.kind), request.ticket_id) {
        (true, None) => return Err(Refusal::field("ticket_id", FieldCode::Required).into()),
        (false, Some(_)) => return Err(Refusal::field("ticket_id", FieldCode::NotAllowed).into()),
        _ => {}
    }
    let json = serde_json::to_vec(&request.content).map_err(|error| ServiceError::Internal(error.to_string()))?;
    if json.len() > DRAFT_MAX_BYTES {
        return Err(Refusal {
            code: ErrorCode::TooLarge,
            detail: Some(format!("At most {DRAFT_MAX_BYTES} bytes of JSON.")),
            ..Refusal::field("content", FieldCode::TooLong)
        }
        .into());
    }
    Ok(())
}
