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
        };
        assert!(permit_account(&actor(false), me).is_ok());
        assert!(permit_account(&actor(false), other).is_err());
        assert!(permit_account(&actor(true), other).is_ok());
    }
}
