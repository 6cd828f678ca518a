//! `MailCondition`: which mails. Knows which question may be asked about what; must not know how an answer is found.

use serde::{Deserialize, Serialize};

/// Which mails: tests, combined. An `all` of nothing holds for every mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MailCondition {
    /// Every one of them holds.
    All {
        #[cfg_attr(feature = "openapi", schema(no_recursion))]
        of: Vec<MailCondition>,
    },
    /// At least one of them holds.
    Any {
        #[cfg_attr(feature = "openapi", schema(no_recursion))]
        of: Vec<MailCondition>,
    },
    /// It does not hold.
    Not {
        #[cfg_attr(feature = "openapi", schema(no_recursion))]
        of: Box<MailCondition>,
    },
    /// A single test.
    Test(MailTest),
}

/// One question about a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailTest {
    pub field: MailField,
    /// `header`: the field's name, for example `X-Spam-Flag`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub header: String,
    pub how: TestHow,
    /// What it is compared with; left out for `exists`. Case does not matter.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
}

macro_rules! words {
    ($(#[doc = $about:literal])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal;)* }) => {
        $(#[doc = $about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $word)] $variant,)*
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                crate::openapi::words(concat!($($about),*).trim(), Self::ALL.iter().map(|one| one.name()))
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word in the API.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.name() == name)
            }
        }
    };
}

words! {
    /// What of a mail is looked at. Where a mail has several (recipients, attachments, fields of one name), one that fits is enough.
    MailField {
        Subject = "subject";
        /// The sender's address, and the whole of From as it is written.
        From = "from";
        /// What stands behind the `@` of the sender's address.
        FromDomain = "from_domain";
        /// The addresses that it was delivered to, and those in To and Cc.
        Recipient = "recipient";
        /// The text; the first 100,000 characters.
        Body = "body";
        /// A field of the header, named in `header`.
        Header = "header";
        /// Names of attached files.
        Attachment = "attachment";
        /// The mailing list (List-Id), without brackets.
        ListId = "list_id";
        /// The sender of the envelope.
        EnvelopeFrom = "envelope_from";
        /// The mailbox that it was fetched from, as the configuration names it.
        Account = "account";
        /// `lmtp`, `imap` or `pipe`.
        Door = "door";
        /// The whole mail, in bytes: `500k`, `10M`.
        Size = "size";
        /// `yes`, `no`, or of which kind: `auto_reply`, `generated`, `bulk`, `bounce`.
        Automatic = "automatic";
        /// How the desk knows the sender: `stranger`, `known`, `account` (can sign in), `agent`.
        Sender = "sender";
        /// The id of a role that the sender holds.
        Role = "role";
        /// Whether the sender is proven: `proven`, `unproven`, `failed`.
        Trust = "trust";
        /// What the site's gateway says of spam: `yes`, `no`, `unknown`.
        Spam = "spam";
        /// Its score.
        SpamScore = "spam_score";
        /// What it says of viruses: `infected`, `clean`, `unknown`.
        Virus = "virus";
        /// Whether it belongs to a ticket: `yes`, `no`.
        FollowUp = "follow_up";
    }
}

words! {
    /// How a value is compared. Case of letters never matters.
    TestHow {
        Contains = "contains";
        Is = "is";
        /// With `*` for any text and `?` for one character.
        Like = "like";
        /// A regular expression (syntax of the crate `regex`: no look-around, no back-references, so that it ends in linear time).
        Regex = "regex";
        /// There is something.
        Exists = "exists";
        AtLeast = "at_least";
        AtMost = "at_most";
    }
}

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    Text,
    /// One of these.
    Words(&'static [&'static str]),
    Size,
    Score,
    Role,
}

const TEXT: &[TestHow] = &[
    TestHow::Contains,
    TestHow::Is,
    TestHow::Like,
    TestHow::Regex,
    TestHow::Exists,
];
const CHOICE: &[TestHow] = &[TestHow::Is];
const NUMBER: &[TestHow] = &[TestHow::AtLeast, TestHow::AtMost];

impl MailField {
    #[must_use]
    pub fn kind(self) -> ValueKind {
        match self {
            Self::Door => ValueKind::Words(&["lmtp", "imap", "pipe"]),
            Self::Automatic => ValueKind::Words(&["yes", "no", "auto_reply", "generated", "bulk", "bounce"]),
            Self::Sender => ValueKind::Words(&["stranger", "known", "account", "agent"]),
            Self::Trust => ValueKind::Words(&["proven", "unproven", "failed"]),
            Self::Spam => ValueKind::Words(&["yes", "no", "unknown"]),
            Self::Virus => ValueKind::Words(&["infected", "clean", "unknown"]),
            Self::FollowUp => ValueKind::Words(&["yes", "no"]),
            Self::Size => ValueKind::Size,
            Self::SpamScore => ValueKind::Score,
            Self::Role => ValueKind::Role,
            Self::Subject
            | Self::From
            | Self::FromDomain
            | Self::Recipient
            | Self::Body
            | Self::Header
            | Self::Attachment
            | Self::ListId
            | Self::EnvelopeFrom
            | Self::Account => ValueKind::Text,
        }
    }

