//! Set up and delete custom fields.

use pult_domain::{
    catalog::{check_field, check_field_goes},
    policy::permit_catalog,
};
use pult_shared::catalog::{FieldDef, FieldKey};
use pult_store::{catalog, queues};

use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// Makes a field, or changes the one with this key.
///
/// # Errors
/// `forbidden` for everybody but administrators, `invalid` with the fields at fault.
pub async fn save(app: &App, signed_in: &SignedIn, key: &FieldKey, field: &FieldDef) -> Result<FieldDef, ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let (known, tree) = (catalog::load(&tx).await?, queues::tree(&tx).await?);
    let vanishing: Vec<String> = known
        .field(key)
        .iter()
        .flat_map(|before| &before.options)
        .filter(|option| !field.options.iter().any(|kept| kept.key == option.key))
        .map(|option| option.key.clone())
        .collect();
    let used = catalog::used_options(&tx, key, &vanishing).await?;
    let field = check_field(&known, &tree, key, field, &used)?;
    catalog::save_field(&tx, &field).await?;
    let line = settings_log::line(app, signed_in, Thing::Field, key);
    line.write(&tx, known.field(key), Some(&field)).await?;
    settings_log::finish(app, tx).await?;
    Ok(field)
}

/// Deletes a field that no ticket has a value for.
///
/// # Errors
/// `forbidden` for everybody but administrators, `not_found`, `in_use`.
pub async fn delete(app: &App, signed_in: &SignedIn, key: &FieldKey) -> Result<(), ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let known = catalog::load(&tx).await?;
    let before = check_field_goes(&known, key)?;
    catalog::delete_field(&tx, key).await?;
    let line = settings_log::line(app, signed_in, Thing::Field, key);
    line.write(&tx, Some(before), None).await?;
    settings_log::finish(app, tx).await
}
