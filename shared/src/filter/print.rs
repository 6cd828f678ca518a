//! The text form of a filter; `Filter::parse` reads it back to the same tree.

use std::fmt::{Display, Formatter, Result};

use super::{Age, Compare, FieldTest, Filter, Who};
use crate::catalog::StateType;

impl Display for Filter {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::All => f.write_str("*"),
            Self::Nothing => f.write_str("-*"),
            Self::Not(inner) => {
                f.write_str("-")?;
                operand(inner, f)
            }
            Self::And(parts) => joined(parts, " ", f),
            Self::Or(parts) => joined(parts, " OR ", f),
            Self::QueuePath(path) => write!(f, "queue:{}", Quoted(path)),
            Self::QueueIds(ids) => {
                f.write_str("queue:")?;
                for (index, id) in ids.iter().enumerate() {
                    write!(f, "{}#{id}", if index == 0 { "" } else { "," })?;
                }
                Ok(())
            }
            Self::Active => f.write_str("state:active"),
            Self::StateType(kind) => write!(f, "state:{}", kind.name()),
            // A word that could be read as a type, or as one of the words for several, needs the sign.
            Self::State(key) => {
                let sign = if is_state_word(key.as_str()) { "#" } else { "" };
                write!(f, "state:{sign}{}", Quoted(key.as_str()))
            }
            Self::Type(key) => optional("type", key.as_ref().map(crate::catalog::TypeKey::as_str), f),
            Self::Service(key) => optional("service", key.as_ref().map(crate::catalog::ServiceKey::as_str), f),
            Self::Channel(channel) => write!(f, "channel:{}", channel.name()),
            Self::Owner(who) => write!(f, "owner:{who}"),
            Self::Requester(who) => write!(f, "requester:{who}"),
            Self::From(address) => write!(f, "from:{}", Quoted(address)),
            Self::Affiliation(one) => optional("affiliation", one.map(crate::person::Affiliation::name), f),
            Self::Organisation(name) => optional("organisation", name.as_deref(), f),
            Self::Colleagues(name) => optional("organisation", Some(name), f),
            Self::Subject(text) => write!(f, "subject:{}", Quoted(text)),
            Self::Responsible(who) => write!(f, "responsible:{who}"),
            Self::Watcher(who) => write!(f, "watcher:{who}"),
            Self::Mentioned(who) => write!(f, "mentioned:{who}"),
            Self::Participant(who) => write!(f, "participant:{who}"),
            Self::Readable(who) => write!(f, "readable:{who}"),
            Self::Tag(tag) => write!(f, "tag:{}", Quoted(tag)),
            Self::Field(key, test) => {
                write!(f, "field.{key}:")?;
                match test {
                    FieldTest::Empty => f.write_str("none"),
                    // Quotation marks keep a text from being read as a comparison or as `none`.
                    FieldTest::Is(value) => in_quotes(value, f),
                    FieldTest::Number(compare, number) => write!(f, "{}{number}", signed(*compare)),
                    FieldTest::Date(compare, day) => write!(f, "{}{day}", signed(*compare)),
                }
            }
            Self::Priority(compare, priority) => write!(f, "priority:{compare}{}", priority.get()),
            Self::Created(compare, age) => write!(f, "created:{compare}{age}"),
            Self::Updated(compare, age) => write!(f, "updated:{compare}{age}"),
            Self::Closed(compare, age) => write!(f, "closed:{compare}{age}"),
            Self::Contact(compare, age) => write!(f, "contact:{compare}{age}"),
            Self::Sla(key) => optional("sla", key.as_ref().map(crate::catalog::SlaKey::as_str), f),
            Self::ClockDue(clock, compare, age) => write!(f, "{}_due:{compare}{age}", clock.name()),
            Self::Escalating(escalating) => write!(f, "escalating:{}", yes_no(*escalating)),
            Self::Orphaned(orphaned) => write!(f, "orphaned:{}", yes_no(*orphaned)),
            Self::Forgotten(forgotten) => write!(f, "forgotten:{}", yes_no(*forgotten)),
            Self::Overdue(overdue) => write!(f, "overdue:{}", yes_no(*overdue)),
            Self::Reminder(over) => write!(f, "reminder:{}", yes_no(*over)),
            Self::Number(number) => write!(f, "number:{}", Quoted(number)),
            Self::Locked(locked) => write!(f, "locked:{}", yes_no(*locked)),
            Self::Word(word) => write!(f, "{}", Quoted(word)),
        }
    }
}

fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// `=` is written out where a bare value would be a text.
fn signed(compare: Compare) -> String {
    match compare {
        Compare::Equal => "=".to_owned(),
        other => other.to_string(),
    }
}

fn is_state_word(word: &str) -> bool {
    matches!(word, "active" | "pending") || StateType::from_name(word).is_some()
}

fn optional(field: &str, value: Option<&str>, f: &mut Formatter<'_>) -> Result {
    match value {
        None => write!(f, "{field}:none"),
        Some("none") => write!(f, "{field}:\"none\""),
        Some(value) => write!(f, "{field}:{}", Quoted(value)),
    }
}

fn joined(parts: &[Filter], separator: &str, f: &mut Formatter<'_>) -> Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(separator)?;
        }
        operand(part, f)?;
    }
    Ok(())
}

fn operand(filter: &Filter, f: &mut Formatter<'_>) -> Result {
    match filter {
        Filter::And(_) | Filter::Or(_) => write!(f, "({filter})"),
        other => other.fmt(f),
    }
}

/// A value in quotation marks where it would be read as something else without them.
struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let plain = !self.0.is_empty()
            && self.0 != "OR"
            && self.0 != "*"
            && !self.0.starts_with(['-', '#'])
            && !self.0.chars().any(|c| c.is_whitespace() || "\"():\\,".contains(c));
        if plain {
            return f.write_str(self.0);
        }
        in_quotes(self.0, f)
    }
}

fn in_quotes(text: &str, f: &mut Formatter<'_>) -> Result {
    f.write_str("\"")?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_str("\\")?;
        }
        write!(f, "{c}")?;
    }
    f.write_str("\"")
}

impl Display for Who {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Me => f.write_str("me"),
            Self::Nobody => f.write_str("nobody"),
            Self::Person(id) => write!(f, "#{id}"),
        }
    }
}

impl Display for Compare {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Equal => "",
            Self::GreaterOrEqual => ">=",
            Self::Greater => ">",
        })
    }
}

impl Display for Age {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        const UNITS: [(u32, char); 3] = [(7 * 24 * 60, 'w'), (24 * 60, 'd'), (60, 'h')];
        for (minutes, unit) in UNITS {
            if self.minutes > 0 && self.minutes.is_multiple_of(minutes) {
                return write!(f, "{}{unit}", self.minutes / minutes);
            }
        }
        write!(f, "{}m", self.minutes)
    }
}
