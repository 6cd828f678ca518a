//! Refuse a request for a queue, with the reason.

use pult_domain::{policy, queue::check_refusal};
use pult_shared::{
    api::queue_request::{QueueRequestStatus, QueueRequestView},
    error::ErrorCode,
    i18n::Texts,
    ticket::TicketNumber,
};
use pult_store::queue_requests::{self, Settled};

use super::{answer::answer, show, to_decide};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn, ticket::write},
};

/// Refuses a request: whoever asked gets the reason as an answer, and the ticket is closed.
///
/// # Errors
/// `queue_request_not_found`, `forbidden`, `invalid` without a reason, `not_applicable` where somebody has decided already.
pub async fn refuse(
    app: &App,
    signed_in: &SignedIn,
    number: &TicketNumber,
    reason: &str,
) -> Result<QueueRequestView, ServiceError> {
    let tx = app.store.begin().await?;
    let request = to_decide(&tx, signed_in, number).await?;
    let reason = check_refusal(reason)?;
    let permit = policy::permit_queue_decision(&signed_in.actor, request.wanted.parent_id)?;
    let settled = Settled {
        status: QueueRequestStatus::Refused,
        at: app.now(),
        by: signed_in.actor.person_id,
        refusal: Some(reason.clone()),
        queue_id: None,
    };
    if !queue_requests::settle(&tx, request.ticket_id, &settled).await? {
        return Err(ServiceError::code(ErrorCode::NotApplicable));
    }
    let names = &request.wanted.names;
    let text = |texts: &Texts| {
        let queue = names.or_other(texts.language());
        texts.format(
            "mail-queue-request-refused",
            &[("queue", queue.into()), ("reason", reason.as_str().into())],
        )
    };
    answer(app, &tx, signed_in, permit, request.ticket_id, text).await?;
    write::commit(app, tx).await?;
    show::show(app, signed_in, number).await
}
