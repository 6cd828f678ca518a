//! One LMTP connection: commands in, replies out, mails to the intake.
//!
//! Replies are held back while more commands wait in the buffer (PIPELINING, RFC 2920), so that a batch costs one packet.

use std::io;

use bytes::Bytes;
use pult_shared::api::mail::Door;
use smtp_proto::{Error, MAIL_BODY_BINARYMIME, Request};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader},
    sync::SemaphorePermit,
};

use super::{
    Shared,
    data::Collector,
    line::{self, Input},
    replies,
};
use crate::adapters::intake::Arrival;

/// Recipients of one mail; RFC 5321 asks for 100 at least.
const RECIPIENTS_MAX: usize = 1000;
/// Refused commands after which the other side is not worth listening to.
const ERRORS_MAX: u32 = 20;
/// Bytes read at a time.
const BUFFER: usize = 32 * 1024;
/// A mail that grows over this waits for one of the few places for large ones.
const LARGE_FROM: usize = 1024 * 1024;

/// Whether the session goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Go,
    Stop,
}

/// What was said so far about the mail to come.
#[derive(Default)]
struct Envelope {
    from: Option<String>,
    to: Vec<String>,
}

struct Session<'a, S> {
    io: BufReader<S>,
    out: Vec<u8>,
    shared: &'a Shared,
    greeted: bool,
    envelope: Envelope,
    errors: u32,
}

/// Serves one connection to its end.
pub async fn serve<S>(stream: S, shared: &Shared) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    let mut session = Session {
        io: BufReader::with_capacity(BUFFER, stream),
        out: Vec::new(),
        shared,
        greeted: false,
        envelope: Envelope::default(),
        errors: 0,
    };
    session.say(&format!("220 {} LMTP Pult is ready\r\n", shared.limits.host));
    while session.turn().await? == Next::Go {}
    session.flush().await?;
    session.io.get_mut().shutdown().await
}

