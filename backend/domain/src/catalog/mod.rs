//! The catalog as rules see it: states, priorities, types, services and custom fields that the desk has set up.

mod field;
mod kind;
mod state;

use pult_shared::{
    catalog::{
        FieldDef, FieldKey, PriorityDef, ServiceDef, ServiceKey, StateDef, StateKey, StateType, TypeDef, TypeKey,
    },
    error::FieldCode,
    ids::QueueId,
    limits::CATALOG_MAX,
};

use crate::{faults::Faults, queue::QueueTree};

pub use field::{check_field, check_field_goes};
pub use kind::{check_priority, check_service, check_service_goes, check_type, check_type_goes};
pub use state::{check_state, check_state_goes};

/// Everything that tickets refer to by key. Small, so that it is loaded whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    /// Grows whenever anything is changed that administrators set up: also queues.
    pub version: i64,
    /// By position.
    pub states: Vec<StateDef>,
    pub priorities: Vec<PriorityDef>,
    pub types: Vec<TypeDef>,
    pub services: Vec<ServiceDef>,
    pub fields: Vec<FieldDef>,
}

impl Catalog {
    #[must_use]
    pub fn state(&self, key: &StateKey) -> Option<&StateDef> {
        self.states.iter().find(|state| state.key == *key)
    }

    /// The state of a type that Pult itself sets: the first valid one.
    #[must_use]
    pub fn state_of(&self, kind: StateType) -> Option<&StateDef> {
        self.states.iter().find(|state| state.state_type == kind && state.valid)
    }

    #[must_use]
    pub fn ticket_type(&self, key: &TypeKey) -> Option<&TypeDef> {
        self.types.iter().find(|known| known.key == *key)
    }

    #[must_use]
    pub fn service(&self, key: &ServiceKey) -> Option<&ServiceDef> {
        self.services.iter().find(|known| known.key == *key)
    }

    #[must_use]
    pub fn field(&self, key: &FieldKey) -> Option<&FieldDef> {
        self.fields.iter().find(|field| field.key == *key)
    }

    /// The fields that a ticket of this queue and type has.
    pub fn fields_of<'a>(
        &'a self,
        queue: QueueId,
        ticket_type: Option<&'a TypeKey>,
        tree: &'a QueueTree,
    ) -> impl Iterator<Item = &'a FieldDef> {
        self.fields
            .iter()
            .filter(move |field| field.valid && belongs(field, queue, ticket_type, tree))
    }
}

/// Whether tickets of this queue and type have a field. Queues count with all below them.
#[must_use]
pub fn belongs(field: &FieldDef, queue: QueueId, ticket_type: Option<&TypeKey>, tree: &QueueTree) -> bool {
    let by_queue = field.queue_ids.is_empty() || tree.line(queue).any(|above| field.queue_ids.contains(&above.id));
    let by_type = field.type_keys.is_empty() || ticket_type.is_some_and(|key| field.type_keys.contains(key));
    by_queue && by_type
}

/// What customers need of the catalog to read their own tickets: of the fields only those that are shown to them.
#[must_use]
pub fn for_customers(catalog: &Catalog) -> Catalog {
    Catalog {
        fields: catalog
            .fields
            .iter()
            .filter(|field| field.shown_to_customer)
            .cloned()
            .collect(),
        ..catalog.clone()
    }
}

/// The key in the path is the one in the body; a new one has the right form and a place in the list.
fn check_key(faults: &mut Faults, path: &str, body: &str, known: bool, form: fn(&str) -> bool, count: usize) {
    if path != body {
        faults.because("key", FieldCode::NotAllowed, "The key in the path is another one.");
    } else if !known && !form(body) {
        faults.add("key", FieldCode::Malformed);
    } else if !known && count >= CATALOG_MAX {
        faults.because("key", FieldCode::TooMany, "There are as many as there may be.");
    }
}

#[cfg(test)]
mod tests;
