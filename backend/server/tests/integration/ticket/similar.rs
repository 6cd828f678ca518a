//! Requests that are likely one (requirement C9): beside the ticket with the reason, and as an incident with one ticket above.

use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor, on_both};

const TEXT: &str = "Das eduroam im Wohnheim Nord, Haus 3, bricht jeden Abend mehrmals ab. Der Laptop verbindet sich nach wenigen Minuten neu.";
const TOLD_AGAIN: &str = "Hallo,\n\nim Wohnheim Nord (Haus 3) bricht eduroam jeden Abend mehrmals ab; der Laptop verbindet sich erst nach wenigen Minuten neu.\n\nViele Grüße\nPaul";

async fn similar(who: &Visitor, number: &str) -> Vec<Value> {
    let found = who
        .get(&format!("/api/v1/tickets/{number}/similar"))
        .await
        .expect(200)
        .json();
    found["items"].as_array().unwrap().clone()
}

fn told(items: &[Value]) -> Vec<(String, Vec<String>)> {
    let reasons = |item: &Value| {
        item["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one.as_str().unwrap().to_owned())
            .collect()
    };
    items
        .iter()
        .map(|item| (item["ticket"]["subject"].as_str().unwrap().to_owned(), reasons(item)))
        .collect()
}

async fn number(who: &Visitor, subject: &str) -> String {
    let all = who.tickets("").await;
    let found: Vec<&Value> = all.iter().filter(|ticket| ticket["subject"] == subject).collect();
    assert_eq!(found.len(), 1, "{subject}");
    found[0]["number"].as_str().unwrap().to_owned()
}

/// Two people report one thing to the IT desk, one of them asks the library too, and somebody asks for something else.
async fn outage(desk: &Desk) {
    desk.receive(&Eml::new("one@x", "Eduroam weg", TEXT)).await;
    desk.receive(&Eml::new("two@x", "Kein Netz abends", TOLD_AGAIN).from("paul@stud.hs-musterstadt.example"))
        .await;
    desk.receive(&Eml::new("three@x", "Netz im Wohnheim", TEXT).to("library@hs-musterstadt.example"))
        .await;
    desk.receive(&Eml::new(
        "four@x",
        "Beamer",
        "Im Hörsaal 7 bleibt der Beamer schwarz, am Pult leuchtet die HDMI-Anzeige rot.",
    ))
    .await;
    desk.delivered().await;
}

on_both! {
    // req: C9
    async fn what_is_likely_the_same_is_shown_with_the_reason(desk: Desk) {
        outage(&desk).await;
        let (it, lib, admin) = (desk.sign_in("agent.it").await, desk.sign_in("agent.lib").await, desk.sign_in("admin").await);
        let one = number(&it, "Eduroam weg").await;
        let text = vec!["similar_text".to_owned()];
        assert_eq!(told(&similar(&it, &one).await), [("Kein Netz abends".to_owned(), text.clone())], "the library's is none of theirs");
        let both = vec!["two_desks".to_owned(), "similar_text".to_owned()];
        let seen = similar(&admin, &one).await;
        assert_eq!(told(&seen), [("Netz im Wohnheim".to_owned(), both), ("Kein Netz abends".to_owned(), text)]);
        assert!(seen[0]["share"].as_u64() > seen[1]["share"].as_u64() && seen[0]["queue"]["path"] == "library", "{seen:?}");
        assert!(similar(&it, &number(&it, "Beamer").await).await.is_empty(), "one person, another matter");
        lib.get(&format!("/api/v1/tickets/{one}/similar")).await.problem(404, "ticket_not_found");
        desk.sign_in("student").await.get(&format!("/api/v1/tickets/{one}/similar")).await.problem(403, "forbidden");
        // What goes on in another ticket, or was put away, is none that somebody works on.
        let two = number(&it, "Kein Netz abends").await;
        it.apply(&two, json!([{"type": "merge", "into": one}])).await.expect(200);
        assert!(similar(&it, &one).await.is_empty());
    }

    // req: C9
    async fn an_incident_is_a_ticket_above_them(desk: Desk) {
        outage(&desk).await;
        let it = desk.sign_in("agent.it").await;
        let receipts = desk.delivered().await.len();
        let (one, two, other) = (number(&it, "Eduroam weg").await, number(&it, "Kein Netz abends").await, number(&it, "Beamer").await);
        let made = it.post("/api/v1/incidents", &json!({"tickets": [one, two]})).await.expect(200).json();
        let above = made["number"].as_str().unwrap().to_owned();
        assert_eq!((&made["subject"], &made["queue"]["path"]), (&json!("Eduroam weg"), &json!("it")));
        let links = made["links"].as_array().unwrap();
        assert!(links.len() == 2 && links.iter().all(|link| link["kind"] == "child"), "{made}");
        assert_eq!(desk.delivered().await.len(), receipts, "nobody gets a receipt for it");
        assert!(similar(&it, &one).await.is_empty(), "what belongs together is not offered again");
        let more = it.post("/api/v1/incidents", &json!({"tickets": [other], "parent": above})).await.expect(200).json();
        assert_eq!(more["links"].as_array().unwrap().len(), 3);
        // One answer goes to each, and closing the one above closes those below.
        let ids: Vec<Value> = more["links"].as_array().unwrap().iter().map(|link| link["ticket"]["id"].clone()).collect();
        let answer = json!([{"type": "reply", "body": "Behoben."}]);
        it.post("/api/v1/bulk-jobs", &json!({"ticket_ids": ids, "commands": answer})).await.expect(202);
        while pult_server::service::bulk::work::work(&desk.app).await.expect("worked") > 0 {}
        desk.later(jiff::SignedDuration::from_mins(5));
        let mut to: Vec<String> = desk.delivered().await.iter().skip(receipts).flat_map(|mail| mail.to.iter().map(|one| one.address.clone())).collect();
        to.sort();
        to.dedup();
        assert_eq!(to, ["paul@stud.hs-musterstadt.example", "student@stud.hs-musterstadt.example"]);
        it.apply(&above, json!([{"type": "set_state", "state": "closed_successful", "with_children": true}])).await.expect(200);
        assert!(it.tickets("state:active").await.is_empty());
    }

    // req: C9
    async fn a_selection_of_any_size_becomes_an_incident(desk: Desk) {
        let (it, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        for n in 0..24 {
            it.open_for("it", &format!("Netzausfall {n}"), "student@stud.hs-musterstadt.example").await;
        }
        let (locked, busy) = (number(&it, "Netzausfall 7").await, number(&it, "Netzausfall 0").await);
        admin.apply(&locked, json!([{"type": "lock"}])).await.expect(200);
        let ids: Vec<Value> = it.tickets("Netzausfall").await.iter().map(|ticket| ticket["id"].clone()).collect();
        let jobs = "/api/v1/bulk-jobs";
        for (body, code) in [
            (json!({"ticket_ids": [ids[0]], "incident": true}), "required"),
            (json!({"filter": "gibtesnicht", "incident": true}), "required"),
        ] {
            let problem = it.post(jobs, &body).await.problem(422, "invalid");
            assert_eq!((&problem["errors"][0]["field"], &problem["errors"][0]["code"]), (&json!("incident"), &json!(code)), "{body}");
        }
        let tagged = json!([{"type": "set_priority", "priority": 4}]);
        let job = it.post(jobs, &json!({"filter": "Netzausfall", "commands": tagged, "incident": true})).await.expect(202).json();
        let above = job["above"].as_str().expect("the ticket above them").to_owned();
        while pult_server::service::bulk::work::work(&desk.app).await.expect("worked") > 0 {}
        let done = it.get(&format!("/api/v1/bulk-jobs/{}", job["id"].as_str().unwrap())).await.expect(200).json();
        assert_eq!((&done["done"], &done["failed"], &done["above"]), (&json!(23), &json!(1), &json!(above)));
        assert_eq!(done["failures"][0]["number"], json!(locked));
        let made = it.get(&format!("/api/v1/tickets/{above}")).await.expect(200).json();
        assert_eq!((&made["subject"], made["links"].as_array().unwrap().len()), (&json!("Netzausfall 0"), 23), "the oldest one names it");
        assert_eq!(it.tickets("priority:4 Netzausfall").await.len(), 23, "the rest of it happens too");
        // What is for named persons only gives nobody else its subject.
        let me = it.get("/api/v1/session").await.expect(200).json()["person"]["id"].clone();
        it.apply(&busy, json!([{"type": "set_readers", "person_ids": [me]}])).await.expect(200);
        let both = it.tickets(&format!("number:{busy}")).await[0]["id"].clone();
        let job = it.post(jobs, &json!({"ticket_ids": [both, ids[1]], "incident": true})).await.expect(202).json();
        let named = it.get(&format!("/api/v1/tickets/{}", job["above"].as_str().unwrap())).await.expect(200).json();
        assert_ne!(named["subject"], "Netzausfall 0");
    }

    async fn an_incident_is_made_as_a_whole_or_not_at_all(desk: Desk) {
        outage(&desk).await;
        let (it, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let (one, foreign) = (number(&it, "Eduroam weg").await, number(&admin, "Netz im Wohnheim").await);
        let before = admin.tickets("").await.len();
        for (body, field) in [
            (json!({"tickets": []}), "tickets"),
            (json!({"tickets": [one]}), "tickets"),
            (json!({"tickets": [one, one]}), "tickets"),
            (json!({"tickets": [one, foreign]}), "tickets.1"),
            (json!({"tickets": [foreign, one]}), "tickets.0"),
            (json!({"tickets": [foreign], "parent": one}), "tickets.0"),
            (json!({"tickets": vec![one.clone(); 21], "parent": one}), "tickets.0"),
        ] {
            let problem = it.post("/api/v1/incidents", &body).await.problem(422, "invalid");
            assert_eq!(problem["errors"][0]["field"], field, "{body}");
        }
        it.post("/api/v1/incidents", &json!({"tickets": [one], "parent": foreign})).await.problem(404, "ticket_not_found");
        desk.sign_in("student").await.post("/api/v1/incidents", &json!({"tickets": [one, one.clone() + "x"]})).await.problem(403, "forbidden");
        assert_eq!(admin.tickets("").await.len(), before, "nothing was opened");
    }
}
