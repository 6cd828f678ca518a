//! Settings as they were written: a flat map from dotted names to TOML values, each with the place that it came from. Later
//! sources lie over earlier ones: file, environment, command line.
//!
//! Does not know what a setting means; `keys` knows the names, `read` the values.

use std::{collections::BTreeMap, path::Path};

use toml::Value;

use super::{ConfigError, keys};

/// The prefix of environment variables that are settings.
const PREFIX: &str = "PULT_";

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    File(String),
    /// The variable's name.
    Environment(String),
    /// The option's name.
    CommandLine(String),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => write!(f, "in {path}"),
            Self::Environment(name) => write!(f, "in the environment variable {name}"),
            Self::CommandLine(option) => write!(f, "given by {option}"),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Setting {
    pub value: Value,
    pub origin: Origin,
}

/// All that was set, by dotted name; mailboxes are numbered (`imap.0.host`).
#[derive(Clone, Debug, Default)]
pub struct Settings {
    by_path: BTreeMap<String, Setting>,
}

impl Settings {
    /// Reads a TOML text.
    pub fn add_toml(&mut self, name: &str, text: &str) -> Result<(), ConfigError> {
        let table: toml::Table = text
            .parse()
            .map_err(|error| ConfigError::one(format!("{name} is not valid TOML: {error}")))?;
        self.flatten("", Value::Table(table), &Origin::File(name.to_owned()));
        Ok(())
    }

    /// Reads a file.
    pub fn add_file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            ConfigError::one(format!(
                "the configuration file {} cannot be read: {error}",
                path.display()
            ))
        })?;
        self.add_toml(&path.display().to_string(), &text)
    }

    /// Takes the variables that are settings: `PULT_HTTP__LISTEN` is `http.listen`. Variables of that prefix without a double
    /// underscore belong to others, unless they name a setting that stands alone.
    pub fn add_environment(&mut self, variables: impl IntoIterator<Item = (String, String)>) {
        for (variable, value) in variables {
            let Some(rest) = variable.strip_prefix(PREFIX) else {
                continue;
            };
            let path = rest.to_ascii_lowercase().replace("__", ".");
            if path.contains('.') || keys::find(&path).is_some() {
                self.set(path, Value::String(value), Origin::Environment(variable.clone()));
            }
        }
    }

    /// Takes an option of the command line.
    pub fn add_option(&mut self, path: &str, option: &str, value: String) {
        self.set(
            path.to_owned(),
            Value::String(value),
            Origin::CommandLine(option.to_owned()),
        );
    }

    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Setting> {
        self.by_path.get(path)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Setting)> {
        self.by_path.iter().map(|(path, setting)| (path.as_str(), setting))
    }

    /// The numbers that stand in a list of tables such as `imap`, in order.
    #[must_use]
    pub fn numbers(&self, list: &str) -> Vec<u64> {
        let mut numbers: Vec<u64> = self
            .by_path
            .keys()
            .filter_map(|path| {
                path.strip_prefix(list)?
                    .strip_prefix('.')?
                    .split('.')
                    .next()?
                    .parse()
                    .ok()
            })
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    fn set(&mut self, path: String, value: Value, origin: Origin) {
        self.forget_other_half(&path);
        self.by_path.insert(path, Setting { value, origin });
    }

    /// A secret and its file are one setting: what is set here lies over both halves of the file's. Two halves from the same
    /// place contradict each other and stay, so that `read` reports them.
    fn forget_other_half(&mut self, path: &str) {
        let other = path
            .strip_suffix("_file")
            .map_or_else(|| format!("{path}_file"), str::to_owned);
        let from_file = |setting: &Setting| matches!(setting.origin, Origin::File(_));
        if is_secret(path.strip_suffix("_file").unwrap_or(path)) && self.by_path.get(&other).is_some_and(from_file) {
            self.by_path.remove(&other);
        }
    }

    fn flatten(&mut self, path: &str, value: Value, origin: &Origin) {
        let below = |name: &str| {
            if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            }
        };
        match value {
            Value::Table(table) => {
                for (name, value) in table {
                    self.flatten(&below(&name), value, origin);
                }
            }
            Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_table) => {
                for (number, item) in items.into_iter().enumerate() {
                    self.flatten(&below(&number.to_string()), item, origin);
                }
            }
            Value::Array(items) if items.is_empty() && is_list_of_tables(path) => {}
            value => {
                self.by_path.insert(
                    path.to_owned(),
                    Setting {
                        value,
                        origin: origin.clone(),
                    },
                );
            }
        }
    }
}

fn is_secret(path: &str) -> bool {
    keys::find(path).is_some_and(|key| key.secret)
}

fn is_list_of_tables(path: &str) -> bool {
    keys::SECTIONS
        .iter()
        .any(|section| section.name.strip_suffix(".*") == Some(path))
}
