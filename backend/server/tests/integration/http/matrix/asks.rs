//! How each operation is asked: one request that whoever is let through could mean.

use actix_web::http::Method;
use jiff::SignedDuration;
use pult_store::web_forms::{self, Pending};
use serde_json::{Value, json};

use super::{
    accounts,
    bodies::{day_off, definition, hook, names_of, wanted_queue},
    world::{Ticket, World, text},
};

/// A request.
pub enum Ask {
    Send {
        method: Method,
        path: String,
        body: Option<Vec<u8>>,
        media_type: Option<&'static str>,
    },
    /// The live stream, which never ends.
    Stream,
}

pub fn document() -> Value {
    serde_json::from_str(&pult_server::http::api::document_json().expect("a document")).expect("JSON")
}

/// Every operation of the document; instead of the one that applies commands, each command.
pub fn names() -> Vec<String> {
    let document = document();
    let operations = document["paths"].as_object().expect("paths").values();
    let methods = operations.flat_map(|item| item.as_object().expect("methods").values());
    let names = methods.map(|operation| text(&operation["operationId"]));
    let mut names: Vec<String> = names.filter(|name| name != "apply_commands").collect();
    names.extend(commands().into_iter().map(|(name, _)| format!("apply_commands/{name}")));
    names
}

/// An example of each command, from the document.
fn commands() -> Vec<(String, Value)> {
    let document = document();
    let operation = &document["paths"]["/api/v1/tickets/{ticket}/commands"]["post"];
    let examples = operation["requestBody"]["content"]["application/json"]["examples"]
        .as_object()
        .expect("examples");
    let single = examples.iter().filter(|(name, _)| *name != "reply_tag_and_close");
    single
        .map(|(name, example)| (name.clone(), example["value"]["commands"][0].clone()))
        .collect()
}

/// The example with things that are there.
fn filled(world: &World<'_>, ticket: &Ticket, mut command: Value) -> Value {
    let fields = command.as_object_mut().expect("an object");
    for (name, value) in fields.iter_mut() {
        *value = match name.as_str() {
            "article_id" => json!(ticket.article),
            "article_ids" => json!([ticket.article]),
            "owner_id" => json!(world.agent),
            "queue_id" => json!(world.wlan),
            "mentions" => json!([]),
            "person_id" => json!(world.student),
            "person_ids" => json!([world.agent]),
            "ticket" | "into" => json!(world.other),
            _ => continue,
        };
    }
    command
}

fn send(method: Method, path: &str, body: Option<&Value>) -> Ask {
    Ask::Send {
        method,
        path: format!("/api/v1/{path}"),
        body: body.map(|body| body.to_string().into_bytes()),
        media_type: None,
    }
}

pub(super) fn get(path: &str) -> Ask {
    send(Method::GET, path, None)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "whoever asks makes the body there and then"
)]
pub(super) fn post(path: &str, body: Value) -> Ask {
    send(Method::POST, path, Some(&body))
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "whoever asks makes the body there and then"
)]
pub(super) fn put(path: &str, body: Value) -> Ask {
    send(Method::PUT, path, Some(&body))
}

pub(super) fn delete(path: &str) -> Ask {
    send(Method::DELETE, path, None)
}

/// One request of an operation, and whatever it needs to be there.
pub async fn ask(world: &mut World<'_>, name: &str) -> Ask {
    if let Some(command) = name.strip_prefix("apply_commands/") {
        return command_ask(world, command).await;
    }
    if let Some(ask) = definition_ask(world, name).await {
        return ask;
    }
    if let Some(ask) = ticket_ask(world, name).await {
        return ask;
    }
    if let Some(ask) = mail_ask(world, name).await {
        return ask;
    }
    if let Some(ask) = setting_ask(world, name).await {
        return ask;
    }
    if let Some(ask) = rule_ask(world, name).await {
        return ask;
    }
    if let Some(ask) = form_ask(world, name).await {
        return ask;
    }
    if let Some(ask) = accounts::ask(world, name) {
        return ask;
    }
    own_ask(world, name)
        .await
        .unwrap_or_else(|| panic!("{name} is a new operation: say here how it is asked"))
}

