//! The keys that mails are signed with, and the records of the DNS that tell everybody the other halves.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use mail_auth::{
    common::{
        crypto::{Ed25519Key, RsaKey, Sha256},
        headers::HeaderWriter as _,
    },
    dkim::{Canonicalization, DkimSigner, Done},
};
use rustls::pki_types::{PrivateKeyDer, pem::PemObject as _};

use crate::config::Dkim;

/// What is signed, where it is there and also where it is not, so that nobody can add it on the way (RFC 6376 §5.4 and §8.15). Each
/// field that a reader sees stands here once more than a mail has it: a second one breaks the signature.
const SIGNED: [&str; 17] = [
    "From",
    "From",
    "To",
    "To",
    "Cc",
    "Subject",
    "Subject",
    "Date",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Reply-To",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Auto-Submitted",
];

/// Starts the DER of an RSA key as the DNS wants it (RFC 5280 §4.1.2.7): the algorithm rsaEncryption, without parameters.
const RSA_ALGORITHM: [u8; 15] = [
    0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00,
];
const SEQUENCE: u8 = 0x30;
const BIT_STRING: u8 = 0x03;

/// Texts in the DNS have 255 bytes at the most (RFC 1035 §3.3).
const TEXT_MAX: usize = 255;

/// One key of one domain.
pub struct SigningKey {
    domain: String,
    selector: String,
    public: Public,
    signer: Signer,
}

enum Signer {
    Rsa(Box<DkimSigner<RsaKey<Sha256>, Done>>),
    Ed25519(Box<DkimSigner<Ed25519Key, Done>>),
}

/// The other half, as the DNS carries it.
enum Public {
    Rsa(Vec<u8>),
    Ed25519(Vec<u8>),
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.record_name())
    }
}

impl SigningKey {
    /// A key of the configuration: RSA of 2048 bits or more (PKCS #1 or #8), or Ed25519 (PKCS #8), as PEM.
    ///
    /// # Errors
    /// With a sentence, when the text is none of these.
    pub fn read(settings: &Dkim) -> Result<Self, String> {
        let (domain, selector) = (settings.domain.clone(), settings.selector.clone());
        let fault = |why: &dyn std::fmt::Display| format!("the DKIM key {selector}._domainkey.{domain}: {why}");
        let der = PrivateKeyDer::from_pem_slice(settings.key.expose().as_bytes())
            .map_err(|_| fault(&"it is no private key in PEM"))?;
        if let PrivateKeyDer::Pkcs8(pkcs8) = &der
            && let Ok(key) = Ed25519Key::from_pkcs8_maybe_unchecked_der(pkcs8.secret_pkcs8_der())
        {
            let public = Public::Ed25519(key.public_key());
            let signer = DkimSigner::from_key(key)
                .domain(&domain)
                .selector(&selector)
                .headers(SIGNED)
                .header_canonicalization(Canonicalization::Relaxed)
                .body_canonicalization(Canonicalization::Relaxed);
            return Ok(Self {
                signer: Signer::Ed25519(Box::new(signer)),
                public,
                domain,
                selector,
            });
        }
        let key = RsaKey::<Sha256>::from_key_der(der)
            .map_err(|_| fault(&"it is neither an RSA key of 2048 bits or more nor an Ed25519 key"))?;
        let public = Public::Rsa(key.public_key());
        let signer = DkimSigner::from_key(key)
            .domain(&domain)
            .selector(&selector)
            .headers(SIGNED)
            .header_canonicalization(Canonicalization::Relaxed)
            .body_canonicalization(Canonicalization::Relaxed);
        Ok(Self {
            signer: Signer::Rsa(Box::new(signer)),
            public,
            domain,
            selector,
        })
    }

    /// The name of the record in the DNS.
    #[must_use]
    pub fn record_name(&self) -> String {
        format!("{}._domainkey.{}", self.selector, self.domain)
    }

