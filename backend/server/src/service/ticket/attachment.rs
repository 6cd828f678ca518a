//! The bytes of an attachment, for those who may see its article.

use bytes::Bytes;
use pult_domain::{policy, ticket::Side};
use pult_shared::{error::ErrorCode, ids::AttachmentId};
use pult_store::{
    attachments, blobs,
    tickets::{self, TicketKey},
};

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// A file with its bytes.
pub struct File {
    pub name: String,
    pub media_type: String,
    pub bytes: Bytes,
}

/// Reads an attachment.
///
/// # Errors
/// `attachment_not_found`, also for one of an internal note where a customer asks.
pub async fn attachment(app: &App, signed_in: &SignedIn, id: AttachmentId) -> Result<File, ServiceError> {
    let not_found = || ServiceError::code(ErrorCode::AttachmentNotFound);
    let found = attachments::find(&app.store, id).await?.ok_or_else(not_found)?;
    let ticket = tickets::find(&app.store, &TicketKey::Id(found.ticket_id))
        .await?
        .ok_or_else(not_found)?;
    let side = policy::side(&signed_in.actor, &ticket).ok_or_else(not_found)?;
    if side == Side::Customer && !found.visible_to_customer {
        return Err(not_found());
    }
    let bytes = blobs::get(&app.store, &found.blob_hash)
        .await?
        .ok_or_else(|| ServiceError::Internal(format!("blob {} is missing", found.blob_hash)))?;
    Ok(File {
        name: found.name,
        media_type: found.media_type,
        bytes,
    })
}
