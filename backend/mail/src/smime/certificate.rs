//! What a certificate (X.509, RFC 5280) says about the person that it was given to. Nothing of it is verified here.

use super::{
    ber::{self, BIT_STRING, Element, INTEGER, OBJECT_ID, OCTETS, SEQUENCE, SET, context},
    signed_data::{SignerId, bits},
};

const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const EMAIL_ADDRESS: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x01];
const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1D, 0x11];
const SUBJECT_KEY_ID: &[u8] = &[0x55, 0x1D, 0x0E];
/// `[1]`: a mail address among the alternative names.
const MAIL_NAME: u8 = 0x81;
/// Addresses of one certificate; more are not looked at.
const ADDRESSES_MAX: usize = 50;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertificateFacts {
    /// The name of whom it was given to, as a person reads it; may be empty.
    pub name: String,
    /// Lower-cased.
    pub addresses: Vec<String>,
    issuer: Vec<u8>,
    serial: Vec<u8>,
    key_id: Option<Vec<u8>>,
}

impl CertificateFacts {
    /// Whether a signature names this certificate.
    #[must_use]
    pub fn is(&self, signer: &SignerId) -> bool {
        match signer {
            SignerId::Issued(issuer, serial) => self.issuer == *issuer && self.serial == *serial,
            SignerId::Key(key) => self.key_id.as_ref() == Some(key),
        }
    }

    /// The DER of issuer and serial number, as a signature names it.
    pub(super) fn issuer_and_serial(&self) -> Vec<u8> {
        let serial = ber::der(INTEGER, &self.serial);
        ber::der(SEQUENCE, &[self.issuer.as_slice(), &serial].concat())
    }
}

/// Reads a certificate in DER; `None` when it is none.
#[must_use]
pub fn certificate_facts(der: &[u8]) -> Option<CertificateFacts> {
    let certificate = ber::take(&mut &*der, SEQUENCE)?;
    let mut body = ber::take(&mut &*certificate.content, SEQUENCE)?.content;
    ber::take(&mut body, context(0));
    let serial = ber::take(&mut body, INTEGER)?.content.to_vec();
    ber::take(&mut body, SEQUENCE)?;
    let issuer = ber::take(&mut body, SEQUENCE)?.whole.to_vec();
    ber::take(&mut body, SEQUENCE)?;
    let subject = ber::take(&mut body, SEQUENCE)?;
    ber::take(&mut body, SEQUENCE)?;
    let mut facts = CertificateFacts {
        issuer,
        serial,
        ..CertificateFacts::default()
    };
    for part in ber::elements(subject.content).filter(|part| part.tag == SET) {
        for pair in ber::elements(part.content) {
            let mut pair = pair.content;
            let kind = ber::take(&mut pair, OBJECT_ID)?.content;
            let value = ber::next(&mut pair)?;
            match kind {
                COMMON_NAME => facts.name = printable(&value),
                EMAIL_ADDRESS => facts.add_address(&value),
                _ => {}
            }
        }
    }
    // Identifiers of issuer and subject, hardly used; then the extensions.
    let extensions = ber::elements(body).find(|element| element.tag == context(3));
    if let Some(extensions) = extensions {
        let all = ber::take(&mut &*extensions.content, SEQUENCE)?;
        for extension in ber::elements(all.content) {
            read_extension(extension.content, &mut facts)?;
        }
    }
    Some(facts)
}

fn read_extension(mut extension: &[u8], facts: &mut CertificateFacts) -> Option<()> {
    let kind = ber::take(&mut extension, OBJECT_ID)?.content;
    let value = ber::elements(extension).find(|element| element.tag == OCTETS)?.content;
    if kind == SUBJECT_ALT_NAME {
        let names = ber::take(&mut &*value, SEQUENCE)?;
        for name in ber::elements(names.content).filter(|name| name.tag == MAIL_NAME) {
            facts.add_address(&name);
        }
    } else if kind == SUBJECT_KEY_ID {
        facts.key_id = Some(ber::take(&mut &*value, OCTETS)?.content.to_vec());
    }
    Some(())
}

impl CertificateFacts {
    fn add_address(&mut self, value: &Element<'_>) {
        let address = printable(value).to_lowercase();
        if address.contains('@') && self.addresses.len() < ADDRESSES_MAX && !self.addresses.contains(&address) {
            self.addresses.push(address);
        }
    }
}

/// A text of a certificate: UTF-8, ASCII or Latin, or 16 bits a character. One line of at most 200 characters.
fn printable(value: &Element<'_>) -> String {
    /// BMPString.
    const WIDE: u8 = 0x1E;
    let text = match std::str::from_utf8(value.content) {
        _ if value.tag == WIDE => {
            let units = value
                .content
                .as_chunks::<2>()
                .0
                .iter()
                .map(|pair| u16::from_be_bytes(*pair));
            char::decode_utf16(units)
                .map(|unit| unit.unwrap_or('\u{FFFD}'))
                .collect()
        }
        Ok(text) => text.to_owned(),
        Err(_) => value.content.iter().map(|&byte| char::from(byte)).collect(),
    };
    text.chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Whether the key of a certificate is for elliptic curves, else RSA.
pub(super) fn has_curve_key(der: &[u8]) -> Option<bool> {
    const CURVE_KEY: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];
    let certificate = ber::take(&mut &*der, SEQUENCE)?;
    let mut body = ber::take(&mut &*certificate.content, SEQUENCE)?.content;
    ber::take(&mut body, context(0));
    ber::take(&mut body, INTEGER)?;
    for _ in 0..4 {
        ber::take(&mut body, SEQUENCE)?;
    }
    let mut key = ber::take(&mut body, SEQUENCE)?.content;
    let algorithm = ber::take(&mut key, SEQUENCE)?;
    bits(&ber::take(&mut key, BIT_STRING)?)?;
    Some(ber::take(&mut &*algorithm.content, OBJECT_ID)?.content == CURVE_KEY)
}
