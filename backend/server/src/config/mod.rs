//! The configuration: one struct a concern, read from a TOML file under environment variables under options of the command
//! line. Without any of them everything works on this machine alone.
//!
//! Knows names, values and what is allowed. Opens nothing but the files that it is given.

pub mod keys;
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

use pult_shared::limits::MAIL_MAX_BYTES;

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
    pub session: Session,
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

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub domain: String,
    /// Sender of queues without an address of their own.
    pub address: String,
    pub max_bytes: u64,
    /// What stands before the number in a subject.
    pub hook: String,
    pub foreign_hooks: Vec<String>,
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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    pub idle_minutes: u32,
    pub absolute_hours: u32,
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
            session: read_session(&mut reader),
            log: read_log(&mut reader),
            data,
        };
        refuse_twins(&mut reader, &config.imap);
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

fn read_session(reader: &mut Reader<'_>) -> Session {
    let session = Session {
        idle_minutes: number(reader, "session.idle_minutes", 5..=10_080),
        absolute_hours: number(reader, "session.absolute_hours", 1..=720),
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
