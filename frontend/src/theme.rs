//! Light, dark or high contrast: what the person chose, as `data-theme` on the root; the colours themselves are in `styles/tokens.css`.
//!
//! Kept on this device too, so that the sign-in page and the first paint look right.

use leptos::prelude::*;
use pult_shared::api::preferences::Theme;

use crate::{session::Session, web};

const STORED: &str = "pult.theme";

/// The word on the root; nothing where the system decides and has no wish for more contrast.
fn name(theme: Theme) -> Option<&'static str> {
    match theme {
        Theme::System => web::prefers("(prefers-contrast: more)").then_some("contrast"),
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
        Theme::Contrast => Some("contrast"),
    }
}

/// Shows the page in a theme.
pub fn show(theme: Theme) {
    let Some(root) = document().document_element() else {
        return;
    };
    let done = match name(theme) {
        Some(name) => root.set_attribute("data-theme", name),
        None => root.remove_attribute("data-theme"),
    };
    if let Err(error) = done {
        leptos::logging::error!("{error:?}");
    }
}

/// Follows the person's choice; while nobody is signed in, the last one that was made on this device.
pub fn start(session: Session) {
    let chosen = Memo::new(move |_| session.get().map(|view| view.preferences.theme));
    Effect::new(move |_| match chosen.get() {
        Some(theme) => {
            match name(theme).filter(|_| theme != Theme::System) {
                Some(name) => web::store(STORED, name),
                None => web::forget(STORED),
            }
            show(theme);
        }
        None => {
            let stored = web::stored(STORED);
            let themes = [Theme::Light, Theme::Dark, Theme::Contrast];
            let theme = themes.into_iter().find(|theme| name(*theme) == stored.as_deref());
            show(theme.unwrap_or_default());
        }
    });
}
