//! The administration of people and rights: who people are, what they may, who read what, and the forms by which they ask.

use leptos::prelude::*;
use pult_shared::area::Area;

use super::Program;
use crate::{pages::admin, place::Place};

pub static PROGRAM: Program = Program {
    area: Area::People,
    show,
    set_up: |_| {},
};

fn show(place: &Place) -> Option<AnyView> {
    Some(match place {
        Place::AdminRoles => view! { <admin::Roles /> }.into_any(),
        Place::AdminQueueRequests => view! { <admin::QueueRequests /> }.into_any(),
        Place::AdminRights => view! { <admin::Rights /> }.into_any(),
        Place::AdminPeople => view! { <admin::People /> }.into_any(),
        Place::AdminOrganisations => view! { <admin::Organisations /> }.into_any(),
        Place::AdminForms => view! { <admin::WebForms /> }.into_any(),
        Place::Incident(number) => view! { <admin::Incident number=number.clone() /> }.into_any(),
        Place::AdminReadings => view! { <admin::Readings /> }.into_any(),
        Place::AdminDirectory => view! { <admin::Directories /> }.into_any(),
        _ => return None,
    })
}
