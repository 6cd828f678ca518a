//! Single sign-on with a provider that says the truth, and with one that lies.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::SignedDuration;
use pult_domain::sign_on::{ClaimNames, LinkBy};
use pult_server::{
    adapters::{oidc::Provider, outward::Outward},
    config::{Config, OidcProvider, Secret},
    service::{
        ServiceError,
        session::{
            sign_in::Origin,
            sign_on::{finish, start},
        },
    },
};
use pult_shared::error::ErrorCode;
use serde_json::{Value, json};

use super::provider::{FakeProvider, Plan, SECRET};
use crate::support::{Answer, Desk, Visitor, on_both};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What a provider does otherwise.
type Change = fn(&mut Plan);

fn configured(config: &mut Config, provider: &FakeProvider, change: impl Fn(&mut OidcProvider)) {
    let mut one = settings("uni", provider);
    change(&mut one);
    config.oidc = vec![one];
}

fn settings(name: &str, provider: &FakeProvider) -> OidcProvider {
    OidcProvider {
        name: name.to_owned(),
        label: Default::default(),
        issuer: provider.issuer.clone(),
        client_id: "pult".to_owned(),
        client_secret: Secret::new(SECRET),
        scopes: vec!["email".to_owned()],
        userinfo: false,
        link_by: LinkBy::None,
        create: true,
        claims: ClaimNames {
            account: "preferred_username".to_owned(),
            name: "name".to_owned(),
            email: "email".to_owned(),
            groups: "groups".to_owned(),
            directory_id: None,
        },
        roles: vec![("staff".to_owned(), "IT".to_owned())],
        bearer: None,
    }
}

pub(super) async fn with_provider(desk: Desk, change: impl Fn(&mut OidcProvider)) -> (Desk, FakeProvider) {
    let provider = FakeProvider::start(desk.clock_seconds()).await;
    let desk = desk.configured(|config| configured(config, &provider, change)).await;
    (desk, provider)
}

/// A browser on its way.
pub(super) struct Way {
    state: String,
    cookie: String,
}

fn query(url: &str) -> HashMap<String, String> {
    let url = reqwest::Url::parse(url).expect("a URL");
    url.query_pairs()
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// Off to the provider, which remembers what it was asked.
pub(super) async fn leave(desk: &Desk, provider: &FakeProvider, next: &str) -> Way {
    let answer = desk
        .visitor()
        .get(&format!("/api/v1/sign-on/uni?next={next}"))
        .await
        .expect(303);
    let location = answer.header("location").to_owned();
    assert!(
        location.starts_with(&format!("{}/authorize?", provider.issuer)),
        "{location}"
    );
    let asked = query(&location);
    assert_eq!(
        (asked["code_challenge_method"].as_str(), asked["response_type"].as_str()),
        ("S256", "code")
    );
    assert!(asked["redirect_uri"].ends_with("/api/v1/sign-on/uni/callback"));
    let cookie = answer.header("set-cookie").to_owned();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/api/v1/sign-on"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    provider.change(|plan| {
        plan.nonce = asked["nonce"].clone();
        plan.challenge = asked["code_challenge"].clone();
        plan.code = Some("code-1".to_owned());
        plan.now = desk.clock_seconds();
    });
    Way {
        state: asked["state"].clone(),
        cookie: cookie.split(';').next().expect("a cookie").to_owned(),
    }
}

pub(super) async fn back(desk: &Desk, way: &Way, rest: &str) -> Answer {
    let path = format!("/api/v1/sign-on/uni/callback?state={}{rest}", way.state);
    let headers = [("cookie", way.cookie.as_str())];
    desk.visitor()
        .send(actix_web::http::Method::GET, &path, None, &headers)
        .await
}

/// The answer must have led on, with a session.
#[track_caller]
pub(super) fn visitor(desk: &Desk, answer: &Answer) -> Visitor {
    assert_eq!(answer.status, 303, "{answer:?}");
    let cookies = answer
        .headers
        .get_all("set-cookie")
        .filter_map(|value| value.to_str().ok());
    let session = cookies
        .filter_map(|cookie| cookie.split(';').next())
        .find(|cookie| cookie.starts_with("pult_session="));
    let session = session.unwrap_or_else(|| panic!("no session: {answer:?}"));
    desk.visitor().with_cookie(session)
}

