//! Files of articles, and uploads that become such.

use gloo_net::http::Method;
use pult_shared::{
    api::article::UploadView,
    ids::{AttachmentId, UploadId},
};
use web_sys::File;

use super::{ApiError, BASE, Target};

/// Where an attachment is downloaded from.
pub fn download_href(id: AttachmentId) -> String {
    format!("{BASE}/attachments/{id}")
}

/// Where an image is shown from.
pub fn inline_href(id: AttachmentId) -> String {
    format!("{BASE}/attachments/{id}?inline=1")
}

pub async fn create_upload(file: &File) -> Result<UploadView, ApiError> {
    let media_type = match file.type_() {
        unknown if unknown.is_empty() => "application/octet-stream".to_owned(),
        known => known,
    };
    super::send_file(
        Target::new("/uploads").with("name", &file.name()),
        &media_type,
        file.into(),
    )
    .await
}

pub async fn delete_upload(id: UploadId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/uploads/{id}"))).await
}
