//! List the API tokens of a person.

use pult_domain::policy;
use pult_shared::{
    api::account::{ApiTokenItem, ApiTokenList},
    error::ErrorCode,
    ids::PersonId,
};
use pult_store::{
    api_tokens::{self, ApiToken},
    people,
};

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// The tokens of a person: one's own, or for administrators anybody's.
///
/// # Errors
/// `forbidden`, `person_not_found`.
pub async fn list(app: &App, signed_in: &SignedIn, person: PersonId) -> Result<ApiTokenList, ServiceError> {
    policy::permit_account(&signed_in.actor, person)?;
    if person != signed_in.actor.person_id && people::find(&app.store, person).await?.is_none() {
        return Err(ServiceError::code(ErrorCode::PersonNotFound));
    }
    let found = api_tokens::of_person(&app.store, person).await?;
    Ok(ApiTokenList {
        items: found.into_iter().map(item).collect(),
    })
}

pub(super) fn item(token: ApiToken) -> ApiTokenItem {
    ApiTokenItem {
        id: token.id,
        name: token.name,
        scope: token.scope,
        created_at: token.created_at,
        expires_at: token.expires_at,
        last_used_at: token.last_used_at,
    }
}
