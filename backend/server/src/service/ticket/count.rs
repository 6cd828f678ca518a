//! Count tickets: how many a filter finds among those that the person may see.

use pult_shared::api::ticket::{TicketCount, TicketScope};
use pult_store::tickets;

use super::asked::{meant, question, read_filter, visibility};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// How many tickets a filter finds. One query.
///
/// # Errors
/// `invalid_filter` with reason and place.
pub async fn count(
    app: &App,
    signed_in: &SignedIn,
    filter: &str,
    scope: TicketScope,
) -> Result<TicketCount, ServiceError> {
    let filter = meant(signed_in, scope, read_filter(signed_in, filter, "filter")?);
    let visible = visibility(&signed_in.actor, scope);
    let question = question(signed_in, &visible, &filter, app.now());
    let count = tickets::count(&app.store, &question, None).await?;
    Ok(TicketCount { count })
}
