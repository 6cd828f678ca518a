//! `/password`: where a link for a new password is asked for, and where it leads. The token stands behind the `#`.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::error::ErrorCode;

use super::password::{check, differs};
use crate::{
    api::{self, ApiError},
    components::{ErrorSummary, Notice, TextField, Tone},
    form::{Checks, Form, FormField},
    i18n::t,
    place::Place,
};

const ASK: &[FormField] = &[FormField {
    name: "login",
    id: "password-login",
    label: "login-name",
}];

const SET: &[FormField] = &[
    FormField {
        name: "password",
        id: "password-new",
        label: "account-password-new",
    },
    FormField {
        name: "again",
        id: "password-again",
        label: "account-password-again",
    },
];

/// The token of the link that led here.
fn token_here() -> Option<String> {
    let hash = window().location().hash().ok()?;
    let token = hash.strip_prefix('#')?;
    (token.len() >= 32).then(|| token.to_owned())
}

#[component]
pub fn Password() -> impl IntoView {
    let token = RwSignal::new(token_here());
    view! {
        <div class="login">
            <h1 tabindex="-1">{t("title-password")}</h1>
            {move || match token.get() {
                Some(found) => view! { <Set token=found forget=Callback::new(move |()| token.set(None)) /> }.into_any(),
                None => view! { <Ask /> }.into_any(),
            }}
            <p>
                <a href=Place::Login.path()>{t("sign-in")}</a>
            </p>
        </div>
    }
}

#[component]
fn Ask() -> impl IntoView {
    let login = RwSignal::new(String::new());
    let sent = RwSignal::new(false);
    let form = Form::new(ASK);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut checks = Checks::default();
        checks.required("login", &login.get_untracked());
        if !form.begin(checks.found()) {
            return;
        }
        sent.set(false);
        spawn_local(async move {
            match api::account::request_password_link(login.get_untracked().trim().to_owned()).await {
                Ok(()) => {
                    form.done();
                    sent.set(true);
                }
                Err(error) => form.fail(error),
            }
        });
    };
    view! {
        <p class="lead">{t("password-link-lead")}</p>
        <div aria-live="polite">
            <Show when=move || sent.get()>
                <Notice tone=Tone::Info>
                    <p>{t("password-link-sent")}</p>
                </Notice>
            </Show>
        </div>
        <form class="card form" novalidate on:submit=submit>
            <ErrorSummary complaints=form.complaints() />
            <TextField
                id="password-login"
                label="login-name"
                hint="login-name-hint"
                value=login
                error=form.error("login")
                autocomplete="username"
            />
            <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                {t("password-link-send")}
            </button>
        </form>
    }
}

#[component]
fn Set(token: String, forget: Callback<()>) -> impl IntoView {
    let (new, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (done, expired) = (RwSignal::new(false), RwSignal::new(false));
    let form = Form::new(SET);
    let token = StoredValue::new(token);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut checks = Checks::default();
        check(&mut checks, &new.get_untracked(), &again.get_untracked());
        if !form.begin(checks.found()) {
            return;
        }
        spawn_local(async move {
            match api::account::set_password_by_link(token.get_value(), new.get_untracked()).await {
                Ok(()) => {
                    form.done();
                    done.set(true);
                }
                Err(error) => {
                    expired.set(ApiError::code(&error) == Some(ErrorCode::LinkExpired));
                    form.fail(error);
                }
            }
        });
    };
    let fields = move || {
        view! {
            <p class="lead">{t("password-set-lead")}</p>
            <form class="card form" novalidate on:submit=submit>
                <ErrorSummary complaints=form.complaints() />
                <Show when=move || expired.get()>
                    <button type="button" class="button" on:click=move |_| forget.run(())>
                        {t("password-link-new")}
                    </button>
                </Show>
                <TextField
                    id="password-new"
                    label="account-password-new"
                    hint="account-password-hint"
                    kind="password"
                    autocomplete="new-password"
                    value=new
                    error=form.error("password")
                />
                <TextField
                    id="password-again"
                    label="account-password-again"
                    kind="password"
                    autocomplete="new-password"
                    value=again
                    error=differs(form.error("again"))
                />
                <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                    {t("password-set")}
                </button>
            </form>
        }
    };
    view! {
        <Show when=move || !done.get() fallback=move || view! { <Notice tone=Tone::Info><p>{t("password-set-done")}</p></Notice> }>
            {fields}
        </Show>
    }
}
