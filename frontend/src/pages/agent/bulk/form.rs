//! The dialog of a bulk action: what shall happen to all selected tickets. Nothing is preselected; what is left alone stays as it is.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::bulk::CreateBulkJob,
    catalog::{StateKey, StateType, TypeKey},
    command::LinkKind,
    error::{FieldCode, FieldError},
    ids::PersonId,
    limits::BODY_MAX,
    person::Permission,
    ticket::Priority,
};

use super::{
    super::{
        list::{List, Selected},
        listing::Memory,
        query::Question,
    },
    owner::OwnerField,
    plan::{Plan, to_fields},
};
use crate::{
    api::ApiError,
    catalog,
    components::{ErrorSummary, SelectField, TextArea, TextField},
    form::{Checks, Form, FormField},
    i18n::{
        dates::{self, from_local_field, local_field_in},
        t, words,
    },
    queues::{Queues, may},
    tr,
};

const fn field(name: &'static str, id: &'static str, label: &'static str) -> FormField {
    FormField { name, id, label }
}

const FIELDS: &[FormField] = &[
    field("set_state.state", "bulk-state", "col-state"),
    field("set_state.pending_until", "bulk-until", "field-pending-until"),
    field("move.queue_id", "bulk-queue", "col-queue"),
    field("assign.owner_id", "bulk-owner", "col-owner"),
    field("set_priority.priority", "bulk-priority", "col-priority"),
    field("set_type.ticket_type", "bulk-type", "col-ticket_type"),
    field("add_tag.tag", "bulk-add-tag", "bulk-add-tag"),
    field("remove_tag.tag", "bulk-remove-tag", "bulk-remove-tag"),
    field("reply.body", "bulk-reply", "bulk-reply"),
    field("note.body", "bulk-note", "bulk-note"),
    field("merge.into", "bulk-merge", "bulk-merge"),
    field("link.ticket", "bulk-link", "bulk-link"),
];

/// What is filled in. Select fields hold an empty text where nothing shall change.
#[derive(Clone, Copy)]
struct Fields {
    state: RwSignal<String>,
    until: RwSignal<String>,
    notify: RwSignal<bool>,
    queue: RwSignal<String>,
    /// `Some(None)` is nobody.
    owner: RwSignal<Option<Option<PersonId>>>,
    priority: RwSignal<String>,
    kind: RwSignal<String>,
    add_tag: RwSignal<String>,
    remove_tag: RwSignal<String>,
    reply: RwSignal<String>,
    note: RwSignal<String>,
    merge: RwSignal<String>,
    link_kind: RwSignal<String>,
    link: RwSignal<String>,
    watch: RwSignal<bool>,
}

impl Fields {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            state: empty(),
            until: RwSignal::new(local_field_in(1.0, 9)),
            notify: RwSignal::new(true),
            queue: empty(),
            owner: RwSignal::new(None),
            priority: empty(),
            kind: empty(),
            add_tag: empty(),
            remove_tag: empty(),
            reply: empty(),
            note: empty(),
            merge: empty(),
            link_kind: RwSignal::new(LinkKind::Related.name().to_owned()),
            link: empty(),
            watch: RwSignal::new(false),
        }
    }

    /// The state that was chosen, with its type.
    fn state(self) -> Option<(StateKey, StateType)> {
        let key = StateKey::new(self.state.get());
        catalog::state(&key).map(|state| (key, state.state_type))
    }

    fn plan(self) -> Plan {
        untrack(|| Plan {
            reply: self.reply.get(),
            note: self.note.get(),
            add_tag: self.add_tag.get(),
            remove_tag: self.remove_tag.get(),
            priority: self.priority.get().parse().ok().and_then(Priority::new),
            ticket_type: Some(TypeKey::new(self.kind.get())).filter(|key| !key.as_str().is_empty()),
            queue: self.queue.get().parse().ok(),
            owner: self.owner.get(),
            watch: self.watch.get(),
            link: LinkKind::from_name(&self.link_kind.get()).map(|kind| (kind, self.link.get())),
            state: self.state(),
            pending_until: from_local_field(&self.until.get()),
            notify: self.notify.get(),
            merge_into: self.merge.get(),
        })
    }
}

