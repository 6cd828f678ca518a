//! A person's name and mail address as mail headers carry them.
//!
//! Knows what makes an address usable at all (one `@`, no blanks, no control characters); must not know whether
//! anybody lives there.

use std::fmt;

/// The longest address that SMTP can carry: 64 octets, `@`, 255 octets (RFC 5321).
const MAX_ADDRESS: usize = 320;
const MAX_NAME: usize = 200;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mailbox {
    pub name: Option<String>,
    /// Lower-cased and trimmed.
    pub address: String,
}

impl Mailbox {
    /// `None` when `address` cannot be one. A name that says nothing (blank, or the address once more) is dropped.
    pub fn new(name: Option<&str>, address: &str) -> Option<Self> {
        let address = normal_address(address)?;
        let name = name
            .map(printable)
            .filter(|name| !name.is_empty() && name.to_lowercase() != address);
        Some(Self { name, address })
    }
}

/// RFC 5322 form: `Erika Muster <erika@hs-musterstadt.example>`, the name quoted where its characters ask for it.
impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            None => f.write_str(&self.address),
            Some(name) if name.chars().all(is_plain) => write!(f, "{name} <{}>", self.address),
            Some(name) => {
                f.write_str("\"")?;
                for character in name.chars().filter(|c| !c.is_control()) {
                    if matches!(character, '"' | '\\') {
                        f.write_str("\\")?;
                    }
                    write!(f, "{character}")?;
                }
                write!(f, "\" <{}>", self.address)
            }
        }
    }
}

fn is_plain(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, ' ' | '-' | '_' | '\'' | '!' | '+')
}

/// Lower-cased and trimmed, or `None` when it is no address.
pub(crate) fn normal_address(raw: &str) -> Option<String> {
    let address = raw.trim().trim_matches(['<', '>']).trim().to_lowercase();
    let (local, domain) = address.rsplit_once('@')?;
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';');
    let usable = !local.is_empty()
        && !domain.is_empty()
        && !domain.starts_with('.')
        && !local.contains('@')
        && address.len() <= MAX_ADDRESS
        && !address.contains(forbidden);
    usable.then_some(address)
}

/// One line, no control characters, blanks collapsed, capped.
fn printable(raw: &str) -> String {
    let visible = raw.replace(|c: char| c.is_control(), " ");
    let words: Vec<&str> = visible.split_whitespace().collect();
    words.join(" ").chars().take(MAX_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_folded_or_refused() {
        let cases = [
            ("  Erika@HS-Musterstadt.Example ", Some("erika@hs-musterstadt.example")),
            ("<erika@hs-musterstadt.example>", Some("erika@hs-musterstadt.example")),
            ("erika", None),
            ("@hs-musterstadt.example", None),
            ("erika@", None),
            ("eri ka@hs-musterstadt.example", None),
            ("erika@@hs-musterstadt.example", None),
            ("erika@x.example\r\nBcc: y@z.example", None),
            ("", None),
        ];
        for (raw, expected) in cases {
            assert_eq!(normal_address(raw).as_deref(), expected, "{raw:?}");
        }
    }

    #[test]
    fn display_is_the_header_form() {
        let cases = [
            (None, "e@hs.example"),
            (Some("Erika Muster"), "Erika Muster <e@hs.example>"),
            (Some("Muster, Erika"), "\"Muster, Erika\" <e@hs.example>"),
            (
                Some("Erika \"Eri\" Müller"),
                "\"Erika \\\"Eri\\\" Müller\" <e@hs.example>",
            ),
            (Some("E@hs.example"), "e@hs.example"),
            (Some("Er\0ika\r\nBcc: x"), "\"Er ika Bcc: x\" <e@hs.example>"),
        ];
        for (name, expected) in cases {
            assert_eq!(Mailbox::new(name, "e@hs.example").unwrap().to_string(), expected);
        }
    }
}
