//! What is wrong with a form: the faults of the problem document, each at the input that it is about.
//!
//! Inputs register by the path of their value in the request (`names.de`, `options.2.key`); so forms need no table of their fields.

use std::collections::BTreeMap;

use leptos::prelude::*;
use pult_shared::error::{ErrorCode, FieldCode, FieldError};

use super::label::Label;
use crate::{
    api::ApiError,
    components::Complaint,
    i18n::{text, words},
    tr,
};

/// The faults of one form, in the context of its inputs.
#[derive(Clone, Copy)]
pub struct Problems {
    wrong: RwSignal<Vec<FieldError>>,
    failure: RwSignal<Option<ApiError>>,
    inputs: StoredValue<BTreeMap<String, Label>>,
}

impl Problems {
    pub fn new() -> Self {
        Self {
            wrong: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            inputs: StoredValue::new(BTreeMap::new()),
        }
    }

    /// Those of the surrounding form.
    pub fn expect() -> Self {
        expect_context()
    }

    /// An input for the value at `path` is there, until the surrounding view goes away. Returns what is wrong with it.
    pub fn input(self, path: &str, label: Label) -> Signal<Option<FieldError>> {
        self.inputs.update_value(|inputs| {
            inputs.insert(path.to_owned(), label);
        });
        let (own, gone) = (path.to_owned(), path.to_owned());
        on_cleanup(move || {
            self.inputs.try_update_value(|inputs| inputs.remove(&gone));
        });
        Signal::derive(move || {
            self.wrong.with(|wrong| {
                wrong
                    .iter()
                    .find(|one| self.home(&one.field).as_deref() == Some(own.as_str()))
                    .cloned()
            })
        })
    }

    /// The input that a fault belongs to.
    fn home(self, field: &str) -> Option<String> {
        self.inputs.with_value(|inputs| home(inputs.keys(), field))
    }

    /// New faults, or none.
    pub fn set(self, wrong: Vec<FieldError>) {
        self.failure.set(None);
        self.wrong.set(wrong);
    }

    /// The server's refusal.
    pub fn fail(self, error: ApiError) {
        let wrong = match &error {
            ApiError::Problem(problem) => problem.errors.clone(),
            ApiError::Offline | ApiError::Unreadable => Vec::new(),
        };
        self.wrong.set(wrong);
        self.failure.set(Some(error));
    }

    pub fn clear(self) {
        self.set(Vec::new());
    }

    /// Everything that is wrong, for the summary above the form.
    pub fn complaints(self) -> Signal<Vec<Complaint>> {
        Signal::derive(move || {
            let (failure, wrong) = (self.failure.get(), self.wrong.get());
            let code = failure.as_ref().and_then(ApiError::code);
            // What the fields themselves say better.
            let said = matches!(code, Some(ErrorCode::Invalid | ErrorCode::InvalidTemplate)) && !wrong.is_empty();
            let whole = failure.filter(|_| !said).map(|failure| Complaint {
                field: None,
                text: words::error(&failure),
            });
            whole
                .into_iter()
                .chain(wrong.iter().map(|one| self.complaint(one)))
                .collect()
        })
    }

    fn complaint(self, wrong: &FieldError) -> Complaint {
        let sentence = sentence(wrong);
        match self.home(&wrong.field) {
            Some(path) => {
                let label = self.inputs.with_value(|inputs| inputs.get(&path).copied());
                let label = label.map(Label::text).unwrap_or_default();
                Complaint {
                    field: Some(id_of(&path)),
                    text: format!("{label} – {sentence}"),
                }
            }
            None => Complaint {
                field: None,
                text: format!("{} – {sentence}", wrong.field),
            },
        }
    }
}

/// The id of the input for a path.
pub fn id_of(path: &str) -> String {
    format!("f-{}", path.replace(['.', '/'], "-"))
}

/// What is wrong, in words; where the reason is known from the part of the form, that instead of the general sentence.
pub fn sentence(wrong: &FieldError) -> String {
    let part = wrong.field.rsplit('.').next().unwrap_or_default();
    match (wrong.at, part, wrong.code) {
        (Some(at), _, _) => tr!("admin-fault-at", place = at + 1),
        (None, "key", FieldCode::Malformed) => text("admin-fault-key"),
        (None, "valid", FieldCode::NotAllowed) => text("admin-fault-valid"),
        (None, "catch_all", FieldCode::NotAllowed) => text("admin-fault-catch-all"),
        (None, "options", FieldCode::NotAllowed) => text("admin-fault-options"),
        (None, _, code) => words::field_error(code),
    }
}

/// The input that is nearest to a fault: its own path, or the longest one above it. A request may carry the form as a part
/// (`template.body.de`), so leading words are dropped until something fits.
fn home<'a>(inputs: impl Iterator<Item = &'a String> + Clone, field: &str) -> Option<String> {
    let mut rest = field;
    loop {
        let found = inputs
            .clone()
            .filter(|path| is_at_or_below(rest, path))
            .max_by_key(|path| path.len());
        if let Some(path) = found {
            return Some(path.clone());
        }
        rest = rest.split_once('.')?.1;
    }
}

fn is_at_or_below(field: &str, path: &str) -> bool {
    field
        .strip_prefix(path)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_finds_the_nearest_input() {
        let inputs: Vec<String> = ["names.de", "names.en", "options", "options.0.names.de", "queue_ids"]
            .map(str::to_owned)
            .to_vec();
        for (field, expected) in [
            ("names.de", Some("names.de")),
            ("template.names.de", Some("names.de")),
            ("options.0.names.de", Some("options.0.names.de")),
            ("options.1.key", Some("options")),
            ("queue_ids.3", Some("queue_ids")),
            ("queue_idsx", None),
            ("color", None),
        ] {
            assert_eq!(home(inputs.iter(), field).as_deref(), expected, "{field}");
        }
    }
}
