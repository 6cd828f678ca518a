//! `/forms` (setting them up) and `/public/forms` (filling them in).

use actix_web::{
    HttpRequest, HttpResponse, delete, get, post, put,
    web::{Data, Path},
};
use pult_shared::{
    api::web_form::{
        ConfirmForm, FormEntries, OpenFormEntry, PublicForm, SubmitForm, SubmittedForm, WebFormDef, WebFormList,
        WebFormView,
    },
    ids::WebFormId,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{
        body::{Body, FILES_MAX},
        error::ApiError,
        origin::origin,
        signed_in::{self, Caller},
    },
    service::web_form::{confirm, edit, entries, show, submit},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_web_forms)
        .service(create_web_form)
        .service(save_web_form)
        .service(delete_web_form)
        .service(list_form_entries)
        .service(send_form_entry_again)
        .service(open_form_entry)
        .service(delete_form_entry)
        .service(get_public_form)
        .service(submit_form)
        .service(confirm_form);
}

/// List web forms
///
/// Those of the queues that the caller manages, by address.
#[utoipa::path(
    tag = "forms",
    responses((status = OK, description = "The forms", body = WebFormList), Problems)
)]
#[get("/forms")]
pub async fn list_web_forms(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(edit::list(&app, &caller).await?))
}

/// Make a web form
///
/// For those who manage its queue. It is there at `/form/<slug>`; with `?embed=1` the sites of `embed_origins` may show it in a frame.
#[utoipa::path(
    tag = "forms",
    request_body(content = WebFormDef, example = json!({
        "slug": "wlan", "names": {"de": "WLAN-Störung", "en": "Wi-Fi trouble"}, "queue_id": "0199b3a0-0000-7000-8000-000000000001",
        "access": "anyone", "questions": [{"kind": "since", "required": true}, {"kind": "location"}]
    })),
    responses((status = CREATED, description = "The new form", body = WebFormView), Problems)
)]
#[post("/forms")]
pub async fn create_web_form(app: Data<App>, caller: Caller, body: Body<WebFormDef>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(edit::create(&app, &caller, &body.0).await?))
}

/// Change a web form
///
/// For those who manage its queue, and the new one.
#[utoipa::path(
    tag = "forms",
    params(("form_id" = WebFormId, Path, description = "The form")),
    request_body = WebFormDef,
    responses((status = OK, description = "The form as it was saved", body = WebFormView), Problems)
)]
#[put("/forms/{form_id}")]
pub async fn save_web_form(
    app: Data<App>,
    caller: Caller,
    id: Path<WebFormId>,
    body: Body<WebFormDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(edit::save(&app, &caller, *id, &body.0).await?))
}

/// Delete a web form
///
/// With what was sent by it and not confirmed. For those who manage its queue.
#[utoipa::path(
    tag = "forms",
    params(("form_id" = WebFormId, Path, description = "The form")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/forms/{form_id}")]
pub async fn delete_web_form(app: Data<App>, caller: Caller, id: Path<WebFormId>) -> Result<HttpResponse, ApiError> {
    edit::delete(&app, &caller, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// List what waits to be confirmed of a form
///
/// The newest first, at most 200, without what was written. For those who manage its queue.
#[utoipa::path(
    tag = "forms",
    params(("form_id" = WebFormId, Path, description = "The form")),
    responses((status = OK, description = "What waits", body = FormEntries), Problems)
)]
#[get("/forms/{form_id}/entries")]
pub async fn list_form_entries(app: Data<App>, caller: Caller, id: Path<WebFormId>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(entries::list(&app, &caller, *id).await?))
}

