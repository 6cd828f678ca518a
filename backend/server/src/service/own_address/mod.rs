//! Addresses that people enter for themselves: asked for, proven by the link of a mail, taken out again. Until it is proven, an address is nobody's.

pub mod list;
pub mod prove;
pub mod remove;
pub mod request;

use jiff::SignedDuration;
use pult_shared::{
    api::person::{PersonAddress, PersonDef, PersonProfile},
    error::ErrorCode,
};
use pult_store::{StoreError, WriteTx, people};

use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// How long the link of a mail can be used.
pub const LINK_LASTS: SignedDuration = SignedDuration::from_hours(24);
/// Addresses that one person asks for within that time at the most, and mails that one address gets by it: whoever fills a mailbox by our form comes
/// no further.
const ASKED_MAX: u64 = 5;
const MAILS_MAX: u64 = 3;

/// Gives somebody other addresses, with a line in the log.
async fn change(
    app: &App,
    signed_in: &SignedIn,
    tx: &WriteTx,
    before: &PersonProfile,
    addresses: Vec<PersonAddress>,
) -> Result<(), ServiceError> {
    let after = PersonDef {
        addresses,
        ..before.person.clone()
    };
    people::profile::update(tx, before.id, &after)
        .await
        .map_err(|error| match error {
            // Somebody has got it in this moment.
            StoreError::Duplicate(_) => ServiceError::code(ErrorCode::LinkExpired),
            other => other.into(),
        })?;
    let line = settings_log::line(app, signed_in, Thing::Person, before.id);
    line.write(tx, Some(&before.person), Some(&after)).await
}
