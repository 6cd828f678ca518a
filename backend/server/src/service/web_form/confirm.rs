//! Confirm what was sent by a form: the click on the link of the mail, once. It makes the ticket, as if it were sent now.

use pult_domain::{
    policy,
    ticket::Ticket,
    web_form::{check_submission, sender},
};
use pult_shared::{
    Timestamp,
    api::web_form::{FormAccess, SubmittedForm, WebFormDef},
    error::ErrorCode,
    ids::PersonId,
    ticket::TicketNumber,
};
use pult_store::{
    WriteTx, people,
    web_forms::{self, Kept, Pending},
};

use super::open::{self, Asking};
use crate::{
    app::App,
    identity::token,
    service::{ServiceError, setup::Setup, ticket::write},
};

/// Makes the ticket of what waits under a token.
///
/// # Errors
/// `link_expired` for a link that was used, is older than a day or never was one; `invalid` where the queue takes nothing new any more,
/// which leaves the link as it was.
pub async fn confirm(app: &App, given: &str) -> Result<SubmittedForm, ServiceError> {
    let (hash, now) = (token::hash(given), app.now());
    let setup = app.setup.read(&app.store).await?;
    let number = app.numbers.next(&app.store, now).await?;
    let tx = app.store.begin().await?;
    let expired = || ServiceError::code(ErrorCode::LinkExpired);
    let pending = web_forms::take_pending(&tx, &hash, now).await?.ok_or_else(expired)?;
    let ticket = ticket_of(app, &tx, &setup, number, pending, true, now).await?;
    write::commit(app, tx).await?;
    Ok(SubmittedForm {
        number: Some(ticket.number),
    })
}

/// Makes the ticket of what has waited, in the caller's transaction. `confirmed`: whether whoever has sent it has said so.
pub(super) async fn ticket_of(
    app: &App,
    tx: &WriteTx,
    setup: &Setup,
    number: TicketNumber,
    pending: Pending,
    confirmed: bool,
    now: Timestamp,
) -> Result<Ticket, ServiceError> {
    let now_form = web_forms::find(tx, pending.form_id)
        .await?
        .ok_or_else(|| ServiceError::code(ErrorCode::LinkExpired))?;
    // It was allowed when it was sent: whoever has the link has shown who they are since.
    let permit = policy::permit_form(FormAccess::Anyone, false)?;
    let Kept { form, sent } = pending.content;
    let form = WebFormDef {
        queue_id: now_form.form.queue_id,
        ..form
    };
    let submission = check_submission(&form, &sent, false, &setup.catalog, &setup.tree)?;
    let files = open::read_files(&sent.files)?;
    let fresh = PersonId(app.fresh());
    let requester = people::ensure_for_mailbox(tx, &sender(&sent), Some(sent.language), now, fresh).await?;
    let asking = Asking {
        form: &form,
        submission: &submission,
        requester: &requester,
        language: requester.language.unwrap_or(sent.language),
        confirmed,
        receipt: true,
        uploads: Vec::new(),
        files: &files,
    };
    open::open(app, tx, permit, setup, number, asking, now).await
}
