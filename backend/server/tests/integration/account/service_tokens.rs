//! Tokens that a provider of single sign-on gives to services: honest ones, and ones that lie.

use actix_web::http::Method;
use jiff::SignedDuration;
use pult_domain::sign_on::{ClaimNames, LinkBy};
use pult_server::config::{Bearer, Config, OidcProvider, Secret};
use pult_store::{identities, people};
use serde_json::{Value, json};

use super::provider::{FakeProvider, Plan, SECRET};
use crate::support::{Answer, Desk, on_both};

const AUDIENCE: &str = "https://pult.example/api";

fn configured(config: &mut Config, provider: &FakeProvider, bearer: Option<Bearer>) {
    config.oidc = vec![OidcProvider {
        name: "uni".to_owned(),
        label: Default::default(),
        issuer: provider.issuer.clone(),
        client_id: "pult".to_owned(),
        client_secret: Secret::new(SECRET),
        scopes: Vec::new(),
        userinfo: false,
        link_by: LinkBy::Email,
        create: true,
        claims: ClaimNames {
            account: "preferred_username".to_owned(),
            name: "name".to_owned(),
            email: "email".to_owned(),
            groups: "groups".to_owned(),
            directory_id: None,
        },
        roles: Vec::new(),
        bearer,
    }];
}

/// A desk whose provider may speak for services, and to whom `s-1` is the administrator.
async fn ready(desk: Desk) -> (Desk, FakeProvider) {
    let provider = FakeProvider::start(desk.clock_seconds()).await;
    let bearer = Bearer {
        audience: AUDIENCE.to_owned(),
        scope_claim: "scope".to_owned(),
    };
    let desk = desk
        .configured(|config| configured(config, &provider, Some(bearer.clone())))
        .await;
    // A program has never been here with a browser: an administrator says as whom it acts.
    let admin = desk.sign_in("admin").await;
    let person = crate::admin::person(&admin, "admin").await;
    let path = format!("/api/v1/people/{person}/identities/uni");
    admin.put(&path, &json!({"subject": "s-1"})).await.expect(200);
    (desk, provider)
}

/// An honest token but for what is changed.
fn token(provider: &FakeProvider, change: &Value) -> String {
    let mut claims = json!({"aud": AUDIENCE, "sub": "s-1", "scope": "openid pult:read"});
    for (name, value) in change.as_object().expect("claims") {
        claims[name] = value.clone();
    }
    provider.sign(&claims)
}

async fn ask(desk: &Desk, token: &str, method: Method, path: &str) -> Answer {
    let header = format!("Bearer {token}");
    let body = json!({"name": "Skript", "scope": "read", "days": 30})
        .to_string()
        .into_bytes();
    let body = (method != Method::GET).then_some(body);
    let headers = [("authorization", header.as_str()), ("content-type", "application/json")];
    desk.visitor()
        .send(method, &format!("/api/v1/{path}"), body, &headers)
        .await
}

