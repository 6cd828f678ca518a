//! The administration of mail and of what runs by itself: a program of its own, since it weighs as much as the rest of the administration and is looked at by few.

use leptos::prelude::*;
use pult_shared::area::Area;

use super::Program;
use crate::{pages::admin, place::Place};

pub static PROGRAM: Program = Program {
    area: Area::Mail,
    show,
    set_up: |_| {},
};

fn show(place: &Place) -> Option<AnyView> {
    Some(match place {
        Place::AdminRules => view! { <admin::Rules /> }.into_any(),
        Place::AdminMacros => view! { <admin::Macros /> }.into_any(),
        Place::AdminPostmaster => view! { <admin::Postmaster /> }.into_any(),
        Place::AdminMailTexts => view! { <admin::MailTextsPage /> }.into_any(),
        Place::OutgoingMails => view! { <admin::OutgoingMails /> }.into_any(),
        Place::IncomingMails => view! { <admin::IncomingMails /> }.into_any(),
        _ => return None,
    })
}
