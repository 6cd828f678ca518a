//! From settings to values: each is looked up in the table of keys, parsed, and complained about with its name, its value and
//! what is allowed. All complaints are collected, so that one start shows all of them.

use std::{net::IpAddr, path::PathBuf};

use pult_shared::mailbox::is_address;
use toml::Value;

use super::{
    keys,
    secret::Secret,
    settings::{Setting, Settings},
};

/// Reads settings and remembers what was wrong.
pub struct Reader<'a> {
    settings: &'a Settings,
    pub problems: Vec<String>,
}

impl<'a> Reader<'a> {
    #[must_use]
    pub fn new(settings: &'a Settings) -> Self {
        Self {
            settings,
            problems: Vec::new(),
        }
    }

    /// The numbers that stand in a list of tables, in order.
    #[must_use]
    pub fn numbers(&self, list: &str) -> Vec<u64> {
        self.settings.numbers(list)
    }

    /// Complains about every name that no setting has.
    pub fn refuse_unknown(&mut self) {
        for (path, setting) in self.settings.iter() {
            let known = keys::find(path).is_some()
                || path
                    .strip_suffix("_file")
                    .and_then(keys::find)
                    .is_some_and(|key| key.secret);
            if !known {
                let hint = keys::nearest(path)
                    .map(|name| format!("; did you mean {name}?"))
                    .unwrap_or_default();
                self.problems
                    .push(format!("{path} ({}) is not a setting{hint}", setting.origin));
            }
        }
    }

    /// The value that was set, or the default of the table.
    pub fn optional<T>(&mut self, path: &str, parse: impl Fn(&Value) -> Option<T>) -> Option<T> {
        match self.settings.get(path) {
            Some(setting) => {
                let value = parse(&setting.value);
                if value.is_none() {
                    self.complain(path, setting);
                }
                value
            }
            None => keys::find(path)
                .and_then(|key| key.default)
                .and_then(literal)
                .and_then(|value| parse(&value)),
        }
    }

    /// Like `optional`, for settings that must be there. The placeholder stands in only where a complaint was noted.
    pub fn required<T>(&mut self, path: &str, placeholder: T, parse: impl Fn(&Value) -> Option<T>) -> T {
        let noted = self.problems.len();
        match self.optional(path, parse) {
            Some(value) => value,
            None => {
                if self.problems.len() == noted {
                    self.missing(path);
                }
                placeholder
            }
        }
    }

    /// A secret from its own setting or from the file that `<name>_file` names; a line break at the end is not part of it.
    pub fn secret(&mut self, path: &str) -> Option<Secret> {
        let file_path = format!("{path}_file");
        match (self.settings.get(path), self.settings.get(&file_path)) {
            (Some(_), Some(_)) => {
                self.problems
                    .push(format!("{path} and {file_path} are both set; one of them must go"));
                None
            }
            (None, Some(setting)) => self.secret_from_file(&file_path, setting),
            _ => self.optional(path, text).map(Secret::new),
        }
    }

    fn secret_from_file(&mut self, path: &str, setting: &Setting) -> Option<Secret> {
        let Some(name) = text(&setting.value) else {
            self.problems
                .push(format!("{path} ({}) must be the name of a file", setting.origin));
            return None;
        };
        match std::fs::read_to_string(&name) {
            Ok(content) if !content.trim_end_matches(['\r', '\n']).is_empty() => {
                Some(Secret::new(content.trim_end_matches(['\r', '\n'])))
            }
            Ok(_) => {
                self.problems
                    .push(format!("{path} ({}) = {name:?}: the file is empty", setting.origin));
                None
            }
            Err(error) => {
                self.problems.push(format!(
                    "{path} ({}) = {name:?} cannot be read: {error}",
                    setting.origin
                ));
                None
            }
        }
    }

    /// Complains about a value that is fine by itself and wrong beside others.
    pub fn wrong(&mut self, path: &str, why: &str) {
        match self.settings.get(path) {
            Some(setting) => {
                let shown = shown(path, &setting.value);
                self.problems
                    .push(format!("{path} = {shown} ({}) is not allowed: {why}", setting.origin));
            }
            None => self.problems.push(format!("{path} is not allowed as it is: {why}")),
        }
    }

    /// Complains about a secret that is not there, unless what was there is complained about already.
    pub fn missing_secret(&mut self, path: &str) {
        if self.settings.get(path).is_none() && self.settings.get(&format!("{path}_file")).is_none() {
            self.problems.push(format!(
                "{path} is missing; set it, or {path}_file with the name of a file that holds it"
            ));
        }
    }

    fn missing(&mut self, path: &str) {
        let allowed = keys::find(path).map_or("set", |key| key.allowed);
        self.problems.push(format!("{path} is missing; it must be {allowed}"));
    }

    fn complain(&mut self, path: &str, setting: &Setting) {
        let allowed = keys::find(path).map_or("something else", |key| key.allowed);
        let shown = shown(path, &setting.value);
        self.problems.push(format!(
            "{path} = {shown} ({}) is not allowed; it must be {allowed}",
            setting.origin
        ));
    }
}

