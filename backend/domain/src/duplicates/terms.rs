//! From a request to what it is about: the stems of its own words, without greeting, quotes, signature and what every request says.

use crate::text::{Stemming, stems};

/// Lines and stems that are looked at: whoever writes more says in the beginning what it is about.
const LINES_MAX: usize = 400;
const TERMS_MAX: usize = 400;
/// Longer runs of digits are a person's (telephone, account, matriculation number), not what the request is about.
const DIGITS_MAX: usize = 4;
/// A line that begins so ends the text: what follows is who wrote it.
const CLOSINGS: [&str; 16] = [
    "mit freundlich",
    "freundliche gr",
    "viele gr",
    "beste gr",
    "schöne gr",
    "liebe gr",
    "herzliche gr",
    "lg ",
    "mfg",
    "vg ",
    "kind regards",
    "best regards",
    "regards",
    "best wishes",
    "yours sincerely",
    "cheers",
];
/// A line that begins so greets.
const GREETINGS: [&str; 12] = [
    "sehr geehrte",
    "guten tag",
    "guten morgen",
    "guten abend",
    "hallo",
    "moin",
    "liebe",
    "hi ",
    "hi,",
    "hello",
    "dear ",
    "good morning",
];

/// Words that say nothing about what is asked for, folded as the analyser folds them; what every request says is among them.
const GERMAN: &str = "aber alle allem allen aller alles als also am an anbei ander andere anderen ansehen auch auf aus bei beim bereits bin bis bisher \
    bitte da dabei dadurch dafur damit danach dank danke dann das dass dein dem den denn der des deshalb die dies diese diesem diesen \
    dieser dieses doch dort du durch ein eine einem einen einer eines einfach einmal er erneut erreichen es etwas euch eure eventull \
    folgendes fur gar geben gegen gerade gern gerne gesagt gestern gibt habe haben hat hatte hatten heute hier hiermit hilfe hin hoffe \
    ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede jeden jeder jedes jemand jetzt kann kein keine keinen \
    konnen konnte konnten kummern kurz lassen lasst leider mal man matrikelnummer mehr mehrfach mein meine meinem meinen meiner melde \
    mich mir mit mitteilen mochte morgen muss mussen nach nicht nichts noch nun nur ob oben obwohl oder ohne per problem probleme rat \
    schon sehr sei sein seine seit sich sie sind so sobald soll sollte somit sondern sonst sowie stimmt telefon telefonisch trotz tun \
    uber um und uns unser unsere unten unter viel vielen vom von vor vorab voraus war ware warum was weil weiss weiter weitere wenn \
    wer werde werden wie wieder wir wird wissen wo woran wurde wurden zu zum zur zwar";
const ENGLISH: &str = "a about again all also although am an and any anybody anyone are as at attached be because been before bother but by can cannot \
    could currently dear did do doing don dos following for from get getting give got had has have having hello help hereby hi how i \
    if in into is issu issus it its just kind know let like look me moment more my need no nobody not now number of on one only or our \
    out over please problem problems re reach regards say says since so some somebody someone sorry still student than thank thanks \
    that the their them then there these they this though to today tried try trying up us very was way we were what when where which \
    who why will with would yesterday yet you your";

/// What a request is about, in order: stems of its subject and of the text's own words.
pub(super) fn terms(subject: &str, text: &str) -> Vec<String> {
    let own = format!("{}\n{}", bare(subject), own_words(text));
    let language = language(&own);
    let stop = match language {
        Stemming::German => GERMAN,
        Stemming::English => ENGLISH,
    };
    let stop: Vec<&str> = stop.split_whitespace().collect();
    let says_something = |word: &str| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        digits <= DIGITS_MAX && !stop.contains(&word) && (digits > 0 || word.chars().count() > 1)
    };
    stems(&own, language, says_something, TERMS_MAX)
}

/// A subject without marks of answers and of other systems: `Re: AW: [Ticket#1] …`.
fn bare(subject: &str) -> &str {
    let mut rest = subject.trim();
    loop {
        let mark = ["re:", "aw:", "wg:", "fwd:", "fw:", "antw:"].into_iter().find(|mark| {
            rest.get(..mark.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(mark))
        });
        let tag = rest.starts_with('[').then(|| rest.find(']')).flatten();
        rest = match (mark, tag) {
            (Some(mark), _) => rest.get(mark.len()..).unwrap_or_default(),
            (None, Some(end)) => rest.get(end + 1..).unwrap_or_default(),
            (None, None) => return rest,
        }
        .trim_start();
    }
}

/// The lines that the writer wrote about the matter: no quotes and what introduces them, no greeting, nothing from the closing on.
fn own_words(text: &str) -> String {
    let mut own = String::new();
    for line in text.lines().take(LINES_MAX) {
        let line = line.trim();
        let lower = line.to_lowercase();
        let introduces = line.ends_with(':') && (lower.contains("schrieb") || lower.contains("wrote"));
        if line == "--" || line.starts_with("-----") || CLOSINGS.iter().any(|closing| lower.starts_with(closing)) {
            break;
        }
        if introduces || line.starts_with('>') || is_greeting(&lower) {
            continue;
        }
        own.push_str(line);
        own.push('\n');
    }
    own
}

/// A greeting by itself; one with the matter behind it is not thrown away with it.
fn is_greeting(lower: &str) -> bool {
    lower.split_whitespace().count() <= 5
        && GREETINGS
            .iter()
            .any(|greeting| format!("{lower} ").starts_with(greeting))
}

/// The language in which more of its words say nothing.
fn language(text: &str) -> Stemming {
    let words = crate::text::tokens(text);
    let count = |list: &str| {
        let list: Vec<&str> = list.split_whitespace().collect();
        words.iter().filter(|word| list.contains(&word.as_str())).count()
    };
    if count(ENGLISH) > count(GERMAN) {
        Stemming::English
    } else {
        Stemming::German
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // req: C9
    #[test]
    fn what_a_request_is_about() {
        let table = [
            (
                "AW: [Ticket#4711] WLAN",
                "Das WLAN in Raum B2 geht nicht.",
                "wlan wlan raum b2 geht",
            ),
            (
                "",
                "Sehr geehrte Damen und Herren,\n\ndie Drucker drucken nicht.\n\nMit freundlichen Grüßen\nMia Kurz, Tel. 030 1234567",
                "druck druck",
            ),
            (
                "",
                "Am 1.2. schrieb Mia Kurz:\n> Altes\nNeue Passwörter",
                "neu passwort",
            ),
            (
                "Printers",
                "Hello,\nthe printers are printing slowly\n-- \nMia",
                "printer printer print slowli",
            ),
            ("", "Inventarnummer 7654321", "inventarnumm"),
            ("", "", ""),
        ];
        for (subject, text, expected) in table {
            assert_eq!(terms(subject, text).join(" "), expected, "{subject} / {text}");
        }
    }

    #[test]
    fn the_lists_are_as_words_are_folded() {
        for list in [GERMAN, ENGLISH] {
            for word in list.split_whitespace() {
                assert_eq!(crate::text::tokens(word), [word], "{word}");
            }
        }
    }
}
