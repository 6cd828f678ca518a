//! What may be said about a person, and which of it the directory says alone.

use std::collections::BTreeSet;

use pult_shared::{
    api::person::{PersonAddress, PersonDef, PersonProfile},
    error::FieldCode,
    limits::{ADDRESSES_MAX, LOGIN_MAX, NAME_MAX},
    mailbox::is_address,
    person::AddressKind,
};

use crate::{faults::Faults, refusal::Refusal, ticket::words::one_line};

/// A person as they may be kept. `before`: the person as they are; nothing for a new one.
///
/// # Errors
/// `invalid` with the fields at fault; `not_allowed` for what a directory leads.
pub fn check_person(person: &PersonDef, before: Option<&PersonProfile>) -> Result<PersonDef, Refusal> {
    let mut faults = Faults::default();
    let mut line = |field: &str, text: &str| {
        let text = one_line(text);
        faults.length(field, &text, NAME_MAX);
        text
    };
    let (phone, room) = (line("phone", &person.phone), line("room", &person.room));
    let organisation = line("organisation", &person.organisation);
    let name = faults.name("name", &person.name);
    let login = person
        .login
        .as_ref()
        .map(|login| login.trim().to_lowercase())
        .filter(|login| !login.is_empty());
    let unchanged = before.is_some_and(|before| before.person.login == login);
    if let Some(login) = login.as_deref().filter(|_| !unchanged) {
        check_login(&mut faults, login);
    }
    let checked = PersonDef {
        name,
        login,
        language: person.language,
        affiliation: person.affiliation,
        phone,
        room,
        organisation,
        administrator: person.administrator,
        addresses: check_addresses(&mut faults, &person.addresses, before),
    };
    if let Some(before) = before.filter(|before| before.directory.is_some()) {
        check_led(&mut faults, &checked, &before.person);
    }
    faults.or(checked)
}

/// Account ids must not look like an address, which is a name to sign in with of its own.
fn check_login(faults: &mut Faults, login: &str) {
    faults.length("login", login, LOGIN_MAX);
    if !login.chars().all(|c| c.is_alphanumeric() || "._-".contains(c)) {
        faults.add("login", FieldCode::Malformed);
    }
}

fn check_addresses(
    faults: &mut Faults,
    addresses: &[PersonAddress],
    before: Option<&PersonProfile>,
) -> Vec<PersonAddress> {
    if addresses.len() > ADDRESSES_MAX {
        faults.add("addresses", FieldCode::TooMany);
    }
    let had: &[PersonAddress] = before.map_or(&[], |before| &before.person.addresses);
    let mut seen = BTreeSet::new();
    let mut checked = Vec::new();
    for (index, one) in addresses.iter().enumerate().take(ADDRESSES_MAX) {
        let address = one.address.trim().to_lowercase();
        let field = |name: &str| format!("addresses.{index}.{name}");
        if address.is_empty() {
            faults.add(field("address"), FieldCode::Required);
        } else if !is_address(&address) {
            faults.add(field("address"), FieldCode::Malformed);
        } else if !seen.insert(address.clone()) {
            faults.add(field("address"), FieldCode::Taken);
        }
        // Only the directory names a directory's address.
        let named = |kind| had.iter().any(|old| old.address == address && old.kind == kind);
        if one.kind == AddressKind::Directory && !named(AddressKind::Directory) {
            faults.add(field("kind"), FieldCode::NotAllowed);
        }
        checked.push(PersonAddress {
            address,
            kind: one.kind,
            verified: one.verified,
        });
    }
    checked
}

/// What the next comparison would put back is not taken at all.
fn check_led(faults: &mut Faults, after: &PersonDef, before: &PersonDef) {
    let led = [
        ("name", after.name != before.name),
        ("login", after.login != before.login),
        ("affiliation", after.affiliation != before.affiliation),
        ("phone", after.phone != before.phone),
        ("room", after.room != before.room),
        ("organisation", after.organisation != before.organisation),
        ("addresses", named(after) != named(before)),
    ];
    for (field, _) in led.into_iter().filter(|(_, changed)| *changed) {
        faults.because(
            field,
            FieldCode::NotAllowed,
            "The directory says this; change it there.",
        );
    }
}

