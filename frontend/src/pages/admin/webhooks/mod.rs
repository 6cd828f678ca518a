//! Webhooks: the list, the form, and what each has sent.

mod deliveries;
mod form;

use leptos::prelude::*;
use pult_shared::api::webhook::{WebhookDef, WebhookList, WebhookView};

use self::form::Form;
use super::{
    parts::{
        list_page::{ListPage, ListTable, Said, State},
        selection::{Chosen, href, row_id},
    },
    rules::sentences,
};
use crate::{
    api,
    components::{Ago, Notice, Tone},
    fetch::Fetch,
    i18n::t,
    place::Place,
    queues::Queues,
    tr,
};

/// A secret that was made just now: shown until the page is left, and never again.
#[derive(Clone, Copy)]
pub struct Shown(pub RwSignal<Option<String>>);

#[component]
pub fn Webhooks() -> impl IntoView {
    Queues::expect().refresh();
    let webhooks = Fetch::<WebhookList>::new();
    let load = Callback::new(move |()| webhooks.run(async { api::webhooks::list_webhooks().await }));
    load.run(());
    let secret = RwSignal::new(None::<String>);
    provide_context(Shown(secret));
    let state = State::of(webhooks, |list| list.items.is_empty(), load);
    let form = move |key: Option<String>| match key {
        None => Some(view! { <Form existing=None changed=load /> }.into_any()),
        Some(key) => find(webhooks, &key).map(|one| view! { <Form existing=Some(one) changed=load /> }.into_any()),
    };
    let rows = move || {
        let items = webhooks.with(|list| list.map(|list| list.items.clone()));
        items.unwrap_or_default().into_iter().map(row).collect_view()
    };
    let disabled = move || {
        let off = |list: &WebhookList| list.items.iter().filter(|one| one.disabled_at.is_some()).count();
        let count = webhooks.with(|list| list.map_or(0, off));
        (count > 0).then(|| {
            view! {
                <Notice tone=Tone::Warning>
                    <p>{move || tr!("webhooks-disabled", count = count)}</p>
                </Notice>
            }
        })
    };
    let shown = move || {
        secret.get().map(|secret| {
            view! {
                <Notice tone=Tone::Info>
                    <p>{t("webhook-secret-shown")}</p>
                    <p>
                        <code class="webhook-secret">{secret}</code>
                    </p>
                </Notice>
            }
        })
    };
    view! {
        <ListPage
            here=Place::AdminWebhooks
            said=Said {
                add: "webhook-add",
                gone: "error-webhook_not_found",
            }
            state
            form
        >
            <div aria-live="polite">{shown}</div>
            {disabled}
            <ListTable
                state
                title="title-admin-webhooks"
                none="webhooks-none"
                columns=&["admin-name", "webhook-url", "rule-events"]
                rows
            />
        </ListPage>
    }
}

fn blank() -> WebhookDef {
    WebhookDef {
        name: String::new(),
        url: String::new(),
        valid: true,
        queue_id: None,
        events: Vec::new(),
        when: String::new(),
    }
}

fn find(webhooks: Fetch<WebhookList>, id: &str) -> Option<WebhookView> {
    let id = id.parse().ok()?;
    webhooks.with(|list| list?.items.iter().find(|one| one.id == id).cloned())
}

fn row(one: WebhookView) -> impl IntoView {
    let key = one.id.to_string();
    let link = href(&Place::AdminWebhooks, &Chosen::One(key.clone()));
    let WebhookView {
        webhook,
        failing_since,
        disabled_at,
        ..
    } = one;
    let events = webhook.events;
    let said = move || {
        let all: Vec<String> = events.iter().map(|event| sentences::event(*event)).collect();
        all.join(", ")
    };
    let failing = failing_since.filter(|_| disabled_at.is_none());
    view! {
        <tr class:admin-row-invalid=!webhook.valid>
            <td class="admin-name">
                <a id=row_id(&key) href=link data-noscroll="">
                    <span>{webhook.name}</span>
                </a>
                {(!webhook.valid).then(|| view! { <span class="admin-mark">{t("admin-invalid")}</span> })}
                {disabled_at.map(|_| view! { <span class="admin-mark rule-broken">{t("webhook-disabled")}</span> })}
                {failing
                    .map(|at| {
                        view! { <span class="admin-mark rule-broken">{t("webhook-failing")} " " <Ago at /></span> }
                    })}
            </td>
            <td class="rule-summary">
                <code>{webhook.url}</code>
            </td>
            <td class="rule-summary">{said}</td>
        </tr>
    }
}
