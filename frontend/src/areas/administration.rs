//! The administration: for administrators, and for those who manage queues.

use leptos::prelude::*;
use pult_shared::area::Area;

use super::Program;
use crate::{pages::admin, place::Place};

pub static PROGRAM: Program = Program {
    area: Area::Administration,
    show,
    set_up: |_| {},
};

fn show(place: &Place) -> Option<AnyView> {
    Some(match place {
        Place::Admin => view! { <admin::Overview /> }.into_any(),
        Place::AdminStates => view! { <admin::States /> }.into_any(),
        Place::AdminPriorities => view! { <admin::Priorities /> }.into_any(),
        Place::AdminTypes => view! { <admin::Types /> }.into_any(),
        Place::AdminCalendars => view! { <admin::Calendars /> }.into_any(),
        Place::AdminServices => view! { <admin::Services /> }.into_any(),
        Place::AdminSlas => view! { <admin::Slas /> }.into_any(),
        Place::AdminFields => view! { <admin::Fields /> }.into_any(),
        Place::AdminQueues => view! { <admin::QueueSettingsPage /> }.into_any(),
        Place::AdminTemplates => view! { <admin::Templates /> }.into_any(),
        Place::AdminRedact => view! { <admin::Redact /> }.into_any(),
        Place::AdminLog => view! { <admin::SettingsLog /> }.into_any(),
        Place::AdminWebhooks => view! { <admin::Webhooks /> }.into_any(),
        _ => return None,
    })
}
