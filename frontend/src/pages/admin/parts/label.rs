//! What an input is called: a locale key, perhaps of a text in one language, perhaps one of several.

use pult_shared::person::Language;

use crate::{i18n::text, tr};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    key: &'static str,
    language: Option<Language>,
    /// Which of several, beginning with 0.
    index: Option<usize>,
}

impl Label {
    /// The same text in one language: "Name (Deutsch)".
    pub fn in_language(self, language: Language) -> Self {
        Self {
            language: Some(language),
            ..self
        }
    }

    /// One of several: "3. Name".
    pub fn number(self, index: usize) -> Self {
        Self {
            index: Some(index),
            ..self
        }
    }

    pub fn text(self) -> String {
        let text = match self.language {
            None => text(self.key),
            Some(language) => tr!(
                "admin-label-in",
                label = text(self.key),
                language = language_name(language)
            ),
        };
        match self.index {
            None => text,
            Some(index) => tr!("admin-label-number", number = index + 1, label = text),
        }
    }
}

impl From<&'static str> for Label {
    fn from(key: &'static str) -> Self {
        Self {
            key,
            language: None,
            index: None,
        }
    }
}

pub fn language_name(language: Language) -> String {
    text(match language {
        Language::De => "admin-language-de",
        Language::En => "admin-language-en",
    })
}
