//! Link a person to who they are at a provider, and take that back: by administrators, for whom the provider alone does not find, and for programs
//! that act for themselves.

use pult_domain::{policy, refusal::Refusal, sign_on::check_subject};
use pult_shared::{
    api::person::{LinkIdentity, PersonProfile},
    error::{ErrorCode, FieldCode},
    ids::PersonId,
};
use pult_store::{StoreError, identities, sessions};
use serde::Serialize;

use super::provider;
use crate::{
    app::App,
    service::{
        ServiceError,
        person::profile,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// What the log of settings keeps.
#[derive(Serialize)]
struct Logged<'a> {
    provider: &'a str,
    subject: &'a str,
}

/// Links a person to a subject of a provider, in place of what they were there.
///
/// # Errors
/// `forbidden`, `person_not_found`, `not_found` for a provider that is not configured; `invalid` for the field `subject`, also where it is somebody
/// else's.
pub async fn link(
    app: &App,
    signed_in: &SignedIn,
    id: PersonId,
    name: &str,
    request: &LinkIdentity,
) -> Result<PersonProfile, ServiceError> {
    policy::permit_people(&signed_in.actor)?;
    provider(app, name)?;
    let subject = check_subject(&request.subject)?;
    let tx = settings_log::begin(app).await?;
    profile::itself(&tx, id).await?;
    let before = identities::unlink(&tx, name, id).await?;
    if before.as_deref() == Some(subject.as_str()) {
        // Nothing of this is kept: it is so already.
        drop(tx);
        return profile::read(&app.store, id).await;
    }
    let linked = identities::link(&tx, name, &subject, id, app.now()).await;
    linked.map_err(|error| match error {
        StoreError::Duplicate(_) => Refusal::field("subject", FieldCode::Taken).into(),
        other => ServiceError::from(other),
    })?;
    if let Some(before) = &before {
        sessions::delete_of_provider(&tx, name, Some(before), None, pult_shared::Timestamp::MAX).await?;
    }
    let logged = |subject| Logged {
        provider: name,
        subject,
    };
    let line = settings_log::line(app, signed_in, Thing::Person, id);
    let was = before.as_deref().map(logged);
    line.write(&tx, was.as_ref(), Some(&logged(&subject))).await?;
    let after = profile::read(&tx, id).await?;
    settings_log::finish(app, tx).await?;
    Ok(after)
}

/// Takes a link back. Sessions that were begun by it end.
///
/// # Errors
/// `forbidden`, `person_not_found`; `not_found` where there is none.
pub async fn unlink(app: &App, signed_in: &SignedIn, id: PersonId, name: &str) -> Result<PersonProfile, ServiceError> {
    policy::permit_people(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    profile::itself(&tx, id).await?;
    let subject = identities::unlink(&tx, name, id).await?;
    let subject = subject.ok_or_else(|| ServiceError::code(ErrorCode::NotFound))?;
    sessions::delete_of_provider(&tx, name, Some(&subject), None, pult_shared::Timestamp::MAX).await?;
    let before = Logged {
        provider: name,
        subject: &subject,
    };
    let line = settings_log::line(app, signed_in, Thing::Person, id);
    line.write(&tx, Some(&before), None::<&Logged<'_>>).await?;
    let after = profile::read(&tx, id).await?;
    settings_log::finish(app, tx).await?;
    Ok(after)
}
