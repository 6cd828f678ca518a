//! Save a person's preferences.

use std::collections::BTreeSet;

use pult_domain::refusal::Refusal;
use pult_shared::{api::preferences::Preferences, error::FieldCode, limits::UNDO_MAX_SECONDS};
use pult_store::people;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Saves what a person has chosen; who is away gives their locks back (requirement E4).
///
/// # Errors
/// `invalid` with the field: `undo_seconds` over the limit, a column twice.
pub async fn save(app: &App, signed_in: &SignedIn, preferences: &Preferences) -> Result<(), ServiceError> {
    check(preferences)?;
    let tx = app.store.begin().await?;
    people::save_preferences(&tx, signed_in.actor.person_id, preferences).await?;
    tx.commit().await?;
    app.work.locks.notify_one();
    app.work.staffing.notify_one();
    Ok(())
}

fn check(preferences: &Preferences) -> Result<(), Refusal> {
    if preferences.undo_seconds > UNDO_MAX_SECONDS {
        return Err(Refusal::field("undo_seconds", FieldCode::TooLong));
    }
    let distinct: BTreeSet<_> = preferences.columns.iter().collect();
    if distinct.len() < preferences.columns.len() {
        return Err(Refusal::field("columns", FieldCode::Taken));
    }
    Ok(())
}
