//! Mail by SMTP to the house's mail server, over a small pool of connections.
//!
//! Knows lettre. A refusal of our credentials counts as temporary: it is the set-up that is wrong, not the mail.

use std::{io, time::Duration};

use futures_util::future::BoxFuture;
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor,
    address::Envelope,
    transport::smtp::{
        Error, PoolConfig,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
        response::Code,
    },
};
use pult_shared::api::mail::TransportKind;

use super::{OutboundMail, Transport, TransportError};
use crate::config::{Smtp, Tls as TlsMode};

/// A server that cannot be reached in this time will not be.
const CONNECT_WITHIN: Duration = Duration::from_secs(30);
/// One delivery, connecting included. The answer to the whole mail may take ten minutes (RFC 5321 §4.5.3.2.6); hanging up
/// before it comes means sending twice.
const DELIVER_WITHIN: Duration = Duration::from_secs(11 * 60);
/// A mail server counts connections; a desk's mail needs few.
const CONNECTIONS: u32 = 4;
const KEEP_IDLE: Duration = Duration::from_secs(60);
/// The replies that speak about who we are and not about the mail (RFC 4954 §6).
const ABOUT_CREDENTIALS: [u16; 5] = [530, 534, 535, 538, 454];

/// The pool of connections to one server.
pub struct SmtpTransport {
    pool: AsyncSmtpTransport<Tokio1Executor>,
}

impl SmtpTransport {
    /// Prepares the connections; opens none yet. `hello` is the name that we greet with.
    pub fn new(smtp: &Smtp, hello: &str) -> io::Result<Self> {
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
            .port(smtp.port)
            .hello_name(ClientId::Domain(hello.to_owned()))
            .tls(tls(smtp)?)
            .timeout(Some(CONNECT_WITHIN))
            .pool_config(PoolConfig::new().max_size(CONNECTIONS).idle_timeout(KEEP_IDLE));
        if let (Some(user), Some(password)) = (&smtp.user, &smtp.password) {
            builder = builder.credentials(Credentials::new(user.clone(), password.expose().to_owned()));
        }
        Ok(Self { pool: builder.build() })
    }
}

fn tls(smtp: &Smtp) -> io::Result<Tls> {
    if smtp.tls == TlsMode::None {
        return Ok(Tls::None);
    }
    let mut parameters = TlsParameters::builder(smtp.host.clone());
    if let Some(path) = &smtp.ca_file {
        let pem = std::fs::read(path)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
        parameters = parameters.add_root_certificate(Certificate::from_pem(&pem).map_err(io::Error::other)?);
    }
    let parameters = parameters.build_rustls().map_err(io::Error::other)?;
    Ok(match smtp.tls {
        TlsMode::Tls => Tls::Wrapper(parameters),
        TlsMode::Starttls | TlsMode::None => Tls::Required(parameters),
    })
}

impl Transport for SmtpTransport {
    fn kind(&self) -> TransportKind {
        TransportKind::Smtp
    }

    fn deliver<'a>(&'a self, mail: OutboundMail<'a>) -> BoxFuture<'a, Result<String, TransportError>> {
        Box::pin(async move {
            let envelope = envelope(mail)?;
            // The library ends every mail with a line break of its own.
            let raw = mail.raw.strip_suffix(b"\r\n").unwrap_or(mail.raw);
            // The pool's own time-out bounds the connecting; this one bounds a server that says nothing, or talks forever.
            let sent = tokio::time::timeout(DELIVER_WITHIN, self.pool.send_raw(&envelope, raw)).await;
            match sent {
                Ok(Ok(response)) => {
                    let text: Vec<_> = response.message().collect();
                    Ok(format!("{} {}", response.code(), text.join(" ")))
                }
                Ok(Err(error)) => Err(classify(&error)),
                Err(_) => Err(TransportError::Temporary("the mail server took too long".to_owned())),
            }
        })
    }
}

fn envelope(mail: OutboundMail<'_>) -> Result<Envelope, TransportError> {
    let address = |text: &str| {
        text.parse::<Address>()
            .map_err(|error| TransportError::Permanent(format!("{text:?} is no mail address: {error}")))
    };
    let from = if mail.envelope_from.is_empty() {
        None
    } else {
        Some(address(mail.envelope_from)?)
    };
    Envelope::new(from, vec![address(mail.to)?]).map_err(|error| TransportError::Permanent(error.to_string()))
}

fn classify(error: &Error) -> TransportError {
    let text = full_text(error);
    let about_credentials = error
        .status()
        .map(number)
        .is_some_and(|code| ABOUT_CREDENTIALS.contains(&code));
    if error.is_permanent() && !about_credentials {
        TransportError::Permanent(text)
    } else {
        TransportError::Temporary(text)
    }
}

fn number(code: Code) -> u16 {
    code.into()
}

/// The error with its causes: "connection error" alone helps nobody.
fn full_text(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        cause = inner.source();
    }
    text
}
