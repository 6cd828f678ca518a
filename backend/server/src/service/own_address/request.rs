//! Ask for an address: a mail with a link goes to it.
//!
//! Whoever asks learns nothing about whose it is: the answer is the same, and what waits is listed alike. Whoever has it is told instead.

use pult_domain::own_address::{Outcome, check_new};
use pult_shared::{ids::PersonId, mailbox::Mailbox};
use pult_store::{
    WriteTx,
    address_proofs::{self, NewProof},
    people::{self, Person},
};

use super::{ASKED_MAX, LINK_LASTS, MAILS_MAX, prove::holder};
use crate::{
    app::App,
    identity::token,
    service::{
        ServiceError,
        account::letter,
        person::profile,
        session::{sign_in::Origin, who::SignedIn},
    },
};

/// Mails a link to the address, or tells whoever has it.
///
/// # Errors
/// `invalid` with the field `address`: see [`check_new`]; `too_many_requests` after five addresses within a day, or a hundred from one place in five
/// minutes.
pub async fn request(app: &App, signed_in: &SignedIn, address: &str, origin: &Origin) -> Result<(), ServiceError> {
    let id = signed_in.actor.person_id;
    let now = app.now();
    let tx = app.store.begin().await?;
    let since = now.saturating_sub(LINK_LASTS).unwrap_or(now);
    let asked = address_proofs::count_of_person(&tx, id, since).await?;
    let had = profile::itself(&tx, id).await?.person.addresses;
    let desks = |address: &str| signed_in.tree.for_address(address).is_some() || address == app.config.mail.address;
    let address = check_new(address, &had, desks)?;
    if asked >= ASKED_MAX {
        return Err(ServiceError::TooManyRequests(LINK_LASTS.as_secs()));
    }
    app.link_requests
        .begin(&address, &origin.address, now)
        .map_err(ServiceError::TooManyRequests)?;
    let mailed = address_proofs::count_of_address(&tx, &address, since).await?;
    let token = token::fresh(&*app.rng);
    let proof = NewProof {
        token_hash: token::hash(&token),
        person_id: id,
        address,
        created_at: now,
        expires_at: now.saturating_add(LINK_LASTS).unwrap_or(now),
    };
    address_proofs::insert(&tx, &proof).await?;
    if mailed < MAILS_MAX {
        mail(app, &tx, signed_in, &proof, &token).await?;
    } else {
        tracing::info!(person = %id, "no further link for this address within the day");
    }
    tx.commit().await?;
    app.work.outbox.notify_one();
    Ok(())
}

/// The link to the address; to whoever has it, that somebody has asked for it.
async fn mail(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    proof: &NewProof,
    token: &str,
) -> Result<(), ServiceError> {
    let (now, name) = (proof.created_at, signed_in.person.name.as_str());
    let (held_by, outcome) = holder(tx, proof.person_id, &proof.address).await?;
    if let Some(owner) = told(tx, held_by, outcome).await? {
        let values = [
            ("name", owner.name.as_str()),
            ("who", name),
            ("address", proof.address.as_str()),
        ];
        return letter::send(app, tx, &owner, "address-claimed", &values, now).await;
    }
    // Behind the #, browsers keep it to themselves: it is in no log of a proxy and no referrer.
    let link = format!("{}/account#{token}", app.config.http.public_url);
    let to = Mailbox {
        name: None,
        address: proof.address.clone(),
    };
    let login = people::find(tx, proof.person_id).await?.and_then(|person| person.login);
    let login = login.unwrap_or_default();
    let values = [("who", name), ("login", login.as_str()), ("link", link.as_str())];
    let language = signed_in.language.unwrap_or_default();
    letter::send_to(app, tx, &to, language, "address-proof", &values, now).await
}

/// Who is told instead: whoever would keep the address even if it was proven.
async fn told(tx: &WriteTx, held_by: Option<PersonId>, outcome: Outcome) -> Result<Option<Person>, ServiceError> {
    match held_by.filter(|_| outcome == Outcome::Refused) {
        Some(owner) => Ok(people::find(tx, owner).await?),
        None => Ok(None),
    }
}
