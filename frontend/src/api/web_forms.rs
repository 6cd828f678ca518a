//! Web forms: set up by those who manage queues, filled in by anybody.

use gloo_net::http::Method;
use pult_shared::{
    api::web_form::{
        ConfirmForm, FormEntries, OpenFormEntry, PublicForm, SubmitForm, SubmittedForm, WebFormDef, WebFormList,
        WebFormView,
    },
    ids::WebFormId,
};

use super::{ApiError, Target};
use crate::web;

pub async fn list_web_forms() -> Result<WebFormList, ApiError> {
    super::get(Target::new("/forms")).await
}

pub async fn create_web_form(form: &WebFormDef) -> Result<WebFormView, ApiError> {
    super::send_json(Method::POST, Target::new("/forms"), None, form).await
}

pub async fn save_web_form(id: WebFormId, form: &WebFormDef) -> Result<WebFormView, ApiError> {
    super::send_json(Method::PUT, Target::new(format!("/forms/{id}")), None, form).await
}

pub async fn delete_web_form(id: WebFormId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/forms/{id}"))).await
}

pub async fn get_public_form(slug: &str) -> Result<PublicForm, ApiError> {
    super::get(Target::new(format!("/public/forms/{}", web::encoded(slug)))).await
}

pub async fn submit_form(slug: &str, sent: &SubmitForm) -> Result<SubmittedForm, ApiError> {
    let target = Target::new(format!("/public/forms/{}/submissions", web::encoded(slug)));
    super::send_json(Method::POST, target, None, sent).await
}

pub async fn confirm_form(token: String) -> Result<SubmittedForm, ApiError> {
    let target = Target::new("/public/form-confirmations");
    super::send_json(Method::POST, target, None, &ConfirmForm { token }).await
}

fn entry(form: WebFormId, id: &str, end: &str) -> Target {
    Target::new(format!("/forms/{form}/entries/{}{end}", web::encoded(id)))
}

/// What was sent by a form and waits to be confirmed.
pub async fn list_form_entries(form: WebFormId) -> Result<FormEntries, ApiError> {
    super::get(Target::new(format!("/forms/{form}/entries"))).await
}

pub async fn send_form_entry_again(form: WebFormId, id: &str) -> Result<(), ApiError> {
    super::send_empty(Method::POST, entry(form, id, "/mails")).await
}

pub async fn open_form_entry(form: WebFormId, id: &str, reason: String) -> Result<SubmittedForm, ApiError> {
    super::send_json(
        Method::POST,
        entry(form, id, "/ticket"),
        None,
        &OpenFormEntry { reason },
    )
    .await
}

pub async fn delete_form_entry(form: WebFormId, id: &str) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, entry(form, id, "")).await
}
