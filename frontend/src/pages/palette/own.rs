//! What concerns the person and not the page: language, look, absence, signing out.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::preferences::{Preferences, Theme},
    person::Language,
};

use super::items::{Item, Target};
use crate::{
    api::ApiError,
    components::Sign,
    i18n::{self, text},
    place::Place,
    session::Session,
    tr,
};

const THEMES: [(Theme, &str); 4] = [
    (Theme::System, "theme-system"),
    (Theme::Light, "theme-light"),
    (Theme::Dark, "theme-dark"),
    (Theme::Contrast, "theme-contrast"),
];

pub fn offered(session: Session) -> Vec<Item> {
    let mut items = languages(session);
    items.extend(themes(session));
    items.push(Item {
        target: Target::Go(format!("{}#away-until", Place::Preferences.path())),
        ..item(text("preference-away"), Sign::Pause, || {})
    });
    items.push(item(text("sign-out"), Sign::Person, move || {
        run(async move { session.sign_out().await });
    }));
    items
}

fn languages(session: Session) -> Vec<Item> {
    let both = [(Language::De, "palette-german"), (Language::En, "palette-english")];
    let other = both.into_iter().filter(|(language, _)| *language != i18n::language());
    other
        .map(|(language, label)| {
            item(text(label), Sign::Globe, move || {
                run(async move { session.speak(language).await });
            })
        })
        .collect()
}

fn themes(session: Session) -> Vec<Item> {
    let now = session.preferences().theme;
    let other = THEMES.into_iter().filter(|(theme, _)| *theme != now);
    other
        .map(|(theme, label)| {
            item(tr!("palette-theme", theme = text(label)), Sign::Image, move || {
                let chosen = Preferences {
                    theme,
                    ..untrack(|| session.preferences())
                };
                run(async move { session.choose(chosen).await });
            })
        })
        .collect()
}

fn item(label: String, sign: Sign, press: impl Fn() + Send + Sync + 'static) -> Item {
    Item {
        label,
        hint: text("palette-own"),
        sign,
        shortcut: None,
        target: Target::Run(Arc::new(press)),
    }
}

fn run(what: impl Future<Output = Result<(), ApiError>> + 'static) {
    spawn_local(async move {
        if let Err(error) = what.await {
            leptos::logging::warn!("{error:?}");
        }
    });
}
