//! Signing in.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use crate::{
    components::{ErrorSummary, Notice, TextField, Tone},
    form::{Checks, Form, FormField},
    i18n::{t, text},
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
    next.filter(|next| next.starts_with('/') && !next.starts_with("//") && !next.contains('\\'))
        .filter(|next| !next.starts_with("/login"))
        .unwrap_or_else(|| "/".to_owned())
}

#[component]
pub fn Login() -> impl IntoView {
    let session = Session::expect();
    let (query, navigate) = (use_location().query, use_navigate());
    let (login, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let form = Form::new(FIELDS);
    let next = Signal::derive(move || safe_next(query.with(|query| query.get("next"))));

    // Whoever is signed in already has no business here; and this is how signing in leads on.
    Effect::new(move |_| {
        if session.signed_in() {
            navigate(
                &next.get_untracked(),
                NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                },
            );
        }
    });
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
                Ok(_) => form.done(),
                Err(error) => {
                    password.set(String::new());
                    form.fail(error);
                }
            }
        });
    };
    view! {
        <div class="login">
            <h1 tabindex="-1">{t("title-login")}</h1>
            <p class="lead">{t("login-lead")}</p>
            <Show when=move || session.has_ended()>
                <Notice tone=Tone::Info>
                    <p>{t("session-ended")}</p>
                </Notice>
            </Show>
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
            </form>
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
