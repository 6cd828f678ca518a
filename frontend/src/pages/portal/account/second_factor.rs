//! The second factor: passkeys, an app for one-time codes that is set up and switched off, and recovery codes, which are shown this one time.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::api::second_factor::{QrCode, RecoveryCodes, SecondFactorView, TotpSetup};

use super::passkeys::Passkeys;
use crate::{
    api,
    components::{ErrorSummary, Notice, TextField, Tone},
    form::{Checks, Form, FormField},
    i18n::{t, text},
    session::Session,
    toast::Toasts,
    tr,
};

/// What the password is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    SetUp,
    Renew,
    Remove,
}

impl Purpose {
    fn button(self) -> &'static str {
        match self {
            Self::SetUp => "second-factor-start",
            Self::Renew => "second-factor-renew",
            Self::Remove => "second-factor-remove",
        }
    }

    fn fields(self) -> &'static [FormField] {
        const fn password(id: &'static str) -> FormField {
            FormField {
                name: "password",
                id,
                label: "account-password-current",
            }
        }
        match self {
            Self::SetUp => const { &[password("second-factor-set-up")] },
            Self::Renew => const { &[password("second-factor-renew")] },
            Self::Remove => const { &[password("second-factor-remove")] },
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::SetUp => "second-factor-set-up",
            Self::Renew => "second-factor-renew",
            Self::Remove => "second-factor-remove",
        }
    }
}

const CODE: &[FormField] = &[FormField {
    name: "code",
    id: "second-factor-code",
    label: "second-factor-code",
}];

/// `changed` asks for the account anew; whoever signs in without a password has nothing to set up.
#[component]
pub fn SecondFactor(view: SecondFactorView, changed: Callback<()>) -> impl IntoView {
    let setup = RwSignal::new(None::<TotpSetup>);
    let codes = RwSignal::new(None::<RecoveryCodes>);
    let due = Session::expect().second_factor_due_untracked();
    let shown = move || {
        if let Some(codes) = codes.get() {
            let done = Callback::new(move |()| changed.run(()));
            return view! { <Codes codes done /> }.into_any();
        }
        if let Some(found) = setup.get() {
            return view! { <Setup setup=found codes /> }.into_any();
        }
        if !view.available {
            return view! { <p>{t("second-factor-elsewhere")}</p> }.into_any();
        }
        // Where browsers know none at this address, there is nothing to say about them.
        let passkeys = view.passkeys_available || !view.passkeys.is_empty();
        view! {
            {passkeys.then(|| view! { <Passkeys view=view.clone() codes changed /> })}
            <h3>{t("second-factor-app")}</h3>
            <State view=view.clone() setup codes changed />
            <Recovery view=view.clone() setup codes changed />
        }
        .into_any()
    };
    view! {
        <section class="card account-part" aria-labelledby="account-second-factor">
            <h2 id="account-second-factor">{t("second-factor")}</h2>
            {due.then(|| view! { <Notice tone=Tone::Warning><p>{t("second-factor-due")}</p></Notice> })}
            {shown}
        </section>
    }
}

/// What there is, and what can be done about it.
#[component]
fn State(
    view: SecondFactorView,
    setup: RwSignal<Option<TotpSetup>>,
    codes: RwSignal<Option<RecoveryCodes>>,
    changed: Callback<()>,
) -> impl IntoView {
    let ask = move |purpose: Purpose| view! { <Again purpose setup codes changed /> };
    if !view.totp {
        return view! {
            <p class="lead">{t("second-factor-lead")}</p>
            {ask(Purpose::SetUp)}
        }
        .into_any();
    }
    view! {
        <p>{t("second-factor-on")}</p>
        <details>
            <summary>{t("second-factor-other")}</summary>
            {ask(Purpose::SetUp)}
        </details>
        {if view.required && view.passkeys.is_empty() {
            view! { <p class="account-soft">{t("second-factor-required")}</p> }.into_any()
        } else {
            view! {
                <details>
                    <summary>{t("second-factor-remove")}</summary>
                    {ask(Purpose::Remove)}
                </details>
            }
                .into_any()
        }}
    }
    .into_any()
}

