//! What Pult writes by itself: which occasions, with which text, inherited down the tree of queues; and what answers carry at their end.

use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor, on_both};

/// Changes how a queue writes mails.
async fn set_mails(admin: &Visitor, queue: &str, mails: Value) {
    let path = format!("/api/v1/queues/{}/settings", admin.queue(queue).await);
    let mut settings = admin.get(&path).await.expect(200).json()["settings"].clone();
    settings["mails"] = mails;
    let saved = admin.put(&path, &settings).await.expect(200).json();
    assert_eq!(saved["settings"]["mails"], settings["mails"]);
}

fn both(text: &str) -> Value {
    json!({"de": text, "en": text})
}

async fn number(agent: &Visitor, subject: &str) -> String {
    let tickets = agent.tickets("").await;
    let ticket = tickets
        .iter()
        .find(|ticket| ticket["subject"] == subject)
        .expect("a ticket");
    ticket["number"].as_str().unwrap().to_owned()
}

on_both! {
    // req: B14, B22, A18, D14
    async fn the_nearest_queue_says_what_is_written(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        desk.receive(&Eml::new("1@stud", "Frage", "Wann?")).await;
        let usual = desk.delivered().await[0].text.clone();
        assert!(usual.contains("Datenschutz") || usual.contains("Privacy"), "{usual}");
        set_mails(&admin, "it", json!({"auto_responses": {
            "new_ticket": {"subject": both("Ihre Frage an {{ queue.name }}"), "text": both("Nummer {{ ticket.number }}, {{ queue.name }}: {{ ticket.link }}")},
            "privacy_notice": {"text": both("Mehr unter datenschutz.example.")},
            "follow_up": {"on": true, "text": both("Angekommen zu {{ ticket.number }}.")},
        }, "quote_history": false, "recipients": "in_header"})).await;
        desk.receive(&Eml::new("2@stud", "Noch eine", "Wo?")).await;
        let number = number(&agent, "Noch eine").await;
        let receipt = desk.delivered().await[1].clone();
        assert!(receipt.text.starts_with(&format!("Nummer {number}, ")), "{}", receipt.text);
        assert!(receipt.text.contains(&format!("/tickets/{number}")) && receipt.text.trim_end().ends_with("datenschutz.example."));
        assert!(receipt.automatic.is_some());
        assert!(receipt.subject.starts_with(&format!("[Ticket#{number}] Ihre Frage an ")), "{}", receipt.subject);
        let html = receipt.html.clone().unwrap_or_default();
        assert!(html.contains("<html lang=") && html.contains(&format!("<p>Nummer {number}, ")), "the same as HTML: {html}");
        assert!(receipt.references.first().is_some_and(|id| id.starts_with("ticket.")), "{:?}", receipt.references);

        desk.receive(&Eml::new("3@stud", &format!("Re: [Ticket#{number}]"), "Und noch etwas.")).await;
        let told = desk.delivered().await;
        assert_eq!(told.len(), 3, "the message is confirmed");
        assert_eq!(told[2].text.trim(), format!("Angekommen zu {number}."));
        assert_eq!(told[2].in_reply_to, ["3@stud"]);
        let machine = Eml::new("4@stud", &format!("Re: [Ticket#{number}]"), "Bin im Urlaub.").header("Auto-Submitted: auto-replied");
        desk.receive(&machine).await;
        let stranger = Eml::new("5@x", &format!("Re: [Ticket#{number}]"), "Auch ich.").from("stranger@x.example");
        desk.receive(&stranger).await;
        assert_eq!(desk.delivered().await.len(), 3, "no answer to machines, none to who is held");
    }

    async fn what_is_off_is_not_sent(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        set_mails(&admin, "it", json!({"auto_responses": {"new_ticket": {"on": false}, "owner_changed": {"on": true}, "moved": {"on": true}},
            "quote_history": false, "recipients": "in_header"})).await;
        desk.receive(&Eml::new("1@stud", "Frage", "Wann?")).await;
        assert!(desk.delivered().await.is_empty(), "no receipt here");
        let number = number(&agent, "Frage").await;
        agent.apply(&number, json!([{"type": "take"}])).await.expect(200);
        agent.apply(&number, json!([{"type": "take"}])).await.expect(200);
        assert_eq!(desk.delivered().await.len(), 1, "the owner changed once");
        let wlan = agent.queue("it/wlan").await;
        agent.apply(&number, json!([{"type": "move", "queue_id": wlan}])).await.expect(200);
        let mails = desk.delivered().await;
        assert_eq!(mails.len(), 2, "inherited by the queue below");
        assert!(mails[1].text.contains("WLAN"), "{}", mails[1].text);
        assert!(mails[1].automatic.is_some());
    }

    async fn faults_name_their_fields(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let path = format!("/api/v1/queues/{}/settings", admin.queue("it").await);
        let mut settings = admin.get(&path).await.expect(200).json()["settings"].clone();
        settings["mails"]["auto_responses"] = json!({"moved": {"text": {"de": "{{ ticket.number", "en": ""}}});
        let problem = admin.put(&path, &settings).await.problem(422, "invalid_template");
        assert_eq!(problem["errors"][0]["field"], "mails.auto_responses.moved.text.de");
        settings["mails"]["auto_responses"] = json!({"moved": {"subject": {"de": "", "en": "{% if"}}});
        let problem = admin.put(&path, &settings).await.problem(422, "invalid_template");
        assert_eq!(problem["errors"][0]["field"], "mails.auto_responses.moved.subject.en");
        settings["mails"]["auto_responses"] = json!({"privacy_notice": {"subject": both("Datenschutz")}});
        let problem = admin.put(&path, &settings).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "mails.auto_responses.privacy_notice.subject");
        settings["mails"]["auto_responses"] = json!({"closed": {"on": false}});
        let problem = admin.put(&path, &settings).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "mails.auto_responses.closed.on");
    }

    // What a field tells the desk alone goes out in no text that nobody looks at: a closing mail, a salutation, a rule's mail.
    async fn fields_of_the_desk_alone_are_in_no_mail(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        for (key, shown) in [("room", true), ("risk", false)] {
            let def = json!({"key": key, "kind": "text", "names": both(key), "shown_to_customer": shown});
            admin.put(&format!("/api/v1/fields/{key}"), &def).await.expect(200);
        }
        let text = both("Raum {{ fields.room }}, Risiko {{ fields.risk }}.");
        set_mails(&admin, "it", json!({"auto_responses": {"closed": {"text": text}}, "quote_history": false, "recipients": "in_header"})).await;
        let path = format!("/api/v1/queues/{}/settings", admin.queue("it").await);
        let mut settings = admin.get(&path).await.expect(200).json()["settings"].clone();
        settings["salutation"] = text.clone();
        settings["closing_mail"] = json!(true);
        admin.put(&path, &settings).await.expect(200);
        let rule = json!({"names": both("Regel"), "on": {"type": "events", "events": ["field_changed"]}, "when": "",
            "then": [{"type": "send_mail", "to": "requester", "subject": both("Stand"), "body": text}]});
        admin.post("/api/v1/rules", &rule).await.expect(201);
        desk.receive(&Eml::new("1@stud", "Frage", "Wann?")).await;
        let number = number(&agent, "Frage").await;
        let set = |field: &str, value: &str| json!({"type": "set_field", "field": field, "value": value});
        agent.apply(&number, json!([set("room", "A 17"), set("risk", "hoch")])).await.expect(200);
        while pult_server::service::rule::work::work(&desk.app).await.expect("looked") > 0 {}
        agent.apply(&number, json!([{"type": "reply", "body": "Bald."}])).await.expect(200);
        agent.apply(&number, json!([{"type": "set_state", "state": "closed_successful", "notify_customer": true}])).await.expect(200);
        let mails = desk.delivered().await;
        let told: Vec<&str> = mails.iter().map(|mail| mail.text.as_str()).filter(|text| text.contains("A 17")).collect();
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told.iter().all(|text| text.contains("Risiko .") && !text.contains("hoch")), "{told:?}");
    }

    // req: A18
    async fn the_privacy_notice_of_the_whole_desk_is_written_in_the_browser(desk: Desk) {
        let desk = desk.configured(|config| config.mail.privacy_notice.de = "Laut Konfiguration: hs.example".to_owned()).await;
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let texts = |de: &str, en: &str| json!({"privacy_notice": {"de": de, "en": en}});
        agent.get("/api/v1/mail-texts").await.problem(403, "forbidden");
        agent.put("/api/v1/mail-texts", &texts("a", "b")).await.problem(403, "forbidden");
        let receipt = async |id: &str| {
            desk.receive(&Eml::new(id, "Frage", "Wo?")).await;
            desk.delivered().await.last().unwrap().text.trim_end().to_owned()
        };
        assert!(receipt("1@stud").await.ends_with("Laut Konfiguration: hs.example"));
        let problem = admin.put("/api/v1/mail-texts", &texts("", &"x".repeat(20_001))).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "privacy_notice.en");
        let saved = admin.put("/api/v1/mail-texts", &texts("Datenschutz: hs.example/neu ", "")).await.expect(200).json();
        assert_eq!(saved["texts"], texts("Datenschutz: hs.example/neu", ""));
        assert_eq!(saved["otherwise"]["privacy_notice"]["de"], "Laut Konfiguration: hs.example");
        assert_eq!(admin.get("/api/v1/mail-texts").await.expect(200).json(), saved);
        assert!(receipt("2@stud").await.ends_with("Datenschutz: hs.example/neu"));
        set_mails(&admin, "it", json!({"auto_responses": {"privacy_notice": {"text": both("Nur hier.")}}, "quote_history": false, "recipients": "in_header"})).await;
        assert!(receipt("3@stud").await.ends_with("Nur hier."), "the queue's own goes before it");
        let log = admin.get("/api/v1/settings-log?kind=mail_texts").await.expect(200).json();
        assert_eq!(log["items"][0]["after"], texts("Datenschutz: hs.example/neu", ""));
    }

    // req: D9, D13
    async fn answers_quote_the_conversation_and_name_who_gets_them(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        set_mails(&admin, "it", json!({"quote_history": true, "recipients": "in_footer"})).await;
        desk.receive(&Eml::new("1@stud", "Frage", "Wann beginnt der Kurs?")).await;
        let number = number(&agent, "Frage").await;
        agent.apply(&number, json!([{"type": "note", "body": "Nur für uns."}])).await.expect(200);
        let colleague = json!([{"name": "Mia Beispiel", "address": "mia@stud.hs-musterstadt.example"}]);
        agent.apply(&number, json!([{"type": "reply", "body": "Morgen um zehn.", "cc": colleague}])).await.expect(200);
        let mails = desk.delivered().await;
        assert_eq!(mails.len(), 3, "a receipt, and the answer to two");
        let answers: Vec<_> = mails.iter().filter(|mail| mail.automatic.is_none()).collect();
        assert_eq!(answers.len(), 2);
        for answer in answers {
            assert!(answer.text.starts_with("Morgen um zehn."), "{}", answer.text);
            assert!(answer.text.contains("> Wann beginnt der Kurs?") && !answer.text.contains("Nur für uns."), "{}", answer.text);
            assert!(answer.text.contains("Mia Beispiel"), "{}", answer.text);
            assert!(answer.cc.is_empty(), "hidden in the head");
        }
    }
}
