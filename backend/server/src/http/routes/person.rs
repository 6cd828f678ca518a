//! `/people`: looking people up, and what they may do.

use actix_web::{
    HttpResponse, get, post, put,
    web::{Data, Path, Query},
};
use pult_shared::{
    api::person::{DeactivatePerson, DeactivatedPerson, PersonCard, PersonDef, PersonList, PersonProfile, RightsView},
    ids::{PersonId, QueueId},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::person::{
        activity, create,
        list::{ListPeople, list},
        profile, rights, show, update,
    },
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_people)
        .service(create_person)
        .service(update_person)
        .service(get_person_profile)
        .service(deactivate_person)
        .service(activate_person)
        .service(get_person)
        .service(get_person_rights);
}

/// Whom to look for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PeopleQuery {
    /// Beginnings of words of the name, the account id or an address; umlauts and case do not matter.
    #[serde(default)]
    pub query: String,
    /// Only people who may view this queue: for mentions, owners, responsible people.
    pub queue_id: Option<QueueId>,
    /// Only people who work in some queue.
    #[serde(default)]
    pub agents: bool,
    /// At most so many, 1 to 50; 50 when left out.
    #[param(minimum = 1, maximum = 50)]
    pub limit: Option<u32>,
}

/// Look people up
///
/// The best fits first. For agents.
#[utoipa::path(
    tag = "people",
    params(PeopleQuery),
    responses((status = OK, description = "The people", body = PersonList), Problems)
)]
#[get("/people")]
pub async fn list_people(app: Data<App>, caller: Caller, query: Query<PeopleQuery>) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let request = ListPeople {
        question: query.query,
        queue_id: query.queue_id,
        agents: query.agents,
        limit: query.limit,
    };
    Ok(HttpResponse::Ok().json(list(&app, &caller, &request).await?))
}

/// Show a person
///
/// For agents; everybody may see themselves.
#[utoipa::path(
    tag = "people",
    params(("person_id" = PersonId, Path, description = "The person")),
    responses((status = OK, description = "The person", body = PersonCard), Problems)
)]
#[get("/people/{person_id}")]
pub async fn get_person(app: Data<App>, caller: Caller, person: Path<PersonId>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(show::show(&app, &caller, *person).await?))
}

/// What may be asked about.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RightsQuery {
    /// A ticket's id or number: what the person may do to it.
    pub ticket: Option<String>,
}

/// Show what a person may do, and why
///
/// By queue and permission, with the roles that it comes from. For administrators and whoever manages a queue; everybody may ask about
/// themselves. Only queues and tickets that the caller may see.
#[utoipa::path(
    tag = "people",
    params(("person_id" = PersonId, Path, description = "The person"), RightsQuery),
    responses((status = OK, description = "The rights with their reasons", body = RightsView), Problems)
)]
#[get("/people/{person_id}/rights")]
pub async fn get_person_rights(
    app: Data<App>,
    caller: Caller,
    person: Path<PersonId>,
    query: Query<RightsQuery>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(rights::rights(&app, &caller, *person, query.ticket.as_deref()).await?))
}

/// Enter a person
///
/// By hand; they have no password yet. For administrators.
#[utoipa::path(
    tag = "people",
    request_body = PersonDef,
    responses((status = CREATED, description = "The person as entered", body = PersonProfile), Problems)
)]
#[post("/people")]
pub async fn create_person(app: Data<App>, caller: Caller, body: Body<PersonDef>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(create::create(&app, &caller, &body.0).await?))
}

/// Show all that is known about a person
///
/// Addresses, directory, roles, counts of tickets. For administrators.
#[utoipa::path(
    tag = "people",
    params(("person_id" = PersonId, Path, description = "The person")),
    responses((status = OK, description = "The person", body = PersonProfile), Problems)
)]
#[get("/people/{person_id}/profile")]
pub async fn get_person_profile(
    app: Data<App>,
    caller: Caller,
    person: Path<PersonId>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(profile::profile(&app, &caller, *person).await?))
}

/// Change what is known about a person
///
/// All of it is sent. What a directory says is changed there. For administrators.
#[utoipa::path(
    tag = "people",
    params(("person_id" = PersonId, Path, description = "The person")),
    request_body = PersonDef,
    responses((status = OK, description = "The person as saved", body = PersonProfile), Problems)
)]
#[put("/people/{person_id}")]
pub async fn update_person(
    app: Data<App>,
    caller: Caller,
    person: Path<PersonId>,
    body: Body<PersonDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(update::update(&app, &caller, *person, &body.0).await?))
}

/// Deactivate a person
///
/// Their sessions end, they cannot sign in any more; tickets and histories go on naming them. Active tickets that they own are given back to
/// their queues on request, by a bulk job. For administrators, who cannot deactivate themselves.
#[utoipa::path(
    tag = "people",
    params(("person_id" = PersonId, Path, description = "The person")),
    request_body = DeactivatePerson,
    responses((status = OK, description = "The person, and the job that gives the tickets back", body = DeactivatedPerson), Problems)
)]
#[post("/people/{person_id}/deactivation")]
pub async fn deactivate_person(
    app: Data<App>,
    caller: Caller,
    person: Path<PersonId>,
    body: Body<DeactivatePerson>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(activity::deactivate(&app, &caller, *person, &body.0).await?))
}

/// Let a person sign in again
///
/// For administrators.
#[utoipa::path(
    tag = "people",
    params(("person_id" = PersonId, Path, description = "The person")),
    responses((status = OK, description = "The person", body = PersonProfile), Problems)
)]
#[post("/people/{person_id}/activation")]
pub async fn activate_person(app: Data<App>, caller: Caller, person: Path<PersonId>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(activity::activate(&app, &caller, *person).await?))
}
