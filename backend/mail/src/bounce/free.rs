//! Reports in words: qmail, Exim, sendmail, Exchange in German and English, Gmail, Yahoo, Postfix without MIME.
//!
//! Knows how these programs begin the copy of the original, how they name a recipient, and which words mean *later*. Must not
//! know anything of MIME. Line by line, each line looked at a fixed number of times.

use super::{DIAGNOSTIC_CHARS, DeliveryReport, MAX_RECIPIENTS, Outcome, RecipientReport, enhanced_status};
use crate::{Mailbox, ParsedMail, address::normal_address, parse};

/// Reports are short; what follows is the copy.
const MAX_LINES: usize = 400;
const DIAGNOSTIC_LINES: usize = 8;

pub fn report(mail: &ParsedMail) -> DeliveryReport {
    let (said, copy) = without_copy(&mail.text);
    let outcome = if is_delay(&mail.subject, said) {
        Outcome::Delayed
    } else {
        Outcome::Failed
    };
    let mut recipients = named(said, outcome);
    let own: Vec<&str> = mail
        .to
        .iter()
        .chain(&mail.from)
        .map(|mailbox: &Mailbox| mailbox.address.as_str())
        .collect();
    recipients.retain(|recipient| {
        recipient
            .address
            .as_deref()
            .is_some_and(|address| !own.contains(&address) && !is_mail_system(address))
    });
    for address in failed_header(mail) {
        if !recipients
            .iter()
            .any(|recipient| recipient.address.as_ref() == Some(&address))
        {
            recipients.push(RecipientReport {
                address: Some(address),
                outcome,
                ..RecipientReport::default()
            });
        }
    }
    recipients.truncate(MAX_RECIPIENTS);
    for recipient in &mut recipients {
        recipient.status = recipient
            .diagnostic
            .as_deref()
            .and_then(status)
            .or_else(|| recipient.status.take())
            .or_else(|| status(said));
    }
    DeliveryReport {
        message_id: copy.and_then(message_id).or_else(|| message_id(&mail.text)),
        recipients,
    }
}

/// `X-Failed-Recipients`, Exim's and Gmail's.
fn failed_header(mail: &ParsedMail) -> Vec<String> {
    mail.header("X-Failed-Recipients")
        .flat_map(|value| value.split(','))
        .filter_map(normal_address)
        .collect()
}

/// What the program says, and the copy of the original that follows.
fn without_copy(text: &str) -> (&str, Option<&str>) {
    let mut at = 0;
    for line in text.split_inclusive('\n').take(MAX_LINES) {
        if begins_copy(&line.trim().to_lowercase()) {
            return (text.get(..at).unwrap_or_default(), text.get(at + line.len()..));
        }
        at += line.len();
    }
    (text.get(..at).unwrap_or(text), None)
}

fn begins_copy(line: &str) -> bool {
    let marks = [
        "below this line is a copy of the message",
        "below this line is the original bounce",
        "this is a copy of the message",
        "this is a copy of your message",
        "message header follows",
        "message headers follow",
        "original message follows",
        "original message headers",
        "the header of the original message",
        "header of the original message",
        "original message",
        "unsent message below",
        "returned message",
        "ursprüngliche nachrichtenkopfzeilen",
        "ursprüngliche nachrichtenköpfe",
        "ursprüngliche nachricht",
        "originalnachricht",
        "kopie der nachricht",
        "nachrichtenkopf der ursprünglichen",
    ];
    let title = line.trim_matches(['-', '=', '*', ' ', ':', '.']);
    // A sentence with these words goes on; a title does not.
    title.len() <= 90 && marks.iter().any(|mark| title.starts_with(mark)) && !title.contains('@')
}

fn is_delay(subject: &str, said: &str) -> bool {
    let subject = subject.to_lowercase();
    let said = said.to_lowercase();
    let in_subject = [
        "delay",
        "verzögert",
        "warning: message",
        "warning: could not send",
        "retard",
    ];
    let in_text = [
        "has been delayed",
        "is delayed",
        "message delayed",
        "not yet been delivered",
        "has not been delivered yet",
        "delivery incomplete",
        "will be retried",
        "will continue to be made",
        "will keep trying",
        "will retry",
        "you do not need to resend",
        "no action is required on your part",
        "this is a warning message only",
        "wird weiterhin versucht",
        "noch nicht zugestellt",
        "zustellung verzögert",
        "zustellung hat sich verzögert",
        "zustellung wurde verzögert",
        "brauchen die nachricht nicht erneut zu senden",
    ];
    let is_final = ["giving up", "permanent error", "permanent fatal", "endgültig"]
        .iter()
        .any(|words| said.contains(words));
    !is_final
        && (in_subject.iter().any(|words| subject.contains(words)) || in_text.iter().any(|words| said.contains(words)))
}

