//! Tickets that are likely about the same as one, with the reasons (requirement C9): a fixed number of queries, each bounded.

use std::cmp::Reverse;

use pult_domain::{
    duplicates::{Evidence, judge},
    policy,
    ticket::{Side, Ticket},
};
use pult_shared::{
    api::{
        reading::ReadingOf,
        similar::{SimilarReason, SimilarTicket, SimilarTickets},
    },
    error::ErrorCode,
    ids::TicketId,
    person::PersonRef,
};
use pult_store::{duplicates, people, tickets};

use super::{reading, view};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Tickets that are shown.
const SHOWN: usize = 10;

/// The likeliest ones among those that the reader sees at the desk.
///
/// # Errors
/// `ticket_not_found` as always; `forbidden` for the customer of the ticket.
pub async fn similar(app: &App, signed_in: &SignedIn, ticket: &str) -> Result<SimilarTickets, ServiceError> {
    let (ticket, side) = reading::find(app, signed_in, ticket, ReadingOf::Ticket).await?;
    if side != Side::Agent {
        return Err(ServiceError::code(ErrorCode::Forbidden));
    }
    let found = judged(app, signed_in, &ticket).await?;
    let requesters: Vec<_> = found.iter().map(|(_, _, other)| other.requester_id).collect();
    let names = people::refs(&app.store, &requesters).await?;
    let shown = |(reasons, share, other): (Vec<SimilarReason>, u8, Ticket)| SimilarTicket {
        ticket: view::ticket_ref(&other),
        queue: view::queue_ref(&signed_in.tree, other.queue_id),
        requester: names.get(&other.requester_id).cloned().unwrap_or(PersonRef {
            id: other.requester_id,
            name: String::new(),
            address: None,
        }),
        created_at: other.created_at,
        reasons,
        share,
    };
    Ok(SimilarTickets {
        items: found.into_iter().map(shown).collect(),
    })
}

/// What is likely the same, and why; the surest reason first, then the most in common.
async fn judged(
    app: &App,
    signed_in: &SignedIn,
    ticket: &Ticket,
) -> Result<Vec<(Vec<SimilarReason>, u8, Ticket)>, ServiceError> {
    let visible = policy::desk_tickets(&signed_in.actor);
    let own = duplicates::prints(&app.store, &[ticket.id]).await?.remove(&ticket.id);
    let same_message = duplicates::with_same_message(&app.store, ticket.id).await?;
    let ids = duplicates::candidates(&app.store, &visible, ticket, own.as_ref(), &same_message).await?;
    let prints = duplicates::prints(&app.store, &ids).await?;
    let judge = |id: &TicketId, other: &Ticket| {
        judge(&Evidence {
            own: own.as_ref(),
            other: prints.get(id),
            same_message: same_message.contains(id),
            same_person: other.requester_id == ticket.requester_id,
            same_queue: other.queue_id == ticket.queue_id,
        })
    };
    let others = tickets::find_many(&app.store, &ids).await?;
    let mut found: Vec<_> = others
        .into_iter()
        .filter_map(|(id, other)| judge(&id, &other).map(|(reasons, share)| (reasons, share, other)))
        .collect();
    let sure = |reasons: &[SimilarReason]| reasons.contains(&SimilarReason::SameMessage);
    found.sort_by_key(|(reasons, share, other)| (!sure(reasons), Reverse(*share), Reverse(other.created_at), other.id));
    found.truncate(SHOWN);
    Ok(found)
}
