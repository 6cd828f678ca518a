//! Postmaster filters: what they do to mails of every kind, what is said of it, and that trying them out changes nothing.

use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor, on_both};

const FILTERS: &str = "/api/v1/postmaster-filters";
const PROVEN: &str =
    "Authentication-Results: mx.hs-musterstadt.example; dmarc=pass header.from=stud.hs-musterstadt.example";

async fn make(admin: &Visitor, filter: Value) -> String {
    let made = admin.post(FILTERS, &filter).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

fn test(field: &str, how: &str, value: &str) -> Value {
    json!({"type": "test", "field": field, "how": how, "value": value})
}

async fn rows(admin: &Visitor) -> Vec<Value> {
    let page = admin.get("/api/v1/incoming-mails").await.expect(200).json();
    page["items"].as_array().unwrap().clone()
}

async fn history(agent: &Visitor, number: &str) -> Vec<Value> {
    let page = agent
        .get(&format!("/api/v1/tickets/{number}/history"))
        .await
        .expect(200)
        .json();
    page["items"].as_array().unwrap().clone()
}

fn names(history: &[Value]) -> Vec<&str> {
    history
        .iter()
        .map(|entry| entry["event"]["type"].as_str().unwrap())
        .collect()
}

fn words(list: &Value) -> Vec<&str> {
    list.as_array()
        .map(|list| list.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default()
}

on_both! {
    // req: B13
    async fn a_filter_sorts_a_new_mail_and_says_so(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let wlan = admin.queue("it/wlan").await;
        let owner = agent.get("/api/v1/session").await.expect(200).json()["person"]["id"].clone();
        make(&admin, json!({"name": "WLAN", "when": {"type": "all", "of": [
                test("subject", "regex", r"\bwlan\b"), {"type": "not", "of": test("automatic", "is", "yes")}]},
            "then": [{"type": "move", "queue_id": wlan}, {"type": "set_priority", "priority": 4},
                {"type": "set_type", "ticket_type": "incident"}, {"type": "add_tag", "tag": "Funk"},
                {"type": "assign", "owner_id": owner},
                {"type": "add_participant", "participant": {"address": "netz@hs-musterstadt.example"}}]})).await;
        make(&admin, json!({"name": "Später", "when": test("body", "contains", "eduroam"),
            "then": [{"type": "set_priority", "priority": 5}, {"type": "auto_response", "send": false}]})).await;
        desk.receive(&Eml::new("f1@x", "Kein WLAN im Hörsaal", "eduroam geht nicht")).await;
        let ticket = agent.tickets("").await.remove(0);
        let number = ticket["number"].as_str().unwrap();
        let ticket = agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!(ticket["queue"]["id"], wlan);
        assert_eq!((&ticket["priority"], &ticket["ticket_type"]), (&json!(5), &json!("incident")));
        assert_eq!(ticket["tags"], json!(["funk"]));
        assert_eq!(ticket["owner"]["id"], owner);
        assert!(desk.delivered().await.is_empty(), "no receipt, and nobody is told of the owner");
        let row = rows(&admin).await.remove(0);
        assert_eq!(row["outcome"], "new_ticket");
        let applied = row["filters"].as_array().unwrap();
        assert_eq!(applied.len(), 2);
        assert_eq!(applied[0]["name"], "WLAN");
        assert_eq!(words(&applied[0]["done"]), ["move", "set_priority", "set_type", "add_tag", "assign", "add_participant"]);
        let history = history(&agent, number).await;
        let told = history.iter().find(|entry| entry["event"]["type"] == "postmaster_applied").unwrap();
        assert_eq!((told["event"]["name"].as_str(), told.get("actor")), (Some("WLAN"), None));
        assert!(!names(&history).contains(&"moved"), "it was opened there");

        desk.receive(&Eml::new("f2@x", "Drucker", "streikt")).await;
        let other = rows(&admin).await.remove(0);
        assert!(other.get("filters").is_none());
        assert_eq!(desk.delivered().await.len(), 1);
    }

    async fn ignoring_and_quarantine_lose_nothing(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let spam = make(&admin, json!({"name": "Spam", "when": {"type": "any", "of": [
            {"type": "test", "field": "header", "header": "X-Spam-Flag", "how": "is", "value": "yes"}, test("spam_score", "at_least", "8")]},
            "then": [{"type": "quarantine"}]})).await;
        make(&admin, json!({"name": "Verteiler", "when": test("list_id", "exists", ""), "then": [{"type": "ignore"}]})).await;
        desk.receive(&Eml::new("s1@x", "Gewinn", "!!!").header("X-Spam-Flag: YES")).await;
        desk.receive(&Eml::new("s2@x", "News", "Neues").header("List-Id: <news.lists.example>")).await;
        let rows_now = rows(&admin).await;
        let said = |row: &Value| [&row["outcome"], &row["reason_code"], &row["reason"]].map(|word| word.as_str().unwrap().to_owned());
        assert_eq!(said(&rows_now[0]), ["ignored", "postmaster_filter", "Verteiler"]);
        assert_eq!(said(&rows_now[1]), ["quarantined", "postmaster_filter", "Spam"]);
        assert_eq!(rows_now[1]["filters"][0]["id"], spam);
        assert_eq!(words(&rows_now[1]["filters"][0]["done"]), ["quarantine"]);
        assert!(agent.tickets("").await.is_empty() && desk.delivered().await.is_empty());
        let act = async |row: &Value, action: Value| {
            let path = format!("/api/v1/incoming-mails/{}/actions", row["id"].as_str().unwrap());
            admin.post(&path, &action).await.expect(200).json()
        };
        // By hand it is run again by the filters of now, or made a ticket of past them.
        let again = act(&rows_now[1], json!({"type": "run_again"})).await;
        assert_eq!(again["outcome"], "quarantined");
        let ticket = act(&rows_now[0], json!({"type": "make_ticket", "queue_id": admin.queue("it").await})).await;
        assert_eq!(ticket["outcome"], "new_ticket");
        admin.delete(&format!("{FILTERS}/{spam}")).await.expect(204);
        let again = act(&rows_now[1], json!({"type": "run_again"})).await;
        assert_eq!(again["outcome"], "new_ticket");
        assert_eq!(agent.tickets("").await.len(), 2);
    }

    async fn follow_ups_are_changed_only_where_the_filter_says_so(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        desk.receive(&Eml::new("u1@x", "Frage", "Hallo")).await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        let mut filter = json!({"name": "Dringend", "when": test("subject", "contains", "dringend"),
            "then": [{"type": "set_priority", "priority": 5}, {"type": "set_state", "state": "closed_successful"}]});
        let id = make(&admin, filter.clone()).await;
        let answer = |id: &str| Eml::new(id, &format!("Re: [Ticket#{number}] DRINGEND"), "Noch etwas");
        let ticket = async || agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        desk.receive(&answer("u2@x")).await;
        assert_eq!(ticket().await["priority"], 3, "for new tickets only");
        assert!(!names(&history(&agent, &number).await).contains(&"postmaster_applied"));
        filter["follow_ups"] = json!(true);
        admin.put(&format!("{FILTERS}/{id}"), &filter).await.expect(200);
        desk.receive(&answer("u3@x").header("Auto-Submitted: auto-replied")).await;
        let after = ticket().await;
        assert_eq!((&after["priority"], after["state_type"] != "closed"), (&json!(5), true), "a machine changes no state");
        let skipped = rows(&admin).await[0]["filters"][0]["skipped"][0]["effect"].clone();
        assert_eq!(skipped, "set_state");
        // Somebody who takes no part changes nothing by a number in the subject.
        agent.apply(&number, json!([{"type": "set_priority", "priority": 2}])).await.expect(200);
        desk.receive(&answer("u4@x").from("fremd@web.example")).await;
        assert_eq!(ticket().await["priority"], 2);
        assert_eq!(rows(&admin).await[0]["outcome"], "held_follow_up");
    }

    async fn what_is_gone_costs_the_effect_and_not_the_mail(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let wlan = admin.queue("it/wlan").await;
        admin.put("/api/v1/types/odd", &json!({"key": "odd", "names": {"de": "Kurios", "en": "Odd"}})).await.expect(200);
        make(&admin, json!({"name": "Alt", "when": {"type": "all", "of": []},
            "then": [{"type": "move", "queue_id": wlan}, {"type": "set_type", "ticket_type": "odd"}, {"type": "add_tag", "tag": "alt"}]})).await;
        admin.put("/api/v1/types/odd", &json!({"key": "odd", "names": {"de": "Kurios", "en": "Odd"}, "valid": false})).await.expect(200);
        let settings = format!("/api/v1/queues/{wlan}/settings");
        let mut queue = admin.get(&settings).await.expect(200).json()["settings"].clone();
        queue["valid"] = json!(false);
        admin.put(&settings, &queue).await.expect(200);
        desk.receive(&Eml::new("g1@x", "Hallo", "Welt")).await;
        let row = rows(&admin).await.remove(0);
        assert_eq!(row["outcome"], "new_ticket");
        let skipped: Vec<&str> = row["filters"][0]["skipped"].as_array().unwrap().iter().map(|one| one["effect"].as_str().unwrap()).collect();
        assert_eq!(skipped, ["move", "set_type"]);
        assert_eq!(agent.tickets("").await[0]["tags"], json!(["alt"]));
        let listed = admin.get(FILTERS).await.expect(200).json();
        let faults: Vec<&str> = listed["items"][0]["faults"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
        assert_eq!(faults, ["then.0.queue_id", "then.1.ticket_type"]);
    }

    async fn trying_out_changes_nothing(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let wlan = admin.queue("it/wlan").await;
        let filters = json!([
            {"name": "Aus", "valid": false, "when": {"type": "all", "of": []}, "then": [{"type": "ignore"}]},
            {"name": "Nein", "when": test("subject", "is", "x"), "then": [{"type": "ignore"}]},
            {"name": "Ja", "stop": true, "when": {"type": "all", "of": [test("from_domain", "like", "*.example"), test("sender", "is", "stranger")]},
                "then": [{"type": "move", "queue_id": wlan}, {"type": "add_tag", "tag": "neu"}, {"type": "assign", "owner_id": "01a2027b-d696-7588-9a80-6df699158e1c"}]},
            {"name": "Nie", "when": {"type": "all", "of": []}, "then": [{"type": "ignore"}]},
        ]);
        let raw = "From: Lena <lena@web.example>\nTo: it@hs-musterstadt.example\nSubject: Frage\nMessage-ID: <try@x>\n\nHallo\n";
        let tried = admin.post(&format!("{FILTERS}/try"), &json!({"filters": filters, "raw": raw})).await.expect(200).json();
        let verdicts: Vec<&str> = tried["filters"].as_array().unwrap().iter().map(|one| one["verdict"].as_str().unwrap()).collect();
        assert_eq!(verdicts, ["off", "not_matched", "matched", "not_reached"]);
        assert_eq!(tried["filters"][2]["tests"][0], json!({"path": "when.of.0", "holds": true, "found": "web.example"}));
        assert_eq!((&tried["outcome"], &tried["ticket"]["queue_id"]), (&json!("new_ticket"), &json!(wlan)));
        assert_eq!(tried["ticket"]["tags"], json!(["neu"]));
        assert_eq!(words(&tried["answers_to"]), ["lena@web.example"]);
        assert_eq!(tried["applied"][0]["skipped"][0]["effect"], "assign");
        assert!(agent.tickets("").await.is_empty() && rows(&admin).await.is_empty() && desk.delivered().await.is_empty());
        let people = admin.get("/api/v1/people?query=lena@web.example").await.expect(200).json();
        assert_eq!(people["items"], json!([]), "nobody has become known");

        desk.receive(&Eml::new("t1@x", "Frage", "Hallo")).await;
        let id = rows(&admin).await[0]["id"].clone();
        let ask = json!({"filters": [{"name": "Ende", "when": test("subject", "is", "frage"), "then": [{"type": "ignore"}]}], "incoming_mail_id": id});
        let tried = admin.post(&format!("{FILTERS}/try"), &ask).await.expect(200).json();
        assert_eq!((tried["outcome"].as_str(), tried["reason"].as_str()), (Some("ignored"), Some("Ende")));
        assert_eq!(rows(&admin).await[0]["outcome"], "new_ticket");
        let bad = json!({"filters": [{"name": "x", "when": test("subject", "regex", "ab("), "then": [{"type": "ignore"}]}], "raw": raw});
        let problem = admin.post(&format!("{FILTERS}/try"), &bad).await.problem(422, "invalid");
        assert_eq!((problem["errors"][0]["field"].as_str(), problem["errors"][0]["at"].as_i64()), (Some("filters.0.when.value"), Some(2)));
        admin.post(&format!("{FILTERS}/try"), &json!({})).await.problem(422, "invalid");
        let missing = json!({"incoming_mail_id": "01a2027b-d696-7588-9a80-6df699158e1c"});
        admin.post(&format!("{FILTERS}/try"), &missing).await.problem(404, "mail_not_found");
    }

    async fn the_list_is_kept_in_order(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let filter = |name: &str| json!({"name": name, "when": {"type": "all", "of": []}, "then": [{"type": "add_tag", "tag": "x"}]});
        let (a, b) = (make(&admin, filter("A")).await, make(&admin, filter("B")).await);
        let order = async |ids: Value| admin.post(&format!("{FILTERS}/order"), &json!({"ids": ids})).await;
        let listed = order(json!([b, a])).await.expect(200).json();
        let ids: Vec<&str> = listed["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        assert_eq!(ids, [b.as_str(), a.as_str()]);
        order(json!([a])).await.problem(422, "invalid");
        order(json!([a, a])).await.problem(422, "invalid");
        let taken = admin.post(FILTERS, &filter("a")).await.problem(422, "invalid");
        assert_eq!(taken["errors"][0]["code"], "taken");
        let log = admin.get("/api/v1/settings-log?limit=3").await.expect(200).json();
        let kinds: Vec<&str> = log["items"].as_array().unwrap().iter().map(|line| line["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["postmaster_order", "postmaster_filter", "postmaster_filter"]);
        let missing = format!("{FILTERS}/01a2027b-d696-7588-9a80-6df699158e1c");
        admin.put(&missing, &filter("C")).await.problem(404, "postmaster_filter_not_found");
        admin.delete(&missing).await.problem(404, "postmaster_filter_not_found");
    }

    // Who reads filters sees addresses of other people; who tries them out reads any mail.
    async fn filters_are_the_administrators_alone(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let filter = json!({"name": "A", "when": {"type": "all", "of": []}, "then": [{"type": "ignore"}]});
        let id = make(&admin, filter.clone()).await;
        for login in ["agent.it", "agent.lib", "student"] {
            let who = desk.sign_in(login).await;
            who.get(FILTERS).await.problem(403, "forbidden");
            who.post(FILTERS, &filter).await.problem(403, "forbidden");
            who.put(&format!("{FILTERS}/{id}"), &filter).await.problem(403, "forbidden");
            who.delete(&format!("{FILTERS}/{id}")).await.problem(403, "forbidden");
            who.post(&format!("{FILTERS}/order"), &json!({"ids": [id]})).await.problem(403, "forbidden");
            who.post(&format!("{FILTERS}/try"), &json!({"raw": "From: a@b.example\n\nx"})).await.problem(403, "forbidden");
        }
        desk.visitor().get(FILTERS).await.problem(401, "not_signed_in");
    }

    async fn control_fields_count_for_trusted_senders_only(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let controlled = |id: &str| Eml::new(id, "Alarm", "Platte voll").header("X-OTRS-Queue: IT::WLAN").header("X-OTRS-Priority: 5 very high")
            .header("X-Pult-Tag: alarm, platte").header("X-OTRS-Type: gibtsnicht");
        desk.receive(&controlled("c1@x").from("monitor@web.example")).await;
        desk.receive(&controlled("c2@x")).await;
        for row in rows(&admin).await {
            assert!(row.get("filters").is_none(), "neither strangers nor whoever is not proven");
        }
        // Named in the configuration, and proven by the mail server.
        desk.receive(&controlled("c3@x").header(PROVEN)).await;
        let row = rows(&admin).await.remove(0);
        assert_eq!(row["filters"][0]["name"], "");
        assert_eq!(words(&row["filters"][0]["done"]), ["move", "set_priority", "add_tag", "add_tag"]);
        assert_eq!(row["filters"][0]["skipped"][0]["effect"], "type");
        let number = row["ticket_number"].as_str().unwrap();
        let ticket = agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!((&ticket["queue"]["id"], &ticket["priority"]), (&json!(admin.queue("it/wlan").await), &json!(5)));
        assert_eq!(ticket["tags"], json!(["alarm", "platte"]));
        // Filters have the last word.
        make(&admin, json!({"name": "Normal", "when": test("subject", "is", "alarm"), "then": [{"type": "set_priority", "priority": 3}]})).await;
        desk.receive(&controlled("c4@x").header(PROVEN)).await;
        let number = rows(&admin).await[0]["ticket_number"].as_str().unwrap().to_owned();
        assert_eq!(agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json()["priority"], 3);
        desk.receive(&Eml::new("c5@x", "Still", "").header("X-OTRS-Ignore: yes").header(PROVEN)).await;
        let row = rows(&admin).await.remove(0);
        assert_eq!((row["outcome"].as_str(), row["reason_code"].as_str()), (Some("ignored"), Some("control_field")));
    }
}
