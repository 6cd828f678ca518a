//! Session tokens: random, shown once, kept only as a hash.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::clock::Rng;

/// A fresh token of 256 random bits, as text for a cookie.
#[must_use]
pub fn fresh(rng: &dyn Rng) -> String {
    let mut bytes = [0_u8; 32];
    rng.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What the database keeps of a token: SHA-256 in hex. A fast hash is enough, since the token has 256 random bits.
#[must_use]
pub fn hash(token: &str) -> String {
    Sha256::digest(token.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
