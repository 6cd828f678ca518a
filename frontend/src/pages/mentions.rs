//! Whoever is mentioned in a note learns it at once, on whatever page they are. Later they find the ticket on
//! the dashboard, and by `mentioned:me`.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use pult_shared::event::TicketEvent;

use crate::{
    live::{News, listen},
    place::Place,
    road::use_go,
    session::Session,
    toast::Toasts,
    tr,
};

/// For so long the message leads to the ticket.
const SECONDS: u32 = 30;

/// Hears mentions of the person until the surrounding view goes away.
pub fn tell() {
    let (session, toasts) = (Session::expect(), Toasts::expect());
    let road = StoredValue::new_local(use_go());
    let go = Callback::new(move |path: String| {
        road.with_value(|go| go(&path, NavigateOptions::default()));
    });
    listen(move |news| {
        let News::Ticket(event) = news else { return };
        let TicketEvent::Mentioned { person_id, .. } = &event.event else {
            return;
        };
        let me = session.person_untracked();
        if Some(*person_id) != me || event.actor_id == me {
            return;
        }
        let number = event.number.0.clone();
        let path = Place::DeskTicket(number.clone()).path();
        toasts.offer(
            tr!("live-mentioned", number = number),
            "open-ticket",
            SECONDS,
            move || {
                go.run(path.clone());
            },
        );
    });
}
