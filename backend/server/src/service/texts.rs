//! The texts of outgoing mails and of exported cases, in both languages.

use std::sync::LazyLock;

use pult_shared::{
    i18n::{Texts, export_source, mail_source, ui_source},
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

/// The texts of an exported case: it says what the pages say, in the same words. Read when somebody exports for the first time.
#[must_use]
pub fn of_exports(language: Language) -> &'static Texts {
    static DE: LazyLock<Texts> = LazyLock::new(|| read_export(Language::De));
    static EN: LazyLock<Texts> = LazyLock::new(|| read_export(Language::En));
    match language {
        Language::De => &DE,
        Language::En => &EN,
    }
}

fn read_export(language: Language) -> Texts {
    Texts::parse(
        language,
        &format!("{}\n{}", ui_source(language), export_source(language)),
    )
}
