//! A second factor: what a session without one may still do where a role asks for it, and how recovery codes are written.

/// What somebody reaches who has to set their second factor up first: patterns below `/api/v1`.
const BEFORE: [&str; 7] = [
    "session",
    crate::seeing::END,
    "account",
    "account/totp",
    "account/totp/confirmation",
    "account/passkeys",
    "account/passkeys/confirmation",
];

/// Whether a session that still lacks the second factor may ask this. `path` is the operation's pattern below `/api/v1`.
#[must_use]
pub fn may_before(path: &str) -> bool {
    BEFORE.contains(&path)
}

/// How many letters stand together.
const GROUP: usize = 4;

/// A recovery code as people read it: in groups.
#[must_use]
pub fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters.chunks(GROUP).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// A code as people type it: without what they put in between, in lower case.
#[must_use]
pub fn plain(code: &str) -> String {
    let kept = code
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '.'));
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_they_are_typed() {
        assert_eq!(grouped("abcdefghjkmnpqrs"), "abcd-efgh-jkmn-pqrs");
        for typed in ["abcd-efgh-jkmn-pqrs", " ABCD EFGH JKMN PQRS ", "abcdefghjkmnpqrs"] {
            assert_eq!(plain(typed), "abcdefghjkmnpqrs");
        }
        assert_eq!(plain("123 456"), "123456");
    }

    #[test]
    fn without_it_only_the_way_to_it() {
        for (path, fine) in [
            ("session", true),
            ("account", true),
            ("account/totp", true),
            ("account/passkeys", true),
            ("account/passkeys/{passkey_id}/removal", false),
            ("account/password", false),
            ("tokens", false),
            ("tickets", false),
            ("tickets/{ticket}", false),
            ("events", false),
            ("", false),
        ] {
            assert_eq!(may_before(path), fine, "{path}");
        }
    }
}
