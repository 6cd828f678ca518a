//! The configuration: one struct a concern, read from a TOML file under environment variables under options of the command
//! line. Without any of them everything works on this machine alone.
//!
//! Knows names, values and what is allowed. Opens nothing but the files that it is given.

mod directory;
mod identity;
mod identity_keys;
pub mod keys;
mod mail_keys;
mod read;
mod sample;
mod secret;
mod settings;
#[cfg(test)]
mod tests;

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use pult_domain::{outgoing::RetrySchedule, queue::QueueRequesters};
use pult_shared::{
    api::{mail::Door, queue::Names},
    catalog::is_key_path,
    limits::MAIL_MAX_BYTES,
};

pub use directory::Directory;
pub use identity::{Bearer, OidcProvider};
pub use sample::sample;
pub use secret::Secret;
pub use settings::{Origin, Settings};

use read::Reader;

/// Everything that can be set.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The folder for everything that is kept outside the database.
    pub data: PathBuf,
    pub database: Database,
    pub http: Http,
    pub mail: Mail,
    pub lmtp: Lmtp,
    pub imap: Vec<ImapAccount>,
    pub smtp: Smtp,
    pub directories: Vec<Directory>,
    pub session: Session,
    /// Providers of single sign-on.
    pub oidc: Vec<OidcProvider>,
    /// Hosts, in lower case, that may be asked wherever they are.
    pub outward_allow: Vec<String>,
    pub queue_requests: QueueRequests,
    pub log: Log,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// May hold a password.
    pub url: Secret,
    pub max_connections: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Http {
    pub listen: SocketAddr,
    /// Without a slash at the end.
    pub public_url: String,
    pub trusted_proxies: Vec<IpAddr>,
}

impl Http {
    /// Whether browsers reach the site by HTTPS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub domain: String,
    /// Sender of queues without an address of their own.
    pub address: String,
    pub max_bytes: u64,
    /// What stands before the number in a subject.
    pub hook: String,
    pub foreign_hooks: Vec<String>,
    /// Answers to one address on one day that go out by themselves.
    pub answers_per_day: u64,
    /// Tickets that one sender may open within an hour by mail.
    pub tickets_per_hour: u64,
    pub ticket_burst: u64,
    /// The names, in lower case, under which the site's own mail servers write `Authentication-Results`.
    pub trusted_authserv_ids: Vec<String>,
    /// Doors whose mails may control the desk by fields of their header.
    pub control_doors: Vec<Door>,
    /// Addresses, and domains with an `@` before them, in lower case, that may do so where they are proven.
    pub control_senders: Vec<String>,
    /// Whether signatures are checked here where none of these servers has said anything.
    pub verify_dkim: bool,
    /// Whom it asks. `None`: the name servers of this machine.
    pub name_server: Option<SocketAddr>,
    /// Domains, in lower case, whose word counts about mail that they have passed on (ARC).
    pub trusted_arc_sealers: Vec<String>,
    /// Keys that outgoing mail is signed with.
    pub dkim: Vec<Dkim>,
    pub smime: Vec<Smime>,
    /// Authorities whose S/MIME certificates are believed. `None`: signatures are not verified.
    pub smime_ca_file: Option<PathBuf>,
    /// What receipts say about personal data where no queue has a text of its own (requirement A18).
    pub privacy_notice: Names,
}

/// One key for mail of one domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dkim {
    pub domain: String,
    pub selector: String,
    /// PEM.
    pub key: Secret,
}

/// One key for mail of one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smime {
    /// In lower case.
    pub address: String,
    pub certificate_file: PathBuf,
    /// PEM.
    pub key: Secret,
}

