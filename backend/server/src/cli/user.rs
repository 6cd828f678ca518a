//! `pult user`: accounts from the command line, for the first administrator above all.

use std::io::Read as _;

use clap::{Args, Subcommand};
use pult_shared::{
    error::ErrorCode,
    ids::PersonId,
    limits::{PASSWORD_MAX, PASSWORD_MIN},
    mailbox::is_address,
};
use pult_store::{StoreError, people};

use super::{Failure, Outcome, options::Common, serve::announce, setup};
use crate::{
    identity::password,
    service::{ServiceError, second_factor::remove::reset},
};

/// Create accounts, and open them again
#[derive(Args, Debug)]
pub struct User {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    Create(Create),
    ResetSecondFactor(ResetSecondFactor),
}

/// Create a local account
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pult user create --admin --login lvogt --password-stdin < password.txt\n  \
                        pult user create --login kstern --name \"Kim Stern\" --address kim.stern@hs-musterstadt.example --password-stdin"
)]
struct Create {
    #[command(flatten)]
    common: Common,

    /// May administer everything
    #[arg(long)]
    admin: bool,

    /// The name to sign in with
    #[arg(long)]
    login: String,

    /// The name that others see [default: the login]
    #[arg(long)]
    name: Option<String>,

    /// The person's mail address
    #[arg(long)]
    address: Option<String>,

    /// Read the password from standard input (one line); there is no other way, so that it shows in no list of processes
    #[arg(long, required = true)]
    password_stdin: bool,
}

/// Take the second factor off an account whose owner has lost app and recovery codes
///
/// Ends the person's sessions. Where a role asks for a second factor, the next sign-in leads to setting one up.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  pult user reset-second-factor --login lvogt")]
struct ResetSecondFactor {
    #[command(flatten)]
    common: Common,

    /// The name to sign in with, or the mail address
    #[arg(long)]
    login: String,
}

impl User {
    pub async fn run(self) -> Outcome {
        match self.action {
            Action::Create(create) => create.run().await,
            Action::ResetSecondFactor(reset) => reset.run().await,
        }
    }
}

impl Create {
    async fn run(self) -> Outcome {
        let config = self.common.load()?;
        let login = checked_login(&self.login)?;
        let address = self.address.as_deref().map(checked_address).transpose()?;
        let name = self
            .name
            .as_deref()
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .unwrap_or(&login)
            .to_owned();
        let password = read_password()?;
        let store = setup::open_store(&config).await?;
        let app = setup::app(config, store.clone())?;
        let hash = password::hash(password, app.rng.as_ref())
            .await
            .map_err(|error| Failure::because(error.to_string()))?;
        let person = people::NewPerson {
            id: PersonId(app.fresh()),
            login: Some(login.clone()),
            name,
            language: None,
            administrator: self.admin,
            active: true,
            addresses: address.into_iter().collect(),
            password_hash: Some(hash),
            created_at: app.now(),
        };
        let tx = store.begin().await?;
        let inserted = people::insert(&tx, &person).await;
        match inserted {
            Ok(()) => tx.commit().await?,
            Err(StoreError::Duplicate(what)) => return Err(taken(what, &login, &person.addresses)),
            Err(error) => return Err(error.into()),
        }
        store.close().await;
        let role = if self.admin { "administrator " } else { "" };
        Ok(announce(&format!("Created the {role}account {login}."))?)
    }
}

impl ResetSecondFactor {
    async fn run(self) -> Outcome {
        let config = self.common.load()?;
        let store = setup::open_store(&config).await?;
        let app = setup::app(config, store.clone())?;
        let login = self.login.trim();
        let done = reset(&app, login).await;
        store.close().await;
        match done {
            Ok(name) => Ok(announce(&format!(
                "Took the second factor off the account {login} ({name})."
            ))?),
            Err(ServiceError::Refused(refusal)) if refusal.code == ErrorCode::PersonNotFound => Err(Failure::because(
                format!("there is no account {login}; nothing was changed"),
            )),
            Err(ServiceError::Refused(refusal)) if refusal.code == ErrorCode::NotApplicable => Err(Failure::because(
                format!("the account {login} has no second factor; nothing was changed"),
            )),
            Err(error) => Err(Failure::because(error.to_string())),
        }
    }
}

fn taken(what: &str, login: &str, addresses: &[String]) -> Failure {
    if what.contains("address") {
        let address = addresses.first().map_or("", String::as_str);
        Failure::because(format!(
            "the address {address} belongs to somebody else already; nothing was created"
        ))
    } else {
        Failure::because(format!("the login {login} is taken; nothing was created"))
    }
}

/// Logins are compared in lower case, and must not look like an address, which is a login of its own.
fn checked_login(text: &str) -> Result<String, Failure> {
    let login = text.trim().to_lowercase();
    let fine =
        (1..=64).contains(&login.chars().count()) && login.chars().all(|c| c.is_alphanumeric() || "._-".contains(c));
    if fine {
        Ok(login)
    } else {
        Err(Failure::usage(format!(
            "the login {text:?} is not allowed; it must be 1 to 64 letters, digits, dots, hyphens or underscores"
        )))
    }
}

fn checked_address(text: &str) -> Result<String, Failure> {
    let address = text.trim().to_lowercase();
    if is_address(&address) {
        Ok(address)
    } else {
        Err(Failure::usage(format!("{text:?} is no mail address")))
    }
}

/// One line; a line break at its end is not part of it.
fn read_password() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    // Enough to see that it is too long, whatever is piped in.
    let limit = u64::try_from(PASSWORD_MAX * 4 + 3).unwrap_or(u64::MAX);
    std::io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
    let text = String::from_utf8(bytes).map_err(|_| Failure::usage("the password on standard input is not UTF-8"))?;
    checked_password(
        text.strip_suffix('\n')
            .map_or(text.as_str(), |line| line.strip_suffix('\r').unwrap_or(line)),
    )
}

fn checked_password(password: &str) -> Result<String, Failure> {
    match password.chars().count() {
        0 => Err(Failure::usage("there is no password on standard input")),
        length if length < PASSWORD_MIN => Err(Failure::usage(format!(
            "the password is too short: it has {length} characters and needs at least {PASSWORD_MIN}"
        ))),
        length if length > PASSWORD_MAX => Err(Failure::usage(format!(
            "the password is too long: it may have {PASSWORD_MAX} characters at the most"
        ))),
        _ if password.contains(['\n', '\r']) => Err(Failure::usage("the password must be a single line")),
        _ => Ok(password.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins() {
        assert_eq!(checked_login(" LVogt ").unwrap(), "lvogt");
        for bad in ["", "a b", "a@b.example", &"x".repeat(65)] {
            assert_eq!(checked_login(bad).unwrap_err().code, 2, "{bad}");
        }
    }

    #[test]
    fn passwords() {
        assert_eq!(checked_password("twelve chars").unwrap(), "twelve chars");
        for (bad, word) in [
            ("", "no password"),
            ("seven c", "too short"),
            (&*"x".repeat(257), "too long"),
            ("two\nlines and more", "single line"),
        ] {
            let failure = checked_password(bad).unwrap_err();
            assert!(failure.message.contains(word), "{}", failure.message);
        }
    }
}
