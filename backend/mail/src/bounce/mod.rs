//! What a delivery report says about the mail that did not arrive.
//!
//! Knows RFC 3464 (and RFC 6533), where reports keep the original (RFC 3462), and through [`free`] the reports that mail systems
//! write in words only; must not know what went out from here.

mod free;

use crate::{Automatic, ParsedMail, Sign, address::normal_address, parse};

/// What a server said, at most so many characters of it.
const DIAGNOSTIC_CHARS: usize = 500;
/// Reports about more recipients are about a list, and lists are not ours.
const MAX_RECIPIENTS: usize = 200;

/// What became of a mail sent earlier, by the first recipient that did not get it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Returned {
    /// Message-ID of the returned mail, without `<>`; of one that was redirected its Resent-Message-ID.
    pub message_id: Option<String>,
    /// Who did not get it.
    pub recipient: Option<String>,
    /// `5.1.1` and the like (RFC 3463).
    pub status: Option<String>,
    /// What the other server said.
    pub diagnostic: Option<String>,
    /// It will not be tried again. A report of a delay is none of a failure.
    pub permanent: bool,
}

/// What became of a mail sent earlier, for each recipient that the report speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeliveryReport {
    /// As in [`Returned`].
    pub message_id: Option<String>,
    /// In the order of the report; empty when it names nobody.
    pub recipients: Vec<RecipientReport>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecipientReport {
    /// Lower-cased.
    pub address: Option<String>,
    /// `5.1.1` and the like; of a report that has only an SMTP code `5.0.0` or `4.0.0`.
    pub status: Option<String>,
    /// What the other server said, one line.
    pub diagnostic: Option<String>,
    pub outcome: Outcome,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It will not be tried again.
    #[default]
    Failed,
    /// It is still being tried.
    Delayed,
    /// It arrived, or went on to where no reports come from (`delivered`, `relayed`, `expanded`).
    Delivered,
}

/// What `mail` reports as returned, `None` when it is no report: of several recipients the first that failed, else the first.
pub fn returned(mail: &ParsedMail) -> Option<Returned> {
    let report = delivery_report(mail)?;
    let failed = report
        .recipients
        .iter()
        .find(|recipient| recipient.outcome == Outcome::Failed)
        .or(report.recipients.first())
        .cloned();
    let recipient = failed.unwrap_or(RecipientReport {
        outcome: Outcome::Delayed,
        ..RecipientReport::default()
    });
    Some(Returned {
        message_id: report.message_id,
        recipient: recipient.address,
        status: recipient.status,
        diagnostic: recipient.diagnostic,
        permanent: recipient.outcome == Outcome::Failed,
    })
}

/// What `mail` reports about a mail sent earlier; `None` when it is no delivery report. Anybody can write one: what it says counts only
/// for a mail that was sent from here, and to whom it was sent.
pub fn delivery_report(mail: &ParsedMail) -> Option<DeliveryReport> {
    let has_type = |types: &[&str]| {
        mail.attachments
            .iter()
            .find(|part| types.contains(&part.media_type.as_str()))
    };
    let status = has_type(&["message/delivery-status", "message/global-delivery-status"]);
    let original = has_type(&[
        "message/rfc822",
        "message/rfc822-headers",
        "text/rfc822-headers",
        "message/global",
        "message/global-headers",
    ]);
    if status.is_none() && mail.automatic != Some(Automatic::Bounce) && mail.sign != Some(Sign::MailSystem) {
        return None;
    }
    let mut report = match status {
        Some(part) => DeliveryReport {
            message_id: None,
            recipients: recipients(&part.bytes),
        },
        None => free::report(mail),
    };
    report.message_id = original
        .and_then(|part| parse::sent_as(&part.bytes))
        .or(report.message_id)
        .or_else(|| mail.in_reply_to.first().cloned())
        .or_else(|| mail.references.last().cloned());
    let is_empty = status.is_none() && original.is_none() && report.recipients.is_empty();
    // Who looks after the mail system writes to people too.
    let is_letter = mail.sign == Some(Sign::MailSystem) && report.message_id.is_none();
    (!is_empty && !is_letter).then_some(report)
}

/// The mail that a read receipt is about (RFC 8098 §3.2.5): its Message-ID without `<>`.
pub(crate) fn receipt_for(mail: &ParsedMail) -> Option<String> {
    let types = [
        "message/disposition-notification",
        "message/global-disposition-notification",
    ];
    let receipt = mail
        .attachments
        .iter()
        .find(|part| types.contains(&part.media_type.as_str()))?;
    let text = String::from_utf8_lossy(&receipt.bytes);
    let fields = fields(&text);
    let (_, id) = fields.iter().find(|(name, _)| name == "original-message-id")?;
    parse::ids_in(id).into_iter().next()
}

