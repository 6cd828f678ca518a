//! List the tags in use, for completion: only those of tickets that the person may see.

use pult_domain::policy;
use pult_shared::{api::tag::TagList, limits::TAG_MAX};
use pult_store::tags;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Tags that are offered at the most.
const TAGS_AT_ONCE: u32 = 50;

/// The tags that begin so, the most used first. Tags are the desk's: what a customer's own tickets are tagged with is left out.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, signed_in: &SignedIn, prefix: &str) -> Result<TagList, ServiceError> {
    let prefix = prefix.trim().to_lowercase();
    if prefix.chars().count() > TAG_MAX || !signed_in.actor.is_agent() {
        return Ok(TagList::default());
    }
    let visible = policy::desk_tickets(&signed_in.actor);
    let items = tags::beginning_with(&app.store, &visible, &prefix, TAGS_AT_ONCE).await?;
    Ok(TagList { items })
}