    /// How it may be compared; the first is the usual one.
    #[must_use]
    pub fn hows(self) -> &'static [TestHow] {
        match self.kind() {
            ValueKind::Text => TEXT,
            ValueKind::Words(_) | ValueKind::Role => CHOICE,
            ValueKind::Size | ValueKind::Score => NUMBER,
        }
    }
}

impl MailCondition {
    /// Every mail.
    #[must_use]
    pub fn every() -> Self {
        Self::All { of: Vec::new() }
    }

    /// Its tests, with the path of each as it stands in the body of a request (`of.0.of.1`), in order.
    #[must_use]
    pub fn tests(&self, path: &str) -> Vec<(String, &MailTest)> {
        match self {
            Self::Test(test) => vec![(path.to_owned(), test)],
            Self::Not { of } => of.tests(&format!("{path}.of")),
            Self::All { of } | Self::Any { of } => of
                .iter()
                .enumerate()
                .flat_map(|(index, part)| part.tests(&format!("{path}.of.{index}")))
                .collect(),
        }
    }

    /// The test at a path of [`Self::tests`], and whether it is turned round there: an odd number of `not` stands around it.
    #[must_use]
    pub fn test_at(&self, path: &str, own: &str) -> Option<(&MailTest, bool)> {
        match self {
            Self::Test(test) => (path == own).then_some((test, false)),
            Self::Not { of } => of
                .test_at(path, &format!("{own}.of"))
                .map(|(test, turned)| (test, !turned)),
            Self::All { of } | Self::Any { of } => of
                .iter()
                .enumerate()
                .find_map(|(index, part)| part.test_at(path, &format!("{own}.of.{index}"))),
        }
    }

    /// How deep it is nested; a test is 1.
    #[must_use]
    pub fn depth(&self) -> usize {
        match self {
            Self::Test(_) => 1,
            Self::Not { of } => 1 + of.depth(),
            Self::All { of } | Self::Any { of } => 1 + of.iter().map(Self::depth).max().unwrap_or_default(),
        }
    }
}

/// A size in bytes: a whole number, with `k` or `M` behind it for the thousandfold and millionfold (of 1,024).
#[must_use]
pub fn size(text: &str) -> Option<i64> {
    let text = text.trim();
    let (number, factor) = match text.chars().last()? {
        'k' | 'K' => (text.trim_end_matches(['k', 'K']), 1_024),
        'm' | 'M' => (text.trim_end_matches(['m', 'M']), 1_024 * 1_024),
        _ => (text, 1),
    };
    let number: i64 = number.trim().parse().ok().filter(|number| *number >= 0)?;
    number.checked_mul(factor)
}

/// A spam score in hundredths: `5`, `-1.5`, `7,25`.
#[must_use]
pub fn score(text: &str) -> Option<i64> {
    let number: f64 = text.trim().replace(',', ".").parse().ok()?;
    // Within these bounds a float holds hundredths exactly enough, and the cast cuts nothing.
    (number.abs() <= 1_000_000.0).then(|| (number * 100.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_scores() {
        for (text, expected) in [
            ("10", Some(10)),
            ("500k", Some(512_000)),
            (" 10 M", Some(10_485_760)),
            ("-1", None),
            ("k", None),
            ("9223372036854775807M", None),
            ("", None),
        ] {
            assert_eq!(size(text), expected, "{text}");
        }
        for (text, expected) in [("5", Some(500)), ("-1,5", Some(-150)), ("nan", None), ("x", None)] {
            assert_eq!(score(text), expected, "{text}");
        }
    }

    #[test]
    fn a_condition_is_written_as_it_is_read() {
        let json = r#"{"type":"any","of":[{"type":"test","field":"header","header":"X-Spam-Flag","how":"is","value":"yes"},{"type":"not","of":{"type":"test","field":"list_id","how":"exists"}}]}"#;
        let condition: MailCondition = serde_json::from_str(json).expect("read");
        assert_eq!(serde_json::to_string(&condition).expect("written"), json);
        let paths: Vec<String> = condition.tests("when").into_iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["when.of.0", "when.of.1.of"]);
        assert_eq!(condition.depth(), 3);
        let turned = |path| {
            condition
                .test_at(path, "when")
                .map(|(test, turned)| (test.field, turned))
        };
        assert_eq!(turned("when.of.0"), Some((MailField::Header, false)));
        assert_eq!(turned("when.of.1.of"), Some((MailField::ListId, true)));
        assert_eq!(turned("when.of.2"), None);
    }
}
