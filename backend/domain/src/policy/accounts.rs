//! Whose account somebody may look after: their own, and as an administrator everybody's.

use pult_shared::{error::ErrorCode, ids::PersonId};

use super::Permit;
use crate::{actor::Actor, refusal::Refusal};

/// Lets a person see and end the sessions of somebody, or have them mailed a link for a new password.
///
/// # Errors
/// `forbidden` for the account of somebody else, except for administrators.
pub fn permit_account(actor: &Actor, of: PersonId) -> Result<Permit, Refusal> {
    if actor.administrator || actor.person_id == of {
        Ok(Permit(()))
    } else {
        Err(Refusal::because(
            ErrorCode::Forbidden,
            "Only administrators may look after somebody else's account.",
        ))
    }
}

/// Lets an administrator take off what somebody signs in with beside the password. Of one's own account only the password does that.
///
/// # Errors
/// `forbidden`.
pub fn permit_account_reset(actor: &Actor, of: PersonId) -> Result<Permit, Refusal> {
    if actor.administrator && actor.person_id != of {
        Ok(Permit(()))
    } else {
        Err(Refusal::because(
            ErrorCode::Forbidden,
            "Only administrators may do this, and for others.",
        ))
    }
}

/// Lets somebody have an address that they have proven to be theirs, with what came from it.
#[must_use]
pub fn permit_proven_address() -> Permit {
    Permit(())
}

/// Lets an administrator look as somebody else: not as another administrator, whose rights are not theirs to try, and not as somebody who may not
/// sign in. Programs do not look as anybody: `in_person` is whether a session asks, and no token.
///
/// # Errors
/// `forbidden` for everybody but administrators, and for tokens; `not_applicable` for whom nobody looks as.
pub fn permit_seeing_as(actor: &Actor, of: &Seen, in_person: bool) -> Result<Permit, Refusal> {
    let forbidden = |why: &str| Err(Refusal::because(ErrorCode::Forbidden, why));
    if !actor.administrator {
        return forbidden("Only administrators may look as somebody else.");
    }
    if !in_person {
        return forbidden("This takes a session of the administrator.");
    }
    if of.id == actor.person_id || of.administrator || !of.active {
        let detail = "Nobody looks as an administrator, or as somebody who may not sign in.";
        return Err(Refusal::because(ErrorCode::NotApplicable, detail));
    }
    Ok(Permit(()))
}

/// As whom an administrator would look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub id: PersonId,
    pub administrator: bool,
    pub active: bool,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use uuid::Uuid;

    use super::*;

    #[test]
    fn ones_own_and_the_administrators() {
        let (me, other) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let actor = |administrator| Actor {
            person_id: me,
            name: "Lena Vogt".to_owned(),
            administrator,
            grants: BTreeMap::new(),
            organisation: None,
            seer: None,
        };
        assert!(permit_account(&actor(false), me).is_ok());
        assert!(permit_account(&actor(false), other).is_err());
        assert!(permit_account(&actor(true), other).is_ok());
    }

    // req: B11
    #[test]
    fn administrators_look_as_others_but_not_as_each_other() {
        let (me, other) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let actor = |administrator| Actor {
            person_id: me,
            name: "Lena Vogt".to_owned(),
            administrator,
            grants: BTreeMap::new(),
            organisation: None,
            seer: None,
        };
        let seen = |id, administrator, active| Seen {
            id,
            administrator,
            active,
        };
        let code = |result: Result<Permit, Refusal>| result.map(|_| ()).map_err(|refusal| refusal.code);
        let one = seen(other, false, true);
        assert_eq!(code(permit_seeing_as(&actor(true), &one, true)), Ok(()));
        for (administrator, in_person) in [(false, true), (true, false)] {
            let asked = permit_seeing_as(&actor(administrator), &one, in_person);
            assert_eq!(code(asked), Err(ErrorCode::Forbidden));
        }
        for not in [seen(other, true, true), seen(other, false, false), seen(me, true, true)] {
            let asked = permit_seeing_as(&actor(true), &not, true);
            assert_eq!(code(asked), Err(ErrorCode::NotApplicable), "{not:?}");
        }
    }
}
