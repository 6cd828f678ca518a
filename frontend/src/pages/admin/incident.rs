//! One answer to all who have asked below an incident: a text for each language that is spoken there, how many get it, and how far it is. An agent's page that stands in this
//! program, since it is needed on few days and the desk is loaded on all.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::{
        bulk::{BulkFailure, BulkJobView, BulkStatus},
        incident::{AnswerIncident, IncidentView},
        queue::Names,
        template::{TemplateKind, TemplateList},
    },
    catalog::{StateKey, StateType},
    error::FieldCode,
    ids::BulkJobId,
    person::Language,
    ticket::TicketNumber,
};

use crate::{
    a11y, api, catalog,
    components::{ErrorSummary, Failure, Loading, Notice, SelectField, StateBadge, TextArea, Tone},
    fetch::Fetch,
    form::{Checks, Form, FormField},
    i18n::{t, text, words},
    place::Place,
    tr,
};

const FIELDS: &[FormField] = &[
    FormField {
        name: "texts",
        id: "incident-de",
        label: "incident-text-de",
    },
    FormField {
        name: "texts.de",
        id: "incident-de",
        label: "incident-text-de",
    },
    FormField {
        name: "texts.en",
        id: "incident-en",
        label: "incident-text-en",
    },
    FormField {
        name: "close",
        id: "incident-close",
        label: "incident-close",
    },
];

const EACH_SECOND: Duration = Duration::from_secs(1);

// req: C9
#[component]
pub fn Incident(number: String) -> impl IntoView {
    let number = StoredValue::new(number);
    let found = Fetch::<IncidentView>::new();
    let load = move || found.run(async move { api::tickets::get_incident(&number.get_value()).await });
    load();
    let job = RwSignal::new(None::<BulkJobView>);
    let back = Place::DeskTicket(number.get_value()).path();
    let line = move || {
        found.get().map(|incident| {
            let ticket = incident.ticket;
            view! {
                <p class="lead">
                    {format!("{} {} ", ticket.number.0, words::subject(&ticket.subject))}
                    <StateBadge state=Signal::stored(ticket.state) kind=Signal::stored(ticket.state_type) />
                </p>
            }
        })
    };
    let ended = Callback::new(move |()| load());
    // How far it is changes each second; the page does not.
    let begun = Memo::new(move |_| job.with(Option::is_some));
    let body = move || {
        if begun.get() {
            return view! { <Progress job ended /> }.into_any();
        }
        match found.get() {
            Some(incident) if incident.languages.is_empty() => view! { <p>{t("incident-nobody")}</p> }.into_any(),
            Some(incident) => view! { <Answer incident job /> }.into_any(),
            None => ().into_any(),
        }
    };
    view! {
        <div class="page page-narrow">
            <h1 tabindex="-1">{t("title-incident")}</h1>
            {line}
            <p>
                <a href=back>{t("incident-back")}</a>
            </p>
            {move || {
                found
                    .error()
                    .map(|error| view! { <Failure message=Signal::derive(move || words::error(&error)) retry=load /> })
            }}
            <Show when=move || found.with(|found| found.is_none()) && found.error().is_none()>
                <Loading />
            </Show>
            {body}
            {move || found.get().map(|incident| view! { <Left incident /> })}
        </div>
    }
}

/// How many of those who are written to speak a language.
fn speakers(incident: &IncidentView, language: Language) -> u32 {
    let of = |one: &&pult_shared::api::incident::IncidentLanguage| one.language == language;
    incident.languages.iter().find(of).map_or(0, |one| one.count)
}

/// Closed states, with an empty choice first.
fn closings() -> Vec<(String, String)> {
    let closed = catalog::valid_states().into_iter();
    closed
        .filter(|state| state.state_type == StateType::Closed)
        .map(|state| (state.key.0, words::name(&state.names)))
        .collect()
}

