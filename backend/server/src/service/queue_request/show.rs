//! Show a request for a queue, with what an approval would make.

use pult_shared::{
    api::queue_request::{QueueRequestStatus, QueueRequestView},
    error::ErrorCode,
    ticket::TicketNumber,
};

use super::plan;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// The request beside a ticket: for whoever asked, and for whoever may decide; for the latter with the plan while it is open.
///
/// # Errors
/// `queue_request_not_found`.
pub async fn show(app: &App, signed_in: &SignedIn, number: &TicketNumber) -> Result<QueueRequestView, ServiceError> {
    let request = super::seen(&app.store, signed_in, number).await?;
    let mut views = super::views(&app.store, signed_in, vec![request]).await?;
    let mut view = views
        .pop()
        .ok_or_else(|| ServiceError::code(ErrorCode::QueueRequestNotFound))?;
    if view.may_decide && view.status == QueueRequestStatus::Open {
        view.plan = Some(plan::preview(app, signed_in, &view.wanted).await?);
    }
    Ok(view)
}
