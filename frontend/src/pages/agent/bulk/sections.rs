//! The parts of the dialog of a bulk action.

use leptos::prelude::*;
use pult_shared::{
    api::{
        template::{TemplateKind, TemplateView},
        ticket::TicketView,
    },
    catalog::StateType,
    ids::QueueId,
    person::Permission,
};

use super::{
    super::{
        list::{List, Selected},
        properties::{ClassFields, RelationFields, TagField},
    },
    fields::{Fields, IDS, Own},
    owner::PersonField,
};
use crate::{
    api, catalog,
    components::{SelectField, TextArea, TextField},
    fetch::Fetch,
    form::Form,
    i18n::{t, words},
    pages::agent::{ticket::panel::FieldInput, writing::MailboxField},
    queues::{Queues, may},
};

/// What a ticket is said to be.
#[component]
pub fn Properties(fields: Fields, form: Form) -> impl IntoView {
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
            <PersonField
                id="bulk-owner"
                search="bulk-owner-search"
                label="col-owner"
                taken_label="bulk-owner-taken"
                person=fields.owner
                error=form.error("assign.owner_id")
            />
            <ClassFields of=fields.said ids=&IDS form unset=["unchanged", "unchanged"] />
            <PersonField
                id="bulk-responsible"
                search="bulk-responsible-search"
                label="field-responsible"
                taken_label="bulk-responsible-taken"
                person=fields.responsible
                error=form.error("set_responsible.responsible_id")
            />
            <TextField
                id="bulk-due"
                label="field-due"
                kind="datetime-local"
                value=fields.due
                error=form.error("set_due.due_at")
                optional=true
            />
            <TagField id="bulk-add-tag" label="bulk-add-tag" of=fields.said.tags error=form.error("add_tag.tag") />
            <TagField id="bulk-remove-tag" label="bulk-remove-tag" of=fields.remove_tags error=form.error("remove_tag.tag") />
        </fieldset>
    }
}

/// The site's own fields.
#[component]
pub fn OwnFields(fields: Fields, form: Form) -> impl IntoView {
    let row = move |(field, value): Own| {
        let key = field.key.clone();
        let error = form.error_at(format!("set_field.{key}"));
        view! { <FieldInput id=format!("bulk-field-{key}") field value error /> }
    };
    let own = fields.own.get_value();
    (!own.is_empty()).then(|| {
        view! {
            <details class="bulk-more">
                <summary>{t("bulk-own-fields")}</summary>
                <div class="bulk-fields">{own.into_iter().map(row).collect_view()}</div>
            </details>
        }
    })
}

/// What is written.
#[component]
pub fn Messages(list: List, fields: Fields, form: Form) -> impl IntoView {
    let templates = Fetch::<Vec<TemplateView>>::new();
    // Those of the first ticket's queue; the server knows whether they are for the others too.
    let queue = untrack(|| first_queue(list));
    templates.run(async move {
        let list = api::templates::list_templates(queue, Some(TemplateKind::Answer)).await?;
        Ok(list.items)
    });
    let choices = move || {
        let valid = templates.get().unwrap_or_default().into_iter();
        let valid = valid.filter(|view| view.template.valid);
        valid
            .map(|view| (view.id.to_string(), words::name(&view.template.names)))
            .collect::<Vec<_>>()
    };
    view! {
        <details class="bulk-more">
            <summary>{t("bulk-messages")}</summary>
            <SelectField
                id="bulk-template"
                label="bulk-template"
                hint="bulk-template-hint"
                value=fields.template
                options=Signal::derive(choices)
                error=form.error("reply.template_id")
                placeholder="bulk-template-none"
            />
            <Show when=move || fields.template.with(String::is_empty)>
                <TextArea
                    id="bulk-reply"
                    label="bulk-reply"
                    hint="bulk-reply-hint"
                    value=fields.reply
                    error=form.error("reply.body")
                    rows=7
                    optional=true
                />
            </Show>
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

fn first_queue(list: List) -> Option<QueueId> {
    first_ticket(list).map(|(queue, _)| queue)
}

/// Queue and number of the first selected ticket that is on screen.
pub fn first_ticket(list: List) -> Option<(QueueId, String)> {
    let selected = list.selection.get();
    let chosen = |ticket: &TicketView| match &selected {
        Selected::Some(these) => these.contains_key(&ticket.id),
        Selected::AllBut(these) => !these.contains_key(&ticket.id),
    };
    list.rows.loaded().with(|loaded| {
        let at = loaded.position(chosen)?;
        loaded.row(at).map(|ticket| (ticket.queue.id, ticket.number.0.clone()))
    })
}

/// What the tickets have to do with others.
#[component]
pub fn Relations(fields: Fields, form: Form) -> impl IntoView {
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
                <RelationFields of=fields.said ids=&IDS form queue=Signal::stored(None) />
                <MailboxField
                    id="bulk-participants"
                    label="bulk-participants"
                    of=Signal::stored(fields.participants)
                    error=form.error("add_participant.participant")
                />
                <label class="check bulk-check">
                    <input
                        id="bulk-incident"
                        type="checkbox"
                        prop:checked=move || fields.incident.get()
                        on:change=move |event| fields.incident.set(event_target_checked(&event))
                    />
                    <span>{t("bulk-incident")}</span>
                </label>
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
