//! The one analyser of search: from text to words, the same for what is stored and for what is asked, so that both databases
//! and the filter in memory find the same.
//!
//! A token is folded (case, compatibility forms, diacritics, umlauts in both spellings) and stemmed as German and as English.
//! Both stems are kept, because the language of a single word is anybody's guess; the fold makes them meet.

use std::{cell::OnceCell, collections::HashSet};

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

/// Longer tokens are cut: they are encoded data, not words.
const WORD_CHARS_MAX: usize = 64;
/// Words of one text; what comes later is not found.
pub const WORDS_MAX: usize = 20_000;
/// Bytes of all words of one text together (a `tsvector` holds 1 MB).
pub const WORDS_BYTES_MAX: usize = 500_000;
/// Characters of a text that are looked at.
const TEXT_CHARS_MAX: usize = 2_000_000;
/// Tokens of one question.
const QUERY_TOKENS_MAX: usize = 32;

/// The words of a text, each once, in the order in which they first appear.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut analyser = Analyser::default();
    let mut seen_tokens = HashSet::new();
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    let mut bytes = 0;
    for token in Tokens::new(text) {
        if seen_tokens.contains(&token) {
            continue;
        }
        for word in analyser.variants(&token) {
            if seen.contains(&word) {
                continue;
            }
            bytes += word.len();
            if found.len() == WORDS_MAX || bytes > WORDS_BYTES_MAX {
                return found;
            }
            seen.insert(word.clone());
            found.push(word);
        }
        seen_tokens.insert(token);
    }
    found
}

/// The tokens of a text, folded but not stemmed, each once and in order: names, which are looked up by how they begin. What a
/// token begins with begins its folded form too.
#[must_use]
pub fn tokens(text: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    Tokens::new(text)
        .map(|token| fold_digraphs(&token))
        .filter(|token| seen.insert(token.clone()))
        .take(WORDS_MAX)
        .collect()
}

/// What a question looks for: every token must be found, in any one of its forms. Empty for a text without letters or digits.
#[must_use]
pub fn query_words(text: &str) -> Vec<Vec<String>> {
    let mut analyser = Analyser::default();
    Tokens::new(text)
        .take(QUERY_TOKENS_MAX)
        .map(|token| analyser.variants(&token))
        .collect()
}

/// As which language words are stemmed where the language of a whole text is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stemming {
    German,
    English,
}

/// The stems of those tokens of a text that `kept` lets pass, in their order and as often as they stand there, at most `limit`.
pub(crate) fn stems(text: &str, language: Stemming, kept: impl Fn(&str) -> bool, limit: usize) -> Vec<String> {
    let stemmer = Stemmer::create(match language {
        Stemming::German => Algorithm::German,
        Stemming::English => Algorithm::English,
    });
    Tokens::new(text)
        .map(|token| fold_digraphs(&token))
        .filter(|token| kept(token))
        .map(|token| stemmer.stem(&token).into_owned())
        .take(limit)
        .collect()
}

#[derive(Default)]
struct Analyser {
    german: OnceCell<Stemmer>,
    english: OnceCell<Stemmer>,
}

impl Analyser {
    /// The forms under which a token is kept: one or two.
    fn variants(&mut self, token: &str) -> Vec<String> {
        let folded = fold_digraphs(token);
        if token.chars().any(|c| !c.is_alphabetic()) {
            // Numbers, room names and the like have no inflection.
            return vec![folded];
        }
        let german = self
            .german
            .get_or_init(|| Stemmer::create(Algorithm::German))
            .stem(&folded)
            .into_owned();
        // English spelling has its own `ae`, `oe`, `ue`; so stem first and fold the stem.
        let english = fold_digraphs(
            &self
                .english
                .get_or_init(|| Stemmer::create(Algorithm::English))
                .stem(token),
        );
        if english == german {
            vec![german]
        } else {
            vec![german, english]
        }
    }
}

/// `ae`, `oe`, `ue` as a way to write umlauts become the bare vowel, as `ä`, `ö`, `ü` have before. Not `ue` after a vowel or
/// `q`, where it is no umlaut (*neue*, *Quelle*).
fn fold_digraphs(token: &str) -> String {
    let mut folded = String::with_capacity(token.len());
    let mut previous = None;
    let mut chars = token.chars().peekable();
    while let Some(c) = chars.next() {
        folded.push(c);
        let umlaut = match c {
            'a' | 'o' => true,
            'u' => !previous.is_some_and(|p| "aeiouq".contains(p)),
            _ => false,
        };
        if umlaut && chars.next_if_eq(&'e').is_some() {
            previous = Some('e');
        } else {
            previous = Some(c);
        }
    }
    folded
}

