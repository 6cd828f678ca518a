//! The second step: a passkey, or the code of the person's app.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::api::second_factor::SecondStep;

use crate::{
    a11y,
    components::{ErrorSummary, Notice, TextField, Tone},
    form::{Checks, Form, FormField},
    i18n::{t, text, words},
    passkeys,
    session::Session,
};

const CODE: &[FormField] = &[FormField {
    name: "code",
    id: "login-code",
    label: "login-code",
}];

#[component]
pub fn SecondFactor(step: RwSignal<Option<SecondStep>>) -> impl IntoView {
    // Where the other form was, which had the focus.
    Effect::new(move |_| a11y::focus_heading());
    let asked = step.get_untracked();
    let totp = asked.as_ref().is_some_and(|step| step.totp);
    let passkey = asked.as_ref().is_some_and(|step| step.passkey.is_some()) && passkeys::known();
    let lead = match (passkey, totp) {
        (true, _) => "login-passkey-lead",
        (false, true) => "login-code-lead",
        (false, false) => "login-recovery-lead",
    };
    let hint = if totp { "login-code-hint" } else { "login-recovery-hint" };
    view! {
        <p class="lead">{t(lead)}</p>
        {passkey.then(|| view! { <ByPasskey step /> })}
        <Code step hint main=!passkey />
    }
}

/// The passkey is asked for by a press: browsers want it so, and so do people who are about to type a code.
#[component]
fn ByPasskey(step: RwSignal<Option<SecondStep>>) -> impl IntoView {
    let session = Session::expect();
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let press = move |_| {
        let Some(asked) = step.get_untracked() else { return };
        let Some(options) = asked.passkey else { return };
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let failed = match passkeys::sign(&options).await {
                Ok(signed) => match session.sign_in_with_passkey(asked.second_step, signed).await {
                    Ok(()) => None,
                    Err(error) => Some(words::error(&error)),
                },
                Err(why) => Some(text(why)),
            };
            // After a sign-in the page is gone.
            if failed.is_some() {
                busy.set(false);
                trouble.set(failed);
            }
        });
    };
    view! {
        <div class="card form">
            {move || trouble.get().map(|sentence| view! { <Notice tone=Tone::Error><p>{sentence}</p></Notice> })}
            <button type="button" class="button button-primary" disabled=move || busy.get() on:click=press>
                {t("login-passkey-use")}
            </button>
        </div>
        <p class="lead">{t("login-or-code")}</p>
    }
}

/// `main`: there is nothing else that could be done.
#[component]
fn Code(step: RwSignal<Option<SecondStep>>, hint: &'static str, main: bool) -> impl IntoView {
    let session = Session::expect();
    let code = RwSignal::new(String::new());
    let form = Form::new(CODE);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut checks = Checks::default();
        checks.required("code", &code.get_untracked());
        if !form.begin(checks.found()) {
            return;
        }
        let waiting = step.get_untracked().map(|step| step.second_step).unwrap_or_default();
        spawn_local(async move {
            match session.complete(waiting, code.get_untracked()).await {
                Ok(()) => form.done(),
                Err(error) => form.fail(error),
            }
        });
    };
    view! {
        <form class="card form" novalidate on:submit=submit>
            <ErrorSummary complaints=form.complaints() />
            <TextField
                id="login-code"
                label="login-code"
                hint=hint
                value=code
                error=form.error("code")
                autocomplete="one-time-code"
            />
            <button
                type="submit"
                class=if main { "button button-primary" } else { "button" }
                disabled=move || form.busy().get()
            >
                {t("sign-in")}
            </button>
            <button type="button" class="button button-quiet" on:click=move |_| step.set(None)>
                {t("login-again")}
            </button>
        </form>
    }
}
