//! Reads the text form of a filter: a small recursive descent, bounded in length, nodes and depth.
//!
//! ```text
//! any   = all *( "OR" all )
//! all   = one *( one )
//! one   = "-" one | "(" any ")" | "*" | field ":" value *( "," value ) | word
//! ```

use std::{iter::Peekable, str::Chars};

use super::{Age, Compare, Filter, Who};
use crate::{
    limits::{FILTER_MAX, FILTER_NODES_MAX},
    ticket::{Priority, State},
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
    #[error("there is no field `{0}`")]
    UnknownField(String),
    #[error("`{value}` is no value for `{field}`")]
    BadValue { field: String, value: String },
}

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
    Field(String, Vec<(String, bool)>),
    Word(String),
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
                            found: "end of text".to_owned(),
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
        let mut values = vec![source.piece()?];
        while source.chars.next_if_eq(&',').is_some() {
            source.at += 1;
            values.push(source.piece()?);
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
                found: "end of text".to_owned(),
                at: end,
            });
        };
        self.next += 1;
        match &token.kind {
            Kind::Star => Ok(Filter::All),
            Kind::Word(word) => Ok(Filter::Word(word.clone())),
            Kind::Field(field, values) => field_filter(field, values),
            Kind::Minus => Ok(self.one(depth + 1)?.negate()),
            Kind::Open => {
                let inner = self.any(depth + 1)?;
                if !self.peek_is(&Kind::Close) {
                    return Err(ParseError::Unexpected {
                        found: "end of text".to_owned(),
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

fn field_filter(field: &str, values: &[(String, bool)]) -> Result<Filter, ParseError> {
    let all_ids = values.iter().all(|(value, quoted)| !quoted && value.starts_with('#'));
    if field == "queue" && all_ids {
        let ids = values
            .iter()
            .map(|(value, _)| id(field, value))
            .collect::<Result<_, _>>()?;
        return Ok(Filter::QueueIds(ids));
    }
    let parts = values
        .iter()
        .map(|(value, _)| one_value(field, value))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Filter::any_of(parts))
}

fn one_value(field: &str, value: &str) -> Result<Filter, ParseError> {
    let bad = || ParseError::BadValue {
        field: field.to_owned(),
        value: value.to_owned(),
    };
    match field {
        "queue" if !value.is_empty() => Ok(Filter::QueuePath(value.to_owned())),
        "state" if value == "active" => Ok(Filter::State(State::Closed).negate()),
        "state" => State::from_name(value).map(Filter::State).ok_or_else(bad),
        "owner" => who(field, value).map(Filter::Owner),
        "requester" => who(field, value).map(Filter::Requester),
        "priority" => {
            let (compare, rest) = compare(value);
            let priority = rest.parse().ok().and_then(Priority::new).ok_or_else(bad)?;
            Ok(Filter::Priority(compare, priority))
        }
        "created" | "updated" => {
            let (compare, rest) = compare(value);
            let age = age(rest).ok_or_else(bad)?;
            Ok(if field == "created" {
                Filter::Created(compare, age)
            } else {
                Filter::Updated(compare, age)
            })
        }
        "number" if !value.is_empty() => Ok(Filter::Number(value.to_owned())),
        "locked" => match value {
            "yes" => Ok(Filter::Locked(true)),
            "no" => Ok(Filter::Locked(false)),
            _ => Err(bad()),
        },
        "queue" | "number" => Err(bad()),
        _ => Err(ParseError::UnknownField(field.to_owned())),
    }
}

fn who(field: &str, value: &str) -> Result<Who, ParseError> {
    match value {
        "me" => Ok(Who::Me),
        "nobody" => Ok(Who::Nobody),
        _ => id(field, value).map(Who::Person),
    }
}

fn id<T: std::str::FromStr>(field: &str, value: &str) -> Result<T, ParseError> {
    value
        .strip_prefix('#')
        .and_then(|id| id.parse().ok())
        .ok_or_else(|| ParseError::BadValue {
            field: field.to_owned(),
            value: value.to_owned(),
        })
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
