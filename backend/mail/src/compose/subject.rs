//! Subjects that carry a ticket's number.
//!
//! Knows the tag and the prefixes of replies; must not know the ticket.

use super::one_line;
use crate::thread::{split_prefix, strip_subject};

/// What stands before the number in our own subjects.
pub const HOOK: &str = "Ticket#";
const MAX_SUBJECT: usize = 200;

/// `[Ticket#NNN] subject`; a reply's prefix stays in front: `Re: [Ticket#NNN] subject`. Tags of ours that are there
/// already go, so that a subject names one ticket, once. At most 200 characters.
pub fn tagged_subject(number: &str, subject: &str) -> String {
    let subject = one_line(subject);
    let is_reply = split_prefix(&strip_tags(&subject)).is_some_and(|(prefix, _)| is_reply_prefix(&prefix));
    let bare = strip_subject(&subject, &[HOOK]);
    let reply = if is_reply { "Re: " } else { "" };
    let tagged = format!("{reply}[{HOOK}{number}] {bare}");
    shortened(&tagged)
}

pub fn shortened(subject: &str) -> String {
    let cut: String = subject.chars().take(MAX_SUBJECT).collect();
    cut.trim_end().to_owned()
}

fn is_reply_prefix(prefix: &str) -> bool {
    matches!(
        prefix,
        "re" | "aw"
            | "antw"
            | "antwort"
            | "ant"
            | "sv"
            | "vs"
            | "res"
            | "resp"
            | "rép"
            | "réf"
            | "ref"
            | "odp"
            | "ynt"
            | "rif"
            | "vá"
            | "回复"
            | "答复"
            | "回覆"
            | "返信"
    )
}

/// `[Ticket#1] Re: x` is a reply too.
fn strip_tags(subject: &str) -> String {
    let trimmed = subject.trim_start();
    match trimmed.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((tag, rest)) if tag.to_lowercase().starts_with("ticket#") => rest.to_owned(),
        _ => trimmed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // req: A12
    #[test]
    fn subjects_get_their_number_once() {
        let cases = [
            ("WLAN", "[Ticket#17] WLAN"),
            ("Re: WLAN", "Re: [Ticket#17] WLAN"),
            ("AW: [Ticket#17] WLAN", "Re: [Ticket#17] WLAN"),
            ("[Ticket#17] Re: WLAN", "Re: [Ticket#17] WLAN"),
            ("[Ticket#17] WLAN", "[Ticket#17] WLAN"),
            ("WLAN Ticket#17", "[Ticket#17] WLAN"),
            ("[Ticket#16] WLAN", "[Ticket#17] WLAN"),
            ("WG: WLAN", "[Ticket#17] WLAN"),
            ("WLAN\r\nBcc: x@y.example", "[Ticket#17] WLAN Bcc: x@y.example"),
            ("", "[Ticket#17]"),
        ];
        for (subject, expected) in cases {
            assert_eq!(tagged_subject("17", subject), expected, "{subject:?}");
        }
        let long = tagged_subject("17", &"ä".repeat(500));
        assert_eq!(long.chars().count(), 200);
    }
}
