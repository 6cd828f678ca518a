//! Which passwords a local account may have.
//!
//! What counts is how much of a password is left when everything is taken together that a program guesses first (NIST SP 800-63B §3.1.1.2):
//! words that everybody uses, the person's own names, runs such as `1234`, `qwertz` or `aaaa`. No rule asks for digits or signs: they
//! make passwords hard to remember and not hard to guess.

use pult_shared::{
    error::FieldCode,
    limits::{PASSWORD_MAX, PASSWORD_MIN},
};

/// Characters that must be left.
const LEFT_MIN: usize = 8;
/// Different characters that it must have.
const DISTINCT_MIN: usize = 5;
/// Shorter names and words are not looked for: they stand in anything.
const WORD_MIN: usize = 4;

/// Rows of the keyboards, German and English, and what else people type along.
const ROWS: [&str; 7] = [
    "1234567890",
    "qwertzuiopü",
    "qwertyuiop",
    "asdfghjklöä",
    "yxcvbnm",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
];

/// Words that lists of leaked passwords begin with, and those that a campus invites.
const COMMON: &[&str] = &[
    "passwort",
    "password",
    "passw0rd",
    "p@ssw0rd",
    "kennwort",
    "geheim",
    "secret",
    "hallo",
    "hello",
    "willkommen",
    "welcome",
    "admin",
    "administrator",
    "login",
    "letmein",
    "iloveyou",
    "ichliebedich",
    "schatz",
    "master",
    "monkey",
    "dragon",
    "sunshine",
    "princess",
    "football",
    "fussball",
    "fußball",
    "baseball",
    "superman",
    "batman",
    "sommer",
    "winter",
    "herbst",
    "frühling",
    "fruehling",
    "summer",
    "autumn",
    "spring",
    "januar",
    "februar",
    "märz",
    "maerz",
    "april",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
    "january",
    "february",
    "march",
    "june",
    "july",
    "october",
    "december",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "semester",
    "student",
    "studium",
    "universität",
    "universitaet",
    "university",
    "hochschule",
    "campus",
    "mensa",
    "bibliothek",
    "servicedesk",
    "helpdesk",
    "support",
    "pult",
    "berlin",
    "hamburg",
    "münchen",
    "muenchen",
    "köln",
    "koeln",
    "frankfurt",
    "deutschland",
    "germany",
    "test",
    "demo",
    "changeme",
    "default",
    "internet",
    "computer",
    "windows",
    "linux",
    "google",
    "whatever",
    "trustno1",
    "starwars",
    "pokemon",
    "michael",
    "thomas",
    "andreas",
    "stefan",
    "daniel",
    "jennifer",
    "jessica",
    "nicole",
    "michelle",
    "charlie",
    "jordan",
    "ashley",
    "shadow",
    "killer",
    "freedom",
    "hunter",
    "ranger",
    "mustang",
    "1q2w3e4r",
    "q1w2e3r4",
    "1qaz2wsx",
    "zaq12wsx",
];

/// Whether somebody may have this password. `own` are their names: account id, name, addresses.
///
/// # Errors
/// `too_short`, `too_long` (both in characters), `too_easy`.
pub fn check<'a>(password: &str, own: impl IntoIterator<Item = &'a str>) -> Result<(), FieldCode> {
    let length = password.chars().count();
    if length < PASSWORD_MIN {
        return Err(FieldCode::TooShort);
    }
    if length > PASSWORD_MAX {
        return Err(FieldCode::TooLong);
    }
    let lower = password.to_lowercase();
    let mut distinct: Vec<char> = lower.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < DISTINCT_MIN || left(&without_words(&lower, own)) < LEFT_MIN {
        return Err(FieldCode::TooEasy);
    }
    Ok(())
}

/// The password with one sign in place of every word that is guessed first, the longest ones before those that stand in them.
fn without_words<'a>(lower: &str, own: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<String> = COMMON.iter().map(|word| (*word).to_owned()).collect();
    for name in own {
        let name = name.to_lowercase();
        words.extend(name.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
        words.extend(name.split_once('@').map(|(local, _)| local.to_owned()));
        words.push(name);
    }
    words.retain(|word| word.chars().count() >= WORD_MIN);
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    // U+0000 is in no run and no word.
    words
        .iter()
        .fold(lower.to_owned(), |text, word| text.replace(word.as_str(), "\0"))
}

/// How many characters are left when one that goes on from the one before does not count.
fn left(text: &str) -> usize {
    let before = std::iter::once(None).chain(text.chars().map(Some));
    text.chars()
        .zip(before)
        .filter(|(now, before)| before.is_none_or(|before| !goes_on(before, *now)))
        .count()
}

/// Whether a character is what one types after the other without thinking: the same, or the next in a row, either way.
fn goes_on(before: char, now: char) -> bool {
    let neighbours = |row: &&str| {
        let at = |c: char| row.chars().position(|other| other == c);
        at(before)
            .zip(at(now))
            .is_some_and(|(one, other)| one.abs_diff(other) == 1)
    };
    before == now || ROWS.iter().any(neighbours)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: [&str; 3] = ["lvogt", "Lena Vogt", "lena.vogt@hs-musterstadt.example"];

    #[test]
    fn what_is_guessed_first_is_refused() {
        for (password, fault) in [
            ("", FieldCode::TooShort),
            ("kurz & gut!", FieldCode::TooShort),
            ("123456789012", FieldCode::TooEasy),
            ("aaaaaaaaaaaaaaa", FieldCode::TooEasy),
            ("abababababababab", FieldCode::TooEasy),
            ("qwertzuiopü+", FieldCode::TooEasy),
            ("passwort1234", FieldCode::TooEasy),
            ("Passwort2026!", FieldCode::TooEasy),
            ("Sommersemester2026", FieldCode::TooEasy),
            ("administrator!", FieldCode::TooEasy),
            ("lvogt-lvogt-lvogt", FieldCode::TooEasy),
            ("Lena.Vogt1987", FieldCode::TooEasy),
            ("lena.vogt@hs-musterstadt.example", FieldCode::TooEasy),
            ("asdfghjklöä1", FieldCode::TooEasy),
        ] {
            assert_eq!(check(password, OWN), Err(fault), "{password}");
        }
        assert_eq!(check(&"zufall9?".repeat(40), OWN), Err(FieldCode::TooLong));
    }

    #[test]
    fn long_enough_and_not_guessed_is_enough() {
        for password in [
            "correct horse battery staple",
            "Pferd Batterie Heftklammer",
            "mK7#vvR2pLx9",
            "zwölf kleine Möwen",
            "ключ от квартиры",
        ] {
            assert_eq!(check(password, OWN), Ok(()), "{password}");
        }
    }

    #[test]
    fn short_names_are_not_held_against_anybody() {
        assert_eq!(check("mein roter Drachen fliegt", ["ro", "i", "Bo"]), Ok(()));
    }
}
