//! The person's passkeys: listed, set up, and removed.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::second_factor::{ConfirmPasskey, PasskeyView, RecoveryCodes, SecondFactorView},
    ids::PasskeyId,
};

use crate::{
    api,
    components::{Ago, ErrorSummary, Notice, TextField, Tone},
    form::{Checks, Form, FormField},
    i18n::{t, text},
    passkeys,
    session::Session,
    toast::Toasts,
    tr,
};

const NEW: &[FormField] = &[
    FormField {
        name: "name",
        id: "passkey-name",
        label: "passkey-name",
    },
    FormField {
        name: "password",
        id: "passkey-password",
        label: "account-password-current",
    },
];

const REMOVE: &[FormField] = &[FormField {
    name: "password",
    id: "passkey-remove-password",
    label: "account-password-current",
}];

/// `codes` shows those that come with the first one; `changed` asks for the account anew.
#[component]
pub fn Passkeys(
    view: SecondFactorView,
    codes: RwSignal<Option<RecoveryCodes>>,
    changed: Callback<()>,
) -> impl IntoView {
    let last = view.required && !view.totp && view.passkeys.len() == 1;
    let removing = RwSignal::new(None::<(PasskeyId, String)>);
    let item = move |passkey: PasskeyView| view! { <Item passkey removing fixed=last /> };
    let list = (!view.passkeys.is_empty()).then(|| {
        let items = view.passkeys.into_iter().map(item).collect_view();
        view! { <ul class="account-list">{items}</ul> }
    });
    let new = move || {
        if view.passkeys_available && passkeys::known() {
            view! {
                <details>
                    <summary>{t("passkey-new")}</summary>
                    <New codes changed />
                </details>
            }
            .into_any()
        } else {
            view! { <p class="account-soft">{t("passkey-not-here")}</p> }.into_any()
        }
    };
    view! {
        <h3>{t("passkeys")}</h3>
        <p>{t("passkeys-lead")}</p>
        {list}
        {move || removing.get().map(|(id, name)| view! { <Remove id name removing changed /> })}
        {last.then(|| view! { <p class="account-soft">{t("second-factor-required")}</p> })}
        {new()}
    }
}

#[component]
fn Item(passkey: PasskeyView, removing: RwSignal<Option<(PasskeyId, String)>>, fixed: bool) -> impl IntoView {
    let (id, used) = (passkey.id, passkey.last_used_at);
    let name = StoredValue::new(passkey.name);
    let long = move || tr!("passkey-remove-long", name = name.get_value().as_str());
    view! {
        <li>
            <div class="account-what">
                <p>
                    <strong>{name.get_value()}</strong>
                </p>
                <p class="account-soft">
                    {t("passkey-made")} " " <Ago at=passkey.created_at /> ", "
                    {match used {
                        Some(used) => view! { {t("passkey-used")} " " <Ago at=used /> }.into_any(),
                        None => view! { {t("passkey-unused")} }.into_any(),
                    }}
                </p>
            </div>
            {(!fixed)
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="button button-small"
                            aria-label=long
                            on:click=move |_| removing.set(Some((id, name.get_value())))
                        >
                            {t("passkey-remove")}
                        </button>
                    }
                })}
        </li>
    }
}

/// The password once more, and then it is gone.
#[component]
fn Remove(
    id: PasskeyId,
    name: String,
    removing: RwSignal<Option<(PasskeyId, String)>>,
    changed: Callback<()>,
) -> impl IntoView {
    let toasts = Toasts::expect();
    let password = RwSignal::new(String::new());
    let form = Form::new(REMOVE);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut checks = Checks::default();
        checks.required("password", &password.get_untracked());
        if !form.begin(checks.found()) {
            return;
        }
        spawn_local(async move {
            match api::second_factor::remove_passkey(id, password.get_untracked()).await {
                Ok(()) => {
                    form.done();
                    removing.set(None);
                    toasts.show(text("passkey-removed"));
                    changed.run(());
                }
                Err(error) => form.fail(error),
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <p role="status">{move || tr!("passkey-remove-long", name = name.as_str())}</p>
            <ErrorSummary complaints=form.complaints() />
            <TextField
                id="passkey-remove-password"
                label="account-password-current"
                kind="password"
                autocomplete="current-password"
                value=password
                error=form.error("password")
            />
            <div class="form-end">
                <button type="button" class="button" on:click=move |_| removing.set(None)>
                    {t("cancel")}
                </button>
                <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                    {t("passkey-remove")}
                </button>
            </div>
        </form>
    }
}

#[component]
fn New(codes: RwSignal<Option<RecoveryCodes>>, changed: Callback<()>) -> impl IntoView {
    let (session, toasts) = (Session::expect(), Toasts::expect());
    let (name, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let trouble = RwSignal::new(None::<&'static str>);
    let form = Form::new(NEW);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut checks = Checks::default();
        checks.required("name", &name.get_untracked());
        checks.required("password", &password.get_untracked());
        if !form.begin(checks.found()) {
            return;
        }
        trouble.set(None);
        spawn_local(async move {
            let asked = match api::second_factor::start_passkey(password.get_untracked()).await {
                Ok(asked) => asked,
                Err(error) => return form.fail(error),
            };
            let credential = match passkeys::make(&asked.options).await {
                Ok(made) => made,
                Err(why) => {
                    form.done();
                    return trouble.set(Some(why));
                }
            };
            let body = ConfirmPasskey {
                challenge: asked.challenge,
                name: name.get_untracked(),
                credential,
            };
            match api::second_factor::confirm_passkey(&body).await {
                Ok(made) => {
                    form.done();
                    session.has_second_factor();
                    toasts.show(text("passkey-set"));
                    if made.codes.is_empty() {
                        changed.run(());
                    } else {
                        codes.set(Some(made));
                    }
                }
                Err(error) => form.fail(error),
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary complaints=form.complaints() />
            {move || trouble.get().map(|why| view! { <Notice tone=Tone::Error><p>{t(why)}</p></Notice> })}
            <TextField id="passkey-name" label="passkey-name" hint="passkey-name-hint" value=name error=form.error("name") />
            <TextField
                id="passkey-password"
                label="account-password-current"
                kind="password"
                autocomplete="current-password"
                value=password
                error=form.error("password")
            />
            <div class="form-end">
                <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                    {t("passkey-make")}
                </button>
            </div>
        </form>
    }
}
