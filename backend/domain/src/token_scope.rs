//! What a personal API token may be used for: the one place that says so, for every operation, also those that are still to come.
//!
//! A token never does more than its person may. It manages no account: whoever has found one must not make it last.

use pult_shared::api::account::TokenScope;

/// Paths below `/api/v1` that belong to somebody's account: never by a token, but for whose it is.
const ACCOUNT: [&str; 6] = [
    "account",
    "sessions",
    "tokens",
    "password",
    "password-links",
    "preferences",
];
/// Where the daily work with tickets is done.
const WORK: [&str; 7] = [
    "tickets",
    "uploads",
    "drafts",
    "bulk-jobs",
    "incidents",
    "templates",
    "views",
];
/// What opens a ticket without the desk's own form for it: contact forms are filled in by programs too.
const SUBMIT_FORM: &str = "public/forms/{slug}/submissions";

/// Whether a token of this scope may ask this. `path` is the operation's pattern below `/api/v1`, without a slash in front; `reads` is what GET and HEAD do.
#[must_use]
pub fn allows(scope: TokenScope, reads: bool, path: &str) -> bool {
    let mut parts = path.split('/');
    let (first, last) = (
        parts.next().unwrap_or_default(),
        path.rsplit('/').next().unwrap_or_default(),
    );
    if first == "session" {
        return reads;
    }
    let of_an_account = |part: &str| ACCOUNT.contains(&part) || ["password-link", "second-factor"].contains(&part);
    if of_an_account(first) || path.split('/').any(|part| part == "sessions" || part == "tokens") || of_an_account(last)
    {
        return false;
    }
    match scope {
        TokenScope::Read => reads,
        TokenScope::Tickets => reads || WORK.contains(&first) || path == SUBMIT_FORM,
        TokenScope::Administer => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_by_what_is_asked() {
        use TokenScope::{Administer, Read, Tickets};
        for (reads, path, least) in [
            (true, "tickets", Some(Read)),
            (true, "session", Some(Read)),
            (true, "settings-log", Some(Read)),
            (false, "tickets", Some(Tickets)),
            (false, "tickets/{ticket}/commands", Some(Tickets)),
            (false, "uploads", Some(Tickets)),
            (false, "incidents", Some(Tickets)),
            (false, "public/forms/{slug}/submissions", Some(Tickets)),
            (false, "forms", Some(Administer)),
            (false, "public/form-confirmations", Some(Administer)),
            (false, "states/{key}", Some(Administer)),
            (false, "roles", Some(Administer)),
            (false, "something/new", Some(Administer)),
            (false, "session", None),
            (true, "account", None),
            (true, "tokens", None),
            (false, "tokens", None),
            (false, "account/password", None),
            (true, "sessions", None),
            (true, "people/{person_id}/sessions", None),
            (false, "people/{person_id}/sessions/{session_id}", None),
            (false, "people/{person_id}/password-link", None),
            (false, "people/{person_id}/second-factor", None),
            (false, "account/totp", None),
        ] {
            for scope in [Read, Tickets, Administer] {
                let expected = least.is_some_and(|least| scope >= least);
                assert_eq!(allows(scope, reads, path), expected, "{scope:?} {reads} {path}");
            }
        }
    }
}
