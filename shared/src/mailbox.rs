//! A mail address with the name that goes with it.

use serde::{Deserialize, Deserializer, Serialize};

/// Somebody's address as a mail shows it, for example `Lena Vogt <lena.vogt@stud.example>`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Mailbox {
    /// The display name, when one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address in lower case, for example `lena.vogt@stud.example`.
    #[serde(deserialize_with = "in_lower_case")]
    pub address: String,
}

/// However it was typed: databases do not agree on what is the same in another case.
fn in_lower_case<'de, D: Deserializer<'de>>(source: D) -> Result<String, D::Error> {
    String::deserialize(source).map(|address| address.to_lowercase())
}

impl Mailbox {
    /// What a person reads: the name, or the address where there is none.
    #[must_use]
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.address)
    }
}

impl std::fmt::Display for Mailbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} <{}>", self.address),
            None => f.write_str(&self.address),
        }
    }
}

/// Whether a text has the shape of a mail address: one `@`, dot-separated words on both sides, and nothing that could break a
/// header (RFC 5321 §4.1.2, without quoted local parts and address literals). Underscores in domains are no part of the grammar
/// and exist all the same.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let local_ok = local.len() <= 64
        && local.split('.').all(|word| !word.is_empty())
        && local
            .chars()
            .all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
    local_ok && is_domain(domain)
}

/// Whether a text is a domain that mail could go to: labels of letters, digits and hyphens.
#[must_use]
pub fn is_domain(domain: &str) -> bool {
    let label_ok = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    domain.len() <= 253 && domain.split('.').all(label_ok)
}

#[cfg(test)]
mod tests {
    use super::{Mailbox, is_address};

    #[test]
    fn addresses_are_kept_in_lower_case() {
        let read: Mailbox = serde_json::from_str(r#"{"address":"Max.Muster@Stud.Example"}"#).expect("a mailbox");
        assert_eq!(read.address, "max.muster@stud.example");
    }

    #[test]
    fn shapes_of_addresses() {
        for good in [
            "a@b.example",
            "lena.vogt@stud.hs-musterstadt.example",
            "x+y@localhost",
            "jörg@müller.example",
            "cron@build_host.example",
        ] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b",
            "a@",
            "a b@c",
            "a@b c",
            "a@b\r\nBcc: x@y",
            "a@-b.example",
            "a@b..c",
            "<a@b>",
            "a..b@docomo.example",
            ".ab@docomo.example",
            "ab.@docomo.example",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
