//! What whoever manages one branch of queues, and nothing else, may set up: every operation of the document that belongs to settings, asked
//! about a queue of the branch and about one outside. An operation without a row fails.

use super::{
    asks, letter,
    logged::SETS_UP,
    send,
    world::{ACTORS, World, text},
};
use crate::support::{Desk, on_both};

/// The parts of the document that set something up.
const TAGS: [&str; 14] = [
    "catalog",
    "directories",
    "forms",
    "macros",
    "mail",
    "organisations",
    "people",
    "postmaster",
    "queues",
    "roles",
    "rules",
    "settings",
    "templates",
    "webhooks",
];

/// An operation; whether it is let through inside of the branch (`+`, else `-`), and whether outside.
const TABLE: &[(&str, &str)] = &[
    ("activate_person", "--"),
    ("add_role_member", "+-"),
    ("approve_queue_request", "+-"),
    ("begin_seeing_as", "--"),
    ("confirm_form", "++"),
    ("create_directory_run", "--"),
    ("create_macro", "+-"),
    ("create_organisation", "--"),
    ("create_person", "--"),
    ("create_postmaster_filter", "--"),
    ("create_queue", "+-"),
    // Whoever may ask for a queue asks for one anywhere; deciding is another matter.
    ("create_queue_request", "++"),
    ("create_role", "+-"),
    ("create_rule", "+-"),
    ("create_template", "+-"),
    ("create_web_form", "+-"),
    ("create_webhook", "--"),
    ("deactivate_person", "--"),
    ("delete_calendar", "+-"),
    ("delete_field", "--"),
    ("delete_form_entry", "+-"),
    ("delete_macro", "+-"),
    ("delete_organisation", "--"),
    ("delete_postmaster_filter", "--"),
    ("delete_queue", "+-"),
    ("delete_role", "+-"),
    ("delete_rule", "+-"),
    ("delete_service", "--"),
    ("delete_sla", "--"),
    ("delete_state", "--"),
    ("delete_template", "+-"),
    ("delete_type", "--"),
    ("delete_web_form", "+-"),
    ("delete_webhook", "--"),
    ("get_catalog", "++"),
    ("get_directory_run", "--"),
    ("get_mail_texts", "--"),
    ("get_person", "++"),
    ("get_person_profile", "--"),
    ("link_identity", "--"),
    ("unlink_identity", "--"),
    // Whoever manages something sees what somebody may do, before giving them more.
    ("get_person_rights", "++"),
    ("get_public_form", "++"),
    ("get_queue_request", "+-"),
    ("get_queue_settings", "+-"),
    ("list_agents", "+-"),
    ("list_directories", "--"),
    ("list_form_entries", "+-"),
    ("list_macros", "+-"),
    ("list_organisations", "--"),
    ("list_people", "++"),
    ("list_person_merges", "--"),
    ("list_person_seeings", "--"),
    ("list_postmaster_filters", "--"),
    ("list_queue_requests", "++"),
    ("list_queues", "++"),
    ("list_readings", "+-"),
    // What these list is their own: `a_list_of_settings_shows_the_branch_alone`.
    ("list_roles", "++"),
    ("list_rule_runs", "+-"),
    ("list_rules", "++"),
    ("list_setting_changes", "++"),
    ("list_templates", "+-"),
    ("list_web_forms", "++"),
    ("list_webhook_deliveries", "--"),
    ("list_webhooks", "--"),
    ("merge_people", "--"),
    ("open_form_entry", "+-"),
    ("order_postmaster_filters", "--"),
    ("order_rules", "--"),
    ("preview_calendar", "++"),
    ("read_closures", "++"),
    ("refuse_queue_request", "+-"),
    ("remove_role_member", "+-"),
    ("render_template", "++"),
    ("renew_webhook_secret", "--"),
    ("replay_webhook_delivery", "--"),
    ("save_calendar", "+-"),
    ("save_field", "--"),
    ("save_macro", "+-"),
    ("save_mail_texts", "--"),
    ("save_organisation", "--"),
    ("save_postmaster_filter", "--"),
    ("save_priority", "--"),
    ("save_queue_settings", "+-"),
    ("save_role", "+-"),
    ("save_rule", "+-"),
    ("save_service", "--"),
    ("save_sla", "--"),
    ("save_state", "--"),
    ("save_template", "+-"),
    ("save_type", "--"),
    ("save_web_form", "+-"),
    ("save_webhook", "--"),
    ("send_form_entry_again", "+-"),
    ("submit_form", "++"),
    ("try_directory", "--"),
    ("try_postmaster_filters", "--"),
    ("try_rule", "+-"),
    ("undo_person_merge", "--"),
    ("undo_setting_change", "+-"),
    ("update_person", "--"),
];

/// The operations of these parts, by name.
fn settings_operations() -> Vec<String> {
    let document = asks::document();
    let operations = document["paths"].as_object().expect("paths").values();
    let methods = operations.flat_map(|item| item.as_object().expect("methods").values());
    let of_settings = methods.filter(|one| TAGS.contains(&one["tags"][0].as_str().expect("a tag")));
    of_settings.map(|one| text(&one["operationId"])).collect()
}

on_both! {
    // req: C12, C13
    async fn a_branch_is_run_alone_and_nothing_else(desk: Desk) {
        let mut world = World::new(&desk).await;
        let manager = ACTORS.iter().position(|actor| *actor == "manage").expect("an actor");
        let (inside, outside) = (world.it.clone(), world.admin.queue("library").await);
        let mut wrong = Vec::new();
        let names = settings_operations();
        for name in SETS_UP {
            assert!(names.iter().any(|known| known == name), "{name} sets something up and belongs to no part of the settings");
        }
        for name in names {
            let mut got = String::new();
            for queue in [&inside, &outside] {
                world.it.clone_from(queue);
                let ask = asks::ask(&mut world, &name).await;
                let answer = letter(send(world.visitor(manager), &ask).await);
                got.push(if answer == '+' { '+' } else { '-' });
            }
            assert!(got != "++" || !SETS_UP.contains(&name.as_str()), "{name} sets something up outside of the branch");
            match TABLE.iter().find(|(known, _)| *known == name) {
                Some((_, expected)) if *expected == got => {}
                Some((_, expected)) => wrong.push(format!("{name}: {got}, and the table says {expected}")),
                None => wrong.push(format!("{name}: {got}, and has no row")),
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
