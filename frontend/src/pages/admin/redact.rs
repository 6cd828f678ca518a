//! Removing secrets from a message: what would be removed, why, and the number of the ticket typed as the second question.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use pult_shared::{
    api::article::{RedactArticle, Redaction},
    ids::ArticleId,
    ticket::TicketNumber,
};

use super::frame::AdminPage;
use crate::{
    api,
    components::{ErrorSummary, Notice, TextArea, TextField, Tone},
    form::{Form, FormField},
    i18n::{t, text},
    place::Place,
    tr,
};

const FIELDS: &[FormField] = &[
    FormField {
        name: "texts",
        id: "redact-texts",
        label: "redact-texts",
    },
    FormField {
        name: "reason",
        id: "redact-reason",
        label: "redact-reason",
    },
    FormField {
        name: "confirm",
        id: "redact-confirm",
        label: "redact-confirm",
    },
];

// req: D5
#[component]
pub fn Redact() -> impl IntoView {
    let query = use_query_map();
    let id = Memo::new(move |_| query.with(|query| query.get("article")?.parse::<ArticleId>().ok()));
    view! {
        <AdminPage here=Place::AdminRedact>
            <p class="lead">{t("redact-lead")}</p>
            {move || match id.get() {
                Some(id) => view! { <RedactForm id /> }.into_any(),
                None => view! { <p>{t("redact-no-article")}</p> }.into_any(),
            }}
        </AdminPage>
    }
}

#[component]
fn RedactForm(id: ArticleId) -> impl IntoView {
    let form = Form::new(FIELDS);
    let (texts, reason, confirm) = (
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
    );
    let shown = RwSignal::new(None::<Redaction>);
    let ask = move |confirm: Option<TicketNumber>| {
        if !form.begin(Vec::new()) {
            return;
        }
        let asked = RedactArticle {
            reason: reason.get_untracked(),
            texts: texts
                .get_untracked()
                .lines()
                .map(|line| line.trim().to_owned())
                .filter(|line| !line.is_empty())
                .collect(),
            confirm,
        };
        spawn_local(async move {
            match api::articles::redact_article(id, &asked).await {
                Ok(found) => {
                    form.done();
                    shown.set(Some(found));
                }
                Err(error) => form.fail(error),
            }
        });
    };
    // What is typed anew is looked at anew.
    Effect::new(move |_| {
        texts.track();
        shown.set(None);
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let second = shown.with_untracked(Option::is_some);
        ask(second.then(|| TicketNumber(confirm.get_untracked().trim().trim_start_matches('#').to_owned())));
    };
    let done = move || shown.with(|shown| shown.as_ref().is_some_and(|found| found.done));
    let left = move || shown.with(|shown| shown.as_ref().map_or(0, |found| found.left));
    let found = move || {
        shown.get().map(|found| {
            let kinds: Vec<String> = found
                .found
                .iter()
                .map(|kind| text(&format!("secret-{}", kind.name())))
                .collect();
            let kinds = if kinds.is_empty() {
                text("redact-named")
            } else {
                kinds.join(", ")
            };
            tr!(
                "redact-found",
                kinds = kinds,
                articles = found.articles,
                mails = found.mails,
                places = found.places,
                number = found.number.0
            )
        })
    };
    view! {
        <form class="card form" novalidate on:submit=submit>
            <ErrorSummary complaints=form.complaints() />
            <Show
                when=move || !done()
                fallback=move || {
                    view! {
                        <Notice tone=Tone::Info>
                            <p>{t("redact-done")}</p>
                            {move || {
                                shown
                                    .get()
                                    .map(|found| {
                                        let path = Place::DeskTicket(found.number.0.clone()).path();
                                        view! { <p><a href=path>{tr!("redact-to-ticket", number = found.number.0)}</a></p> }
                                    })
                            }}
                        </Notice>
                    }
                }
            >
                <TextArea
                    id="redact-texts"
                    label="redact-texts"
                    hint="redact-texts-hint"
                    rows=3
                    value=texts
                    error=form.error("texts")
                    optional=true
                />
                <Show when=move || shown.with(Option::is_some)>
                    <Notice tone=Tone::Warning>
                        <p>{found}</p>
                        <Show when=move || left() != 0>
                            <p>{move || tr!("redact-left", count = left())}</p>
                        </Show>
                        <p>{t("redact-final")}</p>
                    </Notice>
                    <TextField
                        id="redact-reason"
                        label="redact-reason"
                        hint="redact-reason-hint"
                        value=reason
                        error=form.error("reason")
                    />
                    <TextField
                        id="redact-confirm"
                        label="redact-confirm"
                        hint="redact-confirm-hint"
                        value=confirm
                        error=form.error("confirm")
                    />
                </Show>
                <div class="form-end">
                    <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                        {move || text(if shown.with(Option::is_some) { "redact-now" } else { "redact-look" })}
                    </button>
                </div>
            </Show>
        </form>
    }
}
