//! Paths that one is led to after signing in: ours, never another site's.

/// The longest one, in characters.
const MAX: usize = 2_000;

/// Whether a path leads to a page of this site, wherever it came from. Browsers read `\` as `/`, and leave out control characters.
#[must_use]
pub fn is_local_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control)
        && path.len() <= MAX
        && !["/login", "/api/", "/password"]
            .iter()
            .any(|other| path.starts_with(other))
}

#[cfg(test)]
mod tests {
    use super::is_local_path;

    #[test]
    fn never_another_site() {
        for bad in [
            "",
            "agent",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "javascript:alert(1)",
            "/login?next=/agent",
            "/api/v1/session",
            " /agent",
        ] {
            assert!(!is_local_path(bad), "{bad:?}");
        }
        for good in ["/", "/agent?queue=it", "/portal/tickets/2026112200017#a1"] {
            assert!(is_local_path(good), "{good}");
        }
    }
}
