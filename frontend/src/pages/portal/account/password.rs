//! Changing one's own password.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{error::FieldCode, limits::PASSWORD_MIN};

use crate::{
    api,
    components::{ErrorSummary, TextField},
    form::{Checks, Form, FormField},
    i18n::{t, text},
    toast::Toasts,
};

const FIELDS: &[FormField] = &[
    FormField {
        name: "current",
        id: "password-current",
        label: "account-password-current",
    },
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

/// What the browser sees by itself about a new password, typed twice.
pub fn check(checks: &mut Checks, new: &str, again: &str) {
    if new.is_empty() {
        checks.add("password", FieldCode::Required);
    } else if new.chars().count() < PASSWORD_MIN {
        checks.add("password", FieldCode::TooShort);
    } else if new != again {
        checks.add("again", FieldCode::NotAllowed);
    }
}

/// The error of the second field: there it can only be that it differs.
pub fn differs(error: Signal<Option<String>>) -> Signal<Option<String>> {
    Signal::derive(move || error.get().map(|_| text("account-password-differs")))
}

#[component]
pub fn ChangePassword() -> impl IntoView {
    let toasts = Toasts::expect();
    let (current, new, again) = (
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
    );
    let form = Form::new(FIELDS);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut checks = Checks::default();
        checks.required("current", &current.get_untracked());
        check(&mut checks, &new.get_untracked(), &again.get_untracked());
        if !form.begin(checks.found()) {
            return;
        }
        spawn_local(async move {
            match api::account::change_own_password(current.get_untracked(), new.get_untracked()).await {
                Ok(()) => {
                    form.done();
                    for field in [current, new, again] {
                        field.set(String::new());
                    }
                    toasts.show(text("account-password-saved"));
                }
                Err(error) => form.fail(error),
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <p class="lead">{t("account-password-lead")}</p>
            <ErrorSummary complaints=form.complaints() />
            <TextField
                id="password-current"
                label="account-password-current"
                kind="password"
                autocomplete="current-password"
                value=current
                error=form.error("current")
            />
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
            <div class="form-end">
                <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                    {t("account-password-save")}
                </button>
            </div>
        </form>
    }
}
