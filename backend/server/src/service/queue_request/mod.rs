//! Requests for queues (requirements C12, C13, E8): somebody asks, whoever manages the queue above decides, and an approval makes
//! everything in one step.

mod answer;
pub mod approve;
pub mod create;
pub mod list;
mod people;
mod plan;
pub mod refuse;
pub mod show;

use std::collections::BTreeMap;

use pult_domain::policy;
use pult_shared::{
    api::queue_request::QueueRequestView, error::ErrorCode, ids::PersonId, person::PersonRef, ticket::TicketNumber,
};
use pult_store::{
    Conn,
    queue_requests::{self, QueueRequest},
};

use super::{ServiceError, session::who::SignedIn};

/// A request that somebody may decide on.
///
/// # Errors
/// `queue_request_not_found` where they may not see it, `forbidden` where they only see it.
async fn to_decide(
    conn: &impl Conn,
    signed_in: &SignedIn,
    number: &TicketNumber,
) -> Result<QueueRequest, ServiceError> {
    let request = seen(conn, signed_in, number).await?;
    policy::permit_queue_decision(&signed_in.actor, request.wanted.parent_id)?;
    Ok(request)
}

/// A request that somebody may see: theirs, or one that they may decide on.
async fn seen(conn: &impl Conn, signed_in: &SignedIn, number: &TicketNumber) -> Result<QueueRequest, ServiceError> {
    let found = queue_requests::find(conn, number, signed_in.actor.person_id).await?;
    let sees =
        |request: &QueueRequest| request.requester_id == signed_in.actor.person_id || may_decide(signed_in, request);
    found
        .filter(sees)
        .ok_or_else(|| ServiceError::code(ErrorCode::QueueRequestNotFound))
}

fn may_decide(signed_in: &SignedIn, request: &QueueRequest) -> bool {
    policy::permit_queue_decision(&signed_in.actor, request.wanted.parent_id).is_ok()
}

/// Requests as somebody sees them, without plans. One query more than it took to find them.
async fn views(
    conn: &impl Conn,
    signed_in: &SignedIn,
    requests: Vec<QueueRequest>,
) -> Result<Vec<QueueRequestView>, ServiceError> {
    let ids: Vec<PersonId> = requests
        .iter()
        .flat_map(|request| std::iter::once(request.requester_id).chain(request.decided_by))
        .collect();
    let people = pult_store::people::refs(conn, &ids).await?;
    let view = |request| view(signed_in, request, &people);
    Ok(requests.into_iter().map(view).collect())
}

fn view(signed_in: &SignedIn, request: QueueRequest, people: &BTreeMap<PersonId, PersonRef>) -> QueueRequestView {
    let requester = people.get(&request.requester_id).cloned();
    QueueRequestView {
        may_decide: may_decide(signed_in, &request),
        ticket: request.number,
        wanted: request.wanted,
        status: request.status,
        requested_by: requester.unwrap_or_else(|| PersonRef {
            id: request.requester_id,
            name: "?".to_owned(),
            address: None,
        }),
        requested_at: request.requested_at,
        decided_by: request.decided_by.and_then(|id| people.get(&id).cloned()),
        decided_at: request.decided_at,
        refusal: request.refusal,
        queue_id: request.queue_id,
        plan: None,
    }
}
