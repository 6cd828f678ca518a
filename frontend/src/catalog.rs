//! What the site has set up and tickets refer to by key — states, priorities, types, services, custom fields — as the browser
//! knows it: fetched once, looked up by everybody who shows a value.
//!
//! Knows the catalog's API; must not know pages or texts. Names in the shown language come from `i18n::words`.

use std::sync::{Arc, LazyLock};

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::queue::Names,
    catalog::{
        self, CatalogView, Color, FieldDef, FieldKey, FormerKind, PriorityDef, ServiceDef, ServiceKey, SlaKey,
        StateDef, StateKey, StateType, TypeDef, TypeKey,
    },
    event::TicketEvent,
    ids::PersonId,
    sla::SlaDef,
    ticket::Priority,
};

use crate::{
    api,
    live::{News, listen},
    order,
    session::Session,
};

static CATALOG: LazyLock<ArcRwSignal<Arc<CatalogView>>> = LazyLock::new(|| ArcRwSignal::new(Arc::default()));

/// Everything, for lists of choices; whoever reads it in a view is shown again when it changes.
pub fn get() -> Arc<CatalogView> {
    CATALOG.get()
}

/// Fetches it. What was known before stays when that fails: a name from before is better than none.
pub async fn load() {
    match api::catalog::get_catalog().await {
        Ok(view) => {
            // The same again shows nothing anew.
            if CATALOG.with_untracked(|known| **known != view) {
                CATALOG.set(Arc::new(view));
            }
        }
        Err(error) => leptos::logging::warn!("{error:?}"),
    }
}

/// Fetches it again; to be called when something of it was saved.
pub fn refresh() {
    spawn_local(load());
}

/// Keeps it fresh: for each person who signs in, after a break of the live stream, and when a state turns up that is not known yet.
pub fn start(session: Session) {
    Effect::new(move |before: Option<Option<PersonId>>| {
        let person = session.person();
        match (before, person) {
            // Fetched before the first page was shown.
            (None, _) => {}
            (Some(before), Some(now)) if before != Some(now) => refresh(),
            (Some(_), Some(_)) => {}
            (Some(_), None) => CATALOG.set(Arc::default()),
        }
        person
    });
    listen(|news| match news {
        News::Resync => refresh(),
        News::Gone(_) => {}
        News::Ticket(event) => {
            if let TicketEvent::StateChanged { to, .. } = &event.event
                && untrack(|| state(to)).is_none()
            {
                refresh();
            }
        }
    });
}

/// A state by its key.
pub fn state(key: &StateKey) -> Option<StateDef> {
    CATALOG.with(|known| known.states.iter().find(|state| state.key == *key).cloned())
}

/// The states that tickets may be set to, in the site's order.
pub fn valid_states() -> Vec<StateDef> {
    CATALOG.with(|known| sorted(known.states.iter().filter(|state| state.valid), |state| state.position))
}

/// The state of a type that is meant where nobody chose one: the first valid one, else the one that every installation begins with.
pub fn main_state(kind: StateType) -> StateKey {
    let first = valid_states().into_iter().find(|state| state.state_type == kind);
    first.map_or_else(|| StateKey::new(usual_state(kind)), |state| state.key)
}

fn usual_state(kind: StateType) -> &'static str {
    match kind {
        StateType::PendingAuto => "pending_close_successful",
        StateType::Closed => "closed_successful",
        other => other.name(),
    }
}

/// The colour of a state; one that is not known has the usual colour of its type.
pub fn state_color(key: &StateKey, kind: StateType) -> Color {
    state(key).map_or_else(
        || match kind {
            StateType::New => Color::Blue,
            StateType::Open => Color::Green,
            StateType::PendingReminder | StateType::PendingAuto => Color::Purple,
            StateType::Closed | StateType::Merged | StateType::Removed => Color::Grey,
        },
        |state| state.color,
    )
}

/// What a priority is called here.
pub fn priority(level: Priority) -> Option<PriorityDef> {
    CATALOG.with(|known| {
        known
            .priorities
            .iter()
            .find(|priority| priority.level == level)
            .cloned()
    })
}

/// The colour of a priority.
pub fn priority_color(level: Priority) -> Color {
    priority(level).map_or_else(
        || match level.get() {
            4 => Color::Orange,
            5 => Color::Red,
            _ => Color::Grey,
        },
        |priority| priority.color,
    )
}

/// A type by its key.
pub fn ticket_type(key: &TypeKey) -> Option<TypeDef> {
    CATALOG.with(|known| known.types.iter().find(|kind| kind.key == *key).cloned())
}

/// The types that tickets may be given, in the site's order.
pub fn valid_types() -> Vec<TypeDef> {
    CATALOG.with(|known| sorted(known.types.iter().filter(|kind| kind.valid), |kind| kind.position))
}

/// A service by its key.
pub fn service(key: &ServiceKey) -> Option<ServiceDef> {
    CATALOG.with(|known| known.services.iter().find(|service| service.key == *key).cloned())
}

/// The services that tickets may be given, in the site's order.
pub fn valid_services() -> Vec<ServiceDef> {
    CATALOG.with(|known| {
        sorted(known.services.iter().filter(|service| service.valid), |service| {
            service.position
        })
    })
}

/// A service agreement by its key.
pub fn sla(key: &SlaKey) -> Option<SlaDef> {
    CATALOG.with(|known| known.slas.iter().find(|sla| sla.key == *key).cloned())
}

/// The service agreements that tickets may be given, in the site's order.
pub fn valid_slas() -> Vec<SlaDef> {
    CATALOG.with(|known| known.slas.iter().filter(|sla| sla.valid).cloned().collect())
}

/// A custom field by its key.
pub fn field(key: &FieldKey) -> Option<FieldDef> {
    CATALOG.with(|known| known.fields.iter().find(|field| field.key == *key).cloned())
}

/// All custom fields, in the site's order.
pub fn fields() -> Vec<FieldDef> {
    CATALOG.with(|known| sorted(known.fields.iter(), |field| field.position))
}

/// The custom fields that are in use, in the site's order.
pub fn valid_fields() -> Vec<FieldDef> {
    CATALOG.with(|known| sorted(known.fields.iter().filter(|field| field.valid), |field| field.position))
}

/// The last name of something that was deleted.
pub fn former(kind: FormerKind, key: &str) -> Option<Names> {
    CATALOG.with(|known| catalog::former(&known.former, kind, key).cloned())
}

/// Copies in order of their position; equals stay as they came.
fn sorted<'a, T: Clone + 'a>(items: impl Iterator<Item = &'a T>, position: impl Fn(&T) -> u32) -> Vec<T> {
    order::by_number(items.cloned().collect(), |item| u64::from(position(item)))
}
