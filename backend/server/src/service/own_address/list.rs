//! One's own addresses, and those that wait to be proven.

use pult_domain::own_address::is_removable;
use pult_shared::api::own_address::{OwnAddress, OwnAddressList, WaitingAddress};
use pult_store::{Conn, address_proofs};

use crate::{
    app::App,
    service::{ServiceError, person::profile, session::who::SignedIn},
};

/// The main one first.
///
/// # Errors
/// `person_not_found` where the account has gone in the meantime.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<OwnAddressList, ServiceError> {
    read(app, &app.store, signed_in).await
}

pub(super) async fn read(app: &App, conn: &impl Conn, signed_in: &SignedIn) -> Result<OwnAddressList, ServiceError> {
    let id = signed_in.actor.person_id;
    let person = profile::read(conn, id).await?.person;
    let waiting = address_proofs::waiting(conn, id, app.now()).await?;
    let items = person.addresses.into_iter().enumerate().map(|(place, one)| OwnAddress {
        main: place == 0,
        removable: is_removable(place, &one),
        address: one.address,
        kind: one.kind,
        verified: one.verified,
    });
    let waiting = waiting.into_iter().map(|one| WaitingAddress {
        address: one.address,
        until: one.until,
    });
    Ok(OwnAddressList {
        items: items.collect(),
        waiting: waiting.collect(),
    })
}
