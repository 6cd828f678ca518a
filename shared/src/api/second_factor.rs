//! A second factor beside a local password: one-time codes of an app (TOTP, RFC 6238), passkeys (WebAuthn level 3), and recovery codes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Timestamp, ids::PasskeyId};

/// What a person has set up, as part of their account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactorView {
    /// The person signs in with a password here or of the directory, so one can be set up.
    pub available: bool,
    /// Codes of an app are asked for.
    pub totp: bool,
    /// Passkeys can be set up: this site has a name and is reached by HTTPS.
    #[serde(default)]
    pub passkeys_available: bool,
    /// Those that are set up, the oldest first. Bounded: at most ten.
    #[serde(default)]
    pub passkeys: Vec<PasskeyView>,
    /// Recovery codes that were not used yet.
    pub recovery_codes: u32,
    /// A role of the person asks for a second factor, so the last one cannot be switched off.
    pub required: bool,
}

/// A passkey of the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyView {
    pub id: PasskeyId,
    /// What the person calls it.
    pub name: String,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// The last sign-in with it (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_used_at: Option<Timestamp>,
}

/// Answer of `start_passkey` and `start_passkey_sign_in`: what the browser asks an authenticator for, once and for five minutes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyChallenge {
    /// Shows which challenge is answered.
    pub challenge: String,
    /// For `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON` (WebAuthn level 3, §5.1.8 and §5.1.9).
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub options: Value,
}

/// Body of `confirm_passkey`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmPasskey {
    /// From the answer of `start_passkey`.
    pub challenge: String,
    /// What the person calls it.
    pub name: String,
    /// `PublicKeyCredential.toJSON()` of what the authenticator made.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub credential: Value,
}

/// Body of `sign_in_with_passkey`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasskeySignIn {
    /// From the answer of `start_passkey_sign_in`; where a password was shown before, `second_step` of `create_session`.
    pub challenge: String,
    /// `PublicKeyCredential.toJSON()` of what the authenticator signed.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub credential: Value,
}

/// Answer of `create_session` with status 202: the password is right, the second factor is still missing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondStep {
    /// Shows `complete_session` which sign-in goes on.
    pub second_step: String,
    /// Until when (UTC).
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
    /// An app shows codes; without one, recovery codes alone are taken.
    pub totp: bool,
    /// Where the person has passkeys: the options to ask one of them, for `sign_in_with_passkey`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub passkey: Option<Value>,
}

/// Body of `complete_session`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CompleteSession {
    /// From the answer of `create_session`.
    pub second_step: String,
    /// The six digits that the app shows, or a recovery code.
    pub code: String,
}

/// Body of `start_totp`, `remove_totp`, `start_passkey`, `remove_passkey` and `renew_recovery_codes`: the password again, so that a session that somebody left open is not enough.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordAgain {
    pub password: String,
}

/// Answer of `start_totp`: what the app needs. It counts after the first code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TotpSetup {
    /// To be typed in, in base32 (RFC 4648).
    pub secret: String,
    /// The same as `otpauth:` address, with issuer and account.
    pub uri: String,
    pub qr: QrCode,
}

/// A QR code to be drawn.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QrCode {
    /// Its side in modules, with the quiet zone.
    pub size: u32,
    /// The dark modules, as path data of SVG with one unit a module.
    pub path: String,
}

/// Body of `confirm_totp`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmTotp {
    /// The six digits that the app shows now.
    pub code: String,
}

/// Answer of `confirm_totp`, `confirm_passkey` and `renew_recovery_codes`: shown this one time, each works once. None from `confirm_passkey`
/// where the person has some.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    pub codes: Vec<String>,
}

macro_rules! say_nothing {
    ($($name:ident),*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                // Secrets stay out of every log.
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )*};
}

say_nothing!(
    SecondStep,
    CompleteSession,
    PasswordAgain,
    TotpSetup,
    QrCode,
    ConfirmTotp,
    PasskeyChallenge,
    ConfirmPasskey,
    PasskeySignIn,
    RecoveryCodes
);
