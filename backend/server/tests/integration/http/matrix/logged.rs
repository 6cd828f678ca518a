//! Every operation that sets something up leaves a line in the log of settings: who, when, from what, to what. One that is neither here
//! nor among those that set nothing up fails.

use serde_json::{Value, json};

use super::{
    asks::{self, Ask},
    world::World,
};
use crate::support::{Desk, Visitor, on_both};

pub const SETS_UP: [&str; 52] = [
    "add_role_member",
    "approve_queue_request",
    "create_macro",
    "create_organisation",
    "create_person",
    "create_postmaster_filter",
    "create_queue",
    "create_role",
    "create_rule",
    "create_template",
    "create_web_form",
    "create_webhook",
    "delete_calendar",
    "delete_field",
    "delete_form_entry",
    "delete_macro",
    "delete_organisation",
    "delete_postmaster_filter",
    "delete_queue",
    "delete_role",
    "delete_rule",
    "delete_service",
    "delete_sla",
    "delete_state",
    "delete_template",
    "delete_type",
    "delete_web_form",
    "delete_webhook",
    "open_form_entry",
    "remove_role_member",
    "renew_webhook_secret",
    "save_calendar",
    "save_field",
    "save_macro",
    "save_mail_texts",
    "save_organisation",
    "save_postmaster_filter",
    "save_priority",
    "save_queue_settings",
    "save_role",
    "save_rule",
    "save_service",
    "save_sla",
    "save_state",
    "save_template",
    "save_type",
    "save_web_form",
    "save_webhook",
    "send_form_entry_again",
    "undo_setting_change",
    "update_person",
    "deactivate_person",
];

/// What sets nothing up: work with tickets and mails, what belongs to one person alone, what only looks.
const SETS_NOTHING_UP: [&str; 75] = [
    "answer_incident",
    // As `deactivate_person`; the person that is asked about is active.
    "activate_person",
    // Their lines: `account/seeing.rs`.
    "begin_seeing_as",
    "end_seeing_as",
    // Their lines: `account/sign_on_people.rs`; here there is no provider.
    "link_identity",
    "unlink_identity",
    // Their lines: `account/own_addresses.rs`.
    "prove_own_address",
    "remove_own_address",
    "request_own_address",
    "change_own_password",
    "complete_session",
    "confirm_form",
    "confirm_passkey",
    "confirm_totp",
    "create_absence",
    "create_api_token",
    "create_bulk_job",
    "create_directory_run",
    "create_queue_request",
    "create_session",
    "create_ticket",
    "create_upload",
    "create_view",
    "delete_absence",
    "delete_draft",
    "delete_session",
    "delete_upload",
    "delete_view",
    "end_other_sessions",
    "end_person_session",
    "end_person_sessions",
    "end_session",
    "end_sign_on",
    "give_up_outgoing_mail",
    "give_up_outgoing_mails",
    "make_incident",
    "make_ticket_of_article",
    // Their lines: `admin/merging.rs`.
    "merge_people",
    "undo_person_merge",
    // Their lines: `mail/postmaster.rs` and `rules/settings.rs`; of an order of nothing there is none.
    "order_postmaster_filters",
    "order_rules",
    "preview_absence",
    "preview_calendar",
    "read_closures",
    "read_notifications",
    "reconcile_mailboxes",
    "redact_article",
    "refuse_queue_request",
    // Its line: `account/second_factor.rs`; who is asked about here has none.
    "remove_person_second_factor",
    "remove_passkey",
    "remove_totp",
    "render_template",
    "renew_recovery_codes",
    "replay_webhook_delivery",
    "report_presence",
    "request_password_link",
    "retry_outgoing_mail",
    "retry_outgoing_mails",
    "revoke_api_token",
    "revoke_person_token",
    "save_absence",
    "sign_in_with_passkey",
    "start_passkey",
    "start_passkey_sign_in",
    "start_totp",
    "save_draft",
    "save_notification_settings",
    "save_preferences",
    "save_view",
    "send_password_link",
    "set_password_by_link",
    "settle_incoming_mail",
    "stop_bulk_job",
    "submit_form",
    "take_in_mails",
];

/// Those that only try, and those about the session, in words that the name has.
fn only_tries(name: &str) -> bool {
    name.starts_with("try_") || name == "update_session" || name.starts_with("apply_commands/")
}

async fn newest(admin: &Visitor) -> i64 {
    let log = admin.get("/api/v1/settings-log?limit=1").await.expect(200).json();
    log["items"][0]["seq"].as_i64().unwrap_or_default()
}

/// The same with something that is otherwise: what is saved as it was leaves no line.
fn changed(body: Option<Vec<u8>>) -> Option<Vec<u8>> {
    let mut body: Value = serde_json::from_slice(&body?).expect("JSON");
    let other = json!({"de": "Anders", "en": "Otherwise"});
    for (field, value) in [
        ("names", &other),
        ("privacy_notice", &other),
        ("name", &json!("Anders als zuvor")),
    ] {
        if body.get(field).is_some() {
            body[field] = value.clone();
        }
    }
    Some(body.to_string().into_bytes())
}

on_both! {
    async fn whatever_is_set_up_leaves_a_line(desk: Desk) {
        let mut world = World::new(&desk).await;
        let readable = crate::http::foreign::readable();
        let mut unknown = Vec::new();
        for name in asks::names() {
            let one = name.as_str();
            if !SETS_UP.contains(&one) {
                if !SETS_NOTHING_UP.contains(&one) && !only_tries(one) && !readable.contains(&name) {
                    unknown.push(name);
                }
                continue;
            }
            let Ask::Send { method, path, body, .. } = asks::ask(&mut world, one).await else {
                panic!("{one} is no stream");
            };
            let before = newest(&world.admin).await;
            let body = if one.starts_with("save_") || one.starts_with("update_") { changed(body) } else { body };
            let answer = world.admin.send(method, &path, body, &[]).await;
            assert!(answer.status.is_success(), "{one}: {}", String::from_utf8_lossy(&answer.bytes));
            assert!(newest(&world.admin).await > before, "{one} leaves no line in the log of settings");
        }
        assert!(unknown.is_empty(), "{unknown:?}: new operations; say here whether they set something up");
    }
}
