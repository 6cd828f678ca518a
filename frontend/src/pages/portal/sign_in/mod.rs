//! Signing in.

mod second_step;
mod ways;

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

use pult_shared::{api::second_factor::SecondStep, error::ErrorCode, local_path::is_local_path};

use self::{second_step::SecondFactor, ways::Ways};
use crate::{
    components::{ErrorSummary, Notice, TextField, Tone},
    form::{Checks, Form, FormField},
    i18n::{t, text},
    place::Place,
    road::{replacing, use_go},
    session::Session,
};

const FIELDS: &[FormField] = &[
    FormField {
        name: "login",
        id: "login",
        label: "login-name",
    },
    FormField {
        name: "password",
        id: "password",
        label: "login-password",
    },
];

/// Where to go after signing in: a path of our own, never another site.
fn safe_next(next: Option<String>) -> String {
    next.filter(|next| is_local_path(next))
        .unwrap_or_else(|| "/".to_owned())
}

/// What a sign-on elsewhere came to, in words; only codes that there are.
fn sign_on_error(code: &str) -> Option<String> {
    let found = ErrorCode::ALL.iter().find(|known| known.code() == code)?;
    Some(text(&format!("error-{}", found.code())))
}

#[component]
pub fn Login() -> impl IntoView {
    let session = Session::expect();
    let (query, go) = (use_location().query, use_go());
    let (login, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let form = Form::new(FIELDS);
    // The sign-in whose second factor is still missing.
    let step = RwSignal::new(None::<SecondStep>);
    let next = Signal::derive(move || safe_next(query.with(|query| query.get("next"))));

    // Whoever is signed in already has no business here; and this is how signing in leads on.
    Effect::new(move |_| {
        if session.signed_in() {
            go(&next.get_untracked(), replacing());
        }
    });
    let failed = move || {
        query
            .with(|query| query.get("error"))
            .and_then(|code| sign_on_error(&code))
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut checks = Checks::default();
        checks.required("login", &login.get_untracked());
        checks.required("password", &password.get_untracked());
        if !form.begin(checks.found()) {
            return;
        }
        spawn_local(async move {
            match session
                .sign_in(login.get_untracked().trim().to_owned(), password.get_untracked())
                .await
            {
                Ok(missing) => {
                    form.done();
                    password.set(String::new());
                    step.set(missing);
                }
                Err(error) => {
                    password.set(String::new());
                    form.fail(error);
                }
            }
        });
    };
    let first = move || {
        view! {
            <p class="lead">{t("login-lead")}</p>
            <Show when=move || query.with(|query| query.get("ended").is_some())>
                <Notice tone=Tone::Info>
                    <p>{t("session-ended")}</p>
                </Notice>
            </Show>
            {move || {
                failed().map(|sentence| view! {
                    <Notice tone=Tone::Error>
                        <p>{sentence}</p>
                    </Notice>
                })
            }}
            <Ways next />
            <form class="card form" novalidate on:submit=submit>
                <ErrorSummary complaints=form.complaints() />
                <TextField
                    id="login"
                    label="login-name"
                    hint="login-name-hint"
                    value=login
                    error=form.error("login")
                    autocomplete="username"
                />
                <TextField
                    id="password"
                    label="login-password"
                    value=password
                    error=form.error("password")
                    kind="password"
                    autocomplete="current-password"
                />
                <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                    {move || text(if form.busy().get() { "signing-in" } else { "sign-in" })}
                </button>
                <p>
                    <a href=Place::Password.path()>{t("login-forgotten")}</a>
                </p>
            </form>
        }
    };
    view! {
        <div class="login">
            <h1 tabindex="-1">{t("title-login")}</h1>
            <Show when=move || step.with(Option::is_some) fallback=first>
                <SecondFactor step />
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::safe_next;

    #[test]
    fn signing_in_never_leads_to_another_site() {
        for bad in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "",
            "/login",
        ] {
            assert_eq!(safe_next(Some(bad.to_owned())), "/", "{bad}");
        }
        assert_eq!(safe_next(Some("/agent?queue=it".to_owned())), "/agent?queue=it");
        assert_eq!(safe_next(None), "/");
    }
}
