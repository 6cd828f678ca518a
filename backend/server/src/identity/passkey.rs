//! Passkeys by WebAuthn level 3: this site as relying party, known to authenticators by the host of its public address.
//!
//! A passkey counts as two factors, since the authenticator asks for PIN or finger (user verification is always required). Challenges are random
//! by the library's own source; everything else that is kept is text for the database.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use uuid::Uuid;
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{
        AuthenticationResult, DiscoverableAuthentication, Passkey, PasskeyAuthentication, PasskeyRegistration,
        PublicKeyCredential, RegisterPublicKeyCredential, Url, WebauthnError,
    },
};

/// A challenge: what the browser gets, and what its answer is compared with.
pub struct Asked {
    pub options: Value,
    pub state: String,
}

/// A passkey that was verified.
pub struct Verified {
    /// What the authenticator calls it, in base64url.
    pub credential_id: String,
    /// To be kept from now on.
    pub public_key: String,
}

/// Why a passkey was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// What the browser sent is none, or not for this challenge and site.
    #[error("{0}")]
    Refused(String),
    /// The signature counter went back: somebody may have a copy of the authenticator (WebAuthn §6.1.1).
    #[error("its counter went back")]
    Copied,
    #[error("{0}")]
    Internal(String),
}

impl From<WebauthnError> for PasskeyError {
    fn from(error: WebauthnError) -> Self {
        match error {
            WebauthnError::CredentialPossibleCompromise => Self::Copied,
            other => Self::Refused(other.to_string()),
        }
    }
}

/// This site, as authenticators know it.
pub struct Site(Webauthn);

impl Site {
    /// None where browsers know no passkeys: at a bare IP address, and without HTTPS except at `localhost` (WebAuthn §5.1.2, secure contexts).
    #[must_use]
    pub fn at(public_url: &str) -> Option<Self> {
        let origin = Url::parse(public_url).ok()?;
        let host = origin.domain()?;
        let secure = origin.scheme() == "https" || host == "localhost" || host.ends_with(".localhost");
        if !secure {
            return None;
        }
        let builder = WebauthnBuilder::new(host, &origin).ok()?;
        builder.rp_name("Pult").build().ok().map(Self)
    }

    /// Asks for a new passkey of a person; not for one of an authenticator that has one of `known` already.
    ///
    /// # Errors
    /// `Internal` when the library fails.
    pub fn ask_to_register(
        &self,
        person: Uuid,
        account: &str,
        name: &str,
        known: &[String],
    ) -> Result<Asked, PasskeyError> {
        let known = known
            .iter()
            .map(|key| read::<Passkey>(key).map(|key| key.cred_id().clone()));
        let known: Vec<_> = known.collect::<Result<_, _>>()?;
        let (options, state) = self
            .0
            .start_passkey_registration(person, account, name, Some(known))
            .map_err(internal)?;
        let mut asked = asked(&options.public_key, &state)?;
        // One that the authenticator remembers can do without a login; one that it does not remember is a second factor all the same.
        if let Some(wishes) = asked
            .options
            .get_mut("authenticatorSelection")
            .and_then(Value::as_object_mut)
        {
            wishes.insert("residentKey".to_owned(), json!("preferred"));
        }
        Ok(asked)
    }

    /// # Errors
    /// `Refused` where the answer is not for this challenge and site, or the person was not verified.
    pub fn register(&self, state: &str, credential: Value) -> Result<Verified, PasskeyError> {
        let state: PasskeyRegistration = read(state)?;
        let credential: RegisterPublicKeyCredential = answer(credential)?;
        let key = self.0.finish_passkey_registration(&credential, &state)?;
        Ok(Verified {
            credential_id: URL_SAFE_NO_PAD.encode(key.cred_id()),
            public_key: write(&key)?,
        })
    }

    /// Asks for one of a person's passkeys.
    ///
    /// # Errors
    /// `Internal` when the library fails.
    pub fn ask_one_of(&self, keys: &[String]) -> Result<Asked, PasskeyError> {
        let keys: Vec<Passkey> = keys.iter().map(|key| read(key)).collect::<Result<_, _>>()?;
        let (options, state) = self.0.start_passkey_authentication(&keys).map_err(internal)?;
        asked(&options.public_key, &state)
    }

