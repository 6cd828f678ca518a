//! Who has signed a mail that came in: its DKIM signatures, and the chain of those who passed it on (ARC, RFC 8617), checked against the keys in
//! the DNS.
//!
//! What comes out has the form of a mail server's `Authentication-Results`, so that it is judged by the same rules. A DNS that does not answer
//! gives `temperror`, which proves nothing and denies nothing; the whole takes a bounded time.

use std::{
    borrow::Borrow,
    collections::HashMap,
    fmt::Write as _,
    hash::Hash,
    net::SocketAddr,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use mail_auth::{
    ArcOutput, AuthenticatedMessage, DkimOutput, DkimResult, MessageAuthenticator, Parameters, ResolverCache, Txt,
    common::{parse::TxtRecordParser as _, verify::DomainKey},
    hickory_resolver::{
        config::{NameServerConfig, ResolverConfig, ResolverOpts},
        system_conf::read_system_conf,
    },
};
use pult_mail::{AuthenticationResults, MethodResult};

use super::key::author_domain;

/// One question to the DNS, with one more try.
const DNS_TIMEOUT: Duration = Duration::from_secs(2);
/// All that is done for one mail.
const TIME_LIMIT: Duration = Duration::from_secs(10);
/// Senders' domains of which no key could be had, one after another: then the DNS itself is away. Who has so many silent domains can have
/// signatures pass unchecked for a minute, which proves nothing to anybody.
const SILENT_DOMAINS: usize = 5;
const PAUSE: Duration = Duration::from_secs(60);
/// Answers of the DNS that are remembered, for as long as it says.
const KEYS_MAX: u64 = 1_000;
/// Signatures of an honest mail: its own, its service provider's, a few lists'. Each may make the whole body be hashed again.
const SIGNATURES_MAX: usize = 10;

/// Finds out who has signed a mail.
pub trait SenderCheck: Send + Sync {
    /// What was found out, or nothing where the mail is not signed.
    fn check(&self, raw: Bytes) -> BoxFuture<'_, Option<AuthenticationResults>>;
}

/// Asks the DNS.
pub struct Verifier {
    authenticator: MessageAuthenticator,
    keys: KnownKeys,
    trusted_sealers: Vec<String>,
    silence: Mutex<Silence>,
}

impl Verifier {
    /// Asks a name server, else those of this machine. `trusted_sealers`: the domains, in lower case, whose word about mail that they pass on
    /// counts.
    ///
    /// # Errors
    /// With a sentence, when the machine does not say which name servers to ask.
    pub fn asking(server: Option<SocketAddr>, trusted_sealers: Vec<String>) -> Result<Self, String> {
        let (config, mut options) = match server {
            Some(server) => (only_server(server), ResolverOpts::default()),
            None => read_system_conf().map_err(|error| error.to_string())?,
        };
        options.timeout = DNS_TIMEOUT;
        options.attempts = 1;
        options.cache_size = KEYS_MAX;
        let authenticator = MessageAuthenticator::new(config, options).map_err(|error| error.to_string())?;
        Ok(Self {
            authenticator,
            keys: KnownKeys::default(),
            trusted_sealers,
            silence: Mutex::default(),
        })
    }

    /// Knows these records (name without a dot at the end, text) and asks nobody.
    ///
    /// # Errors
    /// With a sentence, when the resolver cannot be built.
    pub fn with_records<'a>(
        records: impl IntoIterator<Item = (&'a str, &'a str)>,
        trusted_sealers: Vec<String>,
    ) -> Result<Self, String> {
        let authenticator = MessageAuthenticator::new(ResolverConfig::default(), Default::default())
            .map_err(|error| error.to_string())?;
        let mut keys = KnownKeys::default();
        for (name, text) in records {
            let key = match DomainKey::parse(text.as_bytes()) {
                Ok(key) => Txt::DomainKey(key.into()),
                Err(error) => Txt::Error(error),
            };
            keys.0.insert(format!("{name}.").into(), key);
        }
        Ok(Self {
            authenticator,
            keys,
            trusted_sealers,
            silence: Mutex::default(),
        })
    }

    async fn verify(&self, raw: &[u8]) -> Option<AuthenticationResults> {
        let message = AuthenticatedMessage::parse(raw)?;
        let mut found = AuthenticationResults::default();
        for output in &self
            .authenticator
            .verify_dkim(Parameters::new(&message).with_txt_cache(&self.keys))
            .await
        {
            found.results.push(dkim(output));
        }
        if !message.ams_headers.is_empty() {
            let arc = self
                .authenticator
                .verify_arc(Parameters::new(&message).with_txt_cache(&self.keys))
                .await;
            self.add_arc(&arc, &message, &mut found);
        }
        if message.from.len() != 1 {
            // Readers show one of them, the signature may be about another.
            found
                .results
                .iter_mut()
                .for_each(|result| "policy".clone_into(&mut result.result));
        }
        (!found.results.is_empty()).then_some(found)
    }

    /// An unbroken chain says only that nobody has changed what the last one saw. What that was counts where the last one is trusted.
    fn add_arc(&self, arc: &ArcOutput<'_>, message: &AuthenticatedMessage<'_>, found: &mut AuthenticationResults) {
        let sealer = arc.sets().last().map(|set| set.seal.header.d.to_lowercase());
        let mut chain = MethodResult {
            method: "arc".to_owned(),
            result: word(arc.result()).to_owned(),
            ..MethodResult::default()
        };
        chain
            .properties
            .extend(sealer.iter().map(|domain| ("header.d".to_owned(), domain.clone())));
        let is_trusted = chain.passed() && sealer.is_some_and(|domain| self.trusted_sealers.contains(&domain));
        found.results.push(chain);
        if is_trusted && let Some(last) = message.aar_headers.iter().max_by_key(|field| field.header.i) {
            let value = String::from_utf8_lossy(last.value);
            // The number of the set stands before the results (RFC 8617 §4.1.1).
            if let Some((_, results)) = value.split_once(';') {
                found
                    .results
                    .extend(pult_mail::parse_authentication_results(results).results);
            }
        }
    }
}