on_both! {
    async fn a_service_acts_for_its_person_within_its_scope(desk: Desk) {
        let (desk, provider) = ready(desk).await;
        let reading = token(&provider, &json!({}));
        let session = ask(&desk, &reading, Method::GET, "session").await.expect(200).json();
        assert_eq!(session["administrator"], true);
        ask(&desk, &reading, Method::GET, "tickets").await.expect(200);
        let listed = token(&provider, &json!({"aud": [AUDIENCE, "other"], "scope": ["pult:administer"]}));
        for (method, path) in [(Method::POST, "tokens"), (Method::GET, "account"), (Method::DELETE, "sessions"), (Method::POST, "account/totp/removal")] {
            for token in [&reading, &listed] {
                let answer = ask(&desk, token, method.clone(), path).await;
                assert!([403, 422].contains(&answer.status.as_u16()), "{path}: {answer:?}");
            }
        }
        let state = json!({"key": "neu_1", "names": {"de": "x", "en": "x"}, "state_type": "open"}).to_string().into_bytes();
        for (token, status) in [(&reading, 403), (&listed, 200)] {
            let header = format!("Bearer {token}");
            let headers = [("authorization", header.as_str()), ("content-type", "application/json")];
            desk.visitor().send(Method::PUT, "/api/v1/states/neu_1", Some(state.clone()), &headers).await.expect(status);
        }
        // It ends by itself.
        desk.later(SignedDuration::from_mins(7));
        ask(&desk, &reading, Method::GET, "tickets").await.problem(401, "not_signed_in");
    }

    async fn a_lying_token_opens_nothing(desk: Desk) {
        let (desk, provider) = ready(desk).await;
        let now = desk.clock_seconds();
        for (what, lie) in [
            ("another audience", json!({"aud": "other"})),
            ("the audience of ID tokens", json!({"aud": "pult"})),
            ("no audience", json!({"aud": null})),
            ("another issuer", json!({"iss": "https://evil.example"})),
            ("no issuer", json!({"iss": null})),
            ("expired", json!({"exp": now - 120})),
            ("no expiry", json!({"exp": null})),
            ("for ever", json!({"exp": now + 10_000_000})),
            ("not yet", json!({"nbf": now + 120})),
            ("from the future", json!({"iat": now + 120})),
            ("an ID token", json!({"nonce": "n"})),
            ("a logout token", json!({"events": {}})),
            ("no subject", json!({"sub": null})),
            ("somebody unknown", json!({"sub": "s-2", "email": "admin@hs-musterstadt.example", "email_verified": true})),
            ("no scope", json!({"scope": "openid"})),
            ("a scope of others", json!({"scope": "read"})),
        ] {
            let answer = ask(&desk, &token(&provider, &lie), Method::GET, "tickets").await;
            assert_eq!(answer.status, 401, "{what}: {answer:?}");
            answer.problem(401, "not_signed_in");
        }
        for change in [
            (|plan| plan.signs_with = 1) as fn(&mut Plan),
            |plan| plan.algorithm = "none",
            |plan| plan.algorithm = "HS256",
            |plan| plan.kid = "key-2".to_owned(),
        ] {
            let honest = provider.plan.lock().expect("a plan").clone();
            // Its keys are known before it lies.
            ask(&desk, &token(&provider, &json!({})), Method::GET, "tickets").await.expect(200);
            provider.change(change);
            let lie = token(&provider, &json!({}));
            provider.change(|plan| *plan = honest);
            ask(&desk, &lie, Method::GET, "tickets").await.problem(401, "not_signed_in");
        }
        let honest = token(&provider, &json!({}));
        let (signed, _) = honest.rsplit_once('.').expect("three parts");
        for broken in [signed.to_owned(), format!("{signed}."), format!("{signed}.AAAA"), "a.b.c".to_owned(), "..".to_owned()] {
            ask(&desk, &broken, Method::GET, "tickets").await.problem(401, "not_signed_in");
        }
        let people = desk.sign_in("admin").await.get("/api/v1/people").await.expect(200).json();
        assert!(!people.to_string().contains("s-2"), "nobody is made");
    }

    async fn only_where_it_is_configured(desk: Desk) {
        let (desk, provider) = ready(desk).await;
        let honest = token(&provider, &json!({}));
        ask(&desk, &honest, Method::GET, "tickets").await.expect(200);
        let desk = desk.configured(|config| configured(config, &provider, None)).await;
        ask(&desk, &honest, Method::GET, "tickets").await.problem(401, "not_signed_in");
    }

    async fn it_ends_with_its_person(desk: Desk) {
        let (desk, provider) = ready(desk).await;
        let honest = token(&provider, &json!({}));
        ask(&desk, &honest, Method::GET, "tickets").await.expect(200);
        let person = identities::person_of(&desk.app.store, "uni", "s-1").await.expect("asked").expect("linked");
        let tx = desk.app.store.begin().await.expect("a transaction");
        people::profile::set_active(&tx, person, false).await.expect("written");
        tx.commit().await.expect("committed");
        ask(&desk, &honest, Method::GET, "tickets").await.problem(401, "not_signed_in");
    }

    async fn a_key_that_changed_under_its_name_is_asked_for_once(desk: Desk) {
        let (desk, provider) = ready(desk).await;
        ask(&desk, &token(&provider, &json!({})), Method::GET, "tickets").await.expect(200);
        desk.later(SignedDuration::from_secs(31));
        let old = token(&provider, &json!({"exp": desk.clock_seconds() + 600}));
        provider.change(|plan| (plan.signs_with, plan.publishes, plan.now) = (1, 1, desk.clock_seconds()));
        ask(&desk, &token(&provider, &json!({})), Method::GET, "tickets").await.expect(200);
        for _ in 0..3 {
            ask(&desk, &old, Method::GET, "tickets").await.problem(401, "not_signed_in");
        }
        assert_eq!(provider.plan.lock().expect("a plan").keys_asked, 2);
    }
}
