//! One request: what is wanted, what an approval would make, and the decision.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::api::queue_request::{
    ApproveQueueRequest, PlannedRole, QueueRequestDef, QueueRequestPlan, QueueRequestStatus, QueueRequestView,
    RefuseQueueRequest,
};

use super::{super::parts::words::permission as permission_word, above, status_word};
use crate::{
    api,
    components::{ErrorSummary, Failure, Loading, Notice, TextArea, TextField, Tone},
    fetch::Fetch,
    form::{Checks, Form, FormField},
    i18n::{t, text, words},
    place::Place,
    toast::Toasts,
    tr,
};

const FIELDS: &[FormField] = &[
    FormField {
        name: "key",
        id: "request-key",
        label: "queue-request-key",
    },
    FormField {
        name: "address",
        id: "request-address",
        label: "queue-request-address",
    },
    FormField {
        name: "reason",
        id: "request-refusal",
        label: "queue-request-refusal",
    },
];

#[component]
pub fn Decision(number: String, done: Callback<()>) -> impl IntoView {
    let request = Fetch::<QueueRequestView>::new();
    let number = StoredValue::new(number);
    let load = move || {
        let number = number.get_value();
        request.run(async move { api::queue_requests::get_queue_request(&number).await });
    };
    load();
    let decided = Callback::new(move |view: QueueRequestView| {
        request.set(view);
        done.run(());
    });
    view! {
        <section class="card admin-editor" aria-labelledby="request-title">
            {move || {
                request
                    .error()
                    .map(|error| view! { <Failure message=Signal::derive(move || words::error(&error)) retry=load /> })
            }}
            <Show when=move || request.with(|one| one.is_none()) && request.error().is_none()>
                <Loading />
            </Show>
            {move || request.get().map(|one| view! { <One one decided /> })}
        </section>
    }
}

#[component]
fn One(one: QueueRequestView, decided: Callback<QueueRequestView>) -> impl IntoView {
    let number = one.ticket.0.clone();
    let ticket = Place::Ticket(number.clone()).path();
    let names = one.wanted.names.clone();
    let status = one.status;
    let by = one.decided_by.map(|person| person.name);
    let outcome = move || {
        let word = status_word(status);
        match &by {
            Some(by) => tr!("queue-request-decided", outcome = word, name = by.clone()),
            None => word,
        }
    };
    let open = one.status == QueueRequestStatus::Open;
    let address = one.wanted.address.clone();
    view! {
        <h2 id="request-title" class="admin-editor-title" tabindex="-1">
            {move || words::name(&names)}
        </h2>
        <p>
            <a href=ticket rel="external">
                {t("queue-request-ticket")}
                " "
                {number.clone()}
            </a>
        </p>
        {(!open)
            .then(|| {
                view! {
                    <Notice tone=Tone::Info>
                        <p>{outcome}</p>
                        {one.refusal.map(|reason| view! { <p class="as-written">{reason}</p> })}
                    </Notice>
                }
            })}
        <Wanted wanted=one.wanted requested_by=one.requested_by.name />
        {one
            .plan
            .map(|plan| {
                view! {
                    <Plan plan=plan.clone() />
                    <Decide number plan address decided />
                }
            })}
    }
}

#[component]
fn Wanted(wanted: QueueRequestDef, requested_by: String) -> impl IntoView {
    let parent = wanted.parent_id;
    let sla = wanted.sla;
    let people = [
        ("queue-request-managers", wanted.managers),
        ("queue-request-agents", wanted.agents),
    ];
    let people = people.map(|(label, people)| {
        (!people.is_empty()).then(|| {
            view! {
                <dt>{t(label)}</dt>
                <dd>{people.join(", ")}</dd>
            }
        })
    });
    view! {
        <dl class="facts">
            <dt>{t("queue-request-by")}</dt>
            <dd>{requested_by}</dd>
            <dt>{t("queue-request-above")}</dt>
            <dd>{move || above(parent)}</dd>
            {people.collect_view()}
            {sla
                .map(|sla| {
                    view! {
                        <dt>{t("queue-request-sla")}</dt>
                        <dd>{move || words::sla(&sla)}</dd>
                    }
                })}
            <dt>{t("queue-request-reason")}</dt>
            <dd class="as-written">{wanted.reason}</dd>
        </dl>
    }
}

