//! A provider of OpenID Connect as it is asked over HTTP: discovery and keys (cached), the code for tokens, and whether what it signs is its own.
//!
//! Knows the protocol and no person. What a provider says about somebody leaves this room as verified claims.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, UNIX_EPOCH},
};

use jiff::SignedDuration;
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation, errors::ErrorKind, jwk::JwkSet};
use openidconnect::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse, IssuerUrl, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, TokenResponse,
    core::{
        CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet,
        CoreJwsSigningAlgorithm, CoreProviderMetadata,
    },
    http,
};
use pult_domain::sign_on::LogoutClaims;
use pult_shared::Timestamp;
use reqwest::{
    Method, Url,
    header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::outward::{Outward, OutwardError, Request, Response};
use crate::config::OidcProvider;

/// The largest answer of a provider that is read, in bytes.
const ANSWER_MAX: usize = 256 * 1024;
/// So long discovery and keys are believed before they are asked for again.
const FRESH: SignedDuration = SignedDuration::from_hours(1);
/// A key that is not known is asked for, but not more often.
const KEYS_AGAIN: SignedDuration = SignedDuration::from_secs(30);
/// A provider that did not answer is left alone for so long, so that people do not wait for it one after the other.
const AWAY: SignedDuration = SignedDuration::from_secs(10);
/// How far clocks may go apart.
const SKEW: SignedDuration = SignedDuration::from_secs(60);

/// What a provider may sign with: nothing symmetric, and nothing unsigned.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// The same, as the other reader calls them.
const SIGNED_BY: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];
/// What a token for services may call itself (RFC 9068 §2.1); many providers say only that it is a JWT.
const BEARER_TYPES: [&str; 2] = ["at+jwt", "jwt"];

/// Why a sign-on came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// The provider does not answer, or not as it should.
    #[error("the provider is not available: {0}")]
    Unavailable(String),
    /// The provider has refused the code.
    #[error("the provider refuses the code: {0}")]
    Refused(String),
    /// What it says cannot be believed.
    #[error("not verified: {0}")]
    Unverified(String),
}