/// Recipients in the forms in which programs name them, each with what is said below it.
fn named(said: &str, outcome: Outcome) -> Vec<RecipientReport> {
    let lines: Vec<&str> = said.lines().take(MAX_LINES).collect();
    let mut found: Vec<RecipientReport> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some((address, rest)) = recipient_line(line.trim()).or_else(|| recipient_in_sentence(line)) else {
            continue;
        };
        if found.len() >= MAX_RECIPIENTS || found.iter().any(|known| known.address.as_deref() == Some(&address)) {
            continue;
        }
        let diagnostic = diagnostic(rest, lines.get(at + 1..).unwrap_or_default());
        found.push(RecipientReport {
            address: Some(address),
            status: None,
            diagnostic,
            outcome,
        });
    }
    found
}

/// A line of an address alone, with its punctuation, and what is said behind it:
/// `<a@x>:`, `a@x`, `<a@x>: host … said: …`, `'a@x' on 23.11.2026`, `a@x (mailto:…)`, `Name (a@x)`, `a@x am 23.11.2026 10:00`.
fn recipient_line(line: &str) -> Option<(String, &str)> {
    let (word, rest) = line.split_once([' ', '\t']).unwrap_or((line, ""));
    let bare = word.trim_matches(['<', '>', '\'', '"', ':', ',', ';', '*', '(', ')', '·', '•']);
    let rest = rest.trim();
    if let Some(address) = address(bare) {
        let is_marked = word.starts_with(['<', '\'', '"']) || word.ends_with(':');
        let goes_on_as_known = rest.is_empty()
            || ["(", "<", "on ", "am ", "um ", "mailto:", "["]
                .iter()
                .any(|start| rest.starts_with(start));
        return (is_marked || goes_on_as_known).then_some((address, if is_marked { rest } else { "" }));
    }
    // `Erika Muster (erika@x.example)` and `Erika Muster<mailto:…>`: short, and nothing behind it.
    let inner = line
        .strip_suffix([')', '>'])
        .and_then(|line| line.rsplit_once(['(', '<']))
        .map(|(name, inner)| (name, inner.trim_start_matches("mailto:")))
        .filter(|(name, _)| name.len() <= 80 && !name.contains([':', '=']))?;
    address(inner.1).map(|address| (address, ""))
}

/// `Your message to a@x.example couldn't be delivered.`
fn recipient_in_sentence(line: &str) -> Option<(String, &str)> {
    let lower = line.to_lowercase();
    let says = [
        "couldn't be delivered",
        "could not be delivered",
        "wasn't delivered to",
        "was not delivered to",
        "unable to deliver your message to",
        "problem delivering your message to",
        "konnte nicht zugestellt werden",
        "wurde nicht an",
        "nicht zugestellt werden konnte",
        "temporary problem delivering your message to",
        "rcpt to:",
    ];
    if !says.iter().any(|words| lower.contains(words)) {
        return None;
    }
    line.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '"' | '\''))
        .find_map(|word| address(word.trim_matches(['.', ',', ';', ':', '*'])))
        .map(|address| (address, ""))
}

