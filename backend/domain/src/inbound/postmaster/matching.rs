//! The interpreter of `MailCondition`: over one mail in memory.
//!
//! Patterns are compiled once; each is a regular expression that ends in linear time and has a bounded size, so that no rule and no
//! mail can hold the intake up.

use pult_shared::{
    api::{article::Trust, mail::Door, postmaster::FilterVerdict},
    ids::{PostmasterFilterId, RoleId},
    postmaster::{MailCondition, MailEffect, MailField, MailTest, PostmasterFilterDef, TestHow, score, size},
};
use regex::{Regex, RegexBuilder};

use crate::inbound::{Acquaintance, Machine};

/// Bytes that one compiled pattern, and its cache, may take.
const PATTERN_BYTES_MAX: usize = 256 * 1024;

/// Characters of a value that a verdict shows.
const FOUND_MAX: usize = 200;

/// What filters know of a mail.
#[derive(Clone, Debug, Default)]
pub struct Traits<'a> {
    pub subject: &'a str,
    /// The text, as far as filters look.
    pub body: &'a str,
    /// The sender's address, and From as it is written.
    pub from: Vec<&'a str>,
    pub recipients: Vec<&'a str>,
    /// Name and value of each field.
    pub headers: Vec<(&'a str, &'a str)>,
    pub attachments: Vec<&'a str>,
    pub list_id: Option<&'a str>,
    pub envelope_from: &'a str,
    pub account: Option<&'a str>,
    pub door: Option<Door>,
    /// Bytes.
    pub size: u64,
    pub machine: Option<Machine>,
    pub acquaintance: Acquaintance,
    pub agent: bool,
    /// The roles that the sender holds.
    pub roles: Vec<RoleId>,
    pub trust: Trust,
    /// What the gateway says; nothing where it says nothing.
    pub spam: Option<bool>,
    /// In hundredths.
    pub spam_score: Option<i32>,
    /// Whether it found one; nothing where nobody looked.
    pub virus: Option<bool>,
    pub follow_up: bool,
}

/// A filter that is ready to run.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// None for one that is not saved yet.
    pub id: Option<PostmasterFilterId>,
    pub filter: PostmasterFilterDef,
    /// Nothing where a pattern cannot be read: such a filter matches no mail.
    node: Option<Node>,
}

#[derive(Clone, Debug)]
enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Test(MailTest, Matcher),
}

#[derive(Clone, Debug)]
enum Matcher {
    Pattern(Box<Regex>),
    Exists,
    AtLeast(i64),
    AtMost(i64),
}

/// What a filter says to a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub verdict: FilterVerdict,
    /// Its tests in order, where they were asked for.
    pub tests: Vec<Tested>,
}

/// What a test says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tested {
    /// `when.of.0`
    pub path: String,
    pub holds: bool,
    pub found: Option<String>,
}

impl Compiled {
    #[must_use]
    pub fn new(id: Option<PostmasterFilterId>, filter: PostmasterFilterDef) -> Self {
        let node = node(&filter.when).ok();
        Self { id, filter, node }
    }

    fn holds(&self, mail: &Traits<'_>) -> bool {
        self.node.as_ref().is_some_and(|node| node.holds(mail))
    }

    fn tested(&self, mail: &Traits<'_>) -> Vec<Tested> {
        let mut tests = Vec::new();
        if let Some(node) = &self.node {
            node.explain("when", mail, &mut tests);
        }
        tests
    }
}

/// What each filter says to a mail, in order. `explain`: with every test, which costs more.
#[must_use]
pub fn matching(filters: &[Compiled], mail: &Traits<'_>, explain: bool) -> Vec<Verdict> {
    let mut over = false;
    let mut verdicts = Vec::with_capacity(filters.len());
    for filter in filters {
        let verdict = if !filter.filter.valid {
            FilterVerdict::Off
        } else if over {
            FilterVerdict::NotReached
        } else if filter.holds(mail) {
            over = filter.filter.stop || filter.filter.then.iter().any(MailEffect::ends);
            FilterVerdict::Matched
        } else {
            FilterVerdict::NotMatched
        };
        let asked = explain && matches!(verdict, FilterVerdict::Matched | FilterVerdict::NotMatched);
        let tests = if asked { filter.tested(mail) } else { Vec::new() };
        verdicts.push(Verdict { verdict, tests });
    }
    verdicts
}

