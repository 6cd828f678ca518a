//! Entries, groups, claims and differences, as tables.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use pult_shared::{
    api::{
        directory::{DescribedPerson, Differs, EntryFault},
        person::PersonAddress,
    },
    ids::{PersonId, RoleId},
    person::{AddressKind, Affiliation, Language},
};
use uuid::Uuid;

use super::{
    address::{Claim, merged, takes},
    *,
};

fn map() -> AttributeMap {
    AttributeMap {
        id: "entryUUID".to_owned(),
        login: "uid".to_owned(),
        name: vec!["displayName".to_owned(), "cn".to_owned()],
        mail: "mail".to_owned(),
        aliases: vec!["mailAlternateAddress".to_owned()],
        affiliation: "eduPersonAffiliation".to_owned(),
        students: vec!["student".to_owned()],
        staff: vec!["staff".to_owned(), "employee".to_owned()],
        language: "preferredLanguage".to_owned(),
        phone: "telephoneNumber".to_owned(),
        room: "roomNumber".to_owned(),
        organisation: "ou".to_owned(),
    }
}

fn entry(attributes: &[(&str, &[&str])]) -> Entry {
    Entry {
        dn: "uid=lvogt,ou=people,dc=hs".to_owned(),
        attributes: attributes
            .iter()
            .map(|(name, values)| {
                (
                    name.to_lowercase(),
                    values.iter().map(|&value| value.to_owned()).collect(),
                )
            })
            .collect::<BTreeMap<_, _>>(),
    }
}

fn address(address: &str, kind: AddressKind) -> PersonAddress {
    PersonAddress {
        address: address.to_owned(),
        kind,
        verified: kind != AddressKind::Private,
    }
}

fn described(id: &str, login: &str, addresses: &[PersonAddress]) -> DescribedPerson {
    DescribedPerson {
        id: id.to_owned(),
        name: format!("Person {login}"),
        login: (!login.is_empty()).then(|| login.to_owned()),
        language: None,
        affiliation: None,
        phone: String::new(),
        room: String::new(),
        organisation: String::new(),
        addresses: addresses.to_vec(),
    }
}

fn wanted(id: &str, login: &str, addresses: &[PersonAddress]) -> Wanted {
    Wanted {
        described: described(id, login, addresses),
        roles: BTreeSet::new(),
        roles_known: true,
    }
}

fn known(number: u128, id: &str, login: &str, addresses: &[PersonAddress]) -> Known {
    Known {
        id: PersonId(Uuid::from_u128(number)),
        described: described(id, login, addresses),
        active: true,
        vanished: false,
        administrator: false,
        local: false,
        roles: BTreeSet::new(),
        by_hand: BTreeSet::new(),
    }
}

fn other(number: u128, login: &str, addresses: &[PersonAddress]) -> Holder {
    Holder {
        id: PersonId(Uuid::from_u128(number)),
        described: described("", login, addresses),
        active: true,
        vanished: false,
        local: false,
        linked: false,
    }
}

fn faults(difference: &Difference) -> Vec<(EntryFault, &str)> {
    difference
        .faults
        .iter()
        .map(|line| (line.fault, line.value.as_str()))
        .collect()
}

// req: A15, A16
#[test]
fn an_entry_becomes_a_person() {
    let person = describe(
        &entry(&[
            ("entryUUID", &["4711"]),
            ("uid", &["LVogt"]),
            ("cn", &["Lena  Vogt"]),
            ("mail", &["Lena.Vogt@hs.example"]),
            (
                "mailAlternateAddress",
                &["smtp:lv@hs.example", "no address", "lena.vogt@hs.example"],
            ),
            ("eduPersonAffiliation", &["member", "student", "employee"]),
            ("preferredLanguage", &["en-GB"]),
            ("telephoneNumber", &["+49 1 23"]),
        ]),
        &map(),
    )
    .unwrap();
    assert_eq!(
        (person.name.as_str(), person.login.as_deref()),
        ("Lena Vogt", Some("lvogt"))
    );
    assert_eq!(
        (person.affiliation, person.language),
        (Some(Affiliation::Staff), Some(Language::En))
    );
    assert_eq!(
        person.addresses,
        [
            address("lena.vogt@hs.example", AddressKind::Directory),
            address("lv@hs.example", AddressKind::Alias)
        ]
    );
    assert_eq!(describe(&entry(&[("cn", &["x"])]), &map()), Err(EntryFault::NoId));
    assert_eq!(
        describe(&entry(&[("entryUUID", &["1"]), ("cn", &[" "])]), &map()),
        Err(EntryFault::NoName)
    );
    for (values, affiliation) in [
        (&["student"][..], Some(Affiliation::Student)),
        (&["Alum"], Some(Affiliation::Guest)),
        (&[], None),
    ] {
        let entry = entry(&[("entryUUID", &["1"]), ("cn", &["x"]), ("eduPersonAffiliation", values)]);
        assert_eq!(describe(&entry, &map()).unwrap().affiliation, affiliation, "{values:?}");
    }
}

