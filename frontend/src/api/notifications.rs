//! What one is told of.

use gloo_net::http::Method;
use pult_shared::notification::{NotificationPage, NotificationSettings, ReadNotifications, UnreadNotifications};

use super::{ApiError, Target};

/// The newest ones.
pub async fn list_notifications() -> Result<NotificationPage, ApiError> {
    super::get(Target::new("/notifications").with("limit", "20")).await
}

pub async fn read_notifications(which: &ReadNotifications) -> Result<UnreadNotifications, ApiError> {
    super::send_json(Method::POST, Target::new("/notifications/read"), None, which).await
}

pub async fn get_notification_settings() -> Result<NotificationSettings, ApiError> {
    super::get(Target::new("/notifications/settings")).await
}

pub async fn save_notification_settings(settings: &NotificationSettings) -> Result<NotificationSettings, ApiError> {
    super::send_json(Method::PUT, Target::new("/notifications/settings"), None, settings).await
}
