//! What was sent by a form and waits to be confirmed: those who manage the form see it, send its mail once more, delete it, or take it as a
//! ticket when they know otherwise who has sent it.

use pult_domain::{
    policy,
    ticket::{self, Side, Ticket, TicketFacts},
    web_form::check_reason,
};
use pult_shared::{
    api::web_form::{FormAccess, FormEntries, FormEntry, SubmittedForm},
    command::{Command, Note},
    error::ErrorCode,
    ids::WebFormId,
    limits::{FORM_ENTRY_MAILS_MAX, PAGE_MAX},
    mailbox::Mailbox,
};
use pult_store::{
    WriteTx, people,
    web_forms::{self, WebForm},
};
use serde_json::{Value, json};

use super::{CONFIRM_LASTS, confirm::ticket_of, edit, submit::mail_link};
use crate::{
    app::{App, Ids},
    identity::token,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
        ticket::write::{self, Writing},
    },
};

/// What waits of a form, the newest first, at most 200.
///
/// # Errors
/// `web_form_not_found`, `forbidden` without `manage` in its queue.
pub async fn list(app: &App, signed_in: &SignedIn, form: WebFormId) -> Result<FormEntries, ServiceError> {
    edit::find(&app.store, signed_in, &signed_in.setup(), form).await?;
    let items = web_forms::entries(&app.store, form, app.now(), PAGE_MAX).await?;
    Ok(FormEntries { items })
}

/// Mails another link, which lasts as long as the first one did; that one ends.
///
/// # Errors
/// As [`list`]; `not_found` where it waits no more; `not_applicable` after three mails.
pub async fn send_again(app: &App, signed_in: &SignedIn, form: WebFormId, id: &str) -> Result<(), ServiceError> {
    let now = app.now();
    let tx = app.store.begin().await?;
    let (form, entry) = find(app, &tx, signed_in, form, id).await?;
    if entry.mails >= FORM_ENTRY_MAILS_MAX {
        return Err(ServiceError::code(ErrorCode::NotApplicable));
    }
    let token = token::fresh(&*app.rng);
    let until = now.saturating_add(CONFIRM_LASTS).unwrap_or(now);
    let renewed = web_forms::renew_pending(&tx, id, &token::hash(&token), until).await?;
    let sent = renewed.ok_or_else(gone)?.content.sent;
    let to = Mailbox {
        name: None,
        address: entry.address.clone(),
    };
    let name = form.form.names.or_other(sent.language);
    mail_link(app, &tx, name, &to, sent.language, &token, now).await?;
    let after = json!({"name": entry.address, "subject": entry.subject, "mails": entry.mails + 1});
    log(app, signed_in, &tx, form.id, &entry, Some(after)).await?;
    tx.commit().await?;
    app.work.outbox.notify_one();
    Ok(())
}

/// Deletes what waits.
///
/// # Errors
/// As [`list`]; `not_found` where it waits no more.
pub async fn delete(app: &App, signed_in: &SignedIn, form: WebFormId, id: &str) -> Result<(), ServiceError> {
    let tx = app.store.begin().await?;
    let (form, entry) = find(app, &tx, signed_in, form, id).await?;
    web_forms::take_pending(&tx, id, app.now()).await?.ok_or_else(gone)?;
    log(app, signed_in, &tx, form.id, &entry, None).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes the ticket of it without the click: somebody who manages the form knows who has sent it, and says how.
///
/// # Errors
/// As [`delete`]; `invalid` without a reason, and where the queue takes nothing new any more.
pub async fn open(
    app: &App,
    signed_in: &SignedIn,
    form: WebFormId,
    id: &str,
    reason: &str,
) -> Result<SubmittedForm, ServiceError> {
    let reason = check_reason(reason)?;
    let now = app.now();
    let setup = app.setup.read(&app.store).await?;
    let number = app.numbers.next(&app.store, now).await?;
    let tx = app.store.begin().await?;
    let (form, entry) = find(app, &tx, signed_in, form, id).await?;
    let pending = web_forms::take_pending(&tx, id, now).await?.ok_or_else(gone)?;
    let ticket = ticket_of(app, &tx, &setup, number, pending, false, now).await?;
    note(app, &tx, signed_in, &ticket, &reason).await?;
    let after = json!({"name": entry.address, "subject": entry.subject, "ticket": ticket.number, "reason": reason});
    log(app, signed_in, &tx, form.id, &entry, Some(after)).await?;
    write::commit(app, tx).await?;
    Ok(SubmittedForm {
        number: Some(ticket.number),
    })
}

/// The reason, for those who work on the ticket.
async fn note(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    ticket: &Ticket,
    reason: &str,
) -> Result<(), ServiceError> {
    // Whoever manages the form may say so, also where they do not work in the queue.
    let permit = policy::permit_form(FormAccess::Anyone, true)?;
    let me = people::find(tx, signed_in.actor.person_id).await?.ok_or_else(gone)?;
    let language = me.language.unwrap_or_default();
    let texts = app.texts.in_language(language);
    let said = Command::Note(Note {
        body: texts.format("form-taken-without-click", &[("reason", reason.into())]),
        ..Note::default()
    });
    let facts = TicketFacts {
        actor: Some(Mailbox {
            address: me.addresses.first().cloned().unwrap_or_default(),
            name: Some(me.name),
        }),
        ..TicketFacts::default()
    };
    let setup = signed_in.setup();
    let mut ids = Ids(app);
    let mut ctx = app.context(&mut ids, app.now(), Some(me.id), Side::Agent, &setup);
    let decision = ticket::decide(ticket, &said, &facts, &mut ctx)?;
    let writing = Writing::by(permit, Some(ticket.version), me.id, language);
    write::write(app, tx, &decision, writing).await?;
    Ok(())
}

async fn find(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    form: WebFormId,
    id: &str,
) -> Result<(WebForm, FormEntry), ServiceError> {
    let form = edit::find(tx, signed_in, &signed_in.setup(), form).await?;
    let entry = web_forms::entry(tx, form.id, id, app.now()).await?;
    Ok((form, entry.ok_or_else(gone)?))
}

fn gone() -> ServiceError {
    ServiceError::code(ErrorCode::NotFound)
}

/// The line of the log; it is the form's, so that those see it who manage the form.
async fn log(
    app: &App,
    signed_in: &SignedIn,
    tx: &WriteTx,
    form: WebFormId,
    entry: &FormEntry,
    after: Option<Value>,
) -> Result<(), ServiceError> {
    let before = json!({"name": entry.address, "subject": entry.subject, "mails": entry.mails});
    let line = settings_log::line(app, signed_in, Thing::FormEntry, form);
    line.write(tx, Some(&before), after.as_ref()).await
}
