//! A signature, and the mail that carries it beside its content (multipart/signed, RFC 8551 §3.5.3), readable for everybody.
//!
//! Whoever has the key signs what [`signed_attributes`] gives.

use super::{
    ber::{self, INTEGER, NULL, OBJECT_ID, OCTETS, SEQUENCE, SET, UTC_TIME, context},
    certificate::{certificate_facts, has_curve_key},
};
use crate::{
    ComposeError,
    parse::source::{split_header, split_line},
};

const SIGNED_DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
const DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
const CONTENT_TYPE: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];
const SIGNING_TIME: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x05];
const SHA_256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const RSA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
const ECDSA_SHA_256: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];

/// A mail, taken apart so that it can be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsigned {
    /// The fields that stay with the mail.
    head: Vec<u8>,
    /// The entity that is signed.
    pub content: Vec<u8>,
}

/// With what a mail is signed.
#[derive(Clone, Copy, Debug)]
pub struct SignedAs<'a> {
    /// In DER: the signer's, then those of the authorities above, so that readers need not look for them.
    pub certificates: &'a [Vec<u8>],
    /// What [`signed_attributes`] gave.
    pub attributes: &'a [u8],
    /// Over the attributes: RSA (PKCS #1) or ECDSA with SHA-256, as the key of the certificate is.
    pub signature: &'a [u8],
}

/// Takes a composed mail apart: the fields about its content go with the content.
#[must_use]
pub fn unsigned(mail: &[u8]) -> Unsigned {
    let (header, body) = split_header(mail);
    let mut unsigned = Unsigned {
        head: Vec::with_capacity(header.len()),
        content: Vec::with_capacity(mail.len()),
    };
    let mut rest = header;
    let mut is_content = false;
    while !rest.is_empty() {
        let (line, after) = split_line(rest);
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            let name = line.to_ascii_lowercase();
            is_content = [&b"content-type:"[..], b"content-transfer-encoding:"]
                .iter()
                .any(|field| name.starts_with(field));
        }
        let to = if is_content {
            &mut unsigned.content
        } else {
            &mut unsigned.head
        };
        to.extend_from_slice(line);
        rest = after;
    }
    unsigned.content.extend_from_slice(b"\r\n");
    unsigned.content.extend_from_slice(body);
    unsigned
}

/// What is signed: that it is about data, the SHA-256 of the content, and when (UTC).
#[must_use]
pub fn signed_attributes(digest: &[u8], at: jiff::Timestamp) -> Vec<u8> {
    let time = at.strftime("%y%m%d%H%M%SZ").to_string();
    let attribute = |kind: &[u8], value: Vec<u8>| {
        let pair = [ber::der(OBJECT_ID, kind), ber::der(SET, &value)].concat();
        ber::der(SEQUENCE, &pair)
    };
    let mut all = [
        attribute(CONTENT_TYPE, ber::der(OBJECT_ID, DATA)),
        attribute(SIGNING_TIME, ber::der(UTC_TIME, time.as_bytes())),
        attribute(MESSAGE_DIGEST, ber::der(OCTETS, digest)),
    ];
    // DER wants a set in the order of its bytes.
    all.sort();
    ber::der(SET, &all.concat())
}

impl Unsigned {
    /// The mail with its signature.
    ///
    /// # Errors
    /// When the first certificate is none.
    pub fn signed(&self, with: &SignedAs<'_>) -> Result<Vec<u8>, ComposeError> {
        let signature =
            signature(with).ok_or_else(|| ComposeError::Unwritable("the certificate is none".to_owned()))?;
        let border = border(with.signature);
        let mut mail = self.head.clone();
        let head = format!(
            "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";\r\n micalg=sha-256; boundary=\"{border}\"\r\n\r\n\
             This is an S/MIME signed message.\r\n\r\n--{border}\r\n"
        );
        mail.extend_from_slice(head.as_bytes());
        mail.extend_from_slice(&self.content);
        let head = format!(
            "\r\n--{border}\r\nContent-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\nContent-Transfer-Encoding: base64\r\n\
             Content-Disposition: attachment; filename=\"smime.p7s\"\r\n\r\n"
        );
        mail.extend_from_slice(head.as_bytes());
        mail.extend_from_slice(base64_lines(&signature).as_bytes());
        mail.extend_from_slice(format!("--{border}--\r\n").as_bytes());
        Ok(mail)
    }
}

/// Made from the signature: no content has it by accident, and none was written after it.
fn border(signature: &[u8]) -> String {
    let digits: String = signature
        .iter()
        .rev()
        .take(20)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("smime-{digits}")
}

fn signature(with: &SignedAs<'_>) -> Option<Vec<u8>> {
    let signer = with.certificates.first()?;
    let facts = certificate_facts(signer)?;
    let digest = ber::der(SEQUENCE, &ber::der(OBJECT_ID, SHA_256));
    let method = if has_curve_key(signer)? {
        ber::der(OBJECT_ID, ECDSA_SHA_256)
    } else {
        [ber::der(OBJECT_ID, RSA), ber::der(NULL, &[])].concat()
    };
    let attributes = ber::take(&mut &*with.attributes, SET)?;
    let signer = [
        ber::der(INTEGER, &[1]),
        facts.issuer_and_serial(),
        digest.clone(),
        ber::der(context(0), attributes.content),
        ber::der(SEQUENCE, &method),
        ber::der(OCTETS, with.signature),
    ]
    .concat();
    let mut certificates: Vec<&[u8]> = with.certificates.iter().map(Vec::as_slice).collect();
    certificates.sort_unstable();
    let signed = [
        ber::der(INTEGER, &[1]),
        ber::der(SET, &digest),
        ber::der(SEQUENCE, &ber::der(OBJECT_ID, DATA)),
        ber::der(context(0), &certificates.concat()),
        ber::der(SET, &ber::der(SEQUENCE, &signer)),
    ]
    .concat();
    let info = [
        ber::der(OBJECT_ID, SIGNED_DATA),
        ber::der(context(0), &ber::der(SEQUENCE, &signed)),
    ]
    .concat();
    Some(ber::der(SEQUENCE, &info))
}

/// Base64 in lines of 76 characters (RFC 2045 §6.8).
fn base64_lines(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len() * 3 / 2);
    for line in bytes.chunks(57) {
        for three in line.chunks(3) {
            let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or_default());
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            for at in 0..4 {
                let digit = usize::try_from(bits >> (18 - 6 * at) & 63).unwrap_or_default();
                let is_there = at <= three.len();
                text.push(match DIGITS.get(digit) {
                    Some(&digit) if is_there => char::from(digit),
                    _ => '=',
                });
            }
        }
        text.push_str("\r\n");
    }
    text
}
