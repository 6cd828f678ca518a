//! What somebody fills in, until it is sent: kept on this device for whoever is signed in, worked for where the form asks for that.

use std::{collections::BTreeMap, time::Duration};

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::web_form::{FormAccess, PublicForm, PublicQuestion, SubmitForm, SubmittedForm},
    catalog::FieldValue,
    error::{ErrorCode, FieldCode, FieldError},
    secrets::{self, SecretKind},
    stamp::{self, Minting},
};
use serde::{Deserialize, Serialize};

use super::files::Files;
use crate::{
    api::{self, ApiError},
    components::Complaint,
    drafts::Slot,
    i18n::{self, dates, text, words},
    session::Session,
    uploads::Uploads,
    web,
};

/// How it ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Done {
    Opened(String),
    /// A link went to this address.
    Mailed(String),
}

/// What is kept on this device.
#[derive(Default, Serialize, Deserialize)]
struct Kept {
    subject: String,
    body: String,
    answers: BTreeMap<String, FieldValue>,
}

/// The state of a form that is filled in.
#[derive(Clone, Copy)]
pub struct Filling {
    form: StoredValue<PublicForm>,
    pub name: RwSignal<String>,
    pub address: RwSignal<String>,
    pub subject: RwSignal<String>,
    pub body: RwSignal<String>,
    pub answers: RwSignal<BTreeMap<String, FieldValue>>,
    pub uploads: Uploads,
    pub files: RwSignal<Files>,
    wrong: RwSignal<Vec<FieldError>>,
    failure: RwSignal<Option<ApiError>>,
    pub busy: RwSignal<bool>,
    /// The browser calculates.
    pub working: RwSignal<bool>,
    /// Of which secrets somebody was warned when they pressed the button.
    pub warned: RwSignal<Vec<SecretKind>>,
    session: Session,
    done: RwSignal<Option<Done>>,
}

impl Filling {
    pub fn new(form: &PublicForm, done: RwSignal<Option<Done>>) -> Self {
        let filling = Self {
            form: StoredValue::new(form.clone()),
            name: RwSignal::new(String::new()),
            address: RwSignal::new(String::new()),
            subject: RwSignal::new(String::new()),
            body: RwSignal::new(String::new()),
            answers: RwSignal::new(BTreeMap::new()),
            uploads: Uploads::new(Vec::new()),
            files: RwSignal::new(Vec::new()),
            wrong: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            working: RwSignal::new(false),
            warned: RwSignal::new(Vec::new()),
            session: Session::expect(),
            done,
        };
        let kept = filling.slot().and_then(|slot| slot.load::<Kept>());
        if let Some(kept) = kept {
            filling.subject.set(kept.subject);
            filling.body.set(kept.body);
            filling.answers.set(kept.answers);
        }
        filling
    }

    /// Only of whoever is signed in: what others leave on a device is read by whoever comes next.
    fn slot(self) -> Option<Slot> {
        let person = self.session.person_untracked()?;
        let place = self.form.with_value(|form| format!("form/{}", form.slug));
        Some(Slot::new(person, &place))
    }

    /// Keeps what is written on this device.
    pub fn keep(self) {
        let Some(slot) = self.slot() else { return };
        slot.save(&Kept {
            subject: self.subject.get_untracked(),
            body: self.body.get_untracked(),
            answers: self.answers.get_untracked(),
        });
    }

    /// Everything that was written, for the look for secrets. Not the phone number: it is asked for.
    pub fn all_text(self) -> Signal<String> {
        Signal::derive(move || {
            let mut all = format!("{}\n{}", self.subject.get(), self.body.get());
            self.answers.with(|answers| {
                for (name, value) in answers {
                    if let (FieldValue::Text(text), true) = (value, name != "phone") {
                        all.push('\n');
                        all.push_str(text);
                    }
                }
            });
            all
        })
    }

    pub fn is_busy(self) -> bool {
        self.busy.get() || self.uploads.busy()
    }

    /// What is wrong with one field.
    pub fn error(self, name: &'static str) -> Signal<Option<String>> {
        self.error_at(name.to_owned())
    }

    pub fn error_at(self, name: String) -> Signal<Option<String>> {
        Signal::derive(move || {
            let code = self.wrong.with(|wrong| {
                let about = |one: &&FieldError| one.field == name || one.field.starts_with(&format!("{name}."));
                wrong.iter().find(about).map(|one| one.code)
            });
            code.map(words::field_error)
        })
    }

    /// All that is wrong, with links to the fields.
    pub fn complaints(self) -> Signal<Vec<Complaint>> {
        Signal::derive(move || {
            let wrong = self.wrong.get();
            let failure = self.failure.get();
            let by_fields = failure.as_ref().and_then(ApiError::code) == Some(ErrorCode::Invalid) && !wrong.is_empty();
            let failure = failure.filter(|_| !by_fields).map(|failure| Complaint {
                field: None,
                text: words::error(&failure),
            });
            failure
                .into_iter()
                .chain(wrong.iter().map(|one| self.complaint(one)))
                .collect()
        })
    }

