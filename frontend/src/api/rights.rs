//! What a person may do, and why.

use pult_shared::{api::person::RightsView, ids::PersonId};

use super::{ApiError, Target};

/// `ticket` is a ticket's number or id: then the answer also has the commands that they may give to it.
pub async fn get_person_rights(id: PersonId, ticket: Option<&str>) -> Result<RightsView, ApiError> {
    super::get(Target::new(format!("/people/{id}/rights")).with_some("ticket", ticket)).await
}