fn address(word: &str) -> Option<String> {
    let found = normal_address(word)?;
    let (local, domain) = found.rsplit_once('@')?;
    let is_domain = domain.contains('.') || domain == "localhost";
    let harmless = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    (is_domain && local.chars().all(harmless) && domain.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-')))
        .then_some(found)
}

/// What stands behind the address, and below it until a blank line or the next recipient.
fn diagnostic(rest: &str, below: &[&str]) -> Option<String> {
    let mut said: Vec<&str> = Vec::new();
    if !rest.is_empty() {
        said.push(rest);
    }
    let mut lines = below.iter().map(|line| line.trim()).peekable();
    // Gmail and Exchange leave a blank line between the address and what they say about it.
    if said.is_empty() && lines.peek().is_some_and(|line| line.is_empty()) {
        lines.next();
    }
    for line in lines.take(DIAGNOSTIC_LINES) {
        if line.is_empty() || recipient_line(line).is_some() {
            break;
        }
        said.push(line);
    }
    let text = said.join(" ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let text: String = words.join(" ").chars().take(DIAGNOSTIC_CHARS).collect();
    (!text.is_empty()).then_some(text)
}

/// An enhanced code, else the class of an SMTP code.
fn status(text: &str) -> Option<String> {
    enhanced_status(text).or_else(|| {
        text.split(|c: char| !c.is_ascii_digit())
            .filter(|word| word.len() == 3)
            .find_map(|code| match code.chars().next() {
                Some('5') if code < "560" => Some("5.0.0".to_owned()),
                Some('4') if ("420".."460").contains(&code) => Some("4.0.0".to_owned()),
                _ => None,
            })
    })
}

fn is_mail_system(address: &str) -> bool {
    ["mailer-daemon@", "postmaster@"]
        .iter()
        .any(|local| address.starts_with(local))
}

/// The id in the header of the copy: a field of its own line, with the one below it where it was folded.
fn message_id(copy: &str) -> Option<String> {
    let mut lines = copy
        .lines()
        .take(MAX_LINES * 4)
        .map(|line| line.trim_start_matches(['>', ' ', '\t']));
    while let Some(line) = lines.next() {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let name = name.trim();
        if !name.eq_ignore_ascii_case("message-id") && !name.eq_ignore_ascii_case("nachrichten-id") {
            continue;
        }
        let value = if value.trim().is_empty() { lines.next()? } else { value };
        return parse::ids_in(value).into_iter().find(|id| id.contains('@'));
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::{delivery_report, parse};

    fn shown(from: &str, subject: &str, text: &str) -> Vec<String> {
        let raw = format!("Return-Path: <>\nFrom: {from}\nTo: it@hs.example\nSubject: {subject}\n\n{text}");
        let report = delivery_report(&parse(raw.as_bytes())).unwrap();
        let mut shown = vec![report.message_id.unwrap_or_default()];
        shown.extend(report.recipients.into_iter().map(|recipient| {
            format!(
                "{} {} {:?} {}",
                recipient.address.unwrap_or_default(),
                recipient.status.unwrap_or_default(),
                recipient.outcome,
                recipient.diagnostic.unwrap_or_default()
            )
        }));
        shown
    }

    #[test]
    fn a_letter_of_the_postmaster_is_no_report() {
        let mail =
            parse(b"From: postmaster@x.example\nTo: it@hs.example\nSubject: Wartung\n\nMorgen.\nerika@x.example\n");
        assert_eq!(delivery_report(&mail), None);
    }

    #[test]
    fn qmail_names_address_and_code() {
        let text = "Hi. This is the qmail-send program at mx.x.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\
                    This is a permanent error; I've given up. Sorry it didn't work out.\n\n<gone@x.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n\
                    --- Below this line is a copy of the message.\n\nReturn-Path: <it@hs.example>\nMessage-ID: <pult.1@hs.example>\nTo: gone@x.example\n\nText\n";
        assert_eq!(
            shown("MAILER-DAEMON@mx.x.example", "failure notice", text),
            [
                "pult.1@hs.example",
                "gone@x.example 5.1.1 Failed Sorry, no mailbox here by that name. (#5.1.1)"
            ]
        );
    }

    #[test]
    fn a_warning_is_a_delay() {
        let text = "A message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.x.example.\n\n\
                    The message identifier is:     1abc-000-00\n\nThe address to which the message has not yet been delivered is:\n\n  late@x.example\n    host mx.y.example [192.0.2.1]\n    SMTP error: 451 4.7.1 Greylisted\n\n\
                    No action is required on your part. Delivery attempts will continue for\nsome time.\n";
        assert_eq!(
            shown(
                "Mailer-Daemon@mx.x.example",
                "Warning: message 1abc delayed 24 hours",
                text
            ),
            [
                "",
                "late@x.example 4.7.1 Delayed host mx.y.example [192.0.2.1] SMTP error: 451 4.7.1 Greylisted"
            ]
        );
    }
}
