//! Make, change and delete macros.

use std::sync::Arc;

use pult_domain::{macros::check_macro, policy, refusal::Refusal};
use pult_shared::{
    api::macros::{MacroDef, MacroView},
    error::ErrorCode,
    ids::MacroId,
    limits::MACROS_MAX,
};
use pult_store::{
    WriteTx, catalog,
    macros::{self, Macro},
    queues,
};

use super::Known;
use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
        setup::Setup,
    },
};

/// Makes a macro.
///
/// # Errors
/// `forbidden` unless the person manages every queue that it is offered in; `invalid` with the fields at fault.
pub async fn create(app: &App, signed_in: &SignedIn, definition: &MacroDef) -> Result<MacroView, ServiceError> {
    policy::permit_template(&signed_in.actor, &definition.queue_ids)?;
    let tx = settings_log::begin(app).await?;
    if macros::list(&tx).await?.len() >= MACROS_MAX {
        let detail = "There are as many macros as there may be.";
        return Err(Refusal::because(ErrorCode::Invalid, detail).into());
    }
    save_checked(app, signed_in, tx, MacroId(app.fresh()), None, definition).await
}

/// Changes a macro. Whoever does it manages every queue that it is offered in, before and after.
///
/// # Errors
/// `macro_not_found`, else as [`create`].
pub async fn save(
    app: &App,
    signed_in: &SignedIn,
    id: MacroId,
    definition: &MacroDef,
) -> Result<MacroView, ServiceError> {
    let tx = settings_log::begin(app).await?;
    let before = to_change(&tx, signed_in, id).await?;
    policy::permit_template(&signed_in.actor, &definition.queue_ids)?;
    save_checked(app, signed_in, tx, id, Some(before), definition).await
}

/// Deletes a macro.
///
/// # Errors
/// `macro_not_found`, also for one that the person may not change.
pub async fn delete(app: &App, signed_in: &SignedIn, id: MacroId) -> Result<(), ServiceError> {
    let tx = settings_log::begin(app).await?;
    let before = to_change(&tx, signed_in, id).await?;
    macros::delete(&tx, id).await?;
    let line = settings_log::line(app, signed_in, Thing::Macro, id);
    line.write(&tx, Some(&before), None).await?;
    settings_log::finish(app, tx).await
}

async fn to_change(tx: &WriteTx, signed_in: &SignedIn, id: MacroId) -> Result<MacroDef, ServiceError> {
    let found = macros::list(tx).await?.into_iter().find(|known| known.id == id);
    found
        .map(|found| found.definition)
        .filter(|definition| policy::permit_template(&signed_in.actor, &definition.queue_ids).is_ok())
        .ok_or_else(|| ServiceError::code(ErrorCode::MacroNotFound))
}

async fn save_checked(
    app: &App,
    signed_in: &SignedIn,
    tx: WriteTx,
    id: MacroId,
    before: Option<MacroDef>,
    definition: &MacroDef,
) -> Result<MacroView, ServiceError> {
    // Not the kept ones: this transaction has another version, which may never be.
    let setup = Setup {
        tree: Arc::new(queues::tree(&tx).await?),
        catalog: Arc::new(catalog::load(&tx).await?),
    };
    let definition = check_macro(&setup.tree, definition)?;
    let known = Known::of(&tx, &setup, std::iter::once(&definition)).await?;
    let errors = known.faults(&definition);
    if !errors.is_empty() {
        return Err(Refusal {
            code: ErrorCode::Invalid,
            detail: None,
            errors,
        }
        .into());
    }
    macros::save(&tx, id, &definition).await?;
    let line = settings_log::line(app, signed_in, Thing::Macro, id);
    line.write(&tx, before.as_ref(), Some(&definition)).await?;
    settings_log::finish(app, tx).await?;
    Ok(known.view(signed_in, Macro { id, definition }, app.now()))
}
