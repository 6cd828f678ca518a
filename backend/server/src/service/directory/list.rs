//! The directories with their servers and last comparisons.

use pult_domain::policy;
use pult_shared::api::directory::{DirectoryList, DirectoryView};
use pult_store::{directory_runs, people};

use super::views;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Comparisons that are shown.
const RUNS: u32 = 20;

/// All directories of the configuration. Three queries for each, of which there are few.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<DirectoryList, ServiceError> {
    policy::permit_people(&signed_in.actor)?;
    let mut items = Vec::new();
    for directory in app.directories.iter() {
        let settings = directory.settings();
        let runs = directory_runs::newest(&app.store, &settings.name, RUNS).await?;
        items.push(DirectoryView {
            name: settings.name.clone(),
            base: settings.base.clone(),
            servers: directory.servers(),
            sync_hour: settings.sync_hour,
            deactivate_percent: settings.deactivate_percent,
            people: people::directory::count(&app.store, &settings.name).await?,
            runs: views(app, runs).await?,
        });
    }
    Ok(DirectoryList { items })
}
