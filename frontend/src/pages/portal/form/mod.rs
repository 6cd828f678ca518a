//! A contact form: for those who are signed in or for anybody, on a page of its own or in a frame of another site.

mod confirm;
mod files;
mod filling;
mod question;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use pult_shared::{
    api::web_form::{FormAccess, PublicForm},
    limits::{FORM_FILES_MAX, FORM_FILES_MAX_BYTES},
};

use self::{
    files::{Files, NewFiles},
    filling::{Done, Filling},
    question::{Entry, Question},
};
use crate::{
    a11y, api,
    components::{ErrorSummary, Failure, FilePicker, Loading, Notice, SecretWarning, TextField, Tone, secret},
    fetch::Fetch,
    i18n::{dates, t, text, words},
    place::Place,
    session::Session,
    tr, web,
};

pub use confirm::Confirm;

#[component]
pub fn ContactForm(slug: String) -> impl IntoView {
    let slug = StoredValue::new(slug);
    let form = Fetch::<PublicForm>::new();
    let load = move || form.run(async move { api::web_forms::get_public_form(&slug.get_value()).await });
    load();
    // What it is called is known only now.
    Effect::new(move |_| {
        if form.with(|form| form.is_some()) {
            a11y::page_title(move || form.with(|form| form.map_or_else(String::new, |form| words::name(&form.names))));
        }
    });
    let done = RwSignal::new(None::<Done>);
    let page = move || match (form.with(|form| form.is_some()), done.get()) {
        (true, Some(done_with)) => {
            view! { <Thanks done=done_with again=Some(Callback::new(move |()| done.set(None))) /> }.into_any()
        }
        (true, None) => form.get_untracked().map(|form| view! { <Fill form done /> }).into_any(),
        (false, _) => form
            .error()
            .map(|error| view! { <Failure message=Signal::derive(move || words::error(&error)) retry=load /> })
            .into_any(),
    };
    view! {
        <div class="page page-form">
            <Show when=move || form.busy() && form.with(|form| form.is_none())>
                <Loading />
            </Show>
            {page}
        </div>
    }
}

/// Whether the page stands in a frame of another site.
fn embedded() -> bool {
    use_location().query.with(|query| query.get("embed").is_some())
}

/// The form itself.
#[component]
fn Fill(form: PublicForm, done: RwSignal<Option<Done>>) -> impl IntoView {
    let session = Session::expect();
    let filling = Filling::new(&form, done);
    let signed_in = move || session.signed_in();
    let (title, intro) = (form.names.clone(), form.intro.clone());
    let lines = move || {
        let intro = words::name(&intro);
        let paragraphs = intro.split("\n\n").filter(|part| !part.trim().is_empty());
        paragraphs.map(|part| view! { <p>{part.to_owned()}</p> }).collect_view()
    };
    let by_mail = form.confirm_by_mail;
    let files = form.attachments;
    let questions = form.questions.into_iter();
    let questions = questions
        .map(|question| view! { <Question question filling /> })
        .collect_view();
    view! {
        <h1 tabindex="-1">{move || words::name(&title)}</h1>
        <div class="lead web-form-intro">{lines}</div>
        <Who slug=form.slug.clone() access=form.access />
        <form class="card form" novalidate on:submit=move |event| filling.submit(&event) on:focusout=move |_| filling.keep()>
            <ErrorSummary complaints=filling.complaints() />
            <p class="field-hint">{t("web-form-required-note")}</p>
            <Show when=move || !signed_in()>
                <TextField
                    id="form-name"
                    label="web-form-name"
                    value=filling.name
                    error=filling.error("name")
                    autocomplete="name"
                />
                <TextField
                    id="form-address"
                    label="web-form-address"
                    hint=if by_mail { "web-form-address-confirm" } else { "web-form-address-hint" }
                    kind="email"
                    value=filling.address
                    error=filling.error("address")
                    autocomplete="email"
                />
            </Show>
            <TextField
                id="form-subject"
                label="col-subject"
                hint="subject-hint"
                value=filling.subject
                error=filling.error("subject")
            />
            <Entry
                id="form-body".to_owned()
                label=Signal::derive(t("field-description"))
                hint=Signal::derive(t("description-hint"))
                required=true
                rows=7
                value=filling.body
                error=filling.error("body")
            />
            {questions}
            {files.then(|| view! { <Attached filling /> })}
            <SecretWarning written=filling.all_text() />
            <div aria-live="polite">
                <Show when=move || filling.working.get()>
                    <p class="loading">
                        <span class="spinner" aria-hidden="true"></span>
                        {t("web-form-working")}
                    </p>
                </Show>
            </div>
            <Anyway filling />
            <div class="form-end">
                <button type="submit" class="button button-primary" disabled=move || filling.is_busy()>
                    {move || {
                        text(
                            if filling.busy.get() {
                                "sending"
                            } else if filling.warned.with(|kinds| !kinds.is_empty()) {
                                "web-form-send-anyway"
                            } else {
                                "web-form-send"
                            },
                        )
                    }}
                </button>
            </div>
        </form>
    }
}

