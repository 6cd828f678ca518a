//! Take one of one's own private addresses out, or what waits to be proven.

use pult_domain::own_address::without;
use pult_shared::api::own_address::OwnAddressList;
use pult_store::address_proofs;

use super::{change, list};
use crate::{
    app::App,
    service::{ServiceError, person::profile, session::who::SignedIn, settings_log},
};

/// Mail from it is not theirs any more. What a directory names stays, and so does the main address.
///
/// # Errors
/// `invalid` with the field `address`: unknown, or not theirs to take out.
pub async fn remove(app: &App, signed_in: &SignedIn, address: &str) -> Result<OwnAddressList, ServiceError> {
    let (id, now) = (signed_in.actor.person_id, app.now());
    let address = address.trim().to_lowercase();
    let tx = settings_log::begin(app).await?;
    let me = profile::itself(&tx, id).await?;
    let waited = address_proofs::void(&tx, id, &address, now).await? > 0;
    match without(&me.person.addresses, &address) {
        Ok(left) => change(app, signed_in, &tx, &me, left).await?,
        // What only waits is no address of theirs yet.
        Err(_) if waited && me.person.addresses.iter().all(|one| one.address != address) => {}
        Err(refusal) => return Err(refusal.into()),
    }
    let list = list::read(app, &tx, signed_in).await?;
    settings_log::finish(app, tx).await?;
    Ok(list)
}
