//! What is wrong with something that is set up, gathered so that a form shows all of it at once.

use pult_shared::{
    api::queue::Names,
    error::{ErrorCode, FieldCode, FieldError},
    limits::NAME_MAX,
};

use crate::{
    refusal::Refusal,
    ticket::words::{clean_body, one_line},
};

/// Fields at fault, with a sentence about the first that needs one.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    errors: Vec<FieldError>,
    detail: Option<String>,
}

impl Faults {
    pub(crate) fn add(&mut self, field: impl Into<String>, code: FieldCode) {
        self.errors.push(FieldError::new(field, code));
    }

    /// With a sentence in English for those who read the API.
    pub(crate) fn because(&mut self, field: impl Into<String>, code: FieldCode, detail: &str) {
        self.detail.get_or_insert_with(|| detail.to_owned());
        self.add(field, code);
    }

    /// A name as it is kept: one line, which must say something.
    pub(crate) fn name(&mut self, field: &str, name: &str) -> String {
        let name = one_line(name);
        if name.is_empty() {
            self.add(field, FieldCode::Required);
        }
        self.length(field, &name, NAME_MAX);
        name
    }

    /// Names in both languages.
    pub(crate) fn names(&mut self, field: &str, names: &Names) -> Names {
        Names {
            de: self.name(&format!("{field}.de"), &names.de),
            en: self.name(&format!("{field}.en"), &names.en),
        }
    }

    /// Texts that may be empty, with lines.
    pub(crate) fn texts(&mut self, field: &str, texts: &Names, max: usize) -> Names {
        let mut text = |language: &str, text: &str| {
            let text = clean_body(text);
            self.length(&format!("{field}.{language}"), &text, max);
            text
        };
        Names {
            de: text("de", &texts.de),
            en: text("en", &texts.en),
        }
    }

    pub(crate) fn length(&mut self, field: &str, text: &str, max: usize) {
        if text.chars().count() > max {
            self.add(field, FieldCode::TooLong);
        }
    }

    /// What is set up elsewhere and chosen here: it must be there, and still be offered where it is newly chosen. `found`: whether it is
    /// valid.
    pub(crate) fn chosen(&mut self, field: &str, found: Option<bool>, unchanged: bool) {
        match found {
            None => self.add(field, FieldCode::Unknown),
            Some(false) if !unchanged => self.add(field, FieldCode::NotAllowed),
            Some(_) => {}
        }
    }

    /// The value, where nothing is wrong with it.
    pub(crate) fn or<T>(self, value: T) -> Result<T, Refusal> {
        if self.errors.is_empty() {
            return Ok(value);
        }
        Err(Refusal {
            code: ErrorCode::Invalid,
            detail: self.detail,
            errors: self.errors,
        })
    }
}

/// A refusal because something still refers to what shall go.
pub(crate) fn in_use(detail: &str) -> Refusal {
    Refusal::because(ErrorCode::InUse, detail)
}
