//! Addresses that people enter for themselves: which may be entered, whose one becomes when it is proven, and which may be taken out again.

use pult_shared::{
    api::person::PersonAddress,
    error::FieldCode,
    limits::{ADDRESSES_MAX, OWN_ADDRESSES_MAX},
    mailbox::is_address,
    person::AddressKind,
};

use crate::{
    directory::address::{Claim, takes},
    refusal::Refusal,
};

/// Reads an address that somebody wants to have beside those that they have. `desks`: whether the desk itself is written to at it.
///
/// # Errors
/// `invalid` with the field `address`: missing, malformed, one that they have proven already, one of the desk's; `too_many` with as many private
/// ones as one may have.
pub fn check_new(text: &str, had: &[PersonAddress], desks: impl FnOnce(&str) -> bool) -> Result<String, Refusal> {
    let address = text.trim().to_lowercase();
    let fault = if address.is_empty() {
        Some(FieldCode::Required)
    } else if address.len() > 254 {
        Some(FieldCode::TooLong)
    } else if !is_address(&address) {
        Some(FieldCode::Malformed)
    } else if had.iter().any(|one| one.address == address && is_proven(one)) {
        Some(FieldCode::Taken)
    } else if desks(&address) {
        Some(FieldCode::NotAllowed)
    } else if is_full(had) {
        Some(FieldCode::TooMany)
    } else {
        None
    };
    match fault {
        Some(fault) => Err(Refusal::field("address", fault)),
        None => Ok(address),
    }
}

fn is_full(had: &[PersonAddress]) -> bool {
    let private = had.iter().filter(|one| one.kind == AddressKind::Private).count();
    private >= OWN_ADDRESSES_MAX || had.len() >= ADDRESSES_MAX
}

/// Whether an address tells who somebody is: it was verified, and it is theirs still. One that used to be theirs may be somebody else's by now.
#[must_use]
pub fn is_proven(address: &PersonAddress) -> bool {
    address.verified && address.kind != AddressKind::Former
}

/// Whoever has an address that somebody else has proven to read the mail of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    Nobody,
    /// Somebody who is nothing but this address: who has proven it is the same person.
    NothingElse,
    /// Somebody with this claim to it.
    Somebody(Claim),
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Added,
    /// Who had it and who has proven it are one.
    Joined,
    /// It was with somebody else who has a lesser claim.
    Taken,
    /// It stays where it is.
    Refused,
}

/// Whose a proven address is.
#[must_use]
pub fn outcome(holder: Holder) -> Outcome {
    let proven = Claim {
        active: true,
        kind: AddressKind::Private,
        verified: true,
    };
    match holder {
        Holder::Nobody => Outcome::Added,
        Holder::NothingElse => Outcome::Joined,
        Holder::Somebody(claim) if claim.active && takes(proven, claim) => Outcome::Taken,
        // Who may not sign in any more is still told; taking from them is for administrators.
        Holder::Somebody(_) => Outcome::Refused,
    }
}

/// The addresses with one that was proven: before former ones, and not in the main one's place.
#[must_use]
pub fn with_proven(had: &[PersonAddress], address: &str) -> Vec<PersonAddress> {
    let mut after = had.to_vec();
    if let Some(one) = after.iter_mut().find(|one| one.address == address) {
        one.verified = true;
        if one.kind == AddressKind::Former {
            one.kind = AddressKind::Private;
        }
        return after;
    }
    let former = after.iter().position(|one| one.kind == AddressKind::Former);
    let proven = PersonAddress {
        address: address.to_owned(),
        kind: AddressKind::Private,
        verified: true,
    };
    after.insert(former.unwrap_or(after.len()), proven);
    after
}

/// Whether somebody may take the address at this place out themselves: a private one that is not the main one.
#[must_use]
pub fn is_removable(place: usize, address: &PersonAddress) -> bool {
    place > 0 && address.kind == AddressKind::Private
}

