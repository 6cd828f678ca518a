//! The keys of the desk's own addresses.

use std::{fmt, sync::Arc};

use pult_mail::{SignedAs, signed_attributes, unsigned};
use pult_shared::Timestamp;
use rustls::{
    SignatureScheme,
    crypto::ring::sign::any_supported_type,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    sign::SigningKey,
};
use sha2::{Digest as _, Sha256};

use crate::config::Smime;

/// What the programs of all readers can verify.
const SCHEMES: [SignatureScheme; 2] = [
    SignatureScheme::RSA_PKCS1_SHA256,
    SignatureScheme::ECDSA_NISTP256_SHA256,
];

struct Key {
    /// In lower case.
    address: String,
    /// DER; the address's own first.
    certificates: Vec<Vec<u8>>,
    key: Arc<dyn SigningKey>,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.address)
    }
}

/// All keys of the configuration.
#[derive(Debug, Default)]
pub struct SigningKeys(Vec<Key>);

impl SigningKeys {
    /// # Errors
    /// With a sentence for each key that cannot be used.
    pub fn read(settings: &[Smime]) -> Result<Self, Vec<String>> {
        let mut keys = Vec::new();
        let mut faults = Vec::new();
        for one in settings {
            match read(one) {
                Ok(key) => keys.push(key),
                Err(why) => faults.push(format!("the S/MIME key of {}: {why}", one.address)),
            }
        }
        if faults.is_empty() { Ok(Self(keys)) } else { Err(faults) }
    }

    /// The addresses whose mail is signed.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|key| key.address.as_str())
    }

    /// A composed mail of an address, signed; nothing where the address has no key.
    ///
    /// # Errors
    /// With a sentence, when the key fails.
    pub fn signed(&self, from: &str, mail: &[u8], now: Timestamp) -> Result<Option<Vec<u8>>, String> {
        match self.0.iter().find(|key| key.address.eq_ignore_ascii_case(from)) {
            Some(key) => key.sign(mail, now).map(Some),
            None => Ok(None),
        }
    }
}

impl Key {
    fn sign(&self, mail: &[u8], now: Timestamp) -> Result<Vec<u8>, String> {
        let signer = self.key.choose_scheme(&SCHEMES).ok_or("the key can no longer sign")?;
        let apart = unsigned(mail);
        let attributes = signed_attributes(&Sha256::digest(&apart.content), now);
        let signature = signer.sign(&attributes).map_err(|error| error.to_string())?;
        let with = SignedAs {
            certificates: &self.certificates,
            attributes: &attributes,
            signature: &signature,
        };
        apart.signed(&with).map_err(|error| error.to_string())
    }
}

fn read(settings: &Smime) -> Result<Key, String> {
    let chain = CertificateDer::pem_file_iter(&settings.certificate_file)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| format!("{}: {error}", settings.certificate_file.display()))?;
    let first = chain
        .first()
        .ok_or_else(|| format!("{}: no certificate is in it", settings.certificate_file.display()))?;
    let facts = pult_mail::certificate_facts(first).ok_or("the first certificate cannot be read")?;
    if !facts.addresses.contains(&settings.address) {
        return Err("the first certificate is not for this address".to_owned());
    }
    let key = PrivateKeyDer::from_pem_slice(settings.key.expose().as_bytes())
        .map_err(|_| "the key is no private key in PEM".to_owned())?;
    let key = any_supported_type(&key)
        .ok()
        .filter(|key| key.choose_scheme(&SCHEMES).is_some())
        .ok_or("the key is neither RSA of 2048 bits or more nor of the curve P-256")?;
    let public = key.public_key().ok_or("the key does not tell its public half")?;
    let end = webpki::EndEntityCert::try_from(first).map_err(|error| error.to_string())?;
    if end.subject_public_key_info() != public {
        return Err("key and first certificate do not belong together".to_owned());
    }
    Ok(Key {
        address: settings.address.clone(),
        certificates: chain.iter().map(|certificate| certificate.to_vec()).collect(),
        key,
    })
}
