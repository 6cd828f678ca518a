//! Subjects that machines write: out-of-office notes, receipts, challenges and reports, in the languages of the mail programs.
//!
//! Knows words. Must not know headers: whether a subject alone is enough is for [`super::classify`] to say. All are compared in lower case.

/// What mail servers put before the subject of the mail that they answer. Nobody writes these by hand, so they count by themselves.
const ANSWERS: &[&str] = &[
    "automatische antwort",
    "automatische abwesenheitsnotiz",
    "automatische rückantwort",
    "automatic reply",
    "automated reply",
    "automatic response",
    "autoreply",
    "auto-reply",
    "auto reply",
    "auto response",
    "auto-response",
    "autoresponse",
    "réponse automatique",
    "respuesta automática",
    "resposta automática",
    "resposta automàtica",
    "risposta automatica",
    "automatisch antwoord",
    "automatisk svar",
    "automatiskt svar",
    "autosvar",
    "automaattinen vastaus",
    "odpowiedź automatyczna",
    "automatyczna odpowiedź",
    "automatická odpověď",
    "automatická odpoveď",
    "automatikus válasz",
    "răspuns automat",
    "otomatik yanıt",
    "otomatik yanit",
    "αυτόματη απάντηση",
    "автоматический ответ",
    "автоматична відповідь",
    "автоматичен отговор",
    "automatski odgovor",
    "samodejni odgovor",
    "automatinis atsakymas",
    "automātiskā atbilde",
    "automaatvastus",
    "自动答复",
    "自动回复",
    "自動回覆",
    "自動応答",
    "자동 회신",
    "رد تلقائي",
    "מענה אוטומטי",
];

/// What people too may write about: only with another sign, or as the whole subject, or before a subject that was answered.
const ABSENCES: &[&str] = &[
    "abwesenheitsnotiz",
    "abwesenheitsnachricht",
    "abwesenheitsmeldung",
    "abwesenheitsassistent",
    "abwesend",
    "abwesenheit",
    "out of office",
    "out of the office",
    "out-of-office",
    "i am out of the office",
    "i'm out of the office",
    "vacation reply",
    "vacation",
    "away from my mail",
    "away from the office",
    "ich bin nicht im büro",
    "ich bin im urlaub",
    "ich bin derzeit nicht",
    "urlaubsbenachrichtigung",
    "urlaubsnotiz",
    "nicht im büro",
    "absence du bureau",
    "absent du bureau",
    "message d'absence",
    "fuera de la oficina",
    "ausente de la oficina",
    "fuori ufficio",
    "fuori sede",
    "assente",
    "ausente",
    "afwezig",
    "afwezigheidsbericht",
    "ikke på kontoret",
    "frånvaro",
    "frånvarande",
    "fravær",
    "poissa",
    "nieobecność",
    "poza biurem",
    "mimo kancelář",
    "házon kívül",
    "ofis dışında",
    "отсутствую",
    "нет на месте",
    "不在",
    "外出",
];

/// Reports about mail that did not arrive, or not yet.
const REPORTS: &[&str] = &[
    "undelivered mail returned to sender",
    "mail delivery failed",
    "mail delivery failure",
    "mail delivery problem",
    "mail system error",
    "failure notice",
    "delivery failure",
    "delivery status notification",
    "delivery notification",
    "delivery report",
    "undeliverable",
    "undelivered",
    "non-deliverable",
    "non delivery report",
    "returned mail",
    "returned to sender",
    "message delivery failed",
    "message delayed",
    "delayed mail",
    "delayed:",
    "warning: message",
    "warning: could not send message",
    "verzögert",
    "verzögerte",
    "unzustellbar",
    "nicht zustellbar",
    "nicht zugestellt",
    "zustellung fehlgeschlagen",
    "zustellfehler",
    "fehler bei der zustellung",
    "nachricht nicht zugestellt",
    "nachricht unzustellbar",
    "rückläufer",
    "benachrichtigung zum übermittlungsstatus",
    "übermittlungsstatus",
    "non remis",
    "échec de la remise",
    "no se puede entregar",
    "mensaje no entregado",
    "mancato recapito",
    "onbestelbaar",
];

