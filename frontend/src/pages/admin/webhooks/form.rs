//! The form of one webhook.

use leptos::prelude::*;
use pult_shared::{
    api::webhook::{NewWebhook, WebhookDef, WebhookView},
    error::{FieldCode, FieldError},
    rule::RuleEvent,
};

use super::{
    super::{
        parts::{
            choices::{Choice, Choices},
            course::{Course, EditorHead},
            editor::Editor,
            ending::{Ending, Foot, Remove},
            filter_input::FilterInput,
            inputs::{Line, Pick, Switch},
            selection::log_href,
            tree,
        },
        rules::sentences,
    },
    Shown, blank,
    deliveries::Deliveries,
};
use crate::{
    api,
    components::{ErrorSummary, Notice, Tone},
    i18n::{t, text},
    place::Place,
    queues::Queues,
    session::Session,
};

#[component]
pub fn Form(
    /// Left out: a new webhook.
    existing: Option<WebhookView>,
    /// Fetches the list again.
    #[prop(into)]
    changed: Callback<()>,
) -> impl IntoView {
    let course = Course::new(Place::AdminWebhooks, changed);
    let shown = expect_context::<Shown>().0;
    let id = existing.as_ref().map(|one| one.id);
    let disabled = RwSignal::new(existing.as_ref().is_some_and(|one| one.disabled_at.is_some()));
    let editor = Editor::new(existing.map_or_else(blank, |one| one.webhook));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let webhook = untrack(|| editor.draft());
        let wrong = check(&webhook);
        match id {
            Some(id) => {
                let request = async move { api::webhooks::save_webhook(id, &webhook).await };
                editor.send(wrong, request, move |saved: WebhookView| {
                    let name = saved.webhook.name.clone();
                    disabled.set(false);
                    editor.keep(saved.webhook);
                    course.saved(&name, None);
                });
            }
            None => {
                let request = async move { api::webhooks::create_webhook(&webhook).await };
                editor.send(wrong, request, move |made: NewWebhook| {
                    let (id, name) = (made.webhook.id.to_string(), made.webhook.webhook.name.clone());
                    shown.set(Some(made.secret));
                    editor.keep(made.webhook.webhook);
                    course.saved(&name, Some(id));
                });
            }
        }
    };
    let renew = move |_| {
        let Some(id) = id else { return };
        let request = async move { api::webhooks::renew_webhook_secret(id).await };
        editor.send(Vec::new(), request, move |made: NewWebhook| {
            shown.set(Some(made.secret));
        });
    };
    let remove = move |()| {
        let Some(id) = id else { return };
        let name = untrack(|| editor.with_saved(|one| one.name.clone()));
        course.delete(editor, name, api::webhooks::delete_webhook(id));
    };
    let title = move || match id {
        None => text("webhook-new"),
        Some(_) => editor.with_saved(|one| one.name.clone()),
    };
    view! {
        <section class="card admin-editor" aria-label=t("admin-editor")>
            <EditorHead title=Signal::derive(title) place=Place::AdminWebhooks />
            <Show when=move || disabled.get()>
                <Notice tone=Tone::Warning>
                    <p>{t("webhook-disabled-text")}</p>
                </Notice>
            </Show>
            <form class="form" novalidate on:submit=save>
                <ErrorSummary complaints=editor.problems().complaints() />
                <Inputs editor />
                <Ending editor fresh=id.is_none() />
            </form>
            {id
                .map(|id| {
                    view! {
                        <Deliveries id />
                        <Foot log=log_href("webhook", &id.to_string())>
                            <button type="button" class="button" on:click=renew>
                                {t("webhook-renew")}
                            </button>
                            <Remove name=Signal::derive(title) busy=editor.busy() remove=Callback::new(remove) />
                        </Foot>
                    }
                })}
        </section>
    }
}

#[component]
fn Inputs(editor: Editor<WebhookDef>) -> impl IntoView {
    let (queues, session) = (Queues::expect(), Session::expect());
    let events = editor.bind(
        |one| {
            one.events
                .iter()
                .map(|event| event.name().to_owned())
                .collect::<Vec<_>>()
        },
        |one, names| {
            let known = RuleEvent::ALL.into_iter();
            one.events = known
                .filter(|event| names.iter().any(|name| name == event.name()))
                .collect();
        },
    );
    let all = || {
        let choice = |event: RuleEvent| Choice {
            key: event.name().to_owned(),
            name: sentences::event(event),
            depth: 0,
        };
        RuleEvent::ALL.into_iter().map(choice).collect::<Vec<_>>()
    };
    let queue = editor.bind(
        |one| one.queue_id.map(|id| id.to_string()).unwrap_or_default(),
        |one, id| one.queue_id = id.parse().ok(),
    );
    let places = move || {
        let all = queues.get().unwrap_or_default();
        tree::choices(&all, |queue| tree::manages(session, queue))
            .into_iter()
            .map(|choice| {
                (
                    choice.key,
                    format!("{}{}", "\u{2003}".repeat(choice.depth), choice.name),
                )
            })
            .collect::<Vec<_>>()
    };
    view! {
        <Line
            path="name"
            label="admin-name"
            value=editor.bind(|one| one.name.clone(), |one, name| one.name = name)
        />
        <Line
            path="url"
            label="webhook-url"
            value=editor.bind(|one| one.url.clone(), |one, url| one.url = url)
            kind="url"
            hint="webhook-url-hint"
        />
        <Choices
            path="events"
            label="rule-events"
            value=events
            choices=Signal::derive(all)
            hint="rule-events-hint"
            none="rule-events-none"
        />
        <Pick
            path="queue_id"
            label="rule-queue"
            value=queue
            options=Signal::derive(places)
            hint="rule-queue-hint"
            empty="rule-every-queue"
        />
        <FilterInput
            path="when"
            label="rule-when"
            value=editor.bind(|one| one.when.clone(), |one, when| one.when = when)
            hint="rule-when-hint"
        />
        <Switch
            path="valid"
            label="rule-valid"
            value=editor.bind(|one| one.valid, |one, valid| one.valid = valid)
            hint="webhook-valid-hint"
        />
    }
}

fn check(webhook: &WebhookDef) -> Vec<FieldError> {
    let required = [
        ("name", webhook.name.trim().is_empty()),
        ("url", webhook.url.trim().is_empty()),
        ("events", webhook.events.is_empty()),
    ];
    required
        .into_iter()
        .filter(|(_, missing)| *missing)
        .map(|(path, _)| FieldError::new(path, FieldCode::Required))
        .collect()
}
