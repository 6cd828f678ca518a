//! Which message some bytes are: the same message through two doors, or delivered twice, has one identity.
//!
//! Knows the headers that transport adds; must not know what a duplicate leads to. A light look at the bytes, not a
//! parse: it is taken before the mail is recorded, so it has to work for anything.

use sha2::{Digest, Sha256};

use crate::parse::source::{normal_lines, split_header, split_line, without_envelope};

/// What of the header makes the message. Everything else (Received, Return-Path, spam verdicts) differs by its way.
const ESSENCE: [&str; 6] = ["message-id", "from", "date", "subject", "to", "cc"];

/// The identity of a message, in hex.
///
/// With a Message-ID: its essence and its body, so that two different messages under one id (broken senders exist) stay
/// two. Without: all bytes, because two reports of the same cron job may differ by nothing else than their way.
#[must_use]
pub fn identity(raw: &[u8]) -> String {
    let lines = normal_lines(raw);
    let (header, body) = split_header(without_envelope(&lines));
    let essence = essence(header);
    let mut hash = Sha256::new();
    if essence
        .iter()
        .any(|(name, value)| *name == "message-id" && !value.is_empty())
    {
        for (name, value) in &essence {
            hash.update(name.as_bytes());
            hash.update([0]);
            hash.update(value);
            hash.update([0]);
        }
        // Line ends are the transport's affair.
        for piece in body.trim_ascii_end().split(|byte| *byte == b'\r') {
            hash.update(piece);
        }
    } else {
        hash.update(raw);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The essential fields in a fixed order, unfolded, without white space around.
fn essence(header: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut fields: Vec<(&'static str, Vec<u8>)> = ESSENCE.map(|name| (name, Vec::new())).to_vec();
    let mut current: Option<usize> = None;
    let mut rest = header;
    while !rest.is_empty() {
        let (line, next) = split_line(rest);
        rest = next;
        let text = line.trim_ascii();
        if line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
            if let Some(field) = current.and_then(|index| fields.get_mut(index)) {
                field.1.push(b' ');
                field.1.extend_from_slice(text);
            }
            continue;
        }
        let Some(colon) = text.iter().position(|byte| *byte == b':') else {
            current = None;
            continue;
        };
        let (name, value) = text.split_at(colon);
        let name = name.trim_ascii().to_ascii_lowercase();
        current = ESSENCE.iter().position(|wanted| wanted.as_bytes() == name.as_slice());
        if let Some(field) = current.and_then(|index| fields.get_mut(index)) {
            field
                .1
                .extend_from_slice(value.get(1..).unwrap_or_default().trim_ascii());
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::identity;

    const MAIL: &str = "Message-ID: <a@b>\r\nFrom: x@y.example\r\nSubject: Hallo\r\n Welt\r\n\r\nText\r\n";

    #[test]
    fn the_way_makes_no_difference() {
        let other_way = format!("Received: by z; Mon\r\nReturn-Path: <x@y.example>\r\n{MAIL}\r\n");
        assert_eq!(identity(MAIL.as_bytes()), identity(other_way.as_bytes()));
        assert_eq!(
            identity(MAIL.as_bytes()),
            identity(MAIL.replace("\r\n", "\n").as_bytes())
        );
    }

    #[test]
    fn another_text_under_the_same_id_is_another_message() {
        assert_ne!(
            identity(MAIL.as_bytes()),
            identity(MAIL.replace("Text", "Anderes").as_bytes())
        );
        assert_ne!(
            identity(MAIL.as_bytes()),
            identity(MAIL.replace("Hallo", "Tag").as_bytes())
        );
    }

    #[test]
    fn without_an_id_every_byte_counts() {
        let cron = "From: cron@y.example\n\nfailed\n";
        assert_eq!(identity(cron.as_bytes()), identity(cron.as_bytes()));
        assert_ne!(
            identity(cron.as_bytes()),
            identity(format!("Received: at 3\n{cron}").as_bytes())
        );
        assert_ne!(identity(b""), identity(b"\0\xff\n\n:"));
    }
}
