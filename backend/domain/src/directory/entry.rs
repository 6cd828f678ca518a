//! From an entry to a person, by the attribute map.

use std::collections::BTreeMap;

use pult_shared::{
    api::{
        directory::{DescribedPerson, EntryFault},
        person::PersonAddress,
    },
    limits::{ADDRESSES_MAX, LOGIN_MAX, NAME_MAX},
    mailbox::is_address,
    person::{Affiliation, Language},
};

use super::address::merged;
use crate::ticket::words::one_line;

/// An entry: where it stands, and its attributes by name in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub dn: String,
    pub attributes: BTreeMap<String, Vec<String>>,
}

impl Entry {
    fn first(&self, name: &str) -> Option<String> {
        let values = self.attributes.get(&name.to_lowercase())?;
        values
            .iter()
            .map(|value| one_line(value))
            .find(|value| !value.is_empty())
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &String> {
        self.attributes.get(&name.to_lowercase()).into_iter().flatten()
    }
}

/// Which attribute says what. A name that is empty: none does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeMap {
    /// The permanent id of an entry, by which it stays the same person under another name.
    pub id: String,
    pub login: String,
    /// The first that has a value.
    pub name: Vec<String>,
    pub mail: String,
    pub aliases: Vec<String>,
    pub affiliation: String,
    /// Values that mean a student, in lower case.
    pub students: Vec<String>,
    /// Values that mean staff, in lower case.
    pub staff: Vec<String>,
    pub language: String,
    pub phone: String,
    pub room: String,
    pub organisation: String,
}

impl AttributeMap {
    /// All names that are asked for, each once.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let single = [
            &self.id,
            &self.login,
            &self.mail,
            &self.affiliation,
            &self.language,
            &self.phone,
            &self.room,
            &self.organisation,
        ];
        let mut names: Vec<String> = single
            .into_iter()
            .chain(&self.name)
            .chain(&self.aliases)
            .filter(|name| !name.is_empty())
            .cloned()
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// The person that an entry describes. What has no proper form (an address without @, a long account id) is left out.
///
/// # Errors
/// When the entry has no permanent id, or no name.
pub fn describe(entry: &Entry, map: &AttributeMap) -> Result<DescribedPerson, EntryFault> {
    let id = entry.first(&map.id).ok_or(EntryFault::NoId)?;
    let name = map.name.iter().find_map(|name| entry.first(name));
    let name = short(name.ok_or(EntryFault::NoName)?, NAME_MAX);
    let login = entry.first(&map.login).map(|login| login.to_lowercase());
    let text = |name: &str| entry.first(name).map(|text| short(text, NAME_MAX)).unwrap_or_default();
    Ok(DescribedPerson {
        id,
        name,
        login: login.filter(|login| login.chars().count() <= LOGIN_MAX && !login.contains('@')),
        language: entry.first(&map.language).as_deref().and_then(Language::from_accepted),
        affiliation: affiliation(entry, map),
        phone: text(&map.phone),
        room: text(&map.room),
        organisation: text(&map.organisation),
        addresses: addresses(entry, map),
    })
}

fn short(text: String, max: usize) -> String {
    if text.chars().count() <= max {
        return text;
    }
    text.chars().take(max).collect()
}

/// Staff who study too are staff: they have an office and a phone.
fn affiliation(entry: &Entry, map: &AttributeMap) -> Option<Affiliation> {
    let values: Vec<String> = entry
        .all(&map.affiliation)
        .map(|value| value.trim().to_lowercase())
        .collect();
    let says = |words: &[String]| values.iter().any(|value| words.contains(value));
    if says(&map.staff) {
        Some(Affiliation::Staff)
    } else if says(&map.students) {
        Some(Affiliation::Student)
    } else {
        (!values.is_empty()).then_some(Affiliation::Guest)
    }
}

/// Directories of some makers write aliases as `smtp:address`.
fn addresses(entry: &Entry, map: &AttributeMap) -> Vec<PersonAddress> {
    let read = |value: &String| {
        let value = value.trim().to_lowercase();
        let value = value.strip_prefix("smtp:").unwrap_or(&value).to_owned();
        is_address(&value).then_some(value)
    };
    let mut mails = entry.all(&map.mail).filter_map(read);
    let mail = mails.next();
    let aliases: Vec<String> = mails
        .chain(map.aliases.iter().flat_map(|name| entry.all(name)).filter_map(read))
        .collect();
    let mut addresses = merged(&[], mail.as_deref(), &aliases);
    addresses.truncate(ADDRESSES_MAX);
    addresses
}
