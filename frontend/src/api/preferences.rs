//! What a person has chosen for themselves. (It is read with the session.)

use gloo_net::http::Method;
use pult_shared::api::preferences::Preferences;

use super::{ApiError, Target};

pub async fn save_preferences(preferences: &Preferences) -> Result<Preferences, ApiError> {
    super::send_json(Method::PUT, Target::new("/preferences"), None, preferences).await
}