    fn complaint(self, wrong: &FieldError) -> Complaint {
        let sentence = words::field_error(wrong.code);
        let fixed = match wrong.field.split('.').next().unwrap_or_default() {
            "name" => Some("web-form-name"),
            "address" => Some("web-form-address"),
            "subject" => Some("col-subject"),
            "body" => Some("field-description"),
            "files" | "attachments" => Some("web-form-files"),
            _ => None,
        };
        let (id, label) = match (fixed, wrong.field.strip_prefix("answers.")) {
            (Some(key), _) => {
                let id = wrong.field.split('.').next().unwrap_or_default();
                let id = if id == "attachments" { "files" } else { id };
                (Some(format!("form-{id}")), text(key))
            }
            (None, Some(name)) => (Some(id_of(name)), self.label(name)),
            (None, None) => (None, wrong.field.clone()),
        };
        Complaint {
            field: id,
            text: format!("{label} – {sentence}"),
        }
    }

    fn label(self, name: &str) -> String {
        self.form.with_value(|form| {
            let question = form.questions.iter().find(|question| question.name == name);
            question.map_or_else(|| name.to_owned(), label_of)
        })
    }

    /// Sends it, unless the browser sees what is wrong, or somebody has to think about it once more.
    pub fn submit(self, event: &leptos::ev::SubmitEvent) {
        event.prevent_default();
        if self.busy.get_untracked() {
            return;
        }
        self.failure.set(None);
        self.wrong.set(self.check());
        if self.wrong.with_untracked(|wrong| !wrong.is_empty()) {
            return;
        }
        let kinds = untrack(|| secrets::kinds(&self.all_text().get()));
        if kinds
            .iter()
            .any(|kind| !self.warned.with_untracked(|warned| warned.contains(kind)))
        {
            self.warned.set(kinds);
            request_animation_frame(|| {
                web::focus("#form-anyway");
            });
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let outcome = self.send().await;
            self.working.set(false);
            self.busy.set(false);
            match outcome {
                Ok(sent) => self.sent(sent),
                Err(error) => {
                    if let ApiError::Problem(problem) = &error {
                        self.wrong.set(problem.errors.clone());
                    }
                    // Kept once more: signing in loads another page.
                    self.keep();
                    self.failure.set(Some(error));
                }
            }
        });
    }

    fn check(self) -> Vec<FieldError> {
        let mut wrong = Vec::new();
        let mut required = |name: &str, value: RwSignal<String>| {
            if value.with_untracked(|value| value.trim().is_empty()) {
                wrong.push(FieldError::new(name, FieldCode::Required));
            }
        };
        if !self.session.signed_in_untracked() {
            required("name", self.name);
            required("address", self.address);
        }
        required("subject", self.subject);
        required("body", self.body);
        self.form.with_value(|form| {
            self.answers.with_untracked(|answers| {
                for question in form.questions.iter().filter(|question| question.required) {
                    let said = match answers.get(&question.name) {
                        None | Some(FieldValue::Bool(false)) => false,
                        Some(FieldValue::Text(text)) => !text.trim().is_empty(),
                        Some(FieldValue::Texts(all)) => !all.is_empty(),
                        Some(_) => true,
                    };
                    if !said {
                        wrong.push(FieldError::new(
                            format!("answers.{}", question.name),
                            FieldCode::Required,
                        ));
                    }
                }
            });
        });
        wrong
    }

    async fn send(self) -> Result<SubmittedForm, ApiError> {
        let form = self.form.get_value();
        let signed_in = self.session.signed_in_untracked();
        let mut sent = SubmitForm {
            subject: self.subject.get_untracked(),
            body: self.body.get_untracked(),
            answers: self.answers.get_untracked(),
            language: untrack(i18n::language),
            ..SubmitForm::default()
        };
        if signed_in {
            sent.attachments = untrack(|| self.uploads.ids());
        } else if form.access == FormAccess::Anyone {
            sent.name = self.name.get_untracked();
            sent.address = self.address.get_untracked().trim().to_owned();
            sent.files = self.files.get_untracked().into_iter().map(|file| file.file).collect();
            if form.work_bits > 0 {
                self.working.set(true);
                sent.stamp = Some(stamp_for(&form.slug, &sent).await?);
            }
        }
        api::web_forms::submit_form(&form.slug, &sent).await
    }

    fn sent(self, sent: SubmittedForm) {
        let done = match sent.number {
            Some(number) => Done::Opened(number.0),
            None => Done::Mailed(self.address.get_untracked().trim().to_owned()),
        };
        if let Some(slot) = self.slot() {
            slot.clear();
        }
        self.done.set(Some(done));
    }
}

/// Works for a stamp, in pieces between which the page stays alive. The server's clock counts, so it is asked again.
async fn stamp_for(slug: &str, sent: &SubmitForm) -> Result<String, ApiError> {
    let form = api::web_forms::get_public_form(slug).await?;
    let resource = stamp::resource(slug, &sent.address, &sent.subject, &sent.body);
    let random = web::random_key().unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of our time fit")]
    let now = dates::milliseconds(form.now) as i64;
    let mut minting = Minting::new(form.work_bits, now, &resource, &random);
    loop {
        if let Some(stamp) = minting.work() {
            return Ok(stamp);
        }
        pause().await;
    }
}

/// Lets the browser draw and listen.
async fn pause() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        set_timeout(
            move || {
                // It takes anything, and says nothing.
                let _ = resolve.call0(&wasm_bindgen::JsValue::NULL);
            },
            Duration::ZERO,
        );
    });
    // A promise that is never rejected.
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// The id of a question's control.
pub fn id_of(name: &str) -> String {
    format!("form-answer-{}", name.replace('.', "-"))
}

/// What a question is called in the language in use.
pub fn label_of(question: &PublicQuestion) -> String {
    match &question.field {
        Some(field) => words::name(&field.names),
        None => text(&format!("form-{}", question.kind.name())),
    }
}