#[test]
fn claims_to_an_address_have_an_order() {
    use AddressKind::{Alias, Directory, Former, Private};
    let claim = |active, kind, verified| Claim { active, kind, verified };
    let order = [
        claim(true, Directory, true),
        claim(true, Alias, true),
        claim(true, Private, true),
        claim(true, Private, false),
        claim(true, Former, true),
        claim(false, Directory, true),
        claim(false, Former, false),
    ];
    for (place, one) in order.iter().enumerate() {
        for (other_place, other) in order.iter().enumerate() {
            assert_eq!(takes(*one, *other), place < other_place, "{one:?} from {other:?}");
        }
    }
}

#[test]
fn what_the_directory_names_no_more_is_a_former_address() {
    let before = [
        address("old@hs.example", AddressKind::Directory),
        address("home@private.example", AddressKind::Private),
    ];
    let after = merged(&before, Some("new@hs.example"), &["old2@hs.example".to_owned()]);
    assert_eq!(
        after,
        [
            address("new@hs.example", AddressKind::Directory),
            address("old2@hs.example", AddressKind::Alias),
            address("home@private.example", AddressKind::Private),
            address("old@hs.example", AddressKind::Former),
        ]
    );
    assert_eq!(
        merged(&after, Some("new@hs.example"), &["old2@hs.example".to_owned()]),
        after
    );
}

#[test]
fn groups_hold_through_groups_and_circles() {
    let group = |name: &str, members: &[&str]| Group {
        dn: format!("cn={name}, ou=Groups,dc=hs"),
        name: name.to_owned(),
        members: members.iter().map(|&member| member.to_owned()).collect(),
    };
    let memberships = Memberships::of(&[
        group("team", &["uid=lvogt,ou=people,dc=hs", "jbeck"]),
        group("department", &["cn=team,ou=groups,dc=hs"]),
        group("house", &["CN=Department , OU=groups,DC=hs"]),
        group("team-too", &["cn=house,ou=groups,dc=hs"]),
        group("round", &["cn=team-too,ou=groups,dc=hs", "cn=round,ou=groups,dc=hs"]),
        group("department", &["cn=round,ou=groups,dc=hs"]),
        group("others", &["uid=x,ou=people,dc=hs"]),
    ]);
    let all: BTreeSet<&str> = ["team", "department", "house", "team-too", "round"].into();
    assert_eq!(memberships.of_entry("UID=lvogt, ou=people,dc=hs", None), all);
    assert_eq!(memberships.of_entry("uid=jb,dc=hs", Some("JBeck")), all);
    assert!(memberships.of_entry("uid=nobody,dc=hs", Some("nobody")).is_empty());
}

#[test]
fn the_second_comparison_finds_nothing() {
    let mail = [address("a@hs.example", AddressKind::Directory)];
    let facts = Facts {
        known: vec![known(1, "1", "a", &mail)],
        ..Facts::default()
    };
    let found = difference(vec![wanted("1", "a", &mail)], &facts);
    assert_eq!((found.unchanged, found.changed.len(), found.created.len()), (1, 0, 0));
    assert!(found.vanished.is_empty() && found.faults.is_empty());
}

fn names(people: &[(PersonId, String)]) -> Vec<&str> {
    people.iter().map(|(_, name)| name.as_str()).collect()
}

#[test]
fn who_is_gone_vanishes_and_comes_back() {
    let mut gone = known(3, "3", "c", &[]);
    (gone.active, gone.vanished) = (false, true);
    let mut banned = known(4, "4", "d", &[]);
    banned.active = false;
    let mut local = known(5, "5", "e", &[]);
    local.local = true;
    let facts = Facts {
        known: vec![known(1, "1", "a", &[]), gone, banned, local],
        ..Facts::default()
    };
    let found = difference(vec![wanted("3", "c", &[]), wanted("4", "d", &[])], &facts);
    assert_eq!(
        names(&found.vanished),
        ["Person a", "Person e"],
        "a password here keeps nobody"
    );
    assert!(found.kept.is_empty());
    assert_eq!(found.unchanged, 1, "who was deactivated by a person stays so");
    assert_eq!(
        (found.changed[0].active, found.changed[0].differs.as_slice()),
        (true, &[Differs::Active][..])
    );
}

