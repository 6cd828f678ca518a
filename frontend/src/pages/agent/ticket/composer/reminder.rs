//! Whether a text speaks of an attachment, so that a forgotten one can be asked for. What is quoted does not count.

/// Beginnings of words that mean one in German or English.
const WORDS: [&str; 14] = [
    "anhang",
    "anhänge",
    "angehängt",
    "angehangen",
    "anbei",
    "beigefügt",
    "beiliegend",
    "beigelegt",
    "anlage",
    "attached",
    "attachment",
    "attaching",
    "enclosed",
    "enclosure",
];

/// German words that only begin alike.
const OTHERS: [&str; 4] = ["anlagenb", "anhänger", "anlagevermögen", "anhangs"];

/// Whether the writer's own lines speak of an attachment.
pub fn speaks_of_attachment(text: &str) -> bool {
    text.lines()
        .filter(|line| !line.trim_start().starts_with('>'))
        .flat_map(|line| line.split(|c: char| !c.is_alphanumeric()))
        .map(str::to_lowercase)
        .any(|word| {
            WORDS.iter().any(|one| word.starts_with(one)) && !OTHERS.iter().any(|other| word.starts_with(other))
        })
}

#[cfg(test)]
mod tests {
    use super::speaks_of_attachment;

    #[test]
    fn words_of_both_languages_are_heard() {
        for text in [
            "Im Anhang finden Sie die Anleitung.",
            "anbei das Formular",
            "Die Datei ist beigefügt.",
            "Siehe Anlage 1",
            "Please see the attached file.",
            "I have enclosed the form.",
            "The attachments are large.",
        ] {
            assert!(speaks_of_attachment(text), "{text}");
        }
    }

    #[test]
    fn quotes_and_other_words_are_not() {
        for text in [
            "Danke!\n\n> Im Anhang finden Sie die Anleitung.",
            "Der Anhänger steht im Hof.",
            "Das steht in der Datei.",
            "Ich habe lange gewartet.",
            "",
        ] {
            assert!(!speaks_of_attachment(text), "{text}");
        }
    }
}