impl<'a, S> Session<'a, S>
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    /// One command and its reply.
    async fn turn(&mut self) -> io::Result<Next> {
        if self.io.buffer().is_empty() {
            self.flush().await?;
        }
        let shared = self.shared;
        match line::read(&mut self.io, shared.limits.idle, &shared.shutdown).await? {
            Input::Line(line) => self.command(&line).await,
            Input::TooLong => Ok(self.refuse(replies::LINE_TOO_LONG)),
            ended => Ok(self.end(&ended)),
        }
    }

    async fn command(&mut self, line: &[u8]) -> io::Result<Next> {
        let request = match Request::parse(&mut line.iter()) {
            Ok(request) => request,
            Err(error) => return Ok(self.unreadable(&error, line)),
        };
        match request {
            Request::Lhlo { .. } => {
                self.greeted = true;
                self.envelope = Envelope::default();
                let answer = replies::greeting_answer(&self.shared.limits.host);
                self.say(&answer);
            }
            Request::Ehlo { .. } | Request::Helo { .. } => return Ok(self.refuse(replies::NOT_SMTP)),
            Request::Mail { from } => {
                if from.flags & MAIL_BODY_BINARYMIME != 0 {
                    return Ok(self.refuse(replies::NO_BINARY));
                }
                let address = from.address.into_owned();
                return Ok(self.sender(address));
            }
            Request::Rcpt { to } => {
                // The parser turns <postmaster> into nothing; it is the one recipient without a domain that must work.
                let address = if to.address.is_empty() {
                    between_brackets(line)
                } else {
                    Some(to.address.into_owned())
                };
                return Ok(self.recipient(address.filter(|address| !address.is_empty())));
            }
            Request::Data => return self.data().await,
            Request::Rset => {
                self.envelope = Envelope::default();
                self.say(replies::OK);
            }
            Request::Noop { .. } => self.say(replies::OK),
            Request::Vrfy { .. } => self.say(replies::CANNOT_VERIFY),
            Request::Help { .. } => self.say(replies::HELP),
            Request::Quit => {
                self.say(replies::BYE);
                return Ok(Next::Stop);
            }
            _ => return Ok(self.refuse(replies::NOT_OFFERED)),
        }
        Ok(Next::Go)
    }

    /// Addresses that the grammar forbids exist all the same (two dots in a row, for example), and a mail is not to be lost
    /// for that.
    fn unreadable(&mut self, error: &Error, line: &[u8]) -> Next {
        match (error, between_brackets(line)) {
            (Error::InvalidSenderAddress, Some(address)) => self.sender(address),
            (Error::InvalidRecipientAddress, Some(address)) if !address.is_empty() => self.recipient(Some(address)),
            _ => self.refuse(&replies::refusal(error)),
        }
    }

    fn sender(&mut self, address: String) -> Next {
        if !self.greeted {
            return self.refuse(replies::SAY_LHLO);
        }
        if self.envelope.from.is_some() {
            return self.refuse(replies::NESTED_MAIL);
        }
        self.envelope = Envelope {
            from: Some(address),
            to: Vec::new(),
        };
        self.say(replies::SENDER_OK);
        Next::Go
    }

    fn recipient(&mut self, address: Option<String>) -> Next {
        if self.envelope.from.is_none() {
            return self.refuse(replies::NEED_MAIL);
        }
        let Some(address) = address else {
            return self.refuse(&replies::refusal(&Error::InvalidRecipientAddress));
        };
        if self.envelope.to.len() >= RECIPIENTS_MAX {
            self.say(replies::TOO_MANY_RECIPIENTS);
            return Next::Go;
        }
        self.envelope.to.push(address);
        self.say(replies::RECIPIENT_OK);
        Next::Go
    }

    /// The content, and then one reply for each recipient (RFC 2033 §4.2).
    async fn data(&mut self) -> io::Result<Next> {
        let envelope = std::mem::take(&mut self.envelope);
        let from = match envelope.from {
            None => return Ok(self.refuse(replies::NEED_MAIL)),
            Some(from) if envelope.to.is_empty() => {
                self.envelope.from = Some(from);
                return Ok(self.refuse(replies::NEED_RECIPIENT));
            }
            Some(from) => from,
        };
        self.say(replies::GO_AHEAD);
        self.flush().await?;
        // A large mail keeps its place until it is recorded.
        let (mail, _place) = match self.collect().await? {
            Ok(collected) => collected,
            Err(ended) => return Ok(self.end(&ended)),
        };
        let original_size = mail.size();
        let arrival = Arrival {
            door: Door::Lmtp,
            envelope_from: from,
            envelope_to: envelope.to.clone(),
            account: None,
            queue: None,
            raw: Bytes::from(mail.into_kept()),
            original_size,
        };
        match self.shared.intake.receive(arrival).await {
            Ok(received) => {
                let id = received.id.to_string();
                envelope.to.iter().for_each(|to| self.say(&replies::delivered(to, &id)));
            }
            Err(error) => {
                tracing::warn!(%error, "a mail by LMTP stays with its sender");
                envelope.to.iter().for_each(|to| self.say(&replies::try_again(to)));
            }
        }
        Ok(Next::Go)
    }

    /// Reads the content to its end, whatever its size.
    async fn collect(&mut self) -> io::Result<Result<(Collector, Option<SemaphorePermit<'a>>), Input>> {
        let shared = self.shared;
        let mut collector = Collector::new(shared.limits.max_bytes);
        let mut place: Option<SemaphorePermit<'a>> = None;
        loop {
            if let Err(ended) = line::wait(&mut self.io, shared.limits.idle, &shared.shutdown).await? {
                return Ok(Err(ended));
            }
            let (used, done) = collector.take(self.io.fill_buf().await?);
            self.io.consume(used);
            if done {
                return Ok(Ok((collector, place)));
            }
            if collector.held() <= LARGE_FROM {
                // An over-size mail has shrunk to its beginning: its place is free for others.
                place = None;
            } else if place.is_none() {
                place = Some(shared.large.acquire().await.map_err(io::Error::other)?);
            }
        }
    }

    fn end(&mut self, why: &Input) -> Next {
        match why {
            Input::Shutdown => self.say(replies::SHUTTING_DOWN),
            Input::Idle => self.say(replies::IDLE),
            Input::Line(_) | Input::TooLong | Input::End => {}
        }
        Next::Stop
    }

    fn refuse(&mut self, reply: &str) -> Next {
        self.errors += 1;
        if self.errors > ERRORS_MAX {
            self.say(replies::TOO_MANY_ERRORS);
            return Next::Stop;
        }
        self.say(reply);
        Next::Go
    }

    fn say(&mut self, reply: &str) {
        self.out.extend_from_slice(reply.as_bytes());
    }

    async fn flush(&mut self) -> io::Result<()> {
        if !self.out.is_empty() {
            let sent = async {
                self.io.get_mut().write_all(&self.out).await?;
                self.io.get_mut().flush().await
            };
            // Somebody who sends but never reads is gone too.
            tokio::time::timeout(self.shared.limits.idle, sent)
                .await
                .map_err(io::Error::other)??;
            self.out.clear();
        }
        Ok(())
    }
}

/// What stands between the angle brackets of a MAIL or RCPT line, when it could be an address at all.
fn between_brackets(line: &[u8]) -> Option<String> {
    let line = String::from_utf8_lossy(line);
    let (_, rest) = line.split_once('<')?;
    let (address, _) = rest.split_once('>')?;
    let fine = address.len() <= 320 && !address.chars().any(|c| c.is_control() || c.is_whitespace() || c == '<');
    fine.then(|| address.to_owned())
}