fn named(person: &PersonDef) -> Vec<&PersonAddress> {
    let led = |one: &&PersonAddress| matches!(one.kind, AddressKind::Directory | AddressKind::Alias);
    person.addresses.iter().filter(led).collect()
}

#[cfg(test)]
mod tests {
    use pult_shared::{
        Timestamp,
        api::person::DirectoryLink,
        error::FieldCode::{Malformed, NotAllowed, Required, Taken},
        ids::PersonId,
    };

    use super::*;

    fn address(address: &str, kind: AddressKind) -> PersonAddress {
        PersonAddress {
            address: address.to_owned(),
            kind,
            verified: true,
        }
    }

    fn def() -> PersonDef {
        PersonDef {
            name: "Lena Vogt".to_owned(),
            login: Some("lvogt".to_owned()),
            language: None,
            affiliation: None,
            phone: String::new(),
            room: String::new(),
            organisation: String::new(),
            administrator: false,
            addresses: vec![address("lena@hs.example", AddressKind::Directory)],
        }
    }

    fn profile(directory: bool) -> PersonProfile {
        PersonProfile {
            id: PersonId::NIL,
            person: def(),
            active: true,
            vanished: false,
            local: false,
            directory: directory.then(|| DirectoryLink {
                directory: "hs".to_owned(),
                id: "1".to_owned(),
                seen_at: None,
            }),
            identities: Vec::new(),
            created_at: Timestamp::UNIX_EPOCH,
            last_visit_at: None,
            roles: Vec::new(),
            requested: 0,
            owned: 0,
        }
    }

    fn faults(change: impl Fn(&mut PersonDef), before: Option<&PersonProfile>) -> Vec<(String, FieldCode)> {
        let mut person = def();
        change(&mut person);
        let errors = check_person(&person, before).map_or_else(|refusal| refusal.errors, |_| Vec::new());
        errors.into_iter().map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn what_is_wrong_is_said_by_field() {
        let mine = profile(false);
        let one = |field: &str, code| vec![(field.to_owned(), code)];
        let set = |text: &'static str| move |person: &mut PersonDef| person.addresses[0].address = text.to_owned();
        assert_eq!(faults(|_| (), Some(&mine)), []);
        assert_eq!(
            faults(|person| person.name = " ".to_owned(), Some(&mine)),
            one("name", Required)
        );
        for login in ["a b", "a@b.example", "a/b"] {
            assert_eq!(
                faults(|person| person.login = Some(login.to_owned()), Some(&mine)),
                one("login", Malformed)
            );
        }
        assert_eq!(
            faults(|_| (), None),
            one("addresses.0.kind", NotAllowed),
            "nobody makes up a directory's address"
        );
        let private = |text| {
            move |person: &mut PersonDef| {
                set(text)(person);
                person.addresses[0].kind = AddressKind::Private;
            }
        };
        assert_eq!(faults(private(" "), None), one("addresses.0.address", Required));
        assert_eq!(faults(private("nowhere"), None), one("addresses.0.address", Malformed));
        let twice = |person: &mut PersonDef| person.addresses.push(address("LENA@hs.example", AddressKind::Private));
        assert_eq!(faults(twice, Some(&mine)), one("addresses.1.address", Taken));
    }

    #[test]
    fn what_the_directory_says_is_changed_there() {
        let led = profile(true);
        let refused = |field: &str| vec![(field.to_owned(), NotAllowed)];
        assert_eq!(
            faults(|person| person.name = "Lena".to_owned(), Some(&led)),
            refused("name")
        );
        assert_eq!(faults(|person| person.login = None, Some(&led)), refused("login"));
        assert_eq!(
            faults(|person| person.addresses.clear(), Some(&led)),
            refused("addresses")
        );
        let own = |person: &mut PersonDef| {
            person.administrator = true;
            person
                .addresses
                .push(address("lena@home.example", AddressKind::Private));
        };
        assert_eq!(faults(own, Some(&led)), []);
    }
}
