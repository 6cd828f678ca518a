//! States: which may be set up so, and which may go.

use pult_shared::{
    catalog::{StateDef, StateKey, StateType, is_key},
    error::{ErrorCode, FieldCode},
};

use super::{Catalog, check_key};
use crate::{
    faults::{Faults, in_use},
    refusal::Refusal,
};

/// Types of which Pult itself sets a state: each has a valid one at all times.
const NEEDED: [StateType; 4] = [StateType::New, StateType::Open, StateType::Closed, StateType::Merged];

/// The state as it may be kept under `key`.
///
/// # Errors
/// `invalid` with the fields at fault.
pub fn check_state(catalog: &Catalog, key: &StateKey, state: &StateDef) -> Result<StateDef, Refusal> {
    let mut faults = Faults::default();
    let before = catalog.state(key);
    let known = before.is_some();
    check_key(
        &mut faults,
        key.as_str(),
        state.key.as_str(),
        known,
        is_key,
        catalog.states.len(),
    );
    if before.is_some_and(|before| before.state_type != state.state_type) {
        faults.because(
            "state_type",
            FieldCode::NotAllowed,
            "The type of a state cannot be changed.",
        );
    }
    check_turns_into(&mut faults, catalog, state);
    if let Some(before) = before.filter(|before| before.valid && !state.valid) {
        if is_last(catalog, before) {
            faults.because(
                "valid",
                FieldCode::NotAllowed,
                "It is the last valid state of a type that Pult itself sets.",
            );
        } else if follower(catalog, key).is_some() {
            faults.because(
                "valid",
                FieldCode::NotAllowed,
                "Another state turns into this one when its time is over.",
            );
        }
    }
    let names = faults.names("names", &state.names);
    faults.or(StateDef { names, ..state.clone() })
}

/// What a state of type `pending_auto` becomes must be there, and be an end.
fn check_turns_into(faults: &mut Faults, catalog: &Catalog, state: &StateDef) {
    let code = match (state.state_type, &state.turns_into) {
        (StateType::PendingAuto, None) => FieldCode::Required,
        (StateType::PendingAuto, Some(next)) => match catalog.state(next) {
            None => FieldCode::Unknown,
            Some(next) if next.state_type == StateType::Closed && next.valid => return,
            Some(_) => FieldCode::NotAllowed,
        },
        (_, Some(_)) => FieldCode::NotAllowed,
        (_, None) => return,
    };
    faults.because(
        "turns_into",
        code,
        "States of type pending_auto, and only they, name a valid state of type closed.",
    );
}

/// Lets a state go that nothing but tickets may refer to; whether tickets do is the store's to say.
///
/// # Errors
/// `not_found`; `in_use` for one that Pult itself or another state needs.
pub fn check_state_goes<'a>(catalog: &'a Catalog, key: &StateKey) -> Result<&'a StateDef, Refusal> {
    let state = catalog.state(key).ok_or_else(|| Refusal::new(ErrorCode::NotFound))?;
    if state.valid && is_last(catalog, state) {
        return Err(in_use("It is the last valid state of a type that Pult itself sets."));
    }
    if follower(catalog, key).is_some() {
        return Err(in_use("Another state turns into this one when its time is over."));
    }
    Ok(state)
}

/// Whether without this valid state none of a needed type were left.
fn is_last(catalog: &Catalog, state: &StateDef) -> bool {
    let another = |other: &&StateDef| other.key != state.key && other.valid && other.state_type == state.state_type;
    NEEDED.contains(&state.state_type) && catalog.states.iter().find(another).is_none()
}

/// A state that turns into this one.
fn follower<'a>(catalog: &'a Catalog, key: &StateKey) -> Option<&'a StateDef> {
    catalog
        .states
        .iter()
        .find(|state| state.turns_into.as_ref() == Some(key))
}
