//! What somebody is writing, kept on the server while they write.

use gloo_net::http::Method;
use pult_shared::{
    api::draft::{DraftList, DraftView, SaveDraft},
    ids::DraftId,
};

use super::{ApiError, Target};

/// The person's own drafts for new tickets and requests.
pub async fn list_drafts() -> Result<DraftList, ApiError> {
    super::get(Target::new("/drafts")).await
}

pub async fn save_draft(draft: &SaveDraft) -> Result<DraftView, ApiError> {
    super::send_json(Method::PUT, Target::new("/drafts"), None, draft).await
}

/// Saves it while the page goes away: the browser finishes the request, and nobody waits for the answer.
pub fn save_draft_leaving(draft: &SaveDraft) {
    super::send_leaving(Method::PUT, &Target::new("/drafts"), draft);
}

pub async fn delete_draft(id: DraftId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/drafts/{id}"))).await
}