/// What an approval would make.
#[component]
fn Plan(plan: QueueRequestPlan) -> impl IntoView {
    let role = |role: PlannedRole| {
        let permissions = role.permissions;
        let members: Vec<String> = role.members.into_iter().map(|person| person.name).collect();
        let may = move || {
            let words: Vec<String> = permissions
                .iter()
                .map(|permission| permission_word(*permission))
                .collect();
            words.join(", ")
        };
        view! {
            <li>
                <strong>{role.name}</strong>
                ": "
                {members.join(", ")}
                <br />
                <span class="soft">{may}</span>
            </li>
        }
    };
    let templates = plan.templates;
    let offered = move || {
        let names: Vec<String> = templates.iter().map(words::name).collect();
        (!names.is_empty()).then(|| tr!("queue-request-templates", names = names.join(", ")))
    };
    let faults = plan.faults;
    let fault = |fault: &pult_shared::error::FieldError| {
        let (field, code) = (fault.field.clone(), fault.code);
        view! { <li>{move || format!("{} – {}", field_word(&field), words::field_error(code))}</li> }
    };
    view! {
        <h3>{t("queue-request-plan")}</h3>
        <p>
            <code>{plan.path}</code>
        </p>
        <ul class="planned">{plan.roles.into_iter().map(role).collect_view()}</ul>
        {move || offered().map(|sentence| view! { <p class="soft">{sentence}</p> })}
        {(!faults.is_empty())
            .then(|| {
                view! {
                    <Notice tone=Tone::Warning>
                        <p>{t("queue-request-faults")}</p>
                        <ul>{faults.iter().map(fault).collect_view()}</ul>
                    </Notice>
                }
            })}
    }
}

fn field_word(field: &str) -> String {
    let name = field.split('.').next().unwrap_or(field);
    match name {
        "key" => text("queue-request-key"),
        "address" => text("queue-request-address"),
        "agents" => text("queue-request-agents"),
        "managers" => text("queue-request-managers"),
        "sla" => text("queue-request-sla"),
        "calendar" => text("queue-request-calendar"),
        "parent_id" => text("queue-request-above"),
        other => other.to_owned(),
    }
}

#[component]
fn Decide(
    number: String,
    plan: QueueRequestPlan,
    address: Option<String>,
    decided: Callback<QueueRequestView>,
) -> impl IntoView {
    let toasts = Toasts::expect();
    let number = StoredValue::new(number);
    let form = Form::new(FIELDS);
    let key = RwSignal::new(plan.key);
    let address = RwSignal::new(address.unwrap_or_default());
    let reason = RwSignal::new(String::new());
    let end = move |answer: Result<QueueRequestView, api::ApiError>| match answer {
        Ok(view) => {
            form.done();
            toasts.show(status_word(view.status));
            decided.run(view);
        }
        Err(error) => form.fail(error),
    };
    let approve = move |_| {
        if form.busy().get_untracked() || !form.begin(Vec::new()) {
            return;
        }
        let changes = ApproveQueueRequest {
            key: Some(key.get_untracked().trim().to_owned()),
            address: Some(address.get_untracked().trim().to_owned()),
        };
        spawn_local(async move {
            end(api::queue_requests::approve_queue_request(&number.get_value(), &changes).await);
        });
    };
    let refuse = move |_| {
        let said = reason.get_untracked().trim().to_owned();
        let mut checks = Checks::default();
        checks.required("reason", &said);
        if form.busy().get_untracked() || !form.begin(checks.found()) {
            return;
        }
        spawn_local(async move {
            let refusal = RefuseQueueRequest { reason: said };
            end(api::queue_requests::refuse_queue_request(&number.get_value(), &refusal).await);
        });
    };
    view! {
        <ErrorSummary complaints=form.complaints() />
        <div class="form">
            <TextField id="request-key" label="queue-request-key" value=key error=form.error("key") />
            <TextField
                id="request-address"
                label="queue-request-address"
                value=address
                error=form.error("address")
                kind="email"
                optional=true
            />
            <div class="form-end">
                <button
                    type="button"
                    class="button button-primary"
                    disabled=move || form.busy().get()
                    on:click=approve
                >
                    {t("queue-request-approve")}
                </button>
            </div>
            <TextArea
                id="request-refusal"
                label="queue-request-refusal"
                hint="queue-request-refusal-hint"
                value=reason
                error=form.error("reason")
                rows=3
            />
            <div class="form-end">
                <button type="button" class="button" disabled=move || form.busy().get() on:click=refuse>
                    {t("queue-request-refuse")}
                </button>
            </div>
        </div>
    }
}
