//! `pult mail deliver`: the pipe door, for mail servers that start a program for each mail. `pult mail dkim-record`: what the DNS must say
//! about the keys that mail is signed with.
//!
//! The exit codes are those that mail servers know (sysexits.h): 0 recorded, 75 keep it and try again, 64 wrong call.

use std::{
    ffi::{OsStr, OsString},
    io::{self, Read},
};

use bytes::Bytes;
use clap::{Args, Subcommand};
use pult_shared::api::mail::{Door, ReconciliationView};

use super::{Failure, Outcome, options::Common, serve::announce, setup};
use crate::{
    adapters::{Arrival, dkim::SigningKey, intake::STUB_BYTES},
    service::{intake, mail::reconcile},
};

/// The call itself is wrong.
pub const EX_USAGE: u8 = 64;
/// The mail was not taken now; it must stay where it is.
pub const EX_TEMPFAIL: u8 = 75;

/// Hand mail over, compare mailboxes with the ledger
#[derive(Args, Debug)]
pub struct Mail {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    Deliver(Deliver),

    /// Print what belongs into the DNS for the keys that outgoing mail is signed with (DKIM)
    #[command(after_help = "Example:\n  pult mail dkim-record --config /etc/pult.toml >> zone")]
    DkimRecord(Common),

    /// Compare the mailboxes with the ledger now; ends with 1 where a mail is missing in it, or a mailbox cannot be reached
    #[command(after_help = "Example:\n  pult mail reconcile --config /etc/pult.toml")]
    Reconcile(Common),
}

/// Record one mail from standard input
///
/// Exits with 0 when the mail is safe in the database, with 75 when it is not and must be kept and tried again, with 64 when
/// the call is wrong. The worker of `pult serve` or `pult worker` makes a ticket of it.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pult mail deliver --data /var/lib/pult --to it-desk@hs-musterstadt.example < mail.eml\n  \
                        In Postfix's main.cf: mailbox_command = /usr/bin/pult mail deliver --config /etc/pult.toml --to \"$RECIPIENT\" --from \"$SENDER\""
)]
struct Deliver {
    #[command(flatten)]
    common: Common,

    /// A recipient of the envelope; may come several times [default: Delivered-To, X-Original-To or To of the mail]
    #[arg(long, value_name = "ADDRESS", allow_hyphen_values = true)]
    to: Vec<OsString>,

    /// The envelope's sender; empty or MAILER-DAEMON for bounces [default: From of the mail]
    #[arg(long, value_name = "ADDRESS", allow_hyphen_values = true)]
    from: Option<OsString>,
}

impl Mail {
    pub async fn run(self) -> Outcome {
        match self.action {
            Action::Deliver(deliver) => deliver.run().await,
            Action::DkimRecord(common) => dkim_records(&common),
            Action::Reconcile(common) => compare(&common).await,
        }
    }
}

/// A line of a zone file for each key.
fn dkim_records(common: &Common) -> Outcome {
    let keys = setup::dkim_keys(&common.load()?)?;
    if keys.is_empty() {
        return Err(Failure::because(
            "no key is configured; see [[mail.dkim]] in pult config sample",
        ));
    }
    let lines: Vec<String> = keys.iter().map(SigningKey::zone_line).collect();
    announce(&lines.join("\n"))?;
    Ok(())
}

/// What comparing each mailbox comes to.
async fn compare(common: &Common) -> Outcome {
    let config = common.load()?;
    let store = setup::open_store(&config).await?;
    let app = setup::app(config, store.clone())?;
    let compared = reconcile::by_hand(&app).await;
    store.close().await;
    let mut trouble = 0;
    for result in compared?.items {
        trouble += u64::from(result.error.is_some()) + result.difference();
        announce(&told(&result))?;
    }
    match trouble {
        0 => Ok(()),
        _ => Err(Failure::because("mailboxes and ledger are not the same")),
    }
}

/// A result in one line, and one for each mail that is missing.
fn told(result: &ReconciliationView) -> String {
    let mut text = format!(
        "{}: {} mails in the folder, {} recorded, {} not recorded, {} not compared, {} wait",
        result.account,
        result.done,
        result.recorded(),
        result.difference(),
        result.unchecked,
        result.waiting
    );
    if let Some(error) = &result.error {
        text.push_str(&format!("; {error}"));
    }
    for mail in &result.unrecorded {
        text.push_str(&format!(
            "\n  UID {} <{}> {}: {}",
            mail.uid, mail.message_id, mail.from, mail.subject
        ));
    }
    text
}

impl Deliver {
    async fn run(self) -> Outcome {
        // What an envelope says is not this program's to judge: addresses are taken as they are. Whatever goes wrong is not the mail's fault: it stays with the mail server.
        self.record().await.map_err(|failure| match failure.code {
            EX_USAGE => failure,
            _ => failure.with_code(EX_TEMPFAIL),
        })
    }

