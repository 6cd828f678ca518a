//! Sign in by a directory. Whoever has a password here is asked for that one first, so that no directory keeps them out, away or lying. Where
//! that is wrong, the directory is asked about everybody alike: neither time nor status tells who has an account of their own here.

use pult_shared::{error::ErrorCode, ids::PersonId};
use pult_store::people::Credentials;

use super::{roles_of, single};
use crate::{
    adapters::ldap::{By, DirectoryError, Found, People},
    app::App,
    service::ServiceError,
};

/// Whose login and password these are, according to the directories. `local`: who has that login here.
///
/// # Errors
/// `directory_unavailable` where no directory has said yes and one did not answer.
pub async fn verify(
    app: &App,
    login: &str,
    password: &str,
    local: Option<&Credentials>,
) -> Result<Option<PersonId>, ServiceError> {
    // A local account that came from no directory is nobody's there, whatever the directory says.
    let is_local = local.is_some_and(|local| local.password_hash.is_some() && local.directory.is_none());
    let name = if login.contains('@') {
        By::Address(login)
    } else {
        By::Login(login)
    };
    let mut away = false;
    for directory in app.directories.iter().filter(|one| one.settings().sign_in) {
        match directory.sign_in(name, password).await {
            Ok(None) => {}
            Ok(Some(_)) if is_local => {
                tracing::warn!(%login, "an entry of the directory has the account id of a local account");
            }
            Ok(Some(found)) => return person(app, directory.as_ref(), &found).await,
            Err(error) => {
                tracing::error!(directory = directory.settings().name, %error, "nobody can sign in by the directory");
                away = away || matches!(error, DirectoryError::Away(_) | DirectoryError::Refused(_));
            }
        }
    }
    if away {
        return Err(ServiceError::code(ErrorCode::DirectoryUnavailable));
    }
    Ok(None)
}

/// The person of an entry, with name, addresses and roles as they are there now.
async fn person(app: &App, directory: &dyn People, found: &Found) -> Result<Option<PersonId>, ServiceError> {
    let settings = directory.settings();
    let roles = roles_of(app, settings).await?;
    let Some(wanted) = single::wanted(settings, &roles, found) else {
        tracing::warn!(
            directory = settings.name,
            dn = found.entry.dn,
            "an entry without id or name cannot sign in"
        );
        return Ok(None);
    };
    let tx = app.store.begin().await?;
    let person = single::write(app, &tx, &settings.name, &roles, wanted).await?;
    tx.commit().await?;
    Ok(person)
}
