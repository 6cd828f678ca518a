//! A person's own account: its password, and the mails about it.

pub mod change_password;
mod checked;
pub(in crate::service) mod letter;
pub mod link;
pub(in crate::service) mod reauthenticate;
pub mod set_password;
pub mod show;

use jiff::SignedDuration;
use pult_shared::{error::ErrorCode, ids::PersonId};
use pult_store::accounts;

use crate::{
    app::App,
    service::{ServiceError, directory},
};

/// How long a link of a mail can be used.
pub const LINK_LASTS: SignedDuration = SignedDuration::from_hours(1);
/// Links that one person is mailed within that time at the most: whoever fills somebody's mailbox by our form comes no further.
const LINKS_MAX: u64 = 3;

/// No password is set here for somebody whom a directory leads: it would outlive them there.
async fn refuse_led(app: &App, person: PersonId) -> Result<(), ServiceError> {
    let credentials = accounts::credentials(&app.store, person).await?;
    let led_by = credentials.and_then(|credentials| credentials.directory);
    if directory::leads(app, led_by.as_deref()) {
        return Err(ServiceError::code(ErrorCode::PasswordElsewhere));
    }
    Ok(())
}
