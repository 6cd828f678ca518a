//! Set up and delete states.

use pult_domain::{
    catalog::{check_state, check_state_goes},
    policy::permit_catalog,
};
use pult_shared::catalog::{StateDef, StateKey};
use pult_store::catalog;

use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// Makes a state, or changes the one with this key.
///
/// # Errors
/// `forbidden` for everybody but administrators, `invalid` with the fields at fault.
pub async fn save(app: &App, signed_in: &SignedIn, key: &StateKey, state: &StateDef) -> Result<StateDef, ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let known = catalog::load(&tx).await?;
    let state = check_state(&known, key, state)?;
    catalog::save_state(&tx, &state).await?;
    let line = settings_log::line(app, signed_in, Thing::State, key);
    line.write(&tx, known.state(key), Some(&state)).await?;
    settings_log::finish(app, tx).await?;
    Ok(state)
}

/// Deletes a state that no ticket has.
///
/// # Errors
/// `forbidden` for everybody but administrators, `not_found`, `in_use`.
pub async fn delete(app: &App, signed_in: &SignedIn, key: &StateKey) -> Result<(), ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let known = catalog::load(&tx).await?;
    let state = check_state_goes(&known, key)?;
    catalog::delete_state(&tx, key).await?;
    let line = settings_log::line(app, signed_in, Thing::State, key);
    line.write(&tx, Some(state), None).await?;
    settings_log::finish(app, tx).await
}
