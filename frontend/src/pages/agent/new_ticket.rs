//! A ticket on behalf of somebody who called or came by.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use pult_shared::{
    command::OpenTicket,
    error::FieldCode,
    limits::{BODY_MAX, SUBJECT_MAX},
    mailbox::{Mailbox, is_address},
    person::Permission,
    ticket::{Channel, Priority},
};

use crate::{
    components::{ErrorSummary, FilePicker, SelectField, TextArea, TextField},
    drafts::{Slot, TicketDraft},
    form::{Checks, Form, FormField},
    i18n::{t, text, words},
    place::Place,
    queues::{Queues, may},
    sending::send_new_ticket,
    session::Session,
    toast::Toasts,
    tr,
    uploads::Uploads,
};

const FIELDS: &[FormField] = &[
    FormField {
        name: "requester.address",
        id: "requester-address",
        label: "field-requester-address",
    },
    FormField {
        name: "requester.name",
        id: "requester-name",
        label: "field-requester-name",
    },
    FormField {
        name: "requester",
        id: "requester-address",
        label: "field-requester-address",
    },
    FormField {
        name: "queue_id",
        id: "queue",
        label: "field-queue",
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
        name: "attachments",
        id: "files",
        label: "attachments",
    },
];

/// The channels that an agent enters by hand.
const CHANNELS: [Channel; 3] = [Channel::Phone, Channel::Visit, Channel::Mail];

/// What the form holds.
#[derive(Clone, Copy)]
struct Fields {
    channel: RwSignal<Channel>,
    name: RwSignal<String>,
    address: RwSignal<String>,
    queue: RwSignal<String>,
    priority: RwSignal<String>,
    subject: RwSignal<String>,
    body: RwSignal<String>,
    uploads: Uploads,
}

impl Fields {
    fn new(draft: TicketDraft) -> Self {
        Self {
            channel: RwSignal::new(Channel::Phone),
            name: RwSignal::new(draft.requester_name),
            address: RwSignal::new(draft.requester_address),
            queue: RwSignal::new(draft.queue),
            priority: RwSignal::new(Priority::NORMAL.get().to_string()),
            subject: RwSignal::new(draft.subject),
            body: RwSignal::new(draft.body),
            uploads: Uploads::new(draft.uploads),
        }
    }

    fn draft(self) -> TicketDraft {
        TicketDraft {
            queue: self.queue.get(),
            subject: self.subject.get(),
            body: self.body.get(),
            requester_name: self.name.get(),
            requester_address: self.address.get(),
            uploads: self.uploads.views(),
        }
    }

    /// The request, where the browser sees nothing wrong with it.
    fn checked(self, form: Form) -> Option<OpenTicket> {
        let address = self.address.get_untracked().trim().to_lowercase();
        let (subject, body) = (
            self.subject.get_untracked().trim().to_owned(),
            self.body.get_untracked(),
        );
        let queue = self.queue.get_untracked();
        let mut checks = Checks::default();
        checks.required("requester.address", &address);
        if !address.is_empty() && !is_address(&address) {
            checks.add("requester.address", FieldCode::Malformed);
        }
        checks.required("queue_id", &queue);
        checks.required("subject", &subject);
        checks.at_most("subject", &subject, SUBJECT_MAX);
        checks.required("body", &body);
        checks.at_most("body", &body, BODY_MAX);
        if !form.begin(checks.found()) {
            return None;
        }
        let name = Some(self.name.get_untracked().trim().to_owned()).filter(|name| !name.is_empty());
        Some(OpenTicket {
            queue_id: queue.parse().ok()?,
            subject,
            body,
            requester: Some(Mailbox { name, address }),
            channel: Some(self.channel.get_untracked()),
            priority: self.priority.get_untracked().parse().ok().and_then(Priority::new),
            attachments: self.uploads.ids(),
            ticket_type: None,
            requester_id: None,
            participants: Vec::new(),
            confirm: None,
            split_from: None,
            then: Vec::new(),
        })
    }
}