/// For the day on which everything else is lost; there from the first second factor on.
#[component]
fn Recovery(
    view: SecondFactorView,
    setup: RwSignal<Option<TotpSetup>>,
    codes: RwSignal<Option<RecoveryCodes>>,
    changed: Callback<()>,
) -> impl IntoView {
    let left = view.recovery_codes;
    (view.totp || !view.passkeys.is_empty()).then(|| {
        view! {
            <h3>{t("second-factor-recovery")}</h3>
            <p>{move || tr!("second-factor-left", count = left)}</p>
            <details>
                <summary>{t("second-factor-renew")}</summary>
                <Again purpose=Purpose::Renew setup codes changed />
            </details>
        }
    })
}

/// The password once more, and then what it was asked for.
#[component]
fn Again(
    purpose: Purpose,
    setup: RwSignal<Option<TotpSetup>>,
    codes: RwSignal<Option<RecoveryCodes>>,
    changed: Callback<()>,
) -> impl IntoView {
    let toasts = Toasts::expect();
    let password = RwSignal::new(String::new());
    let form = Form::new(purpose.fields());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut checks = Checks::default();
        checks.required("password", &password.get_untracked());
        if !form.begin(checks.found()) {
            return;
        }
        let shown = password.get_untracked();
        spawn_local(async move {
            let done = match purpose {
                Purpose::SetUp => api::second_factor::start_totp(shown)
                    .await
                    .map(|made| setup.set(Some(made))),
                Purpose::Renew => {
                    let renewed = api::second_factor::renew_recovery_codes(shown).await;
                    renewed.map(|made| codes.set(Some(made)))
                }
                Purpose::Remove => api::second_factor::remove_totp(shown).await.map(|()| {
                    toasts.show(text("second-factor-removed"));
                    changed.run(());
                }),
            };
            match done {
                Ok(()) => form.done(),
                Err(error) => form.fail(error),
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary complaints=form.complaints() />
            <TextField
                id=purpose.id()
                label="account-password-current"
                kind="password"
                autocomplete="current-password"
                value=password
                error=form.error("password")
            />
            <div class="form-end">
                <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                    {t(purpose.button())}
                </button>
            </div>
        </form>
    }
}

/// What the app needs, and its first code.
#[component]
fn Setup(setup: TotpSetup, codes: RwSignal<Option<RecoveryCodes>>) -> impl IntoView {
    let code = RwSignal::new(String::new());
    let form = Form::new(CODE);
    let session = Session::expect();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut checks = Checks::default();
        checks.required("code", &code.get_untracked());
        if !form.begin(checks.found()) {
            return;
        }
        spawn_local(async move {
            match api::second_factor::confirm_totp(code.get_untracked()).await {
                Ok(made) => {
                    form.done();
                    session.has_second_factor();
                    codes.set(Some(made));
                }
                Err(error) => form.fail(error),
            }
        });
    };
    view! {
        <ol class="account-steps">
            <li>
                <p>{t("second-factor-scan")}</p>
                <Qr code=setup.qr />
                <details>
                    <summary>{t("second-factor-type")}</summary>
                    <p>
                        <code class="account-token">{setup.secret}</code>
                    </p>
                    <p>
                        <a href=setup.uri>{t("second-factor-open")}</a>
                    </p>
                </details>
            </li>
            <li>
                <form class="form" novalidate on:submit=submit>
                    <ErrorSummary complaints=form.complaints() />
                    <TextField
                        id="second-factor-code"
                        label="second-factor-code"
                        hint="second-factor-code-hint"
                        autocomplete="one-time-code"
                        value=code
                        error=form.error("code")
                    />
                    <div class="form-end">
                        <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                            {t("second-factor-confirm")}
                        </button>
                    </div>
                </form>
            </li>
        </ol>
    }
}

/// Dark on light whatever the colours of the page are: cameras want it so.
#[component]
fn Qr(code: QrCode) -> impl IntoView {
    let size = code.size;
    view! {
        <svg class="account-qr" role="img" aria-label=t("second-factor-qr") viewBox=format!("0 0 {size} {size}")>
            <path d=code.path />
        </svg>
    }
}

/// Shown this one time.
#[component]
fn Codes(codes: RecoveryCodes, done: Callback<()>) -> impl IntoView {
    let each = codes
        .codes
        .into_iter()
        .map(|code| view! { <li><code>{code}</code></li> });
    view! {
        <Notice tone=Tone::Info>
            <p>{t("second-factor-codes")}</p>
        </Notice>
        <ul class="account-codes">{each.collect_view()}</ul>
        <div class="form-end">
            <button type="button" class="button button-primary" on:click=move |_| done.run(())>
                {t("second-factor-codes-kept")}
            </button>
        </div>
    }
}