/// Files: uploads of whoever is signed in, else files that go with the form.
#[component]
fn Attached(filling: Filling) -> impl IntoView {
    let session = Session::expect();
    let uploads = filling.uploads;
    let own = move || {
        view! {
            <FilePicker
                id="form-files"
                items=uploads.items()
                on_files=move |files| uploads.add(files)
                on_remove=move |key| uploads.remove(key)
            />
        }
    };
    let hint = || {
        let size = dates::size(FORM_FILES_MAX_BYTES as u64);
        tr!("web-form-files-hint", count = FORM_FILES_MAX, size = size)
    };
    view! {
        <Show
            when=move || session.signed_in()
            fallback=move || view! { <NewFiles files=filling.files hint=Signal::derive(hint) error=filling.error("files") /> }
        >
            {own}
        </Show>
    }
}

/// Passwords and the like: said once more before they go out, and then they may.
#[component]
fn Anyway(filling: Filling) -> impl IntoView {
    let said = move || {
        let kinds = filling.warned.get();
        (!kinds.is_empty()).then(|| {
            view! {
                <div id="form-anyway" tabindex="-1">
                    <Notice tone=Tone::Warning>
                        <p>{move || tr!("web-form-anyway", kinds = secret::words(&kinds))}</p>
                    </Notice>
                </div>
            }
        })
    };
    view! { {said} }
}

/// Under which name it goes out, and how one signs in.
#[component]
fn Who(slug: String, access: FormAccess) -> impl IntoView {
    let session = Session::expect();
    let framed = embedded();
    let to = format!(
        "{}?next={}",
        Place::Login.path(),
        web::encoded(&Place::Form(slug).path())
    );
    let name = move || session.get().map(|view| view.person.name);
    let sign_in = move || {
        let key = match access {
            FormAccess::SignedIn => "web-form-only-signed-in",
            FormAccess::Anyone => "web-form-sign-in",
        };
        view! {
            <p class="web-form-who">
                {t(key)} " "
                // In a frame nobody types a password: a window of its own shows whose page it is.
                <a href=to.clone() target=framed.then_some("_blank") rel=framed.then_some("noopener external")>
                    {t("web-form-sign-in-link")}
                    {framed.then(|| view! { <span class="visually-hidden">" " {t("web-form-new-window")}</span> })}
                </a>
            </p>
        }
    };
    move || match name() {
        Some(name) => view! { <p class="web-form-who">{tr!("web-form-as", name = name)}</p> }.into_any(),
        None => sign_in().into_any(),
    }
}

/// What comes afterwards.
#[component]
fn Thanks(
    done: Done,
    /// Begins anew, where that is known how.
    #[prop(optional_no_strip)]
    again: Option<Callback<()>>,
) -> impl IntoView {
    let session = Session::expect();
    Effect::new(move |_| a11y::focus_heading());
    let said = match done {
        Done::Mailed(address) => view! {
            <h1 tabindex="-1">{t("web-form-mailed")}</h1>
            <p class="lead">{move || tr!("web-form-mailed-text", address = address.clone())}</p>
            <p>{t("web-form-mailed-none")}</p>
        }
        .into_any(),
        Done::Opened(number) => {
            let path = Place::PortalTicket(number.clone()).path();
            view! {
                <h1 tabindex="-1">{t("web-form-sent")}</h1>
                <p class="lead">{move || tr!("web-form-sent-number", number = number.clone())}</p>
                <Show when=move || session.signed_in()>
                    <p>
                        <a class="button" href=path.clone()>
                            {t("web-form-sent-show")}
                        </a>
                    </p>
                </Show>
            }
            .into_any()
        }
    };
    view! {
        {said}
        {again
            .map(|again| {
                view! {
                    <p>
                        <button type="button" class="button" on:click=move |_| again.run(())>
                            {t("web-form-again")}
                        </button>
                    </p>
                }
            })}
    }
}

/// The most files that may be added to those that are there.
fn room(files: &Files) -> usize {
    FORM_FILES_MAX.saturating_sub(files.len())
}
