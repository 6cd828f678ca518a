//! The texts of outgoing mails, in both languages.

use pult_shared::{
    i18n::{Texts, mail_source},
    person::Language,
};

/// All mail texts, read once at start.
#[derive(Debug)]
pub struct MailTexts {
    de: Texts,
    en: Texts,
}

impl MailTexts {
    /// The texts that are compiled in.
    #[must_use]
    pub fn embedded() -> Self {
        let read = |language| Texts::parse(language, mail_source(language));
        Self {
            de: read(Language::De),
            en: read(Language::En),
        }
    }

    #[must_use]
    pub fn in_language(&self, language: Language) -> &Texts {
        match language {
            Language::De => &self.de,
            Language::En => &self.en,
        }
    }
}
