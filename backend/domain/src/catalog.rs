//! The catalog as rules see it: states, priorities, types, services and custom fields that the desk has set up.

use pult_shared::{
    catalog::{
        FieldDef, FieldKey, PriorityDef, ServiceDef, ServiceKey, StateDef, StateKey, StateType, TypeDef, TypeKey,
    },
    ids::QueueId,
};

use crate::queue::QueueTree;

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
