//! In which of the two languages a text is written.
//!
//! Knows the most frequent small words of German and English; must not know what is said to whom.

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    De,
    En,
}

impl Lang {
    /// The language tag of RFC 5646.
    pub fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }

    /// The first language of a `Content-Language` or `Accept-Language` header that is one of ours.
    pub(crate) fn from_header(value: &str) -> Option<Self> {
        value.split(',').find_map(|range| {
            let primary = range.split([';', '-', '_']).next().unwrap_or_default().trim();
            match primary.to_ascii_lowercase().as_str() {
                "de" => Some(Self::De),
                "en" => Some(Self::En),
                _ => None,
            }
        })
    }
}

/// No word that both languages have (`in`, `an`, `so`, `am`, `was`, `die`, `also`, `bin`, `man`, `not`, `will`, `war`).
const GERMAN: &[&str] = &[
    "aber",
    "auf",
    "aus",
    "bei",
    "bitte",
    "danke",
    "das",
    "dass",
    "dem",
    "den",
    "der",
    "des",
    "ein",
    "eine",
    "einen",
    "einer",
    "es",
    "freundlichen",
    "für",
    "grüße",
    "grüßen",
    "gruß",
    "guten",
    "habe",
    "haben",
    "hallo",
    "ich",
    "ihr",
    "ihre",
    "ihnen",
    "im",
    "ist",
    "kann",
    "kein",
    "keine",
    "können",
    "liebe",
    "mein",
    "meine",
    "meinem",
    "meinen",
    "mich",
    "mir",
    "mit",
    "nach",
    "nicht",
    "noch",
    "nur",
    "oder",
    "sehr",
    "sich",
    "sie",
    "sind",
    "um",
    "und",
    "uns",
    "viele",
    "vielen",
    "vom",
    "von",
    "wenn",
    "werden",
    "wie",
    "wir",
    "wird",
    "zu",
    "zum",
    "zur",
    "über",
];
const ENGLISH: &[&str] = &[
    "about", "and", "any", "are", "but", "can", "could", "dear", "does", "for", "from", "have", "hello", "how", "is",
    "it", "kind", "my", "of", "on", "or", "our", "please", "regards", "thank", "thanks", "that", "the", "there",
    "this", "to", "when", "with", "would", "you", "your", "i", "we", "cannot", "has", "been", "been", "which", "they",
];

/// Enough to know, and little enough that the longest mail costs nothing.
const LOOKED_AT: usize = 8_192;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Guess {
    pub lang: Lang,
    /// Sure enough to speak against the settings of the sender's mail program.
    pub strong: bool,
}

/// `None` when there is too little to go by, or as much of one as of the other. Quoted lines are others' words.
pub(crate) fn guess(text: &str) -> Option<Guess> {
    let (mut german, mut english) = (0_usize, 0_usize);
    let mut left = LOOKED_AT;
    for line in text.lines() {
        let Some(rest) = left.checked_sub(line.len().min(LOOKED_AT) + 1) else {
            break;
        };
        left = rest;
        if line.starts_with('>') {
            continue;
        }
        for word in line
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty() && word.len() < 24)
        {
            let word = word.to_lowercase();
            german += usize::from(GERMAN.contains(&word.as_str()));
            english += usize::from(ENGLISH.contains(&word.as_str()));
        }
    }
    let (lang, more, less) = if german >= english {
        (Lang::De, german, english)
    } else {
        (Lang::En, english, german)
    };
    (more >= 2 && more >= 2 * less).then_some(Guess {
        lang,
        strong: more >= 6 && more >= 4 * less,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_tell_the_language() {
        let cases = [
            ("Hallo, ich kann mich nicht mit dem WLAN verbinden.", Some(Lang::De)),
            ("Hello, I cannot connect to the WLAN with my laptop.", Some(Lang::En)),
            ("WLAN kaputt", None),
            ("", None),
            (
                "> ich habe das nicht\n> und wir sind da\nThank you, this is great, it works for me",
                Some(Lang::En),
            ),
            ("und the und the", None),
        ];
        for (text, expected) in cases {
            assert_eq!(guess(text).map(|found| found.lang), expected, "{text:?}");
        }
    }

    #[test]
    fn headers_name_the_first_known_language() {
        let cases = [
            ("de-DE, en-US", Some(Lang::De)),
            ("fr, en;q=0.8", Some(Lang::En)),
            ("EN", Some(Lang::En)),
            ("fr", None),
            ("", None),
        ];
        for (value, expected) in cases {
            assert_eq!(Lang::from_header(value), expected, "{value:?}");
        }
    }
}
