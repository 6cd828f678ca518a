//! A ticket that somebody may not see is nowhere: every operation of the document that reads is asked, and one that has no row here
//! fails. Whoever may see the ticket is the control: they are answered.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor, on_both};

/// How an operation is asked about the ticket, and what somebody without a right to it gets.
enum Ask {
    /// As if there were none: 404.
    Gone(String),
    /// They may not ask this at all.
    Refused(String),
    /// An answer without a trace of it.
    Silent(String),
    /// The same; in the answer to whoever may see it there is one.
    Shown(String),
    /// It tells of no tickets, or is tried elsewhere (the live stream: `desk/foreign.rs`).
    Unconcerned,
}

/// Every operation that reads by GET: its name.
pub(super) fn readable() -> Vec<String> {
    let document: Value =
        serde_json::from_str(&pult_server::http::api::document_json().expect("a document")).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let read = paths.values().filter_map(|methods| methods.get("get"));
    read.map(|operation| operation["operationId"].as_str().expect("a name").to_owned())
        .collect()
}

/// What is asked about.
struct Secret {
    number: String,
    /// A ticket of the same customer that the outsider may see, and that hangs together with the secret one.
    own: String,
    article: String,
    file: String,
    person: String,
    queue: String,
    job: String,
    incoming: String,
    outgoing: String,
    rule: String,
    hook: String,
    form: String,
}

async fn secret(desk: &Desk, agent: &Visitor, admin: &Visitor) -> Secret {
    let html = Eml::new("geheim@x", "Geheimsache", "<p>Niemand sonst liest das.</p>")
        .header("Content-Type: text/html; charset=utf-8");
    desk.receive(&html).await;
    desk.receive(&Eml::new("offen@x", "Offen", "Hallo").to("library@hs-musterstadt.example"))
        .await;
    desk.delivered().await;
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let ticket = agent.tickets("geheimsache").await.remove(0);
    let (number, id) = (text(&ticket["number"]), &ticket["id"]);
    let own = text(&admin.tickets("offen").await[0]["number"]);
    let upload = admin.upload("geheim.txt", b"geheim").await;
    let work = json!([{"type": "note", "body": "Geheimsache", "attachments": [upload]}, {"type": "add_tag", "tag": "geheimsache"},
        {"type": "link", "kind": "child", "ticket": own}]);
    admin.apply(&number, work).await.expect(200);
    let articles = agent.articles(&number).await;
    let tag = json!({"ticket_ids": [id], "commands": [{"type": "add_tag", "tag": "geheimsache"}]});
    let job = agent.post("/api/v1/bulk-jobs", &tag).await.expect(202).json();
    let rule = json!({"names": {"de": "Geheimsache", "en": "x"}, "on": {"type": "events", "events": ["tag_added"]},
        "when": "tag:geheimsache", "then": [{"type": "add_tag", "tag": "geheim"}]});
    let rule = admin.post("/api/v1/rules", &rule).await.expect(201).json();
    let hook = json!({"name": "x", "url": "https://hooks.example/", "events": ["created"], "valid": false});
    let hook = admin.post("/api/v1/webhooks", &hook).await.expect(201).json();
    let form = json!({"slug": "geheim", "names": {"de": "x", "en": "x"}, "queue_id": admin.queue("it").await, "access": "signed_in"});
    let form = admin.post("/api/v1/forms", &form).await.expect(201).json();
    let first = async |path: &str| text(&admin.get(path).await.expect(200).json()["items"][0]["id"]);
    Secret {
        article: text(&articles[0]["id"]),
        file: text(&articles[1]["attachments"][0]["id"]),
        person: text(&ticket["requester"]["id"]),
        queue: admin.queue("it").await,
        job: text(&job["id"]),
        incoming: first("/api/v1/incoming-mails").await,
        outgoing: first("/api/v1/outgoing-mails").await,
        rule: text(&rule["id"]),
        hook: text(&hook["webhook"]["id"]),
        form: text(&form["id"]),
        number,
        own,
    }
}

