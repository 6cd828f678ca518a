//! The bytes of an attachment, for those who may see its article.

use bytes::Bytes;
use pult_domain::ticket::Side;
use pult_shared::{api::reading::ReadingOf, error::ErrorCode, ids::AttachmentId};
use pult_store::{attachments, blobs};

use super::{find::side_of_written, reading};
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
/// `attachment_not_found`, also for one of an internal note, or of a message that is not theirs to read yet, where a customer asks.
pub async fn attachment(app: &App, signed_in: &SignedIn, id: AttachmentId) -> Result<File, ServiceError> {
    let not_found = || ServiceError::code(ErrorCode::AttachmentNotFound);
    let found = attachments::find(&app.store, id).await?.ok_or_else(not_found)?;
    let met = side_of_written(&app.store, signed_in, found.ticket_id).await?;
    let (ticket, side) = met.ok_or_else(not_found)?;
    if side == Side::Customer && !found.visible_to_customer {
        return Err(not_found());
    }
    reading::note(app, signed_in, &ticket, side, ReadingOf::Attachment).await?;
    let bytes = blobs::get(&app.store, &found.blob_hash)
        .await?
        .ok_or_else(|| ServiceError::Internal(format!("blob {} is missing", found.blob_hash)))?;
    Ok(File {
        name: found.name,
        media_type: found.media_type,
        bytes,
    })
}
