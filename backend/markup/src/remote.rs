//! Images that lie elsewhere.
//!
//! Knows which of their addresses may be kept for a reader who asks for them; must not load anything. Loading one tells its owner
//! who reads when, so in stored HTML the address stands where no browser follows it.

use ammonia::Url;

use crate::tags::attributes;

/// Where the address of an image waits.
pub const WAITING: &str = "data-remote-src";
const MAX_URL: usize = 2_000;
/// An image of this size in pixels shows nothing; it only counts readers.
const PIXEL: u32 = 2;

/// The address of an image that may be loaded when somebody asks: `http` or `https`, without a user's name and password. `value` and
/// `tag` (the attributes of the image) are as the cleaner wrote them, `value` unescaped.
pub fn address(value: &str, tag: &str) -> Option<String> {
    if is_pixel(tag) {
        return None;
    }
    let mut url = Url::parse(value.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return None;
    }
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    let address = String::from(url);
    (address.len() <= MAX_URL).then_some(address)
}

fn is_pixel(tag: &str) -> bool {
    let is_tiny = |side: &str| {
        attributes(tag)
            .find(|(name, _)| *name == side)
            .and_then(|(_, value)| value.trim().trim_end_matches("px").parse::<u32>().ok())
            .is_some_and(|size| size <= PIXEL)
    };
    is_tiny("width") && is_tiny("height")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_kept_without_secrets() {
        let cases = [
            ("https://x.example/a.png?b=1&c", Some("https://x.example/a.png?b=1&c")),
            (" HTTP://X.example/a ", Some("http://x.example/a")),
            ("https://user:secret@x.example/a", Some("https://x.example/a")),
            (
                "https://x.example\\@evil.example/",
                Some("https://x.example/@evil.example/"),
            ),
            ("ftp://x.example/a", None),
            ("javascript:alert(1)", None),
            ("data:image/png;base64,AAAA", None),
            ("cid:1", None),
            ("//x.example/a", None),
            ("https://", None),
            ("", None),
        ];
        for (value, expected) in cases {
            assert_eq!(address(value, "").as_deref(), expected, "{value:?}");
        }
        assert_eq!(address(&format!("https://x.example/{}", "a".repeat(3_000)), ""), None);
        assert_eq!(address("https://x.example/", "width=\"1\" height=\"1px\""), None);
        assert!(address("https://x.example/", "width=\"1\" height=\"20\"").is_some());
    }
}
