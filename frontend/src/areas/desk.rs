//! The desk: where agents work.

use leptos::prelude::*;
use pult_shared::{area::Area, ids::PersonId};

use super::Program;
use crate::{pages::agent, place::Place, session::Session};

pub static PROGRAM: Program = Program {
    area: Area::Desk,
    show,
    set_up,
};

fn show(place: &Place) -> Option<AnyView> {
    Some(match place {
        Place::Dashboard => view! { <agent::Dashboard /> }.into_any(),
        Place::Desk => view! { <agent::Desk /> }.into_any(),
        Place::DeskNew => view! { <agent::NewTicket /> }.into_any(),
        Place::DeskTicket(number) => view! { <agent::TicketPage number=number.clone() /> }.into_any(),
        _ => return None,
    })
}

fn set_up(session: Session) {
    let memory = agent::Memory::provide();
    // What one person saw is not for the next one at the same device.
    Effect::new(move |before: Option<Option<PersonId>>| {
        let person = session.person();
        if before.is_some_and(|before| before != person) {
            memory.forget();
        }
        person
    });
}