/// The row of every operation.
fn table(secret: &Secret) -> BTreeMap<&'static str, Vec<Ask>> {
    use Ask::{Gone, Refused, Shown, Silent, Unconcerned};
    let Secret {
        number,
        own,
        article,
        file,
        person,
        queue,
        job,
        incoming,
        outgoing,
        rule,
        hook,
        form,
    } = secret;
    let api = |path: &str| format!("/api/v1/{path}");
    let ticket = |rest: &str| {
        vec![
            Gone(format!("/api/v1/tickets/{number}{rest}")),
            Silent(format!("/api/v1/tickets/{own}{rest}")),
        ]
    };
    BTreeMap::from([
        (
            "show_article_html",
            vec![Gone(api(&format!("articles/{article}/html")))],
        ),
        ("get_article_raw", vec![Gone(api(&format!("articles/{article}/raw")))]),
        ("get_attachment", vec![Gone(api(&format!("attachments/{file}")))]),
        ("list_bulk_jobs", vec![Silent(api("bulk-jobs"))]),
        ("get_bulk_job", vec![Gone(api(&format!("bulk-jobs/{job}")))]),
        ("get_catalog", vec![Unconcerned]),
        ("get_dashboard", vec![Silent(api("dashboard"))]),
        (
            "list_drafts",
            vec![Silent(api("drafts")), Gone(api(&format!("drafts?ticket={number}")))],
        ),
        ("stream_events", vec![Unconcerned]),
        ("get_health", vec![Unconcerned]),
        ("list_job_failures", vec![Refused(api("job-failures"))]),
        ("list_notifications", vec![Silent(api("notifications"))]),
        ("get_notification_settings", vec![Unconcerned]),
        ("list_absences", vec![Unconcerned]),
        ("list_incoming_mails", vec![Refused(api("incoming-mails"))]),
        (
            "get_raw_incoming_mail",
            vec![Refused(api(&format!("incoming-mails/{incoming}/raw")))],
        ),
        ("count_incoming_mails", vec![Refused(api("incoming-mails/count"))]),
        (
            "get_incoming_mail",
            vec![Refused(api(&format!("incoming-mails/{incoming}")))],
        ),
        ("list_reconciliations", vec![Refused(api("reconciliations"))]),
        ("get_mail_texts", vec![Refused(api("mail-texts"))]),
        ("list_outgoing_mails", vec![Refused(api("outgoing-mails"))]),
        (
            "get_outgoing_mail",
            vec![Refused(api(&format!("outgoing-mails/{outgoing}")))],
        ),
        ("list_postmaster_filters", vec![Refused(api("postmaster-filters"))]),
        ("list_people", vec![Silent(api("people?query=Stella"))]),
        (
            "get_person_profile",
            vec![Refused(api(&format!("people/{person}/profile")))],
        ),
        (
            "list_person_merges",
            vec![Refused(api(&format!("people/{person}/merges")))],
        ),
        ("list_directories", vec![Refused(api("directories"))]),
        ("get_directory_run", vec![Unconcerned]),
        ("get_person", vec![Silent(api(&format!("people/{person}")))]),
        (
            "get_person_rights",
            vec![Refused(api(&format!("people/{person}/rights?ticket={number}")))],
        ),
        ("get_account", vec![Unconcerned]),
        ("list_own_addresses", vec![Unconcerned]),
        ("list_own_seeings", vec![Unconcerned]),
        (
            "list_person_seeings",
            vec![Refused(api(&format!("people/{person}/seeings")))],
        ),
        ("list_api_tokens", vec![Unconcerned]),
        ("list_sign_in_options", vec![Unconcerned]),
        ("start_sign_on", vec![Unconcerned]),
        ("finish_sign_on", vec![Unconcerned]),
        ("list_sessions", vec![Unconcerned]),
        (
            "list_person_sessions",
            vec![Refused(api(&format!("people/{person}/sessions")))],
        ),
        (
            "list_person_tokens",
            vec![Refused(api(&format!("people/{person}/tokens")))],
        ),
        ("get_preferences", vec![Unconcerned]),
        ("list_queues", vec![Silent(api("queues"))]),
        ("list_agents", vec![Refused(api(&format!("queues/{queue}/agents")))]),
        (
            "get_queue_settings",
            vec![Refused(api(&format!("queues/{queue}/settings")))],
        ),
        ("list_readings", vec![Refused(api(&format!("queues/{queue}/readings")))]),
        ("list_queue_requests", vec![Refused(api("queue-requests"))]),
        ("get_queue_request", vec![Unconcerned]),
        ("list_roles", vec![Refused(api("roles"))]),
        ("list_web_forms", vec![Refused(api("forms"))]),
        (
            "list_form_entries",
            vec![Refused(api(&format!("forms/{form}/entries")))],
        ),
        ("get_public_form", vec![Unconcerned]),
        ("list_webhooks", vec![Refused(api("webhooks"))]),
        (
            "list_webhook_deliveries",
            vec![Refused(api(&format!("webhooks/{hook}/deliveries")))],
        ),
        ("list_organisations", vec![Refused(api("organisations"))]),
        ("list_macros", vec![Refused(api(&format!("macros?queue_id={queue}")))]),
        ("list_rules", vec![Refused(api("rules"))]),
        ("list_rule_runs", vec![Refused(api(&format!("rules/{rule}/runs")))]),
        ("get_session", vec![Unconcerned]),
        ("list_setting_changes", vec![Refused(api("settings-log"))]),
        ("list_tags", vec![Silent(api("tags")), Shown(api("tags?prefix=geheim"))]),
        (
            "list_templates",
            vec![Refused(api(&format!("templates?queue_id={queue}")))],
        ),
        (
            "list_tickets",
            vec![
                Shown(api("tickets")),
                Shown(api("tickets?filter=geheimsache")),
                Shown(api("tickets?filter=tag%3Ageheimsache&scope=desk")),
                Shown(api(&format!("tickets?filter=number%3A{number}"))),
                Silent(api("tickets?scope=portal")),
                Silent(api("tickets?scope=organisation")),
                Shown(api("tickets?sort=created_asc&offset=0&limit=200")),
            ],
        ),
        ("count_tickets", vec![Silent(api("tickets/count?filter=geheimsache"))]),
        ("get_ticket", ticket("")),
        ("list_articles", ticket("/articles")),
        ("get_case_pdf", vec![Gone(api(&format!("tickets/{number}/case.pdf")))]),
        ("get_case_zip", vec![Gone(api(&format!("tickets/{number}/case.zip")))]),
        ("list_history", ticket("/history")),
        ("get_ticket_screen", ticket("/screen")),
        ("list_similar_tickets", ticket("/similar")),
        ("get_incident", vec![Gone(api(&format!("incidents/{number}")))]),
        ("list_views", vec![Silent(api("views"))]),
    ])
}

