//! Mail somebody a link to set their password.
//!
//! Whoever asks for it without being signed in learns nothing, neither from the answer nor from the time that it takes: what there is to
//! do is done afterwards. Whom a directory leads gets no link: who has gone from there must not stay by a password that is kept here.

use pult_domain::{policy, refusal::Refusal};
use pult_shared::{
    error::{ErrorCode, FieldCode},
    ids::PersonId,
};
use pult_store::{
    accounts::{self, NewLink},
    people::{self, Person},
};

use super::{LINK_LASTS, LINKS_MAX, letter};
use crate::{
    app::App,
    identity::token,
    service::{
        ServiceError, directory,
        session::{sign_in::Origin, who::SignedIn},
    },
};

/// Takes the wish for a link of whoever this account id or address belongs to.
///
/// # Errors
/// `invalid` without a login; `too_many_requests` after ten wishes for one login, or a hundred from one address, in five minutes.
pub fn request(app: &App, login: &str, origin: &Origin) -> Result<(), ServiceError> {
    let login = login.trim().to_lowercase();
    if login.is_empty() {
        return Err(Refusal::field("login", FieldCode::Required).into());
    }
    if login.len() > 320 {
        return Err(Refusal::field("login", FieldCode::TooLong).into());
    }
    app.link_requests
        .begin(&login, &origin.address, app.now())
        .map_err(ServiceError::TooManyRequests)?;
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(error) = send_to_login(&app, &login).await {
            tracing::error!(%error, "the link for a password was not sent");
        }
    });
    Ok(())
}

async fn send_to_login(app: &App, login: &str) -> Result<(), ServiceError> {
    let credentials = people::credentials(&app.store, login).await?;
    let Some(found) = credentials.filter(|found| found.active) else {
        tracing::info!(%login, "nobody to send the link for a password to");
        return Ok(());
    };
    let Some(person) = people::find(&app.store, found.person_id).await? else {
        return Ok(());
    };
    let what = if directory::leads(app, found.directory.as_deref()) {
        Letter::Elsewhere
    } else {
        Letter::Link
    };
    match send(app, &person, what).await {
        Err(ServiceError::TooManyRequests(_)) => {
            tracing::info!(person = %person.id, "no further link for a password within the hour");
            Ok(())
        }
        done => done,
    }
}

/// Has a person mailed a link, as an administrator or for oneself.
///
/// # Errors
/// `forbidden`, `person_not_found`; `not_applicable` where the person has no address or may not sign in; `password_elsewhere` for whom a
/// directory leads; `too_many_requests` after three within an hour.
pub async fn send_for(app: &App, signed_in: &SignedIn, person: PersonId) -> Result<(), ServiceError> {
    policy::permit_account(&signed_in.actor, person)?;
    let found = people::find(&app.store, person).await?;
    let found = found.ok_or_else(|| ServiceError::code(ErrorCode::PersonNotFound))?;
    if !found.active || found.addresses.is_empty() {
        let detail = "The person has no mail address, or may not sign in.";
        return Err(Refusal::because(ErrorCode::NotApplicable, detail).into());
    }
    super::refuse_led(app, person).await?;
    send(app, &found, Letter::Link).await?;
    tracing::info!(%person, by = %signed_in.actor.person_id, "a link for a password was sent");
    Ok(())
}

/// What somebody is mailed.
enum Letter {
    Link,
    /// That the password is changed elsewhere.
    Elsewhere,
}

async fn send(app: &App, person: &Person, what: Letter) -> Result<(), ServiceError> {
    let now = app.now();
    let token = token::fresh(&*app.rng);
    let tx = app.store.begin().await?;
    let since = now.saturating_sub(LINK_LASTS).unwrap_or(now);
    if accounts::count_links(&tx, person.id, since).await? >= LINKS_MAX {
        return Err(ServiceError::TooManyRequests(LINK_LASTS.as_secs()));
    }
    let link = NewLink {
        token_hash: token::hash(&token),
        person_id: person.id,
        created_at: now,
        expires_at: now.saturating_add(LINK_LASTS).unwrap_or(now),
    };
    accounts::insert_link(&tx, &link).await?;
    // Behind the #, browsers keep it to themselves: it is in no log of a proxy and no referrer.
    let address = format!("{}/password#{token}", app.config.http.public_url);
    let values = [("name", person.name.as_str()), ("link", address.as_str())];
    match what {
        Letter::Link => letter::send(app, &tx, person, "password-link", &values, now).await?,
        Letter::Elsewhere => {
            // The link counts, so that nobody's mailbox is filled, and opens nothing.
            accounts::void_links(&tx, person.id, now).await?;
            letter::send(app, &tx, person, "password-elsewhere", &values[..1], now).await?;
        }
    }
    tx.commit().await?;
    app.work.outbox.notify_one();
    Ok(())
}
