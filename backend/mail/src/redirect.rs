//! A received mail that goes on to somebody else as it is (RFC 5322 §3.6.6).
//!
//! Knows which headers say that a mail was resent, and which told only how it came here; must not know why it goes on.

use lettre::message::header::{self, Headers};

use crate::{
    ComposeError, Mailbox,
    compose::{bracketed, mailboxes, writable},
    parse::source::{split_header, split_line, without_envelope},
    wire::with_crlf,
};

/// What our own delivery wrote. With `Delivered-To` the next server would take the mail for one that runs in circles.
const DELIVERY_TRACE: [&[u8]; 5] = [
    b"return-path",
    b"delivered-to",
    b"x-original-to",
    b"envelope-to",
    b"x-envelope-to",
];

/// Who sends a mail on, to whom, and when.
#[derive(Clone, Copy, Debug)]
pub struct Resent<'a> {
    pub from: &'a Mailbox,
    pub to: &'a [Mailbox],
    pub date: jiff::Timestamp,
    /// Without `<>`: names the resending, not the mail. A delivery report about it comes back under this id.
    pub message_id: &'a str,
}

/// The raw mail with a block of `Resent-` headers on top; all else is as it was, byte for byte, so that its author stays its author and
/// its signatures hold. Headers of our own delivery (`Return-Path`, `Delivered-To`, …) go. Line ends that SMTP cannot carry become CRLF,
/// a lone CR a blank.
///
/// # Errors
/// When there is no recipient, or when an address, the id or the date cannot be written.
pub fn redirect(raw: &[u8], resent: &Resent<'_>) -> Result<Vec<u8>, ComposeError> {
    let block = block(resent)?;
    let mail = with_crlf(without_envelope(raw));
    let (header, body) = split_header(&mail);
    let mut bytes = Vec::with_capacity(block.len() + mail.len() + 2);
    bytes.extend_from_slice(block.as_bytes());
    copy_header(header, &mut bytes);
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    blank_lone_returns(&mut bytes);
    Ok(bytes)
}

fn block(resent: &Resent<'_>) -> Result<String, ComposeError> {
    if resent.to.is_empty() {
        return Err(ComposeError::NoRecipient);
    }
    let mut headers = Headers::new();
    headers.set(header::From::from(mailboxes(std::slice::from_ref(resent.from))?));
    headers.set(header::To::from(mailboxes(resent.to)?));
    headers.set(header::Date::new(writable(resent.date)?.into()));
    headers.set(header::MessageId::from(bracketed(resent.message_id)?));
    // Folded lines begin with a blank, all others with the name of a field.
    Ok(headers
        .to_string()
        .split_inclusive("\r\n")
        .map(|line| {
            if line.starts_with([' ', '\t']) {
                line.to_owned()
            } else {
                format!("Resent-{line}")
            }
        })
        .collect())
}

fn copy_header(header: &[u8], bytes: &mut Vec<u8>) {
    let mut rest = header;
    let mut is_dropped = false;
    while !rest.is_empty() {
        let (line, after) = split_line(rest);
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            is_dropped = is_delivery_trace(line);
        }
        if !is_dropped {
            bytes.extend_from_slice(line);
        }
        rest = after;
    }
    if !bytes.ends_with(b"\r\n") {
        bytes.extend_from_slice(b"\r\n");
    }
}

fn is_delivery_trace(line: &[u8]) -> bool {
    let colon = line.iter().position(|&byte| byte == b':');
    let name = colon.and_then(|at| line.get(..at)).unwrap_or_default().trim_ascii_end();
    DELIVERY_TRACE.iter().any(|trace| name.eq_ignore_ascii_case(trace))
}

/// Some servers take a lone CR for the end of a line, and what follows for something of its own.
fn blank_lone_returns(bytes: &mut [u8]) {
    let mut after_return = false;
    for at in 0..=bytes.len() {
        let byte = bytes.get(at).copied();
        if after_return
            && byte != Some(b'\n')
            && let Some(before) = bytes.get_mut(at.wrapping_sub(1))
        {
            *before = b' ';
        }
        after_return = byte == Some(b'\r');
    }
}
