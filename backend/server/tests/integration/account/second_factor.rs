//! A second factor: set up, asked for, used once, lost and found again; and roles that ask for one.

use actix_web::http::Method;
use jiff::SignedDuration;
use pult_server::{identity::totp, seed::E2E_PASSWORD as PASSWORD, service::second_factor::remove::reset};
use serde_json::{Value, json};

use crate::support::{Answer, Desk, Visitor, on_both};

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn code(desk: &Desk, secret: &str) -> String {
    totp::code_at(secret, desk.app.now()).expect("a code")
}

/// Sets an app up; its secret and the recovery codes.
async fn set_up(desk: &Desk, visitor: &Visitor) -> (String, Vec<String>) {
    let body = json!({"password": PASSWORD});
    let setup = visitor.post("/api/v1/account/totp", &body).await.expect(200).json();
    let secret = text(&setup["secret"]);
    assert!(text(&setup["uri"]).contains(&secret));
    assert!(setup["qr"]["size"].as_u64().expect("a size") > 20);
    let body = json!({"code": code(desk, &secret)});
    let answer = visitor.post("/api/v1/account/totp/confirmation", &body).await;
    let codes = answer.expect(200).json()["codes"]
        .as_array()
        .expect("codes")
        .iter()
        .map(text)
        .collect();
    // The code is used up.
    desk.later(SignedDuration::from_secs(30));
    (secret, codes)
}

/// The first step; what shows that the sign-in goes on.
async fn first_step(desk: &Desk, login: &str) -> String {
    let body = json!({"login": login, "password": PASSWORD});
    let answer = desk.visitor().post("/api/v1/session", &body).await.expect(202);
    assert_eq!(answer.header("set-cookie"), "", "nobody is signed in yet");
    text(&answer.json()["second_step"])
}

async fn second_step(desk: &Desk, step: &str, code: &str) -> Answer {
    let body = json!({"second_step": step, "code": code});
    desk.visitor().post("/api/v1/session/second-step", &body).await
}

#[track_caller]
fn wrong_code(answer: Answer) {
    let problem = answer.problem(422, "invalid");
    assert_eq!(problem["errors"][0]["field"], "code", "{problem}");
}

fn cookie(answer: &Answer) -> String {
    answer
        .header("set-cookie")
        .split(';')
        .next()
        .expect("a cookie")
        .to_owned()
}

