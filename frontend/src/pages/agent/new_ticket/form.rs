//! What a new ticket is made of, and the checks that need no server.

use leptos::prelude::*;
use pult_shared::{
    api::draft::DraftKind,
    catalog::{FieldDef, FieldValue, StateType, TypeKey},
    command::{Command, OpenTicket, SetField, SetState},
    error::FieldCode,
    ids::ArticleId,
    limits::{BODY_MAX, SUBJECT_MAX},
    mailbox::Mailbox,
    ticket::{Channel, Priority},
};

use super::person::Requester;
use crate::{
    catalog,
    form::{Checks, Form, FormField},
    i18n::words,
    pages::agent::{ticket::fields::fields_in, writing::Sheet},
    queues::Queues,
};

pub const FIELDS: &[FormField] = &[
    FormField {
        name: "requester",
        id: "requester",
        label: "requester",
    },
    FormField {
        name: "requester.address",
        id: "requester",
        label: "requester",
    },
    FormField {
        name: "requester_id",
        id: "requester",
        label: "requester",
    },
    FormField {
        name: "queue_id",
        id: "queue",
        label: "field-queue",
    },
    FormField {
        name: "ticket_type",
        id: "type",
        label: "field-type",
    },
    FormField {
        name: "subject",
        id: "subject",
        label: "col-subject",
    },
    FormField {
        name: "body",
        id: "body",
        label: "field-description",
    },
    FormField {
        name: "participants",
        id: "participants",
        label: "participants",
    },
    FormField {
        name: "attachments",
        id: "files",
        label: "attachments",
    },
];

/// What the form holds. The text, the recipients and the files are kept as a draft.
#[derive(Clone, Copy)]
pub struct Fields {
    pub sheet: Sheet,
    pub requester: RwSignal<Requester>,
    pub channel: RwSignal<Channel>,
    /// Empty: the queue's.
    pub priority: RwSignal<String>,
    /// Empty: the queue's.
    pub kind: RwSignal<String>,
    pub confirm: RwSignal<bool>,
    pub mine: RwSignal<bool>,
    /// Custom fields that were filled in.
    pub values: RwSignal<Vec<(FieldDef, RwSignal<Option<FieldValue>>)>>,
    pub split_from: RwSignal<Option<ArticleId>>,
    pub queues: Queues,
}

impl Fields {
    pub fn new() -> Self {
        Self {
            sheet: Sheet::new(DraftKind::NewTicket),
            requester: RwSignal::new(Requester::Nobody),
            channel: RwSignal::new(Channel::Phone),
            priority: RwSignal::new(String::new()),
            kind: RwSignal::new(String::new()),
            confirm: RwSignal::new(true),
            mine: RwSignal::new(true),
            values: RwSignal::new(Vec::new()),
            split_from: RwSignal::new(None),
            queues: Queues::expect(),
        }
    }

    /// The person is a part of the draft: whoever is chosen stands in its first place, and comes back from there.
    pub fn keep_requester(self) {
        let (sheet, requester) = (self.sheet, self.requester);
        Effect::new(move |_| {
            let now: Vec<Mailbox> = requester.with(Requester::mailbox).into_iter().collect();
            let same = sheet.to.with_untracked(|to| *to == now);
            // A person without an address is no part of it.
            if !same && requester.with_untracked(|one| *one != Requester::Nobody) {
                sheet.to.set(now);
            }
        });
        Effect::new(move |_| {
            let kept = sheet.to.with(|to| to.first().cloned());
            let known = requester.with_untracked(Requester::mailbox);
            match kept {
                Some(kept) if Some(&kept) != known.as_ref() => requester.set(Requester::At(kept)),
                _ => {}
            }
        });
    }

