//! Whose an address is. An address belongs to one person, so that the sender of a mail is one person; where two claim it, this order
//! decides, never chance:
//!
//! 1. who may sign in, before who may not;
//! 2. the directory's mail address, its aliases, a private address that was verified, one that was not, a former one;
//! 3. who has it already.
//!
//! Addresses of local accounts (a password here) count as the directory's own: no entry takes one away.

use std::cmp::Ordering;

use pult_shared::{api::person::PersonAddress, person::AddressKind};

/// Somebody's claim to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    pub active: bool,
    pub kind: AddressKind,
    pub verified: bool,
}

impl Claim {
    /// The smaller, the better.
    fn rank(self) -> (bool, u8) {
        let kind = match (self.kind, self.verified) {
            (AddressKind::Directory, _) => 0,
            (AddressKind::Alias, _) => 1,
            (AddressKind::Private, true) => 2,
            (AddressKind::Private, false) => 3,
            (AddressKind::Former, _) => 4,
        };
        (!self.active, kind)
    }
}

/// Whether a new claim takes an address from who has it.
#[must_use]
pub fn takes(new: Claim, holder: Claim) -> bool {
    new.rank().cmp(&holder.rank()) == Ordering::Less
}

/// The addresses of somebody in the directory: what the directory names, then what it does not know. What it named once is a former
/// address: late answers still find the person.
#[must_use]
pub fn merged(before: &[PersonAddress], mail: Option<&str>, aliases: &[String]) -> Vec<PersonAddress> {
    let mut after: Vec<PersonAddress> = Vec::new();
    let mut add = |address: &str, kind, verified| {
        if after.iter().all(|one| one.address != address) {
            after.push(PersonAddress {
                address: address.to_owned(),
                kind,
                verified,
            });
        }
    };
    if let Some(mail) = mail {
        add(mail, AddressKind::Directory, true);
    }
    for alias in aliases {
        add(alias, AddressKind::Alias, true);
    }
    for old in before.iter().filter(|old| old.kind == AddressKind::Private) {
        add(&old.address, old.kind, old.verified);
    }
    for old in before {
        add(&old.address, AddressKind::Former, old.verified);
    }
    after
}
