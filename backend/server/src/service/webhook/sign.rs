//! The signature of a message, as Standard Webhooks describes it: HMAC-SHA-256 over id, time and body.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::clock::Rng;

/// What stands before a secret, so that people and scanners know it as one.
pub const PREFIX: &str = "whsec_";

/// A fresh key of 256 random bits, in Base64.
#[must_use]
pub fn fresh(rng: &dyn Rng) -> String {
    let mut bytes = [0_u8; 32];
    rng.fill(&mut bytes);
    STANDARD.encode(bytes)
}

/// The value of `webhook-signature`; nothing for a key that is none.
#[must_use]
pub fn signature(key: &str, id: &str, timestamp: i64, body: &str) -> Option<String> {
    let key = STANDARD.decode(key).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of the specification's own test suite.
    #[test]
    fn signed_as_the_standard_says() {
        let signed = signature(
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(
            signed.as_deref(),
            Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        );
        assert_eq!(signature("no base64!", "id", 0, ""), None);
    }
}
