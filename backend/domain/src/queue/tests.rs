//! What may be changed of a queue, by whom, and what goes with it.

use std::collections::BTreeSet;

use pult_shared::{
    api::queue::{FollowUp, IntakeRules, Names, QueueSettings},
    catalog::{FieldDef, FieldKey, FieldKind, TypeDef, TypeKey},
    error::{ErrorCode, FieldCode},
    ids::{PersonId, QueueId},
    person::Permission,
};
use uuid::Uuid;

use super::*;
use crate::{actor::Actor, catalog::Catalog, refusal::Refusal};

pub(crate) const fn queue(number: u128) -> QueueId {
    QueueId(Uuid::from_u128(number))
}

fn both(text: &str) -> Names {
    Names {
        de: text.to_owned(),
        en: text.to_owned(),
    }
}

fn at(number: u128, parent: Option<u128>, path: &str) -> Queue {
    Queue {
        id: queue(number),
        parent_id: parent.map(queue),
        path: path.to_owned(),
        names: both(path),
        addresses: vec![format!("{}@example.org", path.replace('/', "-"))],
        portal: false,
        closing_mail: true,
        catch_all: path == "library",
        valid: true,
        description: Names::default(),
        salutation: Names::default(),
        signature: Names::default(),
        follow_up: FollowUp::Reopen,
        unlock_minutes: None,
        calendar: None,
        sla: None,
        remind_days: None,
        default_priority: None,
        default_type: None,
        mails: pult_shared::api::queue::QueueMails::default(),
        intake: IntakeRules::default(),
        sensitive: false,
        customers_close: true,
        name_shown: true,
        address_domains: Vec::new(),
    }
}

/// `it` (1), `it/wlan` (2), `it/wlan/eduroam` (4), and `library` (3), which takes what fits nowhere else.
pub(crate) fn tree() -> QueueTree {
    QueueTree::new([
        at(1, None, "it"),
        at(2, Some(1), "it/wlan"),
        at(3, None, "library"),
        at(4, Some(2), "it/wlan/eduroam"),
    ])
}

fn catalog() -> Catalog {
    let of_type = |key: &str, valid| TypeDef {
        key: TypeKey::new(key),
        names: both(key),
        position: 0,
        valid,
    };
    Catalog {
        types: vec![of_type("incident", true), of_type("old", false)],
        ..Catalog::default()
    }
}

fn person(administrator: bool, held: &[(u128, Permission)]) -> Actor {
    let granted: Vec<(QueueId, Permission)> = held.iter().map(|(number, held)| (queue(*number), *held)).collect();
    Actor {
        person_id: PersonId(Uuid::from_u128(100)),
        name: "x".to_owned(),
        administrator,
        grants: tree().inherit(&granted),
        organisation: None,
        seer: None,
    }
}

fn settings(number: u128) -> QueueSettings {
    settings_of(tree().get(queue(number)).expect("a queue"))
}

fn save(actor: &Actor, number: u128, change: impl Fn(&mut QueueSettings)) -> Result<QueueChange, Refusal> {
    let mut wanted = settings(number);
    change(&mut wanted);
    check_saved(actor, &tree(), &catalog(), queue(number), &wanted)
}

fn fields(refusal: &Refusal) -> Vec<(&str, FieldCode)> {
    let errors = refusal.errors.iter();
    errors.map(|error| (error.field.as_str(), error.code)).collect()
}

#[test]
fn settings_lead_back_to_the_queue() {
    let admin = person(true, &[]);
    for known in tree().by_path() {
        let change = check_saved(&admin, &tree(), &catalog(), known.id, &settings_of(known)).expect("unchanged");
        assert_eq!(change.queue, *known);
        assert_eq!(change.no_longer_catch_all, None);
    }
}

#[test]
fn the_path_follows_name_and_place() {
    let path = |change: fn(&mut QueueSettings)| save(&person(true, &[]), 2, change).expect("saved").queue.path;
    assert_eq!(path(|it| it.key = "netz".to_owned()), "it/netz");
    assert_eq!(path(|it| it.parent_id = None), "wlan");
    assert_eq!(path(|it| it.parent_id = Some(queue(3))), "library/wlan");
}

