//! Looking as somebody else: what is shown, that nothing is done, how it ends, and who can read that it was so. What each operation answers stands
//! in the matrix (`http/matrix`).

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::{
    admin::person,
    support::{Desk, Eml, Visitor, on_both},
};

const END: &str = "/api/v1/session/seeing-end";

/// An administrator who looks as somebody from now on.
async fn looks_as(desk: &Desk, login: &str) -> Visitor {
    let admin = desk.sign_in("admin").await;
    let id = person(&admin, login).await;
    let path = format!("/api/v1/people/{id}/seeing");
    let begun = admin
        .post(&path, &json!({"reason": " Ticket 1: sieht nichts "}))
        .await
        .expect(201)
        .json();
    assert_eq!(begun["reason"], "Ticket 1: sieht nichts");
    admin
}

async fn name(visitor: &Visitor) -> String {
    let session = visitor.get("/api/v1/session").await.expect(200).json();
    session["person"]["name"].as_str().expect("a name").to_owned()
}

on_both! {
    // req: B11
    async fn what_the_person_reads_and_nothing_else(desk: Desk) {
        desk.receive(&Eml::new("a@x", "Kein WLAN", "Hallo")).await;
        let student = desk.sign_in("student").await;
        let admin = looks_as(&desk, "student").await;
        let session = admin.get("/api/v1/session").await.expect(200).json();
        assert_eq!((&session["agent"], &session["administrator"]), (&json!(false), &json!(false)));
        assert_eq!(session["seen_by"]["over"], false);
        let seer = session["seen_by"]["seer"]["name"].as_str().expect("a name");
        assert_eq!(seer, name(&desk.sign_in("admin").await).await, "who sees");
        assert!(student.get("/api/v1/session").await.expect(200).json().get("seen_by").is_none());

        let number = student.tickets("").await[0]["number"].as_str().expect("a number").to_owned();
        let ticket = format!("/api/v1/tickets/{number}");
        let articles = format!("{ticket}/articles");
        for path in ["/api/v1/tickets", ticket.as_str(), articles.as_str(), "/api/v1/queues", "/api/v1/views"] {
            let (theirs, seen) = (student.get(path).await.expect(200), admin.get(path).await.expect(200));
            assert_eq!(theirs.json(), seen.json(), "{path}");
        }
        admin.get("/api/v1/people?query=a").await.problem(403, "forbidden");
        for path in ["/api/v1/account", "/api/v1/sessions", "/api/v1/tokens", "/api/v1/notifications", "/api/v1/drafts"] {
            admin.get(path).await.problem(403, "seeing_as");
        }
        let reply = json!([{"type": "reply", "body": "Als Stella"}]);
        admin.apply(&number, reply).await.problem(403, "seeing_as");
        admin.put(&format!("/api/v1/tickets/{number}/presence"), &json!({"writing": false})).await.problem(403, "seeing_as");
        admin.delete("/api/v1/sessions").await.problem(403, "seeing_as");
        assert_eq!(student.articles(&number).await.len(), 1, "nothing was written");
    }

    // Every page begins with it, whatever program it starts.
    async fn a_banner_comes_with_the_page(desk: Desk) {
        let admin = looks_as(&desk, "student").await;
        let page = admin.get("/portal").await.expect(200);
        assert_eq!(page.header("cache-control"), "no-store");
        let text = String::from_utf8_lossy(&page.bytes).into_owned();
        let first = "<body><link rel=\"stylesheet\" href=\"/seeing.css\"><section id=\"seeing\"";
        assert!(text.contains(first) && text.contains("action=\"/api/v1/session/seeing-end\""), "{text}");
        let other = desk.sign_in("student").await.get("/portal").await.expect(200);
        assert_eq!(other.header("cache-control"), "no-cache");
        assert!(!String::from_utf8_lossy(&other.bytes).contains("id=\"seeing\""));
        admin.post(END, &json!({})).await.expect(303);
        assert_eq!(admin.get("/portal").await.expect(200).header("cache-control"), "no-cache");
    }

    async fn it_ends_by_hand_and_leads_back(desk: Desk) {
        let admin = looks_as(&desk, "student").await;
        let ended = admin.post(END, &json!({})).await.expect(303);
        let id = person(&admin, "student").await;
        assert_eq!(ended.header("location"), format!("/admin/people?edit={id}"));
        assert!(admin.get("/api/v1/session").await.expect(200).json().get("seen_by").is_none());
        assert_eq!(admin.post(END, &json!({})).await.expect(303).header("location"), "/", "nobody was looked as");
    }

    async fn it_is_over_after_half_an_hour_and_nobody_is_quietly_themselves_again(desk: Desk) {
        let admin = looks_as(&desk, "student").await;
        desk.later(SignedDuration::from_mins(29));
        admin.get("/api/v1/tickets").await.expect(200);
        desk.later(SignedDuration::from_mins(1));
        admin.get("/api/v1/tickets").await.problem(403, "seeing_as");
        let session = admin.get("/api/v1/session").await.expect(200).json();
        assert_eq!(session["seen_by"]["over"], true);
        admin.post(END, &json!({})).await.expect(303);
        admin.get("/api/v1/people?query=a").await.expect(200);
    }

    async fn it_ends_with_the_session(desk: Desk) {
        let admin = looks_as(&desk, "student").await;
        admin.delete("/api/v1/session").await.expect(204);
        admin.get("/api/v1/session").await.problem(401, "session_expired");
        let again = desk.sign_in("admin").await;
        assert!(again.get("/api/v1/session").await.expect(200).json().get("seen_by").is_none());
        let id = person(&again, "student").await;
        let list = again.get(&format!("/api/v1/people/{id}/seeings")).await.expect(200).json();
        assert!(list["items"][0]["ended_at"].is_string(), "{list}");
    }

    // What allowed it may go while it lasts.
    async fn nobody_is_seen_any_more_who_may_not_be(desk: Desk) {
        let admin = looks_as(&desk, "student").await;
        let other = desk.sign_in("admin").await;
        let id = person(&other, "student").await;
        other.post(&format!("/api/v1/people/{id}/deactivation"), &json!({})).await.expect(200);
        admin.get("/api/v1/tickets").await.problem(403, "seeing_as");
        admin.post(END, &json!({})).await.expect(303);
    }

    async fn not_as_an_administrator_not_without_a_reason_and_not_by_a_token(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let (student, me) = (person(&admin, "student").await, person(&admin, "admin").await);
        let path = |id: &str| format!("/api/v1/people/{id}/seeing");
        let why = json!({"reason": "Ticket 1"});
        agent.post(&path(&student), &why).await.problem(403, "forbidden");
        admin.post(&path(&me), &why).await.problem(409, "not_applicable");
        admin.post(&path("01a2027b-d696-7588-9a80-6df699158e1c"), &why).await.problem(404, "person_not_found");
        let fault = admin.post(&path(&student), &json!({"reason": " "})).await.problem(422, "invalid");
        assert_eq!(fault["errors"][0]["field"], "reason");
        let made = admin.post("/api/v1/tokens", &json!({"name": "x", "scope": "administer", "days": 1})).await.expect(201).json();
        let program = desk.visitor().with_token(made["token"].as_str().expect("a token"));
        program.post(&path(&student), &why).await.problem(403, "forbidden");
        // A token that was made before goes on being its owner's, whatever their session looks as.
        admin.post(&path(&student), &why).await.expect(201);
        assert_eq!(program.get("/api/v1/session").await.expect(200).json()["administrator"], true);
    }

    async fn a_second_factor_comes_first(desk: Desk) {
        let desk = desk.configured(|config| config.session.administrators_second_factor = true).await;
        let (admin, student) = (desk.sign_in("admin").await, desk.sign_in("student").await);
        let session = student.get("/api/v1/session").await.expect(200).json();
        let id = session["person"]["id"].as_str().expect("an id");
        admin.post(&format!("/api/v1/people/{id}/seeing"), &json!({"reason": "x"})).await.problem(403, "second_factor_due");
    }

    // req: B11 — everybody concerned can read it.
    async fn it_is_told(desk: Desk) {
        let admin = looks_as(&desk, "student").await;
        let student = desk.sign_in("student").await;
        let told = student.get("/api/v1/account/seeings").await.expect(200).json();
        let line = &told["items"][0];
        assert_eq!((&line["reason"], &line["by"]["name"]), (&json!("Ticket 1: sieht nichts"), &json!(name(&desk.sign_in("admin").await).await)));
        assert!(line.get("ended_at").is_none());
        admin.post(END, &json!({})).await.expect(303);
        let id = person(&admin, "student").await;
        let list = admin.get(&format!("/api/v1/people/{id}/seeings")).await.expect(200).json();
        assert!(list["items"][0]["ended_at"].is_string());
        let log = admin.get(&format!("/api/v1/settings-log?kind=person&key={id}")).await.expect(200).json();
        let seen = |at: usize, side: &str| log["items"][at][side].get("seen_as").and_then(Value::as_str).map(str::to_owned);
        assert_eq!((seen(1, "before"), seen(1, "after")), (None, Some("Ticket 1: sieht nichts".to_owned())));
        assert!(seen(0, "before").is_some() && seen(0, "after").is_none(), "{log}");
        let undo = format!("/api/v1/settings-log/{}/undo", log["items"][0]["seq"]);
        admin.post(&undo, &json!({})).await.problem(409, "cannot_undo");
        assert!(log["items"].as_array().expect("lines").iter().all(|line| line["actor"]["name"] != "Stella Studentin"));
        desk.sign_in("agent.it").await.get(&format!("/api/v1/people/{id}/seeings")).await.problem(403, "forbidden");
    }

    // req: B11 — a customer who reads their own request is not noted; an administrator who does is.
    async fn reading_in_a_sensitive_queue_is_the_administrators(desk: Desk) {
        desk.receive(&Eml::new("a@x", "Vertraulich", "Hallo")).await;
        let admin = desk.sign_in("admin").await;
        let ticket = admin.tickets("Vertraulich").await.remove(0);
        let (number, queue) = (ticket["number"].as_str().expect("a number"), ticket["queue"]["id"].as_str().expect("a queue"));
        let path = format!("/api/v1/queues/{queue}/settings");
        let mut settings = admin.get(&path).await.expect(200).json()["settings"].clone();
        settings["sensitive"] = json!(true);
        admin.put(&path, &settings).await.expect(200);
        desk.sign_in("student").await.get(&format!("/api/v1/tickets/{number}")).await.expect(200);
        let seeing = looks_as(&desk, "student").await;
        seeing.get(&format!("/api/v1/tickets/{number}")).await.expect(200);
        let log = admin.get(&format!("/api/v1/queues/{queue}/readings")).await.expect(200).json();
        let lines = log["items"].as_array().expect("lines");
        assert_eq!(lines.len(), 1, "{log}");
        assert_eq!(lines[0]["person"]["name"], name(&admin).await.as_str());
        assert_eq!(lines[0]["seen_as"]["name"], ticket["requester"]["name"]);
    }

    // req: B11 — what is for named persons only does not open by looking as one of them.
    async fn what_is_for_named_persons_stays_closed(desk: Desk) {
        desk.receive(&Eml::new("a@x", "Beratung", "Hallo")).await;
        let agent = desk.sign_in("agent.it").await;
        let number = agent.tickets("Beratung").await[0]["number"].as_str().expect("a number").to_owned();
        agent.apply(&number, json!([{"type": "set_readers", "person_ids": []}])).await.expect(200);
        for login in ["agent.it", "student"] {
            let own = desk.sign_in(login).await;
            own.get(&format!("/api/v1/tickets/{number}")).await.expect(200);
            let admin = looks_as(&desk, login).await;
            admin.get(&format!("/api/v1/tickets/{number}")).await.problem(404, "ticket_not_found");
            let list = admin.get("/api/v1/tickets").await.expect(200).json();
            assert!(!list.to_string().contains(&number), "{login}");
        }
    }

    async fn the_live_stream_is_the_persons_and_ends_with_it(desk: Desk) {
        let admin = looks_as(&desk, "student").await;
        let mut stream = admin.listen(None).await;
        assert_eq!(stream.next().await.0, "ready");
        admin.post(END, &json!({})).await.expect(303);
        tokio::time::pause();
        tokio::time::advance(std::time::Duration::from_secs(21)).await;
        tokio::time::resume();
        assert!(stream.has_ended().await);
    }
}