/// Mail the link to confirm it once more
///
/// The link of before ends. Three mails at the most.
#[utoipa::path(
    tag = "forms",
    params(
        ("form_id" = WebFormId, Path, description = "The form"),
        ("entry_id" = String, Path, description = "What waits")
    ),
    responses((status = NO_CONTENT, description = "The mail is on its way"), Problems)
)]
#[post("/forms/{form_id}/entries/{entry_id}/mails")]
pub async fn send_form_entry_again(
    app: Data<App>,
    caller: Caller,
    path: Path<(WebFormId, String)>,
) -> Result<HttpResponse, ApiError> {
    entries::send_again(&app, &caller, path.0, &path.1).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Make a ticket of what waits, without the click
///
/// By somebody who knows otherwise who has sent it. The reason stands in the log and in a note of the ticket.
#[utoipa::path(
    tag = "forms",
    params(
        ("form_id" = WebFormId, Path, description = "The form"),
        ("entry_id" = String, Path, description = "What waits")
    ),
    request_body = OpenFormEntry,
    responses((status = CREATED, description = "The ticket's number", body = SubmittedForm), Problems)
)]
#[post("/forms/{form_id}/entries/{entry_id}/ticket")]
pub async fn open_form_entry(
    app: Data<App>,
    caller: Caller,
    path: Path<(WebFormId, String)>,
    body: Body<OpenFormEntry>,
) -> Result<HttpResponse, ApiError> {
    let opened = entries::open(&app, &caller, path.0, &path.1, &body.0.reason).await?;
    Ok(HttpResponse::Created().json(opened))
}

/// Delete what waits to be confirmed
#[utoipa::path(
    tag = "forms",
    params(
        ("form_id" = WebFormId, Path, description = "The form"),
        ("entry_id" = String, Path, description = "What waits")
    ),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/forms/{form_id}/entries/{entry_id}")]
pub async fn delete_form_entry(
    app: Data<App>,
    caller: Caller,
    path: Path<(WebFormId, String)>,
) -> Result<HttpResponse, ApiError> {
    entries::delete(&app, &caller, path.0, &path.1).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Show a form to whoever fills it in
#[utoipa::path(
    tag = "forms",
    params(("slug" = String, Path, description = "The end of its address")),
    responses((status = OK, description = "The form", body = PublicForm), Problems),
    security(())
)]
#[get("/public/forms/{slug}")]
pub async fn get_public_form(app: Data<App>, slug: Path<String>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(show::show(&app, &slug).await?))
}

/// Send a form
///
/// Whoever is signed in has a ticket at once (201). Others get a mail whose link makes the ticket (202, whether a mail goes out or the
/// address has got as many as it may); where the form asks for a stamp instead, they have a ticket at once too.
#[utoipa::path(
    tag = "forms",
    params(("slug" = String, Path, description = "The end of its address")),
    request_body = SubmitForm,
    responses(
        (status = CREATED, description = "The ticket's number", body = SubmittedForm),
        (status = ACCEPTED, description = "A mail is on its way", body = SubmittedForm),
        Problems
    ),
    security((), ("session" = []), ("token" = []))
)]
#[post("/public/forms/{slug}/submissions")]
pub async fn submit_form(
    app: Data<App>,
    request: HttpRequest,
    caller: Result<Caller, ApiError>,
    slug: Path<String>,
    body: Body<SubmitForm, FILES_MAX>,
) -> Result<HttpResponse, ApiError> {
    let caller = match caller {
        Ok(caller) => Some(caller),
        // Whoever shows nothing is nobody; whose session has ended is told, so that what they have written goes out under their name.
        Err(error) if shows_something(&app, &request) => return Err(error),
        Err(_) => None,
    };
    let signed_in = caller.as_ref().map(|caller| &caller.signed_in);
    let done = submit::submit(&app, signed_in, &slug, body.0, &origin(&app, &request)).await?;
    let mut response = if done.number.is_some() {
        HttpResponse::Created()
    } else {
        HttpResponse::Accepted()
    };
    Ok(response.json(done))
}

fn shows_something(app: &App, request: &HttpRequest) -> bool {
    signed_in::shown(app, request).is_some() || request.headers().contains_key("authorization")
}

/// Confirm what was sent by a form
///
/// With the token of the mail, once and within a day.
#[utoipa::path(
    tag = "forms",
    request_body = ConfirmForm,
    responses((status = CREATED, description = "The ticket's number", body = SubmittedForm), Problems),
    security(())
)]
#[post("/public/form-confirmations")]
pub async fn confirm_form(app: Data<App>, body: Body<ConfirmForm>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(confirm::confirm(&app, &body.0.token).await?))
}
