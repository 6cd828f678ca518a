//! What the dialog of a bulk action holds, and what the browser itself sees wrong with it.

use leptos::prelude::*;
use pult_shared::{
    catalog::{FieldDef, FieldValue, StateKey, StateType},
    error::{FieldCode, FieldError},
    ids::PersonId,
    limits::BODY_MAX,
    mailbox::Mailbox,
};

use super::{
    super::properties::{Ids, Properties, to_fields},
    plan::Plan,
};
use crate::{
    api::ApiError,
    catalog,
    components::chips::Chip,
    form::{Checks, FormField},
    i18n::dates::{from_local_field, local_field_in},
};

/// A field of the site's own, with what it shall be.
pub type Own = (FieldDef, RwSignal<Option<FieldValue>>);

fn own_fields() -> Vec<Own> {
    let all = catalog::valid_fields();
    all.into_iter().map(|field| (field, RwSignal::new(None))).collect()
}

const fn field(name: &'static str, id: &'static str, label: &'static str) -> FormField {
    FormField { name, id, label }
}

pub const FIELDS: &[FormField] = &[
    field("set_state.state", "bulk-state", "col-state"),
    field("set_state.pending_until", "bulk-until", "field-pending-until"),
    field("move.queue_id", "bulk-queue", "col-queue"),
    field("assign.owner_id", "bulk-owner", "col-owner"),
    field("priority", IDS.priority, "col-priority"),
    field("ticket_type", IDS.kind, "col-ticket_type"),
    field("service", IDS.service, "field-service"),
    field(
        "set_responsible.responsible_id",
        "bulk-responsible",
        "field-responsible",
    ),
    field("set_due.due_at", "bulk-due", "field-due"),
    field("add_participant.participant", "bulk-participants", "participants"),
    field("add_tag.tag", "bulk-add-tag", "bulk-add-tag"),
    field("remove_tag.tag", "bulk-remove-tag", "bulk-remove-tag"),
    field("reply.template_id", "bulk-template", "bulk-template"),
    field("reply.body", "bulk-reply", "bulk-reply"),
    field("note.body", "bulk-note", "bulk-note"),
    field("merge.into", "bulk-merge", "bulk-merge"),
    field("incident", "bulk-incident", "incident-make"),
    field("link.ticket", IDS.links, "links-with"),
    field("watch.person_id", IDS.watchers, "watchers"),
];

pub const IDS: Ids = Ids {
    kind: "bulk-type",
    priority: "bulk-priority",
    service: "bulk-service",
    link_kind: "bulk-link-kind",
    links: "bulk-link",
    watchers: "bulk-watchers",
};

/// What is filled in. Select fields hold an empty text where nothing shall change.
#[derive(Clone, Copy)]
pub struct Fields {
    pub state: RwSignal<String>,
    pub until: RwSignal<String>,
    pub notify: RwSignal<bool>,
    pub queue: RwSignal<String>,
    /// `Some(None)` is nobody.
    pub owner: RwSignal<Option<Option<PersonId>>>,
    pub said: Properties,
    pub remove_tags: RwSignal<Vec<Chip>>,
    pub template: RwSignal<String>,
    pub reply: RwSignal<String>,
    pub note: RwSignal<String>,
    pub merge: RwSignal<String>,
    pub responsible: RwSignal<Option<Option<PersonId>>>,
    pub due: RwSignal<String>,
    pub participants: RwSignal<Vec<Mailbox>>,
    /// The site's own fields; one without a value stays as it is.
    pub own: StoredValue<Vec<Own>>,
    pub watch: RwSignal<bool>,
    /// One ticket above all of them.
    pub incident: RwSignal<bool>,
}

impl Fields {
    pub fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            state: empty(),
            until: RwSignal::new(local_field_in(1.0, 9)),
            notify: RwSignal::new(true),
            queue: empty(),
            owner: RwSignal::new(None),
            said: Properties::new(),
            remove_tags: RwSignal::new(Vec::new()),
            template: empty(),
            reply: empty(),
            note: empty(),
            merge: empty(),
            responsible: RwSignal::new(None),
            due: empty(),
            participants: RwSignal::new(Vec::new()),
            own: StoredValue::new(untrack(own_fields)),
            watch: RwSignal::new(false),
            incident: RwSignal::new(false),
        }
    }

    /// The state that was chosen, with its type.
    pub fn state(self) -> Option<(StateKey, StateType)> {
        let key = StateKey::new(self.state.get());
        catalog::state(&key).map(|state| (key, state.state_type))
    }

    pub fn plan(self) -> Plan {
        untrack(|| Plan {
            template: self.template.get().parse().ok(),
            reply: self.reply.get(),
            note: self.note.get(),
            remove_tags: self.remove_tags.get().into_iter().map(|chip| chip.key).collect(),
            given: self.said.commands(),
            priority: self.said.priority(),
            ticket_type: self.said.ticket_type(),
            queue: self.queue.get().parse().ok(),
            owner: self.owner.get(),
            watch: self.watch.get(),
            state: self.state(),
            pending_until: from_local_field(&self.until.get()),
            notify: self.notify.get(),
            merge_into: self.merge.get(),
            service: self.said.service(),
            responsible: self.responsible.get(),
            due: from_local_field(&self.due.get()),
            participants: self.participants.get(),
            own: self.own.with_value(|own| {
                let filled = |(field, value): &Own| Some((field.key.clone(), value.get()?));
                own.iter().filter_map(filled).collect()
            }),
        })
    }
}

/// What the browser itself sees; the rest the server says.
pub fn faults(plan: &Plan, fields: Fields) -> Vec<FieldError> {
    let mut checks = Checks::default();
    checks.at_most("reply.body", &plan.reply, BODY_MAX);
    checks.at_most("note.body", &plan.note, BODY_MAX);
    let pending = plan.state.as_ref().is_some_and(|(_, kind)| kind.is_pending());
    if pending && plan.pending_until.is_none() {
        checks.add("set_state.pending_until", FieldCode::Malformed);
    }
    if plan.due.is_none() && fields.due.with_untracked(|due| !due.is_empty()) {
        checks.add("set_due.due_at", FieldCode::Malformed);
    }
    checks.found()
}

/// The server's refusal, with its faults at the fields of this dialog.
pub fn explained(error: ApiError, plan: &Plan) -> ApiError {
    match error {
        ApiError::Problem(mut problem) => {
            problem.errors = to_fields(std::mem::take(&mut problem.errors), "commands", &plan.commands());
            ApiError::Problem(problem)
        }
        other => other,
    }
}
