//! Which two people may become one, and whose addresses the one then has.

use pult_shared::{
    api::person::{PersonAddress, PersonProfile},
    error::FieldCode,
    ids::PersonId,
    limits::ADDRESSES_MAX,
    person::AddressKind,
};

use crate::refusal::Refusal;

/// Tickets that change hands in one transaction at the most. Somebody with more than so many is no double of anybody.
pub const PLACES_MAX: usize = 2_000;

/// Whether `gone` may become part of `kept`; `by` asks for it.
///
/// # Errors
/// `invalid`: one and the same person, oneself (the session would end on the way; and into oneself one would read what is for the other one alone:
/// tickets for named persons are hidden from administrators too), somebody whom a directory leads (the next comparison would
/// bring them back; let that one stay), or more addresses than one person may have.
pub fn check_merge(kept: &PersonProfile, gone: &PersonProfile, by: PersonId) -> Result<(), Refusal> {
    if kept.id == gone.id || gone.id == by {
        return Err(Refusal::field("gone_id", FieldCode::NotAllowed));
    }
    if kept.id == by {
        let mut refusal = Refusal::field("gone_id", FieldCode::NotAllowed);
        refusal.detail = Some(
            "Another administrator has to make somebody a part of you: you would see what is theirs alone.".to_owned(),
        );
        return Err(refusal);
    }
    if gone.directory.is_some() {
        let mut refusal = Refusal::field("gone_id", FieldCode::NotAllowed);
        refusal.detail = Some("A directory leads this person; let them stay, and the other one go.".to_owned());
        return Err(refusal);
    }
    if kept.person.addresses.len() + gone.person.addresses.len() > ADDRESSES_MAX {
        return Err(Refusal::field("gone_id", FieldCode::TooMany));
    }
    Ok(())
}

/// All addresses of both. What is added stays where it is in comparisons with a directory: it is private, or a former one.
#[must_use]
pub fn addresses_of_both(kept: &[PersonAddress], gone: &[PersonAddress]) -> Vec<PersonAddress> {
    let added = gone.iter().cloned().map(|address| PersonAddress {
        kind: match address.kind {
            AddressKind::Former => AddressKind::Former,
            _ => AddressKind::Private,
        },
        ..address
    });
    kept.iter().cloned().chain(added).collect()
}

/// The addresses of each when they are told apart again: what came from `gone` and is still there goes back as it was.
#[must_use]
pub fn told_apart(now: &[PersonAddress], gone: &[PersonAddress]) -> (Vec<PersonAddress>, Vec<PersonAddress>) {
    let was = |address: &PersonAddress| gone.iter().any(|old| old.address == address.address);
    let there = |old: &&PersonAddress| now.iter().any(|address| address.address == old.address);
    (
        now.iter().filter(|address| !was(address)).cloned().collect(),
        gone.iter().filter(there).cloned().collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(address: &str, kind: AddressKind) -> PersonAddress {
        PersonAddress {
            address: address.to_owned(),
            kind,
            verified: true,
        }
    }

    #[test]
    fn addresses_come_together_and_apart() {
        let kept = [address("a@hs.example", AddressKind::Directory)];
        let gone = [
            address("b@hs.example", AddressKind::Alias),
            address("old@hs.example", AddressKind::Former),
        ];
        let both = addresses_of_both(&kept, &gone);
        assert_eq!(
            both,
            [
                kept[0].clone(),
                address("b@hs.example", AddressKind::Private),
                address("old@hs.example", AddressKind::Former),
            ]
        );
        assert_eq!(told_apart(&both, &gone), (kept.to_vec(), gone.to_vec()));
        // What was taken away meanwhile stays away; what came stays.
        let now = [both[1].clone(), address("new@hs.example", AddressKind::Private)];
        assert_eq!(told_apart(&now, &gone), (vec![now[1].clone()], vec![gone[0].clone()]));
    }
}
