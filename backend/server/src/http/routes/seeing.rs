//! Looking as somebody else, and who has looked.

use actix_web::{
    HttpResponse, get,
    http::header,
    post,
    web::{Data, Path},
};
use pult_shared::{
    api::seeing::{BeginSeeingAs, Seeing, SeeingList},
    ids::PersonId,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::seeing::{begin, end, list},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(begin_seeing_as)
        .service(end_seeing_as)
        .service(list_person_seeings)
        .service(list_own_seeings);
}

/// Look as somebody else
///
/// For administrators, in their session and not with a token; for half an hour at the most, not as another administrator. From now on the session
/// reads what that person reads, without what is for named persons only and not for the administrator; whatever is not read is refused with
/// `seeing_as`, and so is what belongs to the person alone (account, notifications, drafts). Who looked, when and why is kept, and the person reads it.
#[utoipa::path(
    tag = "people",
    params(("person_id" = PersonId, Path, description = "The person")),
    request_body = BeginSeeingAs,
    responses((status = CREATED, description = "It has begun", body = Seeing), Problems)
)]
#[post("/people/{person_id}/seeing")]
pub async fn begin_seeing_as(
    app: Data<App>,
    caller: Caller,
    person: Path<PersonId>,
    body: Body<BeginSeeingAs>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(begin::begin(&app, &caller, *person, &body.0).await?))
}

/// Look as oneself again
///
/// Sent by the banner's button, which is a form of HTML: leads to the page of the person, or to the start where nobody was looked as.
#[utoipa::path(
    tag = "session",
    responses((status = SEE_OTHER, description = "To the page where it was begun", headers(("location" = String))), Problems)
)]
#[post("/session/seeing-end")]
pub async fn end_seeing_as(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    let location = match end::end(&app, &caller).await? {
        Some(person) => format!("/admin/people?edit={person}"),
        None => "/".to_owned(),
    };
    Ok(HttpResponse::SeeOther()
        .insert_header((header::LOCATION, location))
        .finish())
}

/// List who has looked as a person
///
/// The newest first. For administrators.
#[utoipa::path(
    tag = "people",
    params(("person_id" = PersonId, Path, description = "The person")),
    responses((status = OK, description = "Who, when and why", body = SeeingList), Problems)
)]
#[get("/people/{person_id}/seeings")]
pub async fn list_person_seeings(
    app: Data<App>,
    caller: Caller,
    person: Path<PersonId>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list::list(&app, &caller, *person).await?))
}

/// List who has looked as oneself
///
/// The newest first.
#[utoipa::path(
    tag = "account",
    responses((status = OK, description = "Who, when and why", body = SeeingList), Problems)
)]
#[get("/account/seeings")]
pub async fn list_own_seeings(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list::list(&app, &caller, caller.actor.person_id).await?))
}
