//! What is wrong with a form: the browser's own checks and the server's answers in one place, tied to the fields.
//!
//! Knows field names of the contract; must not know what a form is for.

use leptos::prelude::*;
use pult_shared::{
    catalog::FieldKey,
    error::{ErrorCode, FieldCode, FieldError},
};

use crate::{
    api::ApiError,
    components::Complaint,
    i18n::{text, words},
};

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormField {
    /// The end of its path in the request's body: `subject`, `requester.address`.
    pub name: &'static str,
    /// The id of its control.
    pub id: &'static str,
    /// The locale key of its label.
    pub label: &'static str,
}

/// The state of a form that is sent.
#[derive(Clone, Copy)]
pub struct Form {
    fields: &'static [FormField],
    wrong: RwSignal<Vec<FieldError>>,
    failure: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
}

impl Form {
    pub fn new(fields: &'static [FormField]) -> Self {
        Self {
            fields,
            wrong: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// Starts sending, unless the browser already sees what is wrong. Tells whether to go on.
    pub fn begin(self, wrong: Vec<FieldError>) -> bool {
        let fine = wrong.is_empty();
        self.failure.set(None);
        self.wrong.set(wrong);
        self.busy.set(fine);
        fine
    }

    /// Takes in the server's refusal.
    pub fn fail(self, error: ApiError) {
        self.busy.set(false);
        let wrong = match &error {
            ApiError::Problem(problem) => problem.errors.clone(),
            ApiError::Offline | ApiError::Unreadable => Vec::new(),
        };
        self.failure.set(Some(error));
        self.wrong.set(wrong);
    }

    /// It went through.
    pub fn done(self) {
        self.busy.set(false);
        self.failure.set(None);
        self.wrong.set(Vec::new());
    }

    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// What is wrong with one field.
    pub fn error(self, name: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let code = self
                .wrong
                .with(|wrong| wrong.iter().find(|one| is_about(&one.field, name)).map(|one| one.code));
            code.map(words::field_error)
        })
    }

    /// What is wrong with a field whose name is made up as one goes: `fields.room`.
    pub fn error_at(self, name: String) -> Signal<Option<String>> {
        Signal::derive(move || {
            let code = self
                .wrong
                .with(|wrong| wrong.iter().find(|one| is_about(&one.field, &name)).map(|one| one.code));
            code.map(words::field_error)
        })
    }

    /// Everything that is wrong, for the summary.
    pub fn complaints(self) -> Signal<Vec<Complaint>> {
        Signal::derive(move || {
            let mut complaints: Vec<Complaint> = Vec::new();
            let failure = self.failure.get();
            let wrong = self.wrong.get();
            // That "a value is not allowed" is said better by the fields themselves.
            let said_by_fields =
                failure.as_ref().and_then(ApiError::code) == Some(ErrorCode::Invalid) && !wrong.is_empty();
            if let Some(failure) = failure.filter(|_| !said_by_fields) {
                complaints.push(Complaint {
                    field: None,
                    text: words::error(&failure),
                });
            }
            complaints.extend(wrong.iter().map(|one| self.complaint(one)));
            complaints
        })
    }

    fn complaint(self, wrong: &FieldError) -> Complaint {
        let sentence = words::field_error(wrong.code);
        match self.fields.iter().find(|field| is_about(&wrong.field, field.name)) {
            Some(field) => Complaint {
                field: Some(field.id.to_owned()),
                text: format!("{} – {sentence}", text(field.label)),
            },
            None => Complaint {
                field: None,
                text: format!("{} – {sentence}", name_of(&wrong.field)),
            },
        }
    }
}

/// What people call a field that has no control here: a custom field by its name in the catalog.
fn name_of(path: &str) -> String {
    let key = path.rsplit_once("fields.").map(|(_, key)| FieldKey::new(key));
    key.map_or_else(|| path.to_owned(), |key| words::field(&key))
}

/// Whether a path such as `commands.0.body` ends with the field's name.
fn is_about(path: &str, name: &str) -> bool {
    path.strip_suffix(name)
        .is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// The checks that the browser makes itself.
#[derive(Default)]
pub struct Checks(Vec<FieldError>);

impl Checks {
    pub fn required(&mut self, name: &str, value: &str) {
        if value.trim().is_empty() {
            self.add(name, FieldCode::Required);
        }
    }

    pub fn at_most(&mut self, name: &str, value: &str, limit: usize) {
        if value.chars().count() > limit {
            self.add(name, FieldCode::TooLong);
        }
    }

    pub fn add(&mut self, name: &str, code: FieldCode) {
        self.0.push(FieldError::new(name, code));
    }

    pub fn found(self) -> Vec<FieldError> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_the_server_find_their_field() {
        assert!(is_about("commands.0.body", "body"));
        assert!(is_about("body", "body"));
        assert!(is_about("requester.address", "requester.address"));
        assert!(!is_about("commands.0.antibody", "body"));
    }

    #[test]
    fn checks_name_field_and_fault() {
        let mut checks = Checks::default();
        checks.required("subject", "  ");
        checks.required("body", "x");
        checks.at_most("body", "äöü", 2);
        let expected = vec![
            FieldError::new("subject", FieldCode::Required),
            FieldError::new("body", FieldCode::TooLong),
        ];
        assert_eq!(checks.found(), expected);
    }
}
