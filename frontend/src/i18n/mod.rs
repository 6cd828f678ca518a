//! Texts in the language of the person: the one Fluent file in use, as a signal, so that a switch needs no reload.
//!
//! Knows the locale files that the server gives out; must not know pages.

pub mod dates;
pub mod words;

use std::sync::{Arc, LazyLock};

use leptos::prelude::*;
use pult_shared::{
    area::Area,
    i18n::{Arg, Texts},
    person::Language,
};

use crate::{
    api::{self, ApiError},
    areas, web,
};

const STORED_LANGUAGE: &str = "pult.language";

static TEXTS: LazyLock<ArcRwSignal<Option<Arc<Texts>>>> = LazyLock::new(|| ArcRwSignal::new(None));

/// Puts values into a text: `tr!("live-many", count = 3)`.
#[macro_export]
macro_rules! tr {
    ($key:expr $(, $name:ident = $value:expr)+ $(,)?) => {
        $crate::i18n::text_with($key, &[$((stringify!($name), ($value).into())),+])
    };
}

/// The text for a key in the language in use; reads it anew when the language changes.
pub fn text(key: &str) -> String {
    text_with(key, &[])
}

/// The text for a key with values put in.
pub fn text_with(key: &str, args: &[Arg<'_>]) -> String {
    TEXTS.with(|texts| {
        texts
            .as_ref()
            .map_or_else(|| key.to_owned(), |texts| texts.format(key, args))
    })
}

/// The text for a key as a closure for views.
pub fn t(key: &'static str) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    move || text(key)
}

/// The language in use.
pub fn language() -> Language {
    TEXTS.with(|texts| texts.as_ref().map_or_else(Language::default, |texts| texts.language()))
}

/// The language to begin with: the person's, then the one chosen here before, then the browser's, then German.
pub fn first_language(person: Option<Language>) -> Language {
    person
        .or_else(|| Language::from_accepted(&web::stored(STORED_LANGUAGE)?))
        .or_else(|| Language::from_accepted(&web::browser_languages()))
        .unwrap_or_default()
}

/// Fetches a language's texts and shows everything in them.
pub async fn switch_to(language: Language) -> Result<(), ApiError> {
    let area = areas::here().unwrap_or(Area::Portal);
    let source = api::locales::get_texts(area, language).await?;
    TEXTS.set(Some(Arc::new(Texts::parse(language, &source))));
    if let Some(root) = document().document_element()
        && let Err(error) = root.set_attribute("lang", language.tag())
    {
        leptos::logging::error!("{error:?}");
    }
    Ok(())
}

/// Remembers on this device which language was chosen.
pub fn remember(language: Language) {
    web::store(STORED_LANGUAGE, language.tag());
}
