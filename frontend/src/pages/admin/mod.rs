//! Pages for administrators: the mail that came, and the mail that left.

mod incoming;
mod outgoing;

use leptos::prelude::*;

use crate::{i18n::t, place::Place};

pub use incoming::IncomingMails;
pub use outgoing::OutgoingMails;

/// The pages of the administration, side by side.
#[component]
fn AdminNav(here: Place) -> impl IntoView {
    let link = move |place: Place| {
        let current = (place == here).then_some("page");
        view! {
            <li>
                <a href=place.path() aria-current=current>
                    {t(place.row().title)}
                </a>
            </li>
        }
    };
    view! {
        <nav class="views" aria-label=t("nav-administration")>
            <ul>{[Place::OutgoingMails, Place::IncomingMails].into_iter().map(link).collect_view()}</ul>
        </nav>
    }
}
