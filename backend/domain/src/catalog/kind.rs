//! Priorities, types and services: which may be set up so, and which may go.

use pult_shared::{
    catalog::{PriorityDef, ServiceDef, ServiceKey, TypeDef, TypeKey, is_key, is_key_path},
    error::{ErrorCode, FieldCode},
    ticket::Priority,
};

use super::{Catalog, check_key};
use crate::{
    faults::{Faults, in_use},
    queue::QueueTree,
    refusal::Refusal,
};

/// The priority as it may be kept. There are always five.
///
/// # Errors
/// `invalid` with the fields at fault.
pub fn check_priority(level: Priority, priority: &PriorityDef) -> Result<PriorityDef, Refusal> {
    let mut faults = Faults::default();
    if priority.level != level {
        faults.because("level", FieldCode::NotAllowed, "The level in the path is another one.");
    }
    let names = faults.names("names", &priority.names);
    faults.or(PriorityDef {
        names,
        ..priority.clone()
    })
}

/// The type as it may be kept under `key`.
///
/// # Errors
/// `invalid` with the fields at fault.
pub fn check_type(catalog: &Catalog, key: &TypeKey, given: &TypeDef) -> Result<TypeDef, Refusal> {
    let mut faults = Faults::default();
    let known = catalog.ticket_type(key).is_some();
    check_key(
        &mut faults,
        key.as_str(),
        given.key.as_str(),
        known,
        is_key,
        catalog.types.len(),
    );
    let names = faults.names("names", &given.names);
    faults.or(TypeDef { names, ..given.clone() })
}

/// Lets a type go that nothing but tickets may refer to.
///
/// # Errors
/// `not_found`; `in_use` where a queue opens tickets with it or a field belongs to it.
pub fn check_type_goes<'a>(catalog: &'a Catalog, tree: &QueueTree, key: &TypeKey) -> Result<&'a TypeDef, Refusal> {
    let found = catalog
        .ticket_type(key)
        .ok_or_else(|| Refusal::new(ErrorCode::NotFound))?;
    if tree
        .by_path()
        .iter()
        .any(|queue| queue.default_type.as_ref() == Some(key))
    {
        return Err(in_use("It is the default type of a queue."));
    }
    if catalog.fields.iter().any(|field| field.type_keys.contains(key)) {
        return Err(in_use("A custom field belongs to it."));
    }
    Ok(found)
}

/// The service as it may be kept under `key`, a path whose upper part is a service too.
///
/// # Errors
/// `invalid` with the fields at fault.
pub fn check_service(catalog: &Catalog, key: &ServiceKey, service: &ServiceDef) -> Result<ServiceDef, Refusal> {
    let mut faults = Faults::default();
    let known = catalog.service(key).is_some();
    check_key(
        &mut faults,
        key.as_str(),
        service.key.as_str(),
        known,
        is_key_path,
        catalog.services.len(),
    );
    let parent = service
        .key
        .as_str()
        .rsplit_once('/')
        .map(|(parent, _)| ServiceKey::new(parent));
    if parent.is_some_and(|parent| is_key_path(parent.as_str()) && catalog.service(&parent).is_none()) {
        faults.because("key", FieldCode::Unknown, "There is no service above it with that key.");
    }
    if let Some(sla) = &service.sla {
        let before = catalog.service(key).and_then(|before| before.sla.as_ref());
        faults.chosen("sla", catalog.sla(sla).map(|found| found.valid), before == Some(sla));
    }
    let names = faults.names("names", &service.names);
    faults.or(ServiceDef {
        names,
        ..service.clone()
    })
}

/// Lets a service go that nothing but tickets may refer to.
///
/// # Errors
/// `not_found`; `in_use` while another lies below it.
pub fn check_service_goes<'a>(catalog: &'a Catalog, key: &ServiceKey) -> Result<&'a ServiceDef, Refusal> {
    let found = catalog.service(key).ok_or_else(|| Refusal::new(ErrorCode::NotFound))?;
    let below = format!("{key}/");
    if catalog
        .services
        .iter()
        .any(|other| other.key.as_str().starts_with(&below))
    {
        return Err(in_use("Another service lies below it."));
    }
    Ok(found)
}