fn shown(path: &str, value: &Value) -> String {
    if keys::find(path).is_some_and(|key| key.secret) {
        "[hidden]".to_owned()
    } else {
        value.to_string()
    }
}

/// A TOML literal of the table.
#[must_use]
pub fn literal(text: &str) -> Option<Value> {
    let mut table: toml::Table = format!("value = {text}").parse().ok()?;
    table.remove("value")
}

// What values may be written as. The environment and the command line have only text, so numbers and the like are taken from
// text too.

/// A text that is not empty.
#[must_use]
pub fn text(value: &Value) -> Option<String> {
    value
        .as_str()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

pub fn path(value: &Value) -> Option<PathBuf> {
    text(value).map(PathBuf::from)
}

/// Anything that is written as text, for example an address.
pub fn parsed<T: std::str::FromStr>(value: &Value) -> Option<T> {
    text(value)?.parse().ok()
}

/// A whole number within bounds.
pub fn number(range: std::ops::RangeInclusive<u64>) -> impl Fn(&Value) -> Option<u64> {
    move |value| {
        let number = match value {
            Value::Integer(number) => u64::try_from(*number).ok()?,
            Value::String(text) => text.trim().parse().ok()?,
            _ => return None,
        };
        range.contains(&number).then_some(number)
    }
}

/// A list of one to 50 whole numbers within bounds; in the environment they are separated by commas.
pub fn numbers(range: std::ops::RangeInclusive<u64>) -> impl Fn(&Value) -> Option<Vec<u64>> {
    move |value| {
        let one = number(range.clone());
        let numbers: Vec<u64> = match value {
            Value::Array(items) => items.iter().map(one).collect::<Option<_>>()?,
            Value::String(text) => {
                let parts = text.split(',').map(|part| Value::String(part.to_owned()));
                parts.map(|part| one(&part)).collect::<Option<_>>()?
            }
            _ => return None,
        };
        (1..=50).contains(&numbers.len()).then_some(numbers)
    }
}

pub fn port(value: &Value) -> Option<u16> {
    number(1..=65_535)(value).and_then(|number| u16::try_from(number).ok())
}

pub fn yes_no(value: &Value) -> Option<bool> {
    match value {
        Value::Boolean(value) => Some(*value),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A list; in the environment its items are separated by commas.
pub fn list<T>(item: impl Fn(&str) -> Option<T>) -> impl Fn(&Value) -> Option<Vec<T>> {
    move |value| match value {
        Value::Array(items) => items.iter().map(|value| item(value.as_str()?.trim())).collect(),
        Value::String(text) => text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(&item)
            .collect(),
        _ => None,
    }
}

/// An address, or a domain with an `@` before it; in lower case.
pub fn sender(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let address = if text.starts_with('@') {
        format!("x{text}")
    } else {
        text.clone()
    };
    pult_shared::mailbox::is_address(&address).then_some(text)
}

pub fn ip(text: &str) -> Option<IpAddr> {
    text.parse().ok()
}

/// One of a few words.
pub fn one_of<T: Copy>(words: &[(&'static str, T)]) -> impl Fn(&Value) -> Option<T> {
    move |value| {
        let text = text(value)?;
        words
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, meaning)| *meaning)
    }
}

/// A host name or IP address: nothing that could break a URL or a protocol's line.
pub fn host(value: &Value) -> Option<String> {
    let text = text(value)?;
    let plain = text.parse::<IpAddr>().is_ok()
        || (text.len() <= 253
            && text.split('.').all(|label| {
                !label.is_empty()
                    && label.len() <= 63
                    && !label.starts_with('-')
                    && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
            }));
    plain.then_some(text)
}

/// A mail address, in lower case.
pub fn address(value: &Value) -> Option<String> {
    text(value)
        .map(|text| text.to_lowercase())
        .filter(|text| is_address(text))
}

/// A mailbox folder's name that needs no encoding (RFC 3501 §5.1.3) and no wildcard.
pub fn folder(value: &Value) -> Option<String> {
    let text = text(value)?;
    let fine = |c: char| (c.is_ascii_graphic() || c == ' ') && !"*%\"\\&".contains(c);
    (text.chars().all(fine) && !text.starts_with('/') && !text.ends_with('/') && !text.contains("//")).then_some(text)
}

/// A name without spaces, in lower case.
pub fn word(text: &str) -> Option<String> {
    let fine = |c: char| c.is_ascii_graphic() && !matches!(c, ';' | ',' | '"');
    ((1..=255).contains(&text.len()) && text.chars().all(fine)).then(|| text.to_lowercase())
}

/// What stands before a ticket's number in a subject.
pub fn hook(text: &str) -> Option<String> {
    let fine = |c: char| !c.is_control() && !matches!(c, '[' | ']');
    ((1..=30).contains(&text.chars().count()) && text.chars().all(fine)).then(|| text.to_owned())
}