on_both! {
    async fn administrators_need_it_where_that_is_set(desk: Desk) {
        let (before, token) = {
            let admin = desk.sign_in("admin").await;
            let made = admin.post("/api/v1/tokens", &json!({"name": "x", "scope": "administer", "days": 3})).await.expect(201).json();
            (admin.get("/api/v1/session").await.expect(200).json(), text(&made["token"]))
        };
        assert_eq!(before["second_factor_due"], false);
        let desk = desk.configured(|config| config.session.administrators_second_factor = true).await;
        let admin = desk.sign_in("admin").await;
        assert_eq!(admin.get("/api/v1/session").await.expect(200).json()["second_factor_due"], true);
        admin.get("/api/v1/roles").await.problem(403, "second_factor_due");
        let header = format!("Bearer {token}");
        let by_token = desk.visitor().send(Method::GET, "/api/v1/roles", None, &[("authorization", &header)]).await;
        by_token.problem(403, "second_factor_due");
        desk.sign_in("agent.it").await.get("/api/v1/tickets").await.expect(200);
        let account = admin.get("/api/v1/account").await.expect(200).json();
        assert_eq!(account["second_factor"]["required"], true);
        let (secret, _) = set_up(&desk, &admin).await;
        admin.get("/api/v1/roles").await.expect(200);
        admin.post("/api/v1/account/totp/removal", &json!({"password": PASSWORD})).await.problem(409, "not_applicable");
        let step = first_step(&desk, "admin").await;
        second_step(&desk, &step, &code(&desk, &secret)).await.expect(201);
        // Whoever has the server lets the last one in again, who sets it up anew.
        reset(&desk.app, "admin").await.expect("taken off");
        let again = desk.sign_in("admin").await;
        again.get("/api/v1/roles").await.problem(403, "second_factor_due");
        set_up(&desk, &again).await;
        again.get("/api/v1/roles").await.expect(200);
    }

    async fn a_password_alone_is_not_enough_any_more(desk: Desk) {
        let (student, elsewhere) = (desk.sign_in("student").await, desk.sign_in("student").await);
        let before = student.get("/api/v1/account").await.expect(200).json();
        assert_eq!(before["second_factor"], json!({"available": true, "totp": false, "passkeys_available": false, "passkeys": [], "recovery_codes": 0, "required": false}));
        let (secret, codes) = set_up(&desk, &student).await;
        assert_eq!(codes.len(), 10);
        elsewhere.get("/api/v1/session").await.problem(401, "session_expired");
        let after = student.get("/api/v1/account").await.expect(200).json();
        assert_eq!(after["second_factor"], json!({"available": true, "totp": true, "passkeys_available": false, "passkeys": [], "recovery_codes": 10, "required": false}));
        assert!(!after.to_string().contains(&secret));

        let step = first_step(&desk, "student").await;
        desk.visitor().with_cookie(&format!("pult_session={step}")).get("/api/v1/session").await.problem(401, "session_expired");
        wrong_code(second_step(&desk, &step, "000000").await);
        let right = code(&desk, &secret);
        let answer = second_step(&desk, &step, &right).await.expect(201);
        let signed_in = desk.visitor().with_cookie(&cookie(&answer));
        signed_in.get("/api/v1/session").await.expect(200);
        second_step(&desk, &step, &right).await.problem(410, "sign_in_expired");
    }

    // RFC 6238 §5.2
    async fn a_code_counts_once(desk: Desk) {
        let student = desk.sign_in("student").await;
        let (secret, _) = set_up(&desk, &student).await;
        let right = code(&desk, &secret);
        let (one, two) = (first_step(&desk, "student").await, first_step(&desk, "student").await);
        second_step(&desk, &one, &right).await.expect(201);
        wrong_code(second_step(&desk, &two, &right).await);
        desk.later(SignedDuration::from_secs(-30));
        let older = code(&desk, &secret);
        desk.later(SignedDuration::from_secs(30));
        wrong_code(second_step(&desk, &two, &older).await);
        desk.later(SignedDuration::from_secs(30));
        second_step(&desk, &two, &code(&desk, &secret)).await.expect(201);
    }

    async fn a_recovery_code_works_once_and_is_told(desk: Desk) {
        let student = desk.sign_in("student").await;
        let (_, codes) = set_up(&desk, &student).await;
        let step = first_step(&desk, "student").await;
        second_step(&desk, &step, &codes[3].to_uppercase().replace('-', " ")).await.expect(201);
        desk.delivered().await;
        let step = first_step(&desk, "student").await;
        wrong_code(second_step(&desk, &step, &codes[3]).await);
        second_step(&desk, &step, &codes[4]).await.expect(201);
        let left = student.get("/api/v1/account").await.expect(200).json();
        assert_eq!(left["second_factor"]["recovery_codes"], 8);
        let body = json!({"password": PASSWORD});
        let renewed = student.post("/api/v1/account/recovery-codes", &body).await.expect(200).json();
        let step = first_step(&desk, "student").await;
        wrong_code(second_step(&desk, &step, &codes[5]).await);
        second_step(&desk, &step, &text(&renewed["codes"][0])).await.expect(201);
    }

    async fn guessing_codes_is_slowed_down(desk: Desk) {
        let student = desk.sign_in("student").await;
        let (secret, _) = set_up(&desk, &student).await;
        for _ in 0..2 {
            let step = first_step(&desk, "student").await;
            for _ in 0..5 {
                wrong_code(second_step(&desk, &step, "000000").await);
            }
            let late = second_step(&desk, &step, &code(&desk, &secret)).await;
            assert!([410, 429].contains(&late.status.as_u16()), "five are enough: {late:?}");
        }
        let step = first_step(&desk, "student").await;
        let answer = second_step(&desk, &step, &code(&desk, &secret)).await;
        assert!(!answer.header("retry-after").is_empty());
        answer.problem(429, "too_many_requests");
        desk.later(SignedDuration::from_mins(5));
        second_step(&desk, &step, &code(&desk, &secret)).await.expect(201);
        let step = first_step(&desk, "student").await;
        desk.later(SignedDuration::from_mins(11));
        second_step(&desk, &step, &code(&desk, &secret)).await.problem(410, "sign_in_expired");
        second_step(&desk, "made-up", "123456").await.problem(410, "sign_in_expired");
    }

    async fn it_changes_with_the_password_only(desk: Desk) {
        let student = desk.sign_in("student").await;
        for path in ["totp", "totp/removal", "recovery-codes"] {
            let path = format!("/api/v1/account/{path}");
            let wrong = student.post(&path, &json!({"password": "wrong"})).await.problem(422, "invalid");
            assert_eq!(wrong["errors"][0]["field"], "password");
        }
        let again = json!({"password": PASSWORD});
        student.post("/api/v1/account/totp/removal", &again).await.problem(409, "not_applicable");
        student.post("/api/v1/account/recovery-codes", &again).await.problem(409, "not_applicable");
        student.post("/api/v1/account/totp/confirmation", &json!({"code": "123456"})).await.problem(409, "not_applicable");
        let (_, _) = set_up(&desk, &student).await;
        // What was begun and not ended changes nothing.
        student.post("/api/v1/account/totp", &again).await.expect(200);
        wrong_code(student.post("/api/v1/account/totp/confirmation", &json!({"code": "000000"})).await);
        first_step(&desk, "student").await;
        student.post("/api/v1/account/totp/removal", &again).await.expect(204);
        desk.sign_in("student").await;
    }

    async fn a_password_that_changes_ends_what_waits_for_a_code(desk: Desk) {
        let student = desk.sign_in("student").await;
        let (secret, _) = set_up(&desk, &student).await;
        let step = first_step(&desk, "student").await;
        let body = json!({"current": PASSWORD, "password": "another long sentence of words"});
        student.send(Method::PUT, "/api/v1/account/password", Some(body.to_string().into_bytes()), &[("content-type", "application/json")])
            .await.expect(204);
        second_step(&desk, &step, &code(&desk, &secret)).await.problem(410, "sign_in_expired");
    }

    async fn a_role_asks_tokens_too(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let role = admin.get("/api/v1/roles").await.expect(200).json()["items"][0].clone();
        let student = crate::admin::person(&admin, "student").await;
        admin.put(&format!("/api/v1/roles/{}/members/{student}", text(&role["id"])), &json!({})).await.expect(200);
        let customer = desk.sign_in("student").await;
        let make = async || text(&customer.post("/api/v1/tokens", &json!({"name": "x", "scope": "read", "days": 3})).await.expect(201).json()["token"]);
        let ask = async |token: &str| {
            let header = format!("Bearer {token}");
            desk.visitor().send(Method::GET, "/api/v1/tickets", None, &[("authorization", &header)]).await
        };
        let weak = make().await;
        ask(&weak).await.expect(200);
        let strict = json!({"name": role["name"], "description": role["description"], "grants": role["grants"], "requires_second_factor": true});
        admin.put(&format!("/api/v1/roles/{}", text(&role["id"])), &strict).await.expect(200);
        ask(&weak).await.problem(403, "second_factor_due");
        set_up(&desk, &customer).await;
        ask(&weak).await.problem(403, "second_factor_due");
        let strong = make().await;
        ask(&strong).await.expect(200);
    }

    // However it was lost, whoever has the server gets the last administrator in again.
    async fn from_the_command_line(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        set_up(&desk, &admin).await;
        first_step(&desk, "admin").await;
        assert!(reset(&desk.app, "nobody").await.is_err());
        reset(&desk.app, " Admin ").await.expect("taken off");
        admin.get("/api/v1/session").await.problem(401, "session_expired");
        desk.sign_in("admin").await;
        assert!(reset(&desk.app, "admin").await.is_err(), "there is none any more");
    }

    async fn a_role_asks_for_it(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let roles = admin.get("/api/v1/roles").await.expect(200).json();
        let role = &roles["items"][0];
        let student = crate::admin::person(&admin, "student").await;
        admin.put(&format!("/api/v1/roles/{}/members/{student}", text(&role["id"])), &json!({})).await.expect(200);
        let customer = desk.sign_in("student").await;
        let strict = json!({"name": role["name"], "description": role["description"], "grants": role["grants"], "requires_second_factor": true});
        admin.put(&format!("/api/v1/roles/{}", text(&role["id"])), &strict).await.expect(200);

        // The session goes on, and leads nowhere but to the second factor.
        let session = customer.get("/api/v1/session").await.expect(200).json();
        assert_eq!(session["second_factor_due"], true);
        for (method, path) in [(Method::GET, "tickets"), (Method::GET, "tokens"), (Method::GET, "%74ickets"), (Method::DELETE, "sessions"), (Method::GET, "events")] {
            let answer = customer.send(method, &format!("/api/v1/{path}"), Some(b"{}".to_vec()), &[]).await;
            answer.problem(403, "second_factor_due");
        }
        let (secret, _) = set_up(&desk, &customer).await;
        customer.get("/api/v1/tickets").await.expect(200);
        assert_eq!(customer.get("/api/v1/session").await.expect(200).json()["second_factor_due"], false);
        customer.post("/api/v1/account/totp/removal", &json!({"password": PASSWORD})).await.problem(409, "not_applicable");
        let step = first_step(&desk, "student").await;
        let answer = second_step(&desk, &step, &code(&desk, &secret)).await.expect(201);
        assert_eq!(answer.json()["second_factor_due"], false);

        // Somebody has lost everything.
        let path = format!("/api/v1/people/{student}/second-factor");
        customer.delete(&path).await.problem(403, "forbidden");
        admin.delete(&path).await.expect(204);
        customer.get("/api/v1/session").await.problem(401, "session_expired");
        admin.delete(&path).await.problem(409, "not_applicable");
        let myself = crate::admin::person(&admin, "admin").await;
        admin.delete(&format!("/api/v1/people/{myself}/second-factor")).await.problem(403, "forbidden");
        let log = admin.get("/api/v1/settings-log?kind=person").await.expect(200).json();
        assert!(log.to_string().contains("second_factor"), "{log}");
        let again = desk.sign_in("student").await;
        assert_eq!(again.get("/api/v1/session").await.expect(200).json()["second_factor_due"], true);
    }
}
