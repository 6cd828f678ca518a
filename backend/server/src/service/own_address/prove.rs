//! Prove an address by the link of a mail: once, by whoever has asked for it, signed in.

use pult_domain::{
    directory::address::Claim,
    own_address::{Holder, Outcome, outcome, with_proven},
    policy,
};
use pult_shared::{
    api::{own_address::OwnAddressList, person::PersonAddress},
    error::ErrorCode,
    ids::PersonId,
};
use pult_store::{WriteTx, address_proofs, people};

use super::{change, list};
use crate::{
    app::App,
    identity::token,
    service::{
        ServiceError,
        account::letter,
        person::{merge, profile},
        session::who::SignedIn,
        settings_log,
        ticket::write,
    },
};

/// Makes the address theirs. Somebody who was nothing but this address is the same person from now on; where it stood at somebody who had not
/// shown that it is theirs, it goes.
///
/// # Errors
/// `link_expired` for a link that was used, is too old, never was one or is somebody else's, and where the address has gone to somebody else.
pub async fn prove(app: &App, signed_in: &SignedIn, given: &str) -> Result<OwnAddressList, ServiceError> {
    let (id, now) = (signed_in.actor.person_id, app.now());
    let expired = || ServiceError::code(ErrorCode::LinkExpired);
    let tx = settings_log::begin(app).await?;
    let address = address_proofs::take(&tx, id, &token::hash(given), now).await?;
    let address = address.ok_or_else(expired)?;
    address_proofs::void(&tx, id, &address, now).await?;
    let me = profile::itself(&tx, id).await?;
    let addresses = with_proven(&me.person.addresses, &address);
    match holder(&tx, id, &address).await? {
        (_, Outcome::Added) => change(app, signed_in, &tx, &me, addresses).await?,
        (Some(other), Outcome::Joined) => {
            let other = profile::itself(&tx, other).await?;
            let permit = policy::permit_proven_address();
            merge::join(app, signed_in, &tx, permit, (&me, &other), addresses).await?;
        }
        (Some(other), Outcome::Taken) => {
            let other = profile::itself(&tx, other).await?;
            let theirs = |one: &&PersonAddress| one.address != address;
            let left = other.person.addresses.iter().filter(theirs).cloned().collect();
            change(app, signed_in, &tx, &other, left).await?;
            change(app, signed_in, &tx, &me, addresses).await?;
        }
        _ => return Err(expired()),
    }
    tell(app, &tx, id, &address).await?;
    let list = list::read(app, &tx, signed_in).await?;
    write::commit(app, tx).await?;
    app.work.outbox.notify_one();
    tracing::info!(person = %id, "an address was proven");
    Ok(list)
}

/// Whoever has an address but the one who wants it, and what becomes of it.
pub(super) async fn holder(
    tx: &WriteTx,
    me: PersonId,
    address: &str,
) -> Result<(Option<PersonId>, Outcome), ServiceError> {
    let found = people::by_address(tx, address).await?.map(|found| found.id);
    let Some(other) = found.filter(|found| *found != me) else {
        return Ok((None, outcome(Holder::Nobody)));
    };
    if people::is_nothing_but_an_address(tx, other).await? {
        return Ok((Some(other), outcome(Holder::NothingElse)));
    }
    let profile = profile::itself(tx, other).await?;
    let theirs = profile.person.addresses.iter().find(|one| one.address == address);
    let holder = theirs.map_or(Holder::Nobody, |one| {
        Holder::Somebody(Claim {
            active: profile.active,
            kind: one.kind,
            verified: one.verified,
        })
    });
    Ok((Some(other), outcome(holder)))
}

/// A mail to the main address: whoever sits at somebody's open session shall not do this unnoticed.
async fn tell(app: &App, tx: &WriteTx, id: PersonId, address: &str) -> Result<(), ServiceError> {
    let Some(person) = people::find(tx, id).await? else {
        return Ok(());
    };
    let values = [("name", person.name.as_str()), ("address", address)];
    letter::send(app, tx, &person, "address-added", &values, app.now()).await
}
