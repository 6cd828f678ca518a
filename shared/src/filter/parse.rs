//! Reads the text form of a filter: a small recursive descent, bounded in length, nodes and depth.
//!
//! ```text
//! any   = all *( "OR" all )
//! all   = one *( one )
//! one   = "-" one | "(" any ")" | "*" | field ":" value *( "," value ) | word
//! ```

use std::{iter::Peekable, str::Chars};

use super::{Age, Compare, FieldTest, Filter, Who};
use crate::{
    catalog::{FieldKey, ServiceKey, SlaKey, StateKey, StateType, TypeKey, is_key},
    limits::{FILTER_MAX, FILTER_NODES_MAX},
    person::Affiliation,
    sla::ClockKind,
    ticket::{Channel, Priority},
    time::is_day,
};

/// Deeper nesting than anybody writes by hand; bounds the recursion.
const DEPTH_MAX: usize = 16;

/// Why and where a filter's text could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    #[error("the filter is longer than {FILTER_MAX} characters")]
    TooLong,
    #[error("the filter has more than {FILTER_NODES_MAX} conditions")]
    TooManyNodes,
    #[error("the filter is nested deeper than {DEPTH_MAX} levels")]
    TooDeep,
    #[error("unexpected `{found}` at character {at}")]
    Unexpected { found: String, at: usize },
    #[error("there is no field `{field}`, at character {at}")]
    UnknownField { field: String, at: usize },
    #[error("`{value}` is no value for `{field}`, at character {at}")]
    BadValue { field: String, value: String, at: usize },
}

impl ParseError {
    /// Where the fault is: its first character, and how many there are. Nothing where the whole is too big.
    #[must_use]
    pub fn place(&self) -> Option<(usize, usize)> {
        match self {
            Self::TooLong | Self::TooManyNodes | Self::TooDeep => None,
            Self::Unexpected { found, at } if *found == END => Some((*at, 0)),
            Self::Unexpected { found, at } => Some((*at, found.chars().count())),
            Self::UnknownField { field, at } => Some((*at, field.chars().count())),
            Self::BadValue { value, at, .. } => Some((*at, value.chars().count())),
        }
    }
}

/// What is found where nothing is left.
const END: &str = "end of text";