/// The addresses without one.
///
/// # Errors
/// `invalid` with the field `address`: unknown, or not theirs to take out.
pub fn without(had: &[PersonAddress], address: &str) -> Result<Vec<PersonAddress>, Refusal> {
    let address = address.trim().to_lowercase();
    let found = had.iter().enumerate().find(|(_, one)| one.address == address);
    let (place, one) = found.ok_or_else(|| Refusal::field("address", FieldCode::Unknown))?;
    if !is_removable(place, one) {
        return Err(Refusal::field("address", FieldCode::NotAllowed));
    }
    let mut after = had.to_vec();
    after.remove(place);
    Ok(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(address: &str, kind: AddressKind, verified: bool) -> PersonAddress {
        PersonAddress {
            address: address.to_owned(),
            kind,
            verified,
        }
    }

    fn had() -> Vec<PersonAddress> {
        vec![
            address("lena@hs.example", AddressKind::Directory, true),
            address("typed@home.example", AddressKind::Private, false),
            address("old@hs.example", AddressKind::Former, true),
        ]
    }

    fn fault<T: std::fmt::Debug>(result: Result<T, Refusal>) -> FieldCode {
        result.unwrap_err().errors[0].code
    }

    // req: A15
    #[test]
    fn what_may_be_entered() {
        let check = |text: &str| check_new(text, &had(), |address| address == "desk@hs.example");
        assert_eq!(check(" New@Home.example "), Ok("new@home.example".to_owned()));
        for (text, code) in [
            (" ", FieldCode::Required),
            ("nowhere", FieldCode::Malformed),
            ("LENA@hs.example", FieldCode::Taken),
            ("desk@hs.example", FieldCode::NotAllowed),
        ] {
            assert_eq!(fault(check(text)), code, "{text}");
        }
        // What is theirs and not proven, or not theirs any more, can be proven.
        for text in ["typed@home.example", "old@hs.example"] {
            assert!(check(text).is_ok(), "{text}");
        }
        let many: Vec<_> = (0..OWN_ADDRESSES_MAX)
            .map(|n| address(&format!("{n}@home.example"), AddressKind::Private, true))
            .collect();
        assert_eq!(
            fault(check_new("one@more.example", &many, |_| false)),
            FieldCode::TooMany
        );
    }

    // req: A15
    #[test]
    fn whose_it_becomes() {
        let somebody = |active, kind, verified| Holder::Somebody(Claim { active, kind, verified });
        for (holder, expected) in [
            (Holder::Nobody, Outcome::Added),
            (Holder::NothingElse, Outcome::Joined),
            (somebody(true, AddressKind::Directory, true), Outcome::Refused),
            (somebody(true, AddressKind::Alias, true), Outcome::Refused),
            (somebody(true, AddressKind::Private, true), Outcome::Refused),
            (somebody(true, AddressKind::Private, false), Outcome::Taken),
            (somebody(true, AddressKind::Former, true), Outcome::Taken),
            (somebody(false, AddressKind::Private, false), Outcome::Refused),
        ] {
            assert_eq!(outcome(holder), expected, "{holder:?}");
        }
    }

    // req: A15
    #[test]
    fn it_comes_and_goes() {
        let names = |addresses: &[PersonAddress]| -> Vec<String> {
            addresses
                .iter()
                .map(|one| format!("{} {} {}", one.address, one.kind.name(), one.verified))
                .collect()
        };
        assert_eq!(
            names(&with_proven(&had(), "new@home.example")),
            [
                "lena@hs.example directory true",
                "typed@home.example private false",
                "new@home.example private true",
                "old@hs.example former true",
            ]
        );
        assert_eq!(
            names(&with_proven(&had(), "old@hs.example"))[2],
            "old@hs.example private true"
        );
        assert_eq!(
            names(&with_proven(&had(), "typed@home.example"))[1],
            "typed@home.example private true"
        );
        let left = without(&had(), " Typed@home.example");
        assert_eq!(left.map(|left| left.len()), Ok(2));
        for (text, code) in [
            ("lena@hs.example", FieldCode::NotAllowed),
            ("old@hs.example", FieldCode::NotAllowed),
            ("who@else.example", FieldCode::Unknown),
        ] {
            assert_eq!(fault(without(&had(), text)), code, "{text}");
        }
        let main = [address("me@home.example", AddressKind::Private, true)];
        assert_eq!(fault(without(&main, "me@home.example")), FieldCode::NotAllowed);
    }
}
