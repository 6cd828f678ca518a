//! The second factor beside one's password.

use gloo_net::http::Method;
use pult_shared::{
    api::second_factor::{ConfirmPasskey, ConfirmTotp, PasskeyChallenge, PasswordAgain, RecoveryCodes, TotpSetup},
    ids::PasskeyId,
};

use super::{ApiError, Target};

pub async fn start_totp(password: String) -> Result<TotpSetup, ApiError> {
    let target = Target::new("/account/totp");
    super::send_json(Method::POST, target, None, &PasswordAgain { password }).await
}

pub async fn confirm_totp(code: String) -> Result<RecoveryCodes, ApiError> {
    let target = Target::new("/account/totp/confirmation");
    super::send_json(Method::POST, target, None, &ConfirmTotp { code }).await
}

pub async fn remove_totp(password: String) -> Result<(), ApiError> {
    let target = Target::new("/account/totp/removal");
    super::send_only(Method::POST, target, &PasswordAgain { password }).await
}

pub async fn renew_recovery_codes(password: String) -> Result<RecoveryCodes, ApiError> {
    let target = Target::new("/account/recovery-codes");
    super::send_json(Method::POST, target, None, &PasswordAgain { password }).await
}

pub async fn start_passkey(password: String) -> Result<PasskeyChallenge, ApiError> {
    let target = Target::new("/account/passkeys");
    super::send_json(Method::POST, target, None, &PasswordAgain { password }).await
}

pub async fn confirm_passkey(body: &ConfirmPasskey) -> Result<RecoveryCodes, ApiError> {
    super::send_json(Method::POST, Target::new("/account/passkeys/confirmation"), None, body).await
}

pub async fn remove_passkey(id: PasskeyId, password: String) -> Result<(), ApiError> {
    let target = Target::new(format!("/account/passkeys/{id}/removal"));
    super::send_only(Method::POST, target, &PasswordAgain { password }).await
}
