//! Where in a mail the signed bytes and the signature stand (RFC 8551 §3.5).

use super::{SignedData, signed_data};
use crate::{
    parse::{
        decode, limits,
        part::{self, Part},
        source::{header_text, split_header, split_line, without_envelope, without_line_end},
    },
    parsed::Defects,
    wire::with_crlf,
};

/// A mail that is signed as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedMessage {
    /// The signed MIME entity, byte for byte as it was signed.
    pub content: Vec<u8>,
    /// Nothing where it cannot be read.
    pub signature: Option<SignedData>,
}

/// Content and signature of a signed mail; `None` for all others, also for one of which a part alone is signed (by a list that has added its
/// own words): a verdict about it would be taken for one about the whole.
#[must_use]
pub fn signed_message(raw: &[u8]) -> Option<SignedMessage> {
    let mail = with_crlf(without_envelope(raw));
    let (header, body) = split_header(&mail);
    let part = read_part(header);
    if part.is("application/pkcs7-mime") || part.is("application/x-pkcs7-mime") {
        let bytes = decode::transfer(body, part.transfer, &mut Defects::default());
        let signature = signed_data(&bytes)?;
        return Some(SignedMessage {
            content: signature.content.clone().unwrap_or_default(),
            signature: Some(signature),
        });
    }
    if !part.is("multipart/signed") {
        return None;
    }
    let [content, signature] = parts(body, part.boundary.as_deref()?)?;
    let (header, body) = split_header(signature);
    let part = read_part(header);
    if !part.is("application/pkcs7-signature") && !part.is("application/x-pkcs7-signature") {
        return None;
    }
    let bytes = decode::transfer(body, part.transfer, &mut Defects::default());
    Some(SignedMessage {
        content: content.to_vec(),
        signature: signed_data(&bytes),
    })
}

fn read_part(header: &[u8]) -> Part {
    part::read(&header_text(header, limits::PART_HEADER_BYTES, &mut Defects::default()))
}

/// The two parts of a multipart/signed, without the line ends that belong to the borders. `None` where there are not exactly two: what
/// stands in others would be shown, and is not signed.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Option<[&'a [u8]; 2]> {
    let border = format!("--{boundary}").into_bytes();
    let last = format!("--{boundary}--").into_bytes();
    let mut parts = Vec::new();
    let mut start = None;
    let mut rest = body;
    while !rest.is_empty() {
        let at = body.len() - rest.len();
        let (line, after) = split_line(rest);
        let line = without_line_end(line).trim_ascii_end();
        if line == border || line == last {
            if let Some(start) = start {
                let part = body.get(start..at)?;
                parts.push(part.strip_suffix(b"\r\n").unwrap_or(part));
            }
            start = (line == border).then_some(body.len() - after.len());
            if line == last {
                break;
            }
        }
        rest = after;
    }
    if let Some(start) = start {
        parts.push(body.get(start..)?);
    }
    parts.try_into().ok()
}
