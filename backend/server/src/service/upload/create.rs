//! Take in a file.

use bytes::Bytes;
use pult_domain::refusal::Refusal;
use pult_shared::{
    api::article::UploadView,
    error::{ErrorCode, FieldCode},
    ids::UploadId,
    limits::{UPLOAD_MAX_BYTES, UPLOADS_MAX_BYTES},
};
use pult_store::{blobs, uploads};

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Stores a file for its person until an article takes it up.
///
/// # Errors
/// `invalid` for an empty or overlong name, `too_large` over the limit of one file, or of all that wait.
pub async fn create(
    app: &App,
    signed_in: &SignedIn,
    name: &str,
    media_type: &str,
    bytes: &Bytes,
) -> Result<UploadView, ServiceError> {
    let name = safe_name(name).ok_or_else(|| Refusal::field("name", FieldCode::Required))?;
    if name.chars().count() > 200 {
        return Err(Refusal::field("name", FieldCode::TooLong).into());
    }
    if bytes.len() > UPLOAD_MAX_BYTES {
        return Err(ServiceError::code(ErrorCode::TooLarge));
    }
    let id = UploadId(app.fresh());
    let size = bytes.len() as u64;
    let now = app.now();
    // Before anything is written. Files that come at the same moment may pass together; the bound is against filling the disk.
    if uploads::waiting_bytes(&app.store, signed_in.actor.person_id).await? + size > UPLOADS_MAX_BYTES {
        let detail = format!("Files that no message has taken up yet have at most {UPLOADS_MAX_BYTES} bytes together.");
        return Err(Refusal::because(ErrorCode::TooLarge, detail).into());
    }
    blobs::stage(&app.store, bytes).await?;
    let tx = app.store.begin().await?;
    let blob_hash = blobs::put(&tx, bytes, now).await?;
    uploads::insert(
        &tx,
        &uploads::NewUpload {
            id,
            person_id: signed_in.actor.person_id,
            name: name.clone(),
            media_type: media_type.to_owned(),
            size,
            blob_hash,
            created_at: now,
        },
    )
    .await?;
    tx.commit().await?;
    Ok(UploadView {
        id,
        name,
        media_type: media_type.to_owned(),
        size,
    })
}

/// A file name without folders and control characters.
pub(in crate::service) fn safe_name(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next()?;
    let clean: String = last.chars().filter(|c| !c.is_control()).collect();
    let clean = clean.trim().trim_matches('.').to_owned();
    (!clean.is_empty()).then_some(clean)
}

#[cfg(test)]
mod tests {
    use super::safe_name;

    #[test]
    fn names_lose_folders_and_control_characters() {
        assert_eq!(safe_name("../../etc/passwd").as_deref(), Some("passwd"));
        assert_eq!(
            safe_name("C:\\Users\\x\\Rechnung März.pdf").as_deref(),
            Some("Rechnung März.pdf")
        );
        assert_eq!(safe_name("a\r\nb\0.txt").as_deref(), Some("ab.txt"));
        assert_eq!(safe_name(" .. "), None);
        assert_eq!(safe_name("x/"), None);
    }
}
