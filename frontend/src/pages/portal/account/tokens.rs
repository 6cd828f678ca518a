//! Personal API tokens: made, shown once, and revoked.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::account::{ApiTokenList, CreateApiToken, TokenScope},
    error::FieldCode,
    ids::ApiTokenId,
};

use crate::{
    api,
    components::{ErrorSummary, Failure, Notice, SelectField, TextField, TokenLine, Tone, scope_word},
    fetch::Fetch,
    form::{Checks, Form, FormField},
    i18n::{t, text, words},
    toast::Toasts,
};

const FIELDS: &[FormField] = &[
    FormField {
        name: "name",
        id: "token-name",
        label: "account-token-name",
    },
    FormField {
        name: "days",
        id: "token-days",
        label: "account-token-days",
    },
];

#[component]
pub fn Tokens() -> impl IntoView {
    let toasts = Toasts::expect();
    let tokens = Fetch::<ApiTokenList>::new();
    let load = move || tokens.run(api::account::list_api_tokens());
    load();
    let made = RwSignal::new(None::<String>);
    let revoke = Callback::new(move |id: ApiTokenId| {
        spawn_local(async move {
            match api::account::revoke_api_token(id).await {
                Ok(()) => toasts.show(text("account-token-revoked")),
                Err(error) => toasts.show(words::error(&error)),
            }
            load();
        });
    });
    let done = Callback::new(move |token: String| {
        made.set(Some(token));
        load();
    });
    view! {
        <section class="card account-part" aria-labelledby="account-tokens">
            <h2 id="account-tokens">{t("account-tokens")}</h2>
            <p class="lead">{t("account-tokens-lead")}</p>
            {move || {
                tokens
                    .error()
                    .map(|error| {
                        view! { <Failure message=Signal::derive(move || words::error(&error)) retry=load /> }
                    })
            }}
            <ul class="account-list">
                {move || {
                    let list = tokens.get().unwrap_or_default();
                    list.items.into_iter().map(|item| view! { <TokenLine item revoke /> }).collect_view()
                }}
            </ul>
            <div aria-live="polite">
                {move || {
                    made.get()
                        .map(|token| {
                            view! {
                                <Notice tone=Tone::Info>
                                    <p>{t("account-token-made")}</p>
                                    <p>
                                        <code class="account-token">{token}</code>
                                    </p>
                                </Notice>
                            }
                        })
                }}
            </div>
            <details>
                <summary>{t("account-token-new")}</summary>
                <New done />
            </details>
        </section>
    }
}

#[component]
fn New(done: Callback<String>) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let days = RwSignal::new("90".to_owned());
    let scope = RwSignal::new(TokenScope::Read.name().to_owned());
    let form = Form::new(FIELDS);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let number = days.get_untracked().trim().parse::<u32>().ok();
        let mut checks = Checks::default();
        checks.required("name", &name.get_untracked());
        if number.is_none_or(|days| !(1..=366).contains(&days)) {
            checks.add("days", FieldCode::Malformed);
        }
        if !form.begin(checks.found()) {
            return;
        }
        let request = CreateApiToken {
            name: name.get_untracked(),
            scope: TokenScope::from_name(&scope.get_untracked()).unwrap_or_default(),
            days: number.unwrap_or_default(),
        };
        spawn_local(async move {
            match api::account::create_api_token(&request).await {
                Ok(made) => {
                    form.done();
                    name.set(String::new());
                    done.run(made.token);
                }
                Err(error) => form.fail(error),
            }
        });
    };
    let scopes = || {
        let option = |scope: TokenScope| (scope.name().to_owned(), scope_word(scope));
        TokenScope::ALL.into_iter().map(option).collect::<Vec<_>>()
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary complaints=form.complaints() />
            <TextField
                id="token-name"
                label="account-token-name"
                hint="account-token-name-hint"
                value=name
                error=form.error("name")
            />
            <SelectField
                id="token-scope"
                label="account-token-scope"
                value=scope
                options=Signal::derive(scopes)
                error=form.error("scope")
            />
            <TextField
                id="token-days"
                label="account-token-days"
                kind="number"
                value=days
                error=form.error("days")
            />
            <div class="form-end">
                <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                    {t("account-token-create")}
                </button>
            </div>
        </form>
    }
}