// req: A8, A10, B6, B18
#[component]
pub fn NewTicket() -> impl IntoView {
    let (queues, toasts) = (Queues::expect(), Toasts::expect());
    queues.refresh();
    let slot = StoredValue::new(
        Session::expect()
            .person_untracked()
            .map(|person| Slot::new(person, "agent-new")),
    );
    let draft = slot
        .with_value(|slot| slot.as_ref().and_then(Slot::load))
        .unwrap_or_default();
    let fields = Fields::new(draft);
    let form = Form::new(FIELDS);
    let navigate = StoredValue::new_local(use_navigate());
    Effect::new(move |before: Option<()>| {
        let draft = fields.draft();
        if before.is_some() {
            slot.with_value(|slot| slot.iter().for_each(|slot| slot.save(&draft)));
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(ticket) = fields.checked(form) else { return };
        spawn_local(async move {
            match send_new_ticket(&ticket).await {
                Ok(ticket) => {
                    form.done();
                    slot.with_value(|slot| slot.iter().for_each(Slot::clear));
                    toasts.show(tr!("done-ticket", number = ticket.number.0.clone()));
                    let path = Place::DeskTicket(ticket.number.0).path();
                    navigate.with_value(|navigate| navigate(&path, NavigateOptions::default()));
                }
                Err(error) => form.fail(error),
            }
        });
    };
    view! {
        <div class="page page-form">
            <h1 tabindex="-1">{t("title-desk-new")}</h1>
            <form class="card form" novalidate on:submit=submit>
                <ErrorSummary complaints=form.complaints() />
                <NewTicketFields fields form queues />
                <div class="form-end">
                    <button
                        type="submit"
                        class="button button-primary"
                        disabled=move || form.busy().get() || fields.uploads.busy()
                    >
                        {move || text(if form.busy().get() { "sending" } else { "create-ticket" })}
                    </button>
                    <a class="button" href=Place::Desk.path()>
                        {t("cancel")}
                    </a>
                </div>
            </form>
        </div>
    }
}

#[component]
fn NewTicketFields(fields: Fields, form: Form, queues: Queues) -> impl IntoView {
    let Fields {
        channel,
        name,
        address,
        queue,
        priority,
        subject,
        body,
        uploads,
    } = fields;
    let queue_options = move || queues.choices(|queue| may(queue, Permission::Create));
    let priorities = || {
        Priority::ALL
            .into_iter()
            .rev()
            .map(|one| (one.get().to_string(), words::priority(one)))
            .collect::<Vec<_>>()
    };
    let channel_choice = move |one: Channel| {
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name="channel"
                    prop:checked=move || channel.get() == one
                    on:change=move |_| channel.set(one)
                />
                <span>{move || words::channel(one)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="segments">
            <legend>{t("field-channel")}</legend>
            {CHANNELS.into_iter().map(channel_choice).collect_view()}
        </fieldset>
        <div class="field-row">
            <TextField
                id="requester-name"
                label="field-requester-name"
                value=name
                error=form.error("requester.name")
                optional=true
            />
            <TextField
                id="requester-address"
                label="field-requester-address"
                kind="email"
                value=address
                error=form.error("requester.address")
            />
        </div>
        <div class="field-row">
            <SelectField
                id="queue"
                label="field-queue"
                value=queue
                options=Signal::derive(queue_options)
                error=form.error("queue_id")
                placeholder="choose"
            />
            <SelectField
                id="priority"
                label="col-priority"
                value=priority
                options=Signal::derive(priorities)
                error=form.error("priority")
            />
        </div>
        <TextField id="subject" label="col-subject" value=subject error=form.error("subject") />
        <TextArea id="body" label="field-description" value=body error=form.error("body") rows=10 />
        <FilePicker
            id="files"
            items=uploads.items()
            on_files=move |files| uploads.add(files)
            on_remove=move |key| uploads.remove(key)
        />
    }
}