impl From<OutwardError> for OidcError {
    fn from(error: OutwardError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// What discovery says beyond the crate's own reading.
#[derive(Clone, Debug, Default, Deserialize)]
struct Further {
    #[serde(default)]
    end_session_endpoint: Option<String>,
    /// RFC 9207.
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

#[derive(Debug)]
struct Discovered {
    metadata: CoreProviderMetadata,
    further: Further,
}

/// The keys, as each of the two readers wants them.
#[derive(Debug)]
struct Keys {
    core: CoreJsonWebKeySet,
    set: JwkSet,
}

#[derive(Debug, Default)]
struct Cache {
    discovered: Option<(Arc<Discovered>, Timestamp)>,
    keys: Option<(Arc<Keys>, Timestamp)>,
    failed_at: Option<Timestamp>,
}

/// A provider.
#[derive(Debug)]
pub struct Provider {
    pub config: OidcProvider,
    redirect_uri: String,
    outward: Outward,
    cache: Mutex<Cache>,
}

/// What goes out with a sign-on and is compared when it comes back.
#[derive(Clone, Debug)]
pub struct Secrets {
    pub state: String,
    pub nonce: String,
    /// The verifier of PKCE (RFC 7636): 43 characters at least.
    pub verifier: String,
}

/// What a provider says about somebody, verified.
#[derive(Debug)]
pub struct Verified {
    pub claims: Map<String, Value>,
    pub id_token: String,
}

impl Provider {
    /// `public_url` is where people reach Pult. The provider's own host may be wherever it is: the configuration names it.
    #[must_use]
    pub fn new(config: OidcProvider, public_url: &str, outward: &Outward) -> Self {
        Self {
            redirect_uri: format!("{public_url}/api/v1/sign-on/{}/callback", config.name),
            outward: outward.and(&config.issuer),
            config,
            cache: Mutex::default(),
        }
    }

    /// Where the browser is sent to sign in.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn authorize_url(&self, secrets: &Secrets, now: Timestamp) -> Result<String, OidcError> {
        let discovered = self.discovered(now).await?;
        let (state, nonce) = (secrets.state.clone(), secrets.nonce.clone());
        let verifier = PkceCodeVerifier::new(secrets.verifier.clone());
        let client = CoreClient::from_provider_metadata(
            discovered.metadata.clone(),
            ClientId::new(self.config.client_id.clone()),
            None,
        )
        .set_redirect_uri(self.redirect_url()?);
        let request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .add_scopes(self.config.scopes.iter().cloned().map(Scope::new));
        Ok(request.url().0.to_string())
    }

    /// Whether an answer is this provider's own by what it says itself (RFC 9207), against providers that are mixed up.
    ///
    /// # Errors
    /// `Unavailable`, and `Unverified` where the issuer is another one, or is missing although the provider always gives it.
    pub async fn check_issuer(&self, issuer: Option<&str>, now: Timestamp) -> Result<(), OidcError> {
        let always = self
            .discovered(now)
            .await?
            .further
            .authorization_response_iss_parameter_supported;
        match issuer {
            Some(issuer) if issuer != self.config.issuer => Err(OidcError::Unverified("another issuer".to_owned())),
            None if always => Err(OidcError::Unverified("the issuer is missing".to_owned())),
            _ => Ok(()),
        }
    }

    /// The code for tokens, and what they say about the person.
    ///
    /// # Errors
    /// Any of [`OidcError`].
    pub async fn redeem(&self, code: String, secrets: &Secrets, now: Timestamp) -> Result<Verified, OidcError> {
        let discovered = self.discovered(now).await?;
        let client = CoreClient::from_provider_metadata(
            discovered.metadata.clone(),
            ClientId::new(self.config.client_id.clone()),
            Some(ClientSecret::new(self.config.client_secret.expose().to_owned())),
        )
        .set_redirect_uri(self.redirect_url()?)
        .set_auth_type(shows_secret(&discovered.metadata));
        let outward = self.outward.clone();
        let http = move |request: HttpRequest| exchange(outward.clone(), request);
        let request = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| OidcError::Unavailable(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(secrets.verifier.clone()));
        let tokens = request.request_async(&http).await.map_err(|error| match error {
            RequestTokenError::ServerResponse(answer) => OidcError::Refused(answer.error().to_string()),
            RequestTokenError::Request(error) => OidcError::Unavailable(error.to_string()),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
                OidcError::Unavailable("the tokens cannot be read".to_owned())
            }
        })?;
        let id_token = tokens
            .id_token()
            .ok_or_else(|| OidcError::Unverified("no ID token".to_owned()))?;
        self.verify(id_token, &secrets.nonce, now).await?;
        let mut claims = payload(&id_token.to_string())?;
        if self.config.userinfo {
            let access = tokens.access_token().secret().clone();
            self.add_userinfo(&discovered, &access, &mut claims).await?;
        }
        Ok(Verified {
            claims,
            id_token: id_token.to_string(),
        })
    }

    /// Signature, issuer, audience, expiry and nonce (OpenID Connect Core §3.1.3.7). A key that is not known, or does not fit, may be new: the
    /// keys are asked for once more, if that was not done a moment ago.
    async fn verify(&self, token: &CoreIdToken, nonce: &str, now: Timestamp) -> Result<(), OidcError> {
        use openidconnect::{ClaimsVerificationError, SignatureVerificationError};
        let nonce = Nonce::new(nonce.to_owned());
        let mut renew = false;
        loop {
            let keys = self.keys(now, renew).await?;
            let verifier = self.verifier(&keys, now)?;
            match token.claims(&verifier, &nonce) {
                Ok(_) => return Ok(()),
                // Some providers give a new key the name of the old one.
                Err(ClaimsVerificationError::SignatureVerification(
                    SignatureVerificationError::NoMatchingKey | SignatureVerificationError::CryptoError(_),
                )) if !renew => {
                    renew = true;
                }
                Err(error) => return Err(OidcError::Unverified(error.to_string())),
            }
        }
    }

    fn verifier(&self, keys: &Keys, now: Timestamp) -> Result<CoreIdTokenVerifier<'static>, OidcError> {
        let issuer = IssuerUrl::new(self.config.issuer.clone()).map_err(|error| unavailable(&error))?;
        let earlier = now.saturating_sub(SKEW).unwrap_or(now);
        let seconds = Duration::from_secs(u64::try_from(earlier.as_second()).unwrap_or_default());
        let verifier = CoreIdTokenVerifier::new_confidential_client(
            ClientId::new(self.config.client_id.clone()),
            ClientSecret::new(self.config.client_secret.expose().to_owned()),
            issuer,
            keys.core.clone(),
        );
        Ok(verifier
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || (UNIX_EPOCH + seconds).into()))
    }

    /// Claims that are told at the userinfo endpoint, about the same subject (§5.3.2).
    async fn add_userinfo(
        &self,
        discovered: &Discovered,
        access_token: &str,
        claims: &mut Map<String, Value>,
    ) -> Result<(), OidcError> {
        let endpoint = discovered.metadata.userinfo_endpoint();
        let endpoint = endpoint.ok_or_else(|| OidcError::Unavailable("there is no userinfo endpoint".to_owned()))?;
        let mut headers = HeaderMap::new();
        let bearer = HeaderValue::from_str(&format!("Bearer {access_token}")).map_err(|error| unavailable(&error))?;
        headers.insert(AUTHORIZATION, bearer);
        let told: Map<String, Value> = self.get(endpoint.as_str(), headers).await?;
        if told.get("sub") != claims.get("sub") {
            return Err(OidcError::Unverified("userinfo is about somebody else".to_owned()));
        }
        for (name, value) in told {
            // What the ID token says is signed.
            claims.entry(name).or_insert(value);
        }
        Ok(())
    }

    /// Where the browser is sent to sign out at the provider too; none where the provider offers no such place, or is away.
    pub async fn end_session_url(&self, id_token: &str, back: &str, now: Timestamp) -> Option<String> {
        let discovered = self.discovered(now).await.ok()?;
        let mut url = Url::parse(discovered.further.end_session_endpoint.as_deref()?).ok()?;
        let here =
            matches!(url.scheme(), "https") || (url.scheme() == "http" && self.config.issuer.starts_with("http://"));
        url.query_pairs_mut()
            .append_pair("id_token_hint", id_token)
            .append_pair("client_id", &self.config.client_id)
            .append_pair("post_logout_redirect_uri", back);
        here.then(|| url.to_string())
    }

    /// The claims of a logout token with signature, issuer and audience verified. Whether it is a logout token at all is the domain's to say.
    ///
    /// # Errors
    /// `Unavailable`, `Unverified`.
    pub async fn logout_claims(&self, token: &str, now: Timestamp) -> Result<LogoutClaims, OidcError> {
        let header = jsonwebtoken::decode_header(token).map_err(|error| unverified(&error))?;
        self.claims_for(token, &header, &self.config.client_id, now).await
    }

    /// The claims of a token that the provider gave to a service, with signature, issuer and audience verified (RFC 9068 §4). What they mean is the
    /// domain's to say.
    ///
    /// # Errors
    /// `Unavailable`, `Unverified`.
    pub async fn bearer_claims(
        &self,
        token: &str,
        audience: &str,
        now: Timestamp,
    ) -> Result<Map<String, Value>, OidcError> {
        let header = jsonwebtoken::decode_header(token).map_err(|error| unverified(&error))?;
        let kind = header.typ.as_deref().unwrap_or("jwt").to_lowercase();
        if !BEARER_TYPES.contains(&kind.trim_start_matches("application/")) {
            return Err(OidcError::Unverified("another kind of token".to_owned()));
        }
        self.claims_for(token, &header, audience, now).await
    }

    /// The issuer that a token names; nothing is verified.
    #[must_use]
    pub fn claimed_issuer(token: &str) -> Option<String> {
        payload(token).ok()?.get("iss")?.as_str().map(str::to_owned)
    }

    /// Claims with signature, issuer and audience verified; times are for the domain, by our own clock.
    async fn claims_for<T: DeserializeOwned + Clone>(
        &self,
        token: &str,
        header: &Header,
        audience: &str,
        now: Timestamp,
    ) -> Result<T, OidcError> {
        if !SIGNED_BY.contains(&header.alg) {
            return Err(OidcError::Unverified(
                "not a signature with a key of two halves".to_owned(),
            ));
        }
        let kid = header.kid.as_deref();
        let kid = kid.ok_or_else(|| OidcError::Unverified("no key is named".to_owned()))?;
        let mut validation = Validation::new(header.alg);
        validation.set_issuer(&[&self.config.issuer]);
        validation.set_audience(&[audience]);
        validation.set_required_spec_claims(&["iss", "aud"]);
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let mut renew = false;
        loop {
            let keys = self.keys(now, renew).await?;
            let decoded = keys.set.find(kid).map(|key| {
                let key = DecodingKey::from_jwk(key)?;
                jsonwebtoken::decode::<T>(token, &key, &validation)
            });
            match decoded {
                Some(Ok(decoded)) => return Ok(decoded.claims),
                Some(Err(error)) if renew || !matches!(error.kind(), ErrorKind::InvalidSignature) => {
                    return Err(unverified(&error));
                }
                None if renew => return Err(OidcError::Unverified("an unknown key".to_owned())),
                Some(Err(_)) | None => renew = true,
            }
        }
    }

    async fn discovered(&self, now: Timestamp) -> Result<Arc<Discovered>, OidcError> {
        let kept = {
            let cache = self.cache();
            if let Some((found, at)) = &cache.discovered
                && now.duration_since(*at) < FRESH
            {
                return Ok(Arc::clone(found));
            }
            if cache.failed_at.is_some_and(|at| now.duration_since(at) < AWAY) && cache.discovered.is_none() {
                return Err(OidcError::Unavailable("it did not answer a moment ago".to_owned()));
            }
            cache.discovered.clone()
        };
        match self.discover().await {
            Ok(found) => {
                let found = Arc::new(found);
                let mut cache = self.cache();
                cache.discovered = Some((Arc::clone(&found), now));
                cache.failed_at = None;
                Ok(found)
            }
            Err(error) => {
                tracing::warn!(provider = %self.config.name, %error, "the provider of single sign-on cannot be asked");
                self.cache().failed_at = Some(now);
                // What was known an hour ago is still right, most of the time.
                kept.map(|(found, _)| found).ok_or(error)
            }
        }
    }

    async fn discover(&self) -> Result<Discovered, OidcError> {
        let issuer = &self.config.issuer;
        let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let document: Value = self.get(&url, HeaderMap::new()).await?;
        let metadata: CoreProviderMetadata =
            serde_json::from_value(document.clone()).map_err(|error| unavailable(&error))?;
        if metadata.issuer().as_str() != issuer {
            return Err(OidcError::Unavailable("it calls itself by another name".to_owned()));
        }
        let further = serde_json::from_value(document).map_err(|error| unavailable(&error))?;
        Ok(Discovered { metadata, further })
    }

    async fn keys(&self, now: Timestamp, renew: bool) -> Result<Arc<Keys>, OidcError> {
        let kept = self.cache().keys.clone();
        if let Some((keys, at)) = &kept {
            let age = now.duration_since(*at);
            if age < KEYS_AGAIN || (!renew && age < FRESH) {
                return Ok(Arc::clone(keys));
            }
        }
        let url = self.discovered(now).await?.metadata.jwks_uri().to_string();
        let document: Value = match self.get(&url, HeaderMap::new()).await {
            Ok(document) => document,
            Err(error) => return kept.map(|(keys, _)| keys).ok_or(error),
        };
        let keys = Arc::new(Keys {
            core: serde_json::from_value(document.clone()).map_err(|error| unavailable(&error))?,
            set: serde_json::from_value(document).map_err(|error| unavailable(&error))?,
        });
        self.cache().keys = Some((Arc::clone(&keys), now));
        Ok(keys)
    }

    async fn get<T: DeserializeOwned>(&self, url: &str, mut headers: HeaderMap) -> Result<T, OidcError> {
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let request = Request {
            method: Method::GET,
            url: url.to_owned(),
            headers,
            body: Vec::new(),
            answer_max: ANSWER_MAX,
        };
        let Response { status, body, .. } = self.outward.send(request).await?;
        if status != 200 {
            return Err(OidcError::Unavailable(format!("it answers {status}")));
        }
        serde_json::from_slice(&body).map_err(|error| unavailable(&error))
    }

    fn redirect_url(&self) -> Result<RedirectUrl, OidcError> {
        RedirectUrl::new(self.redirect_uri.clone()).map_err(|error| unavailable(&error))
    }

    fn cache(&self) -> MutexGuard<'_, Cache> {
        // Whole even when a holder panicked: values are put in at once.
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How a provider wants the client's secret: in the header, unless it says that it takes it in the body only.
fn shows_secret(metadata: &CoreProviderMetadata) -> AuthType {
    let methods = metadata.token_endpoint_auth_methods_supported();
    let takes = |method| methods.is_some_and(|methods| methods.contains(&method));
    if takes(CoreClientAuthMethod::ClientSecretPost) && !takes(CoreClientAuthMethod::ClientSecretBasic) {
        AuthType::RequestBody
    } else {
        AuthType::BasicAuth
    }
}

fn unverified(error: &dyn std::fmt::Display) -> OidcError {
    OidcError::Unverified(error.to_string())
}

fn unavailable(error: &dyn std::fmt::Display) -> OidcError {
    OidcError::Unavailable(error.to_string())
}

/// One exchange of the crate's, by the guarded client.
async fn exchange(outward: Outward, request: HttpRequest) -> Result<HttpResponse, OutwardError> {
    let (parts, body) = request.into_parts();
    let request = Request {
        method: parts.method,
        url: parts.uri.to_string(),
        headers: parts.headers,
        body,
        answer_max: ANSWER_MAX,
    };
    let answer = outward.send(request).await?;
    let mut response = http::Response::new(answer.body.to_vec());
    *response.status_mut() =
        http::StatusCode::from_u16(answer.status).map_err(|error| OutwardError::Failed(error.to_string()))?;
    *response.headers_mut() = answer.headers;
    Ok(response)
}

/// The claims of a token whose signature was verified.
fn payload(token: &str) -> Result<Map<String, Value>, OidcError> {
    jsonwebtoken::dangerous::insecure_decode::<Map<String, Value>>(token)
        .map(|decoded| decoded.claims)
        .map_err(|error| OidcError::Unverified(error.to_string()))
}
