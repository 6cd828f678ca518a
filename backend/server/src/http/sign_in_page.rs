//! The address of the sign-in page: where it leads afterwards, and what went wrong on the way.

/// The page that leads to `next`, a path of this site with its query, once somebody has signed in. `error`: the code that it tells about.
pub fn address(error: Option<&str>, next: &str) -> String {
    let next = encoded(next);
    match error {
        Some(code) => format!("/login?error={code}&next={next}"),
        None => format!("/login?next={next}"),
    }
}

/// A value of a query (RFC 3986 §2).
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
