//! Make, change and delete templates.

use pult_domain::{policy, refusal::Refusal, template::check_template};
use pult_shared::{
    api::template::{TemplateDef, TemplateView},
    error::ErrorCode,
    ids::TemplateId,
    limits::TEMPLATES_MAX,
};
use pult_store::{
    WriteTx, queues,
    templates::{self, Template},
};

use super::{check, is_seen, view};
use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// Makes a template.
///
/// # Errors
/// `forbidden` unless the person manages every queue that it is offered in; `invalid` and `invalid_template` with the fields at fault.
pub async fn create(app: &App, signed_in: &SignedIn, template: &TemplateDef) -> Result<TemplateView, ServiceError> {
    policy::permit_template(&signed_in.actor, &template.queue_ids)?;
    let tx = settings_log::begin(app).await?;
    if templates::list(&tx).await?.len() >= TEMPLATES_MAX {
        let detail = "There are as many templates as there may be.";
        return Err(Refusal::because(ErrorCode::Invalid, detail).into());
    }
    save_checked(app, signed_in, tx, TemplateId(app.fresh()), None, template).await
}

/// Changes a template. Whoever does it manages every queue that it is offered in, before and after.
///
/// # Errors
/// `template_not_found`, `forbidden`, `invalid` and `invalid_template` with the fields at fault.
pub async fn save(
    app: &App,
    signed_in: &SignedIn,
    id: TemplateId,
    template: &TemplateDef,
) -> Result<TemplateView, ServiceError> {
    let tx = settings_log::begin(app).await?;
    let before = to_change(&tx, signed_in, id).await?;
    policy::permit_template(&signed_in.actor, &template.queue_ids)?;
    save_checked(app, signed_in, tx, id, Some(before), template).await
}

/// Deletes a template.
///
/// # Errors
/// `template_not_found`, `forbidden` unless the person manages every queue that it is offered in.
pub async fn delete(app: &App, signed_in: &SignedIn, id: TemplateId) -> Result<(), ServiceError> {
    let tx = settings_log::begin(app).await?;
    let before = to_change(&tx, signed_in, id).await?;
    templates::delete(&tx, id).await?;
    let line = settings_log::line(app, signed_in, Thing::Template, id);
    line.write(&tx, Some(&before), None).await?;
    settings_log::finish(app, tx).await
}

async fn to_change(tx: &WriteTx, signed_in: &SignedIn, id: TemplateId) -> Result<TemplateDef, ServiceError> {
    let found = templates::find(tx, id).await?;
    let found = found
        .filter(|found| is_seen(signed_in, &found.template))
        .ok_or_else(|| ServiceError::code(ErrorCode::TemplateNotFound))?;
    policy::permit_template(&signed_in.actor, &found.template.queue_ids)?;
    Ok(found.template)
}

async fn save_checked(
    app: &App,
    signed_in: &SignedIn,
    tx: WriteTx,
    id: TemplateId,
    before: Option<TemplateDef>,
    template: &TemplateDef,
) -> Result<TemplateView, ServiceError> {
    let template = check_template(&queues::tree(&tx).await?, template)?;
    check::texts(&[
        ("subject.de", &template.subject.de),
        ("subject.en", &template.subject.en),
        ("body.de", &template.body.de),
        ("body.en", &template.body.en),
    ])?;
    templates::save(&tx, id, &template, app.now()).await?;
    let line = settings_log::line(app, signed_in, Thing::Template, id);
    line.write(&tx, before.as_ref(), Some(&template)).await?;
    settings_log::finish(app, tx).await?;
    Ok(view(signed_in, Template { id, template }))
}
