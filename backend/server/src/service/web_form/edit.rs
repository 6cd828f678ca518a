//! List, make, change and delete web forms: whoever manages their queue.

use pult_domain::{
    policy::{self, permit_queue_settings},
    refusal::Refusal,
    web_form::check_form,
};
use pult_shared::{
    api::web_form::{WebFormDef, WebFormList, WebFormView},
    error::{ErrorCode, FieldCode, FieldError},
    ids::{QueueId, WebFormId},
    limits::WEB_FORMS_MAX,
};
use pult_store::{
    Conn, WriteTx,
    web_forms::{self, WebForm},
};

use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
        setup::Setup,
    },
};

/// The forms of the queues that somebody manages, by address.
///
/// # Errors
/// `forbidden` for whoever manages nothing.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<WebFormList, ServiceError> {
    if !policy::manages_anything(&signed_in.actor) {
        return Err(ServiceError::code(ErrorCode::Forbidden));
    }
    let setup = signed_in.setup();
    let counts = web_forms::pending_counts(&app.store, app.now()).await?;
    let found = web_forms::list(&app.store).await?.into_iter();
    let theirs = found.filter(|found| permitted(signed_in, &setup, found.form.queue_id).is_ok());
    Ok(WebFormList {
        items: theirs
            .map(|found| {
                let pending = counts.get(&found.id).copied().unwrap_or_default();
                view(&setup, found, pending)
            })
            .collect(),
    })
}

/// Makes a form.
///
/// # Errors
/// `queue_not_found`, `forbidden` without `manage` in its queue; `invalid` with the fields at fault.
pub async fn create(app: &App, signed_in: &SignedIn, form: &WebFormDef) -> Result<WebFormView, ServiceError> {
    let setup = signed_in.setup();
    permitted(signed_in, &setup, form.queue_id)?;
    let tx = settings_log::begin(app).await?;
    if web_forms::list(&tx).await?.len() >= WEB_FORMS_MAX {
        let detail = "There are as many forms as there may be.";
        return Err(Refusal::because(ErrorCode::Invalid, detail).into());
    }
    let made = WebForm {
        id: WebFormId(app.fresh()),
        form: check_form(form, &setup.catalog, &setup.tree)?,
    };
    keep(app, signed_in, tx, None, &made).await?;
    Ok(view(&setup, made, 0))
}

/// Changes a form.
///
/// # Errors
/// `web_form_not_found`, `forbidden` without `manage` in its queue and in the new one; `invalid` with the fields at fault.
pub async fn save(
    app: &App,
    signed_in: &SignedIn,
    id: WebFormId,
    form: &WebFormDef,
) -> Result<WebFormView, ServiceError> {
    let setup = signed_in.setup();
    let tx = settings_log::begin(app).await?;
    let before = find(&tx, signed_in, &setup, id).await?;
    permitted(signed_in, &setup, form.queue_id)?;
    let saved = WebForm {
        id,
        form: check_form(form, &setup.catalog, &setup.tree)?,
    };
    keep(app, signed_in, tx, Some(&before.form), &saved).await?;
    let counts = web_forms::pending_counts(&app.store, app.now()).await?;
    Ok(view(&setup, saved, counts.get(&id).copied().unwrap_or_default()))
}

/// Deletes a form, with what was sent by it and not confirmed.
///
/// # Errors
/// `web_form_not_found`, `forbidden` without `manage` in its queue.
pub async fn delete(app: &App, signed_in: &SignedIn, id: WebFormId) -> Result<(), ServiceError> {
    let setup = signed_in.setup();
    let tx = settings_log::begin(app).await?;
    let before = find(&tx, signed_in, &setup, id).await?;
    web_forms::delete(&tx, id).await?;
    let line = settings_log::line(app, signed_in, Thing::WebForm, id);
    line.write(&tx, Some(&before.form), None).await?;
    settings_log::finish(app, tx).await
}

fn permitted(signed_in: &SignedIn, setup: &Setup, queue: QueueId) -> Result<(), ServiceError> {
    if signed_in.actor.administrator {
        // Also of a queue that is none: `check_form` tells what is wrong with it.
        return Ok(());
    }
    let queue = setup.tree.get(queue);
    let queue = queue.ok_or_else(|| ServiceError::code(ErrorCode::QueueNotFound))?;
    permit_queue_settings(&signed_in.actor, queue)?;
    Ok(())
}

/// One that somebody does not manage is none to them, whether it is there or not.
pub(super) async fn find(
    conn: &impl Conn,
    signed_in: &SignedIn,
    setup: &Setup,
    id: WebFormId,
) -> Result<WebForm, ServiceError> {
    if !policy::manages_anything(&signed_in.actor) {
        return Err(ServiceError::code(ErrorCode::Forbidden));
    }
    let found = web_forms::find(conn, id).await?;
    let theirs = found.filter(|found| permitted(signed_in, setup, found.form.queue_id).is_ok());
    theirs.ok_or_else(|| ServiceError::code(ErrorCode::WebFormNotFound))
}

async fn keep(
    app: &App,
    signed_in: &SignedIn,
    tx: WriteTx,
    before: Option<&WebFormDef>,
    saved: &WebForm,
) -> Result<(), ServiceError> {
    let of_slug = web_forms::by_slug(&tx, &saved.form.slug).await?;
    if of_slug.is_some_and(|other| other.id != saved.id) {
        return Err(Refusal::field("slug", FieldCode::Taken).into());
    }
    web_forms::save(&tx, saved).await?;
    let line = settings_log::line(app, signed_in, Thing::WebForm, saved.id);
    line.write(&tx, before, Some(&saved.form)).await?;
    settings_log::finish(app, tx).await
}

fn view(setup: &Setup, found: WebForm, pending: u64) -> WebFormView {
    let checked = check_form(&found.form, &setup.catalog, &setup.tree);
    let faults: Vec<FieldError> = checked.err().map(|refusal| refusal.errors).unwrap_or_default();
    WebFormView {
        id: found.id,
        form: found.form,
        pending,
        faults,
    }
}