// Paths are what filters name, so none may become longer than a filter can say.
#[test]
fn no_path_becomes_too_long() {
    let long = "x".repeat(60);
    let deep = format!("a/{long}/{long}/{long}");
    let tree = QueueTree::new([at(1, None, "a"), at(2, Some(1), &deep)]);
    let rename = |key: String| {
        let wanted = QueueSettings {
            key,
            ..settings_of(tree.get(queue(1)).expect("a queue"))
        };
        check_saved(&person(true, &[]), &tree, &catalog(), queue(1), &wanted)
    };
    assert!(rename("b".repeat(50)).is_ok());
    let refusal = rename("b".repeat(60)).expect_err("too long");
    assert_eq!(fields(&refusal), [("key", FieldCode::TooLong)]);
}

#[test]
fn what_a_queue_may_not_be() {
    type Change = fn(&mut QueueSettings);
    let table: [(u128, Change, &str, FieldCode); 15] = [
        (1, |it| it.key = "IT".to_owned(), "key", FieldCode::Malformed),
        (1, |it| it.key = "a/b".to_owned(), "key", FieldCode::Malformed),
        (1, |it| it.key = "library".to_owned(), "key", FieldCode::Taken),
        (
            1,
            |it| it.parent_id = Some(queue(1)),
            "parent_id",
            FieldCode::NotAllowed,
        ),
        (
            1,
            |it| it.parent_id = Some(queue(4)),
            "parent_id",
            FieldCode::NotAllowed,
        ),
        (1, |it| it.parent_id = Some(queue(99)), "parent_id", FieldCode::Unknown),
        (1, |it| it.names.de = " ".to_owned(), "names.de", FieldCode::Required),
        (
            1,
            |it| it.addresses = vec!["no address".to_owned()],
            "addresses.0",
            FieldCode::Malformed,
        ),
        (
            1,
            |it| it.addresses.push("Library@example.org".to_owned()),
            "addresses.1",
            FieldCode::Taken,
        ),
        (
            1,
            |it| it.addresses.push("IT@example.org ".to_owned()),
            "addresses.1",
            FieldCode::Taken,
        ),
        (3, |it| it.catch_all = false, "catch_all", FieldCode::NotAllowed),
        (3, |it| it.valid = false, "valid", FieldCode::NotAllowed),
        (
            1,
            |it| it.unlock_minutes = Some(0),
            "unlock_minutes",
            FieldCode::TooShort,
        ),
        (
            1,
            |it| it.default_type = Some(TypeKey::new("none")),
            "default_type",
            FieldCode::Unknown,
        ),
        (
            1,
            |it| it.default_type = Some(TypeKey::new("old")),
            "default_type",
            FieldCode::NotAllowed,
        ),
    ];
    for (number, change, field, code) in table {
        let refusal = save(&person(true, &[]), number, change).expect_err(field);
        assert_eq!(refusal.code, ErrorCode::Invalid);
        assert_eq!(fields(&refusal), [(field, code)]);
    }
}

#[test]
fn the_catch_all_goes_over() {
    let change = save(&person(true, &[]), 1, |it| it.catch_all = true).expect("taken over");
    assert_eq!(change.no_longer_catch_all, Some(queue(3)));
    let manager = person(false, &[(1, Permission::Manage)]);
    let refusal = save(&manager, 2, |it| it.catch_all = true).expect_err("another branch");
    assert_eq!(fields(&refusal), [("catch_all", FieldCode::NotAllowed)]);
}

