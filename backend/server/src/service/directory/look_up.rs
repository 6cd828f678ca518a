//! Look an unknown sender up, while their mail is worked on. A directory that does not answer costs a moment, and nothing else.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use pult_shared::mailbox::is_address;
use pult_store::people;

use super::{roles_of, single};
use crate::{
    adapters::ldap::{By, People},
    app::App,
    service::ServiceError,
};

/// A mail waits so long for each server.
const PATIENCE: Duration = Duration::from_secs(2);
/// Somebody whom the directory does not know is not asked about again for so long.
const REMEMBERED: SignedDuration = SignedDuration::from_mins(30);
const REMEMBERED_MAX: usize = 20_000;

/// Addresses that no directory knows, with when that was said.
#[derive(Debug, Default)]
pub struct Strangers(Mutex<HashMap<String, Timestamp>>);

impl Strangers {
    fn is_known(&self, address: &str, now: Timestamp) -> bool {
        let strangers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        strangers
            .get(address)
            .is_some_and(|said| now.duration_since(*said) < REMEMBERED)
    }

    fn note(&self, address: String, now: Timestamp) {
        let mut strangers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if strangers.len() >= REMEMBERED_MAX {
            strangers.retain(|_, said| now.duration_since(*said) < REMEMBERED);
        }
        if strangers.len() < REMEMBERED_MAX {
            strangers.insert(address, now);
        }
    }
}

/// Enters the sender of a mail as the directories know them, if nobody has the address here. Never fails: whom no directory names now is
/// a stranger until it does.
pub async fn sender(app: &App, address: &str) {
    if app.directories.is_empty() {
        return;
    }
    if let Err(error) = look_up(app, &address.to_lowercase()).await {
        tracing::warn!(%error, "the sender of a mail could not be looked up in the directory");
    }
}

async fn look_up(app: &App, address: &str) -> Result<(), ServiceError> {
    let now = app.now();
    if app.strangers.is_known(address, now) || people::by_address(&app.store, address).await?.is_some() {
        return Ok(());
    }
    let mut all_answered = true;
    for directory in app.directories.iter() {
        if directory.is_away() {
            all_answered = false;
            continue;
        }
        match directory.find(By::Address(address), PATIENCE).await {
            Ok(Some(found)) => return enter(app, directory.as_ref(), &found).await,
            Ok(None) => {}
            Err(error) => {
                all_answered = false;
                tracing::warn!(directory = directory.settings().name, %error, "a sender is a stranger for now");
            }
        }
    }
    if all_answered {
        app.strangers.note(address.to_owned(), now);
    }
    Ok(())
}

/// Enters somebody whom nobody knows here as a directory knows them, by account id or address. Never fails: whom no directory names now is
/// unknown.
pub async fn account(app: &App, login_or_address: &str) {
    let by = if is_address(login_or_address) {
        By::Address(login_or_address)
    } else {
        By::Login(login_or_address)
    };
    for directory in app.directories.iter().filter(|directory| !directory.is_away()) {
        let entered = match directory.find(by, PATIENCE).await {
            Ok(Some(found)) => enter(app, directory.as_ref(), &found).await,
            Ok(None) => continue,
            Err(error) => {
                tracing::warn!(directory = directory.settings().name, %error, "somebody could not be looked up");
                continue;
            }
        };
        if let Err(error) = entered {
            tracing::warn!(%error, "somebody whom the directory knows could not be entered");
        }
        return;
    }
}

async fn enter(app: &App, directory: &dyn People, found: &crate::adapters::ldap::Found) -> Result<(), ServiceError> {
    let settings = directory.settings();
    let roles = roles_of(app, settings).await?;
    let Some(wanted) = single::wanted(settings, &roles, found) else {
        return Ok(());
    };
    let tx = app.store.begin().await?;
    single::write(app, &tx, &settings.name, &roles, wanted).await?;
    Ok(tx.commit().await?)
}
