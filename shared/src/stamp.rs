//! Stamps that a browser works for before it sends something as nobody (hashcash, <http://www.hashcash.org>): cheap for one message, dear for
//! a million. Nobody has to see or hear anything for it, and no other house is asked.
//!
//! A stamp is `1:bits:time:resource::random:counter`; its SHA-256 begins with so many zero bits. The resource names the form and what is sent by
//! it, so that a stamp is good for that alone. Server and browser go by this file.

use sha2::{Digest, Sha256};

/// The least and the most work that a form may ask for, in bits: a blink of an eye, and half a minute of a slow phone.
pub const BITS: std::ops::RangeInclusive<u32> = 12..=22;
/// What is meant when nobody says otherwise: under a second.
pub const BITS_DEFAULT: u32 = 17;
/// How long a stamp is good, in milliseconds.
pub const LASTS_MS: i64 = 2 * 60 * 60 * 1000;
/// So much further than ours a time may be.
const AHEAD_MS: i64 = 5 * 60 * 1000;

/// Hashes of one piece of work, between which a browser may draw.
pub const PIECE: u64 = 4_000;

/// What a stamp is for: a form, and what is sent by it.
#[must_use]
pub fn resource(slug: &str, address: &str, subject: &str, body: &str) -> String {
    let mut hasher = Sha256::new();
    for part in [slug, address, subject, body] {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hex(&hasher.finalize())
}

/// Work towards a stamp, piece by piece.
#[derive(Clone, Debug)]
pub struct Minting {
    bits: u32,
    begin: String,
    counter: u64,
}

impl Minting {
    /// Begins. `random` is some letters and digits.
    #[must_use]
    pub fn new(bits: u32, time_ms: i64, resource: &str, random: &str) -> Self {
        Self {
            bits,
            begin: format!("1:{bits}:{time_ms}:{resource}::{random}:"),
            counter: 0,
        }
    }

    /// Tries [`PIECE`] more hashes; the stamp, where one fits.
    pub fn work(&mut self) -> Option<String> {
        let known = Sha256::new_with_prefix(&self.begin);
        for _ in 0..PIECE {
            self.counter += 1;
            let counter = self.counter.to_string();
            if zeros(&known.clone().chain_update(&counter).finalize()) >= self.bits {
                return Some(format!("{}{counter}", self.begin));
            }
        }
        None
    }
}

/// Whether a stamp is good for a resource, now: under what hash it counts as spent.
#[must_use]
pub fn check(stamp: &str, bits: u32, resource: &str, now_ms: i64) -> Option<String> {
    let mut parts = stamp.splitn(7, ':');
    let (version, said, time, of) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let said: u32 = said.parse().ok()?;
    let time: i64 = time.parse().ok()?;
    let age = now_ms.checked_sub(time)?;
    let hash = Sha256::digest(stamp.as_bytes());
    let good = stamp.len() <= 300
        && version == "1"
        && said >= bits
        && of == resource
        && (-AHEAD_MS..=LASTS_MS).contains(&age)
        && zeros(&hash) >= bits;
    good.then(|| hex(&hash))
}

fn zeros(hash: &[u8]) -> u32 {
    let mut bits = 0;
    for byte in hash {
        bits += byte.leading_zeros();
        if *byte != 0 {
            break;
        }
    }
    bits
}

fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minted(bits: u32, time: i64, resource: &str) -> String {
        let mut minting = Minting::new(bits, time, resource, "aZ9");
        loop {
            if let Some(stamp) = minting.work() {
                return stamp;
            }
        }
    }

    #[test]
    fn a_stamp_is_good_for_what_it_was_made_for_and_for_a_time() {
        let mine = resource("wlan", "a@b.example", "Betreff", "Text");
        let stamp = minted(12, 1_000_000_000, &mine);
        assert!(check(&stamp, 12, &mine, 1_000_000_000).is_some());
        assert!(check(&stamp, 12, &mine, 1_000_000_000 + LASTS_MS).is_some());
        for (bits, of, now) in [
            (12, resource("wlan", "c@b.example", "Betreff", "Text"), 1_000_000_000),
            (12, resource("vpn", "a@b.example", "Betreff", "Text"), 1_000_000_000),
            (13, mine.clone(), 1_000_000_000),
            (12, mine.clone(), 1_000_000_001 + LASTS_MS),
            (12, mine, 1_000_000_000 - AHEAD_MS - 1),
        ] {
            assert_eq!(check(&stamp, bits, &of, now), None, "{bits} {of} {now}");
        }
        assert_ne!(
            resource("a", "bc", "", ""),
            resource("ab", "c", "", ""),
            "where a part ends counts"
        );
    }

    #[test]
    fn what_only_looks_like_a_stamp_is_none() {
        let mine = resource("wlan", "a@b.example", "Betreff", "Text");
        for stamp in ["", "1", "1:12:x:y", &format!("1:12:1000:{mine}::a:1"), "::::::"] {
            assert_eq!(check(stamp, 12, &mine, 1000), None, "{stamp}");
        }
        // Who says that it is harder than asked for has to show it as hard as asked for.
        let harder = minted(13, 1000, &mine);
        assert!(check(&harder, 12, &mine, 1000).is_some());
    }
}