// Whoever manages a queue changes its texts; its place belongs to whoever manages the queue above.
#[test]
fn who_may_change_what() {
    type Change = fn(&mut QueueSettings);
    let texts: [Change; 5] = [
        |it| it.names.de = "Netz".to_owned(),
        |it| it.signature.de = "Ihr Netz-Team".to_owned(),
        |it| it.follow_up = FollowUp::Reject,
        |it| it.unlock_minutes = Some(30),
        |it| it.default_type = Some(TypeKey::new("incident")),
    ];
    let structure: [(Change, &str); 6] = [
        (|it| it.key = "netz".to_owned(), "key"),
        (|it| it.parent_id = None, "parent_id"),
        (|it| it.addresses.clear(), "addresses"),
        (|it| it.portal = true, "portal"),
        (|it| it.valid = false, "valid"),
        (|it| it.catch_all = true, "catch_all"),
    ];
    let here = person(false, &[(2, Permission::Manage)]);
    let above = person(false, &[(1, Permission::Manage)]);
    for change in texts {
        assert!(save(&here, 2, change).is_ok() && save(&above, 2, change).is_ok());
    }
    for (change, field) in structure {
        let refusal = save(&here, 2, change).expect_err(field);
        assert_eq!(refusal.code, ErrorCode::Forbidden);
        assert_eq!(fields(&refusal), [(field, FieldCode::NotAllowed)]);
        let allowed = save(&above, 2, change).is_ok();
        assert_eq!(allowed, !["parent_id", "catch_all"].contains(&field), "{field}");
    }
    let code = |held: &[(u128, Permission)]| save(&person(false, held), 2, |_| {}).map_err(|refusal| refusal.code);
    assert_eq!(code(&[(2, Permission::View)]).err(), Some(ErrorCode::Forbidden));
    assert_eq!(code(&[(3, Permission::Manage)]).err(), Some(ErrorCode::QueueNotFound));
}

#[test]
fn who_may_make_a_queue() {
    let new = |actor: &Actor, parent: Option<u128>| {
        let wanted = QueueSettings {
            parent_id: parent.map(queue),
            key: "new".to_owned(),
            addresses: Vec::new(),
            catch_all: false,
            ..settings(1)
        };
        check_new(actor, &tree(), &catalog(), queue(9), &wanted)
    };
    assert_eq!(new(&person(true, &[]), None).expect("made").queue.path, "new");
    let manager = person(false, &[(1, Permission::Manage)]);
    assert_eq!(new(&manager, Some(2)).expect("made").queue.path, "it/wlan/new");
    let code = |actor, parent| new(actor, parent).err().map(|refusal| refusal.code);
    assert_eq!(code(&manager, None), Some(ErrorCode::Forbidden));
    assert_eq!(
        code(&manager, Some(3)),
        Some(ErrorCode::Invalid),
        "a hidden one does not exist"
    );
    assert_eq!(
        code(&person(false, &[(1, Permission::View)]), Some(1)),
        Some(ErrorCode::Forbidden)
    );
}

#[test]
fn what_may_go() {
    let manager = person(false, &[(1, Permission::Manage)]);
    let goes = |actor: &Actor, catalog: &Catalog, number| {
        let tree = tree();
        let result = check_goes(actor, &tree, catalog, queue(number));
        result.map(|queue| queue.id).map_err(|refusal| refusal.code)
    };
    assert_eq!(goes(&manager, &catalog(), 4), Ok(queue(4)));
    assert_eq!(goes(&manager, &catalog(), 2), Err(ErrorCode::InUse), "one lies below");
    assert_eq!(
        goes(&manager, &catalog(), 1),
        Err(ErrorCode::Forbidden),
        "nobody is above"
    );
    assert_eq!(goes(&manager, &catalog(), 3), Err(ErrorCode::QueueNotFound));
    assert_eq!(
        goes(&person(true, &[]), &catalog(), 3),
        Err(ErrorCode::InUse),
        "the catch-all"
    );
    let field = FieldDef {
        key: FieldKey::new("room"),
        kind: FieldKind::Text,
        names: both("Raum"),
        help: Names::default(),
        options: Vec::new(),
        queue_ids: vec![queue(4)],
        type_keys: Vec::new(),
        required_on_close: false,
        shown_to_customer: false,
        position: 0,
        valid: true,
    };
    let with_field = Catalog {
        fields: vec![field],
        ..catalog()
    };
    assert_eq!(goes(&manager, &with_field, 4), Err(ErrorCode::InUse));
}

