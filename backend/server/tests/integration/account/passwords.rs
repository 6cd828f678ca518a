//! Passwords: changed by their owner, set by the link of a mail.

use std::time::Duration;

use jiff::SignedDuration;
use pult_mail::ParsedMail;
use serde_json::json;

use crate::support::{Desk, on_both};

const NEW: &str = "vier Mantas am Bahnsteig";

/// The tokens of the links in these mails.
fn links(mails: &[ParsedMail]) -> Vec<String> {
    let links = mails.iter().filter_map(|mail| {
        let (_, rest) = mail.text.split_once("/password#")?;
        Some(rest.chars().take_while(|c| !c.is_whitespace()).collect())
    });
    links.collect()
}

/// The tokens of all links that were mailed so far, once there are so many.
async fn tokens(desk: &Desk, count: usize) -> Vec<String> {
    links(&desk.delivered_once(|mails| links(mails).len() >= count).await)
}

on_both! {
    // Whoever reads the link sets the password, so it is shown to nobody but its recipient.
    async fn the_link_of_a_mail_is_for_its_recipient(desk: Desk) {
        desk.visitor().post("/api/v1/password-links", &json!({"login": "student"})).await.expect(202);
        let admin = desk.sign_in("admin").await;
        tokens(&desk, 1).await;
        let list = admin.get("/api/v1/outgoing-mails").await.expect(200).json();
        assert!(!list.to_string().contains("/password#"));
        let mail = &list["items"][0];
        assert_eq!(mail["kind"], "account");
        let shown = admin.get(&format!("/api/v1/outgoing-mails/{}", mail["id"].as_str().expect("an id"))).await.expect(200).json();
        assert_eq!((&shown["withheld"], &shown["text"]), (&json!(true), &json!("")));
        assert!(shown["headers"].as_str().expect("headers").contains("Subject:"));
        assert!(!shown.to_string().contains("/password#"));
    }

    // req: D15 — neutral, single use, an hour; every session ends.
    async fn forgotten_and_set_again_by_mail(desk: Desk) {
        let visitor = desk.visitor();
        let signed_in = desk.sign_in("student").await;
        let wish = visitor.post("/api/v1/password-links", &json!({"login": " Student@stud.hs-musterstadt.example"})).await.expect(202);
        let unknown = visitor.post("/api/v1/password-links", &json!({"login": "nobody"})).await.expect(202);
        assert_eq!((&wish.bytes, wish.headers.len()), (&unknown.bytes, unknown.headers.len()), "the answer tells nothing");
        let token = tokens(&desk, 1).await.remove(0);
        let set = |password: &str| json!({"token": token, "password": password});
        let easy = visitor.put("/api/v1/password", &set("passwort1234")).await.problem(422, "invalid");
        assert_eq!((easy["errors"][0]["field"].as_str(), easy["errors"][0]["code"].as_str()), (Some("password"), Some("too_easy")));
        visitor.put("/api/v1/password", &set(NEW)).await.expect(204);
        visitor.put("/api/v1/password", &set("noch ein anderer Zug fährt ab")).await.problem(410, "link_expired");
        signed_in.get("/api/v1/session").await.problem(401, "session_expired");
        let mut student = desk.visitor();
        student.sign_in("student", NEW).await;
        let told = desk.delivered().await;
        assert!(told.iter().any(|mail| mail.subject == "Ihr Passwort wurde geändert"), "told in the person's language");
        let stored = desk.delivered().await.len();
        assert_eq!(stored, 2, "one link and one notice; nobody was mailed nothing");
    }

    async fn a_link_ends_after_an_hour_and_with_any_other_change(desk: Desk) {
        let visitor = desk.visitor();
        visitor.post("/api/v1/password-links", &json!({"login": "student"})).await.expect(202);
        let late = tokens(&desk, 1).await.remove(0);
        desk.later(SignedDuration::from_mins(61));
        visitor.put("/api/v1/password", &json!({"token": late, "password": NEW})).await.problem(410, "link_expired");
        visitor.post("/api/v1/password-links", &json!({"login": "student"})).await.expect(202);
        let other = tokens(&desk, 2).await.remove(1);
        let student = desk.sign_in("student").await;
        let change = json!({"current": pult_server::seed::E2E_PASSWORD, "password": NEW});
        student.put("/api/v1/account/password", &change).await.expect(204);
        visitor.put("/api/v1/password", &json!({"token": other, "password": "noch ein anderer Zug fährt ab"})).await.problem(410, "link_expired");
        visitor.put("/api/v1/password", &json!({"token": "made-up", "password": NEW})).await.problem(410, "link_expired");
    }

    async fn nobodys_mailbox_is_filled(desk: Desk) {
        let visitor = desk.visitor();
        for _ in 0..6 {
            visitor.post("/api/v1/password-links", &json!({"login": "student"})).await.expect(202);
        }
        tokens(&desk, 3).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(desk.delivered().await.len(), 3);
        for _ in 0..4 {
            visitor.post("/api/v1/password-links", &json!({"login": "student"})).await.expect(202);
        }
        visitor.post("/api/v1/password-links", &json!({"login": "student"})).await.problem(429, "too_many_requests");
    }

    async fn one_use_however_many_at_once(desk: Desk) {
        let visitor = desk.visitor();
        visitor.post("/api/v1/password-links", &json!({"login": "student"})).await.expect(202);
        let token = tokens(&desk, 1).await.remove(0);
        let bodies: Vec<_> = (0..4).map(|n| json!({"token": token, "password": format!("{NEW} {n}")})).collect();
        let answers = futures_util::future::join_all(bodies.iter().map(|body| visitor.put("/api/v1/password", body))).await;
        let mut codes: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
        codes.sort_unstable();
        assert_eq!(codes, [204, 410, 410, 410]);
    }

    async fn a_change_needs_the_present_one_and_ends_other_sessions(desk: Desk) {
        let (student, elsewhere) = (desk.sign_in("student").await, desk.sign_in("student").await);
        let wrong = json!({"current": "wrong wrong wrong", "password": NEW});
        let problem = student.put("/api/v1/account/password", &wrong).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "current");
        let own = json!({"current": pult_server::seed::E2E_PASSWORD, "password": "Stella.Studentin"});
        let problem = student.put("/api/v1/account/password", &own).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["code"], "too_easy");
        let right = json!({"current": pult_server::seed::E2E_PASSWORD, "password": NEW});
        student.put("/api/v1/account/password", &right).await.expect(204);
        student.get("/api/v1/session").await.expect(200);
        elsewhere.get("/api/v1/session").await.problem(401, "session_expired");
        for _ in 0..10 {
            student.put("/api/v1/account/password", &wrong).await.problem(422, "invalid");
        }
        student.put("/api/v1/account/password", &right).await.problem(429, "too_many_requests");
    }

    async fn an_administrator_has_a_link_mailed(desk: Desk) {
        let (student, admin) = (desk.sign_in("student").await, desk.sign_in("admin").await);
        let session = student.get("/api/v1/session").await.expect(200).json();
        let path = format!("/api/v1/people/{}/password-link", session["person"]["id"].as_str().expect("an id"));
        for _ in 0..3 {
            admin.post(&path, &json!({})).await.expect(204);
        }
        admin.post(&path, &json!({})).await.problem(429, "too_many_requests");
        tokens(&desk, 3).await;
        let account = student.get("/api/v1/account").await.expect(200).json();
        assert_eq!((account["login"].as_str(), account["has_password"].as_bool()), (Some("student"), Some(true)));
    }
}
