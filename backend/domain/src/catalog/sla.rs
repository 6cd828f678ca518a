//! Service agreements: which may be set up so, and which may go.

use pult_shared::{
    catalog::{SlaKey, is_key},
    error::{ErrorCode, FieldCode},
    sla::{SLA_MINUTES_MAX, SlaDef},
};

use super::{Catalog, check_key};
use crate::{
    faults::{Faults, in_use},
    queue::QueueTree,
    refusal::Refusal,
};

/// The agreement as it may be kept under `key`.
///
/// # Errors
/// `invalid` with the fields at fault.
pub fn check_sla(catalog: &Catalog, key: &SlaKey, given: &SlaDef) -> Result<SlaDef, Refusal> {
    let mut faults = Faults::default();
    let before = catalog.sla(key);
    check_key(
        &mut faults,
        key.as_str(),
        given.key.as_str(),
        before.is_some(),
        is_key,
        catalog.slas.len(),
    );
    let promises = [
        ("first_response", given.first_response),
        ("update", given.update),
        ("solution", given.solution),
    ];
    if promises.iter().all(|(_, minutes)| minutes.is_none()) {
        faults.because("first_response", FieldCode::Required, "It promises nothing.");
    }
    for (field, minutes) in promises {
        match minutes {
            Some(0) => faults.add(field, FieldCode::TooShort),
            Some(minutes) if minutes > SLA_MINUTES_MAX => faults.add(field, FieldCode::TooLong),
            _ => {}
        }
    }
    if !(1..=100).contains(&given.warn_percent) {
        faults.because("warn_percent", FieldCode::NotAllowed, "1 to 100 per cent.");
    }
    if let Some(calendar) = &given.calendar {
        let unchanged = before.is_some_and(|before| before.calendar.as_ref() == Some(calendar));
        let found = catalog.calendar(calendar).map(|found| found.def().valid);
        faults.chosen("calendar", found, unchanged);
        if catalog
            .calendar(calendar)
            .is_some_and(|found| found.def().queue_id.is_some())
        {
            faults.because(
                "calendar",
                FieldCode::NotAllowed,
                "The calendar belongs to one branch, and agreements hold everywhere.",
            );
        }
    }
    let names = faults.names("names", &given.names);
    faults.or(SlaDef { names, ..given.clone() })
}

/// Lets an agreement go that nothing but tickets may refer to.
///
/// # Errors
/// `not_found`; `in_use` while a service or queue has it.
pub fn check_sla_goes<'a>(catalog: &'a Catalog, tree: &QueueTree, key: &SlaKey) -> Result<&'a SlaDef, Refusal> {
    let found = catalog.sla(key).ok_or_else(|| Refusal::new(ErrorCode::NotFound))?;
    if catalog.services.iter().any(|service| service.sla.as_ref() == Some(key)) {
        return Err(in_use("A service has it."));
    }
    if tree.by_path().iter().any(|queue| queue.sla.as_ref() == Some(key)) {
        return Err(in_use("A queue has it."));
    }
    Ok(found)
}
