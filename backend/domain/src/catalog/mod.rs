//! The catalog as rules see it: states, priorities, types, services and custom fields that the desk has set up.

mod field;
mod kind;
mod sla;
mod state;

use jiff::tz::TimeZone;
use pult_shared::{
    catalog::{
        CalendarKey, FieldDef, FieldKey, FormerName, PriorityDef, ServiceDef, ServiceKey, SlaKey, StateDef, StateKey,
        StateType, TypeDef, TypeKey,
    },
    error::FieldCode,
    ids::QueueId,
    limits::CATALOG_MAX,
    sla::SlaDef,
};

use crate::{calendar::Calendar, faults::Faults, queue::QueueTree};

pub use field::{check_field, check_field_goes};
pub use kind::{check_priority, check_service, check_service_goes, check_type, check_type_goes};
pub use sla::{check_sla, check_sla_goes};
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
    pub calendars: Vec<Calendar>,
    pub slas: Vec<SlaDef>,
    /// What was deleted, newest first: histories still speak of it.
    pub former: Vec<FormerName>,
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
    pub fn calendar(&self, key: &CalendarKey) -> Option<&Calendar> {
        self.calendars.iter().find(|calendar| calendar.def().key == *key)
    }

    /// By whose clock a time is meant that says nothing of a zone: of the first calendar, else Greenwich's.
    #[must_use]
    pub fn home_zone(&self) -> TimeZone {
        let first = self.calendars.iter().min_by_key(|calendar| calendar.def().position);
        first.map_or(TimeZone::UTC, |calendar| calendar.zone().clone())
    }

    /// The calendar by which a queue is open; none: it is always open.
    #[must_use]
    pub fn calendar_of(&self, queue: QueueId, tree: &QueueTree) -> Option<&Calendar> {
        self.calendar(tree.calendar(queue)?)
    }

    #[must_use]
    pub fn sla(&self, key: &SlaKey) -> Option<&SlaDef> {
        self.slas.iter().find(|known| known.key == *key)
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
        services: catalog.services.iter().map(unpromised).collect(),
        calendars: Vec::new(),
        slas: Vec::new(),
        former: Vec::new(),
        ..catalog.clone()
    }
}

/// What is promised for a service is the desk's own matter.
fn unpromised(service: &ServiceDef) -> ServiceDef {
    ServiceDef {
        sla: None,
        ..service.clone()
    }
}

/// The key in the path is the one in the body; a new one has the right form and a place in the list.
pub(crate) fn check_key(
    faults: &mut Faults,
    path: &str,
    body: &str,
    known: bool,
    form: fn(&str) -> bool,
    count: usize,
) {
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