/// What the browser itself sees; the rest the server says.
fn faults(plan: &Plan) -> Vec<FieldError> {
    let mut checks = Checks::default();
    checks.at_most("reply.body", &plan.reply, BODY_MAX);
    checks.at_most("note.body", &plan.note, BODY_MAX);
    let pending = plan.state.as_ref().is_some_and(|(_, kind)| kind.is_pending());
    if pending && plan.pending_until.is_none() {
        checks.add("set_state.pending_until", FieldCode::Malformed);
    }
    checks.found()
}

/// The server's refusal, with its faults at the fields of this dialog.
fn explained(error: ApiError, plan: &Plan) -> ApiError {
    match error {
        ApiError::Problem(mut problem) => {
            problem.errors = to_fields(std::mem::take(&mut problem.errors), &plan.commands());
            ApiError::Problem(problem)
        }
        other => other,
    }
}

// req: B11
#[component]
pub fn BulkForm(list: List, question: Memo<Option<Question>>, open: RwSignal<bool>) -> impl IntoView {
    let jobs = Memory::expect().jobs;
    let fields = Fields::new();
    let form = Form::new(FIELDS);
    let nothing = RwSignal::new(false);
    let selected = list.selection.get_untracked();
    let count = selected.count(list.total_untracked());
    let selected = StoredValue::new(selected);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let plan = fields.plan();
        let commands = plan.commands();
        nothing.set(commands.is_empty());
        if commands.is_empty() || !form.begin(faults(&plan)) {
            return;
        }
        let list_filter = question.get_untracked().map(|question| question.filter);
        let job = selected.with_value(|selected| CreateBulkJob {
            filter: list_filter
                .and_then(|filter| selected.filter(&filter))
                .map(|filter| filter.to_string()),
            ticket_ids: match selected {
                Selected::Some(these) => these.keys().copied().collect(),
                Selected::AllBut(_) => Vec::new(),
            },
            commands,
        });
        spawn_local(async move {
            match jobs.start(&job).await {
                Ok(()) => {
                    form.done();
                    list.selection.clear();
                    open.set(false);
                }
                Err(error) => form.fail(explained(error, &plan)),
            }
        });
    };
    let mails = move || {
        let closes = fields.state().is_some_and(|(_, kind)| kind == StateType::Closed);
        !fields.reply.with(|text| text.trim().is_empty()) || (closes && fields.notify.get())
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary complaints=form.complaints() />
            <p class="soft">{t("bulk-lead")}</p>
            <Properties fields form />
            <Messages fields form />
            <Relations fields form />
            <Show when=mails>
                <p class="bulk-warning">{t("bulk-mails")}</p>
            </Show>
            <p class="field-error" role="alert" hidden=move || !nothing.get()>
                {t("bulk-nothing")}
            </p>
            <div class="form-end">
                <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                    {move || tr!("bulk-submit", count = count, number = dates::number(count))}
                </button>
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {t("cancel")}
                </button>
            </div>
        </form>
    }
}

