//! One's own account: password, sessions and API tokens.

use gloo_net::http::Method;
use pult_shared::{
    api::{
        account::{
            AccountView, ApiTokenList, ChangePassword, CreateApiToken, CreatedApiToken, RequestPasswordLink,
            SessionList, SetPassword,
        },
        own_address::{NamedAddress, OwnAddressList, ProveAddress},
        seeing::SeeingList,
    },
    ids::{ApiTokenId, SessionId},
};

use super::{ApiError, Target};

pub async fn get_account() -> Result<AccountView, ApiError> {
    super::get(Target::new("/account")).await
}

pub async fn list_sessions() -> Result<SessionList, ApiError> {
    super::get(Target::new("/sessions")).await
}

pub async fn end_session(session: SessionId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/sessions/{session}"))).await
}

pub async fn end_other_sessions() -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new("/sessions")).await
}

pub async fn change_own_password(current: String, password: String) -> Result<(), ApiError> {
    let body = ChangePassword { current, password };
    super::send_only(Method::PUT, Target::new("/account/password"), &body).await
}

pub async fn request_password_link(login: String) -> Result<(), ApiError> {
    let body = RequestPasswordLink { login };
    super::send_only(Method::POST, Target::new("/password-links"), &body).await
}

pub async fn set_password_by_link(token: String, password: String) -> Result<(), ApiError> {
    let body = SetPassword { token, password };
    super::send_only(Method::PUT, Target::new("/password"), &body).await
}

pub async fn list_api_tokens() -> Result<ApiTokenList, ApiError> {
    super::get(Target::new("/tokens")).await
}

pub async fn create_api_token(request: &CreateApiToken) -> Result<CreatedApiToken, ApiError> {
    super::send_json(Method::POST, Target::new("/tokens"), None, request).await
}

pub async fn revoke_api_token(token: ApiTokenId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/tokens/{token}"))).await
}

/// One's addresses, and those that wait to be proven.
pub async fn list_own_addresses() -> Result<OwnAddressList, ApiError> {
    super::get(Target::new("/account/addresses")).await
}

pub async fn request_own_address(address: String) -> Result<(), ApiError> {
    let body = NamedAddress { address };
    super::send_only(Method::POST, Target::new("/account/addresses"), &body).await
}

pub async fn prove_own_address(token: String) -> Result<OwnAddressList, ApiError> {
    let body = ProveAddress { token };
    super::send_json(Method::PUT, Target::new("/account/addresses/proof"), None, &body).await
}

pub async fn remove_own_address(address: String) -> Result<OwnAddressList, ApiError> {
    let body = NamedAddress { address };
    super::send_json(Method::POST, Target::new("/account/addresses/removal"), None, &body).await
}

/// Which administrators have looked as oneself.
pub async fn list_own_seeings() -> Result<SeeingList, ApiError> {
    super::get(Target::new("/account/seeings")).await
}
