//! Sending a new ticket so that a second attempt after a lost answer does not open a second ticket.

use std::cell::RefCell;

use pult_shared::{api::ticket::TicketView, command::OpenTicket};

use crate::{
    api::{self, ApiError},
    web,
};

thread_local! {
    /// The last request that brought no answer, with its key.
    static UNANSWERED: RefCell<Option<(OpenTicket, String)>> = const { RefCell::new(None) };
}

/// Opens a ticket. The same request again uses the same key, until the server has answered it.
pub async fn send_new_ticket(ticket: &OpenTicket) -> Result<TicketView, ApiError> {
    let kept = UNANSWERED.take().filter(|(same, _)| same == ticket).map(|(_, key)| key);
    let key = kept.or_else(web::random_key);
    let answer = api::tickets::create_ticket(ticket, key.as_deref()).await;
    if let (Err(ApiError::Offline | ApiError::Unreadable), Some(key)) = (&answer, key) {
        UNANSWERED.set(Some((ticket.clone(), key)));
    }
    answer
}
