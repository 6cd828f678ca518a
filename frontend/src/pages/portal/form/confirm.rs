//! Where the link of a confirmation leads. It confirms nothing by being opened: programs open links before people do.

use leptos::{prelude::*, task::spawn_local};

use super::{Thanks, filling::Done};
use crate::{
    api,
    components::{Notice, Tone},
    i18n::{t, words},
};

/// The token of the link that led here.
fn token_here() -> Option<String> {
    let hash = window().location().hash().ok()?;
    let token = hash.strip_prefix('#')?;
    (token.len() >= 32).then(|| token.to_owned())
}

#[component]
pub fn Confirm() -> impl IntoView {
    let token = StoredValue::new(token_here());
    let (busy, done, failure) = (RwSignal::new(false), RwSignal::new(None), RwSignal::new(None));
    let confirm = move |_| {
        let Some(token) = token.get_value() else { return };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match api::web_forms::confirm_form(token).await {
                Ok(sent) => done.set(sent.number.map(|number| Done::Opened(number.0))),
                Err(error) => failure.set(Some(error)),
            }
            busy.set(false);
        });
    };
    let ask = move || {
        if token.with_value(Option::is_none) {
            return view! {
                <Notice tone=Tone::Warning>
                    <p>{t("web-form-confirm-none")}</p>
                </Notice>
            }
            .into_any();
        }
        view! {
            <p class="lead">{t("web-form-confirm-lead")}</p>
            {move || {
                failure
                    .get()
                    .map(|error| {
                        view! {
                            <Notice tone=Tone::Error>
                                <p>{move || words::error(&error)}</p>
                            </Notice>
                        }
                    })
            }}
            <p>
                <button
                    type="button"
                    class="button button-primary"
                    disabled=move || busy.get()
                    on:click=confirm
                >
                    {t("web-form-confirm")}
                </button>
            </p>
        }
        .into_any()
    };
    view! {
        <div class="page page-form">
            {move || match done.get() {
                Some(done) => view! { <Thanks done again=None /> }.into_any(),
                None => {
                    view! {
                        <h1 tabindex="-1">{t("title-form-confirm")}</h1>
                        {ask}
                    }
                        .into_any()
                }
            }}
        </div>
    }
}
