//! What a delivery report says about the mail that did not arrive.
//!
//! Knows RFC 3464 and where reports keep the original; must not know what went out from here.

use crate::{ParsedMail, address::normal_address, parse};

/// What became of a mail sent earlier.
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
    /// It will not be tried again.
    pub permanent: bool,
}

/// What `mail` reports as returned; `None` when it is no report that a machine can read. Of several recipients the
/// first that failed.
pub fn returned(mail: &ParsedMail) -> Option<Returned> {
    let status = mail
        .attachments
        .iter()
        .find(|part| part.media_type == "message/delivery-status");
    let original = mail.attachments.iter().find(|part| {
        matches!(
            part.media_type.as_str(),
            "message/rfc822" | "text/rfc822-headers" | "message/global"
        )
    });
    if status.is_none() && (original.is_none() || mail.automatic != Some(crate::Automatic::Bounce)) {
        return None;
    }
    let mut returned = status.map(|part| recipient_status(&part.bytes)).unwrap_or_default();
    returned.message_id = original.and_then(|part| parse::sent_as(&part.bytes));
    Some(returned)
}

/// Groups of fields, divided by blank lines: first about the message, then one for each recipient.
fn recipient_status(bytes: &[u8]) -> Returned {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let mut first: Option<Returned> = None;
    for group in text.split("\n\n") {
        let fields = fields(group);
        let field = |name: &str| {
            fields
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.as_str())
        };
        let Some(recipient) = field("final-recipient").or(field("original-recipient")) else {
            continue;
        };
        let status = field("status").map(|status| status.split_whitespace().next().unwrap_or_default().to_owned());
        let failed = field("action").is_some_and(|action| action.eq_ignore_ascii_case("failed"));
        let found = Returned {
            message_id: None,
            recipient: typed(recipient).and_then(normal_address),
            permanent: failed || status.as_deref().is_some_and(|status| status.starts_with('5')),
            status,
            diagnostic: field("diagnostic-code")
                .and_then(typed)
                .map(|text| text.chars().take(500).collect()),
        };
        if found.permanent {
            return found;
        }
        first = first.or(Some(found));
    }
    first.unwrap_or_default()
}

/// `rfc822; erika@…` → `erika@…`
fn typed(value: &str) -> Option<&str> {
    value.split_once(';').map(|(_, value)| value.trim())
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
    fn the_first_failure_counts() {
        let report = b"Reporting-MTA: dns; mail.hs-musterstadt.example\r\n\r\n\
            Final-Recipient: rfc822; Late@x.example\r\nAction: delayed\r\nStatus: 4.4.1\r\n\r\n\
            Final-Recipient: rfc822; Gone@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\
            Diagnostic-Code: smtp; 550 5.1.1\r\n User unknown\r\n";
        let found = recipient_status(report);
        assert_eq!(found.recipient.as_deref(), Some("gone@x.example"));
        assert_eq!(found.status.as_deref(), Some("5.1.1"));
        assert_eq!(found.diagnostic.as_deref(), Some("550 5.1.1 User unknown"));
        assert!(found.permanent);
    }

    #[test]
    fn garbage_reports_nothing() {
        assert_eq!(recipient_status(b"\0\xFF nothing"), Returned::default());
        assert_eq!(returned(&ParsedMail::default()), None);
    }
}
