//! The checklist: small things to do before a ticket is done.

use pult_shared::{
    api::ticket::ChecklistItem,
    command::{AddChecklistItem, SetChecklistItem},
    error::FieldCode,
    event::TicketEvent,
    ids::ChecklistItemId,
    limits::{CHECKLIST_MAX, SUBJECT_MAX},
};

use super::{
    draft::Draft,
    facts::{Context, TargetFacts, TicketFacts},
    words::one_line,
};
use crate::refusal::Refusal;

pub(super) fn add(
    draft: &mut Draft,
    add: &AddChecklistItem,
    facts: &TicketFacts,
    ctx: &mut Context<'_>,
) -> Result<(), Refusal> {
    let text = check(&add.text)?;
    let TargetFacts::Checklist { count, .. } = facts.target else {
        return Err(Refusal::field("text", FieldCode::NotAllowed));
    };
    let added = draft
        .events
        .iter()
        .filter(|event| matches!(event, TicketEvent::ChecklistItemAdded { .. }))
        .count();
    if count + added >= CHECKLIST_MAX {
        return Err(Refusal::field("text", FieldCode::TooMany));
    }
    let item_id = ChecklistItemId(ctx.ids.fresh());
    draft.push(TicketEvent::ChecklistItemAdded { item_id, text }, ctx.now);
    Ok(())
}

fn check(text: &str) -> Result<String, Refusal> {
    let text = one_line(text);
    match text.chars().count() {
        0 => Err(Refusal::field("text", FieldCode::Required)),
        length if length > SUBJECT_MAX => Err(Refusal::field("text", FieldCode::TooLong)),
        _ => Ok(text),
    }
}

fn item(facts: &TicketFacts) -> Result<&ChecklistItem, Refusal> {
    match &facts.target {
        TargetFacts::Checklist { item: Some(item), .. } => Ok(item),
        _ => Err(Refusal::field("item_id", FieldCode::Unknown)),
    }
}

pub(super) fn set(
    draft: &mut Draft,
    set: &SetChecklistItem,
    facts: &TicketFacts,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    let before = item(facts)?;
    let text = match &set.text {
        None => before.text.clone(),
        Some(text) => check(text)?,
    };
    let done = set.done.unwrap_or(before.done);
    if text != before.text || done != before.done {
        let item_id = before.id;
        draft.push(TicketEvent::ChecklistItemChanged { item_id, text, done }, ctx.now);
    }
    Ok(())
}

pub(super) fn remove(draft: &mut Draft, facts: &TicketFacts, ctx: &Context<'_>) -> Result<(), Refusal> {
    let before = item(facts)?;
    let (item_id, text) = (before.id, before.text.clone());
    draft.push(TicketEvent::ChecklistItemRemoved { item_id, text }, ctx.now);
    Ok(())
}
