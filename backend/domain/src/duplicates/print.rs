//! The print of a request: MinHash values of its shingles (Broder, *On the resemblance and containment of documents*, 1997), and the bands by
//! which similar prints meet (Leskovec, Rajaraman, Ullman, *Mining of Massive Datasets*, ch. 3.4).

use std::collections::BTreeSet;

use super::terms::terms;

/// Values of a print. The share that two texts have in common is estimated with a standard error of 0.04 around one third.
pub const VALUES: usize = 128;
/// Bands of a print, of two values each: two texts with a third in common meet in one of them in 94 of 100 cases, with a fiftieth in
/// 1 of 100.
pub const BANDS: usize = 24;
const ROWS: usize = 2;
/// A text of fewer different words says too little to be compared: "WLAN geht nicht" is many requests.
const TERMS_MIN: usize = 4;

/// What is kept of a request to find similar ones; the text cannot be read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Print {
    values: Vec<u16>,
}

impl Print {
    /// The print of a request; nothing where it says too little.
    #[must_use]
    pub fn of(subject: &str, text: &str) -> Option<Self> {
        let terms = terms(subject, text);
        let words: BTreeSet<&str> = terms.iter().map(String::as_str).collect();
        if words.len() < TERMS_MIN {
            return None;
        }
        let pairs = terms.windows(2).map(|pair| hash(&pair.join(" ")));
        let shingles: BTreeSet<u64> = words.iter().map(|word| hash(word)).chain(pairs).collect();
        let least = |seed: u64| shingles.iter().map(|shingle| mix(shingle ^ mix(seed))).min();
        let values = (1..=VALUES as u64).filter_map(least).map(|least| {
            // The least value has zeros in front; what is behind is as good as any.
            (least & 0xffff) as u16
        });
        Some(Self {
            values: values.collect(),
        })
    }

    /// As it is stored: two bytes for each value.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.values.iter().flat_map(|value| value.to_be_bytes()).collect()
    }

    /// From what was stored; nothing where that is no print.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (pairs, rest) = bytes.as_chunks::<2>();
        (pairs.len() == VALUES && rest.is_empty()).then(|| Self {
            values: pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect(),
        })
    }

    /// The keys under which it meets similar ones: number and values of each band in one.
    #[must_use]
    pub fn bands(&self) -> Vec<i64> {
        let of = |(number, values): (usize, &[u16])| {
            let values = values.iter().map(|value| i64::from(*value));
            values.fold(number as i64, |key, value| key << 16 | value)
        };
        self.values.chunks_exact(ROWS).take(BANDS).enumerate().map(of).collect()
    }

    /// The share of shingles that two requests have in common, of all that either has: 0 to 1, estimated.
    #[must_use]
    pub fn share(&self, other: &Self) -> f64 {
        let same = self.values.iter().zip(&other.values).filter(|(one, two)| one == two);
        same.count() as f64 / VALUES as f64
    }
}

/// FNV-1a; spread by [`mix`] afterwards. Must stay as it is: prints are stored.
fn hash(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    mix(text.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}

/// The finaliser of SplitMix64.
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ value >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ value >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ value >> 31
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn print(text: &str) -> Print {
        Print::of("", text).expect("enough words")
    }

    #[test]
    fn equal_texts_are_equal_and_others_are_not() {
        let one = print("Der Drucker im dritten Stock der Bibliothek meldet Papierstau");
        let same = print("Hallo,\nDER DRUCKER im dritten Stock der Bibliothek meldet Papierstau!\n\nViele Grüße\nMia");
        let other = print("Eduroam bricht im Wohnheim Nord jeden Abend mehrmals ab");
        assert!((one.share(&same) - 1.0).abs() < f64::EPSILON, "{}", one.share(&same));
        assert!(one.share(&other) < 0.05);
        assert_eq!(one.bands(), same.bands());
        assert_eq!(Print::of("WLAN", "geht nicht"), None, "that is many requests");
    }

    #[test]
    fn what_is_stored_stays_readable() {
        // Prints are stored: whoever changes them has to make those of the last weeks again.
        let print = print("Der Drucker im dritten Stock der Bibliothek meldet Papierstau");
        assert_eq!(Print::from_bytes(&print.to_bytes()), Some(print.clone()));
        assert_eq!(Print::from_bytes(&[0; 3]), None);
        assert_eq!(print.bands().len(), BANDS);
        assert!(
            print.bands().windows(2).all(|pair| pair[0] < pair[1]),
            "a key names its band"
        );
    }

    proptest! {
        // req: C9
        #[test]
        fn the_estimate_is_near_the_truth(common in 10_usize..60, own in 1_usize..60) {
            let words = |from: usize, count: usize| (from..from + count).map(|n| format!("wort{}", spelled(n))).collect::<Vec<_>>();
            let text = |rest: usize| [words(0, common), words(rest, own)].concat().join(" ");
            let (one, two) = (print(&text(1_000)), print(&text(2_000)));
            // Words and pairs of neighbours; one pair spans the seam.
            let both = (2 * common - 1) as f64;
            let truth = both / (both + 4.0 * own as f64);
            prop_assert!((one.share(&two) - truth).abs() < 0.18, "{} for {truth}", one.share(&two));
        }
    }

    /// A number in letters, so that no stemmer and no limit of digits touches it.
    fn spelled(n: usize) -> String {
        n.to_string()
            .bytes()
            .map(|digit| char::from(b'k' + (digit - b'0')))
            .collect()
    }
}