/// Groups of fields, divided by blank lines: first about the message, then one for each recipient.
fn recipients(bytes: &[u8]) -> Vec<RecipientReport> {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    text.split("\n\n").filter_map(recipient).take(MAX_RECIPIENTS).collect()
}

fn recipient(group: &str) -> Option<RecipientReport> {
    let fields = fields(group);
    let field = |name: &str| {
        fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    };
    // Whom the mail was sent to; the final recipient is where that one's mail is forwarded to, unless it is the same.
    let final_recipient = field("final-recipient").or(field("original-recipient"))?;
    let status = field("status").and_then(enhanced_status);
    let action = field("action").map(str::to_ascii_lowercase);
    let outcome = match action
        .as_deref()
        .map(|action| action.split([' ', '(', ';']).next().unwrap_or_default())
    {
        Some("failed") => Outcome::Failed,
        Some("delayed") => Outcome::Delayed,
        Some("delivered" | "relayed" | "expanded") => Outcome::Delivered,
        _ => match status.as_deref().and_then(|status| status.chars().next()) {
            Some('2') => Outcome::Delivered,
            Some('5') => Outcome::Failed,
            _ => Outcome::Delayed,
        },
    };
    Some(RecipientReport {
        address: typed(final_recipient).and_then(normal_address),
        status,
        diagnostic: field("diagnostic-code")
            .map(|text| typed(text).unwrap_or(text))
            .map(|text| text.chars().take(DIAGNOSTIC_CHARS).collect()),
        outcome,
    })
}

/// `rfc822; erika@…` → `erika@…`; without a type the whole.
fn typed(value: &str) -> Option<&str> {
    let value = value.split_once(';').map_or(value, |(_, value)| value);
    Some(value.trim()).filter(|value| !value.is_empty())
}

/// The first `5.1.1` in a text.
fn enhanced_status(text: &str) -> Option<String> {
    text.split(|c: char| !c.is_ascii_digit() && c != '.')
        .map(|word| word.trim_matches('.'))
        .find(|word| is_enhanced_status(word))
        .map(str::to_owned)
}

/// RFC 3463: class, subject, detail.
fn is_enhanced_status(word: &str) -> bool {
    let mut numbers = word.split('.');
    let (class, subject, detail, end) = (numbers.next(), numbers.next(), numbers.next(), numbers.next());
    let is_short = |number: Option<&str>| number.is_some_and(|number| (1..=3).contains(&number.len()));
    matches!(class, Some("2" | "4" | "5")) && is_short(subject) && is_short(detail) && end.is_none()
}

fn fields(group: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in group.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_recipient_has_its_outcome() {
        let report = b"Reporting-MTA: dns; mail.hs-musterstadt.example\r\n\r\n\
            Final-Recipient: rfc822; Late@x.example\r\nAction: delayed\r\nStatus: 4.4.1\r\n\r\n\
            Final-Recipient: rfc822; Gone@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\
            Diagnostic-Code: smtp; 550 5.1.1\r\n User unknown\r\n\r\n\
            Final-Recipient: RFC822;there@x.example\r\nAction: relayed (to nowhere)\r\nStatus: 2.0.0\r\n";
        let found = recipients(report);
        let outcomes: Vec<Outcome> = found.iter().map(|recipient| recipient.outcome).collect();
        assert_eq!(outcomes, [Outcome::Delayed, Outcome::Failed, Outcome::Delivered]);
        let gone = &found[1];
        assert_eq!(gone.address.as_deref(), Some("gone@x.example"));
        assert_eq!(gone.status.as_deref(), Some("5.1.1"));
        assert_eq!(gone.diagnostic.as_deref(), Some("550 5.1.1 User unknown"));
    }

    #[test]
    fn a_delay_is_no_failure_whatever_its_status() {
        let found = recipients(b"Final-Recipient: rfc822; late@x.example\nAction: delayed\nStatus: 5.4.0\n");
        assert_eq!(found[0].outcome, Outcome::Delayed);
        let found = recipients(b"Final-Recipient: rfc822; late@x.example\nAction: failed\nStatus: 4.4.7\n");
        assert_eq!(found[0].outcome, Outcome::Failed);
    }

    #[test]
    fn garbage_reports_nothing() {
        assert_eq!(recipients(b"\0\xFF nothing"), []);
        assert_eq!(returned(&ParsedMail::default()), None);
    }

    #[test]
    fn statuses_are_told_from_other_numbers() {
        let cases = [
            ("550 5.1.1 User unknown", Some("5.1.1")),
            ("(#5.1.1)", Some("5.1.1")),
            ("host 192.0.2.1 said: 550-5.7.26 no", Some("5.7.26")),
            ("on 23.11.2026 at 5.1", None),
            ("version 5.1.1.2", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(enhanced_status(text).as_deref(), expected, "{text:?}");
        }
    }
}