impl Node {
    fn holds(&self, mail: &Traits<'_>) -> bool {
        match self {
            Self::All(of) => of.iter().all(|node| node.holds(mail)),
            Self::Any(of) => of.iter().any(|node| node.holds(mail)),
            Self::Not(of) => !of.holds(mail),
            Self::Test(test, matcher) => mail.answer(test, matcher).0,
        }
    }

    fn explain(&self, path: &str, mail: &Traits<'_>, tests: &mut Vec<Tested>) {
        match self {
            Self::All(of) | Self::Any(of) => {
                for (index, node) in of.iter().enumerate() {
                    node.explain(&format!("{path}.of.{index}"), mail, tests);
                }
            }
            Self::Not(of) => of.explain(&format!("{path}.of"), mail, tests),
            Self::Test(test, matcher) => {
                let (holds, found) = mail.answer(test, matcher);
                tests.push(Tested {
                    path: path.to_owned(),
                    holds,
                    found: found.map(|found| found.chars().take(FOUND_MAX).collect()),
                });
            }
        }
    }
}

impl Traits<'_> {
    /// Whether a test holds, and by what: what matched, else the first that was looked at.
    fn answer(&self, test: &MailTest, matcher: &Matcher) -> (bool, Option<String>) {
        match matcher {
            Matcher::AtLeast(bound) => self.compare(test.field, |number| number >= *bound),
            Matcher::AtMost(bound) => self.compare(test.field, |number| number <= *bound),
            Matcher::Exists => {
                let found = self.values(test).into_iter().find(|value| !value.trim().is_empty());
                (found.is_some(), found)
            }
            Matcher::Pattern(pattern) => {
                let mut values = self.values(test);
                match values.iter().position(|value| pattern.is_match(value)) {
                    Some(index) => (true, Some(values.swap_remove(index))),
                    None => (false, values.into_iter().next()),
                }
            }
        }
    }

    fn compare(&self, field: MailField, holds: impl Fn(i64) -> bool) -> (bool, Option<String>) {
        match field {
            MailField::SpamScore => match self.spam_score.map(i64::from) {
                Some(score) => {
                    let (sign, score_abs) = (if score < 0 { "-" } else { "" }, score.unsigned_abs());
                    let shown = format!("{sign}{}.{:02}", score_abs / 100, score_abs % 100);
                    (holds(score), Some(shown))
                }
                None => (false, None),
            },
            _ => {
                let size = i64::try_from(self.size).unwrap_or(i64::MAX);
                (holds(size), Some(size.to_string()))
            }
        }
    }

    fn values(&self, test: &MailTest) -> Vec<String> {
        let all = |list: &[&str]| list.iter().map(|value| (*value).to_owned()).collect();
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
        match test.field {
            MailField::Subject => vec![self.subject.to_owned()],
            MailField::Body => vec![self.body.to_owned()],
            MailField::From => all(&self.from),
            MailField::FromDomain => {
                let domain = self.from.first().and_then(|address| address.rsplit_once('@'));
                domain.map(|(_, domain)| domain.to_owned()).into_iter().collect()
            }
            MailField::Recipient => all(&self.recipients),
            MailField::Header => {
                let named = self
                    .headers
                    .iter()
                    .filter(|(name, _)| name.eq_ignore_ascii_case(&test.header));
                named.map(|(_, value)| (*value).to_owned()).collect()
            }
            MailField::Attachment => all(&self.attachments),
            MailField::ListId => self.list_id.map(str::to_owned).into_iter().collect(),
            MailField::EnvelopeFrom => vec![self.envelope_from.to_owned()],
            MailField::Account => self.account.map(str::to_owned).into_iter().collect(),
            MailField::Door => self.door.map(|door| door.name().to_owned()).into_iter().collect(),
            MailField::Automatic => words(match self.machine {
                None => &["no"],
                Some(Machine::AutoReply) => &["auto_reply", "yes"],
                Some(Machine::Generated) => &["generated", "yes"],
                Some(Machine::Bulk) => &["bulk", "yes"],
                Some(Machine::Bounce) => &["bounce", "yes"],
            }),
            MailField::Sender => words(match (self.acquaintance, self.agent) {
                (_, true) => &["agent", "account", "known"],
                (Acquaintance::Stranger, _) => &["stranger"],
                (Acquaintance::Known, _) => &["known"],
                (Acquaintance::Directory, _) => &["account", "known"],
            }),
            MailField::Role => self.roles.iter().map(ToString::to_string).collect(),
            MailField::Trust => vec![self.trust.name().to_owned()],
            MailField::Spam => words(match self.spam {
                Some(true) => &["yes"],
                Some(false) => &["no"],
                None => &["unknown"],
            }),
            MailField::Virus => words(match self.virus {
                Some(true) => &["infected"],
                Some(false) => &["clean"],
                None => &["unknown"],
            }),
            MailField::FollowUp => words(if self.follow_up { &["yes"] } else { &["no"] }),
            MailField::Size | MailField::SpamScore => Vec::new(),
        }
    }
}