#[component]
fn Answer(incident: IncidentView, job: RwSignal<Option<BulkJobView>>) -> impl IntoView {
    let form = Form::new(FIELDS);
    let (de, en) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (close, with_parent) = (RwSignal::new(String::new()), RwSignal::new(false));
    let number = StoredValue::new(incident.ticket.number.0.clone());
    let (german, english) = (speakers(&incident, Language::De), speakers(&incident, Language::En));
    let all = german + english;
    let requester = incident.requester.name.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let texts = Names {
            de: de.get_untracked(),
            en: en.get_untracked(),
        };
        let mut checks = Checks::default();
        if texts.is_empty() {
            checks.add("texts", FieldCode::Required);
        }
        if !form.begin(checks.found()) {
            return;
        }
        let request = AnswerIncident {
            texts,
            close: Some(close.get_untracked())
                .filter(|key| !key.is_empty())
                .map(StateKey::new),
            with_parent: with_parent.get_untracked(),
        };
        spawn_local(async move {
            match api::tickets::answer_incident(&number.get_value(), &request).await {
                Ok(begun) => {
                    form.done();
                    job.set(Some(begun));
                }
                Err(error) => form.fail(error),
            }
        });
    };
    // Whose language has no text gets the other one, and the page says how many they are.
    let other = move || {
        let (has_de, has_en) = (
            de.with(|text| !text.trim().is_empty()),
            en.with(|text| !text.trim().is_empty()),
        );
        match (has_de, has_en) {
            (true, false) if english > 0 => Some(tr!("incident-in-german", count = english)),
            (false, true) if german > 0 => Some(tr!("incident-in-english", count = german)),
            _ => None,
        }
    };
    let numbers = move || tr!("incident-who", count = all, german = german, english = english);
    let (done, beyond) = (incident.done, incident.beyond);
    let more = (done + beyond > 0).then_some(move || tr!("incident-others", done = done, beyond = beyond));
    view! {
        <form class="card form" novalidate on:submit=submit>
            <ErrorSummary complaints=form.complaints() />
            <p>{numbers}</p>
            {more.map(|more| view! { <p class="soft">{more}</p> })}
            <Templates queue=incident.queue.id de en />
            <TextArea
                id="incident-de"
                label="incident-text-de"
                hint="incident-text-hint"
                value=de
                error=form.error("texts.de")
                optional=true
            />
            <TextArea id="incident-en" label="incident-text-en" value=en error=form.error("texts.en") optional=true />
            {move || {
                other()
                    .map(|told| {
                        view! {
                            <Notice tone=Tone::Warning>
                                <p>{told}</p>
                            </Notice>
                        }
                    })
            }}
            <SelectField
                id="incident-close"
                label="incident-close"
                hint="incident-close-hint"
                value=close
                options=Signal::derive(closings)
                error=form.error("close")
                placeholder="incident-close-not"
            />
            <label class="check">
                <input
                    type="checkbox"
                    id="incident-parent"
                    on:change=move |event| with_parent.set(event_target_checked(&event))
                />
                <span>{move || tr!("incident-with-parent", name = requester.clone())}</span>
            </label>
            <div class="form-end">
                <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                    {move || tr!("incident-send", count = all + u32::from(with_parent.get()))}
                </button>
            </div>
        </form>
    }
}

/// Texts that are kept for answers: one fills in both languages.
#[component]
fn Templates(queue: pult_shared::ids::QueueId, de: RwSignal<String>, en: RwSignal<String>) -> impl IntoView {
    let found = Fetch::<TemplateList>::new();
    found.run(async move { api::templates::list_templates(Some(queue), Some(TemplateKind::Answer)).await });
    let choose = move |event: leptos::ev::Event| {
        let wanted = event_target_value(&event);
        let items = found.get_untracked().unwrap_or_default().items;
        if let Some(one) = items.into_iter().find(|one| one.id.to_string() == wanted) {
            de.set(one.template.body.de);
            en.set(one.template.body.en);
        }
    };
    let options = move || {
        let items = found.get().unwrap_or_default().items.into_iter();
        items
            .map(|one| view! { <option value=one.id.to_string()>{words::name(&one.template.names)}</option> })
            .collect_view()
    };
    view! {
        <Show when=move || found.with(|found| found.is_some_and(|found| !found.items.is_empty()))>
            <div class="field">
                <label for="incident-template">{t("incident-template")}</label>
                <select id="incident-template" on:change=choose>
                    <option value="">{t("incident-template-none")}</option>
                    {options}
                </select>
            </div>
        </Show>
    }
}

