//! Make an API token.

use jiff::SignedDuration;
use pult_domain::refusal::Refusal;
use pult_shared::{
    api::account::{CreateApiToken, CreatedApiToken},
    error::FieldCode,
    ids::ApiTokenId,
};
use pult_store::api_tokens::{self, ApiToken};

use super::{list::item, who::PREFIX};
use crate::{
    app::App,
    identity::token,
    service::{ServiceError, session::who::SignedIn},
};

/// Tokens that one person has at the most.
const TOKENS_MAX: usize = 20;
const NAME_MAX: usize = 100;
const DAYS_MAX: u32 = 366;

/// Makes a token; the answer is the only time that it is shown. Where a role asks for a second factor, it works if the session in which it
/// is made has shown one.
///
/// # Errors
/// `invalid` with the field: `name` empty or too long, or a further one over the limit of twenty; `days` out of 1 to 366.
pub async fn create(
    app: &App,
    signed_in: &SignedIn,
    request: &CreateApiToken,
) -> Result<CreatedApiToken, ServiceError> {
    let name = request.name.trim();
    check(name, request.days)?;
    let now = app.now();
    let text = format!("{PREFIX}{}", token::fresh(&*app.rng));
    let made = ApiToken {
        id: ApiTokenId(app.fresh()),
        person_id: signed_in.actor.person_id,
        name: name.to_owned(),
        scope: request.scope,
        created_at: now,
        expires_at: now
            .saturating_add(SignedDuration::from_hours(24 * i64::from(request.days)))
            .unwrap_or(now),
        last_used_at: None,
    };
    let tx = app.store.begin().await?;
    if api_tokens::of_person(&tx, made.person_id).await?.len() >= TOKENS_MAX {
        return Err(Refusal::field("name", FieldCode::TooMany).into());
    }
    api_tokens::insert(&tx, &made, &token::hash(&text), signed_in.session_id).await?;
    tx.commit().await?;
    tracing::info!(person = %made.person_id, token = %made.id, scope = made.scope.name(), "an API token was made");
    Ok(CreatedApiToken {
        token: text,
        item: item(made),
    })
}

fn check(name: &str, days: u32) -> Result<(), Refusal> {
    if name.is_empty() {
        return Err(Refusal::field("name", FieldCode::Required));
    }
    if name.chars().count() > NAME_MAX || name.contains(char::is_control) {
        return Err(Refusal::field("name", FieldCode::TooLong));
    }
    if !(1..=DAYS_MAX).contains(&days) {
        return Err(Refusal::field("days", FieldCode::NotAllowed));
    }
    Ok(())
}