pub(super) fn parse(text: &str) -> Result<Filter, ParseError> {
    if text.chars().count() > FILTER_MAX {
        return Err(ParseError::TooLong);
    }
    let mut reader = Reader {
        tokens: tokens(text)?,
        next: 0,
        nodes: 0,
    };
    if reader.peek().is_none() {
        return Ok(Filter::All);
    }
    let filter = reader.any(0)?;
    match reader.peek() {
        None => Ok(filter),
        Some(token) => Err(ParseError::Unexpected {
            found: token.kind.to_string(),
            at: token.at,
        }),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Open,
    Close,
    Minus,
    Or,
    Star,
    /// `field:` directly followed by its values.
    Field(String, Vec<Value>),
    Word(String),
}

/// A value of a field, as it stands in the text.
#[derive(Clone, Debug, PartialEq)]
struct Value {
    text: String,
    quoted: bool,
    at: usize,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Open => f.write_str("("),
            Self::Close => f.write_str(")"),
            Self::Minus => f.write_str("-"),
            Self::Or => f.write_str("OR"),
            Self::Star => f.write_str("*"),
            Self::Field(name, _) => write!(f, "{name}:"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

struct Token {
    kind: Kind,
    at: usize,
}

struct Source<'a> {
    chars: Peekable<Chars<'a>>,
    at: usize,
}

impl Source<'_> {
    fn next(&mut self) -> Option<char> {
        self.at += 1;
        self.chars.next()
    }

    fn value(&mut self) -> Result<Value, ParseError> {
        let at = self.at;
        let (text, quoted) = self.piece()?;
        Ok(Value { text, quoted, at })
    }

    /// A bare or quoted piece; the flag tells whether it was quoted.
    fn piece(&mut self) -> Result<(String, bool), ParseError> {
        let mut text = String::new();
        if self.chars.next_if_eq(&'"').is_some() {
            self.at += 1;
            loop {
                match self.next() {
                    Some('"') => return Ok((text, true)),
                    Some('\\') => text.extend(self.next()),
                    Some(c) => text.push(c),
                    None => {
                        return Err(ParseError::Unexpected {
                            found: END.to_owned(),
                            at: self.at,
                        });
                    }
                }
            }
        }
        while let Some(c) = self.chars.next_if(|c| !c.is_whitespace() && !"\"():,".contains(*c)) {
            self.at += 1;
            text.push(c);
        }
        Ok((text, false))
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, ParseError> {
    let mut source = Source {
        chars: text.chars().peekable(),
        at: 0,
    };
    let mut tokens = Vec::new();
    while let Some(&c) = source.chars.peek() {
        let at = source.at;
        let kind = match c {
            c if c.is_whitespace() => {
                source.next();
                continue;
            }
            '(' => single(&mut source, Kind::Open),
            ')' => single(&mut source, Kind::Close),
            '-' => single(&mut source, Kind::Minus),
            ':' | ',' => {
                return Err(ParseError::Unexpected {
                    found: c.to_string(),
                    at,
                });
            }
            _ => word_or_field(&mut source)?,
        };
        tokens.push(Token { kind, at });
    }
    Ok(tokens)
}

fn single(source: &mut Source<'_>, kind: Kind) -> Kind {
    source.next();
    kind
}

fn word_or_field(source: &mut Source<'_>) -> Result<Kind, ParseError> {
    let (piece, quoted) = source.piece()?;
    if !quoted && source.chars.next_if_eq(&':').is_some() {
        source.at += 1;
        let mut values = vec![source.value()?];
        while source.chars.next_if_eq(&',').is_some() {
            source.at += 1;
            values.push(source.value()?);
        }
        return Ok(Kind::Field(piece.to_lowercase(), values));
    }
    Ok(match piece.as_str() {
        "OR" if !quoted => Kind::Or,
        "*" if !quoted => Kind::Star,
        _ => Kind::Word(piece),
    })
}

struct Reader {
    tokens: Vec<Token>,
    next: usize,
    nodes: usize,
}

impl Reader {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn peek_is(&self, kind: &Kind) -> bool {
        self.peek().is_some_and(|token| token.kind == *kind)
    }

    fn any(&mut self, depth: usize) -> Result<Filter, ParseError> {
        let mut parts = vec![self.all(depth)?];
        while self.peek_is(&Kind::Or) {
            self.next += 1;
            parts.push(self.all(depth)?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Filter::any_of(parts)
        })
    }

    fn all(&mut self, depth: usize) -> Result<Filter, ParseError> {
        let mut parts = vec![self.one(depth)?];
        while self
            .peek()
            .is_some_and(|token| !matches!(token.kind, Kind::Or | Kind::Close))
        {
            parts.push(self.one(depth)?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Filter::all_of(parts)
        })
    }

    fn one(&mut self, depth: usize) -> Result<Filter, ParseError> {
        if depth > DEPTH_MAX {
            return Err(ParseError::TooDeep);
        }
        self.nodes += 1;
        if self.nodes > FILTER_NODES_MAX {
            return Err(ParseError::TooManyNodes);
        }
        let end = self.tokens.last().map_or(0, |token| token.at);
        let Some(token) = self.tokens.get(self.next) else {
            return Err(ParseError::Unexpected {
                found: END.to_owned(),
                at: end,
            });
        };
        self.next += 1;
        match &token.kind {
            Kind::Star => Ok(Filter::All),
            Kind::Word(word) => Ok(Filter::Word(word.clone())),
            Kind::Field(field, values) => field_filter(field, values, token.at),
            Kind::Minus => Ok(self.one(depth + 1)?.negate()),
            Kind::Open => {
                let inner = self.any(depth + 1)?;
                if !self.peek_is(&Kind::Close) {
                    return Err(ParseError::Unexpected {
                        found: END.to_owned(),
                        at: end,
                    });
                }
                self.next += 1;
                Ok(inner)
            }
            kind @ (Kind::Close | Kind::Or) => Err(ParseError::Unexpected {
                found: kind.to_string(),
                at: token.at,
            }),
        }
    }
}

fn field_filter(field: &str, values: &[Value], at: usize) -> Result<Filter, ParseError> {
    let all_ids = values.iter().all(|value| !value.quoted && value.text.starts_with('#'));
    if field == "queue" && all_ids {
        let ids = values
            .iter()
            .map(|value| id(&value.text).ok_or_else(|| bad(field, value)))
            .collect::<Result<_, _>>()?;
        return Ok(Filter::QueueIds(ids));
    }
    let parts = values
        .iter()
        .map(|value| match condition(field, value) {
            Known::Yes(filter) => Ok(filter),
            Known::BadValue => Err(bad(field, value)),
            Known::NoField => Err(ParseError::UnknownField {
                field: field.to_owned(),
                at,
            }),
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Filter::any_of(parts))
}

fn bad(field: &str, value: &Value) -> ParseError {
    ParseError::BadValue {
        field: field.to_owned(),
        value: value.text.clone(),
        at: value.at,
    }
}

enum Known {
    Yes(Filter),
    BadValue,
    NoField,
}

impl From<Option<Filter>> for Known {
    fn from(filter: Option<Filter>) -> Self {
        filter.map_or(Self::BadValue, Self::Yes)
    }
}

fn condition(field: &str, value: &Value) -> Known {
    let text = value.text.as_str();
    let filled = (!text.is_empty()).then(|| text.to_owned());
    match field {
        "queue" => filled.map(Filter::QueuePath),
        "state" => state(text),
        "type" => key_or_none(value, is_key).map(|key| Filter::Type(key.map(TypeKey::new))),
        "service" => {
            key_or_none(value, crate::catalog::is_key_path).map(|key| Filter::Service(key.map(ServiceKey::new)))
        }
        "channel" => Channel::from_name(text).map(Filter::Channel),
        "owner" => who(text).map(Filter::Owner),
        "requester" => who(text).map(Filter::Requester),
        "from" => filled
            .map(|address| address.trim().to_lowercase())
            .filter(|address| !address.trim_start_matches('@').is_empty())
            .map(Filter::From),
        "affiliation" if text == "none" => Some(Filter::Affiliation(None)),
        "affiliation" => Affiliation::from_name(text).map(|one| Filter::Affiliation(Some(one))),
        "organisation" => key_or_none(value, |name| !name.trim().is_empty()).map(Filter::Organisation),
        "subject" => filled.filter(|text| !text.trim().is_empty()).map(Filter::Subject),
        "responsible" => who(text).map(Filter::Responsible),
        "watcher" => who(text).map(Filter::Watcher),
        "mentioned" => who(text).map(Filter::Mentioned),
        "participant" => who(text).map(Filter::Participant),
        "readable" => who(text).map(Filter::Readable),
        "tag" => filled.map(|tag| Filter::Tag(tag.to_lowercase())),
        "priority" => {
            let (compare, rest) = compare(text);
            let priority = rest.parse().ok().and_then(Priority::new);
            priority.map(|priority| Filter::Priority(compare, priority))
        }
        "created" => aged(text, Filter::Created),
        "updated" => aged(text, Filter::Updated),
        "closed" => aged(text, Filter::Closed),
        "contact" => aged(text, Filter::Contact),
        "number" => filled.map(Filter::Number),
        "locked" => yes_no(text).map(Filter::Locked),
        "overdue" => yes_no(text).map(Filter::Overdue),
        "sla" => key_or_none(value, is_key).map(|key| Filter::Sla(key.map(SlaKey::new))),
        "first_response_due" => due(text, ClockKind::FirstResponse),
        "update_due" => due(text, ClockKind::Update),
        "solution_due" => due(text, ClockKind::Solution),
        "escalating" => yes_no(text).map(Filter::Escalating),
        "forgotten" => yes_no(text).map(Filter::Forgotten),
        "orphaned" => yes_no(text).map(Filter::Orphaned),
        "reminder" => yes_no(text).map(Filter::Reminder),
        _ => match field.strip_prefix("field.") {
            Some(key) if is_key(key) => field_test(value).map(|test| Filter::Field(FieldKey::new(key), test)),
            _ => return Known::NoField,
        },
    }
    .into()
}

fn state(word: &str) -> Option<Filter> {
    let of_type = |kind| Filter::StateType(kind);
    if let Some(key) = word.strip_prefix('#') {
        return is_key(key).then(|| Filter::State(StateKey::new(key)));
    }
    Some(match word {
        "active" => Filter::Active,
        "pending" => Filter::any_of([of_type(StateType::PendingReminder), of_type(StateType::PendingAuto)]),
        _ => match StateType::from_name(word) {
            Some(kind) => of_type(kind),
            None if is_key(word) => Filter::State(StateKey::new(word)),
            None => return None,
        },
    })
}

/// A key, or `none`; in quotation marks it is a key in any case.
fn key_or_none(value: &Value, is_valid: fn(&str) -> bool) -> Option<Option<String>> {
    match value.text.as_str() {
        "none" if !value.quoted => Some(None),
        key => is_valid(key).then(|| Some(key.to_owned())),
    }
}

fn field_test(value: &Value) -> Option<FieldTest> {
    let text = value.text.as_str();
    if value.quoted {
        return Some(FieldTest::Is(text.to_owned()));
    }
    if text == "none" {
        return Some(FieldTest::Empty);
    }
    let (comparison, rest) = compare(text);
    if rest.len() == text.len() {
        return (!text.is_empty()).then(|| FieldTest::Is(text.to_owned()));
    }
    if is_day(rest) {
        return Some(FieldTest::Date(comparison, rest.to_owned()));
    }
    let number: f64 = rest.parse().ok()?;
    number.is_finite().then_some(FieldTest::Number(comparison, number))
}

fn aged(text: &str, make: fn(Compare, Age) -> Filter) -> Option<Filter> {
    let (compare, rest) = compare(text);
    age(rest).map(|age| make(compare, age))
}

fn due(text: &str, clock: ClockKind) -> Option<Filter> {
    let (compare, rest) = compare(text);
    age(rest).map(|age| Filter::ClockDue(clock, compare, age))
}

fn yes_no(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn who(word: &str) -> Option<Who> {
    match word {
        "me" => Some(Who::Me),
        "nobody" => Some(Who::Nobody),
        _ => id(word).map(Who::Person),
    }
}

fn id<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.strip_prefix('#').and_then(|id| id.parse().ok())
}

fn compare(value: &str) -> (Compare, &str) {
    const SIGNS: [(&str, Compare); 5] = [
        (">=", Compare::GreaterOrEqual),
        ("<=", Compare::LessOrEqual),
        (">", Compare::Greater),
        ("<", Compare::Less),
        ("=", Compare::Equal),
    ];
    SIGNS
        .into_iter()
        .find_map(|(sign, compare)| value.strip_prefix(sign).map(|rest| (compare, rest)))
        .unwrap_or((Compare::Equal, value))
}

fn age(value: &str) -> Option<Age> {
    let unit = value.chars().last()?;
    let factor = match unit {
        'm' => 1,
        'h' => 60,
        'd' => 24 * 60,
        'w' => 7 * 24 * 60,
        _ => return None,
    };
    let count: u32 = value.strip_suffix(unit)?.parse().ok()?;
    Some(Age {
        minutes: count.checked_mul(factor)?,
    })
}