/// Runs of letters and digits, folded except for the digraphs.
struct Tokens<'a> {
    chars: Box<dyn Iterator<Item = char> + 'a>,
}

impl<'a> Tokens<'a> {
    fn new(text: &'a str) -> Self {
        let chars = text
            .chars()
            .take(TEXT_CHARS_MAX)
            .stream_safe()
            .nfkc()
            .flat_map(char::to_lowercase)
            .nfd()
            // The combining diacritical marks; other scripts' marks are part of their letters.
            .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
            .nfc()
            .flat_map(spell_out);
        Self { chars: Box::new(chars) }
    }
}

/// Letters that Unicode does not take apart.
fn spell_out(c: char) -> impl Iterator<Item = char> {
    let (first, second) = match c {
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'ø' => ('o', None),
        'ł' => ('l', None),
        'đ' => ('d', None),
        'ı' => ('i', None),
        other => (other, None),
    };
    std::iter::once(first).chain(second)
}

impl Iterator for Tokens<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let mut token = String::new();
        let mut length = 0;
        for c in self.chars.by_ref() {
            if c.is_alphanumeric() {
                if length < WORD_CHARS_MAX {
                    token.push(c);
                }
                length += 1;
            } else if length > 0 {
                break;
            }
        }
        (length > 0).then_some(token)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn meet(left: &str, right: &str) -> bool {
        let stored: HashSet<_> = words(left).into_iter().collect();
        query_words(right)
            .iter()
            .all(|forms| forms.iter().any(|form| stored.contains(form)))
    }

    #[test]
    fn spellings_and_inflections_meet() {
        for (stored, asked) in [
            ("Universität", "universitaet"),
            ("UNIVERSITAT", "Universität"),
            ("Universitäten", "Universität"),
            ("Straße", "STRASSE"),
            ("Drucker", "drucker"),
            ("die Drucke", "Druck"),
            ("Prüfungen", "pruefung"),
            ("passwords", "password"),
            ("printing", "print"),
            ("queues", "queue"),
            ("values", "value"),
            ("neue Quelle", "quelle"),
            ("ﬁle №5", "file"),
            ("Raum B2.07", "b2"),
            ("İstanbul", "istanbul"),
            ("lena.vogt@stud.example", "vogt"),
        ] {
            assert!(
                meet(stored, asked),
                "{stored} / {asked}: {:?} {:?}",
                words(stored),
                query_words(asked)
            );
        }
    }

    #[test]
    fn other_words_do_not_meet() {
        for (stored, asked) in [("Drucker", "Drache"), ("WLAN", "LAN"), ("", "x"), ("Haus", "Maus")] {
            assert!(!meet(stored, asked), "{stored} / {asked}");
        }
    }

    #[test]
    fn names_are_found_by_how_they_begin() {
        for (name, typed) in [
            ("Jörg Müller", "joerg"),
            ("Joerg Mueller", "JÖR"),
            ("Michael", "micha"),
            ("Michael", "michae"),
            ("lena.vogt@stud.example", "vogt"),
        ] {
            let typed = tokens(typed);
            assert!(
                tokens(name).iter().any(|word| word.starts_with(&typed[0])),
                "{name} / {typed:?}"
            );
        }
        assert_eq!(tokens("Vogt vogt VOGT"), ["vogt"]);
    }

    #[test]
    fn work_is_bounded() {
        let long: String = (0..50_000).map(|n| format!("w{n} ")).collect();
        assert_eq!(words(&long).len(), WORDS_MAX);
        assert_eq!(words(&"a".repeat(1_000)), ["a".repeat(WORD_CHARS_MAX)]);
        assert!(words(&"\u{301}".repeat(100_000)).is_empty());
        assert_eq!(query_words(&long).len(), QUERY_TOKENS_MAX);
    }

    proptest! {
        #[test]
        fn every_text_finds_itself(text in "\\PC{0,80}") {
            prop_assert!(meet(&text, &text));
        }

        #[test]
        fn words_are_bare(text in "\\PC{0,80}") {
            for word in words(&text) {
                prop_assert!(!word.is_empty() && word.chars().all(char::is_alphanumeric), "{:?}", word);
            }
        }
    }
}
