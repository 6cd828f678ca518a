//! One's addresses: those that there are, a further one, and the proof by the link of a mail, which leads here.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::own_address::{OwnAddress, OwnAddressList, WaitingAddress},
    person::AddressKind,
};

use crate::{
    api::{self, ApiError},
    components::{ErrorSummary, Failure, Notice, TextField, Tone},
    fetch::Fetch,
    form::{Checks, Form, FormField},
    i18n::{dates, t, text, words},
    toast::Toasts,
    tr,
};

const FIELDS: &[FormField] = &[FormField {
    name: "address",
    id: "address-new",
    label: "account-address-new",
}];

/// The token of the link that led here.
fn token_here() -> Option<String> {
    let hash = window().location().hash().ok()?;
    let token = hash.strip_prefix('#')?;
    (token.len() >= 32).then(|| token.to_owned())
}

// req: A15
#[component]
pub fn Addresses() -> impl IntoView {
    let toasts = Toasts::expect();
    let list = Fetch::<OwnAddressList>::new();
    let load = move || list.run(api::account::list_own_addresses());
    load();
    let remove = Callback::new(move |address: String| {
        spawn_local(async move {
            match api::account::remove_own_address(address).await {
                Ok(_) => toasts.show(text("account-address-removed")),
                Err(error) => toasts.show(words::error(&error)),
            }
            load();
        });
    });
    let changed = Callback::new(move |()| load());
    let lines = move || {
        let list = list.get().unwrap_or_default();
        let theirs = list.items.into_iter().map(|item| view! { <Line item remove /> });
        let waiting = list.waiting.into_iter().map(|item| view! { <Waits item remove /> });
        (theirs.collect_view(), waiting.collect_view())
    };
    view! {
        <section class="card account-part" aria-labelledby="account-addresses">
            <h2 id="account-addresses">{t("account-addresses")}</h2>
            <p class="lead">{t("account-addresses-lead")}</p>
            <Proof changed />
            {move || {
                list.error()
                    .map(|error| {
                        view! { <Failure message=Signal::derive(move || words::error(&error)) retry=load /> }
                    })
            }}
            <ul class="account-list">{lines}</ul>
            <New changed />
        </section>
    }
}

#[component]
fn Line(item: OwnAddress, remove: Callback<String>) -> impl IntoView {
    let kind = match (item.main, item.kind, item.verified) {
        (true, ..) => "account-address-main",
        (false, AddressKind::Former, _) => "account-address-former",
        (false, AddressKind::Private, false) => "account-address-unproven",
        (false, AddressKind::Private, true) => "account-address-private",
        (false, AddressKind::Directory | AddressKind::Alias, _) => "account-address-site",
    };
    let address = item.address.clone();
    view! {
        <li>
            <div class="account-what">
                <p>
                    <strong>{item.address}</strong>
                </p>
                <p class="account-soft">{t(kind)}</p>
            </div>
            {item.removable.then(|| view! { <Remove address remove /> })}
        </li>
    }
}

#[component]
fn Waits(item: WaitingAddress, remove: Callback<String>) -> impl IntoView {
    let (address, until) = (item.address.clone(), item.until);
    let waits = move || tr!("account-address-waits", until = dates::absolute(until).as_str());
    view! {
        <li>
            <div class="account-what">
                <p>
                    <strong>{item.address}</strong>
                </p>
                <p class="account-soft">{waits}</p>
            </div>
            <Remove address remove />
        </li>
    }
}

#[component]
fn Remove(address: String, remove: Callback<String>) -> impl IntoView {
    let address = StoredValue::new(address);
    let long = move || tr!("account-address-remove-long", address = address.get_value().as_str());
    view! {
        <button
            type="button"
            class="button button-small"
            aria-label=long
            on:click=move |_| remove.run(address.get_value())
        >
            {t("account-address-remove")}
        </button>
    }
}

/// Where the link of the mail led here. It proves nothing by being opened: programs open links before people do.
#[component]
fn Proof(changed: Callback<()>) -> impl IntoView {
    let toasts = Toasts::expect();
    let token = RwSignal::new(token_here());
    let (busy, failure) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
    let prove = move |_| {
        let Some(given) = token.get_untracked() else { return };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match api::account::prove_own_address(given).await {
                Ok(_) => {
                    token.set(None);
                    toasts.show(text("account-address-proven"));
                    changed.run(());
                }
                Err(error) => failure.set(Some(error)),
            }
            busy.set(false);
        });
    };
    view! {
        <Show when=move || token.with(Option::is_some)>
            <Notice tone=Tone::Info>
                <p>{t("account-address-prove-lead")}</p>
                <p class="field-error" role="alert">
                    {move || failure.with(|failure| failure.as_ref().map(words::error))}
                </p>
                <p>
                    <button
                        type="button"
                        class="button button-primary"
                        disabled=move || busy.get()
                        on:click=prove
                    >
                        {t("account-address-prove")}
                    </button>
                </p>
            </Notice>
        </Show>
    }
}

#[component]
fn New(changed: Callback<()>) -> impl IntoView {
    let toasts = Toasts::expect();
    let address = RwSignal::new(String::new());
    let form = Form::new(FIELDS);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut checks = Checks::default();
        checks.required("address", &address.get_untracked());
        if !form.begin(checks.found()) {
            return;
        }
        spawn_local(async move {
            match api::account::request_own_address(address.get_untracked()).await {
                Ok(()) => {
                    form.done();
                    address.set(String::new());
                    toasts.show(text("account-address-asked"));
                    changed.run(());
                }
                Err(error) => form.fail(error),
            }
        });
    };
    view! {
        <details>
            <summary>{t("account-address-add")}</summary>
            <form class="form" novalidate on:submit=submit>
                <ErrorSummary complaints=form.complaints() />
                <TextField
                    id="address-new"
                    label="account-address-new"
                    hint="account-address-new-hint"
                    kind="email"
                    autocomplete="email"
                    value=address
                    error=form.error("address")
                />
                <div class="form-end">
                    <button type="submit" class="button" disabled=move || form.busy().get()>
                        {t("account-address-send")}
                    </button>
                </div>
            </form>
        </details>
    }
}