async fn command_ask(world: &mut World<'_>, name: &str) -> Ask {
    let found = commands()
        .into_iter()
        .find(|(known, _)| known == name)
        .expect("a command")
        .1;
    let ticket = world.ticket(name).await;
    let command = filled(world, &ticket, found);
    post(
        &format!("tickets/{}/commands", ticket.number),
        json!({"commands": [command]}),
    )
}

async fn definition_ask(world: &mut World<'_>, name: &str) -> Option<Ask> {
    let (verb, kind) = name.split_once('_')?;
    let path = match kind {
        "state" => "states",
        "type" => "types",
        "service" => "services",
        "field" => "fields",
        "calendar" => "calendars",
        "sla" => "slas",
        _ => return None,
    };
    let key = world.key();
    let path = format!("{path}/{key}");
    let mut body = definition(kind, &key);
    if kind == "calendar" {
        // One of a branch; those of all queues are asked for in `admin/branches.rs`.
        body["queue_id"] = json!(world.it);
    }
    Some(match verb {
        "save" => put(&path, body),
        "delete" => {
            world.admin.put(&format!("/api/v1/{path}"), &body).await.expect(200);
            delete(&path)
        }
        _ => return None,
    })
}

async fn ticket_ask(world: &mut World<'_>, name: &str) -> Option<Ask> {
    let Ticket {
        id,
        number,
        article,
        attachment,
        mail,
    } = world.ticket("read").await;
    Some(match name {
        "get_ticket" => get(&format!("tickets/{number}")),
        "list_articles" => get(&format!("tickets/{number}/articles")),
        "get_case_pdf" => get(&format!("tickets/{number}/case.pdf")),
        "get_case_zip" => get(&format!("tickets/{number}/case.zip")),
        "list_history" => get(&format!("tickets/{number}/history")),
        "get_ticket_screen" => get(&format!("tickets/{number}/screen")),
        "try_commands" => post(
            &format!("tickets/{number}/commands/try"),
            json!({"commands": [{"type": "add_tag", "tag": "x"}]}),
        ),
        "list_similar_tickets" => get(&format!("tickets/{number}/similar")),
        "get_incident" => get(&format!("incidents/{number}")),
        "answer_incident" => post(
            &format!("incidents/{number}/answer"),
            json!({"texts": {"de": "Behoben.", "en": ""}}),
        ),
        "make_incident" => post("incidents", json!({"tickets": [number], "parent": id})),
        "report_presence" => put(&format!("tickets/{number}/presence"), json!({})),
        "show_article_html" => get(&format!("articles/{mail}/html")),
        "get_article_raw" => get(&format!("articles/{mail}/raw")),
        "redact_article" => post(&format!("articles/{mail}/redact"), json!({"texts": ["Hallo"]})),
        "make_ticket_of_article" => post(&format!("articles/{article}/ticket"), json!({"queue_id": world.it})),
        "get_attachment" => get(&format!("attachments/{attachment}")),
        "list_tickets" => get("tickets"),
        "count_tickets" => get("tickets/count"),
        "create_ticket" => post(
            "tickets",
            json!({"queue_id": world.it, "subject": "Frage", "body": "Hallo"}),
        ),
        "save_draft" => put(
            "drafts",
            json!({"ticket_id": id, "kind": "note", "content": {"body": "x"}}),
        ),
        "create_bulk_job" => {
            let commands = json!([{"type": "add_tag", "tag": "x"}]);
            post("bulk-jobs", json!({"ticket_ids": [id], "commands": commands}))
        }
        "render_template" => {
            let template = json!({"names": names_of("x"), "kind": "answer", "body": names_of("{{ ticket.subject }}")});
            post("templates/render", json!({"ticket": number, "template": template}))
        }
        _ => return None,
    })
}

