//! Look as oneself again.

use pult_shared::ids::{PersonId, SessionId};
use pult_store::{WriteTx, people, seeings};

use super::{Entry, note};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Ends it; as whom the session looked, if it did.
///
/// # Errors
/// When the database fails.
pub async fn end(app: &App, signed_in: &SignedIn) -> Result<Option<PersonId>, ServiceError> {
    let tx = app.store.begin().await?;
    let seen = in_transaction(app, &tx, signed_in).await?;
    tx.commit().await?;
    Ok(seen)
}

/// The same in a transaction that does more: with a sign-out it is over too.
pub(in crate::service) async fn in_transaction(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
) -> Result<Option<PersonId>, ServiceError> {
    if signed_in.session_id == SessionId::NIL {
        return Ok(None);
    }
    let Some(person) = seeings::end(tx, signed_in.session_id, app.now()).await? else {
        return Ok(None);
    };
    let name = people::find(tx, person).await?.map(|found| found.name);
    let entry = |seen_as| Entry {
        name: name.as_deref().unwrap_or_default(),
        seen_as,
    };
    let seer = signed_in.actor.reader();
    note(app, tx, seer, person, entry(Some("…")), entry(None)).await?;
    tracing::info!(by = %seer, %person, "an administrator looks as somebody no more");
    Ok(Some(person))
}
