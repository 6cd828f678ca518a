//! The programs: what each area of the product adds to what all have.
//!
//! An area must not know another; that keeps the pages of one out of the programs of the others.

mod administration;
mod desk;
mod mail;
mod people;
mod portal;

use std::sync::OnceLock;

use leptos::{mount::mount_to_body, prelude::*};
use pult_shared::area::Area;

use crate::{app::App, catalog, i18n, place::Place, road, session::Session, web};

/// What an area adds.
pub struct Program {
    pub area: Area,
    /// The area's own pages; none for a place that is not among them.
    pub show: fn(&Place) -> Option<AnyView>,
    /// Sets up what its pages remember.
    pub set_up: fn(Session),
}

static PROGRAM: OnceLock<&'static Program> = OnceLock::new();

/// The program that runs here.
pub fn running() -> Option<&'static Program> {
    PROGRAM.get().copied()
}

/// The area that is loaded.
pub fn here() -> Option<Area> {
    running().map(|program| program.area)
}

pub fn start_portal() {
    start(&portal::PROGRAM);
}

pub fn start_desk() {
    start(&desk::PROGRAM);
}

pub fn start_administration() {
    start(&administration::PROGRAM);
}

pub fn start_mail() {
    start(&mail::PROGRAM);
}

pub fn start_people() {
    start(&people::PROGRAM);
}

fn start(program: &'static Program) {
    console_error_panic_hook::set_once();
    PROGRAM.get_or_init(|| program);
    // Leptos' own tasks need a mounted program; this one runs before.
    wasm_bindgen_futures::spawn_local(begin());
}

/// Fetches who is signed in and the texts of their language, then shows the page.
async fn begin() {
    if road::is_foreign(&window().location().pathname().unwrap_or_default()) {
        // The server gave another area's program: it is of another version. To load the page again by ourselves might never end.
        web::show_start_failure();
        return;
    }
    let session = Session::new();
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
    mount_to_body(move || view! { <App session /> });
}
