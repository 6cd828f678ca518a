//! `/person-merges`: two people who are one; for administrators.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path},
};
use pult_shared::{
    api::person_merge::{MergePeople, PersonMerge, PersonMergeList},
    ids::{PersonId, PersonMergeId},
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::person::{merge, merges},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(merge_people)
        .service(undo_person_merge)
        .service(list_person_merges);
}

/// Make two people one
///
/// Without `confirmed` it only tells what would happen. Addresses and tickets (as requester, owner, responsible, participant, watcher) of the one
/// who goes become the other's; their sessions end, and their id means the other one from then on. Roles and passwords are not handed on. Whom a
/// directory leads can only stay. For administrators.
#[utoipa::path(
    tag = "people",
    request_body = MergePeople,
    responses((status = OK, description = "What would happen, or has happened", body = PersonMerge), Problems)
)]
#[post("/person-merges")]
pub async fn merge_people(app: Data<App>, caller: Caller, body: Body<MergePeople>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(merge::merge(&app, &caller, &body.0).await?))
}

/// Take a merge back
///
/// Addresses and places at tickets go back to whose they were, as far as whoever got them still has them. What came later stays. For
/// administrators.
#[utoipa::path(
    tag = "people",
    params(("merge_id" = PersonMergeId, Path, description = "The merge")),
    responses((status = OK, description = "The merge", body = PersonMerge), Problems)
)]
#[post("/person-merges/{merge_id}/undo")]
pub async fn undo_person_merge(
    app: Data<App>,
    caller: Caller,
    merge: Path<PersonMergeId>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(merge::undo(&app, &caller, *merge).await?))
}

/// List the merges of a person
///
/// In which they stayed or went, the newest first. For administrators.
#[utoipa::path(
    tag = "people",
    params(("person_id" = PersonId, Path, description = "The person")),
    responses((status = OK, description = "The merges", body = PersonMergeList), Problems)
)]
#[get("/people/{person_id}/merges")]
pub async fn list_person_merges(
    app: Data<App>,
    caller: Caller,
    person: Path<PersonId>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(merges::list(&app, &caller, *person).await?))
}
