//! Where a form is, and what another website writes to show it.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::api::web_form::WebFormDef;

use super::super::parts::editor::Editor;
use crate::{
    i18n::{t, text, words},
    place::Place,
    toast::Toasts,
    web,
};

/// The markup, with what could end an attribute taken out of the name.
fn snippet(address: &str, name: &str) -> String {
    let name = name.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    format!(
        "<iframe src=\"{address}?embed=1\" title=\"{name}\" width=\"100%\" height=\"900\" loading=\"lazy\"></iframe>"
    )
}

#[component]
pub fn Embed(editor: Editor<WebFormDef>) -> impl IntoView {
    let toasts = Toasts::expect();
    let path = move || editor.with_saved(|one| Place::Form(one.slug.clone()).path());
    let origin = window().location().origin().unwrap_or_default();
    let address = Memo::new(move |_| format!("{origin}{}", path()));
    let embeds = move || editor.with_saved(|one| !one.embed_origins.is_empty());
    let markup = move || {
        let name = editor.with_saved(|one| words::name(&one.names));
        snippet(&address.get(), &name)
    };
    let copy = move |_| {
        let markup = untrack(markup);
        spawn_local(async move {
            if web::copy(&markup).await {
                toasts.show(text("web-form-copied"));
            }
        });
    };
    view! {
        <p>
            <a class="button" href=path target="_blank" rel="noopener external">
                {t("web-form-open")}
                <span class="visually-hidden">" " {t("web-form-new-window")}</span>
            </a>
        </p>
        <Show when=embeds>
            <div>
                <h3 id="embed-title">{t("web-form-embed")}</h3>
                <p class="field-hint">{t("web-form-embed-hint")}</p>
                <pre class="web-form-snippet" tabindex="0" role="region" aria-labelledby="embed-title">
                    <code>{markup}</code>
                </pre>
                <button type="button" class="button button-small" on:click=copy>
                    {t("web-form-copy")}
                </button>
            </div>
        </Show>
    }
}
