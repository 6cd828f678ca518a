//! One-time codes of an app (RFC 6238) as every app knows them: SHA-1, six digits, thirty seconds, one step to either side. Base32 (RFC 4648)
//! is how people type the secret.

use pult_shared::Timestamp;
use totp_rs::{Builder, Secret, Totp};

use crate::clock::Rng;

/// 160 bits, as RFC 4226 §4 recommends.
const SECRET_BYTES: usize = 20;
/// 80 bits: nobody guesses them, so a fast hash is enough, as for tokens.
const RECOVERY_BYTES: usize = 10;
const STEP_SECONDS: u64 = 30;

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A fresh secret in base32.
#[must_use]
pub fn fresh_secret(rng: &dyn Rng) -> String {
    let mut bytes = [0_u8; SECRET_BYTES];
    rng.fill(&mut bytes);
    base32(&bytes)
}

/// A fresh recovery code: sixteen letters and digits.
#[must_use]
pub fn fresh_recovery_code(rng: &dyn Rng) -> String {
    let mut bytes = [0_u8; RECOVERY_BYTES];
    rng.fill(&mut bytes);
    base32(&bytes).to_lowercase()
}

/// The step that a code belongs to, if it is right about now. None too for a secret that cannot be read.
#[must_use]
pub fn step_of(secret: &str, code: &str, now: Timestamp) -> Option<u64> {
    let seconds = u64::try_from(now.as_second()).ok()?;
    totp(secret)?.check(code, seconds)
}

/// The code of a time.
#[must_use]
pub fn code_at(secret: &str, now: Timestamp) -> Option<String> {
    let seconds = u64::try_from(now.as_second()).ok()?;
    Some(totp(secret)?.generate(seconds).to_string())
}

fn totp(secret: &str) -> Option<Totp> {
    let bytes: [u8; SECRET_BYTES] = from_base32(secret)?.try_into().ok()?;
    let builder = Builder::new().with_step_duration(STEP_SECONDS);
    builder.with_secret(Secret::new_stack(bytes)).build().ok()
}

/// What the app reads from the QR code (`otpauth:`, as Google Authenticator's key URI format has it).
#[must_use]
pub fn uri(secret: &str, issuer: &str, account: &str) -> String {
    let (issuer, account) = (encoded(issuer), encoded(account));
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30")
}

/// RFC 3986 §2.3.
fn encoded(text: &str) -> String {
    let each = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    each.collect()
}

/// Without padding.
fn base32(bytes: &[u8]) -> String {
    let (mut bits, mut held, mut text) = (0_u32, 0_u32, String::new());
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            text.push(letter(bits >> held));
        }
        bits &= (1 << held) - 1;
    }
    if held > 0 {
        text.push(letter(bits << (5 - held)));
    }
    text
}

fn letter(bits: u32) -> char {
    let place = usize::try_from(bits & 31).unwrap_or_default();
    char::from(BASE32.get(place).copied().unwrap_or_default())
}

fn from_base32(text: &str) -> Option<Vec<u8>> {
    let (mut bits, mut held, mut bytes) = (0_u32, 0_u32, Vec::new());
    for letter in text.bytes() {
        let value = BASE32.iter().position(|known| *known == letter)?;
        bits = (bits << 5) | u32::try_from(value).ok()?;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held).ok()?);
            bits &= (1 << held) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SeededRng;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a timestamp")
    }

    // RFC 4648 §10, RFC 6238 appendix B (the last six of its eight digits).
    #[test]
    fn by_the_examples_of_the_standards() {
        for (bytes, text) in [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")] {
            assert_eq!(base32(bytes.as_bytes()), text);
            assert_eq!(from_base32(text).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(from_base32("MZ1"), None);
        let secret = base32(b"12345678901234567890");
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(code_at(&secret, at(second)).as_deref(), Some(code));
            assert_eq!(
                step_of(&secret, code, at(second)),
                Some(u64::try_from(second).expect("positive") / 30)
            );
        }
    }

    #[test]
    fn a_code_is_right_for_a_step_to_either_side() {
        let secret = fresh_secret(&SeededRng::new(7));
        let code = code_at(&secret, at(1_800_000_000)).expect("a code");
        for (second, right) in [(-31, false), (-30, true), (0, true), (59, true), (60, false)] {
            assert_eq!(
                step_of(&secret, &code, at(1_800_000_000 + second)).is_some(),
                right,
                "{second}"
            );
        }
        for wrong in ["", "12345", "1234567", "abcdef", "+12345"] {
            assert_eq!(step_of(&secret, wrong, at(1_800_000_000)), None, "{wrong}");
        }
        assert_eq!(step_of("short", &code, at(1_800_000_000)), None);
    }

    #[test]
    fn what_the_app_reads() {
        let uri = uri("ABC", "Pult: Uni", "lena@uni.example");
        assert_eq!(
            uri,
            "otpauth://totp/Pult%3A%20Uni:lena%40uni.example?secret=ABC&issuer=Pult%3A%20Uni&algorithm=SHA1&digits=6&period=30"
        );
    }
}
