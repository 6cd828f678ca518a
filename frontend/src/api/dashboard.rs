//! The dashboard.

use pult_shared::api::dashboard::Dashboard;

use super::{ApiError, Target};

pub async fn get_dashboard() -> Result<Dashboard, ApiError> {
    super::get(Target::new("/dashboard")).await
}
