//! What a new ticket is made of, and the checks that need no server.

use leptos::prelude::*;
use pult_shared::{
    api::{
        draft::{DraftContent, DraftKind},
        queue::QueueView,
    },
    catalog::{FieldDef, FieldValue, StateType},
    command::{Command, OpenTicket, SetField, SetService, SetState},
    error::FieldCode,
    ids::ArticleId,
    limits::{BODY_MAX, SUBJECT_MAX},
    mailbox::Mailbox,
    person::Permission,
    ticket::Channel,
};

use super::person::Requester;
use crate::{
    catalog,
    components::chips::Chip,
    form::{Checks, Form, FormField},
    pages::agent::{
        properties::{Ids, Properties},
        ticket::fields::fields_in,
        writing::Sheet,
    },
    queues::{Queues, may},
    web,
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
        id: IDS.kind,
        label: "col-ticket_type",
    },
    FormField {
        name: "priority",
        id: IDS.priority,
        label: "col-priority",
    },
    FormField {
        name: "service",
        id: IDS.service,
        label: "field-service",
    },
    FormField {
        name: "add_tag.tag",
        id: "tags",
        label: "tags",
    },
    FormField {
        name: "link.ticket",
        id: IDS.links,
        label: "links-with",
    },
    FormField {
        name: "watch.person_id",
        id: IDS.watchers,
        label: "watchers",
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

pub const IDS: Ids = Ids {
    kind: "type",
    priority: "priority",
    service: "service",
    link_kind: "link-kind",
    links: "links",
    watchers: "watchers",
};

/// Where this device keeps the queue of the last ticket.
const LAST_QUEUE: &str = "pult.new-ticket-queue";

/// What the form holds. The text, the recipients and the files are kept as a draft.
#[derive(Clone, Copy)]
pub struct Fields {
    pub sheet: Sheet,
    pub requester: RwSignal<Requester>,
    pub channel: RwSignal<Channel>,
    /// Type and priority that are not said are the queue's.
    pub said: Properties,
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
            said: Properties::new(),
            confirm: RwSignal::new(true),
            mine: RwSignal::new(true),
            values: RwSignal::new(Vec::new()),
            split_from: RwSignal::new(None),
            queues: Queues::expect(),
        }
    }

    /// Begins with the queue that is meant most likely: the one of the list that the agent comes from, else the one of the last ticket
    /// that was entered here, else the only one there is.
    pub fn suggest_queue(self, list: Option<String>) {
        Effect::new(move |done: Option<bool>| {
            let Some(all) = self.queues.get().filter(|_| done != Some(true)) else {
                return done.unwrap_or_default();
            };
            if self.sheet.queue.get_untracked().is_none() {
                let fits = |queue: &&QueueView| queue.valid && may(queue, Permission::Create);
                let fitting: Vec<&QueueView> = all.iter().filter(fits).collect();
                let last = web::stored(LAST_QUEUE);
                let by_list = fitting.iter().find(|queue| Some(&queue.path) == list.as_ref());
                let by_last = || fitting.iter().find(|queue| Some(queue.id.to_string()) == last);
                let only = || fitting.first().filter(|_| fitting.len() == 1);
                let found = by_list.or_else(by_last).or_else(only);
                self.sheet.queue.set(found.map(|queue| queue.id));
            }
            true
        });
    }

    /// For the next one.
    pub fn keep_queue(self) {
        if let Some(queue) = self.sheet.queue.get_untracked() {
            web::store(LAST_QUEUE, &queue.to_string());
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

    /// The rest of the form is a part of the draft too, and comes back from there.
    pub fn keep_rest(self) {
        let rest = self.sheet.rest;
        Effect::new(move |_| {
            let now = self.rest();
            if rest.with_untracked(|kept| *kept != now) {
                rest.set(now);
            }
        });
        Effect::new(move |_| {
            let kept = rest.get();
            if kept == untrack(|| self.rest()) {
                return;
            }
            self.channel.set(kept.channel.unwrap_or(Channel::Phone));
            let priority = kept.priority.map(|level| level.get().to_string());
            self.said.priority.set(priority.unwrap_or_default());
            self.said
                .kind
                .set(kept.ticket_type.map(|key| key.0).unwrap_or_default());
            self.said.service.set(kept.service.map(|key| key.0).unwrap_or_default());
            self.said.tags.set(kept.tags.into_iter().map(Chip::of_text).collect());
            self.mine.set(kept.take.unwrap_or(true));
            self.confirm.set(kept.confirm.unwrap_or(true));
            self.split_from.set(kept.split_from);
            for (field, value) in self.values.get_untracked() {
                value.set(kept.fields.get(&field.key).cloned());
            }
        });
    }

    fn rest(self) -> DraftContent {
        // Fields that are not on screen, as the queue was not chosen yet, stay as they were kept.
        let mut fields = self.sheet.rest.with_untracked(|kept| kept.fields.clone());
        for (field, value) in self.values.get() {
            match value.get() {
                Some(value) => fields.insert(field.key, value),
                None => fields.remove(&field.key),
            };
        }
        DraftContent {
            channel: Some(self.channel.get()),
            priority: self.said.priority(),
            ticket_type: self.said.ticket_type(),
            service: self.said.service(),
            tags: self.said.tags.get().into_iter().map(|chip| chip.key).collect(),
            fields,
            take: Some(self.mine.get()),
            confirm: Some(self.confirm.get()),
            split_from: self.split_from.get(),
            ..DraftContent::default()
        }
    }

    /// The custom fields of the chosen queue and type; what was filled in stays while they change.
    pub fn follow_fields(self) {
        Effect::new(move |_| {
            let queues = self.queues.get().unwrap_or_default();
            let queue = self.sheet.queue.get();
            let kind = self.said.ticket_type();
            let found = queues.iter().find(|one| Some(one.id) == queue);
            let fields = found.map(|queue| fields_in(queue.id, &queue.path, kind.as_ref(), &queues));
            let before = self.values.get_untracked();
            let now = fields.unwrap_or_default().into_iter().map(|field| {
                let kept = before
                    .iter()
                    .find(|(other, _)| other.key == field.key)
                    .map(|(_, value)| *value);
                let value = kept.unwrap_or_else(|| {
                    let drafted = |rest: &DraftContent| rest.fields.get(&field.key).cloned();
                    RwSignal::new(self.sheet.rest.with_untracked(drafted))
                });
                (field, value)
            });
            self.values.set(now.collect());
        });
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
                checks.add(&format!("set_field.{}", field.key), FieldCode::Required);
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
            priority: untrack(|| self.said.priority()),
            ticket_type: untrack(|| self.said.ticket_type()),
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
        let service = untrack(|| self.said.service());
        then.extend(service.map(|key| Command::SetService(SetService { service: Some(key) })));
        then.extend(untrack(|| self.said.commands()));
        if self.mine.get_untracked() || solved {
            then.push(Command::Take);
        }
        if solved {
            then.push(Command::SetState(SetState {
                state: untrack(|| catalog::main_state(StateType::Closed)),
                pending_until: None,
                notify_customer: Some(self.confirm.get_untracked()),
                with_children: None,
                undo_seconds: None,
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
        let channel = self.channel.get_untracked();
        self.sheet.rest.update(|rest| rest.channel = Some(channel));
        self.split_from.set(None);
        self.said.clear();
        for (_, value) in self.values.get_untracked() {
            value.set(None);
        }
    }
}
