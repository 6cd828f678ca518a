//! A mail as it came or went: its headers and its source as plain text, in a dialog. Nothing of it is interpreted.

use leptos::prelude::*;
use pult_shared::{api::article::ArticleView, ids::ArticleId};

use crate::{
    api::{self, articles::RawStart},
    components::{Dialog, Icon, Loading, Sign},
    fetch::Fetch,
    i18n::{t, words},
    uploads::FILE_LINKS,
};

/// Which mail is looked at.
#[derive(Clone, Copy)]
pub struct Source {
    open: RwSignal<bool>,
    raw: Fetch<RawStart>,
    id: RwSignal<Option<ArticleId>>,
}

impl Source {
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            raw: Fetch::new(),
            id: RwSignal::new(None),
        }
    }

    pub fn show(self, article: &ArticleView) {
        let id = article.id;
        self.id.set(Some(id));
        self.raw.clear();
        self.raw.run(api::articles::get_raw_start(id));
        self.open.set(true);
    }
}

// req: D20
#[component]
pub fn SourceDialog(source: Source) -> impl IntoView {
    let shown = move || {
        source.raw.get().map(|raw| {
            let (headers, body) = raw.parts();
            let cut = raw.cut;
            view! {
                <h3>{t("mail-headers")}</h3>
                <pre class="raw" tabindex="0" role="region" aria-label=t("mail-headers")>
                    {headers.to_owned()}
                </pre>
                <h3>{t("mail-source")}</h3>
                <pre class="raw" tabindex="0" role="region" aria-label=t("mail-source")>
                    {body.to_owned()}
                </pre>
                {cut.then(|| view! { <p class="soft">{t("mail-source-cut")}</p> })}
            }
        })
    };
    let download = move || {
        source.id.get().map(|id| {
            view! {
                <a class="button button-small" href=(FILE_LINKS.raw)(id) download=format!("{id}.eml") rel="external">
                    <Icon sign=Sign::Download />
                    {t("article-raw")}
                </a>
            }
        })
    };
    view! {
        <Dialog open=source.open id="mail-source" title=Signal::derive(t("article-source")) wide=true>
            {shown}
            <Show when=move || source.raw.busy()>
                <Loading />
            </Show>
            {move || source.raw.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
            <div class="form-end">{download}</div>
        </Dialog>
    }
}