    /// Whether the answer is by `key`, which must be one of those that were asked for; the key as it is to be kept.
    ///
    /// # Errors
    /// `Refused`, `Copied`.
    pub fn check_one_of(&self, state: &str, credential: Value, key: &str) -> Result<String, PasskeyError> {
        let state: PasskeyAuthentication = read(state)?;
        let credential: PublicKeyCredential = answer(credential)?;
        let result = self.0.finish_passkey_authentication(&credential, &state)?;
        // The challenge was made with the keys as they were then; the counter counts as it is now.
        let (before, after) = (counter(key)?, u64::from(result.counter()));
        if (before > 0 || after > 0) && after <= before {
            return Err(PasskeyError::Copied);
        }
        updated(key, &result)
    }

    /// Asks for whatever passkey of this site the person has at hand.
    ///
    /// # Errors
    /// `Internal` when the library fails.
    pub fn ask_anybody(&self) -> Result<Asked, PasskeyError> {
        let (options, state) = self.0.start_discoverable_authentication().map_err(internal)?;
        asked(&options.public_key, &state)
    }

    /// As [`Site::check_one_of`], for the answer to [`Site::ask_anybody`].
    ///
    /// # Errors
    /// `Refused`, `Copied`.
    pub fn check_anybody(&self, state: &str, credential: Value, key: &str) -> Result<String, PasskeyError> {
        let state: DiscoverableAuthentication = read(state)?;
        let credential: PublicKeyCredential = answer(credential)?;
        let known: Passkey = read(key)?;
        let result = self
            .0
            .finish_discoverable_authentication_v2(&credential, state, &known)?;
        updated(key, &result)
    }
}

/// Whose passkey signed, as far as the answer says so, and what its authenticator calls it. Nothing is verified yet.
///
/// # Errors
/// `Refused` where it is no answer of an authenticator.
pub fn named(credential: Value) -> Result<(Option<Uuid>, String), PasskeyError> {
    let credential: PublicKeyCredential = answer(credential)?;
    let person = match credential.get_user_unique_id() {
        None | Some([]) => None,
        Some(person) => {
            let person = Uuid::from_slice(person);
            Some(person.map_err(|_| PasskeyError::Refused("it names somebody of another site".to_owned()))?)
        }
    };
    Ok((person, URL_SAFE_NO_PAD.encode(credential.get_credential_id())))
}

/// The key with what its use has changed.
fn updated(key: &str, result: &AuthenticationResult) -> Result<String, PasskeyError> {
    let mut key: Passkey = read(key)?;
    key.update_credential(result)
        .ok_or_else(|| PasskeyError::Refused("it is another passkey".to_owned()))?;
    write(&key)
}

fn counter(key: &str) -> Result<u64, PasskeyError> {
    let key: Value = read(key)?;
    let counter = key.pointer("/cred/counter").and_then(Value::as_u64);
    counter.ok_or_else(|| PasskeyError::Internal("the kept key has no counter".to_owned()))
}

fn asked(options: &impl Serialize, state: &impl Serialize) -> Result<Asked, PasskeyError> {
    Ok(Asked {
        options: serde_json::to_value(options).map_err(|error| PasskeyError::Internal(error.to_string()))?,
        state: write(state)?,
    })
}

/// What an authenticator has said, by way of the browser.
fn answer<T: DeserializeOwned>(credential: Value) -> Result<T, PasskeyError> {
    serde_json::from_value(credential).map_err(|error| PasskeyError::Refused(error.to_string()))
}

fn read<T: DeserializeOwned>(kept: &str) -> Result<T, PasskeyError> {
    serde_json::from_str(kept).map_err(|error| PasskeyError::Internal(error.to_string()))
}

fn write(value: &impl Serialize) -> Result<String, PasskeyError> {
    serde_json::to_string(value).map_err(|error| PasskeyError::Internal(error.to_string()))
}

#[allow(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn internal(error: WebauthnError) -> PasskeyError {
    PasskeyError::Internal(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::Site;

    #[test]
    fn where_browsers_know_passkeys() {
        for (url, known) in [
            ("https://desk.hs-musterstadt.example", true),
            ("https://desk.hs-musterstadt.example:8443", true),
            ("http://localhost:8080", true),
            ("http://desk.hs-musterstadt.example", false),
            ("http://127.0.0.1:8080", false),
            ("https://192.0.2.7", false),
            ("https://[2001:db8::1]", false),
            ("", false),
        ] {
            assert_eq!(Site::at(url).is_some(), known, "{url}");
        }
    }
}