impl Mail {
    /// All hooks that are looked for in subjects; ours comes first.
    #[must_use]
    pub fn hooks(&self) -> Vec<&str> {
        std::iter::once(&self.hook)
            .chain(&self.foreign_hooks)
            .map(String::as_str)
            .collect()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lmtp {
    /// `None`: no LMTP.
    pub listen: Option<SocketAddr>,
    pub allow_remote: bool,
    pub max_sessions: usize,
}

/// How a connection is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tls {
    /// From the first byte.
    #[default]
    Tls,
    /// After a command; refused when the server does not offer it.
    Starttls,
    /// Not at all: only to this machine.
    None,
}

/// One mailbox that is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImapAccount {
    pub name: String,
    pub host: String,
    pub port: u16,
    pub tls: Tls,
    pub user: String,
    pub password: Secret,
    pub folder: String,
    pub done_folder: String,
    pub queue: Option<String>,
    /// Whether its mails may control the desk by fields of their header.
    pub control_fields: bool,
    pub ca_file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TransportChoice {
    #[default]
    Files,
    Smtp,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smtp {
    pub transport: TransportChoice,
    pub host: String,
    pub port: u16,
    pub tls: Tls,
    pub user: Option<String>,
    pub password: Option<Secret>,
    pub ca_file: Option<PathBuf>,
    /// When a mail that was not taken is tried again.
    pub retry: RetrySchedule,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    pub idle_minutes: u32,
    pub absolute_hours: u32,
    /// Whether administrators need a second factor, whatever their roles ask for.
    pub administrators_second_factor: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    #[default]
    Text,
    Json,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    pub format: LogFormat,
    pub level: String,
}

/// Requests for queues.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueRequests {
    pub by: QueueRequesters,
    /// The path of the queue in which they are talked about. `None`: the one that takes what fits nowhere else.
    pub queue: Option<String>,
}

/// What is wrong with the configuration, one sentence each.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .problems.join("\n"))]
pub struct ConfigError {
    pub problems: Vec<String>,
}

impl ConfigError {
    #[must_use]
    pub fn one(problem: impl Into<String>) -> Self {
        Self {
            problems: vec![problem.into()],
        }
    }
}

impl Config {
    /// Reads and checks everything; tells all that is wrong at once.
    pub fn from_settings(settings: &Settings) -> Result<Self, ConfigError> {
        let mut reader = Reader::new(settings);
        reader.refuse_unknown();
        let data = reader.required("data", PathBuf::new(), read::path);
        let database = read_database(&mut reader, &data);
        let http = read_http(&mut reader);
        let config = Self {
            database,
            mail: read_mail(&mut reader, &http),
            http,
            lmtp: read_lmtp(&mut reader),
            imap: settings
                .numbers("imap")
                .into_iter()
                .map(|number| read_imap(&mut reader, number))
                .collect(),
            smtp: read_smtp(&mut reader),
            directories: settings
                .numbers("directory")
                .into_iter()
                .map(|number| directory::read(&mut reader, number))
                .collect(),
            session: read_session(&mut reader),
            oidc: identity::read_providers(&mut reader),
            outward_allow: reader.required("outward.allow", Vec::new(), read::list(read::word)),
            queue_requests: read_queue_requests(&mut reader),
            log: read_log(&mut reader),
            data,
        };
        refuse_twins(&mut reader, &config.imap);
        directory::refuse_twins(&mut reader, &config.directories);
        if reader.problems.is_empty() {
            Ok(config)
        } else {
            Err(ConfigError {
                problems: reader.problems,
            })
        }
    }

    /// The folder of the files transport.
    #[must_use]
    pub fn outgoing_folder(&self) -> PathBuf {
        self.data.join("outgoing")
    }