    /// The text of the record (RFC 6376 §3.6.1, RFC 8463 §4).
    #[must_use]
    pub fn record(&self) -> String {
        match &self.public {
            Public::Rsa(key) => format!("v=DKIM1; k=rsa; p={}", STANDARD.encode(subject_public_key(key))),
            Public::Ed25519(key) => format!("v=DKIM1; k=ed25519; p={}", STANDARD.encode(key)),
        }
    }

    /// The record as a line of a zone file, in texts that are short enough.
    #[must_use]
    pub fn zone_line(&self) -> String {
        let record = self.record().into_bytes();
        let texts: Vec<String> = record
            .chunks(TEXT_MAX)
            .map(|text| format!("\"{}\"", String::from_utf8_lossy(text)))
            .collect();
        format!("{}. IN TXT ( {} )", self.record_name(), texts.join(" "))
    }

    /// Whether mail from this domain is signed with the key: the domain itself and those below it.
    fn covers(&self, domain: &str) -> bool {
        domain == self.domain
            || domain
                .strip_suffix(self.domain.as_str())
                .is_some_and(|below| below.ends_with('.'))
    }

    /// The header field, with its end.
    fn sign(&self, mail: &[u8]) -> Result<String, String> {
        let signed = match &self.signer {
            Signer::Rsa(signer) => signer.sign(mail),
            Signer::Ed25519(signer) => signer.sign(mail),
        };
        let signature = signed.map_err(|error| format!("{}: {error}", self.record_name()))?;
        Ok(signature.to_header())
    }
}

/// All keys of the configuration.
#[derive(Debug, Default)]
pub struct Keys(Vec<SigningKey>);

impl Keys {
    /// # Errors
    /// With a sentence for each key that cannot be used.
    pub fn read(settings: &[Dkim]) -> Result<Self, Vec<String>> {
        let mut keys = Vec::new();
        let mut faults = Vec::new();
        for one in settings {
            match SigningKey::read(one) {
                Ok(key) => keys.push(key),
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(Self(keys)) } else { Err(faults) }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &SigningKey> {
        self.0.iter()
    }

    /// The mail with a signature of each key of its author's domain on top: several, so that readers who know only the older algorithm find
    /// one that they can check (RFC 8463 §5). Unchanged where From is of no such domain: a mail that was redirected is its author's.
    ///
    /// # Errors
    /// When a key fails.
    pub fn signed(&self, mail: &[u8]) -> Result<Option<Vec<u8>>, String> {
        let Some(domain) = author_domain(mail) else {
            return Ok(None);
        };
        let fields: Vec<String> = self
            .0
            .iter()
            .filter(|key| key.covers(&domain))
            .map(|key| key.sign(mail))
            .collect::<Result<_, _>>()?;
        if fields.is_empty() {
            return Ok(None);
        }
        let mut signed = fields.concat().into_bytes();
        signed.extend_from_slice(mail);
        Ok(Some(signed))
    }
}

/// The domain of From, in lower case; nothing where a mail has not exactly one author.
pub(super) fn author_domain(mail: &[u8]) -> Option<String> {
    let read = mail_auth::AuthenticatedMessage::parse(mail)?;
    match read.from.as_slice() {
        [from] => from.rsplit_once('@').map(|(_, domain)| domain.to_lowercase()),
        _ => None,
    }
}

/// An RSA key with its algorithm around it (SubjectPublicKeyInfo).
fn subject_public_key(key: &[u8]) -> Vec<u8> {
    // A bit string says first how many bits of its last byte do not count.
    let bits = [&[0], key].concat();
    let content = [RSA_ALGORITHM.as_slice(), &der(BIT_STRING, &bits)].concat();
    der(SEQUENCE, &content)
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut bytes = vec![tag];
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => bytes.push(short),
        _ => {
            let digits: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|&byte| byte == 0).collect();
            bytes.push(0x80 | u8::try_from(digits.len()).unwrap_or_default());
            bytes.extend(digits);
        }
    }
    bytes.extend_from_slice(content);
    bytes
}