#[test]
fn the_last_administrator_stays_and_no_other() {
    let administrator = |number: u128, login: &str, local: bool| {
        let mut known = known(number, &number.to_string(), login, &[]);
        (known.administrator, known.local) = (true, local);
        known
    };
    let mut back = administrator(4, "d", false);
    (back.active, back.vanished) = (false, true);
    let mut banned = administrator(5, "e", true);
    banned.active = false;
    let all = vec![
        known(1, "1", "a", &[]),
        administrator(2, "b", false),
        administrator(3, "c", true),
        back,
        banned,
    ];
    for (met, elsewhere, vanished, kept) in [
        (&[][..], true, &["Person a", "Person b", "Person c"][..], &[][..]),
        (&["2"], false, &["Person a", "Person c"], &[]),
        (&["4"], false, &["Person a", "Person b", "Person c"], &[]),
        (&["5"], false, &["Person a", "Person b"], &["Person c"]),
        (&[], false, &["Person a", "Person b"], &["Person c"]),
    ] {
        let facts = Facts {
            known: all.clone(),
            other_administrators: elsewhere,
            ..Facts::default()
        };
        let entries = met.iter().map(|id| wanted(id, "", &[])).collect();
        let found = difference(entries, &facts);
        assert_eq!(
            (names(&found.vanished).as_slice(), names(&found.kept).as_slice()),
            (vanished, kept),
            "{met:?} {elsewhere}"
        );
    }
}

#[test]
fn who_comes_for_the_first_time_is_recognised() {
    let mail = |name: &str| [address(name, AddressKind::Directory)];
    let private = |name: &str| [address(name, AddressKind::Private)];
    let mut local = other(2, "admin", &private("admin@hs.example"));
    local.local = true;
    let mut linked = other(4, "linked", &[]);
    linked.linked = true;
    let facts = Facts {
        others: vec![
            other(1, "a", &[]),
            local,
            other(3, "", &private("c@hs.example")),
            linked,
            other(5, "e", &private("f@hs.example")),
        ],
        ..Facts::default()
    };
    let entries = vec![
        wanted("1", "a", &mail("a@hs.example")),
        wanted("2", "admin", &mail("admin@hs.example")),
        wanted("3", "c", &mail("c@hs.example")),
        wanted("4", "linked", &[]),
        wanted("5", "f", &mail("f@hs.example")),
    ];
    let found = difference(entries, &facts);
    let ids: Vec<u128> = found.changed.iter().map(|change| change.id.0.as_u128()).collect();
    assert_eq!(
        ids,
        [1, 3],
        "by account id, by the address of somebody who has nothing else"
    );
    assert!(
        found
            .changed
            .iter()
            .all(|change| change.differs.contains(&Differs::Linked))
    );
    let created = found
        .created
        .iter()
        .map(|one| (one.described.login.as_deref(), one.described.addresses.len()));
    let created: Vec<_> = created.collect();
    assert_eq!(created, [(None, 0), (None, 0), (Some("f"), 1)]);
    assert_eq!(
        faults(&found),
        [
            (EntryFault::LoginTaken, "admin"),
            (EntryFault::AddressTaken, "admin@hs.example"),
            (EntryFault::LoginTaken, "linked"),
        ]
    );
}

#[test]
fn of_two_entries_that_claim_the_same_the_first_id_has_it() {
    let mail = [address("same@hs.example", AddressKind::Directory)];
    for turned in [false, true] {
        let mut entries = vec![
            wanted("1", "same", &mail),
            wanted("2", "same", &mail),
            wanted("2", "x", &[]),
        ];
        if turned {
            entries.swap(0, 1);
        }
        let found = difference(entries, &Facts::default());
        let first = &found.created[0].described;
        assert_eq!(
            (first.id.as_str(), first.login.as_deref(), first.addresses.len()),
            ("1", Some("same"), 1)
        );
        assert_eq!(
            faults(&found),
            [
                (EntryFault::LoginTaken, "same"),
                (EntryFault::AddressTaken, "same@hs.example"),
                (EntryFault::SameId, "")
            ]
        );
    }
}

