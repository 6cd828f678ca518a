//! Show a form to whoever fills it in, and tell which sites may show it in a frame.

use pult_domain::web_form::offered;
use pult_shared::{
    api::web_form::{FormQuestion, PublicField, PublicForm, PublicQuestion, WebFormDef},
    error::ErrorCode,
};
use pult_store::web_forms::{self, WebForm};

use crate::{
    app::App,
    service::{ServiceError, setup::Setup},
};

/// The form with this address, as everybody may see it.
///
/// # Errors
/// `web_form_not_found`.
pub async fn show(app: &App, slug: &str) -> Result<PublicForm, ServiceError> {
    let found = offered_form(app, slug).await?.form;
    let setup = app.setup.read(&app.store).await?;
    Ok(PublicForm {
        questions: found
            .questions
            .iter()
            .filter_map(|question| public(question, &found, &setup))
            .collect(),
        slug: found.slug,
        names: found.names,
        intro: found.intro,
        access: found.access,
        confirm_by_mail: found.confirm_by_mail,
        work_bits: found.work_bits,
        attachments: found.attachments,
        now: app.now(),
    })
}

/// The form with this address, if it is offered.
pub(super) async fn offered_form(app: &App, slug: &str) -> Result<WebForm, ServiceError> {
    let found = web_forms::by_slug(&app.store, slug).await?;
    let found = found.filter(|found| found.form.valid);
    found.ok_or_else(|| ServiceError::code(ErrorCode::WebFormNotFound))
}

/// Which sites may show the form with this address in a frame; none for a form that there is not.
///
/// # Errors
/// When the database fails.
pub async fn framed_by(app: &App, slug: &str) -> Result<Vec<String>, ServiceError> {
    let found = web_forms::by_slug(&app.store, slug).await?;
    let found = found.filter(|found| found.form.valid);
    Ok(found.map(|found| found.form.embed_origins).unwrap_or_default())
}

/// Nothing for a field that is no more, or no longer of the queue.
fn public(question: &FormQuestion, form: &WebFormDef, setup: &Setup) -> Option<PublicQuestion> {
    let field = match &question.field {
        None => None,
        Some(key) => {
            let field = setup
                .catalog
                .field(key)
                .filter(|field| offered(field, form, &setup.tree))?;
            Some(PublicField {
                kind: field.kind,
                names: field.names.clone(),
                help: field.help.clone(),
                options: field.options.iter().filter(|option| option.valid).cloned().collect(),
            })
        }
    };
    Some(PublicQuestion {
        name: question.name(),
        kind: question.kind,
        required: question.required,
        field,
    })
}
