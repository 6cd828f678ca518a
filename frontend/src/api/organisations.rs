//! Organisations that are set up.

use gloo_net::http::Method;
use pult_shared::{
    api::organisation::{OrganisationDef, OrganisationList, OrganisationView},
    ids::OrganisationId,
};

use super::{ApiError, Target};

pub async fn list_organisations() -> Result<OrganisationList, ApiError> {
    super::get(Target::new("/organisations")).await
}

pub async fn create_organisation(organisation: &OrganisationDef) -> Result<OrganisationView, ApiError> {
    super::send_json(Method::POST, Target::new("/organisations"), None, organisation).await
}

pub async fn save_organisation(
    id: OrganisationId,
    organisation: &OrganisationDef,
) -> Result<OrganisationView, ApiError> {
    super::send_json(Method::PUT, one(id), None, organisation).await
}

pub async fn delete_organisation(id: OrganisationId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, one(id)).await
}

fn one(id: OrganisationId) -> Target {
    Target::new(format!("/organisations/{id}"))
}
