//! What was sent by a form and waits for the click in a mail: send the mail once more, delete it, or take it as a ticket with a reason.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::web_form::{FormEntries, FormEntry},
    ids::WebFormId,
    limits::{FORM_ENTRY_MAILS_MAX, REASON_MAX},
};

use crate::{
    api::{self, ApiError},
    components::{Ago, Dialog, ErrorSummary, Failure, TextField},
    fetch::Fetch,
    form::{Checks, Form, FormField},
    i18n::{dates, t, text, words},
    toast::Toasts,
    tr,
};

const FIELDS: &[FormField] = &[FormField {
    name: "reason",
    id: "entry-reason",
    label: "web-form-entry-reason",
}];

// req: B18
#[component]
pub fn Entries(form: WebFormId, #[prop(into)] changed: Callback<()>) -> impl IntoView {
    let toasts = Toasts::expect();
    let waiting = Fetch::<FormEntries>::new();
    let load = move || waiting.run(async move { api::web_forms::list_form_entries(form).await });
    load();
    let done = Callback::new(move |said: String| {
        toasts.show(said);
        load();
        changed.run(());
    });
    let asked = RwSignal::new(None::<FormEntry>);
    let asking = RwSignal::new(false);
    let take = Callback::new(move |one: FormEntry| {
        asked.set(Some(one));
        asking.set(true);
    });
    let rows = move || {
        let items = waiting.get().unwrap_or_default().items.into_iter();
        items.map(|one| view! { <Row form one done take /> }).collect_view()
    };
    let any = Memo::new(move |_| waiting.with(|list| list.is_some_and(|list| !list.items.is_empty())));
    view! {
        {move || {
            waiting.error().map(|error| view! { <Failure message=Signal::derive(move || words::error(&error)) retry=load /> })
        }}
        <Show when=move || any.get()>
            <section class="admin-section" aria-labelledby="entries-title">
                <h3 id="entries-title">{t("web-form-entries")}</h3>
                <p class="field-hint">{t("web-form-entries-hint")}</p>
                <ul class="plain-list rule-verdicts">{rows}</ul>
            </section>
        </Show>
        <Dialog open=asking id="entry" title=Signal::derive(t("web-form-entry-take"))>
            {move || asked.get().map(|one| view! { <Take form one asking done /> })}
        </Dialog>
    }
}

#[component]
fn Row(form: WebFormId, one: FormEntry, done: Callback<String>, take: Callback<FormEntry>) -> impl IntoView {
    let toasts = Toasts::expect();
    let busy = RwSignal::new(false);
    let end = move |answer: Result<(), ApiError>, said: String| {
        let _gone_with_its_page = busy.try_set(false);
        match answer {
            Ok(()) => done.run(said),
            Err(error) => toasts.show(untrack(|| words::error(&error))),
        }
    };
    let FormEntry {
        id,
        address,
        subject,
        mails,
        created_at,
        expires_at,
    } = one.clone();
    let (id, named) = (StoredValue::new(id), StoredValue::new(address.clone()));
    let said = move |key: &str| untrack(|| tr!(key, address = named.get_value()));
    let again = move |_| {
        busy.set(true);
        spawn_local(async move {
            let answer = api::web_forms::send_form_entry_again(form, &id.get_value()).await;
            end(answer, said("web-form-entry-sent"));
        });
    };
    let remove = move |_| {
        busy.set(true);
        spawn_local(async move {
            let answer = api::web_forms::delete_form_entry(form, &id.get_value()).await;
            end(answer, said("web-form-entry-deleted"));
        });
    };
    let enough = mails >= FORM_ENTRY_MAILS_MAX;
    let label = move |key: &'static str| move || format!("{}: {}", text(key), named.get_value());
    let subject = move || {
        if subject.is_empty() {
            text("no-subject")
        } else {
            subject.clone()
        }
    };
    view! {
        <li class="rule-verdict">
            <p>
                <strong class="as-written">{subject}</strong>
            </p>
            <p class="soft">
                <span class="as-written">{address}</span>
                " · "
                <Ago at=Signal::stored(created_at) />
                " · "
                {move || tr!("web-form-entry-until", at = dates::short(expires_at), count = mails)}
            </p>
            <div class="form-end">
                <button
                    type="button"
                    class="button button-small"
                    aria-label=label("web-form-entry-take")
                    disabled=move || busy.get()
                    on:click=move |_| take.run(one.clone())
                >
                    {t("web-form-entry-take")}
                </button>
                <button
                    type="button"
                    class="button button-small"
                    aria-label=label("web-form-entry-send")
                    disabled=move || busy.get() || enough
                    on:click=again
                >
                    {t("web-form-entry-send")}
                </button>
                <button
                    type="button"
                    class="button button-small button-danger"
                    aria-label=label("admin-delete")
                    disabled=move || busy.get()
                    on:click=remove
                >
                    {t("admin-delete")}
                </button>
            </div>
        </li>
    }
}

/// Asks for the reason.
#[component]
fn Take(form: WebFormId, one: FormEntry, asking: RwSignal<bool>, done: Callback<String>) -> impl IntoView {
    let fields = Form::new(FIELDS);
    let reason = RwSignal::new(String::new());
    let id = StoredValue::new(one.id);
    let take = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let said = reason.get_untracked().trim().to_owned();
        let mut checks = Checks::default();
        checks.required("reason", &said);
        checks.at_most("reason", &said, REASON_MAX);
        if fields.busy().get_untracked() || !fields.begin(checks.found()) {
            return;
        }
        spawn_local(async move {
            match api::web_forms::open_form_entry(form, &id.get_value(), said).await {
                Ok(opened) => {
                    fields.done();
                    asking.set(false);
                    let number = opened.number.map(|number| number.0).unwrap_or_default();
                    done.run(untrack(|| tr!("web-form-entry-taken", number = number)));
                }
                Err(error) => fields.fail(error),
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=take>
            <ErrorSummary complaints=fields.complaints() />
            <p class="as-written">{one.address} " · " {one.subject}</p>
            <TextField
                id="entry-reason"
                label="web-form-entry-reason"
                hint="web-form-entry-reason-hint"
                value=reason
                error=fields.error("reason")
            />
            <div class="form-end">
                <button type="submit" class="button button-primary" disabled=move || fields.busy().get()>
                    {t("web-form-entry-take")}
                </button>
                <button type="button" class="button" on:click=move |_| asking.set(false)>
                    {t("cancel")}
                </button>
            </div>
        </form>
    }
}
