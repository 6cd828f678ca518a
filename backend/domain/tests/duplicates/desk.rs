//! A desk whose duplicates are known: matters, and the ways in which people report them.

use crate::matters::{MATTERS, Matter};

/// A request; two of one matter in one language are duplicates.
pub struct Request {
    pub matter: usize,
    pub english: bool,
    pub subject: String,
    pub text: String,
}

const FRAMES_DE: [&str; 6] = [
    "{thing} {place} {trouble}. {detail}",
    "leider muss ich melden: {thing} {place} {trouble}. {detail} Können Sie mir bitte helfen?",
    "ich habe ein Problem, und zwar {trouble} {thing} {place}. {detail} Vielen Dank im Voraus!",
    "seit heute Morgen {trouble} {thing} {place}. {detail} Ich bin telefonisch unter 0151 {digits} zu erreichen.",
    "{detail} Es geht um Folgendes: {thing} {place} {trouble}. Meine Matrikelnummer ist {digits}.",
    "wie schon am Telefon gesagt: {thing} {place} {trouble}. {detail} Könnten Sie sich das bitte einmal ansehen?",
];
const FRAMES_EN: [&str; 5] = [
    "{thing} {place} {trouble}. {detail}",
    "I have a problem: {thing} {place} {trouble}. {detail} Could you please help me?",
    "since this morning {thing} {place} {trouble}. {detail} Thank you very much in advance!",
    "{detail} This is about {thing} {place}: it {trouble}. My student number is {digits}.",
    "sorry to bother you, but {thing} {place} {trouble}. {detail} You can reach me at +49 151 {digits}.",
];
const SUBJECTS_DE: [&str; 5] = [
    "{thing} {trouble}",
    "Problem: {thing} {place}",
    "Bitte um Hilfe",
    "{place}: {trouble}",
    "AW: {thing}",
];
const SUBJECTS_EN: [&str; 5] = [
    "{thing} {trouble}",
    "Problem with {thing}",
    "Help needed",
    "{thing} {place}",
    "Re: {thing}",
];
const NAMES: [&str; 8] = [
    "Mia Kurz",
    "Jonas Beck",
    "Lena Vogt",
    "Ali Demir",
    "Paula Sommer",
    "Prof. Dr. Hans Winter",
    "Chen Wei",
    "Olga Petrowa",
];

/// A generator without state (SplitMix64): the same desk each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let value = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((value ^ (value >> 31)) % end as u64) as usize
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// Sixteen reports of each matter.
pub fn desk() -> Vec<Request> {
    let mut dice = Dice(2026);
    let mut requests = Vec::new();
    for (number, matter) in MATTERS.iter().enumerate() {
        for _ in 0..16 {
            requests.push(report(number, matter, &mut dice));
        }
    }
    requests
}

fn report(number: usize, matter: &Matter, dice: &mut Dice) -> Request {
    let (frames, subjects): (&[&str], &[&str]) = if matter.english {
        (&FRAMES_EN, &SUBJECTS_EN)
    } else {
        (&FRAMES_DE, &SUBJECTS_DE)
    };
    let frame = dice.of(frames);
    let text = filled(frame, matter, dice);
    let frame = dice.of(subjects);
    let subject = filled(frame, matter, dice);
    Request {
        matter: number,
        english: matter.english,
        subject,
        text: letter(&text, matter.english, dice),
    }
}

fn filled(frame: &str, matter: &Matter, dice: &mut Dice) -> String {
    frame
        .replace("{thing}", dice.of(matter.thing))
        .replace("{place}", dice.of(matter.place))
        .replace("{trouble}", dice.of(matter.trouble))
        .replace("{detail}", dice.of(matter.detail))
        .replace("{digits}", &(1_000_000 + dice.below(8_999_999)).to_string())
}

/// As people write mails: greeting, closing, signature, and sometimes an older mail below.
fn letter(text: &str, english: bool, dice: &mut Dice) -> String {
    let name = dice.of(&NAMES);
    let (greeting, closing) = if english {
        (
            dice.of(&["Hello,", "Dear Sir or Madam,", "Hi there,", "Dear IT team,"]),
            dice.of(&["Best regards", "Kind regards,", "Thanks and cheers", "Regards"]),
        )
    } else {
        (
            dice.of(&[
                "Sehr geehrte Damen und Herren,",
                "Hallo,",
                "Guten Tag,",
                "Liebes Team,",
                "Moin zusammen,",
            ]),
            dice.of(&[
                "Mit freundlichen Grüßen",
                "Viele Grüße",
                "Beste Grüße",
                "Freundliche Grüße",
                "LG",
            ]),
        )
    };
    let signature = match dice.below(3) {
        0 => String::new(),
        1 => "\n-- \nInstitut für Baustatik\nTel. +49 30 1234567\nSprechstunde nach Vereinbarung".to_owned(),
        _ => "\n\nVon meinem iPhone gesendet".to_owned(),
    };
    let quote = match dice.below(6) {
        0 if english => {
            "\n\nOn Monday, the service desk wrote:\n> Your loan period ends next week.\n> Please return the books in time."
        }
        0 => {
            "\n\nAm 20.11.2026 schrieb die Bibliothek:\n> Ihre Leihfrist endet nächste Woche.\n> Bitte geben Sie die Bücher rechtzeitig zurück."
        }
        _ => "",
    };
    format!("{greeting}\n\n{text}\n\n{closing}\n{name}{signature}{quote}")
}
