//! The list of one's sessions, and ending them.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{Desk, Visitor, on_both};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async fn items(visitor: &Visitor, path: &str) -> Vec<Value> {
    visitor.get(path).await.expect(200).json()["items"]
        .as_array()
        .expect("items")
        .clone()
}

async fn id_of(visitor: &Visitor) -> String {
    let session = visitor.get("/api/v1/session").await.expect(200).json();
    session["person"]["id"].as_str().expect("an id").to_owned()
}

on_both! {
    async fn a_list_of_devices_of_which_one_is_this(desk: Desk) {
        let body = json!({"login": "student", "password": pult_server::seed::E2E_PASSWORD});
        desk.visitor().post_with("/api/v1/session", &body, &[("user-agent", FIREFOX)]).await.expect(201);
        let student = desk.sign_in("student").await;
        let found = items(&student, "/api/v1/sessions").await;
        assert_eq!(found.len(), 2);
        let firefox = found.iter().find(|item| item["browser"] == "Firefox").expect("by its name");
        assert_eq!((firefox["system"].as_str(), firefox["current"].as_bool()), (Some("Linux"), Some(false)));
        assert_eq!(found.iter().filter(|item| item["current"] == true).count(), 1);
        let text = found.iter().map(Value::to_string).collect::<String>();
        assert!(!text.contains("token"), "{text}");
    }

    async fn one_or_all_others_end_at_once(desk: Desk) {
        let (one, two, three) = (desk.sign_in("student").await, desk.sign_in("student").await, desk.sign_in("student").await);
        let found = items(&one, "/api/v1/sessions").await;
        let mine = items(&two, "/api/v1/sessions").await;
        let id = mine.iter().find(|item| item["current"] == true).expect("this one")["id"].as_str().expect("an id").to_owned();
        assert_eq!(found.len(), 3);
        one.delete(&format!("/api/v1/sessions/{id}")).await.expect(204);
        two.get("/api/v1/session").await.problem(401, "session_expired");
        one.delete(&format!("/api/v1/sessions/{id}")).await.problem(404, "session_not_found");
        one.delete("/api/v1/sessions").await.expect(204);
        three.get("/api/v1/session").await.problem(401, "session_expired");
        one.get("/api/v1/session").await.expect(200);
    }

    async fn nobody_ends_or_sees_somebody_elses(desk: Desk) {
        let (student, agent) = (desk.sign_in("student").await, desk.sign_in("agent.it").await);
        let id = items(&student, "/api/v1/sessions").await[0]["id"].as_str().expect("an id").to_owned();
        agent.delete(&format!("/api/v1/sessions/{id}")).await.problem(404, "session_not_found");
        let person = id_of(&student).await;
        agent.get(&format!("/api/v1/people/{person}/sessions")).await.problem(403, "forbidden");
        agent.delete(&format!("/api/v1/people/{person}/sessions")).await.problem(403, "forbidden");
        agent.delete(&format!("/api/v1/people/{person}/sessions/{id}")).await.problem(403, "forbidden");
        agent.post(&format!("/api/v1/people/{person}/password-link"), &json!({})).await.problem(403, "forbidden");
        student.get("/api/v1/session").await.expect(200);
    }

    async fn administrators_see_and_end_those_of_anybody(desk: Desk) {
        let (student, admin) = (desk.sign_in("student").await, desk.sign_in("admin").await);
        let person = id_of(&student).await;
        let found = items(&admin, &format!("/api/v1/people/{person}/sessions")).await;
        assert_eq!((found.len(), found[0]["current"].as_bool()), (1, Some(false)));
        admin.delete(&format!("/api/v1/people/{person}/sessions")).await.expect(204);
        student.get("/api/v1/session").await.problem(401, "session_expired");
        let nobody = "01a2027b-d696-7588-9a80-6df699158e1c";
        admin.get(&format!("/api/v1/people/{nobody}/sessions")).await.problem(404, "person_not_found");
    }

    async fn idle_and_absolute_limits(desk: Desk) {
        let desk = desk.configured(|config| {
            config.session.idle_minutes = 30;
            config.session.absolute_hours = 1;
        }).await;
        let idle = desk.sign_in("student").await;
        let busy = desk.sign_in("student").await;
        desk.later(SignedDuration::from_mins(25));
        busy.get("/api/v1/session").await.expect(200);
        desk.later(SignedDuration::from_mins(10));
        idle.get("/api/v1/session").await.problem(401, "session_expired");
        assert_eq!(items(&busy, "/api/v1/sessions").await.len(), 1, "what has ended by time is not listed");
        desk.later(SignedDuration::from_mins(26));
        busy.get("/api/v1/session").await.problem(401, "session_expired");
    }
}
