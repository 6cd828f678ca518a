//! The pages. `agent` and `portal` must not import each other, so that the portal can become a bundle of its own.

pub mod admin;
pub mod agent;
pub mod auth;
pub mod portal;
pub mod preferences;

pub use preferences::Preferences;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use pult_shared::{api::ticket::TicketView, command::CommandName, error::ErrorCode};

use crate::{
    a11y, api,
    api::ApiError,
    components::{Failure, Loading},
    fetch::Fetch,
    i18n::{t, words},
    place::Place,
    session::Session,
};

/// Goes to another page in place of this one.
#[component]
fn GoTo(place: Place) -> impl IntoView {
    let navigate = use_navigate();
    Effect::new(move |_| {
        navigate(
            &place.path(),
            NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            },
        );
    });
    view! { <Loading /> }
}

/// `/`: to where the person works.
#[component]
pub fn Home() -> impl IntoView {
    let session = Session::expect();
    let place = untrack(|| match (session.is_agent(), session.is_administrator()) {
        (true, _) => Place::Dashboard,
        (false, true) => Place::Admin,
        (false, false) => Place::Portal,
    });
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
