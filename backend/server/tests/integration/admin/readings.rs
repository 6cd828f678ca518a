//! Sensitive queues: who has read what is noted, and shown to whoever manages the queue.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{grant, manager};
use crate::support::{Desk, Eml, Visitor, on_both};

/// `it/wlan` becomes sensitive by its manager; a mail with a file lies there. The ticket's number.
async fn sensitive(desk: &Desk, manager: &Visitor) -> String {
    let path = format!("/api/v1/queues/{}/settings", manager.queue("it/wlan").await);
    let mut settings = manager.get(&path).await.expect(200).json()["settings"].clone();
    settings["sensitive"] = json!(true);
    let saved = manager.put(&path, &settings).await.expect(200).json();
    assert_eq!(saved["settings"]["sensitive"], true);
    desk.receive(&Eml::new("r@x", "Vertraulich", "Hallo").to("wlan@hs-musterstadt.example"))
        .await;
    let tickets = manager.tickets("queue:it/wlan").await;
    tickets[0]["number"].as_str().unwrap().to_owned()
}

async fn log(manager: &Visitor, rest: &str) -> Value {
    let queue = manager.queue("it/wlan").await;
    manager
        .get(&format!("/api/v1/queues/{queue}/readings{rest}"))
        .await
        .expect(200)
        .json()
}

/// Who and what, newest first.
fn lines(log: &Value) -> Vec<(&str, &str)> {
    let items = log["items"].as_array().unwrap().iter();
    items
        .map(|line| (line["person"]["name"].as_str().unwrap(), line["what"].as_str().unwrap()))
        .collect()
}

