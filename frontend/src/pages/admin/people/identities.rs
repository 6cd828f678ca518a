//! Who a person is at providers of single sign-on: seen, taken back, and made where a provider alone does not find the person.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::{
        person::ProviderIdentity,
        session::{SignInOptions, SignOnProvider},
    },
    ids::PersonId,
};

use crate::{
    api,
    components::{Ago, ErrorSummary, SelectField, TextField},
    fetch::Fetch,
    form::{Checks, Form, FormField},
    i18n::{language, t, text, words},
    toast::Toasts,
    tr,
};

const FIELDS: &[FormField] = &[FormField {
    name: "subject",
    id: "identity-subject",
    label: "people-identity-subject",
}];

// req: A15
#[component]
pub fn Identities(
    id: PersonId,
    identities: Vec<ProviderIdentity>,
    #[prop(into)] changed: Callback<()>,
) -> impl IntoView {
    let options = Fetch::<SignInOptions>::new();
    options.run(api::sessions::list_sign_in_options());
    let known = StoredValue::new(identities);
    let none = known.with_value(Vec::is_empty);
    let lines = move || {
        let known = known.get_value();
        known
            .into_iter()
            .map(|identity| view! { <Line id identity changed /> })
            .collect_view()
    };
    let providers = move || options.get().unwrap_or_default().providers;
    let new = move || {
        let providers = providers();
        (!providers.is_empty()).then(|| view! { <New id providers changed /> })
    };
    view! {
        // Where there is no provider and never was one, there is nothing to say.
        <Show when=move || !none || !providers().is_empty()>
            <section class="admin-section" aria-labelledby="people-identities">
                <h3 id="people-identities">{t("people-identities")}</h3>
                <Show when=move || !none fallback=move || view! { <p>{t("people-identities-none")}</p> }>
                    <ul class="account-list" aria-labelledby="people-identities">
                        {lines}
                    </ul>
                </Show>
                {new}
            </section>
        </Show>
    }
}

#[component]
fn Line(id: PersonId, identity: ProviderIdentity, changed: Callback<()>) -> impl IntoView {
    let (toasts, busy) = (Toasts::expect(), RwSignal::new(false));
    let provider = StoredValue::new(identity.provider);
    let long = move || tr!("people-identity-unlink-long", provider = provider.get_value());
    let unlink = move |_| {
        busy.set(true);
        spawn_local(async move {
            let answer = api::people::unlink_identity(id, &provider.get_value()).await;
            // The page may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => {
                    toasts.show(untrack(|| text("people-identity-unlinked")));
                    changed.run(());
                }
                Err(error) => toasts.show(untrack(|| words::error(&error))),
            }
        });
    };
    view! {
        <li>
            <div class="account-what">
                <p>
                    <strong>{provider.get_value()}</strong>
                    ": "
                    {identity.subject}
                </p>
                <p class="account-soft">
                    {t("people-identity-since")} " " <Ago at=identity.linked_at /> ", " {t("people-identity-used")} " "
                    <Ago at=identity.last_used_at />
                </p>
            </div>
            <button
                type="button"
                class="button button-small"
                aria-label=long
                disabled=move || busy.get()
                on:click=unlink
            >
                {t("people-identity-unlink")}
            </button>
        </li>
    }
}

#[component]
fn New(id: PersonId, providers: Vec<SignOnProvider>, changed: Callback<()>) -> impl IntoView {
    let toasts = Toasts::expect();
    let form = Form::new(FIELDS);
    let first = providers
        .first()
        .map(|provider| provider.name.clone())
        .unwrap_or_default();
    let (provider, subject) = (RwSignal::new(first), RwSignal::new(String::new()));
    let options = move || {
        let choice = |provider: &SignOnProvider| {
            let label = provider.label.or_other(language()).to_owned();
            (provider.name.clone(), label)
        };
        providers.iter().map(choice).collect::<Vec<_>>()
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut checks = Checks::default();
        checks.required("subject", &subject.get_untracked());
        if !form.begin(checks.found()) {
            return;
        }
        spawn_local(async move {
            let linked = api::people::link_identity(id, &provider.get_untracked(), subject.get_untracked()).await;
            match linked {
                Ok(_) => {
                    form.done();
                    toasts.show(untrack(|| text("people-identity-linked")));
                    changed.run(());
                }
                Err(error) => form.fail(error),
            }
        });
    };
    view! {
        <details>
            <summary>{t("people-identity-new")}</summary>
            <form class="form" novalidate aria-label=t("people-identity-new") on:submit=submit>
                <ErrorSummary complaints=form.complaints() />
                <SelectField
                    id="identity-provider"
                    label="people-identity-provider"
                    value=provider
                    options=Signal::derive(options)
                    error=form.error("provider")
                />
                <TextField
                    id="identity-subject"
                    label="people-identity-subject"
                    hint="people-identity-subject-hint"
                    value=subject
                    error=form.error("subject")
                />
                <div class="form-end">
                    <button type="submit" class="button" disabled=move || form.busy().get()>
                        {t("save")}
                    </button>
                </div>
            </form>
        </details>
    }
}
