//! A provider of OpenID Connect on this machine that says the truth, or lies as it is told to.

use std::sync::{Arc, Mutex};

use actix_web::{App as ActixApp, HttpRequest, HttpResponse, HttpServer, web};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, jwk::Jwk};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const KEYS: [&[u8]; 2] = [
    include_bytes!("../support/keys/oidc-a.pem"),
    include_bytes!("../support/keys/oidc-b.pem"),
];
pub const SECRET: &str = "a secret that both sides know";

/// What the provider does, and whatever it does otherwise than it should.
#[derive(Clone)]
pub struct Plan {
    /// Claims of the ID token beside issuer, audience and times; they lie over those.
    pub claims: Value,
    /// The key that it signs with, and the one that it publishes under that name.
    pub signs_with: usize,
    pub publishes: usize,
    pub kid: String,
    pub algorithm: &'static str,
    /// The code that it gives out, once.
    pub code: Option<String>,
    pub challenge: String,
    pub nonce: String,
    /// Seconds since 1970, by the clock of the test.
    pub now: i64,
    pub away: bool,
    pub names_issuer: bool,
    /// How long it takes for each answer.
    pub waits: std::time::Duration,
    /// What it tells at its userinfo endpoint.
    pub told: Value,
    /// What it says otherwise than it is in its discovery document.
    pub discovery: Value,
    /// How often its keys were asked for, and codes were shown to it.
    pub keys_asked: u32,
    pub codes_shown: u32,
}

#[derive(Clone)]
pub struct FakeProvider {
    pub issuer: String,
    pub plan: Arc<Mutex<Plan>>,
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

impl FakeProvider {
    pub async fn start(now: i64) -> Self {
        // The client asks for a provider of cryptography also where it speaks plain HTTP; a second installation changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let plan = Plan {
            claims: json!({"sub": "s-1"}),
            signs_with: 0,
            publishes: 0,
            kid: "key-1".to_owned(),
            algorithm: "ES256",
            code: None,
            challenge: String::new(),
            nonce: String::new(),
            now,
            away: false,
            names_issuer: false,
            waits: std::time::Duration::ZERO,
            told: json!({}),
            discovery: json!({}),
            keys_asked: 0,
            codes_shown: 0,
        };
        let provider = Self {
            issuer,
            plan: Arc::new(Mutex::new(plan)),
        };
        let mounted = provider.clone();
        let server = HttpServer::new(move || {
            let data = web::Data::new(mounted.clone());
            ActixApp::new()
                .app_data(data)
                .route("/.well-known/openid-configuration", web::get().to(discovery))
                .route("/jwks", web::get().to(keys))
                .route("/token", web::post().to(token))
                .route("/userinfo", web::get().to(userinfo))
        })
        .workers(1)
        .disable_signals()
        .listen(listener)
        .expect("listening")
        .run();
        actix_web::rt::spawn(server);
        provider
    }

    pub fn change(&self, change: impl FnOnce(&mut Plan)) {
        change(&mut self.plan.lock().expect("a plan"));
    }

    fn plan(&self) -> Plan {
        self.plan.lock().expect("a plan").clone()
    }

    /// A token of the provider's with these claims over the usual ones.
    pub fn sign(&self, claims: &Value) -> String {
        let plan = self.plan();
        let mut all = json!({"iss": self.issuer, "aud": "pult", "iat": plan.now, "exp": plan.now + 300});
        for (name, value) in claims.as_object().expect("claims") {
            if value.is_null() {
                all.as_object_mut().expect("claims").remove(name);
            } else {
                all[name] = value.clone();
            }
        }
        match plan.algorithm {
            "none" => format!("{}.{}.", part(&json!({"alg": "none", "kid": plan.kid})), part(&all)),
            "HS256" => {
                let mut header = Header::new(Algorithm::HS256);
                header.kid = Some(plan.kid);
                let key = EncodingKey::from_secret(SECRET.as_bytes());
                jsonwebtoken::encode(&header, &all, &key).expect("signed")
            }
            _ => {
                let mut header = Header::new(Algorithm::ES256);
                header.kid = Some(plan.kid);
                let key = EncodingKey::from_ec_pem(KEYS[plan.signs_with]).expect("a key");
                jsonwebtoken::encode(&header, &all, &key).expect("signed")
            }
        }
    }
}

async fn discovery(provider: web::Data<FakeProvider>) -> HttpResponse {
    let issuer = &provider.issuer;
    let plan = provider.plan();
    tokio::time::sleep(plan.waits).await;
    if plan.away {
        return HttpResponse::BadGateway().body("away");
    }
    let mut document = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "end_session_endpoint": format!("{issuer}/logout"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "authorization_response_iss_parameter_supported": plan.names_issuer,
    });
    for (name, value) in plan.discovery.as_object().expect("an object") {
        document[name] = value.clone();
    }
    HttpResponse::Ok().json(document)
}

async fn userinfo(provider: web::Data<FakeProvider>, request: HttpRequest) -> HttpResponse {
    match request.headers().get("authorization") {
        Some(header) if header == "Bearer access" => HttpResponse::Ok().json(provider.plan().told),
        _ => HttpResponse::Unauthorized().finish(),
    }
}

async fn keys(provider: web::Data<FakeProvider>) -> HttpResponse {
    provider.change(|plan| plan.keys_asked += 1);
    let plan = provider.plan();
    let key = EncodingKey::from_ec_pem(KEYS[plan.publishes]).expect("a key");
    let mut key = Jwk::from_encoding_key(&key, Algorithm::ES256).expect("a key");
    key.common.key_id = Some(plan.kid);
    HttpResponse::Ok().json(json!({"keys": [key]}))
}

/// The code once, to whoever has the secret and the verifier.
async fn token(
    provider: web::Data<FakeProvider>,
    request: HttpRequest,
    form: web::Form<std::collections::HashMap<String, String>>,
) -> HttpResponse {
    provider.change(|plan| plan.codes_shown += 1);
    let plan = provider.plan();
    tokio::time::sleep(plan.waits).await;
    if plan.away {
        return HttpResponse::BadGateway().body("away");
    }
    let refused = || HttpResponse::BadRequest().json(json!({"error": "invalid_grant"}));
    let known = request.headers().get("authorization").is_some();
    let verifier = form.get("code_verifier").cloned().unwrap_or_default();
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    if !known || plan.code.is_none() || form.get("code") != plan.code.as_ref() || challenge != plan.challenge {
        return refused();
    }
    provider.change(|plan| plan.code = None);
    let mut claims = plan.claims.clone();
    if claims.get("nonce").is_none() {
        claims["nonce"] = json!(plan.nonce);
    }
    HttpResponse::Ok().json(json!({
        "access_token": "access", "token_type": "Bearer", "expires_in": 300, "id_token": provider.sign(&claims),
    }))
}
