//! Rules that are suggested to begin with, as the page fills them in (`pult_shared::rule::preset`): each does what its name says. Warning and
//! closing after silence are in `timed`.

use jiff::SignedDuration;
use pult_server::service::{notification, rule::timed::run_due, webhook::deliver::deliver_due};
use pult_shared::rule::{PRESETS, RuleAction};
use serde_json::{Value, json};

use super::{count, history, make, moving_to, on, open, preset, runs, ticket, work};
use crate::support::{Desk, Eml, on_both};

on_both! {
    // req: B21 — a question that is often asked is answered by a template, once for each ticket, never to machines.
    async fn a_frequent_question_is_answered_once(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let template = json!({"names": {"de": "FAQ Passwort", "en": "FAQ password"}, "kind": "answer", "subject": {"de": "", "en": ""},
            "body": {"de": "So setzen Sie es zurück: https://hilfe.example/passwort", "en": "Reset it: https://help.example/password"}});
        let template = admin.post("/api/v1/templates", &template).await.expect(201).json();
        let template = serde_json::from_value(template["id"].clone()).unwrap();
        let faq = preset("faq", |rule| {
            rule.when = rule.when.replace("subject:", "subject:passwort");
            if let Some(RuleAction::SendMail(mail)) = rule.then.first_mut() {
                mail.template_id = Some(template);
                mail.body = pult_shared::api::queue::Names::default();
            }
        });
        let id = make(&admin, &faq).await;
        let number = open(&agent, "Passwort vergessen").await;
        work(&desk).await;
        let answers = |mails: Vec<pult_mail::ParsedMail>| mails.iter().filter(|mail| mail.text.contains("hilfe.example/passwort")).count();
        assert_eq!(answers(desk.delivered().await), 1);
        let asked = ticket(&agent, &number).await;
        assert_eq!((&asked["tags"], asked.get("first_answer_at")), (&json!(["faq"]), None), "an automatic answer is no answer");
        // They ask again: a person answers now.
        let again = Eml::new("f1@x", &format!("Re: [Ticket#{number}] Passwort vergessen"), "Das hilft nicht.");
        desk.receive(&again).await;
        assert_eq!(agent.tickets("subject:passwort").await.len(), 1, "it came to the same ticket");
        work(&desk).await;
        assert_eq!(answers(desk.delivered().await), 1, "once for each ticket");
        assert_eq!(runs(&admin, &id).await.len(), 1);
        // Somebody else is answered too.
        open(&agent, "Passwort abgelaufen").await;
        work(&desk).await;
        assert_eq!(answers(desk.delivered().await), 2);
    }

    async fn by_address_important_senders_and_spam(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let (wlan, inbox) = (admin.queue("it/wlan").await, admin.queue("inbox").await);
        make(&admin, &preset("spam", |rule| rule.then = vec![moving_to(&inbox)])).await;
        let address = preset("address", |rule| {
            rule.when = rule.when.replace("from:@", "from:@stud.hs-musterstadt.example subject:route");
            rule.then = vec![moving_to(&wlan)];
        });
        make(&admin, &address).await;
        make(&admin, &preset("vip", |rule| rule.when = rule.when.replace("from:@", "from:student@stud.hs-musterstadt.example subject:wichtig"))).await;
        let (routed, important) = (open(&agent, "Route").await, open(&agent, "Wichtig").await);
        // As the gateway has marked it: whoever is named as its sender hears nothing of ours.
        desk.receive(&Eml::new("gewinn@x", "Gewinn", "!!!").header("X-Spam-Flag: YES")).await;
        let spam = admin.tickets("subject:gewinn").await.remove(0);
        let mailed = desk.delivered().await.len();
        work(&desk).await;
        assert_eq!(desk.delivered().await.len(), mailed);
        assert_eq!(ticket(&admin, &routed).await["queue"]["path"], "it/wlan");
        let important = ticket(&admin, &important).await;
        assert_eq!((&important["priority"], &important["tags"]), (&json!(4), &json!(["vip"])));
        let spam = ticket(&admin, spam["number"].as_str().unwrap()).await;
        assert_eq!((&spam["queue"]["path"], &spam["tags"]), (&json!("inbox"), &json!(["spam"])));
        assert_eq!(count(&admin, spam["number"].as_str().unwrap(), "mail_queued").await, 0);
    }

    // req: B13, A15
    async fn by_group_and_by_word(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let (wlan, inbox) = (admin.queue("it/wlan").await, admin.queue("inbox").await);
        make(&admin, &preset("group", |rule| rule.then = vec![moving_to(&wlan)])).await;
        let word = preset("word", |rule| {
            rule.when = rule.when.replace("subject:", "subject:fundsache");
            rule.then = vec![moving_to(&inbox)];
        });
        make(&admin, &word).await;
        let mia = json!({"name": "Mia Kurz", "affiliation": "student", "addresses": [{"address": "mia.kurz@stud.hs-musterstadt.example", "kind": "alias"}]});
        admin.post("/api/v1/people", &mia).await.expect(201);
        let number = |ticket: Value| ticket["number"].as_str().unwrap().to_owned();
        let student = number(agent.open_for("it", "Zugang", "mia.kurz@stud.hs-musterstadt.example").await);
        let found = number(agent.open_for("it", "Fundsache: Schirm", "sekretariat@hs-musterstadt.example").await);
        work(&desk).await;
        assert_eq!(ticket(&admin, &student).await["queue"]["path"], "it/wlan");
        assert_eq!(ticket(&admin, &found).await["queue"]["path"], "inbox");
    }

    // req: B21
    async fn a_new_request_is_answered_at_once(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        make(&admin, &preset("answer", |_| {})).await;
        open(&agent, "Beamer").await;
        work(&desk).await;
        let mails = desk.delivered().await;
        assert_eq!(mails.iter().filter(|mail| mail.text.contains("Hilfeseiten") || mail.text.contains("help pages")).count(), 1);
    }

    // req: B17, C10 — what lies about is told to those who work in its queue, in the rule's words.
    async fn what_nobody_looks_after_is_told_to_the_queue(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        make(&admin, &preset("remind", |_| {})).await;
        let (lies, taken) = (open(&agent, "Liegt").await, open(&agent, "Läuft").await);
        agent.apply(&taken, json!([{"type": "take"}])).await.expect(200);
        while notification::note::note(&desk.app).await.unwrap() > 0 {}
        // A Friday noon.
        desk.later(SignedDuration::from_hours(5 * 24 + 3));
        assert_eq!(run_due(&desk.app).await.unwrap(), 1);
        while notification::note::note(&desk.app).await.unwrap() > 0 {}
        let agent = desk.sign_in("agent.it").await;
        let told = agent.get("/api/v1/notifications").await.expect(200).json();
        let first = &told["items"][0];
        assert_eq!((&first["kind"], &first["relation"], &first["number"]), (&json!("rule"), &json!("queues"), &json!(lies)), "{told}");
        assert_eq!(first["text"]["de"], "Seit fünf Tagen ist niemand zuständig.");
        // Whoever wants it by mail reads it there.
        let settings = json!({"chosen": [{"relation": "queues", "kind": "rule", "ways": ["mail"]}], "time_zone": "Europe/Berlin", "digest_at": 420, "queues": []});
        agent.put("/api/v1/notifications/settings", &settings).await.expect(200);
        open(&agent, "Liegt auch").await;
        desk.later(SignedDuration::from_hours(5 * 24));
        run_due(&desk.app).await.unwrap();
        while notification::note::note(&desk.app).await.unwrap() > 0 {}
        desk.later(SignedDuration::from_mins(3));
        notification::mail::send_due(&desk.app).await.unwrap();
        let mails = desk.delivered().await;
        let mail = mails.iter().find(|mail| mail.subject.ends_with("Liegt auch") && mail.to[0].address == "agent.it@hs-musterstadt.example");
        assert!(mail.expect("a mail").text.contains("Nobody has been in charge for five days."));
    }

    async fn all_of_them_can_be_set_up_once_they_are_filled_in(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let inbox = admin.queue("inbox").await;
        for name in PRESETS {
            let rule = preset(name, |rule| {
                rule.when = rule.when.replace("from:@", "from:@x.example").replace("subject:", "subject:x");
                for action in &mut rule.then {
                    if matches!(action, RuleAction::Move(_)) {
                        *action = moving_to(&inbox);
                    }
                }
            });
            make(&admin, &rule).await;
        }
    }

    // A rule tells another program; only administrators set that up, and trying it out tells nobody.
    async fn a_rule_tells_another_program(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let hook = |valid: bool| json!({"name": "Chat", "url": "https://hooks.example/", "events": ["closed"], "valid": valid});
        let made = admin.post("/api/v1/webhooks", &hook(true)).await.expect(201).json();
        let webhook = made["webhook"]["id"].as_str().unwrap().to_owned();
        let then = json!([{"type": "webhook", "webhook_id": webhook}]);
        let rule = on(&["created"], "subject:wlan", then.clone());
        let nowhere = on(&["created"], "", json!([{"type": "webhook", "webhook_id": "0199b3a0-0000-7000-8000-000000000001"}]));
        let refused = admin.post("/api/v1/rules", &nowhere).await.problem(422, "invalid");
        assert_eq!(refused["errors"][0], json!({"field": "then.0.webhook_id", "code": "unknown"}));
        let one = json!({"names": {"de": "x", "en": "x"}, "queue_ids": [], "then": then});
        admin.post("/api/v1/macros", &one).await.problem(422, "invalid");
        crate::admin::grant(&admin, "agent.it", "it", &["view", "create", "manage"]).await;
        let manager = desk.sign_in("agent.it").await;
        let mut theirs = rule.clone();
        theirs["queue_id"] = json!(admin.queue("it").await);
        manager.post("/api/v1/rules", &theirs).await.problem(403, "forbidden");
        let id = make(&admin, &rule).await;
        open(&agent, "WLAN weg").await;
        let number = open(&agent, "WLAN langsam").await;
        let tried = admin.post("/api/v1/rules/try", &json!({"rule": rule})).await.expect(200).json();
        assert_eq!(tried["acted_on"], 2, "{tried}");
        let sent = async || {
            let list = admin.get(&format!("/api/v1/webhooks/{webhook}/deliveries")).await.expect(200).json();
            list["items"].as_array().unwrap().clone()
        };
        assert!(sent().await.is_empty(), "a try tells nobody");
        work(&desk).await;
        let messages = sent().await;
        assert_eq!(messages.len(), 2);
        let said: Value = serde_json::from_str(messages[0]["body"].as_str().unwrap()).unwrap();
        assert_eq!((&said["type"], &said["data"]["rule"]["id"], &said["data"]["ticket"]["number"]), (&json!("ticket.rule"), &json!(id), &json!(number)));
        assert_eq!(runs(&admin, &id).await[0]["done"], json!(["webhook"]));
        assert_eq!(count(&agent, &number, "rule_applied").await, 1, "{:?}", history(&agent, &number).await);
        // Switched off, it is told nothing, and the log of the rule says why.
        admin.put(&format!("/api/v1/webhooks/{webhook}"), &hook(false)).await.expect(200);
        open(&agent, "WLAN wieder weg").await;
        work(&desk).await;
        assert_eq!(sent().await.len(), 2);
        assert_eq!(runs(&admin, &id).await[0]["skipped"][0]["effect"], "webhook");
        assert_eq!(deliver_due(&desk.app).await.unwrap(), 0);
    }
}