async fn mail_ask(world: &mut World<'_>, name: &str) -> Option<Ask> {
    let key = world.key();
    let first = async |path: &str| {
        let list = world.admin.get(&format!("/api/v1/{path}")).await.expect(200).json();
        text(&list["items"][0]["id"])
    };
    let filter = |name: &str| json!({"name": name, "when": {"type": "test", "field": "subject", "how": "is", "value": "x"}, "then": [{"type": "add_tag", "tag": "x"}]});
    Some(match name {
        "list_incoming_mails" => get("incoming-mails"),
        "count_incoming_mails" => get("incoming-mails/count"),
        "get_incoming_mail" => get(&format!("incoming-mails/{}", first("incoming-mails").await)),
        "get_raw_incoming_mail" => get(&format!("incoming-mails/{}/raw", first("incoming-mails").await)),
        "settle_incoming_mail" => post(
            &format!("incoming-mails/{}/actions", first("incoming-mails").await),
            json!({"type": "run_again"}),
        ),
        "list_outgoing_mails" => get("outgoing-mails"),
        "get_outgoing_mail" => get(&format!("outgoing-mails/{}", first("outgoing-mails").await)),
        "retry_outgoing_mail" => post(
            &format!("outgoing-mails/{}/retry", first("outgoing-mails").await),
            json!({}),
        ),
        "give_up_outgoing_mail" => post(
            &format!("outgoing-mails/{}/give-up", first("outgoing-mails").await),
            json!({}),
        ),
        "retry_outgoing_mails" => post("outgoing-mails/retry", json!({"status": "failed"})),
        "give_up_outgoing_mails" => post("outgoing-mails/give-up", json!({"status": "failed"})),
        "get_mail_texts" => get("mail-texts"),
        "save_mail_texts" => put("mail-texts", json!({"privacy_notice": {"de": "", "en": ""}})),
        "list_reconciliations" => get("reconciliations"),
        "reconcile_mailboxes" => post("reconciliations", json!({})),
        "take_in_mails" => post(
            "reconciliations/take-in",
            json!({"account": "x", "uid_validity": 1, "uids": [1]}),
        ),
        "list_postmaster_filters" => get("postmaster-filters"),
        "create_postmaster_filter" => post("postmaster-filters", filter(&key)),
        "order_postmaster_filters" => post("postmaster-filters/order", json!({"ids": []})),
        "try_postmaster_filters" => post(
            "postmaster-filters/try",
            json!({"raw": "From: a@b.example\n\nx", "envelope_to": "it-desk@hs-musterstadt.example"}),
        ),
        "save_postmaster_filter" => {
            let id = world.make("postmaster-filters", &filter(&key)).await;
            put(&format!("postmaster-filters/{id}"), filter(&format!("{key}b")))
        }
        "delete_postmaster_filter" => delete(&format!(
            "postmaster-filters/{}",
            world.make("postmaster-filters", &filter(&key)).await
        )),
        _ => return None,
    })
}

