//! The portal: a customer's own requests, and what concerns everybody: signing in, preferences.

use leptos::prelude::*;
use pult_shared::area::Area;

use super::Program;
use crate::{
    pages::{Absences, Notifications, Preferences, portal},
    place::Place,
};

pub static PROGRAM: Program = Program {
    area: Area::Portal,
    show,
    set_up: |_| {},
};

fn show(place: &Place) -> Option<AnyView> {
    Some(match place {
        Place::Login => view! { <portal::Login /> }.into_any(),
        Place::Portal => view! { <portal::MyTickets /> }.into_any(),
        Place::PortalNew => view! { <portal::NewRequest /> }.into_any(),
        Place::PortalNewQueue => view! { <portal::NewQueue /> }.into_any(),
        Place::PortalTicket(number) => view! { <portal::MyTicket number=number.clone() /> }.into_any(),
        Place::Form(slug) => view! { <portal::ContactForm slug=slug.clone() /> }.into_any(),
        Place::FormConfirm => view! { <portal::Confirm /> }.into_any(),
        Place::Account => view! { <portal::Account /> }.into_any(),
        Place::Password => view! { <portal::Password /> }.into_any(),
        Place::Preferences => view! { <Preferences /> }.into_any(),
        Place::Absences => view! { <Absences /> }.into_any(),
        Place::Notifications => view! { <Notifications /> }.into_any(),
        _ => return None,
    })
}
