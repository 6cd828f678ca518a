//! Passkeys: set up, asked for after a password, shown in its place; and what must not pass for one.

use jiff::SignedDuration;
use pult_server::{seed::E2E_PASSWORD as PASSWORD, service::second_factor::remove::reset};
use serde_json::{Value, json};

use super::authenticator::Authenticator;
use crate::support::{Answer, Desk, Visitor, on_both};

const ORIGIN: &str = "https://desk.hs-musterstadt.example";

async fn with_a_name(desk: Desk) -> Desk {
    desk.configured(|config| ORIGIN.clone_into(&mut config.http.public_url))
        .await
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// The challenge for a new passkey.
async fn begun(visitor: &Visitor) -> Value {
    let body = json!({"password": PASSWORD});
    visitor.post("/api/v1/account/passkeys", &body).await.expect(200).json()
}

async fn confirmed(visitor: &Visitor, begun: &Value, credential: &Value) -> Answer {
    let body = json!({"challenge": begun["challenge"], "name": " Telefon ", "credential": credential});
    visitor.post("/api/v1/account/passkeys/confirmation", &body).await
}

/// Sets a passkey up; the recovery codes that came with it.
async fn set_up(visitor: &Visitor) -> (Authenticator, Vec<String>) {
    let begun = begun(visitor).await;
    let (authenticator, credential) = Authenticator::make(&begun["options"], ORIGIN);
    let made = confirmed(visitor, &begun, &credential).await.expect(200).json();
    (
        authenticator,
        made["codes"].as_array().expect("codes").iter().map(text).collect(),
    )
}

async fn of_account(visitor: &Visitor) -> Value {
    visitor.get("/api/v1/account").await.expect(200).json()["second_factor"].clone()
}

/// The password is right; what is asked for beside it.
async fn first_step(desk: &Desk, login: &str) -> Value {
    let body = json!({"login": login, "password": PASSWORD});
    desk.visitor().post("/api/v1/session", &body).await.expect(202).json()
}

async fn challenge(desk: &Desk) -> Value {
    desk.visitor()
        .post("/api/v1/session/passkey-challenge", &json!({}))
        .await
        .expect(200)
        .json()
}

async fn shown(desk: &Desk, challenge: &Value, credential: Value) -> Answer {
    let body = json!({"challenge": challenge, "credential": credential});
    desk.visitor().post("/api/v1/session/passkey", &body).await
}

fn visitor(desk: &Desk, answer: &Answer) -> Visitor {
    let cookie = answer.header("set-cookie").split(';').next().expect("a cookie");
    desk.visitor().with_cookie(cookie)
}

async fn removed(visitor: &Visitor, id: &Value) -> Answer {
    let path = format!("/api/v1/account/passkeys/{}/removal", text(id));
    visitor.post(&path, &json!({"password": PASSWORD})).await
}

/// How somebody else answers: what is changed of their own authenticator, and by which one's.
type Lie = fn(&mut Authenticator, &Authenticator);

on_both! {
    async fn a_passkey_is_asked_for_after_the_password(desk: Desk) {
        let desk = with_a_name(desk).await;
        let (student, elsewhere) = (desk.sign_in("student").await, desk.sign_in("student").await);
        let (mut phone, codes) = set_up(&student).await;
        assert_eq!(codes.len(), 10);
        elsewhere.get("/api/v1/session").await.problem(401, "session_expired");
        let account = of_account(&student).await;
        assert_eq!((&account["totp"], &account["passkeys"][0]["name"], &account["recovery_codes"]), (&json!(false), &json!("Telefon"), &json!(10)));
        assert!(account["passkeys"][0]["last_used_at"].is_null());
        let mails = desk.delivered().await;
        assert!(mails.iter().any(|mail| mail.subject.contains("Passkey")), "{mails:?}");

        let step = first_step(&desk, "student").await;
        assert_eq!(step["totp"], false);
        let answer = shown(&desk, &step["second_step"], phone.sign(&step["passkey"])).await.expect(201);
        visitor(&desk, &answer).get("/api/v1/tickets").await.expect(200);
        assert!(!of_account(&student).await["passkeys"][0]["last_used_at"].is_null());
        shown(&desk, &step["second_step"], phone.sign(&step["passkey"])).await.problem(410, "sign_in_expired");
    }

    async fn a_passkey_does_without_a_password(desk: Desk) {
        let desk = with_a_name(desk).await;
        let student = desk.sign_in("student").await;
        let (mut phone, _) = set_up(&student).await;
        let options = desk.visitor().get("/api/v1/sign-in-options").await.expect(200).json();
        assert_eq!(options["passkeys"], true);
        let asked = challenge(&desk).await;
        let signed = phone.sign(&asked["options"]);
        let answer = shown(&desk, &asked["challenge"], signed.clone()).await.expect(201);
        let me = student.get("/api/v1/session").await.expect(200).json();
        assert_eq!(answer.json()["person"], me["person"]);
        assert!(answer.header("set-cookie").contains("HttpOnly"));
        // A challenge is answered once, on whatever instance.
        shown(&desk, &asked["challenge"], signed.clone()).await.problem(410, "sign_in_expired");
        // And an answer is for one challenge.
        let another = challenge(&desk).await;
        shown(&desk, &another["challenge"], signed).await.problem(422, "passkey_refused");
        shown(&desk, &another["challenge"], phone.sign(&another["options"])).await.problem(410, "sign_in_expired");
    }

    async fn what_is_no_answer_of_the_passkey(desk: Desk) {
        let desk = with_a_name(desk).await;
        let (student, agent) = (desk.sign_in("student").await, desk.sign_in("agent.it").await);
        let (phone, _) = set_up(&student).await;
        let (stick, _) = set_up(&agent).await;
        let lie: [(&str, Lie); 3] = [
            ("another site", |phone, _| phone.origin = "https://desk.hs-musterstadt.example.evil.example".to_owned()),
            ("nobody was verified", |phone, _| phone.verifies = false),
            ("another person's name", |phone, stick| phone.user = stick.user.clone()),
        ];
        for (what, change) in lie {
            let asked = challenge(&desk).await;
            let mut liar = phone.clone();
            change(&mut liar, &stick);
            let answer = shown(&desk, &asked["challenge"], liar.sign(&asked["options"])).await;
            assert_eq!(answer.status, 422, "{what}: {answer:?}");
            let step = first_step(&desk, "student").await;
            let answer = shown(&desk, &step["second_step"], liar.sign(&step["passkey"])).await;
            assert_eq!(answer.status, 422, "{what}: {answer:?}");
        }
        // Somebody else's passkey after one's own password.
        let step = first_step(&desk, "student").await;
        shown(&desk, &step["second_step"], stick.clone().sign(&step["passkey"])).await.problem(422, "passkey_refused");
        // A key that nobody has set up.
        let begun = begun(&student).await;
        let (mut unknown, _) = Authenticator::make(&begun["options"], ORIGIN);
        let asked = challenge(&desk).await;
        shown(&desk, &asked["challenge"], unknown.sign(&asked["options"])).await.problem(422, "passkey_refused");
        for nonsense in [json!({}), json!({"id": "x"}), json!("text"), json!([1])] {
            let asked = challenge(&desk).await;
            shown(&desk, &asked["challenge"], nonsense).await.problem(422, "passkey_refused");
        }
    }

    async fn a_counter_that_goes_back_is_a_copy(desk: Desk) {
        let desk = with_a_name(desk).await;
        let student = desk.sign_in("student").await;
        let (mut phone, _) = set_up(&student).await;
        let mut copy = phone.clone();
        // Asked before the other one was used, answered after it.
        let early = first_step(&desk, "student").await;
        for _ in 0..2 {
            let asked = challenge(&desk).await;
            shown(&desk, &asked["challenge"], phone.sign(&asked["options"])).await.expect(201);
        }
        shown(&desk, &early["second_step"], copy.sign(&early["passkey"])).await.problem(422, "passkey_refused");
        let asked = challenge(&desk).await;
        shown(&desk, &asked["challenge"], copy.sign(&asked["options"])).await.problem(422, "passkey_refused");
    }

    async fn challenges_expire_and_are_bounded(desk: Desk) {
        let desk = with_a_name(desk).await;
        let student = desk.sign_in("student").await;
        let (mut phone, _) = set_up(&student).await;
        let (asked, begun) = (challenge(&desk).await, begun(&student).await);
        desk.later(SignedDuration::from_mins(6));
        shown(&desk, &asked["challenge"], phone.sign(&asked["options"])).await.problem(410, "sign_in_expired");
        let (_, credential) = Authenticator::make(&begun["options"], ORIGIN);
        confirmed(&student, &begun, &credential).await.problem(410, "sign_in_expired");
        for _ in 0..200 {
            challenge(&desk).await;
        }
        let answer = desk.visitor().post("/api/v1/session/passkey-challenge", &json!({})).await;
        assert!(!answer.header("retry-after").is_empty());
        answer.problem(429, "too_many_requests");
        desk.later(SignedDuration::from_mins(6));
        challenge(&desk).await;
    }

    async fn it_is_set_up_with_the_password_by_who_asked(desk: Desk) {
        let desk = with_a_name(desk).await;
        let (student, agent) = (desk.sign_in("student").await, desk.sign_in("agent.it").await);
        let wrong = student.post("/api/v1/account/passkeys", &json!({"password": "wrong"})).await.problem(422, "invalid");
        assert_eq!(wrong["errors"][0]["field"], "password");
        // Another person's challenge.
        let asked = begun(&student).await;
        let (_, credential) = Authenticator::make(&asked["options"], ORIGIN);
        confirmed(&agent, &asked, &credential).await.problem(410, "sign_in_expired");
        // An open sign-in is no challenge to register for, nor the other way round.
        let asked = begun(&student).await;
        let (mut phone, credential) = Authenticator::make(&asked["options"], ORIGIN);
        let body = json!({"rpId": "desk.hs-musterstadt.example", "challenge": asked["options"]["challenge"]});
        shown(&desk, &asked["challenge"], phone.sign(&body)).await.problem(410, "sign_in_expired");
        let other = challenge(&desk).await;
        confirmed(&student, &other, &credential).await.problem(410, "sign_in_expired");
        // On another site.
        let asked = begun(&student).await;
        let (_, credential) = Authenticator::make(&asked["options"], "https://evil.example");
        confirmed(&student, &asked, &credential).await.problem(422, "passkey_refused");
        // One that somebody has already.
        let asked = begun(&student).await;
        let (stick, credential) = Authenticator::make(&asked["options"], ORIGIN);
        confirmed(&student, &asked, &credential).await.expect(200);
        let asked = begun(&agent).await;
        confirmed(&agent, &asked, &stick.registration(&asked["options"])).await.problem(422, "passkey_refused");
        assert_eq!(of_account(&agent).await["passkeys"], json!([]));
        // Another one makes no new codes, and ends nothing.
        let (_, codes) = set_up(&student).await;
        assert!(codes.is_empty());
        assert_eq!(of_account(&student).await["passkeys"].as_array().expect("a list").len(), 2);
        let nameless = json!({"challenge": "x", "name": " ", "credential": {}});
        let refused = student.post("/api/v1/account/passkeys/confirmation", &nameless).await.problem(422, "invalid");
        assert_eq!(refused["errors"][0]["field"], "name");
    }

    async fn recovery_codes_stand_in_for_a_passkey(desk: Desk) {
        let desk = with_a_name(desk).await;
        let student = desk.sign_in("student").await;
        let (_, codes) = set_up(&student).await;
        let step = first_step(&desk, "student").await;
        let body = json!({"second_step": step["second_step"], "code": codes[0]});
        desk.visitor().post("/api/v1/session/second-step", &body).await.expect(201);
        assert_eq!(of_account(&student).await["recovery_codes"], 9);
    }

    async fn the_last_one_stays_where_a_role_asks(desk: Desk) {
        let desk = with_a_name(desk).await;
        let admin = desk.sign_in("admin").await;
        let role = admin.get("/api/v1/roles").await.expect(200).json()["items"][0].clone();
        let id = crate::admin::person(&admin, "student").await;
        admin.put(&format!("/api/v1/roles/{}/members/{id}", text(&role["id"])), &json!({})).await.expect(200);
        let strict = json!({"name": role["name"], "description": role["description"], "grants": role["grants"], "requires_second_factor": true});
        admin.put(&format!("/api/v1/roles/{}", text(&role["id"])), &strict).await.expect(200);
        let student = desk.sign_in("student").await;
        student.get("/api/v1/tickets").await.problem(403, "second_factor_due");
        set_up(&student).await;
        student.get("/api/v1/tickets").await.expect(200);
        let (mut stick, _) = set_up(&student).await;
        let passkeys = of_account(&student).await["passkeys"].clone();
        removed(&student, &passkeys[0]["id"]).await.expect(204);
        removed(&student, &passkeys[0]["id"]).await.problem(404, "not_found");
        removed(&student, &passkeys[1]["id"]).await.problem(409, "not_applicable");
        let foreign = removed(&admin, &passkeys[1]["id"]).await;
        foreign.problem(404, "not_found");
        let asked = challenge(&desk).await;
        let answer = shown(&desk, &asked["challenge"], stick.sign(&asked["options"])).await.expect(201);
        assert_eq!(answer.json()["second_factor_due"], false);
        // An administrator, and whoever has the server, take them all.
        admin.delete(&format!("/api/v1/people/{id}/second-factor")).await.expect(204);
        student.get("/api/v1/session").await.problem(401, "session_expired");
        let asked = challenge(&desk).await;
        shown(&desk, &asked["challenge"], stick.sign(&asked["options"])).await.problem(422, "passkey_refused");
        let again = desk.sign_in("student").await;
        let (mut phone, _) = set_up(&again).await;
        reset(&desk.app, "student").await.expect("taken off");
        let asked = challenge(&desk).await;
        shown(&desk, &asked["challenge"], phone.sign(&asked["options"])).await.problem(422, "passkey_refused");
        desk.sign_in("student").await;
    }

    async fn whoever_may_not_sign_in_has_no_passkey(desk: Desk) {
        let desk = with_a_name(desk).await;
        let (student, admin) = (desk.sign_in("student").await, desk.sign_in("admin").await);
        let (mut phone, _) = set_up(&student).await;
        let id = crate::admin::person(&admin, "student").await;
        admin.post(&format!("/api/v1/people/{id}/deactivation"), &json!({})).await.expect(200);
        student.get("/api/v1/session").await.problem(401, "session_expired");
        let asked = challenge(&desk).await;
        shown(&desk, &asked["challenge"], phone.sign(&asked["options"])).await.problem(422, "passkey_refused");
    }

    async fn without_a_name_there_are_none(desk: Desk) {
        let student = desk.sign_in("student").await;
        assert_eq!(of_account(&student).await["passkeys_available"], false);
        student.post("/api/v1/account/passkeys", &json!({"password": PASSWORD})).await.problem(409, "not_applicable");
        desk.visitor().post("/api/v1/session/passkey-challenge", &json!({})).await.problem(409, "not_applicable");
    }
}