/// How far it is, looked at each second, and at the end what did not go through.
#[component]
fn Progress(job: RwSignal<Option<BulkJobView>>, ended: Callback<()>) -> impl IntoView {
    let lost = RwSignal::new(false);
    if let Some(id) = job.with_untracked(|job| job.as_ref().map(|job| job.id)) {
        look_later(id, job, lost, ended);
    }
    let running = move || job.with(|job| job.as_ref().is_some_and(|job| job.status == BulkStatus::Running));
    let said = move || {
        job.with(|job| {
            job.as_ref().map(|job| {
                let key = if job.status == BulkStatus::Running {
                    "incident-running"
                } else {
                    "incident-sent"
                };
                tr!(key, done = job.done, total = job.total, failed = job.failed)
            })
        })
    };
    let failures = move || {
        let failures = job
            .with(|job| job.as_ref().map(|job| job.failures.clone()))
            .unwrap_or_default();
        failures
            .into_iter()
            .map(|one| view! { <FailureLine failure=one /> })
            .collect_view()
    };
    let stop = move |_| {
        let Some(id) = job.with_untracked(|job| job.as_ref().map(|job| job.id)) else {
            return;
        };
        spawn_local(async move {
            if let Ok(stopped) = api::bulk::stop_bulk_job(id).await {
                let _ = job.try_set(Some(stopped));
            }
        });
    };
    view! {
        <section class="card job" aria-labelledby="incident-progress-label">
            <p id="incident-progress-label">{said}</p>
            <div class="form-end">
                <progress
                    aria-labelledby="incident-progress-label"
                    max=move || job.with(|job| job.as_ref().map_or(1, |job| job.total.max(1))).to_string()
                    prop:value=move || job.with(|job| job.as_ref().map_or(0, |job| job.done + job.failed)).to_string()
                ></progress>
                <Show when=running>
                    <button type="button" class="button button-small" on:click=stop>
                        {t("incident-stop")}
                    </button>
                </Show>
            </div>
            <Show when=move || lost.get()>
                <p class="field-error">{t("incident-lost")}</p>
            </Show>
            <ul>{failures}</ul>
        </section>
    }
}

fn look_later(id: BulkJobId, job: RwSignal<Option<BulkJobView>>, lost: RwSignal<bool>, ended: Callback<()>) {
    let look = move || {
        spawn_local(async move {
            let seen = api::bulk::get_bulk_job(id).await;
            // Gone with its page.
            if lost.try_set(seen.is_err()).is_some() {
                return;
            }
            let runs = seen.as_ref().map_or(true, |seen| seen.status == BulkStatus::Running);
            if let Ok(seen) = seen {
                job.set(Some(seen));
            }
            if runs {
                look_later(id, job, lost, ended);
            } else {
                a11y::announce(&untrack(t("incident-ended")));
                ended.run(());
            }
        });
    };
    set_timeout(look, EACH_SECOND);
}

#[component]
fn TicketLink(number: TicketNumber) -> impl IntoView {
    let path = Place::DeskTicket(number.0.clone()).path();
    view! { <a href=path>{number.0}</a> }
}

#[component]
fn FailureLine(failure: BulkFailure) -> impl IntoView {
    let why = move || {
        let fields: Vec<String> = failure
            .errors
            .iter()
            .map(|error| words::field_error(error.code))
            .collect();
        let code = text(&format!("error-{}", failure.code.code()));
        [vec![code], fields].concat().join(" ")
    };
    view! {
        <li>
            <TicketLink number=failure.number />
            " "
            {why}
        </li>
    }
}

/// What could not be closed along with it.
#[component]
fn Left(incident: IncidentView) -> impl IntoView {
    let row = |left: pult_shared::api::incident::LeftOpen| {
        view! {
            <li>
                <TicketLink number=left.ticket.number />
                {format!(" {} – {}", words::subject(&left.ticket.subject), left.reason)}
            </li>
        }
    };
    (!incident.left.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="incident-left-title">
                <h2 id="incident-left-title">{t("incident-left")}</h2>
                <ul>{incident.left.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    })
}
