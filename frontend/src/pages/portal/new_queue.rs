//! The form for a queue that somebody wants: who works there, under which address, and why.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use pult_shared::{
    api::{queue::Names, queue_request::QueueRequestDef},
    catalog::{CalendarKey, SlaKey},
    limits::{DESCRIPTION_MAX, NAME_MAX},
};

use crate::{
    api, catalog,
    components::{ErrorSummary, SelectField, TextArea, TextField},
    form::{Checks, Form, FormField},
    i18n::{t, text, words},
    place::Place,
    queues::Queues,
    session::Session,
    toast::Toasts,
    tr,
};

const fn field(name: &'static str, id: &'static str, label: &'static str) -> FormField {
    FormField { name, id, label }
}

const FIELDS: &[FormField] = &[
    field("names.de", "name-de", "queue-request-name-de"),
    field("names.en", "name-en", "queue-request-name-en"),
    field("key", "name-de", "queue-request-name-de"),
    field("parent_id", "above", "queue-request-above"),
    field("address", "address", "queue-request-address"),
    field("managers", "managers", "queue-request-managers"),
    field("agents", "agents", "queue-request-agents"),
    field("sla", "sla", "queue-request-sla"),
    field("calendar", "calendar", "queue-request-calendar"),
    field("reason", "reason", "queue-request-reason"),
];

/// What somebody has typed.
#[derive(Clone, Copy)]
struct Sheet {
    name_de: RwSignal<String>,
    name_en: RwSignal<String>,
    above: RwSignal<String>,
    address: RwSignal<String>,
    managers: RwSignal<String>,
    agents: RwSignal<String>,
    sla: RwSignal<String>,
    calendar: RwSignal<String>,
    portal: RwSignal<bool>,
    reason: RwSignal<String>,
}

impl Sheet {
    fn new(manager: String) -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            name_de: empty(),
            name_en: empty(),
            above: empty(),
            address: empty(),
            managers: RwSignal::new(manager),
            agents: empty(),
            sla: empty(),
            calendar: empty(),
            portal: RwSignal::new(false),
            reason: empty(),
        }
    }

    /// The request, where the browser sees nothing wrong with it.
    fn checked(self, form: Form) -> Option<QueueRequestDef> {
        let line = |value: RwSignal<String>| value.get_untracked().trim().to_owned();
        let some = |value: RwSignal<String>| Some(line(value)).filter(|value| !value.is_empty());
        let names = Names {
            de: line(self.name_de),
            en: line(self.name_en),
        };
        let mut checks = Checks::default();
        for (name, value) in [("names.de", &names.de), ("names.en", &names.en)] {
            checks.required(name, value);
            checks.at_most(name, value, NAME_MAX);
        }
        let (managers, reason) = (line(self.managers), line(self.reason));
        checks.required("managers", &managers);
        checks.required("reason", &reason);
        checks.at_most("reason", &reason, DESCRIPTION_MAX);
        form.begin(checks.found()).then(|| QueueRequestDef {
            parent_id: line(self.above).parse().ok(),
            names,
            key: None,
            address: some(self.address),
            agents: people(&line(self.agents)),
            managers: people(&managers),
            sla: some(self.sla).map(SlaKey::new),
            calendar: some(self.calendar).map(CalendarKey::new),
            portal: self.portal.get_untracked(),
            reason,
        })
    }
}

