//! Mails that go on within a new mail.
//!
//! Knows how a mail becomes an attachment that other mail programs open as a mail; must not know to whom it goes or why.

use crate::{
    OutgoingAttachment,
    compose::{one_line, shortened_subject},
    parse,
    parse::source::without_envelope,
    thread::strip_subject,
    wire::with_crlf,
};

/// A raw mail as an attachment of another one, named after its subject. [`crate::compose`] sends it as `message/rfc822`, unencoded
/// (RFC 2046 §5.2.1), or as an `.eml` file where SMTP could not carry its bytes as they are.
#[must_use]
pub fn forwarded(raw: &[u8]) -> OutgoingAttachment {
    let mail = without_envelope(raw);
    OutgoingAttachment {
        name: parse::mail_file_name(mail).unwrap_or_else(|| "mail.eml".to_owned()),
        media_type: "message/rfc822".to_owned(),
        bytes: with_crlf(mail).into_owned(),
        content_id: None,
    }
}

/// `Fwd: [Ticket#NNN] subject`: the ticket's tag once, the prefixes of replies and of earlier forwards gone. At most 200 characters.
#[must_use]
pub fn forwarded_subject(number: &str, subject: &str) -> String {
    let bare = strip_subject(&one_line(subject), &[crate::compose::HOOK]);
    shortened_subject(&format!("Fwd: [{}{number}] {bare}", crate::compose::HOOK))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forward_says_so_once() {
        let cases = [
            ("WLAN", "Fwd: [Ticket#17] WLAN"),
            ("AW: [Ticket#17] WLAN", "Fwd: [Ticket#17] WLAN"),
            ("WG: Fwd: WLAN\r\nBcc: x", "Fwd: [Ticket#17] WLAN Bcc: x"),
            ("", "Fwd: [Ticket#17]"),
        ];
        for (subject, expected) in cases {
            assert_eq!(forwarded_subject("17", subject), expected, "{subject:?}");
        }
        assert_eq!(forwarded_subject("17", &"ä".repeat(500)).chars().count(), 200);
    }

    #[test]
    fn a_mail_becomes_a_file_with_its_subject() {
        let file = forwarded(b"From me Mon Nov 23\nSubject: Frage 1/2\n\nText\n");
        assert_eq!(file.name, "Frage 1-2.eml");
        assert_eq!(file.bytes, b"Subject: Frage 1/2\r\n\r\nText\r\n");
        assert_eq!(forwarded(b"garbage").name, "mail.eml");
    }
}
