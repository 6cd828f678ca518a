//! What a webhook has sent, with the answers, and sending it once more.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::webhook::{WebhookDelivery, WebhookDeliveryList},
    ids::{WebhookDeliveryId, WebhookId},
};

use crate::{
    api,
    components::Ago,
    fetch::Fetch,
    i18n::{t, text, words},
    toast::Toasts,
    tr,
};

#[component]
pub fn Deliveries(id: WebhookId) -> impl IntoView {
    let toasts = Toasts::expect();
    let sent = Fetch::<WebhookDeliveryList>::new();
    let load = move || sent.run(async move { api::webhooks::list_webhook_deliveries(id).await });
    let open = move |event: leptos::ev::Event| {
        if event_target::<web_sys::HtmlDetailsElement>(&event).open() {
            load();
        }
    };
    let replay = move |delivery: WebhookDeliveryId| {
        spawn_local(async move {
            match api::webhooks::replay_webhook_delivery(id, delivery).await {
                Ok(()) => toasts.show(untrack(|| text("webhook-replayed"))),
                Err(error) => toasts.show(untrack(|| words::error(&error))),
            }
            load();
        });
    };
    let row = move |one: WebhookDelivery| {
        let WebhookDelivery {
            id,
            number,
            status,
            attempts,
            created_at,
            body,
            answer_status,
            answer,
            ..
        } = one;
        let word = move || text(&format!("webhook-status-{}", status.name()));
        let answered = move || match answer_status {
            Some(status) => tr!("webhook-answer", status = status),
            None => text("webhook-no-answer"),
        };
        view! {
            <li class="rule-verdict">
                <p>
                    {number.0} " " <span class="badge">{word}</span> " " <span class="soft"><Ago at=created_at /></span>
                </p>
                <p class="soft">{move || tr!("webhook-attempts", count = attempts)} " – " {answered}</p>
                <details>
                    <summary>{t("webhook-content")}</summary>
                    <pre class="webhook-text" tabindex="0">{body}</pre>
                    {answer
                        .filter(|answer| !answer.is_empty())
                        .map(|answer| view! { <pre class="webhook-text" tabindex="0">{answer}</pre> })}
                </details>
                <button type="button" class="button button-small" on:click=move |_| replay(id)>
                    {t("webhook-replay")}
                </button>
            </li>
        }
    };
    let rows = move || {
        let list = sent.get()?;
        if list.items.is_empty() {
            return Some(view! { <p class="soft">{t("webhook-deliveries-none")}</p> }.into_any());
        }
        let rows = list.items.into_iter().map(row).collect_view();
        Some(view! { <ul class="plain-list rule-verdicts">{rows}</ul> }.into_any())
    };
    view! {
        <details class="rule-runs" on:toggle=open>
            <summary>{t("webhook-deliveries")}</summary>
            {move || sent.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
            {rows}
        </details>
    }
}