async fn setting_ask(world: &mut World<'_>, name: &str) -> Option<Ask> {
    let key = world.key();
    let (it, agent) = (world.it.clone(), world.agent.clone());
    let queue = |key: &str| json!({"parent_id": it, "key": key.replace('_', "-"), "names": names_of(key)});
    let template = || json!({"names": names_of("x"), "kind": "answer", "body": names_of("Hallo"), "queue_ids": [it]});
    let role = |name: &str| json!({"name": name, "grants": [{"queue_id": it, "permission": "view"}]});
    Some(match name {
        "get_catalog" => get("catalog"),
        "save_priority" => put("priorities/3", json!({"level": 3, "names": names_of("normal")})),
        "list_queues" => get("queues"),
        "create_queue" => post("queues", queue(&key)),
        "delete_queue" => delete(&format!("queues/{}", world.make("queues", &queue(&key)).await)),
        "list_agents" => get(&format!("queues/{it}/agents")),
        "get_queue_settings" => get(&format!("queues/{it}/settings")),
        "save_queue_settings" => {
            let path = format!("queues/{it}/settings");
            let kept = world.admin.get(&format!("/api/v1/{path}")).await.expect(200).json();
            put(&path, kept["settings"].clone())
        }
        "list_readings" => get(&format!("queues/{it}/readings")),
        "list_queue_requests" => get("queue-requests"),
        "create_queue_request" => post("queue-requests", wanted_queue(&it, &key)),
        "get_queue_request" => get(&format!("queue-requests/{}", make_queue_request(world, &key).await)),
        "approve_queue_request" => post(
            &format!("queue-requests/{}/approve", make_queue_request(world, &key).await),
            json!({}),
        ),
        "refuse_queue_request" => post(
            &format!("queue-requests/{}/refuse", make_queue_request(world, &key).await),
            json!({"reason": "x"}),
        ),
        "list_roles" => get("roles"),
        "create_role" => post("roles", role(&key)),
        "save_role" => put(
            &format!("roles/{}", world.make("roles", &role(&key)).await),
            role(&format!("{key}b")),
        ),
        "delete_role" => delete(&format!("roles/{}", world.make("roles", &role(&key)).await)),
        "add_role_member" => put(
            &format!("roles/{}/members/{agent}", world.make("roles", &role(&key)).await),
            Value::Null,
        ),
        "remove_role_member" => {
            let path = format!("roles/{}/members/{agent}", world.make("roles", &role(&key)).await);
            world
                .admin
                .put(&format!("/api/v1/{path}"), &Value::Null)
                .await
                .expect(200);
            delete(&path)
        }
        "list_organisations" => get("organisations"),
        "create_organisation" => post("organisations", json!({"name": key})),
        "save_organisation" => {
            let id = world.make("organisations", &json!({"name": key})).await;
            put(&format!("organisations/{id}"), json!({"name": format!("{key}b")}))
        }
        "delete_organisation" => {
            let id = world.make("organisations", &json!({"name": key})).await;
            delete(&format!("organisations/{id}"))
        }
        "list_setting_changes" => get("settings-log"),
        "undo_setting_change" => {
            world.make("roles", &role(&key)).await;
            let log = world.admin.get("/api/v1/settings-log?limit=1").await.expect(200).json();
            post(&format!("settings-log/{}/undo", log["items"][0]["seq"]), json!({}))
        }
        "list_templates" => get(&format!("templates?queue_id={it}")),
        "create_template" => post("templates", template()),
        "save_template" => put(
            &format!("templates/{}", world.make("templates", &template()).await),
            template(),
        ),
        "delete_template" => delete(&format!("templates/{}", world.make("templates", &template()).await)),
        "preview_calendar" => post(
            "calendars/preview",
            json!({"calendar": {"key": "preview", "names": names_of("x"), "time_zone": "Europe/Berlin", "week": [[{"from": 480, "to": 1020}], [], [], [], [], [], []]}}),
        ),
        "read_closures" => post(
            "calendars/read-closures",
            json!({"ical": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"}),
        ),
        _ => return None,
    })
}

async fn form_ask(world: &mut World<'_>, name: &str) -> Option<Ask> {
    world.made += 1;
    let (it, slug) = (world.it.clone(), format!("formular-{}", world.made));
    let form = json!({"slug": slug, "names": names_of("x"), "queue_id": it, "access": "anyone"});
    Some(match name {
        "list_web_forms" => get("forms"),
        "create_web_form" => post("forms", form),
        "save_web_form" => {
            let id = world.make("forms", &form).await;
            put(&format!("forms/{id}"), form)
        }
        "delete_web_form" => delete(&format!("forms/{}", world.make("forms", &form).await)),
        "list_form_entries" => get(&format!("forms/{}/entries", world.make("forms", &form).await)),
        "send_form_entry_again" => post(&format!("{}/mails", form_entry(world, &form).await), json!({})),
        "open_form_entry" => post(
            &format!("{}/ticket", form_entry(world, &form).await),
            json!({"reason": "x"}),
        ),
        "delete_form_entry" => delete(&form_entry(world, &form).await),
        "get_public_form" => {
            world.make("forms", &form).await;
            get(&format!("public/forms/{slug}"))
        }
        "submit_form" => {
            world.make("forms", &form).await;
            let sent = json!({"name": "Kim", "address": "kim@aussen.example", "subject": "x", "body": "y"});
            post(&format!("public/forms/{slug}/submissions"), sent)
        }
        "confirm_form" => post("public/form-confirmations", json!({"token": "made-up"})),
        _ => return None,
    })
}

/// The path of something that waits to be confirmed.
async fn form_entry(world: &World<'_>, form: &Value) -> String {
    let id = world.make("forms", form).await;
    let address = format!("kim{}@aussen.example", world.made);
    let kept = json!({"form": form, "sent": {"name": "Kim", "address": address, "subject": "x", "body": "y"}});
    let pending = Pending {
        form_id: id.parse().expect("an id"),
        content: serde_json::from_value(kept).expect("a form"),
    };
    let now = world.desk.app.now();
    let until = now + SignedDuration::from_hours(1);
    let tx = world.desk.app.store.begin().await.expect("a transaction");
    let token = format!("token{}", world.made);
    web_forms::insert_pending(&tx, &token, &pending, now, until)
        .await
        .expect("kept");
    tx.commit().await.expect("kept");
    format!("forms/{id}/entries/{token}")
}

async fn make_queue_request(world: &World<'_>, key: &str) -> String {
    let wanted = wanted_queue(&world.it, key);
    let made = world
        .admin
        .post("/api/v1/queue-requests", &wanted)
        .await
        .expect(201)
        .json();
    text(&made["ticket"])
}

async fn make_hook(world: &World<'_>) -> String {
    // Room for the next one: there may only be so many, and everybody asks for everything.
    let list = world.admin.get("/api/v1/webhooks").await.expect(200).json();
    for old in list["items"].as_array().into_iter().flatten() {
        let path = format!("/api/v1/webhooks/{}", text(&old["id"]));
        world.admin.delete(&path).await.expect(204);
    }
    let made = world.admin.post("/api/v1/webhooks", &hook()).await.expect(201).json();
    text(&made["webhook"]["id"])
}

async fn rule_ask(world: &mut World<'_>, name: &str) -> Option<Ask> {
    let it = world.it.clone();
    let one = || json!({"names": names_of("x"), "queue_ids": [it], "then": [{"type": "add_tag", "tag": "x"}]});
    let rule = || {
        json!({"names": names_of("x"), "queue_id": it, "on": {"type": "events", "events": ["created"]}, "when": "tag:nie",
            "then": [{"type": "add_tag", "tag": "x"}]})
    };
    Some(match name {
        "list_rules" => get("rules"),
        "create_rule" => post("rules", rule()),
        "order_rules" => post("rules/order", json!({"ids": []})),
        "try_rule" => post("rules/try", json!({"rule": rule()})),
        "save_rule" => put(&format!("rules/{}", world.make("rules", &rule()).await), rule()),
        "delete_rule" => delete(&format!("rules/{}", world.make("rules", &rule()).await)),
        "list_webhooks" => get("webhooks"),
        "create_webhook" => post("webhooks", hook()),
        "save_webhook" => put(&format!("webhooks/{}", make_hook(world).await), hook()),
        "delete_webhook" => delete(&format!("webhooks/{}", make_hook(world).await)),
        "renew_webhook_secret" => post(&format!("webhooks/{}/secret", make_hook(world).await), json!({})),
        "list_webhook_deliveries" => get(&format!("webhooks/{}/deliveries", make_hook(world).await)),
        "replay_webhook_delivery" => {
            let id = make_hook(world).await;
            post(&format!("webhooks/{id}/deliveries/{id}/replay"), json!({}))
        }
        "list_macros" => get(&format!("macros?queue_id={it}")),
        "create_macro" => post("macros", one()),
        "save_macro" => put(&format!("macros/{}", world.make("macros", &one()).await), one()),
        "delete_macro" => delete(&format!("macros/{}", world.make("macros", &one()).await)),
        "list_rule_runs" => get(&format!("rules/{}/runs", world.make("rules", &rule()).await)),
        _ => return None,
    })
}

/// What belongs to one person alone: what is named here belongs to the administrator.
async fn own_ask(world: &mut World<'_>, name: &str) -> Option<Ask> {
    let view = || json!({"name": "Meine", "filter": "", "sharing": {"with": "nobody"}});
    let student = world.student.clone();
    Some(match name {
        "get_health" => get("health"),
        "stream_events" => Ask::Stream,
        "create_session" => post(
            "session",
            json!({"login": "student", "password": pult_server::seed::E2E_PASSWORD}),
        ),
        "get_session" => get("session"),
        "delete_session" => delete("session"),
        "update_session" => send(Method::PATCH, "session", Some(&json!({"language": "de"}))),
        "get_preferences" => get("preferences"),
        "save_preferences" => put("preferences", json!({})),
        "list_absences" => get("absences"),
        "create_absence" => post("absences", day_off(world)),
        "preview_absence" => post("absences/preview", day_off(world)),
        "save_absence" => {
            let day = day_off(world);
            let absence = world.make("absences", &day).await;
            put(&format!("absences/{absence}"), day_off(world))
        }
        "delete_absence" => {
            let day = day_off(world);
            delete(&format!("absences/{}", world.make("absences", &day).await))
        }
        "list_job_failures" => get("job-failures"),
        "list_notifications" => get("notifications"),
        "read_notifications" => post("notifications/read", json!({})),
        "get_notification_settings" => get("notifications/settings"),
        "save_notification_settings" => put("notifications/settings", json!({})),
        "get_dashboard" => get("dashboard"),
        "list_tags" => get("tags"),
        "list_people" => get("people?query=stella"),
        "get_person" => get(&format!("people/{student}")),
        "get_person_rights" => get(&format!("people/{student}/rights")),
        "get_person_profile" => get(&format!("people/{student}/profile")),
        "list_person_merges" => get(&format!("people/{student}/merges")),
        "merge_people" => post("person-merges", json!({"kept_id": student, "gone_id": world.agent})),
        "undo_person_merge" => post("person-merges/00000000-0000-7000-8000-000000000000/undo", json!({})),
        "create_person" => post("people", json!({"name": "Mia Kurz"})),
        "update_person" => put(
            &format!("people/{}", new_person(world).await),
            json!({"name": "Mia Lang"}),
        ),
        "deactivate_person" => post(&format!("people/{}/deactivation", new_person(world).await), json!({})),
        "activate_person" => post(&format!("people/{}/activation", new_person(world).await), json!({})),
        "list_directories" => get("directories"),
        "create_directory_run" => post("directory-runs", json!({"directory": "hs", "dry": true})),
        "get_directory_run" => get("directory-runs/00000000-0000-7000-8000-000000000000"),
        "try_directory" => post("directory-trials", json!({"directory": "hs", "question": "student"})),
        "list_views" => get("views"),
        "create_view" => post("views", view()),
        "save_view" => put(&format!("views/{}", world.make("views", &view()).await), view()),
        "delete_view" => delete(&format!("views/{}", world.make("views", &view()).await)),
        "list_drafts" => get("drafts"),
        "delete_draft" => {
            let draft = json!({"kind": "new_ticket", "content": {"body": "x"}});
            let saved = world.admin.put("/api/v1/drafts", &draft).await.expect(200).json();
            delete(&format!("drafts/{}", text(&saved["id"])))
        }
        "list_bulk_jobs" => get("bulk-jobs"),
        "get_bulk_job" => get(&format!("bulk-jobs/{}", bulk_job(world).await)),
        "stop_bulk_job" => post(&format!("bulk-jobs/{}/stop", bulk_job(world).await), json!({})),
        "create_upload" => Ask::Send {
            method: Method::POST,
            path: "/api/v1/uploads?name=a.txt".to_owned(),
            body: Some(b"a".to_vec()),
            media_type: Some("text/plain"),
        },
        "delete_upload" => delete(&format!("uploads/{}", world.admin.upload("a.txt", b"a").await)),
        _ => return None,
    })
}

async fn new_person(world: &mut World<'_>) -> String {
    world.make("people", &json!({"name": "Mia Kurz"})).await
}

async fn bulk_job(world: &mut World<'_>) -> String {
    let ticket = world.ticket("read").await;
    let job = json!({"ticket_ids": [ticket.id], "commands": [{"type": "add_tag", "tag": "x"}]});
    world.make("bulk-jobs", &job).await
}
