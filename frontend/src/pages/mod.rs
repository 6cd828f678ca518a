//! The pages: those of portal, desk and administration, which must not import each other since they are programs of their own, and those that every area has.

mod absences;
pub mod admin;
pub mod agent;
mod mentions;
mod notifications;
mod palette;
pub mod portal;
mod preferences;

pub use absences::Absences;
pub use notifications::Notifications;
pub use palette::Palette;
pub use preferences::Preferences;

use leptos::prelude::*;
use pult_shared::{api::ticket::TicketView, area::Area, command::CommandName, error::ErrorCode};

use crate::{
    a11y, api,
    api::ApiError,
    components::{Failure, Loading},
    fetch::Fetch,
    i18n::{t, words},
    place::Place,
    road::{replacing, use_go},
    session::Session,
};

/// Goes to another page in place of this one.
#[component]
fn GoTo(place: Place) -> impl IntoView {
    let go = use_go();
    Effect::new(move |_| go(&place.path(), replacing()));
    view! { <Loading /> }
}

/// `/`: to where the person works.
#[component]
pub fn Home() -> impl IntoView {
    let session = Session::expect();
    let area = untrack(|| Area::of_person(session.is_agent(), session.is_administrator()));
    let place = match area {
        Area::Desk => Place::Dashboard,
        Area::Administration | Area::Mail | Area::People => Place::Admin,
        Area::Portal => Place::Portal,
    };
    view! { <GoTo place /> }
}

/// Whether the person meets this ticket as an agent: by what they may do with it.
fn is_desk_view(ticket: &TicketView) -> bool {
    ticket
        .allowed
        .iter()
        .any(|name| !matches!(name, CommandName::Reply | CommandName::Open))
}

/// `/tickets/:number`, the link of mails: to the desk's view or to the portal's.
#[component]
pub fn TicketLink(number: String) -> impl IntoView {
    let session = Session::expect();
    if !untrack(|| session.is_agent()) {
        return view! { <GoTo place=Place::PortalTicket(number) /> }.into_any();
    }
    let ticket = Fetch::new();
    let number = StoredValue::new(number);
    let load = move || ticket.run(async move { api::tickets::get_ticket(&number.get_value()).await });
    load();
    let lead_on = move || {
        ticket.get().map(|ticket| {
            let own = session.person_untracked() == Some(ticket.requester.id);
            let place = match own && !is_desk_view(&ticket) {
                true => Place::PortalTicket(ticket.number.0),
                false => Place::DeskTicket(ticket.number.0),
            };
            view! { <GoTo place /> }
        })
    };
    view! {
        <h1 class="visually-hidden" tabindex="-1">{t("title-ticket")} " " {number.get_value()}</h1>
        {lead_on}
        {move || ticket.error().map(|error| view! { <TicketTrouble error retry=load /> })}
    }
    .into_any()
}

/// A ticket could not be shown: there is none for this person, or it did not load.
#[component]
fn TicketTrouble(error: ApiError, retry: impl Fn() + Copy + Send + 'static) -> impl IntoView {
    if error.code() == Some(ErrorCode::TicketNotFound) {
        view! {
            <div class="page page-narrow">
                <p>{move || words::error(&error)}</p>
                <p>
                    <a href="/">{t("to-start")}</a>
                </p>
            </div>
        }
        .into_any()
    } else {
        view! { <Failure message=Signal::derive(move || words::error(&error)) retry /> }.into_any()
    }
}

#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <div class="page page-narrow">
            <h1 tabindex="-1">{t("title-not-found")}</h1>
            <p>{t("not-found-text")}</p>
            <p>
                <a href="/">{t("to-start")}</a>
            </p>
        </div>
    }
}

/// Signed in, but this page is for others.
#[component]
pub fn Refused() -> impl IntoView {
    a11y::page_title(t("title-refused"));
    view! {
        <div class="page page-narrow">
            <h1 tabindex="-1">{t("title-refused")}</h1>
            <p>{t("refused-text")}</p>
            <p>
                <a href="/">{t("to-start")}</a>
            </p>
        </div>
    }
}
