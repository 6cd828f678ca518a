//! `/account`, `/sessions`, `/password-links`: how somebody signs in, and where they are signed in.

use actix_web::{
    HttpRequest, HttpResponse, delete, get, post, put,
    web::{Data, Path},
};
use pult_shared::{
    api::account::{AccountView, ChangePassword, RequestPasswordLink, SessionList, SetPassword},
    ids::{PersonId, SessionId},
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, origin::origin, signed_in::Caller},
    service::{
        account::{change_password, link, set_password, show},
        session::{end, list},
    },
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(get_account)
        .service(change_own_password)
        .service(request_password_link)
        .service(set_password_by_link)
        .service(list_sessions)
        .service(end_other_sessions)
        .service(end_session)
        .service(list_person_sessions)
        .service(end_person_sessions)
        .service(end_person_session)
        .service(send_password_link);
}

/// Show one's account
#[utoipa::path(tag = "account", responses((status = OK, description = "The account", body = AccountView), Problems))]
#[get("/account")]
pub async fn get_account(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(show::show(&app, &caller).await?))
}

/// Change one's password
///
/// Ends all other sessions of the person, who is told by mail.
#[utoipa::path(
    tag = "account",
    request_body = ChangePassword,
    responses((status = NO_CONTENT, description = "Changed"), Problems)
)]
#[put("/account/password")]
pub async fn change_own_password(
    app: Data<App>,
    request: HttpRequest,
    caller: Caller,
    body: Body<ChangePassword>,
) -> Result<HttpResponse, ApiError> {
    change_password::change_password(&app, &caller, body.0, &origin(&app, &request)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ask for a link to set one's password
///
/// It is mailed to the person's main address, works once and for an hour. The answer is the same whether there is such a person or not.
#[utoipa::path(
    tag = "account",
    request_body = RequestPasswordLink,
    responses((status = ACCEPTED, description = "If there is such a person, a mail is on its way"), Problems),
    security(())
)]
#[post("/password-links")]
pub async fn request_password_link(
    app: Data<App>,
    request: HttpRequest,
    body: Body<RequestPasswordLink>,
) -> Result<HttpResponse, ApiError> {
    link::request(&app, &body.0.login, &origin(&app, &request))?;
    Ok(HttpResponse::Accepted().finish())
}

/// Set one's password by the link of a mail
///
/// Ends all sessions of the person, who is told by mail. A password that may not be leaves the link as it was.
#[utoipa::path(
    tag = "account",
    request_body = SetPassword,
    responses((status = NO_CONTENT, description = "Set"), Problems),
    security(())
)]
#[put("/password")]
pub async fn set_password_by_link(app: Data<App>, body: Body<SetPassword>) -> Result<HttpResponse, ApiError> {
    set_password::set_password(&app, body.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// List one's sessions
#[utoipa::path(tag = "account", responses((status = OK, description = "The sessions", body = SessionList), Problems))]
#[get("/sessions")]
pub async fn list_sessions(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list::list(&app, &caller, caller.actor.person_id).await?))
}

/// End all other sessions
#[utoipa::path(tag = "account", responses((status = NO_CONTENT, description = "Ended"), Problems))]
#[delete("/sessions")]
pub async fn end_other_sessions(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    end::others(&app, &caller, caller.actor.person_id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// End one of one's sessions
#[utoipa::path(
    tag = "account",
    params(("session_id" = SessionId, Path, description = "The session")),
    responses((status = NO_CONTENT, description = "Ended"), Problems)
)]
#[delete("/sessions/{session_id}")]
pub async fn end_session(app: Data<App>, caller: Caller, session: Path<SessionId>) -> Result<HttpResponse, ApiError> {
    end::one(&app, &caller, caller.actor.person_id, *session).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// List the sessions of a person
///
/// For administrators.
#[utoipa::path(
    tag = "account",
    params(("person_id" = PersonId, Path, description = "The person")),
    responses((status = OK, description = "The sessions", body = SessionList), Problems)
)]
#[get("/people/{person_id}/sessions")]
pub async fn list_person_sessions(
    app: Data<App>,
    caller: Caller,
    person: Path<PersonId>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list::list(&app, &caller, *person).await?))
}

/// End all sessions of a person
///
/// For administrators. Of one's own, the session of this request goes on.
#[utoipa::path(
    tag = "account",
    params(("person_id" = PersonId, Path, description = "The person")),
    responses((status = NO_CONTENT, description = "Ended"), Problems)
)]
#[delete("/people/{person_id}/sessions")]
pub async fn end_person_sessions(
    app: Data<App>,
    caller: Caller,
    person: Path<PersonId>,
) -> Result<HttpResponse, ApiError> {
    end::others(&app, &caller, *person).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// End one session of a person
///
/// For administrators.
#[utoipa::path(
    tag = "account",
    params(
        ("person_id" = PersonId, Path, description = "The person"),
        ("session_id" = SessionId, Path, description = "The session")
    ),
    responses((status = NO_CONTENT, description = "Ended"), Problems)
)]
#[delete("/people/{person_id}/sessions/{session_id}")]
pub async fn end_person_session(
    app: Data<App>,
    caller: Caller,
    path: Path<(PersonId, SessionId)>,
) -> Result<HttpResponse, ApiError> {
    let (person, session) = path.into_inner();
    end::one(&app, &caller, person, session).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Mail a person a link to set their password
///
/// For administrators; at most three within an hour.
#[utoipa::path(
    tag = "account",
    params(("person_id" = PersonId, Path, description = "The person")),
    responses((status = NO_CONTENT, description = "On its way"), Problems)
)]
#[post("/people/{person_id}/password-link")]
pub async fn send_password_link(
    app: Data<App>,
    caller: Caller,
    person: Path<PersonId>,
) -> Result<HttpResponse, ApiError> {
    link::send_for(&app, &caller, *person).await?;
    Ok(HttpResponse::NoContent().finish())
}
