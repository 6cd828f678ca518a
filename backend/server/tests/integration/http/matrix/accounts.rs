//! How the operations of accounts are asked: those of whoever asks, and of somebody who is away.

use actix_web::http::Method;
use serde_json::json;

use super::{
    asks::{Ask, delete, get, post, put},
    world::World,
};

/// One request of such an operation.
pub fn ask(world: &World<'_>, name: &str) -> Option<Ask> {
    let away = &world.away;
    let nobody = "01a2027b-d696-7588-9a80-6df699158e1c";
    let password = "vier Mantas am Bahnsteig";
    Some(match name {
        "get_account" => get("account"),
        "list_api_tokens" => get("tokens"),
        "create_api_token" => post("tokens", json!({"name": "Skript", "scope": "read", "days": 30})),
        "revoke_api_token" => delete(&format!("tokens/{nobody}")),
        "complete_session" => post("session/second-step", json!({"second_step": "made-up", "code": "1"})),
        "start_passkey_sign_in" => post("session/passkey-challenge", json!({})),
        "sign_in_with_passkey" => post("session/passkey", json!({"challenge": "made-up", "credential": {}})),
        "start_passkey" => post("account/passkeys", json!({"password": ""})),
        "confirm_passkey" => post(
            "account/passkeys/confirmation",
            json!({"challenge": "made-up", "name": "", "credential": {}}),
        ),
        "remove_passkey" => post(&format!("account/passkeys/{nobody}/removal"), json!({"password": ""})),
        "start_totp" => post("account/totp", json!({"password": ""})),
        "confirm_totp" => post("account/totp/confirmation", json!({"code": "123456"})),
        "remove_totp" => post("account/totp/removal", json!({"password": ""})),
        "renew_recovery_codes" => post("account/recovery-codes", json!({"password": ""})),
        "remove_person_second_factor" => delete(&format!("people/{away}/second-factor")),
        "list_sign_in_options" => get("sign-in-options"),
        "start_sign_on" => get("sign-on/uni"),
        "finish_sign_on" => get("sign-on/uni/callback"),
        "link_identity" => put(&format!("people/{away}/identities/uni"), json!({"subject": "s-away"})),
        "unlink_identity" => delete(&format!("people/{away}/identities/uni")),
        "end_sign_on" => Ask::Send {
            method: Method::POST,
            path: "/api/v1/sign-on/uni/logout".to_owned(),
            body: Some(b"logout_token=made-up".to_vec()),
            media_type: Some("application/x-www-form-urlencoded"),
        },
        "change_own_password" => put(
            "account/password",
            json!({"current": "wrong wrong wrong", "password": password}),
        ),
        "request_password_link" => post("password-links", json!({"login": "nobody"})),
        "set_password_by_link" => put("password", json!({"token": "made-up", "password": password})),
        "list_sessions" => get("sessions"),
        "end_session" => delete(&format!("sessions/{nobody}")),
        "end_other_sessions" => delete("sessions"),
        "list_person_sessions" => get(&format!("people/{away}/sessions")),
        "end_person_sessions" => delete(&format!("people/{away}/sessions")),
        "list_person_tokens" => get(&format!("people/{away}/tokens")),
        "revoke_person_token" => delete(&format!("people/{away}/tokens/{nobody}")),
        "end_person_session" => delete(&format!("people/{away}/sessions/{nobody}")),
        "list_own_addresses" => get("account/addresses"),
        "request_own_address" => post("account/addresses", json!({"address": ""})),
        "prove_own_address" => put("account/addresses/proof", json!({"token": "made-up"})),
        "remove_own_address" => post(
            "account/addresses/removal",
            json!({"address": "nobody@nowhere.example"}),
        ),
        // Without a reason: whoever asks goes on asking as themselves.
        "begin_seeing_as" => post(&format!("people/{away}/seeing"), json!({"reason": ""})),
        "end_seeing_as" => post("session/seeing-end", json!({})),
        "list_person_seeings" => get(&format!("people/{away}/seeings")),
        "list_own_seeings" => get("account/seeings"),
        "send_password_link" => post(&format!("people/{away}/password-link"), json!({})),
        _ => return None,
    })
}
