//! Who changed which setting.

use gloo_net::http::Method;
use pult_shared::api::settings_log::SettingChangePage;

use super::{ApiError, Target};

/// Newest first; of one kind (`state`, `queue`, …), of one thing of that kind, or all.
pub async fn list_setting_changes(
    kind: Option<&str>,
    key: Option<&str>,
    cursor: Option<&str>,
) -> Result<SettingChangePage, ApiError> {
    let target = Target::new("/settings-log")
        .with_some("kind", kind)
        .with_some("key", key)
        .with_some("cursor", cursor);
    super::get(target).await
}

/// Takes a change back: 409 where the thing was changed again since, or the log does not keep enough.
pub async fn undo_setting_change(seq: i64) -> Result<(), ApiError> {
    super::send_empty(Method::POST, Target::new(format!("/settings-log/{seq}/undo"))).await
}
