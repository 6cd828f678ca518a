//! The browser's side of Pult: one bundle for agents, customers and administrators.
//!
//! Knows the contract in `pult_shared` and the HTTP API; must not know the database, the mail pipeline or the rules.

#![allow(
    clippy::needless_pass_by_value,
    reason = "properties of components and what event handlers take arrive by value"
)]

mod a11y;
mod api;
mod app;
mod catalog;
mod clock;
mod components;
mod drafts;
mod fetch;
mod form;
mod i18n;
mod keys;
mod live;
mod lookup;
mod page_actions;
mod pages;
mod place;
mod queues;
mod sending;
mod session;
mod theme;
mod toast;
mod uploads;
mod views;
mod way_back;
mod web;

use leptos::{mount::mount_to_body, prelude::*};

fn main() {
    console_error_panic_hook::set_once();
    // Leptos' own tasks need a mounted program; this one runs before.
    wasm_bindgen_futures::spawn_local(start());
}

/// Fetches who is signed in and the texts of their language, then shows the page.
async fn start() {
    let session = session::Session::new();
    session.restore().await;
    if session.signed_in_untracked() {
        // Names of states and the like stand on the first page already.
        catalog::load().await;
    }
    if i18n::switch_to(i18n::first_language(session.language_untracked()))
        .await
        .is_err()
    {
        // Without texts there is nothing to show; the page's own lines, in both languages, say what to do.
        web::show_start_failure();
        return;
    }
    web::remove_start_screen();
    mount_to_body(move || view! { <app::App session /> });
}