on_both! {
    // req: B11
    async fn reading_in_a_sensitive_queue_is_noted(desk: Desk) {
        let manager = manager(&desk).await;
        let number = sensitive(&desk, &manager).await;
        let agent = desk.sign_in("agent.it").await;
        agent.get("/api/v1/tickets").await.expect(200);
        assert_eq!(lines(&log(&manager, "").await), [], "a list is no reading");

        let ticket = format!("/api/v1/tickets/{number}");
        let articles = agent.articles(&number).await;
        for path in ["", "/screen", "/history"] {
            agent.get(&format!("{ticket}{path}")).await.expect(200);
        }
        assert_eq!(lines(&log(&manager, "").await), [("Ivo Techniker", "ticket")], "the same within minutes is one reading");

        agent.get(&format!("/api/v1/articles/{}/raw", articles[0]["id"].as_str().unwrap())).await.expect(200);
        agent.get(&format!("{ticket}/case.zip")).await.expect(200);
        let file = agent.upload("a.txt", b"a").await;
        agent.apply(&number, json!([{"type": "note", "body": "Anbei", "attachments": [file]}])).await.expect(200);
        let articles = agent.articles(&number).await;
        let file = articles.iter().find_map(|article| article["attachments"][0]["id"].as_str()).unwrap();
        agent.get(&format!("/api/v1/attachments/{file}")).await.expect(200);
        let noted = log(&manager, "").await;
        assert_eq!(lines(&noted), [
            ("Ivo Techniker", "attachment"), ("Ivo Techniker", "export"), ("Ivo Techniker", "raw_mail"), ("Ivo Techniker", "ticket"),
        ]);
        assert_eq!(noted["items"][0]["ticket"], number.as_str());

        desk.later(SignedDuration::from_mins(16));
        agent.get(&ticket).await.expect(200);
        let admin = desk.sign_in("admin").await;
        admin.get(&ticket).await.expect(200);
        let noted = log(&manager, "?limit=2").await;
        assert_eq!(lines(&noted), [("Ada Administrator", "ticket"), ("Ivo Techniker", "ticket")], "administrators too");
        let rest = log(&manager, &format!("?cursor={}", noted["next_cursor"].as_str().unwrap())).await;
        assert_eq!(lines(&rest).len(), 4);
        assert_eq!(lines(&log(&manager, &format!("?ticket={number}")).await).len(), 6);
        assert_eq!(lines(&log(&manager, "?ticket=1").await), []);
    }

    // What answers with a ticket, or with what stands in it, is a reading too.
    async fn no_other_road_reads_unnoted(desk: Desk) {
        let manager = manager(&desk).await;
        let number = sensitive(&desk, &manager).await;
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        agent.apply(&number, json!([{"type": "watch"}])).await.expect(200);
        assert_eq!(lines(&log(&manager, "").await), [("Ivo Techniker", "ticket")]);
        let template = json!({"names": {"de": "x", "en": "x"}, "kind": "answer", "body": {"de": "{{ ticket.subject }}", "en": "x"}});
        let text = json!({"ticket": number, "template": template});
        admin.post("/api/v1/templates/render", &text).await.expect(200);
        assert_eq!(lines(&log(&manager, "").await)[0], ("Ada Administrator", "ticket"));
    }

    // The ledgers of mail are no way round it.
    async fn reading_its_mails_is_noted_too(desk: Desk) {
        let manager = manager(&desk).await;
        let number = sensitive(&desk, &manager).await;
        let admin = desk.sign_in("admin").await;
        let of_ticket = |list: &Value| {
            let items = list["items"].as_array().unwrap().iter();
            let found = items.filter(|mail| mail["ticket_number"] == number.as_str());
            found.map(|mail| mail["id"].as_str().unwrap().to_owned()).next().expect("a mail of the ticket")
        };
        let incoming = of_ticket(&admin.get("/api/v1/incoming-mails").await.expect(200).json());
        let outgoing = of_ticket(&admin.get("/api/v1/outgoing-mails").await.expect(200).json());
        assert_eq!(lines(&log(&manager, "").await), [], "a list is no reading");
        let mut expected = Vec::new();
        for path in [format!("incoming-mails/{incoming}"), format!("incoming-mails/{incoming}/raw"), format!("outgoing-mails/{outgoing}")] {
            admin.get(&format!("/api/v1/{path}")).await.expect(200);
            expected.push(("Ada Administrator", "raw_mail"));
            assert_eq!(lines(&log(&manager, "").await), expected, "{path}");
            desk.later(SignedDuration::from_mins(16));
        }
    }

    async fn customers_and_other_queues_are_not_logged(desk: Desk) {
        let manager = manager(&desk).await;
        let number = sensitive(&desk, &manager).await;
        let student = desk.sign_in("student").await;
        student.get(&format!("/api/v1/tickets/{number}")).await.expect(200);
        let agent = desk.sign_in("agent.it").await;
        let elsewhere = agent.open_for("it", "Offen", "student@stud.hs-musterstadt.example").await;
        agent.get(&format!("/api/v1/tickets/{}", elsewhere["number"].as_str().unwrap())).await.expect(200);
        assert_eq!(lines(&log(&manager, "").await), []);
    }

    async fn who_reads_the_log(desk: Desk) {
        let manager = manager(&desk).await;
        sensitive(&desk, &manager).await;
        let wlan = manager.queue("it/wlan").await;
        let path = format!("/api/v1/queues/{wlan}/readings");
        desk.sign_in("agent.it").await.get(&path).await.problem(403, "forbidden");
        desk.sign_in("student").await.get(&path).await.problem(403, "forbidden");
        // Sensitive is what is below too; and a log goes with the queue that one manages, not with the one above.
        let admin = desk.sign_in("admin").await;
        let it = admin.queue("it").await;
        manager.get(&format!("/api/v1/queues/{it}/readings")).await.problem(403, "forbidden");
        let role = grant(&admin, "agent.it", "it", &["manage"]).await;
        let above = desk.sign_in("agent.it").await;
        above.get(&format!("/api/v1/queues/{it}/readings")).await.expect(200);
        admin.delete(&format!("/api/v1/roles/{role}")).await;
    }
}
