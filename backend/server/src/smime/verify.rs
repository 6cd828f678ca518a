//! Whether a signed mail is as its signer left it, and who that is.

use std::path::Path;

use pult_domain::inbound::{Chain, SignatureFacts, signature_result};
use pult_mail::{CertificateFacts, Digest, Signature, SignedMessage, certificate_facts, signed_message};
use pult_shared::{
    Timestamp,
    api::article::{MailSignature, SignatureResult},
};
use rustls::pki_types::{CertificateDer, SignatureVerificationAlgorithm, TrustAnchor, UnixTime, pem::PemObject as _};
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, Error, KeyUsage, anchor_from_trusted_cert, ring};

/// emailProtection (RFC 5280 §4.2.1.12).
const MAIL: &[u8] = &[0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x04];

/// Whose certificates are believed.
#[derive(Debug)]
pub struct Authorities(Vec<TrustAnchor<'static>>);

impl Authorities {
    /// Reads a file of certificates in PEM.
    ///
    /// # Errors
    /// With a sentence, when it cannot be read or holds none.
    pub fn read(path: &Path) -> Result<Self, String> {
        let fault = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
        let mut anchors = Vec::new();
        for certificate in CertificateDer::pem_file_iter(path).map_err(|error| fault(&error))? {
            let certificate = certificate.map_err(|error| fault(&error))?;
            let anchor = anchor_from_trusted_cert(&certificate).map_err(|error| fault(&error))?;
            anchors.push(anchor.to_owned());
        }
        if anchors.is_empty() {
            return Err(fault(&"no certificate is in it"));
        }
        Ok(Self(anchors))
    }

    /// What is to be said about the signature of a mail that came at `now` from `sender`; nothing where it has none as a whole.
    #[must_use]
    pub fn verify(&self, raw: &[u8], sender: Option<&str>, now: Timestamp) -> Option<MailSignature> {
        let message = signed_message(raw)?;
        let Some((signature, certificate, facts)) = signer(&message) else {
            return Some(MailSignature {
                result: SignatureResult::Unreadable,
                signer: String::new(),
            });
        };
        let known = SignatureFacts {
            holds: holds(&message.content, signature, certificate),
            chain: self.chain(&message, certificate, now),
            names_sender: sender.is_some_and(|sender| facts.addresses.contains(&sender.to_lowercase())),
        };
        Some(MailSignature {
            result: signature_result(known),
            signer: label(&facts, sender),
        })
    }

    fn chain(&self, message: &SignedMessage, certificate: &[u8], now: Timestamp) -> Chain {
        let certificate = CertificateDer::from(certificate);
        let Ok(end) = EndEntityCert::try_from(&certificate) else {
            return Chain::Unknown;
        };
        let all = message.signature.iter().flat_map(|signature| &signature.certificates);
        let others: Vec<CertificateDer<'_>> = all
            .filter(|der| der.as_slice() != certificate.as_ref())
            .map(|der| CertificateDer::from(der.as_slice()))
            .collect();
        let seconds = u64::try_from(now.as_second()).unwrap_or_default();
        let time = UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
        let usage = KeyUsage::required_if_present(MAIL);
        match end.verify_for_usage(ALL_VERIFICATION_ALGS, &self.0, &others, time, usage, None, None) {
            Ok(_) => Chain::Trusted,
            Err(Error::CertExpired { .. } | Error::CertNotValidYet { .. }) => Chain::OutOfDate,
            Err(_) => Chain::Unknown,
        }
    }
}

/// The first signature with its certificate. Mails that people send have one.
fn signer(message: &SignedMessage) -> Option<(&Signature, &[u8], CertificateFacts)> {
    let found = message.signature.as_ref()?;
    let signature = found.signatures.first()?;
    let mut certificates = found.certificates.iter();
    certificates.find_map(|der| {
        let facts = certificate_facts(der).filter(|facts| facts.is(&signature.signer))?;
        Some((signature, der.as_slice(), facts))
    })
}

/// Whether the signature is one of this content by this certificate's key; nothing where its methods are unknown or too weak.
fn holds(content: &[u8], signature: &Signature, certificate: &[u8]) -> Option<bool> {
    let algorithms = algorithms(signature)?;
    let certificate = CertificateDer::from(certificate);
    let end = EndEntityCert::try_from(&certificate).ok()?;
    let covered = match &signature.attributes {
        Some((attributes, digest)) => {
            let actual = match signature.digest {
                Digest::Sha256 => Sha256::digest(content).to_vec(),
                Digest::Sha384 => Sha384::digest(content).to_vec(),
                Digest::Sha512 => Sha512::digest(content).to_vec(),
                Digest::Other => return None,
            };
            if actual != *digest {
                return Some(false);
            }
            attributes.as_slice()
        }
        None => content,
    };
    let mut is_known = false;
    for algorithm in algorithms {
        match end.verify_signature(algorithm, covered, &signature.bytes) {
            Ok(()) => return Some(true),
            Err(Error::InvalidSignatureForPublicKey) => is_known = true,
            Err(_) => {}
        }
    }
    // PSS has parameters of its own (RFC 4055 §3.1), of which only the usual ones are known here: another salt is no forgery.
    (is_known && !signature.is_pss).then_some(false)
}

/// What may have been signed with: the key of the certificate tells which of them.
fn algorithms(signature: &Signature) -> Option<Vec<&'static dyn SignatureVerificationAlgorithm>> {
    Some(match (signature.digest, signature.is_pss) {
        (Digest::Sha256, false) => vec![
            ring::RSA_PKCS1_2048_8192_SHA256,
            ring::ECDSA_P256_SHA256,
            ring::ECDSA_P384_SHA256,
        ],
        (Digest::Sha384, false) => vec![
            ring::RSA_PKCS1_2048_8192_SHA384,
            ring::ECDSA_P384_SHA384,
            ring::ECDSA_P256_SHA384,
        ],
        (Digest::Sha512, false) => vec![ring::RSA_PKCS1_2048_8192_SHA512, ring::ED25519],
        (Digest::Sha256, true) => vec![ring::RSA_PSS_2048_8192_SHA256_LEGACY_KEY],
        (Digest::Sha384, true) => vec![ring::RSA_PSS_2048_8192_SHA384_LEGACY_KEY],
        (Digest::Sha512, true) => vec![ring::RSA_PSS_2048_8192_SHA512_LEGACY_KEY],
        (Digest::Other, _) => return None,
    })
}

/// `Name <address>`: of several addresses that of the sender.
fn label(facts: &CertificateFacts, sender: Option<&str>) -> String {
    let senders = sender
        .map(str::to_lowercase)
        .filter(|sender| facts.addresses.contains(sender));
    match (
        facts.name.as_str(),
        senders.or_else(|| facts.addresses.first().cloned()),
    ) {
        (name, None) => name.to_owned(),
        ("", Some(address)) => address,
        (name, Some(address)) => format!("{name} <{address}>"),
    }
}
