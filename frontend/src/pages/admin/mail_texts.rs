//! What the whole desk says in its mails, where no queue says anything else.

use leptos::prelude::*;
use pult_shared::api::{
    mail::{MailTexts, MailTextsView},
    queue::Names,
};

use super::{
    frame::AdminPage,
    parts::{
        editor::Editor,
        ending::{Ending, Foot},
        inputs::Both,
    },
};
use crate::{
    api,
    components::{ErrorSummary, Failure, Loading},
    fetch::Fetch,
    i18n::{t, words},
    place::Place,
};

// req: A18
#[component]
pub fn MailTextsPage() -> impl IntoView {
    let texts = Fetch::<MailTextsView>::new();
    let load = move || texts.run(async { api::mail_texts::get_mail_texts().await });
    load();
    view! {
        <AdminPage here=Place::AdminMailTexts>
            {move || match (texts.get(), texts.error()) {
                (Some(view), _) => view! { <Form view /> }.into_any(),
                (None, Some(error)) => {
                    view! { <Failure message=Signal::derive(move || words::error(&error)) retry=load /> }.into_any()
                }
                (None, None) => view! { <Loading /> }.into_any(),
            }}
        </AdminPage>
    }
}

#[component]
fn Form(view: MailTextsView) -> impl IntoView {
    let MailTextsView { texts, otherwise } = view;
    let editor = Editor::<MailTexts>::new(texts);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let draft = editor.draft();
        editor.send(
            Vec::new(),
            async move { api::mail_texts::save_mail_texts(&draft).await },
            move |saved: MailTextsView| editor.keep(saved.texts),
        );
    };
    let notice = editor.bind(
        |texts| texts.privacy_notice.clone(),
        |texts, notice| texts.privacy_notice = notice,
    );
    view! {
        <form class="card form" novalidate on:submit=save>
            <ErrorSummary complaints=editor.problems().complaints() />
            <h2>{t("mail-texts-privacy")}</h2>
            <p class="soft">{t("mail-texts-privacy-lead")}</p>
            <Both path="privacy_notice" label="mail-texts-notice" value=notice rows=6 optional=true />
            <Otherwise names=otherwise.privacy_notice />
            <Ending editor />
        </form>
        <Foot log=format!("{}?kind=mail_texts", Place::AdminLog.path()) />
    }
}

/// What holds as long as nothing is written here.
#[component]
fn Otherwise(names: Names) -> impl IntoView {
    let configured = !names.is_empty();
    let lead = if configured {
        "mail-texts-configured"
    } else {
        "mail-texts-own"
    };
    let one = |label: &'static str, lang: &'static str, text: String| {
        (!text.trim().is_empty()).then(|| view! { <dt>{t(label)}</dt> <dd lang=lang>{text}</dd> })
    };
    let Names { de, en } = names;
    view! {
        <p class="field-hint">{t(lead)}</p>
        {configured
            .then(|| {
                view! {
                    <dl class="rule-facts">
                        {one("admin-language-de", "de", de)} {one("admin-language-en", "en", en)}
                    </dl>
                }
            })}
    }
}