fn node(condition: &MailCondition) -> Result<Node, ()> {
    Ok(match condition {
        MailCondition::All { of } => Node::All(of.iter().map(node).collect::<Result<_, _>>()?),
        MailCondition::Any { of } => Node::Any(of.iter().map(node).collect::<Result<_, _>>()?),
        MailCondition::Not { of } => Node::Not(Box::new(node(of)?)),
        MailCondition::Test(test) => Node::Test(test.clone(), matcher(test).map_err(|_| ())?),
    })
}

/// Why a value cannot be compared with.
pub(super) struct Unreadable {
    /// In English, for those who read the API.
    pub reason: String,
    /// The place of the fault in the value, in characters, and how many there are.
    pub place: Option<(usize, usize)>,
}

pub(super) fn check_value(test: &MailTest) -> Result<(), Unreadable> {
    matcher(test).map(|_| ())
}

fn matcher(test: &MailTest) -> Result<Matcher, Unreadable> {
    let number = || {
        let number = match test.field {
            MailField::SpamScore => score(&test.value),
            _ => size(&test.value),
        };
        number.ok_or_else(|| Unreadable {
            reason: "This is no number.".to_owned(),
            place: None,
        })
    };
    let value = test.value.trim();
    Ok(match test.how {
        TestHow::Exists => Matcher::Exists,
        TestHow::AtLeast => Matcher::AtLeast(number()?),
        TestHow::AtMost => Matcher::AtMost(number()?),
        TestHow::Contains => Matcher::Pattern(pattern(&regex::escape(value))?),
        TestHow::Is => Matcher::Pattern(pattern(&format!(r"(?s)\A\s*{}\s*\z", regex::escape(value)))?),
        TestHow::Like => Matcher::Pattern(pattern(&format!(r"(?s)\A\s*{}\s*\z", wildcards(value)))?),
        TestHow::Regex => Matcher::Pattern(pattern(value)?),
    })
}

/// `*` for any text, `?` for one character.
fn wildcards(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars() {
        match c {
            '*' => pattern.push_str(".*"),
            '?' => pattern.push('.'),
            c => pattern.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
        }
    }
    pattern
}

fn pattern(text: &str) -> Result<Box<Regex>, Unreadable> {
    let built = RegexBuilder::new(text)
        .case_insensitive(true)
        .size_limit(PATTERN_BYTES_MAX)
        .dfa_size_limit(PATTERN_BYTES_MAX)
        .nest_limit(50)
        .build();
    match built {
        Ok(regex) => Ok(Box::new(regex)),
        Err(regex::Error::CompiledTooBig(_)) => Err(Unreadable {
            reason: "The expression is too big.".to_owned(),
            place: None,
        }),
        Err(_) => Err(fault_of(text)),
    }
}

/// Where an expression stops making sense.
fn fault_of(text: &str) -> Unreadable {
    let characters = |bytes: usize| text.get(..bytes).map_or(0, |before| before.chars().count());
    match regex_syntax::ast::parse::Parser::new().parse(text) {
        Err(error) => {
            let (start, end) = (error.span().start.offset, error.span().end.offset);
            let at = characters(start);
            Unreadable {
                reason: error.kind().to_string(),
                place: Some((at, characters(end).saturating_sub(at))),
            }
        }
        Ok(_) => Unreadable {
            reason: "The expression cannot be used.".to_owned(),
            place: None,
        },
    }
}
