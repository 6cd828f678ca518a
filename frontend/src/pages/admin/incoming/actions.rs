//! What a person decides about a mail that waits: each decision is a dialog that asks for what it needs.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::mail::{IncomingMailView, MailAction, MailActionName},
    error::FieldCode,
};

use super::{Opened, ledger::Ledger};
use crate::{
    api,
    components::{
        Dialog, Sign,
        field::{ErrorSummary, SelectField, TextArea, TextField},
    },
    form::{Checks, Form, FormField},
    i18n::{t, text, words},
    queues::Queues,
    toast::Toasts,
    tr,
};

const FIELDS: &[FormField] = &[
    FormField {
        name: "queue_id",
        id: "settle-queue",
        label: "settle-queue",
    },
    FormField {
        name: "ticket",
        id: "settle-ticket",
        label: "settle-ticket",
    },
    FormField {
        name: "reason",
        id: "settle-reason",
        label: "settle-reason",
    },
];

pub fn sign(action: MailActionName) -> Sign {
    match action {
        MailActionName::RunAgain => Sign::Undo,
        MailActionName::MakeTicket => Sign::Plus,
        MailActionName::JoinTicket => Sign::Link,
        MailActionName::Discard => Sign::Close,
        MailActionName::Admit => Sign::Check,
    }
}

#[component]
pub fn SettleDialog(opened: Opened, ledger: Ledger) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if opened.settle.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            opened.settle.set(None);
        }
    });
    let title = Signal::derive(move || {
        let action = opened.settle.with(|settle| settle.as_ref().map(|(_, action)| *action));
        action.map_or_else(String::new, |action| text(&format!("mail-action-{}", action.name())))
    });
    let form = move || {
        let settle = opened.settle.get_untracked();
        settle.map(|(mail, action)| view! { <SettleForm open ledger mail action /> })
    };
    view! {
        <Dialog open id="settle-mail" title>
            {form()}
        </Dialog>
    }
}

#[component]
fn SettleForm(open: RwSignal<bool>, ledger: Ledger, mail: IncomingMailView, action: MailActionName) -> impl IntoView {
    let (form, toasts, queues) = (Form::new(FIELDS), Toasts::expect(), Queues::expect());
    let empty = || RwSignal::new(String::new());
    let (queue, ticket, reason) = (empty(), empty(), empty());
    let id = mail.id;
    let subject = mail.subject;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (wanted, missing) = match action {
            MailActionName::MakeTicket => {
                let chosen = queue.get_untracked().parse().ok();
                let wanted = chosen.map(|queue_id| MailAction::MakeTicket { queue_id });
                (wanted, "queue_id")
            }
            MailActionName::JoinTicket => {
                let ticket = ticket.get_untracked().trim().to_owned();
                let wanted = (!ticket.is_empty()).then_some(MailAction::JoinTicket { ticket });
                (wanted, "ticket")
            }
            MailActionName::Discard => {
                let reason = reason.get_untracked().trim().to_owned();
                let wanted = (!reason.is_empty()).then_some(MailAction::Discard { reason });
                (wanted, "reason")
            }
            MailActionName::RunAgain | MailActionName::Admit => (Some(MailAction::RunAgain), ""),
        };
        let mut checks = Checks::default();
        if wanted.is_none() {
            checks.add(missing, FieldCode::Required);
        }
        if !form.begin(checks.found()) {
            return;
        }
        let Some(wanted) = wanted else { return };
        spawn_local(async move {
            match api::mails::settle_incoming_mail(id, &wanted).await {
                Ok(mail) => {
                    form.done();
                    open.set(false);
                    let outcome = words::outcome(mail.outcome);
                    toasts.show(match mail.ticket_number {
                        Some(number) => tr!("done-settle-ticket", outcome = outcome, number = number.0),
                        None => tr!("done-settle", outcome = outcome),
                    });
                    ledger.reload();
                }
                Err(error) => form.fail(error),
            }
        });
    };
    let choices = Signal::derive(move || queues.choices(|queue| queue.valid));
    let needs = match action {
        MailActionName::MakeTicket => view! {
            <SelectField
                id="settle-queue"
                label="settle-queue"
                value=queue
                options=choices
                error=form.error("queue_id")
                placeholder="settle-choose-queue"
            />
        }
        .into_any(),
        MailActionName::JoinTicket => view! {
            <TextField
                id="settle-ticket"
                label="settle-ticket"
                value=ticket
                error=form.error("ticket")
                hint="settle-ticket-hint"
            />
        }
        .into_any(),
        MailActionName::Discard => view! {
            <TextArea
                id="settle-reason"
                label="settle-reason"
                value=reason
                error=form.error("reason")
                hint="settle-reason-hint"
                rows=3
            />
        }
        .into_any(),
        MailActionName::RunAgain | MailActionName::Admit => ().into_any(),
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary complaints=form.complaints() />
            <p>
                <strong>{move || words::subject(&subject)}</strong>
                <br />
                <span class="soft">{mail.from}</span>
            </p>
            <p class="soft">{move || text(&format!("mail-action-{}-explained", action.name()))}</p>
            {needs}
            <div class="form-end">
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {t("cancel")}
                </button>
                <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                    {move || text(&format!("mail-action-{}", action.name()))}
                </button>
            </div>
        </form>
    }
}