impl Verifier {
    fn silence(&self) -> MutexGuard<'_, Silence> {
        self.silence.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Of which senders' domains no key could be had since the last answer. Mails are worked on one after another: where the DNS is away for all
/// of them, each would wait for its limit in vain.
#[derive(Default)]
struct Silence {
    domains: Vec<String>,
    until: Option<Instant>,
}

impl Silence {
    fn lasts(&self) -> bool {
        self.until.is_some_and(|until| until > Instant::now())
    }

    fn note(&mut self, found: &AuthenticationResults, domain: String) {
        if found.results.iter().any(|result| result.result != "temperror") {
            self.domains.clear();
            return;
        }
        if !self.domains.contains(&domain) {
            self.domains.push(domain);
        }
        if self.domains.len() >= SILENT_DOMAINS {
            tracing::warn!("the DNS does not answer; signatures are not checked for a minute");
            self.domains.clear();
            self.until = Some(Instant::now() + PAUSE);
        }
    }
}

/// A configuration that knows one name server.
fn only_server(server: SocketAddr) -> ResolverConfig {
    let mut named = NameServerConfig::udp_and_tcp(server.ip());
    for connection in &mut named.connections {
        connection.port = server.port();
    }
    ResolverConfig::from_parts(None, Vec::new(), vec![named])
}

impl SenderCheck for Verifier {
    fn check(&self, raw: Bytes) -> BoxFuture<'_, Option<AuthenticationResults>> {
        Box::pin(async move {
            if signatures(&raw) > SIGNATURES_MAX {
                return Some(only("dkim", "policy"));
            }
            if signatures(&raw) == 0 {
                return None;
            }
            if self.silence().lasts() {
                return Some(only("dkim", "temperror"));
            }
            let found = match tokio::time::timeout(TIME_LIMIT, self.verify(&raw)).await {
                Ok(found) => found,
                Err(_) => Some(only("dkim", "temperror")),
            };
            if let Some(found) = &found {
                self.silence().note(found, author_domain(&raw).unwrap_or_default());
            }
            found
        })
    }
}

/// How many signatures the head of a mail has.
fn signatures(raw: &[u8]) -> usize {
    const NAMES: [&[u8]; 2] = [b"dkim-signature", b"arc-message-signature"];
    raw.split(|&byte| byte == b'\n')
        .take_while(|line| !line.trim_ascii().is_empty())
        .filter(|line| {
            let name = line.split(|&byte| byte == b':').next().unwrap_or_default();
            NAMES
                .iter()
                .any(|wanted| name.trim_ascii_end().eq_ignore_ascii_case(wanted))
        })
        .count()
}

fn only(method: &str, result: &str) -> AuthenticationResults {
    AuthenticationResults {
        results: vec![MethodResult {
            method: method.to_owned(),
            result: result.to_owned(),
            ..MethodResult::default()
        }],
        ..AuthenticationResults::default()
    }
}

fn dkim(output: &DkimOutput<'_>) -> MethodResult {
    let mut found = MethodResult {
        method: "dkim".to_owned(),
        result: word(output.result()).to_owned(),
        ..MethodResult::default()
    };
    if let Some(signature) = output.signature() {
        if found.passed() && signature.l > 0 {
            // What stands behind the signed length is anybody's (RFC 6376 §8.2).
            "policy".clone_into(&mut found.result);
        }
        found
            .properties
            .push(("header.d".to_owned(), signature.d.to_lowercase()));
        found.properties.push(("header.s".to_owned(), signature.s.clone()));
    }
    if let DkimResult::Neutral(error)
    | DkimResult::Fail(error)
    | DkimResult::PermError(error)
    | DkimResult::TempError(error) = output.result()
    {
        let mut reason = String::new();
        // Writing into a string cannot fail.
        let _ = write!(reason, "{error}");
        found.reason = Some(reason);
    }
    found
}

/// As RFC 8601 §2.7.1 calls it.
fn word(result: &DkimResult) -> &'static str {
    match result {
        DkimResult::Pass => "pass",
        DkimResult::Fail(_) => "fail",
        DkimResult::Neutral(_) => "neutral",
        DkimResult::TempError(_) => "temperror",
        DkimResult::PermError(_) => "permerror",
        DkimResult::None => "none",
    }
}

/// Records that are known without asking. What was asked is remembered by the resolver, for as long as the DNS says.
#[derive(Default)]
struct KnownKeys(HashMap<Box<str>, Txt>);

impl ResolverCache<Box<str>, Txt> for KnownKeys {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.0.get(name).cloned()
    }

    fn remove<Q>(&self, _: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        None
    }

    fn insert(&self, _: Box<str>, _: Txt, _: Instant) {}
}
