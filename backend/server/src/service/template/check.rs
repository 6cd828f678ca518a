//! Whether texts can be read as templates.

use pult_domain::refusal::Refusal;
use pult_shared::error::{ErrorCode, FieldCode, FieldError};

use super::text::{self, Fault};
use crate::service::ServiceError;

/// Reads all of these texts, each with its field's path.
///
/// # Errors
/// `invalid_template` with the places of all faults.
pub fn texts(texts: &[(&str, &str)]) -> Result<(), ServiceError> {
    let faults: Vec<(String, Fault)> = texts
        .iter()
        .filter_map(|(field, text)| Some(((*field).to_owned(), text::check(text).err()?)))
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(refusal(faults))
    }
}

/// The refusal that names all of these places.
#[must_use]
pub fn refusal(faults: impl IntoIterator<Item = (String, Fault)>) -> ServiceError {
    let mut refusal = Refusal::new(ErrorCode::InvalidTemplate);
    for (field, fault) in faults {
        let error = FieldError::new(field, FieldCode::Malformed).at(fault.at, fault.length);
        refusal.errors.push(error);
        refusal.detail.get_or_insert(fault.reason);
    }
    refusal.into()
}