/// What a ticket is said to be.
#[component]
fn Properties(fields: Fields, form: Form) -> impl IntoView {
    let queues = Queues::expect();
    let states = || {
        let chosen = |kind: StateType| !matches!(kind, StateType::New | StateType::Merged);
        let states = catalog::valid_states()
            .into_iter()
            .filter(|state| chosen(state.state_type));
        states
            .map(|state| (state.key.0, words::name(&state.names)))
            .collect::<Vec<_>>()
    };
    let priorities = || {
        let levels = Priority::ALL.into_iter().rev();
        levels
            .map(|level| (level.get().to_string(), words::priority(level)))
            .collect::<Vec<_>>()
    };
    let types = || {
        let types = catalog::valid_types().into_iter();
        types
            .map(|kind| (kind.key.0, words::name(&kind.names)))
            .collect::<Vec<_>>()
    };
    let pending = move || fields.state().is_some_and(|(_, kind)| kind.is_pending());
    let closed = move || fields.state().is_some_and(|(_, kind)| kind == StateType::Closed);
    view! {
        <fieldset class="bulk-fields">
            <legend class="visually-hidden">{t("facts")}</legend>
            <SelectField
                id="bulk-state"
                label="col-state"
                value=fields.state
                options=Signal::derive(states)
                error=form.error("set_state.state")
                placeholder="unchanged"
            />
            <Show when=pending>
                <TextField
                    id="bulk-until"
                    label="field-pending-until"
                    kind="datetime-local"
                    value=fields.until
                    error=form.error("set_state.pending_until")
                />
            </Show>
            <Show when=closed>
                <label class="check bulk-check">
                    <input
                        type="checkbox"
                        prop:checked=move || fields.notify.get()
                        on:change=move |event| fields.notify.set(event_target_checked(&event))
                    />
                    <span>{t("notify-customer")}</span>
                </label>
            </Show>
            <SelectField
                id="bulk-queue"
                label="col-queue"
                value=fields.queue
                options=Signal::derive(move || queues.choices(|queue| queue.valid && may(queue, Permission::MoveInto)))
                error=form.error("move.queue_id")
                placeholder="unchanged"
            />
            <OwnerField owner=fields.owner error=form.error("assign.owner_id") />
            <SelectField
                id="bulk-priority"
                label="col-priority"
                value=fields.priority
                options=Signal::derive(priorities)
                error=form.error("set_priority.priority")
                placeholder="unchanged"
            />
            <SelectField
                id="bulk-type"
                label="col-ticket_type"
                value=fields.kind
                options=Signal::derive(types)
                error=form.error("set_type.ticket_type")
                placeholder="unchanged"
            />
            <TextField
                id="bulk-add-tag"
                label="bulk-add-tag"
                value=fields.add_tag
                error=form.error("add_tag.tag")
                optional=true
            />
            <TextField
                id="bulk-remove-tag"
                label="bulk-remove-tag"
                value=fields.remove_tag
                error=form.error("remove_tag.tag")
                optional=true
            />
        </fieldset>
    }
}

/// What is written.
#[component]
fn Messages(fields: Fields, form: Form) -> impl IntoView {
    view! {
        <details class="bulk-more">
            <summary>{t("bulk-messages")}</summary>
            <TextArea
                id="bulk-reply"
                label="bulk-reply"
                hint="bulk-reply-hint"
                value=fields.reply
                error=form.error("reply.body")
                rows=7
                optional=true
            />
            <TextArea
                id="bulk-note"
                label="bulk-note"
                value=fields.note
                error=form.error("note.body")
                rows=3
                optional=true
            />
        </details>
    }
}

/// What the tickets have to do with others.
#[component]
fn Relations(fields: Fields, form: Form) -> impl IntoView {
    let kinds = || {
        let kinds = LinkKind::ALL.into_iter();
        kinds
            .map(|kind| (kind.name().to_owned(), words::link_kind(kind)))
            .collect::<Vec<_>>()
    };
    view! {
        <details class="bulk-more">
            <summary>{t("bulk-relations")}</summary>
            <div class="bulk-fields">
                <TextField
                    id="bulk-merge"
                    label="bulk-merge"
                    hint="bulk-number-hint"
                    value=fields.merge
                    error=form.error("merge.into")
                    optional=true
                />
                <TextField
                    id="bulk-link"
                    label="bulk-link"
                    hint="bulk-number-hint"
                    value=fields.link
                    error=form.error("link.ticket")
                    optional=true
                />
                <SelectField
                    id="bulk-link-kind"
                    label="bulk-link-kind"
                    value=fields.link_kind
                    options=Signal::derive(kinds)
                    error=form.error("link.kind")
                />
                <label class="check bulk-check">
                    <input
                        type="checkbox"
                        prop:checked=move || fields.watch.get()
                        on:change=move |event| fields.watch.set(event_target_checked(&event))
                    />
                    <span>{t("bulk-watch")}</span>
                </label>
            </div>
        </details>
    }
}
