//! `add_tag` and `remove_tag`.

use pult_shared::{
    error::FieldCode,
    event::TicketEvent,
    limits::{TAG_MAX, TAGS_MAX},
};

use super::{draft::Draft, facts::Context};
use crate::refusal::Refusal;

/// A tag as it is kept.
///
/// # Errors
/// What is wrong with it.
pub fn tag_of(text: &str) -> Result<String, FieldCode> {
    let tag = text.trim().to_lowercase();
    if tag.is_empty() {
        return Err(FieldCode::Required);
    }
    if tag.chars().count() > TAG_MAX {
        return Err(FieldCode::TooLong);
    }
    if !tag.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')) {
        return Err(FieldCode::Malformed);
    }
    Ok(tag)
}

pub(super) fn add(draft: &mut Draft, tag: &str, ctx: &Context<'_>) -> Result<(), Refusal> {
    let tag = tag_of(tag).map_err(|code| Refusal::field("tag", code))?;
    if draft.ticket.tags.contains(&tag) {
        return Ok(());
    }
    if draft.ticket.tags.len() >= TAGS_MAX {
        return Err(Refusal::field("tag", FieldCode::TooMany));
    }
    draft.push(TicketEvent::TagAdded { tag }, ctx.now);
    Ok(())
}

pub(super) fn remove(draft: &mut Draft, tag: &str, ctx: &Context<'_>) {
    let tag = tag.trim().to_lowercase();
    if draft.ticket.tags.contains(&tag) {
        draft.push(TicketEvent::TagRemoved { tag }, ctx.now);
    }
}
