//! Where somebody is signed in.

use jiff::SignedDuration;
use pult_domain::{device::Device, policy};
use pult_shared::{
    api::account::{SessionItem, SessionList},
    error::ErrorCode,
    ids::PersonId,
};
use pult_store::{people, sessions};

use super::who::SignedIn;
use crate::{app::App, service::ServiceError};

/// The sessions of a person: one's own, or for administrators anybody's.
///
/// # Errors
/// `forbidden`, `person_not_found`.
pub async fn list(app: &App, signed_in: &SignedIn, person: PersonId) -> Result<SessionList, ServiceError> {
    policy::permit_account(&signed_in.actor, person)?;
    if person != signed_in.actor.person_id && people::find(&app.store, person).await?.is_none() {
        return Err(ServiceError::code(ErrorCode::PersonNotFound));
    }
    let now = app.now();
    let absolute = SignedDuration::from_hours(i64::from(app.config.session.absolute_hours));
    let begun_after = now.saturating_sub(absolute).unwrap_or(now);
    let found = sessions::of_person(&app.store, person, now, begun_after).await?;
    let items = found.into_iter().map(|listed| {
        let device = Device::of(&listed.user_agent);
        let session = listed.session;
        let end = session
            .created_at
            .saturating_add(absolute)
            .unwrap_or(session.expires_at);
        SessionItem {
            id: session.id,
            current: session.id == signed_in.session_id,
            browser: device.browser.map(str::to_owned),
            system: device.system.map(str::to_owned),
            address: listed.address,
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
            expires_at: session.expires_at.min(end),
        }
    });
    Ok(SessionList { items: items.collect() })
}
