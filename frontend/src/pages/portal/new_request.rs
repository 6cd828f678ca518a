//! A new request in the portal.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use pult_shared::{
    command::OpenTicket,
    limits::{BODY_MAX, SUBJECT_MAX},
};

use crate::{
    components::{ErrorSummary, FilePicker, SelectField, TextArea, TextField},
    drafts::{Slot, TicketDraft},
    form::{Checks, Form, FormField},
    i18n::{t, text},
    place::Place,
    queues::Queues,
    sending::send_new_ticket,
    session::Session,
    toast::Toasts,
    tr,
    uploads::Uploads,
};

const FIELDS: &[FormField] = &[
    FormField {
        name: "queue_id",
        id: "queue",
        label: "portal-queue",
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

/// What the form holds.
#[derive(Clone, Copy)]
struct Fields {
    queue: RwSignal<String>,
    subject: RwSignal<String>,
    body: RwSignal<String>,
    uploads: Uploads,
}

impl Fields {
    fn draft(self) -> TicketDraft {
        TicketDraft {
            queue: self.queue.get(),
            subject: self.subject.get(),
            body: self.body.get(),
            uploads: self.uploads.views(),
            ..TicketDraft::default()
        }
    }

    /// The request, where the browser sees nothing wrong with it.
    fn checked(self, form: Form) -> Option<OpenTicket> {
        let queue = self.queue.get_untracked();
        let (subject, body) = (
            self.subject.get_untracked().trim().to_owned(),
            self.body.get_untracked(),
        );
        let mut checks = Checks::default();
        checks.required("queue_id", &queue);
        checks.required("subject", &subject);
        checks.at_most("subject", &subject, SUBJECT_MAX);
        checks.required("body", &body);
        checks.at_most("body", &body, BODY_MAX);
        if !form.begin(checks.found()) {
            return None;
        }
        Some(OpenTicket {
            queue_id: queue.parse().ok()?,
            subject,
            body,
            requester: None,
            channel: None,
            priority: None,
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

#[component]
pub fn NewRequest() -> impl IntoView {
    let (queues, toasts) = (Queues::expect(), Toasts::expect());
    queues.refresh();
    let slot = StoredValue::new(
        Session::expect()
            .person_untracked()
            .map(|person| Slot::new(person, "portal-new")),
    );
    let draft: TicketDraft = slot
        .with_value(|slot| slot.as_ref().and_then(Slot::load))
        .unwrap_or_default();
    let fields = Fields {
        queue: RwSignal::new(draft.queue),
        subject: RwSignal::new(draft.subject),
        body: RwSignal::new(draft.body),
        uploads: Uploads::new(draft.uploads),
    };
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
                    toasts.show(tr!("done-request", number = ticket.number.0.clone()));
                    let path = Place::PortalTicket(ticket.number.0).path();
                    navigate.with_value(|navigate| navigate(&path, NavigateOptions::default()));
                }
                Err(error) => form.fail(error),
            }
        });
    };
    let Fields {
        queue,
        subject,
        body,
        uploads,
    } = fields;
    view! {
        <div class="page page-form">
            <h1 tabindex="-1">{t("title-portal-new")}</h1>
            <p class="lead">{t("new-request-lead")}</p>
            <form class="card form" novalidate on:submit=submit>
                <ErrorSummary complaints=form.complaints() />
                <SelectField
                    id="queue"
                    label="portal-queue"
                    value=queue
                    options=Signal::derive(move || queues.choices(|queue| queue.portal))
                    error=form.error("queue_id")
                    placeholder="choose"
                />
                <TextField
                    id="subject"
                    label="col-subject"
                    hint="subject-hint"
                    value=subject
                    error=form.error("subject")
                />
                <TextArea
                    id="body"
                    label="field-description"
                    hint="description-hint"
                    value=body
                    error=form.error("body")
                    rows=9
                />
                <FilePicker
                    id="files"
                    items=uploads.items()
                    on_files=move |files| uploads.add(files)
                    on_remove=move |key| uploads.remove(key)
                />
                <div class="form-end">
                    <button
                        type="submit"
                        class="button button-primary"
                        disabled=move || form.busy().get() || uploads.busy()
                    >
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