    /// The folder of blobs that are too large for the database.
    #[must_use]
    pub fn blobs_folder(&self) -> PathBuf {
        self.data.join("blobs")
    }
}

const PLACEHOLDER: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

fn read_database(reader: &mut Reader<'_>, data: &Path) -> Database {
    let url = reader
        .secret("database.url")
        .unwrap_or_else(|| Secret::new(sqlite_url(data)));
    if !["postgres://", "postgresql://", "sqlite://"]
        .iter()
        .any(|scheme| url.expose().starts_with(scheme))
    {
        reader.wrong("database.url", "it must begin with postgres:// or sqlite://");
    }
    Database {
        url,
        max_connections: number(reader, "database.max_connections", 2..=500),
    }
}

fn sqlite_url(data: &Path) -> String {
    format!("sqlite://{}", data.join("pult.db").display())
}

fn read_http(reader: &mut Reader<'_>) -> Http {
    let listen = reader.required("http.listen", PLACEHOLDER, read::parsed);
    let public_url = reader
        .optional("http.public_url", public_url)
        .unwrap_or_else(|| format!("http://{listen}"));
    let trusted_proxies = reader.required("http.trusted_proxies", Vec::new(), read::list(read::ip));
    Http {
        listen,
        public_url,
        trusted_proxies,
    }
}

fn public_url(value: &toml::Value) -> Option<String> {
    let text = read::text(value)?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let host = rest.split('/').next().filter(|host| !host.is_empty())?;
    let fine =
        !text.contains(['?', '#', '@', '"', '<', '>', '\\']) && !text.contains(char::is_whitespace) && !host.is_empty();
    fine.then(|| text.trim_end_matches('/').to_owned())
}

/// The host of a URL, when it is a name.
fn host_name(url: &str) -> Option<&str> {
    let authority = url.split("://").nth(1)?.split('/').next()?;
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    (host.parse::<IpAddr>().is_err() && !host.starts_with('[') && !host.is_empty()).then_some(host)
}

fn read_mail(reader: &mut Reader<'_>, http: &Http) -> Mail {
    let from_url = || host_name(&http.public_url).unwrap_or("localhost").to_owned();
    let domain = reader.optional("mail.domain", read::host).unwrap_or_else(from_url);
    Mail {
        address: reader
            .optional("mail.address", read::address)
            .unwrap_or_else(|| format!("service-desk@{domain}")),
        domain,
        max_bytes: number(reader, "mail.max_bytes", 65_536..=MAIL_MAX_BYTES as u64),
        hook: reader.required("mail.hook", String::new(), |value| read::hook(&read::text(value)?)),
        foreign_hooks: reader.required("mail.foreign_hooks", Vec::new(), read::list(read::hook)),
        answers_per_day: number(reader, "mail.answers_per_day", 1..=10_000),
        tickets_per_hour: number(reader, "mail.tickets_per_hour", 1..=100_000),
        ticket_burst: number(reader, "mail.ticket_burst", 1..=100_000),
        trusted_authserv_ids: reader.required("mail.trusted_authserv_ids", Vec::new(), read::list(read::word)),
        control_doors: reader.required("mail.control_doors", Vec::new(), read::list(Door::from_name)),
        control_senders: reader.required("mail.control_senders", Vec::new(), read::list(read::sender)),
        verify_dkim: reader.required("mail.verify_dkim", false, read::yes_no),
        name_server: reader.optional("mail.name_server", read::parsed),
        trusted_arc_sealers: reader.required("mail.trusted_arc_sealers", Vec::new(), read::list(read::word)),
        dkim: reader
            .numbers("mail.dkim")
            .into_iter()
            .map(|number| read_dkim(reader, number))
            .collect(),
        smime: reader
            .numbers("mail.smime")
            .into_iter()
            .map(|number| read_smime(reader, number))
            .collect(),
        smime_ca_file: reader.optional("mail.smime_ca_file", read::path),
        privacy_notice: Names {
            de: reader
                .optional("mail.privacy_notice_de", read::text)
                .unwrap_or_default(),
            en: reader
                .optional("mail.privacy_notice_en", read::text)
                .unwrap_or_default(),
        },
    }
}

fn read_dkim(reader: &mut Reader<'_>, index: u64) -> Dkim {
    let at = |name: &str| format!("mail.dkim.{index}.{name}");
    let key = reader.secret(&at("key"));
    if key.is_none() {
        reader.missing_secret(&at("key"));
    }
    Dkim {
        domain: reader.required(&at("domain"), String::new(), read::host).to_lowercase(),
        selector: reader.required(&at("selector"), String::new(), read::host),
        key: key.unwrap_or_default(),
    }
}

fn read_smime(reader: &mut Reader<'_>, index: u64) -> Smime {
    let at = |name: &str| format!("mail.smime.{index}.{name}");
    let key = reader.secret(&at("key"));
    if key.is_none() {
        reader.missing_secret(&at("key"));
    }
    Smime {
        address: reader.required(&at("address"), String::new(), read::address),
        certificate_file: reader.required(&at("certificate_file"), PathBuf::new(), read::path),
        key: key.unwrap_or_default(),
    }
}

fn read_lmtp(reader: &mut Reader<'_>) -> Lmtp {
    let lmtp = Lmtp {
        listen: reader.optional("lmtp.listen", read::parsed::<SocketAddr>),
        allow_remote: reader.required("lmtp.allow_remote", false, read::yes_no),
        max_sessions: number(reader, "lmtp.max_sessions", 1..=1000),
    };
    if lmtp.listen.is_some_and(|address| !address.ip().is_loopback()) && !lmtp.allow_remote {
        reader.wrong(
            "lmtp.listen",
            "other machines reach this address; set lmtp.allow_remote = true if that is wanted",
        );
    }
    lmtp
}

const TLS_WORDS: [(&str, Tls); 3] = [("tls", Tls::Tls), ("starttls", Tls::Starttls), ("none", Tls::None)];

fn read_imap(reader: &mut Reader<'_>, index: u64) -> ImapAccount {
    let at = |name: &str| format!("imap.{index}.{name}");
    let host = reader.required(&at("host"), String::new(), read::host);
    let user = reader.required(&at("user"), String::new(), read::text);
    let tls = reader.required(&at("tls"), Tls::Tls, read::one_of(&TLS_WORDS));
    let password = reader.secret(&at("password"));
    if password.is_none() {
        reader.missing_secret(&at("password"));
    }
    let account = ImapAccount {
        name: reader
            .optional(&at("name"), read::text)
            .unwrap_or_else(|| format!("{user}@{host}")),
        port: reader
            .optional(&at("port"), read::port)
            .unwrap_or(if tls == Tls::Tls { 993 } else { 143 }),
        folder: reader.required(&at("folder"), String::new(), read::folder),
        done_folder: reader.required(&at("done_folder"), String::new(), read::folder),
        queue: reader.optional(&at("queue"), read::text),
        control_fields: reader.required(&at("control_fields"), false, read::yes_no),
        ca_file: reader.optional(&at("ca_file"), read::path),
        password: password.unwrap_or_default(),
        host,
        tls,
        user,
    };
    if account.tls == Tls::None && !account.host.is_empty() && !is_this_machine(&account.host) {
        reader.wrong(&at("tls"), "the password would cross the network unprotected");
    }
    if account.folder == account.done_folder && !account.folder.is_empty() {
        reader.wrong(&at("done_folder"), "it must be another folder than the watched one");
    }
    account
}

/// Two mailboxes under one name cannot be told apart in log and ledger; one mailbox watched twice is a mistake.
fn refuse_twins(reader: &mut Reader<'_>, accounts: &[ImapAccount]) {
    for (index, account) in accounts.iter().enumerate() {
        if accounts.iter().take(index).any(|other| other.name == account.name) {
            reader.problems.push(format!(
                "imap.{index}.name = {:?} is taken by a mailbox before it",
                account.name
            ));
        }
    }
}

fn read_smtp(reader: &mut Reader<'_>) -> Smtp {
    let transports = [("files", TransportChoice::Files), ("smtp", TransportChoice::Smtp)];
    let tls = reader.required("smtp.tls", Tls::Starttls, read::one_of(&TLS_WORDS));
    let default_port = match tls {
        Tls::Tls => 465,
        Tls::Starttls => 587,
        Tls::None => 25,
    };
    let smtp = Smtp {
        transport: reader.required("smtp.transport", TransportChoice::Files, read::one_of(&transports)),
        host: reader.required("smtp.host", String::new(), read::host),
        port: reader.optional("smtp.port", read::port).unwrap_or(default_port),
        tls,
        user: reader.optional("smtp.user", read::text),
        password: reader.secret("smtp.password"),
        ca_file: reader.optional("smtp.ca_file", read::path),
        retry: read_retry(reader),
    };
    match (&smtp.user, &smtp.password) {
        (Some(_), None) => reader.wrong("smtp.user", "smtp.password or smtp.password_file must go with it"),
        (None, Some(_)) => reader.wrong("smtp.password", "smtp.user must go with it"),
        _ => {}
    }
    if smtp.tls == Tls::None && smtp.user.is_some() && !is_this_machine(&smtp.host) {
        reader.wrong("smtp.tls", "the password would cross the network unprotected");
    }
    smtp
}

fn read_retry(reader: &mut Reader<'_>) -> RetrySchedule {
    let minutes = reader.required("smtp.retry_minutes", Vec::new(), |value| {
        let minutes = read::numbers(1..=10_080)(value)?;
        minutes.into_iter().map(|minutes| u32::try_from(minutes).ok()).collect()
    });
    let hours = number(reader, "smtp.give_up_hours", 0..=720);
    // Nothing comes of a list that was refused; the refusal is told.
    RetrySchedule::new(minutes, hours).unwrap_or_default()
}

fn read_session(reader: &mut Reader<'_>) -> Session {
    let session = Session {
        idle_minutes: number(reader, "session.idle_minutes", 5..=10_080),
        absolute_hours: number(reader, "session.absolute_hours", 1..=720),
        administrators_second_factor: reader.required("session.administrators_second_factor", false, read::yes_no),
    };
    if session.idle_minutes > session.absolute_hours.saturating_mul(60) {
        reader.wrong("session.idle_minutes", "it is longer than session.absolute_hours");
    }
    session
}

fn read_log(reader: &mut Reader<'_>) -> Log {
    let level = |value: &toml::Value| read::text(value).filter(|text| crate::logging::is_level(text));
    Log {
        format: reader.required(
            "log.format",
            LogFormat::Text,
            read::one_of(&[("text", LogFormat::Text), ("json", LogFormat::Json)]),
        ),
        level: reader.required("log.level", String::new(), level),
    }
}

/// A number of the table, in the type that is wanted.
fn number<T: TryFrom<u64> + Default>(reader: &mut Reader<'_>, path: &str, range: std::ops::RangeInclusive<u64>) -> T {
    let read = read::number(range);
    reader.required(path, T::default(), |value| T::try_from(read(value)?).ok())
}

fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn read_queue_requests(reader: &mut Reader<'_>) -> QueueRequests {
    let by = [
        ("agents", QueueRequesters::Agents),
        ("everybody", QueueRequesters::Everybody),
        ("nobody", QueueRequesters::Nobody),
    ];
    QueueRequests {
        by: reader.required("queue_requests.by", QueueRequesters::default(), read::one_of(&by)),
        queue: reader.optional("queue_requests.queue", |value| {
            read::text(value).filter(|text| is_key_path(text))
        }),
    }
}
