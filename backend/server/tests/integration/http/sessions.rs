//! Signing in and out.

use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::json;

use crate::support::{Desk, on_both};

on_both! {
    // req: D16 — by account id or by address, in any case.
    async fn by_login_and_by_address(desk: Desk) {
        for login in ["student", " STUDENT", "student@stud.hs-musterstadt.example"] {
            let body = json!({"login": login, "password": pult_server::seed::E2E_PASSWORD});
            let answer = desk.visitor().post("/api/v1/session", &body).await.expect(201);
            let cookie = answer.header("set-cookie");
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
            let session = answer.json();
            assert_eq!((session["agent"].as_bool(), session["administrator"].as_bool()), (Some(false), Some(false)));
        }
    }

    async fn a_wrong_password_and_an_unknown_login_look_alike(desk: Desk) {
        let visitor = desk.visitor();
        let mut details = Vec::new();
        for login in ["student", "nobody"] {
            let body = json!({"login": login, "password": "wrong wrong wrong"});
            details.push(visitor.post("/api/v1/session", &body).await.problem(401, "wrong_credentials"));
        }
        assert_eq!(details[0], details[1]);
    }

    async fn guessing_is_slowed_down(desk: Desk) {
        let visitor = desk.visitor();
        let body = json!({"login": "student", "password": "wrong wrong wrong"});
        for _ in 0..10 {
            visitor.post("/api/v1/session", &body).await.problem(401, "wrong_credentials");
        }
        let answer = visitor.post("/api/v1/session", &body).await;
        let seconds: u32 = answer.header("retry-after").parse().expect("seconds");
        assert!((290..=300).contains(&seconds), "the window of five minutes: {seconds}");
        answer.problem(429, "too_many_requests");
        desk.later(SignedDuration::from_mins(6));
        visitor.post("/api/v1/session", &body).await.problem(401, "wrong_credentials");
    }

    async fn guessing_in_parallel_gains_nothing(desk: Desk) {
        let visitor = desk.visitor();
        let body = json!({"login": "student", "password": "wrong wrong wrong"});
        let answers = join_all((0..15).map(|_| visitor.post("/api/v1/session", &body))).await;
        let tried = answers.iter().filter(|answer| answer.status == 401).count();
        assert_eq!((tried, answers.len()), (10, 15));
        desk.sign_in("agent.it").await.get("/api/v1/session").await.expect(200);
    }

    async fn sessions_end_by_sign_out_and_by_time(desk: Desk) {
        let student = desk.sign_in("student").await;
        student.get("/api/v1/session").await.expect(200);
        student.delete("/api/v1/session").await.expect(204);
        student.get("/api/v1/session").await.problem(401, "session_expired");
        let again = desk.sign_in("student").await;
        desk.later(SignedDuration::from_hours(24 * 30));
        again.get("/api/v1/session").await.problem(401, "session_expired");
        desk.visitor().get("/api/v1/session").await.problem(401, "not_signed_in");
    }

    async fn the_language_is_kept(desk: Desk) {
        let student = desk.sign_in("student").await;
        let body = json!({"language": "en"}).to_string().into_bytes();
        let patch = actix_web::http::Method::PATCH;
        student.send(patch, "/api/v1/session", Some(body), &[]).await.expect(200);
        assert_eq!(student.get("/api/v1/session").await.json()["language"], "en");
    }
}