#[test]
fn too_many_are_asked_about() {
    for (vanished, known, percent, asks) in [
        (0, 0, 10, false),
        (5, 5, 10, false),
        (6, 6, 10, true),
        (10, 100, 10, false),
        (11, 100, 10, true),
        (100, 100, 100, false),
    ] {
        assert_eq!(too_many(vanished, known, percent), asks, "{vanished} of {known}");
    }
}

#[test]
fn roles_differ_unless_somebody_is_in_by_hand() {
    let role = RoleId(Uuid::from_u128(9));
    let mut with = wanted("1", "a", &[]);
    with.roles.insert(role);
    let mut facts = Facts {
        known: vec![known(1, "1", "a", &[])],
        ..Facts::default()
    };
    let found = difference(vec![with.clone()], &facts);
    assert_eq!(found.changed[0].differs, [Differs::Roles]);
    facts.known[0].by_hand.insert(role);
    assert_eq!(difference(vec![with], &facts).unchanged, 1);
}

#[test]
fn who_shows_no_groups_keeps_their_roles() {
    let role = RoleId(Uuid::from_u128(9));
    let mut one = known(1, "1", "a", &[]);
    one.roles = [role].into();
    let facts = Facts {
        known: vec![one],
        ..Facts::default()
    };
    let mut shown = wanted("1", "a", &[]);
    assert_eq!(difference(vec![shown.clone()], &facts).roles_lost, 1);
    shown.roles_known = false;
    let found = difference(vec![shown], &facts);
    assert_eq!((found.unchanged, found.roles_lost), (1, 0));
}

#[test]
fn who_loses_a_role_is_counted_and_nobody_loses_one_that_may_be_called_otherwise() {
    let (mapped, renamed) = (RoleId(Uuid::from_u128(8)), RoleId(Uuid::from_u128(9)));
    let mut one = known(1, "1", "a", &[]);
    one.roles = [mapped, renamed].into();
    let mut inactive = known(2, "2", "b", &[]);
    (inactive.active, inactive.roles) = (false, [mapped].into());
    let mut facts = Facts {
        known: vec![one, inactive, known(3, "3", "c", &[])],
        ..Facts::default()
    };
    let entries = || vec![wanted("1", "a", &[]), wanted("2", "b", &[]), wanted("3", "c", &[])];
    let found = difference(entries(), &facts);
    assert_eq!((found.roles_lost, found.changed[0].wanted.roles.len()), (1, 0));
    facts.judged = Some([mapped].into());
    let found = difference(entries(), &facts);
    assert_eq!(
        (found.roles_lost, &found.changed[0].wanted.roles),
        (1, &[renamed].into())
    );
    facts.known[0].roles = [renamed].into();
    assert_eq!(difference(entries(), &facts).roles_lost, 0);
}

proptest! {
    /// Whatever a directory says: an address is given once at the most, nobody is changed twice, and everybody is counted.
    #[test]
    fn nobody_is_lost(entries in prop::collection::vec((0..8u8, 0..6u8, prop::collection::vec(0..6u8, 0..3)), 0..12)) {
        let address_of = |number: &u8| address(&format!("{number}@hs.example"), AddressKind::Directory);
        let list: Vec<Wanted> = entries
            .iter()
            .map(|(id, login, mails)| {
                wanted(&id.to_string(), &login.to_string(), &mails.iter().map(address_of).collect::<Vec<_>>())
            })
            .collect();
        let facts = Facts {
            known: (0..4).map(|n| known(n, &n.to_string(), &n.to_string(), &[address_of(&u8::try_from(n).unwrap())])).collect(),
            others: vec![other(20, "", &[address("5@hs.example", AddressKind::Private)]), other(21, "4", &[])],
            ..Facts::default()
        };
        let found = difference(list, &facts);
        let ids: BTreeSet<&u8> = entries.iter().map(|(id, ..)| id).collect();
        prop_assert_eq!(found.created.len() + found.changed.len() + usize::try_from(found.unchanged).unwrap(), ids.len());
        let changed: BTreeSet<_> = found.changed.iter().map(|change| change.id).collect();
        prop_assert_eq!(changed.len(), found.changed.len());
        let after = found.created.iter().chain(found.changed.iter().map(|change| &change.wanted));
        let given: Vec<&String> = after.flat_map(|one| one.described.addresses.iter().map(|address| &address.address)).collect();
        let once: BTreeSet<_> = given.iter().collect();
        prop_assert_eq!(once.len(), given.len());
    }
}