/// Account ids and addresses, however they are set apart.
fn people(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// What is wrong with somebody in a list, told at the list.
fn error_of(form: Form, list: &'static str, value: RwSignal<String>) -> Signal<Option<String>> {
    let whole = form.error(list);
    Signal::derive(move || {
        let count = people(&value.get()).len();
        let wrong = |index: usize| {
            let message = form.error_at(format!("{list}.{index}")).get()?;
            let name = people(&value.get()).into_iter().nth(index)?;
            Some(format!("{name}: {message}"))
        };
        whole.get().or_else(|| (0..count).find_map(wrong))
    })
}

// req: C12, C13, E8
#[component]
pub fn NewQueue() -> impl IntoView {
    let (queues, toasts, session) = (Queues::expect(), Toasts::expect(), Session::expect());
    queues.refresh();
    let me = untrack(|| session.get()).and_then(|view| view.person.address);
    let sheet = Sheet::new(me.unwrap_or_default());
    let form = Form::new(FIELDS);
    let navigate = StoredValue::new_local(use_navigate());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(wanted) = sheet.checked(form) else { return };
        spawn_local(async move {
            match api::queue_requests::create_queue_request(&wanted).await {
                Ok(made) => {
                    form.done();
                    toasts.show(tr!("done-request", number = made.ticket.0.clone()));
                    let path = Place::PortalTicket(made.ticket.0).path();
                    navigate.with_value(|navigate| navigate(&path, NavigateOptions::default()));
                }
                Err(error) => form.fail(error),
            }
        });
    };
    view! {
        <div class="page page-form">
            <h1 tabindex="-1">{t("title-portal-new-queue")}</h1>
            <p class="lead">{t("queue-request-lead")}</p>
            <form class="card form" novalidate on:submit=submit>
                <ErrorSummary complaints=form.complaints() />
                <Fields sheet form queues />
                <div class="form-end">
                    <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                        {move || text(if form.busy().get() { "sending" } else { "send-request" })}
                    </button>
                    <a class="button" href=Place::Portal.path()>
                        {t("cancel")}
                    </a>
                </div>
            </form>
        </div>
    }
}

#[component]
fn Fields(sheet: Sheet, form: Form, queues: Queues) -> impl IntoView {
    let key_or_name = Signal::derive(move || form.error("names.de").get().or_else(|| form.error("key").get()));
    view! {
        <TextField id="name-de" label="queue-request-name-de" value=sheet.name_de error=key_or_name />
        <TextField
            id="name-en"
            label="queue-request-name-en"
            value=sheet.name_en
            error=form.error("names.en")
        />
        <SelectField
            id="above"
            label="queue-request-above"
            hint="queue-request-above-hint"
            value=sheet.above
            options=Signal::derive(move || queues.choices(|queue| queue.valid))
            error=form.error("parent_id")
            placeholder="queue-request-top"
        />
        <TextField
            id="address"
            label="queue-request-address"
            hint="queue-request-address-hint"
            value=sheet.address
            error=form.error("address")
            kind="email"
            optional=true
        />
        <TextArea
            id="managers"
            label="queue-request-managers"
            hint="queue-request-people-hint"
            value=sheet.managers
            error=error_of(form, "managers", sheet.managers)
            rows=2
        />
        <TextArea
            id="agents"
            label="queue-request-agents"
            hint="queue-request-people-hint"
            value=sheet.agents
            error=error_of(form, "agents", sheet.agents)
            rows=4
            optional=true
        />
        <Promises sheet form />
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || sheet.portal.get()
                on:change=move |event| sheet.portal.set(event_target_checked(&event))
            />
            <span>{t("queue-request-portal")}</span>
        </label>
        <TextArea
            id="reason"
            label="queue-request-reason"
            value=sheet.reason
            error=form.error("reason")
            rows=5
        />
    }
}

/// Service agreement and opening hours, where there are any to choose from (requirement E7).
#[component]
fn Promises(sheet: Sheet, form: Form) -> impl IntoView {
    let slas = Memo::new(|_| {
        let all = catalog::get();
        let valid = all.slas.iter().filter(|sla| sla.valid);
        valid
            .map(|sla| (sla.key.as_str().to_owned(), words::name(&sla.names)))
            .collect::<Vec<_>>()
    });
    let calendars = Memo::new(|_| {
        let all = catalog::get();
        let valid = all.calendars.iter();
        let valid = valid.filter(|calendar| calendar.valid && calendar.queue_id.is_none());
        valid
            .map(|calendar| (calendar.key.as_str().to_owned(), words::name(&calendar.names)))
            .collect::<Vec<_>>()
    });
    view! {
        <Show when=move || slas.with(|all| !all.is_empty())>
            <SelectField
                id="sla"
                label="queue-request-sla"
                value=sheet.sla
                options=Signal::from(slas)
                error=form.error("sla")
                placeholder="queue-request-as-above"
            />
        </Show>
        <Show when=move || calendars.with(|all| !all.is_empty())>
            <SelectField
                id="calendar"
                label="queue-request-calendar"
                value=sheet.calendar
                options=Signal::from(calendars)
                error=form.error("calendar")
                placeholder="queue-request-as-above"
            />
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::people;

    #[test]
    fn people_are_set_apart_by_whatever_stands_between() {
        assert_eq!(people(" kim, ada@x.example;\nbo  "), ["kim", "ada@x.example", "bo"]);
        assert!(people(" , ").is_empty());
    }
}
