//! Custom fields: which may be set up so, and which may go.

use std::collections::BTreeSet;

use pult_shared::{
    catalog::{FieldDef, FieldKey, FieldKind, FieldOption, is_key},
    error::{ErrorCode, FieldCode},
    limits::{DESCRIPTION_MAX, OPTIONS_MAX},
};

use super::{Catalog, check_key};
use crate::{faults::Faults, queue::QueueTree, refusal::Refusal};

/// The field as it may be kept under `key`. `used` are the values of choices that tickets have.
///
/// # Errors
/// `invalid` with the fields at fault.
pub fn check_field(
    catalog: &Catalog,
    tree: &QueueTree,
    key: &FieldKey,
    field: &FieldDef,
    used: &BTreeSet<String>,
) -> Result<FieldDef, Refusal> {
    let mut faults = Faults::default();
    let before = catalog.field(key);
    check_key(
        &mut faults,
        key.as_str(),
        field.key.as_str(),
        before.is_some(),
        is_key,
        catalog.fields.len(),
    );
    if before.is_some_and(|before| before.kind != field.kind) {
        faults.because("kind", FieldCode::NotAllowed, "The kind of a field cannot be changed.");
    }
    let names = faults.names("names", &field.names);
    let help = faults.texts("help", &field.help, DESCRIPTION_MAX);
    let options = check_options(&mut faults, field);
    if let Some(before) = before {
        let vanishes =
            |option: &FieldOption| used.contains(&option.key) && !options.iter().any(|kept| kept.key == option.key);
        if before.options.iter().any(vanishes) {
            faults.because(
                "options",
                FieldCode::NotAllowed,
                "Tickets have an option that would vanish; make it invalid instead.",
            );
        }
    }
    check_belonging(&mut faults, catalog, tree, field);
    faults.or(FieldDef {
        names,
        help,
        options,
        queue_ids: field
            .queue_ids
            .iter()
            .copied()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        type_keys: field
            .type_keys
            .iter()
            .cloned()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        ..field.clone()
    })
}

/// Choices have options, each with a key of its own; nothing else has any.
fn check_options(faults: &mut Faults, field: &FieldDef) -> Vec<FieldOption> {
    let chooses = matches!(field.kind, FieldKind::Choice | FieldKind::MultiChoice);
    match field.options.len() {
        0 if chooses => faults.add("options", FieldCode::Required),
        0 => {}
        _ if !chooses => faults.because("options", FieldCode::NotAllowed, "Only choices have options."),
        count if count > OPTIONS_MAX => faults.add("options", FieldCode::TooMany),
        _ => {}
    }
    let mut keys = BTreeSet::new();
    let options = field.options.iter().take(OPTIONS_MAX).enumerate();
    options
        .map(|(index, option)| {
            let at = format!("options.{index}");
            if !is_key(&option.key) {
                faults.add(format!("{at}.key"), FieldCode::Malformed);
            } else if !keys.insert(option.key.as_str()) {
                faults.add(format!("{at}.key"), FieldCode::Taken);
            }
            FieldOption {
                names: faults.names(&format!("{at}.names"), &option.names),
                ..option.clone()
            }
        })
        .collect()
}

/// Queues and types that the field belongs to must be there.
fn check_belonging(faults: &mut Faults, catalog: &Catalog, tree: &QueueTree, field: &FieldDef) {
    for (index, queue) in field.queue_ids.iter().enumerate() {
        if tree.get(*queue).is_none() {
            faults.add(format!("queue_ids.{index}"), FieldCode::Unknown);
        }
    }
    for (index, key) in field.type_keys.iter().enumerate() {
        if catalog.ticket_type(key).is_none() {
            faults.add(format!("type_keys.{index}"), FieldCode::Unknown);
        }
    }
}

/// Lets a field go; whether tickets have values is the store's to say.
///
/// # Errors
/// `not_found`.
pub fn check_field_goes<'a>(catalog: &'a Catalog, key: &FieldKey) -> Result<&'a FieldDef, Refusal> {
    catalog.field(key).ok_or_else(|| Refusal::new(ErrorCode::NotFound))
}
