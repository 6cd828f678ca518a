//! Personal API tokens: what they may, and when they may no more.

use actix_web::http::Method;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{Answer, Desk, Visitor, on_both};

async fn make(visitor: &Visitor, scope: &str) -> (String, String) {
    let body = json!({"name": "Skript", "scope": scope, "days": 30});
    let made = visitor.post("/api/v1/tokens", &body).await.expect(201).json();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    (text(&made["token"]), text(&made["item"]["id"]))
}

async fn by(desk: &Desk, token: &str, method: Method, path: &str, body: Option<Value>) -> Answer {
    let header = format!("Bearer {token}");
    let body = body.map(|body| body.to_string().into_bytes());
    desk.visitor()
        .send(
            method,
            path,
            body,
            &[("authorization", &header), ("content-type", "application/json")],
        )
        .await
}

on_both! {
    async fn a_token_does_what_its_scope_says_and_no_more_than_its_person(desk: Desk) {
        let (admin, student) = (desk.sign_in("admin").await, desk.sign_in("student").await);
        let queue = admin.queue("it").await;
        let ticket = json!({"queue_id": queue, "subject": "Vom Skript", "body": "Hallo", "channel": "phone",
            "requester": {"name": null, "address": "student@stud.hs-musterstadt.example"}});
        let state = json!({"key": "neu_1", "names": {"de": "x", "en": "x"}, "state_type": "open"});
        for (scope, tickets, settings) in [("read", 403, 403), ("tickets", 201, 403), ("administer", 201, 200)] {
            let (token, _) = make(&admin, scope).await;
            by(&desk, &token, Method::GET, "/api/v1/tickets", None).await.expect(200);
            by(&desk, &token, Method::GET, "/api/v1/session", None).await.expect(200);
            by(&desk, &token, Method::POST, "/api/v1/tickets", Some(ticket.clone())).await.expect(tickets);
            let saved = by(&desk, &token, Method::PUT, "/api/v1/states/neu_1", Some(state.clone())).await;
            assert_eq!(saved.status.as_u16() == 403, settings == 403, "{scope}: {saved:?}");
            for (method, path) in [(Method::GET, "tokens"), (Method::POST, "tokens"), (Method::GET, "sessions"), (Method::DELETE, "sessions"),
                (Method::DELETE, "session"), (Method::GET, "account"), (Method::PUT, "account/password"),
                // However it is written.
                (Method::GET, "%74okens"), (Method::POST, "%74%6Fkens"), (Method::GET, "sess%69ons")] {
                // One that can be read: what is wrong with a body is told before.
                let body = if path.ends_with("password") {
                    json!({"current": "a", "password": "b"})
                } else {
                    json!({"name": "Skript", "scope": "read", "days": 30})
                };
                by(&desk, &token, method, &format!("/api/v1/{path}"), Some(body)).await.problem(403, "forbidden");
            }
        }
        let (token, _) = make(&student, "administer").await;
        by(&desk, &token, Method::PUT, "/api/v1/states/neu_1", Some(state)).await.problem(403, "forbidden");
    }

    async fn it_ends_by_time_by_hand_and_with_its_person(desk: Desk) {
        let student = desk.sign_in("student").await;
        let ((one, id), (two, _)) = (make(&student, "read").await, make(&student, "read").await);
        let ask = async |token: &str| by(&desk, token, Method::GET, "/api/v1/tickets", None).await;
        ask(&one).await.expect(200);
        let listed = student.get("/api/v1/tokens").await.expect(200).json();
        assert_eq!(listed["items"].as_array().expect("items").len(), 2);
        assert!(!listed.to_string().contains(&one), "it is shown once");
        assert!(listed["items"].as_array().expect("items").iter().any(|item| item["last_used_at"].is_string()));
        desk.sign_in("agent.it").await.delete(&format!("/api/v1/tokens/{id}")).await.problem(404, "not_found");
        student.delete(&format!("/api/v1/tokens/{id}")).await.expect(204);
        ask(&one).await.problem(401, "not_signed_in");
        ask(&two).await.expect(200);

        // An administrator sees and ends those of others, whoever else does not.
        let (three, id) = make(&student, "read").await;
        let admin = desk.sign_in("admin").await;
        let person = student.get("/api/v1/session").await.expect(200).json()["person"]["id"].as_str().expect("an id").to_owned();
        let theirs = format!("/api/v1/people/{person}/tokens");
        desk.sign_in("agent.it").await.delete(&format!("{theirs}/{id}")).await.problem(403, "forbidden");
        let listed = admin.get(&theirs).await.expect(200).json();
        assert!(listed["items"].as_array().expect("items").iter().any(|item| item["id"] == id.as_str()));
        assert!(!listed.to_string().contains(&three), "it is never shown again");
        admin.delete(&format!("{theirs}/{id}")).await.expect(204);
        ask(&three).await.problem(401, "not_signed_in");

        desk.later(SignedDuration::from_hours(24 * 31));
        ask(&two).await.problem(401, "not_signed_in");

        // Who may not sign in any more, whose tokens do not either.
        let student = desk.sign_in("student").await;
        let (two, _) = make(&student, "read").await;
        ask(&two).await.expect(200);
        let admin = desk.sign_in("admin").await;
        admin.post(&format!("/api/v1/people/{person}/deactivation"), &json!({"release": false})).await.expect(200);
        ask(&two).await.problem(401, "not_signed_in");
        for wrong in ["", "pult_", "pult_made-up", "Bearer"] {
            ask(wrong).await.problem(401, "not_signed_in");
        }
    }

    async fn who_shows_a_token_means_the_token(desk: Desk) {
        let student = desk.sign_in("student").await;
        let headers = [("authorization", "Bearer pult_wrong")];
        student.send(Method::GET, "/api/v1/session", None, &headers).await.problem(401, "not_signed_in");
    }

    async fn twenty_are_enough(desk: Desk) {
        let student = desk.sign_in("student").await;
        for _ in 0..20 {
            make(&student, "read").await;
        }
        let refused = async |body: Value| {
            let answer = student.post("/api/v1/tokens", &body).await;
            answer.problem(422, "invalid")["errors"][0].clone()
        };
        assert_eq!(refused(json!({"name": "x", "scope": "read", "days": 1})).await["code"], "too_many");
        assert_eq!(refused(json!({"name": " ", "scope": "read", "days": 1})).await["code"], "required");
        assert_eq!(refused(json!({"name": "x", "scope": "read", "days": 0})).await["field"], "days");
        assert_eq!(refused(json!({"name": "x", "scope": "read", "days": 367})).await["field"], "days");
        assert_eq!(refused(json!({"name": "x", "scope": "all", "days": 1})).await["field"], "scope");
    }
}