/// The answer must have led back to the sign-in page, with this error and no session.
#[track_caller]
pub(super) fn failed(answer: &Answer, code: &str) {
    assert_eq!(answer.status, 303, "{answer:?}");
    let location = answer.header("location");
    assert!(
        location.starts_with(&format!("/login?error={code}&next=")),
        "{location}"
    );
    let mut cookies = answer
        .headers
        .get_all("set-cookie")
        .filter_map(|value| value.to_str().ok());
    assert!(!cookies.any(|cookie| cookie.starts_with("pult_session=")), "{answer:?}");
}

pub(super) async fn signed_in(desk: &Desk, provider: &FakeProvider) -> Visitor {
    let way = leave(desk, provider, "/").await;
    let answer = back(desk, &way, "&code=code-1").await;
    visitor(desk, &answer)
}

pub(super) async fn me(visitor: &Visitor) -> Value {
    visitor.get("/api/v1/session").await.expect(200).json()
}

on_both! {
    // req: C14
    async fn somebody_new_comes_in_and_is_the_same_person_afterwards(desk: Desk) {
        let (desk, provider) = with_provider(desk, |_| {}).await;
        provider.change(|plan| plan.claims = json!({"sub": "s-1", "name": "Nadja Neu", "preferred_username": "nneu", "email": "Nadja.Neu@hs-musterstadt.example",
            "email_verified": true, "groups": ["staff", "other"]}));
        let way = leave(&desk, &provider, "/agent/tickets/2026112200017%3Ftab%3D1").await;
        let answer = back(&desk, &way, "&code=code-1").await;
        assert_eq!(answer.header("location"), "/agent/tickets/2026112200017?tab=1", "the deep link survives");
        let first = me(&visitor(&desk, &answer)).await;
        assert_eq!((first["person"]["name"].as_str(), first["agent"].as_bool()), (Some("Nadja Neu"), Some(true)));
        assert_eq!(first["person"]["address"], "nadja.neu@hs-musterstadt.example");
        provider.change(|plan| plan.claims = json!({"sub": "s-1", "name": "Anders", "groups": []}));
        let second = me(&signed_in(&desk, &provider).await).await;
        assert_eq!(second["person"]["id"], first["person"]["id"], "the subject counts");
        assert_eq!(second["agent"], false, "the role goes with the group");
        let offered = desk.visitor().get("/api/v1/sign-in-options").await.expect(200).json();
        assert_eq!(offered["providers"][0]["name"], "uni");
    }

    async fn who_was_merged_comes_in_as_who_stayed(desk: Desk) {
        let (desk, provider) = with_provider(desk, |_| {}).await;
        provider.change(|plan| plan.claims = json!({"sub": "s-1", "name": "Nadja Neu"}));
        let gone = me(&signed_in(&desk, &provider).await).await["person"]["id"].clone();
        let admin = desk.sign_in("admin").await;
        let kept = crate::admin::person(&admin, "student").await;
        let merged = admin.post("/api/v1/person-merges", &json!({"kept_id": kept, "gone_id": gone, "confirmed": true})).await.expect(200).json();
        assert_eq!(me(&signed_in(&desk, &provider).await).await["person"]["id"], json!(kept));
        let undo = format!("/api/v1/person-merges/{}/undo", merged["id"].as_str().expect("an id"));
        admin.post(&undo, &json!({})).await.expect(200);
        assert_eq!(me(&signed_in(&desk, &provider).await).await["person"]["id"], gone);
    }

    async fn next_never_leads_away(desk: Desk) {
        let (desk, provider) = with_provider(desk, |_| {}).await;
        for evil in ["//evil.example", "https:%2F%2Fevil.example", "%2F%5Cevil.example", "%2F%09%2Fevil.example", "/api/v1/session"] {
            let way = leave(&desk, &provider, evil).await;
            let answer = back(&desk, &way, "&code=code-1").await;
            assert_eq!(answer.header("location"), "/", "{evil}");
        }
    }

    async fn a_lying_provider_lets_nobody_in(desk: Desk) {
        let (desk, provider) = with_provider(desk, |_| {}).await;
        let honest = provider.plan.lock().expect("a plan").clone();
        let now = desk.clock_seconds();
        let lies: [(&str, Value); 9] = [
            ("another audience", json!({"aud": "other"})),
            ("another audience beside", json!({"aud": ["pult", "other"]})),
            ("another issuer", json!({"iss": "https://evil.example"})),
            ("another nonce", json!({"nonce": "replayed"})),
            ("no nonce", json!({"nonce": null})),
            ("expired", json!({"exp": now - 120})),
            ("no subject", json!({"sub": null})),
            ("an empty subject", json!({"sub": " "})),
            ("no expiry", json!({"exp": null})),
        ];
        for (what, lie) in lies {
            let way = leave(&desk, &provider, "/").await;
            provider.change(|plan| {
                for (name, value) in lie.as_object().expect("claims") {
                    plan.claims[name] = value.clone();
                }
            });
            let answer = back(&desk, &way, "&code=code-1").await;
            assert!(answer.header("location").starts_with("/login?error=sign_on_"), "{what}: {answer:?}");
            failed(&answer, answer.header("location").split(['=', '&']).nth(1).expect("a code"));
            provider.change(|plan| plan.claims = honest.claims.clone());
        }
        let changes: [(&str, Change); 3] = [
            ("another key under the same name", |plan| plan.signs_with = 1),
            ("unsigned", |plan| plan.algorithm = "none"),
            ("signed with the client's secret", |plan| plan.algorithm = "HS256"),
        ];
        for (what, change) in changes {
            let way = leave(&desk, &provider, "/").await;
            provider.change(change);
            let answer = back(&desk, &way, "&code=code-1").await;
            assert!(answer.header("location").starts_with("/login?error=sign_on_"), "{what}: {answer:?}");
            provider.change(|plan| {
                plan.signs_with = honest.signs_with;
                plan.algorithm = honest.algorithm;
            });
        }
        signed_in(&desk, &provider).await;
    }

    async fn an_answer_counts_once_and_in_its_own_browser(desk: Desk) {
        let (desk, provider) = with_provider(desk, |_| {}).await;
        let way = leave(&desk, &provider, "/").await;
        let stolen = Way { state: way.state.clone(), cookie: String::new() };
        failed(&back(&desk, &stolen, "&code=code-1").await, "sign_on_failed");
        let other = leave(&desk, &provider, "/").await;
        let mixed = Way { state: way.state.clone(), cookie: other.cookie.clone() };
        failed(&back(&desk, &mixed, "&code=code-1").await, "sign_on_failed");
        let good = back(&desk, &other, "&code=code-1").await;
        visitor(&desk, &good);
        failed(&back(&desk, &other, "&code=code-1").await, "sign_on_failed");
        // The same code in a sign-on of its own: the provider refuses it.
        let again = leave(&desk, &provider, "/").await;
        provider.change(|plan| plan.code = None);
        failed(&back(&desk, &again, "&code=code-1").await, "sign_on_failed");
        // A code of somebody else's sign-on has another challenge.
        let injected = leave(&desk, &provider, "/").await;
        provider.change(|plan| plan.challenge = "another".to_owned());
        failed(&back(&desk, &injected, "&code=code-1").await, "sign_on_failed");
        let late = leave(&desk, &provider, "/").await;
        desk.later(SignedDuration::from_mins(11));
        failed(&back(&desk, &late, "&code=code-1").await, "sign_on_failed");
        let given_up = leave(&desk, &provider, "/portal").await;
        let answer = back(&desk, &given_up, "&error=access_denied").await;
        failed(&answer, "sign_on_refused");
        assert!(answer.header("location").ends_with("&next=/portal"));
    }

    async fn providers_are_not_mixed_up(desk: Desk) {
        let (desk, provider) = with_provider(desk, |_| {}).await;
        provider.change(|plan| plan.names_issuer = true);
        let way = leave(&desk, &provider, "/").await;
        failed(&back(&desk, &way, "&code=code-1&iss=https://evil.example").await, "sign_on_failed");
        let way = leave(&desk, &provider, "/").await;
        failed(&back(&desk, &way, "&code=code-1").await, "sign_on_failed");
        let way = leave(&desk, &provider, "/").await;
        let answer = back(&desk, &way, &format!("&code=code-1&iss={}", provider.issuer)).await;
        visitor(&desk, &answer);
        desk.visitor().get("/api/v1/sign-on/other").await.problem(404, "not_found");
    }

    async fn a_provider_that_is_away_is_no_wall(desk: Desk) {
        let (desk, provider) = with_provider(desk, |_| {}).await;
        provider.change(|plan| plan.away = true);
        let answer = desk.visitor().get("/api/v1/sign-on/uni?next=/agent").await;
        failed(&answer, "sign_on_unavailable");
        desk.sign_in("agent.it").await;
        provider.change(|plan| plan.away = false);
        desk.later(SignedDuration::from_secs(11));
        let way = leave(&desk, &provider, "/").await;
        provider.change(|plan| plan.away = true);
        failed(&back(&desk, &way, "&code=code-1").await, "sign_on_unavailable");
    }

    async fn new_keys_are_asked_for_but_not_for_every_lie(desk: Desk) {
        let (desk, provider) = with_provider(desk, |_| {}).await;
        signed_in(&desk, &provider).await;
        desk.later(SignedDuration::from_secs(31));
        provider.change(|plan| (plan.signs_with, plan.publishes, plan.kid) = (1, 1, "key-2".to_owned()));
        signed_in(&desk, &provider).await;
        let asked = provider.plan.lock().expect("a plan").keys_asked;
        assert_eq!(asked, 2);
        for _ in 0..5 {
            let way = leave(&desk, &provider, "/").await;
            provider.change(|plan| plan.kid = "made-up".to_owned());
            let answer = back(&desk, &way, "&code=code-1").await;
            failed(&answer, "sign_on_failed");
        }
        assert!(provider.plan.lock().expect("a plan").keys_asked <= asked + 1);
    }

    async fn linked_by_what_is_configured_and_never_twice(desk: Desk) {
        let (desk, provider) = with_provider(desk, |one| {
            one.link_by = LinkBy::Email;
            one.create = false;
        }).await;
        let claims = |subject: &str, verified: bool| json!({"sub": subject, "email": "student@stud.hs-musterstadt.example", "email_verified": verified});
        let enter = async |claims: Value| {
            let way = leave(&desk, &provider, "/").await;
            provider.change(|plan| plan.claims = claims);
            back(&desk, &way, "&code=code-1").await
        };
        failed(&enter(claims("s-1", false)).await, "sign_on_unknown");
        let answer = enter(claims("s-1", true)).await;
        let linked = me(&visitor(&desk, &answer)).await;
        let student = me(&desk.sign_in("student").await).await;
        assert_eq!(linked["person"]["id"], student["person"]["id"]);
        failed(&enter(claims("s-2", true)).await, "sign_on_unknown");
        failed(&enter(json!({"sub": "s-3", "email": "unknown@hs-musterstadt.example", "email_verified": true})).await, "sign_on_unknown");
    }

    async fn nothing_is_linked_where_nothing_is_configured(desk: Desk) {
        let (desk, provider) = with_provider(desk, |_| {}).await;
        provider.change(|plan| plan.claims = json!({"sub": "s-1", "preferred_username": "admin", "email": "admin@hs-musterstadt.example", "email_verified": true, "name": "Wer"}));
        let session = me(&signed_in(&desk, &provider).await).await;
        assert_eq!((session["administrator"].as_bool(), session["person"]["name"].as_str(), session["person"]["address"].clone()), (Some(false), Some("Wer"), Value::Null));
    }

    async fn signing_out_ends_both_sessions(desk: Desk) {
        let (desk, provider) = with_provider(desk, |_| {}).await;
        let person = signed_in(&desk, &provider).await;
        let answer = person.delete("/api/v1/session").await.expect(200).json();
        let location = answer["location"].as_str().expect("an address");
        assert!(location.starts_with(&format!("{}/logout?", provider.issuer)), "{location}");
        let asked = query(location);
        assert!(asked["post_logout_redirect_uri"].ends_with("/login") && asked.contains_key("id_token_hint"));
        person.get("/api/v1/session").await.problem(401, "session_expired");
        desk.sign_in("student").await.delete("/api/v1/session").await.expect(204);
    }

    async fn the_provider_ends_sessions_by_the_back_channel(desk: Desk) {
        let (desk, provider) = with_provider(desk, |_| {}).await;
        provider.change(|plan| plan.claims = json!({"sub": "s-1", "sid": "one"}));
        let one = signed_in(&desk, &provider).await;
        provider.change(|plan| plan.claims = json!({"sub": "s-1", "sid": "two"}));
        let two = signed_in(&desk, &provider).await;
        let now = || desk.clock_seconds();
        let tell = async |token: String| {
            let body = format!("logout_token={token}").into_bytes();
            let headers = [("content-type", "application/x-www-form-urlencoded")];
            desk.visitor().send(actix_web::http::Method::POST, "/api/v1/sign-on/uni/logout", Some(body), &headers).await
        };
        let token = |claims: Value| {
            let mut all = json!({"iat": now(), "jti": "j", "sid": "one", "events": {EVENT: {}}});
            for (name, value) in claims.as_object().expect("claims") {
                all[name] = value.clone();
            }
            provider.sign(&all)
        };
        for lie in [json!({"aud": "other"}), json!({"iss": "https://evil.example"}), json!({"nonce": "n"}), json!({"events": {}}), json!({"sid": null}),
            json!({"iat": now() - 3600})] {
            tell(token(lie)).await.problem(422, "invalid");
        }
        provider.change(|plan| plan.signs_with = 1);
        tell(token(json!({}))).await.problem(422, "invalid");
        provider.change(|plan| (plan.signs_with, plan.algorithm) = (0, "HS256"));
        tell(token(json!({}))).await.problem(422, "invalid");
        provider.change(|plan| plan.algorithm = "ES256");
        tell("no token".to_owned()).await.problem(422, "invalid");
        one.get("/api/v1/session").await.expect(200);
        let by_session = token(json!({}));
        tell(by_session.clone()).await.expect(200);
        one.get("/api/v1/session").await.problem(401, "session_expired");
        two.get("/api/v1/session").await.expect(200);
        let by_subject = token(json!({"sid": null, "sub": "s-1"}));
        tell(by_subject.clone()).await.expect(200);
        two.get("/api/v1/session").await.problem(401, "session_expired");
        desk.later(SignedDuration::from_secs(5));
        let new = signed_in(&desk, &provider).await;
        tell(by_subject).await.expect(200);
        new.get("/api/v1/session").await.expect(200);
        // Whose clock is slow still ends the session that it names.
        provider.change(|plan| plan.claims = json!({"sub": "s-1", "sid": "three"}));
        let three = signed_in(&desk, &provider).await;
        tell(token(json!({"sid": "three", "iat": now() - 10}))).await.expect(200);
        three.get("/api/v1/session").await.problem(401, "session_expired");
        new.get("/api/v1/session").await.expect(200);
    }

    // RFC 9700 §4.4: an answer counts at the provider that was asked only, also where neither names itself.
    async fn of_two_providers_each_answers_for_itself(desk: Desk) {
        let (uni, other) = (FakeProvider::start(desk.clock_seconds()).await, FakeProvider::start(desk.clock_seconds()).await);
        let desk = desk.configured(|config| config.oidc = vec![settings("uni", &uni), settings("other", &other)]).await;
        let way = leave(&desk, &uni, "/").await;
        let mixed = format!("/api/v1/sign-on/other/callback?state={}&code=code-1", way.state);
        let headers = [("cookie", way.cookie.as_str())];
        failed(&desk.visitor().send(actix_web::http::Method::GET, &mixed, None, &headers).await, "sign_on_failed");
        failed(&back(&desk, &way, "&code=code-1").await, "sign_on_failed");
        for provider in [&uni, &other] {
            assert_eq!(provider.plan.lock().expect("a plan").codes_shown, 0, "nobody was shown the code");
        }
        // What the other one signs is not believed as the one's.
        let way = leave(&desk, &uni, "/").await;
        uni.change(|plan| plan.claims = json!({"sub": "s-1", "iss": other.issuer}));
        failed(&back(&desk, &way, "&code=code-1").await, "sign_on_failed");
        uni.change(|plan| plan.claims = json!({"sub": "s-1"}));
        signed_in(&desk, &uni).await;
    }

    async fn a_withdrawn_key_counts_no_more(desk: Desk) {
        let (desk, provider) = with_provider(desk, |_| {}).await;
        signed_in(&desk, &provider).await;
        desk.later(SignedDuration::from_secs(31));
        // A new key under the name of the old one: asked for once.
        provider.change(|plan| (plan.signs_with, plan.publishes) = (1, 1));
        signed_in(&desk, &provider).await;
        let asked = || provider.plan.lock().expect("a plan").keys_asked;
        assert_eq!(asked(), 2);
        for _ in 0..5 {
            let way = leave(&desk, &provider, "/").await;
            provider.change(|plan| plan.signs_with = 0);
            failed(&back(&desk, &way, "&code=code-1").await, "sign_on_failed");
        }
        assert_eq!(asked(), 2, "not for every lie");
        desk.later(SignedDuration::from_mins(61));
        let way = leave(&desk, &provider, "/").await;
        failed(&back(&desk, &way, "&code=code-1").await, "sign_on_failed");
        provider.change(|plan| plan.signs_with = 1);
        signed_in(&desk, &provider).await;
    }

    async fn userinfo_counts_for_its_own_subject(desk: Desk) {
        let (desk, provider) = with_provider(desk, |one| one.userinfo = true).await;
        for told in [json!({"sub": "s-2", "name": "Nadja Neu"}), json!({"name": "Nadja Neu"})] {
            let way = leave(&desk, &provider, "/").await;
            provider.change(|plan| plan.told = told);
            failed(&back(&desk, &way, "&code=code-1").await, "sign_on_failed");
        }
        provider.change(|plan| plan.told = json!({"sub": "s-1", "name": "Nadja Neu"}));
        assert_eq!(me(&signed_in(&desk, &provider).await).await["person"]["name"], "Nadja Neu");
    }

    async fn a_provider_leads_nowhere_inside(desk: Desk) {
        let provider = FakeProvider::start(desk.clock_seconds()).await;
        let port = provider.issuer.rsplit(':').next().expect("a port").to_owned();
        let mut desk = desk;
        for name in ["token_endpoint", "jwks_uri", "userinfo_endpoint"] {
            provider.change(|plan| {
                plan.discovery = json!({name: format!("http://localhost:{port}/{}", name.split('_').next().unwrap_or_default())});
                plan.told = json!({"sub": "s-1"});
                plan.codes_shown = 0;
            });
            // Another one each time, that knows nothing yet.
            desk = desk.configured(|config| configured(config, &provider, |one| one.userinfo = true)).await;
            let way = leave(&desk, &provider, "/").await;
            failed(&back(&desk, &way, "&code=code-1").await, "sign_on_unavailable");
            let shown = provider.plan.lock().expect("a plan").codes_shown;
            assert_eq!(shown, u32::from(name != "token_endpoint"), "{name}");
        }
        provider.change(|plan| plan.discovery = json!({}));
        let desk = desk.configured(|config| configured(config, &provider, |one| one.userinfo = true)).await;
        signed_in(&desk, &provider).await;
    }

    async fn a_slow_provider_holds_nobody_up(desk: Desk) {
        let (desk, fake) = with_provider(desk, |_| {}).await;
        let mut app = desk.app.clone();
        let outward = Outward::default().within(Duration::from_millis(300));
        app.providers = [Arc::new(Provider::new(settings("uni", &fake), "http://localhost", &outward))].into();
        let code = |error: ServiceError| match error {
            ServiceError::Refused(refusal) => refusal.code,
            other => panic!("{other}"),
        };
        fake.change(|plan| plan.waits = Duration::from_secs(5));
        let began = Instant::now();
        let failed = start::start(&app, "uni", None).await.map(|_| ()).expect_err("it took too long");
        assert_eq!(code(failed), ErrorCode::SignOnUnavailable);
        // The next one does not wait for it again.
        let failed = start::start(&app, "uni", None).await.map(|_| ()).expect_err("left alone");
        assert_eq!(code(failed), ErrorCode::SignOnUnavailable);
        assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
        // It answers, and then takes its time over the code.
        fake.change(|plan| plan.waits = Duration::ZERO);
        desk.later(SignedDuration::from_secs(11));
        let started = start::start(&app, "uni", None).await.expect("it answers");
        fake.change(|plan| plan.waits = Duration::from_secs(5));
        let answer = finish::Answer { state: Some(started.state), browser: Some(started.browser), code: Some("code-1".to_owned()), error: None, issuer: None };
        let origin = Origin { address: "127.0.0.1".to_owned(), user_agent: String::new() };
        let finished = finish::finish(&app, "uni", answer, origin).await.expect("finished");
        assert_eq!(finished.session.map(|_| ()).map_err(code), Err(ErrorCode::SignOnUnavailable));
    }
}
