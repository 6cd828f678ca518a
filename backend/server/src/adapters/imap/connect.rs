//! From an account to a session that is signed in.

use std::{fmt, io};

use async_imap::{Authenticator, Client, Session, error::Error};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};

use super::{ImapError, Pace, step};
use crate::{
    adapters::tls,
    config::{ImapAccount, Tls},
};

/// A connection, with TLS or without.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug> Stream for S {}

pub type BoxedStream = Box<dyn Stream>;
pub type ImapSession = Session<BoxedStream>;

pub async fn open(account: &ImapAccount, pace: &Pace) -> Result<ImapSession, ImapError> {
    let connected = async {
        let tcp = TcpStream::connect((account.host.as_str(), account.port)).await?;
        tcp.set_nodelay(true)?;
        Ok::<_, io::Error>(tcp)
    };
    let tcp = within("connecting", pace, connected).await?;
    let ca_file = account.ca_file.as_deref();
    let stream: BoxedStream = match account.tls {
        Tls::Tls => Box::new(within("securing the connection", pace, tls::wrap(tcp, &account.host, ca_file)).await?),
        Tls::Starttls | Tls::None => Box::new(tcp),
    };
    let mut client = Client::new(stream);
    greeting(&mut client, pace).await?;
    if account.tls == Tls::Starttls {
        step(
            "asking for TLS",
            pace.step,
            client.run_command_and_check_ok("STARTTLS", None),
        )
        .await?;
        // What the server may have said before the handshake is dropped with the old client: nothing unprotected is believed.
        let plain = client.into_inner();
        let secured = within(
            "securing the connection",
            pace,
            tls::wrap(plain, &account.host, ca_file),
        )
        .await?;
        client = Client::new(Box::new(secured));
    }
    sign_in(client, account, pace).await
}

async fn greeting(client: &mut Client<BoxedStream>, pace: &Pace) -> Result<(), ImapError> {
    let first = within("waiting for the greeting", pace, client.read_response()).await?;
    first
        .map(drop)
        .ok_or(ImapError::Protocol("waiting for the greeting", Error::ConnectionLost))
}

async fn sign_in(client: Client<BoxedStream>, account: &ImapAccount, pace: &Pace) -> Result<ImapSession, ImapError> {
    let password = account.password.expose();
    let signed_in = async {
        let outcome = if account.user.is_ascii() && password.is_ascii() {
            client.login(&account.user, password).await
        } else {
            // LOGIN knows ASCII only; the SASL mechanism takes UTF-8 (RFC 4616).
            client
                .authenticate(
                    "PLAIN",
                    Plain {
                        user: &account.user,
                        password,
                    },
                )
                .await
        };
        outcome.map_err(|(error, _)| error)
    };
    step("signing in", pace.step, signed_in).await
}

struct Plain<'a> {
    user: &'a str,
    password: &'a str,
}

impl Authenticator for Plain<'_> {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        format!("\0{}\0{}", self.user, self.password)
    }
}

async fn within<T>(
    what: &'static str,
    pace: &Pace,
    future: impl Future<Output = io::Result<T>>,
) -> Result<T, ImapError> {
    match tokio::time::timeout(pace.step, future).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(ImapError::Connection(what, error)),
        Err(_) => Err(ImapError::TimedOut(what)),
    }
}
