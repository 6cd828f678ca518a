//! Looking as somebody else: how long, what is shown, and that nothing is done. The one place that says so, for every operation, also those that are
//! still to come.

use jiff::SignedDuration;

/// So long an administrator looks as somebody; afterwards they end it, and begin again with a reason.
pub const LASTS: SignedDuration = SignedDuration::from_mins(30);

/// What ends it: patterns below `/api/v1`.
pub const END: &str = "session/seeing-end";

/// What belongs to the person alone, whoever looks as them: their account, what they are told, what they have not sent yet.
const PRIVATE: [&str; 5] = ["account", "sessions", "tokens", "notifications", "drafts"];

/// How something is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// GET and HEAD.
    Read,
    Delete,
    /// All others, even where they only look.
    Write,
}

/// Whether somebody who looks as another person may ask this. `path` is the operation's pattern below `/api/v1`. Nothing is done but signing out
/// and the end. `over`: when the time is up, or the person is none any more whom one looks as; the administrator is not quietly themselves again,
/// since the page still looks like the other's.
#[must_use]
pub fn may_ask(way: Way, path: &str, over: bool) -> bool {
    let first = path.split('/').next().unwrap_or_default();
    match path {
        END => way == Way::Write,
        // Who is signed in, and signing out.
        "session" => way != Way::Write,
        _ => way == Way::Read && !over && !PRIVATE.contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // req: B11
    #[test]
    fn what_is_shown_and_that_nothing_is_done() {
        use Way::{Delete, Read, Write};
        for (way, path, during, afterwards) in [
            (Read, "tickets", true, false),
            (Read, "tickets/{ticket}/articles", true, false),
            (Read, "people/{person_id}/rights", true, false),
            (Read, "events", true, false),
            (Read, "preferences", true, false),
            (Read, "session", true, true),
            (Read, "account", false, false),
            (Read, "account/addresses", false, false),
            (Read, "sessions", false, false),
            (Read, "tokens", false, false),
            (Read, "notifications", false, false),
            (Read, "notifications/settings", false, false),
            (Read, "drafts", false, false),
            (Write, "tickets", false, false),
            (Write, "tickets/{ticket}/presence", false, false),
            (Write, "drafts/{key}", false, false),
            (Write, "notifications/read", false, false),
            (Write, "people/{person_id}/seeing", false, false),
            (Delete, "uploads/{upload_id}", false, false),
            (Write, "something/new", false, false),
            (Write, "", false, false),
            (Write, "session", false, false),
            (Delete, "session", true, true),
            (Write, END, true, true),
            (Read, END, false, false),
        ] {
            for (over, expected) in [(false, during), (true, afterwards)] {
                assert_eq!(may_ask(way, path, over), expected, "{way:?} {path} {over}");
            }
        }
    }
}
