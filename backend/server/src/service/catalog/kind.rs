//! Set up priorities, types and services; delete types and services.

use pult_domain::{
    catalog::{check_priority, check_service, check_service_goes, check_type, check_type_goes},
    policy::permit_catalog,
};
use pult_shared::{
    catalog::{PriorityDef, ServiceDef, ServiceKey, TypeDef, TypeKey},
    ticket::Priority,
};
use pult_store::{catalog, queues};

use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// Changes what a priority is called.
///
/// # Errors
/// `forbidden` for everybody but administrators, `invalid` with the fields at fault.
pub async fn save_priority(
    app: &App,
    signed_in: &SignedIn,
    level: Priority,
    priority: &PriorityDef,
) -> Result<PriorityDef, ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let priority = check_priority(level, priority)?;
    let tx = settings_log::begin(app).await?;
    let known = catalog::load(&tx).await?;
    catalog::save_priority(&tx, &priority).await?;
    let before = known.priorities.iter().find(|before| before.level == level);
    let line = settings_log::line(app, signed_in, Thing::Priority, level.get());
    line.write(&tx, before, Some(&priority)).await?;
    settings_log::finish(app, tx).await?;
    Ok(priority)
}

/// Makes a type, or changes the one with this key.
///
/// # Errors
/// `forbidden` for everybody but administrators, `invalid` with the fields at fault.
pub async fn save_type(
    app: &App,
    signed_in: &SignedIn,
    key: &TypeKey,
    given: &TypeDef,
) -> Result<TypeDef, ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let known = catalog::load(&tx).await?;
    let checked = check_type(&known, key, given)?;
    catalog::save_type(&tx, &checked).await?;
    let line = settings_log::line(app, signed_in, Thing::Type, key);
    line.write(&tx, known.ticket_type(key), Some(&checked)).await?;
    settings_log::finish(app, tx).await?;
    Ok(checked)
}

/// Deletes a type that no ticket has.
///
/// # Errors
/// `forbidden` for everybody but administrators, `not_found`, `in_use`.
pub async fn delete_type(app: &App, signed_in: &SignedIn, key: &TypeKey) -> Result<(), ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let (known, tree) = (catalog::load(&tx).await?, queues::tree(&tx).await?);
    let before = check_type_goes(&known, &tree, key)?;
    catalog::delete_type(&tx, key).await?;
    let line = settings_log::line(app, signed_in, Thing::Type, key);
    line.write(&tx, Some(before), None).await?;
    settings_log::finish(app, tx).await
}

/// Makes a service, or changes the one with this key.
///
/// # Errors
/// `forbidden` for everybody but administrators, `invalid` with the fields at fault.
pub async fn save_service(
    app: &App,
    signed_in: &SignedIn,
    key: &ServiceKey,
    service: &ServiceDef,
) -> Result<ServiceDef, ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let known = catalog::load(&tx).await?;
    let service = check_service(&known, key, service)?;
    catalog::save_service(&tx, &service).await?;
    let line = settings_log::line(app, signed_in, Thing::Service, key);
    line.write(&tx, known.service(key), Some(&service)).await?;
    settings_log::finish(app, tx).await?;
    Ok(service)
}

/// Deletes a service that no ticket has and nothing lies below.
///
/// # Errors
/// `forbidden` for everybody but administrators, `not_found`, `in_use`.
pub async fn delete_service(app: &App, signed_in: &SignedIn, key: &ServiceKey) -> Result<(), ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let known = catalog::load(&tx).await?;
    let before = check_service_goes(&known, key)?;
    catalog::delete_service(&tx, key).await?;
    let line = settings_log::line(app, signed_in, Thing::Service, key);
    line.write(&tx, Some(before), None).await?;
    settings_log::finish(app, tx).await
}
