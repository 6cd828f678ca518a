//! Texts in German and English: Fluent files in `shared/locales`, one wrapper for browser and mails.
//!
//! The server has both languages compiled in (`Texts::embedded`); the browser fetches the one file that it shows
//! (`Texts::parse`), so that the bundle stays small.

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};

use crate::{area::Area, person::Language};

/// All texts of one language.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts")
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

/// A value that a text shows.
pub type Arg<'a> = (&'a str, fluent_bundle::FluentValue<'a>);

impl Texts {
    /// Reads Fluent source. Lines that cannot be read are left out: a missing text shows its key, and a test holds the
    /// committed files free of errors.
    #[must_use]
    pub fn parse(language: Language, source: &str) -> Self {
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let id: unic_langid::LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // The isolating marks of Fluent (U+2068, U+2069) show as boxes in mail clients and break exact matches.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self { language, bundle }
    }

    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The text for a key, or the key itself where there is none.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.format(key, &[])
    }

    /// The text for a key with values put in.
    #[must_use]
    pub fn format(&self, key: &str, args: &[Arg<'_>]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut fluent_args = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            fluent_args.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(&fluent_args), &mut errors)
            .into_owned()
    }

    /// Whether there is a text for a key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }
}

/// The committed source of the texts that one area of the browser's side shows: those that every area has, and its own.
#[must_use]
pub fn area_source(area: Area, language: Language) -> &'static str {
    match (area, language) {
        (Area::Portal, Language::De) => concat!(
            include_str!("../locales/de/ui.ftl"),
            include_str!("../locales/de/account.ftl"),
            include_str!("../locales/de/forms.ftl"),
        ),
        (Area::Portal, Language::En) => concat!(
            include_str!("../locales/en/ui.ftl"),
            include_str!("../locales/en/account.ftl"),
            include_str!("../locales/en/forms.ftl"),
        ),
        (Area::Desk, Language::De) => concat!(
            include_str!("../locales/de/ui.ftl"),
            include_str!("../locales/de/desk.ftl"),
            include_str!("../locales/de/filter.ftl"),
            include_str!("../locales/de/ticket.ftl"),
        ),
        (Area::Desk, Language::En) => concat!(
            include_str!("../locales/en/ui.ftl"),
            include_str!("../locales/en/desk.ftl"),
            include_str!("../locales/en/filter.ftl"),
            include_str!("../locales/en/ticket.ftl"),
        ),
        (Area::Administration | Area::Mail, Language::De) => {
            concat!(
                include_str!("../locales/de/ui.ftl"),
                include_str!("../locales/de/filter.ftl"),
                include_str!("../locales/de/admin.ftl"),
                include_str!("../locales/de/people.ftl"),
                include_str!("../locales/de/forms.ftl"),
            )
        }
        (Area::Administration | Area::Mail, Language::En) => {
            concat!(
                include_str!("../locales/en/ui.ftl"),
                include_str!("../locales/en/filter.ftl"),
                include_str!("../locales/en/admin.ftl"),
                include_str!("../locales/en/people.ftl"),
                include_str!("../locales/en/forms.ftl"),
            )
        }
        (Area::People, Language::De) => concat!(
            include_str!("../locales/de/ui.ftl"),
            include_str!("../locales/de/filter.ftl"),
            include_str!("../locales/de/admin.ftl"),
            include_str!("../locales/de/people.ftl"),
            include_str!("../locales/de/forms.ftl"),
            include_str!("../locales/de/account.ftl"),
        ),
        (Area::People, Language::En) => concat!(
            include_str!("../locales/en/ui.ftl"),
            include_str!("../locales/en/filter.ftl"),
            include_str!("../locales/en/admin.ftl"),
            include_str!("../locales/en/people.ftl"),
            include_str!("../locales/en/forms.ftl"),
            include_str!("../locales/en/account.ftl"),
        ),
    }
}

/// The committed source of all texts that the browser shows.
#[must_use]
pub fn ui_source(language: Language) -> &'static str {
    match language {
        Language::De => concat!(
            include_str!("../locales/de/ui.ftl"),
            include_str!("../locales/de/desk.ftl"),
            include_str!("../locales/de/filter.ftl"),
            include_str!("../locales/de/ticket.ftl"),
            include_str!("../locales/de/admin.ftl"),
            include_str!("../locales/de/people.ftl"),
            include_str!("../locales/de/account.ftl"),
            include_str!("../locales/de/forms.ftl"),
        ),
        Language::En => concat!(
            include_str!("../locales/en/ui.ftl"),
            include_str!("../locales/en/desk.ftl"),
            include_str!("../locales/en/filter.ftl"),
            include_str!("../locales/en/ticket.ftl"),
            include_str!("../locales/en/admin.ftl"),
            include_str!("../locales/en/people.ftl"),
            include_str!("../locales/en/account.ftl"),
            include_str!("../locales/en/forms.ftl"),
        ),
    }
}

/// The committed source of the texts that mails are made of.
#[must_use]
pub fn mail_source(language: Language) -> &'static str {
    match language {
        Language::De => concat!(
            include_str!("../locales/de/mail.ftl"),
            include_str!("../locales/de/forms.ftl"),
        ),
        Language::En => concat!(
            include_str!("../locales/en/mail.ftl"),
            include_str!("../locales/en/forms.ftl"),
        ),
    }
}

/// The committed source of the texts that only an exported case has; its other words are those of [`ui_source`].
#[must_use]
pub fn export_source(language: Language) -> &'static str {
    match language {
        Language::De => include_str!("../locales/de/export.ftl"),
        Language::En => include_str!("../locales/en/export.ftl"),
    }
}

#[cfg(test)]
mod tests {
    use fluent_bundle::FluentResource;
    use fluent_syntax::ast;

    use super::*;

    fn keys(source: &str) -> Vec<String> {
        let resource = FluentResource::try_new(source.to_owned()).expect("the committed file has no errors");
        resource
            .entries()
            .filter_map(|entry| match entry {
                ast::Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_keys() {
        for source in [ui_source, mail_source, export_source] {
            let (mut de, mut en) = (keys(source(Language::De)), keys(source(Language::En)));
            let count = de.len();
            de.sort();
            de.dedup();
            en.sort();
            en.dedup();
            assert_eq!(de, en);
            assert_eq!(count, de.len(), "a key stands twice");
        }
    }

    #[test]
    fn every_error_has_a_sentence() {
        let texts = Texts::parse(Language::De, ui_source(Language::De));
        for code in crate::error::ErrorCode::ALL {
            assert!(texts.has(&format!("error-{}", code.code())), "{}", code.code());
        }
    }
}