#[test]
fn a_hidden_name_hides_what_is_below() {
    let with = |hidden: &[u128]| {
        let queues = tree().by_path().into_iter().cloned().collect::<Vec<_>>();
        QueueTree::new(queues.into_iter().map(|each| Queue {
            name_shown: !hidden.iter().any(|number| queue(*number) == each.id),
            ..each
        }))
    };
    let table: [(&[u128], u128, Option<u128>); 6] = [
        (&[], 4, Some(4)),
        (&[4], 4, Some(2)),
        (&[2], 4, Some(1)),
        (&[2], 2, Some(1)),
        (&[1], 4, None),
        (&[4], 2, Some(2)),
    ];
    for (hidden, asked, known) in table {
        let tree = with(hidden);
        let as_known = tree.as_customers_know(queue(asked)).map(|known| known.id);
        assert_eq!(as_known, known.map(queue), "{hidden:?} {asked}");
        assert_eq!(
            tree.shows_its_name(queue(asked)),
            known == Some(asked),
            "{hidden:?} {asked}"
        );
    }
}

#[test]
fn grants_are_inherited() {
    let grants = tree().inherit(&[(queue(2), Permission::View)]);
    let reached: BTreeSet<QueueId> = grants.into_keys().collect();
    assert_eq!(reached, BTreeSet::from([queue(2), queue(4)]));
}

// req: C12
#[test]
fn addresses_of_domains_that_the_branch_has() {
    let mut it = at(1, None, "it");
    it.address_domains = vec!["it.example".to_owned(), "lists.example".to_owned()];
    let mut eduroam = at(4, Some(2), "it/wlan/eduroam");
    eduroam.address_domains = vec!["eduroam.example".to_owned()];
    let tree = QueueTree::new([it, at(2, Some(1), "it/wlan"), at(3, None, "library"), eduroam]);
    let (manager, admin) = (
        person(false, &[(1, Permission::Manage), (3, Permission::Manage)]),
        person(true, &[]),
    );
    let save = |actor: &Actor, number: u128, addresses: &[&str]| {
        let mut wanted = settings_of(tree.get(queue(number)).expect("a queue"));
        wanted.addresses = addresses.iter().map(|address| (*address).to_owned()).collect();
        check_saved(actor, &tree, &catalog(), queue(number), &wanted).err()
    };
    let foreign = |number: u128, addresses: &[&str]| {
        let refusal = save(&manager, number, addresses);
        refusal.map(|refusal| {
            fields(&refusal)
                .into_iter()
                .map(|(field, code)| (field.to_owned(), code))
                .collect::<Vec<_>>()
        })
    };
    let at_place = |index: usize| Some(vec![(format!("addresses.{index}"), FieldCode::ForeignDomain)]);
    for (number, addresses, fault) in [
        (2, &["it-wlan@example.org", "a@it.example", "b@Lists.Example"][..], None),
        (2, &["a@it.example", "x@other.example"], at_place(1)),
        // What it has already it keeps; another one of that domain is new.
        (2, &["it-wlan@example.org", "new@example.org"], at_place(1)),
        // No names of hosts below a domain, and none that only end alike.
        (2, &["a@sub.it.example"], at_place(0)),
        (2, &["a@notit.example"], at_place(0)),
        // The nearest queue is right.
        (4, &["a@eduroam.example"], None),
        (4, &["a@it.example"], at_place(0)),
    ] {
        assert_eq!(foreign(number, addresses), fault, "{number} {addresses:?}");
        assert_eq!(save(&admin, number, addresses), None, "administrators are not bound");
    }
    // Where nobody says anything: what queues have already.
    assert_eq!(
        tree.allowed_domains(Some(queue(3))).into_iter().collect::<Vec<_>>(),
        ["example.org"]
    );
    let mut new = settings_of(tree.get(queue(2)).expect("a queue"));
    new.key = "vpn".to_owned();
    new.addresses = vec!["vpn@example.org".to_owned()];
    let refusal = check_new(&manager, &tree, &catalog(), queue(9), &new).expect_err("another domain");
    assert_eq!(fields(&refusal), [("addresses.0", FieldCode::ForeignDomain)]);
}