    /// The custom fields of the chosen queue and type; what was filled in stays while they change.
    pub fn follow_fields(self) {
        Effect::new(move |_| {
            let queues = self.queues.get().unwrap_or_default();
            let queue = self.sheet.queue.get();
            let kind = self
                .kind
                .with(|kind| Some(TypeKey::new(kind.clone())).filter(|key| !key.0.is_empty()));
            let found = queues.iter().find(|one| Some(one.id) == queue);
            let fields = found.map(|queue| fields_in(queue.id, &queue.path, kind.as_ref(), &queues));
            let before = self.values.get_untracked();
            let now = fields.unwrap_or_default().into_iter().map(|field| {
                let kept = before
                    .iter()
                    .find(|(other, _)| other.key == field.key)
                    .map(|(_, value)| *value);
                (field, kept.unwrap_or_else(|| RwSignal::new(None)))
            });
            self.values.set(now.collect());
        });
    }

    pub fn queue_name(self) -> String {
        self.sheet
            .queue
            .get()
            .and_then(|id| self.queues.name(id))
            .unwrap_or_default()
    }

    /// The request, where the browser sees nothing wrong with it.
    pub fn checked(self, form: Form, solved: bool) -> Option<OpenTicket> {
        let requester = self.requester.get_untracked();
        let (subject, body) = (
            self.sheet.subject.get_untracked().trim().to_owned(),
            self.sheet.body.get_untracked(),
        );
        let queue = self.sheet.queue.get_untracked();
        let mut checks = Checks::default();
        if requester == Requester::Nobody {
            checks.add("requester", FieldCode::Required);
        }
        if queue.is_none() {
            checks.add("queue_id", FieldCode::Required);
        }
        checks.required("subject", &subject);
        checks.at_most("subject", &subject, SUBJECT_MAX);
        checks.required("body", &body);
        checks.at_most("body", &body, BODY_MAX);
        let values = self.values.get_untracked();
        for (field, value) in values.iter().filter(|(field, _)| solved && field.required_on_close) {
            if value.with_untracked(Option::is_none) {
                checks.add(&format!("fields.{}", field.key), FieldCode::Required);
            }
        }
        if !form.begin(checks.found()) {
            return None;
        }
        let requester_id = requester.id();
        Some(OpenTicket {
            queue_id: queue?,
            subject,
            body,
            requester: requester.mailbox().filter(|_| requester_id.is_none()),
            requester_id,
            channel: Some(self.channel.get_untracked()),
            priority: self.priority.get_untracked().parse().ok().and_then(Priority::new),
            ticket_type: Some(TypeKey::new(self.kind.get_untracked())).filter(|key| !key.0.is_empty()),
            participants: self.sheet.cc.get_untracked(),
            confirm: Some(self.confirm.get_untracked()),
            split_from: self.split_from.get_untracked(),
            attachments: untrack(|| self.sheet.uploads.ids()),
            then: self.then(values, solved),
        })
    }

    /// What happens to the new ticket at once.
    fn then(self, values: Vec<(FieldDef, RwSignal<Option<FieldValue>>)>, solved: bool) -> Vec<Command> {
        let mut then: Vec<Command> = values
            .into_iter()
            .filter(|(_, value)| value.with_untracked(Option::is_some))
            .map(|(field, value)| {
                Command::SetField(SetField {
                    field: field.key,
                    value: value.get_untracked(),
                })
            })
            .collect();
        if self.mine.get_untracked() || solved {
            then.push(Command::Take);
        }
        if solved {
            then.push(Command::SetState(SetState {
                state: untrack(|| catalog::main_state(StateType::Closed)),
                pending_until: None,
                notify_customer: Some(self.confirm.get_untracked()),
                with_children: None,
            }));
        }
        then
    }

    /// An empty form for the next one; queue and channel stay.
    pub fn begin_anew(self) {
        let queue = self.sheet.queue.get_untracked();
        self.requester.set(Requester::Nobody);
        self.sheet.clear();
        self.sheet.queue.set(queue);
        self.split_from.set(None);
        for (_, value) in self.values.get_untracked() {
            value.set(None);
        }
    }
}

/// Types for a select field, with the queue's own first.
pub fn types() -> Vec<(String, String)> {
    let all = catalog::valid_types();
    all.into_iter()
        .map(|one| (one.key.0, words::name(&one.names)))
        .collect()
}