/// What filters write that let no stranger pass.
const CHALLENGES: &[&str] = &[
    "please confirm your message",
    "please confirm your e-mail",
    "please confirm your email to",
    "confirm your message to",
    "confirm your email to",
    "verification required for your message",
    "your message to me is waiting",
    "your email to me requires verification",
    "bitte bestätigen sie ihre nachricht",
    "bitte bestätigen sie ihre e-mail an",
    "ihre nachricht wartet auf bestätigung",
    "[qconfirm]",
    "action required: confirm your message",
];

/// What a program's answer to an answered mail looks like behind its own words.
const ANSWERED: &[&str] = &["re:", "aw:", "antw:", "sv:", "ticket#", "[ticket", "wg:", "fwd:"];

pub fn is_answer(subject: &str) -> bool {
    behind_any(subject, ANSWERS)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '：', ']', '-', '–', '(']))
        || subject.starts_with("[auto-reply]")
        || subject.starts_with("[autoreply]")
}

/// `has_other_sign`: it answers a mail, has the null sender or asks for quiet.
pub fn is_absence(subject: &str, has_other_sign: bool) -> bool {
    behind_any(subject, ABSENCES).is_some_and(|rest| {
        let is_title = rest.is_empty() || rest.starts_with([':', '：', ']', '-', '–']);
        let rest = rest.trim_start_matches([':', '：', ']', '-', '–', ' ']);
        // `Out of Office AutoReply: WLAN`
        let rest = rest.strip_prefix("autoreply:").map_or(rest, str::trim_start);
        (has_other_sign && is_title) || ANSWERED.iter().any(|answered| rest.starts_with(answered))
    }) || subject.starts_with("out of office autoreply")
}

pub fn is_report(subject: &str) -> bool {
    REPORTS.iter().any(|report| subject.starts_with(report))
}

/// Subjects of reports and receipts by words that nobody else begins with.
pub fn is_challenge(subject: &str) -> bool {
    CHALLENGES.iter().any(|challenge| subject.starts_with(challenge))
}

/// `Gelesen: …`: only where it answers something, since a person may begin so too.
pub fn is_read_receipt(subject: &str) -> bool {
    [
        "gelesen:",
        "read:",
        "nicht gelesen:",
        "not read:",
        "ungelesen gelöscht:",
        "lesebestätigung",
        "return receipt (displayed)",
        "read receipt",
        "empfangsbestätigung (angezeigt)",
    ]
    .iter()
    .any(|receipt| subject.starts_with(receipt))
}

fn behind_any<'s>(subject: &'s str, beginnings: &[&str]) -> Option<&'s str> {
    let subject = subject.trim_start_matches(['[', '(', '*', ' ']);
    beginnings
        .iter()
        .filter_map(|beginning| subject.strip_prefix(beginning))
        .map(str::trim_start)
        .min_by_key(|rest| rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_are_known_by_their_words() {
        for subject in [
            "automatische antwort: wlan",
            "automatic reply: wlan",
            "réponse automatique : wlan",
            "自动答复: wlan",
            "auto-reply",
            "[auto-reply] wlan",
            "automatic reply (out of office): x",
        ] {
            assert!(is_answer(subject), "{subject}");
        }
        for subject in [
            "re: automatische antwort: wlan",
            "automatische antworten einrichten",
            "autoreply einrichten",
        ] {
            assert!(!is_answer(subject), "{subject}");
        }
    }

    #[test]
    fn absence_needs_another_sign_or_an_answered_subject() {
        let cases = [
            ("abwesenheitsnotiz: wlan", true, true),
            ("abwesenheitsnotiz: re: wlan", false, true),
            ("abwesend: [ticket#1] wlan", false, true),
            ("out of office autoreply: wlan", false, true),
            ("abwesenheitsnotiz: wie schalte ich sie ein?", false, false),
            ("abwesenheitsnotiz einrichten", false, false),
            ("out of office", true, true),
            ("abwesenheit nächste woche, wer vertritt?", true, false),
            ("wlan", true, false),
        ];
        for (subject, other, expected) in cases {
            assert_eq!(is_absence(subject, other), expected, "{subject}");
        }
    }
}
