//! One mail of the ledger: its headers and text as plain text, and what people did with it.

use leptos::prelude::*;
use pult_shared::api::mail::{IncomingMailDetail, MailLogEntry};

use super::{super::postmaster::applied, Opened, table::why};
use crate::{
    api,
    components::{Ago, Dialog, Icon, Loading, Sign},
    fetch::Fetch,
    i18n::{t, text, words},
};

#[component]
pub fn DetailDialog(opened: Opened) -> impl IntoView {
    let open = RwSignal::new(false);
    let detail = Fetch::<IncomingMailDetail>::new();
    Effect::new(move |_| {
        if let Some(id) = opened.detail.get() {
            detail.run(async move { api::mails::get_incoming_mail(id).await });
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            opened.detail.set(None);
        }
    });
    view! {
        <Dialog open id="incoming-detail" title=Signal::derive(t("incoming-detail")) wide=true>
            <Detail detail />
        </Dialog>
    }
}

#[component]
fn Detail(detail: Fetch<IncomingMailDetail>) -> impl IntoView {
    let content = move || detail.get().filter(|_| !detail.busy()).map(shown);
    view! {
        {content}
        <Show when=move || detail.busy()>
            <Loading />
        </Show>
        {move || detail.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
    }
}

fn shown(detail: IncomingMailDetail) -> impl IntoView {
    let IncomingMailDetail {
        mail,
        headers,
        text,
        log,
    } = detail;
    let (id, outcome) = (mail.id, mail.outcome);
    let filters = (!mail.filters.is_empty()).then(|| {
        view! {
            <h3>{t("title-admin-postmaster")}</h3>
            <ul class="plain-list">{mail.filters.into_iter().map(applied).collect_view()}</ul>
        }
    });
    let log = (!log.is_empty()).then(|| {
        view! {
            <h3>{t("incoming-log")}</h3>
            <ul class="plain-list">{log.into_iter().map(entry).collect_view()}</ul>
        }
    });
    view! {
        <p>
            <span class=format!("badge badge-outcome-{}", outcome.name())>{move || words::outcome(outcome)}</span>
            {why(mail.reason_code, mail.reason)}
        </p>
        <p>
            <a class="button button-small" href=api::mails::raw_href(id) download=format!("{id}.eml") rel="external">
                <Icon sign=Sign::Download />
                {t("incoming-download")}
            </a>
        </p>
        {filters}
        {log}
        <h3>{t("mail-headers")}</h3>
        <pre class="raw" tabindex="0">
            {headers}
        </pre>
        <h3>{t("mail-text")}</h3>
        <pre class="raw" tabindex="0">
            {text}
        </pre>
        <p class="soft">"SHA-256: " <code class="hash">{mail.sha256}</code></p>
    }
}

fn entry(entry: MailLogEntry) -> impl IntoView {
    let MailLogEntry {
        at,
        actor,
        action,
        detail,
        outcome,
    } = entry;
    view! {
        <li>
            <strong>{actor.map(|person| person.name)}</strong>
            ": "
            {move || text(&format!("mail-action-{}", action.name()))}
            {detail.map(|detail| format!(" – {detail}"))}
            " → "
            {move || words::outcome(outcome)}
            " · "
            <Ago at=Signal::stored(at) />
        </li>
    }
}