fn traces<'a>(text: &str, secret: &'a Secret) -> Vec<&'a str> {
    let text = text.to_lowercase();
    let known = [
        secret.number.as_str(),
        "geheimsache",
        secret.article.as_str(),
        secret.file.as_str(),
    ];
    known.into_iter().filter(|trace| text.contains(trace)).collect()
}

on_both! {
    // req: B11, C5
    async fn no_read_operation_shows_a_foreign_ticket(desk: Desk) {
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let library = desk.sign_in("agent.lib").await;
        let secret = secret(&desk, &agent, &admin).await;
        let mut table = table(&secret);
        for operation in readable() {
            let row = table.remove(operation.as_str());
            for ask in row.unwrap_or_else(|| panic!("{operation} is a new operation that reads: say here how it is asked")) {
                let (path, refused, shown) = match &ask {
                    Ask::Gone(path) => (path, Some([404, 404]), false),
                    Ask::Refused(path) => (path, Some([403, 404]), false),
                    Ask::Silent(path) => (path, None, false),
                    Ask::Shown(path) => (path, None, true),
                    Ask::Unconcerned => continue,
                };
                // Jobs and drafts are their maker's alone.
                let insider = if operation == "get_bulk_job" { &agent } else { &admin };
                let control = insider.get(path).await;
                assert_eq!(control.status.as_u16(), 200, "{operation}: {path} for whoever may: {}", String::from_utf8_lossy(&control.bytes));
                if shown {
                    let text = String::from_utf8_lossy(&control.bytes).into_owned();
                    assert!(!traces(&text, &secret).is_empty(), "{path} shows nothing to anybody: {text}");
                }
                let answer = library.get(path).await;
                let status = answer.status.as_u16();
                assert!(refused.map_or(status == 200, |expected| expected.contains(&status)), "{operation}: {path} gave {status}");
                let text = String::from_utf8_lossy(&answer.bytes).into_owned();
                assert!(traces(&text, &secret).is_empty(), "{operation}: {path} tells of {:?}: {text}", traces(&text, &secret));
            }
        }
        assert!(table.is_empty(), "these are no operations any more: {:?}", table.keys());

        // What reads by another method.
        let template = json!({"names": {"de": "x", "en": "x"}, "kind": "answer", "body": {"de": "{{ ticket.subject }}", "en": "x"}});
        let render = json!({"ticket": secret.number, "template": template});
        library.post("/api/v1/templates/render", &render).await.problem(404, "ticket_not_found");
        agent.post("/api/v1/templates/render", &render).await.expect(200);
        let presence = format!("/api/v1/tickets/{}/presence", secret.number);
        library.put(&presence, &json!({})).await.problem(404, "ticket_not_found");
        agent.put(&presence, &json!({})).await.expect(200);
        library.apply(&secret.number, json!([{"type": "take"}])).await.problem(404, "ticket_not_found");

        let count = "/api/v1/tickets/count?filter=geheimsache";
        assert_eq!(library.get(count).await.json()["count"], 0);
        assert_eq!(agent.get(count).await.json()["count"], 1);
        let counts = library.get("/api/v1/queues").await.expect(200).json();
        for queue in counts["items"].as_array().unwrap() {
            assert!(queue["path"] == "library" || queue["counts"] == Value::Null, "{queue}");
        }
    }

    // A ticket for named persons only: for an administrator who is not named it is as foreign as for anybody.
    async fn no_read_operation_shows_what_is_for_named_persons_only(desk: Desk) {
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let secret = secret(&desk, &agent, &admin).await;
        let table = table(&secret);
        let only_me = json!([{"type": "set_readers", "person_ids": []}]);
        agent.apply(&secret.number, only_me).await.expect(200);
        // What an administrator has written there themselves says what they wrote.
        let own_words = ["list_rules", "list_setting_changes", "list_drafts"];
        for operation in readable().into_iter().filter(|operation| !own_words.contains(&operation.as_str())) {
            for ask in &table[operation.as_str()] {
                let (Ask::Gone(path) | Ask::Refused(path) | Ask::Silent(path) | Ask::Shown(path)) = ask else { continue };
                let answer = admin.get(path).await;
                let status = answer.status.as_u16();
                let gone = matches!(ask, Ask::Gone(_)) && operation != "get_bulk_job";
                assert!(if gone { status == 404 } else { [200, 403, 404].contains(&status) }, "{operation}: {path} gave {status}");
                let text = String::from_utf8_lossy(&answer.bytes).into_owned();
                assert!(traces(&text, &secret).is_empty(), "{operation}: {path} tells of {:?}: {text}", traces(&text, &secret));
            }
        }
        admin.get(&format!("/api/v1/incoming-mails/{}/raw", secret.incoming)).await.expect(200);
        admin.apply(&secret.number, json!([{"type": "take"}])).await.problem(404, "ticket_not_found");
        let tag = json!({"ticket_ids": [agent.get(&format!("/api/v1/tickets/{}", secret.number)).await.json()["id"]],
            "commands": [{"type": "add_tag", "tag": "x"}]});
        admin.post("/api/v1/bulk-jobs", &tag).await.problem(404, "ticket_not_found");
    }
}