    async fn record(self) -> Outcome {
        let config = self.common.load()?;
        let (raw, original_size) = read_bounded(io::stdin().lock(), config.mail.max_bytes)?;
        if raw.is_empty() {
            return Err(Failure::usage("there is no mail on standard input").with_code(EX_USAGE));
        }
        let store = setup::open_store_as_it_is(&config).await?;
        let pending = store.pending_migrations().await?;
        if !pending.is_empty() {
            return Err(Failure::because(
                "the database's schema is not up to date; run pult migrate",
            ));
        }
        let app = setup::app(config, store.clone())?;
        let envelope_to: Vec<String> = self
            .to
            .iter()
            .map(|to| address(to))
            .filter(|to| !to.is_empty())
            .collect();
        let envelope_to = if envelope_to.is_empty() {
            recipients(&raw)
        } else {
            envelope_to
        };
        let arrival = Arrival {
            door: Door::Pipe,
            envelope_from: sender(self.from.as_deref(), &raw),
            envelope_to,
            account: None,
            queue: None,
            raw: Bytes::from(raw),
            original_size,
        };
        let received = intake::receive(&app, arrival).await;
        store.close().await;
        received.map(drop).map_err(|error| Failure::because(error.to_string()))
    }
}

/// The mail, or its beginning when it is over the limit, and how long all of it is. The line "From …" that mailbox files put
/// before each mail is not part of it.
fn read_bounded(mut input: impl Read, limit: u64) -> io::Result<(Vec<u8>, u64)> {
    let mut kept = Vec::new();
    input.by_ref().take(limit + 1).read_to_end(&mut kept)?;
    let mut size = kept.len() as u64;
    if size > limit {
        kept.truncate(STUB_BYTES);
        kept.shrink_to_fit();
        size += io::copy(&mut input, &mut io::sink())?;
    }
    if kept.starts_with(b"From ") {
        let line = kept
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(kept.len(), |at| at + 1);
        kept.drain(..line);
        size = size.saturating_sub(line as u64);
    }
    Ok((kept, size))
}

/// An address of the envelope as it stands there.
fn address(given: &OsStr) -> String {
    given
        .to_string_lossy()
        .trim()
        .trim_matches(['<', '>'])
        .trim()
        .to_owned()
}

/// Mail servers write the null sender in two ways. A call that names none at all says nothing about it.
fn sender(given: Option<&OsStr>, raw: &[u8]) -> String {
    match given.map(address) {
        Some(from) if from.eq_ignore_ascii_case("MAILER-DAEMON") => String::new(),
        Some(from) => from,
        None => pult_mail::parse(raw).from.map(|from| from.address).unwrap_or_default(),
    }
}

/// Whom the mail says that it was delivered to, or else who it is addressed to.
fn recipients(raw: &[u8]) -> Vec<String> {
    let mail = pult_mail::parse(raw);
    if mail.delivered_to.is_empty() {
        mail.to
            .into_iter()
            .chain(mail.cc)
            .map(|mailbox| mailbox.address)
            .collect()
    } else {
        mail.delivered_to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_whole_mails_and_the_beginning_of_too_large_ones() {
        let (kept, size) = read_bounded(&b"Subject: x\n\nhi\n"[..], 100_000).unwrap();
        assert_eq!((kept.as_slice(), size), (&b"Subject: x\n\nhi\n"[..], 15));
        let (kept, size) = read_bounded(&*vec![b'x'; 300_000], 100_000).unwrap();
        assert_eq!((kept.len(), size), (STUB_BYTES, 300_000));
    }

    #[test]
    fn drops_the_line_of_mailbox_files() {
        let (kept, size) =
            read_bounded(&b"From a@b Sun Nov 22 10:00:00 2026\nSubject: x\n\nhi\n"[..], 100_000).unwrap();
        assert_eq!((kept.as_slice(), size), (&b"Subject: x\n\nhi\n"[..], 15));
        let (kept, _) = read_bounded(&b"From: a@b\n\nhi\n"[..], 100_000).unwrap();
        assert!(kept.starts_with(b"From:"));
    }

    #[test]
    fn senders_as_mail_servers_name_them() {
        let raw = b"From: Lena <lena@x.example>\n\nhi";
        let cases = [
            (Some("MAILER-DAEMON"), ""),
            (Some("<>"), ""),
            (Some(""), ""),
            (Some("\"john doe\"@x.example"), "\"john doe\"@x.example"),
            (Some("x@[10.0.0.1]"), "x@[10.0.0.1]"),
            (None, "lena@x.example"),
        ];
        for (given, expected) in cases {
            assert_eq!(sender(given.map(OsStr::new), raw), expected, "{given:?}");
        }
    }

    #[test]
    fn recipients_of_the_mail_itself() {
        assert_eq!(
            recipients(b"To: A <a@x.example>\nCc: b@x.example\n\nhi"),
            ["a@x.example", "b@x.example"]
        );
        assert_eq!(
            recipients(b"Delivered-To: desk@x.example\nTo: list@x.example\n\nhi"),
            ["desk@x.example"]
        );
    }
}
