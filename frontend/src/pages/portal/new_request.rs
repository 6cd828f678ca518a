//! A new request in the portal.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use pult_shared::{
    api::draft::DraftKind,
    command::OpenTicket,
    error::FieldCode,
    limits::{BODY_MAX, SUBJECT_MAX},
};

use crate::{
    components::{ErrorSummary, FilePicker, SecretWarning, SelectField, TextArea, TextField},
    drafts::Slot,
    form::{Checks, Form, FormField},
    i18n::{t, text},
    place::Place,
    queues::Queues,
    sending::send_new_ticket,
    session::Session,
    toast::Toasts,
    tr,
    writing::{Keeper, KeptLine, Restored, Sheet},
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

/// The request, where the browser sees nothing wrong with it.
fn checked(sheet: Sheet, form: Form) -> Option<OpenTicket> {
    let queue = sheet.queue.get_untracked();
    let (subject, body) = (
        sheet.subject.get_untracked().trim().to_owned(),
        sheet.body.get_untracked(),
    );
    let mut checks = Checks::default();
    if queue.is_none() {
        checks.add("queue_id", FieldCode::Required);
    }
    checks.required("subject", &subject);
    checks.at_most("subject", &subject, SUBJECT_MAX);
    checks.required("body", &body);
    checks.at_most("body", &body, BODY_MAX);
    if !form.begin(checks.found()) {
        return None;
    }
    Some(OpenTicket {
        queue_id: queue?,
        subject,
        body,
        requester: None,
        channel: None,
        priority: None,
        attachments: sheet.uploads.ids(),
        ticket_type: None,
        requester_id: None,
        participants: Vec::new(),
        confirm: None,
        split_from: None,
        then: Vec::new(),
    })
}

#[component]
pub fn NewRequest() -> impl IntoView {
    let (queues, toasts) = (Queues::expect(), Toasts::expect());
    queues.refresh();
    let person = Session::expect().person_untracked();
    let sheet = Sheet::new(DraftKind::NewRequest);
    let keeper = Keeper::new(sheet, person.map(|person| Slot::new(person, "portal-request")));
    keeper.begin(None);
    keeper.save_with_page();
    let form = Form::new(FIELDS);
    let navigate = StoredValue::new_local(use_navigate());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(ticket) = checked(sheet, form) else { return };
        spawn_local(async move {
            match send_new_ticket(&ticket).await {
                Ok(ticket) => {
                    form.done();
                    keeper.sent();
                    toasts.show(tr!("done-request", number = ticket.number.0.clone()));
                    let path = Place::PortalTicket(ticket.number.0).path();
                    navigate.with_value(|navigate| navigate(&path, NavigateOptions::default()));
                }
                Err(error) => form.fail(error),
            }
        });
    };
    let (queue, uploads) = (sheet.queue_text(), sheet.uploads);
    view! {
        <div class="page page-form">
            <h1 tabindex="-1">{t("title-portal-new")}</h1>
            <p class="lead">{t("new-request-lead")}</p>
            <form class="card form" novalidate on:submit=submit on:focusout=move |_| keeper.save()>
                <Restored keeper />
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
                    value=sheet.subject
                    error=form.error("subject")
                />
                <TextArea
                    id="body"
                    label="field-description"
                    hint="description-hint"
                    value=sheet.body
                    error=form.error("body")
                    rows=9
                />
                <SecretWarning written=sheet.body />
                <KeptLine kept=keeper.kept.into() />
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
