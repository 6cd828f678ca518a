//! `set_field`: values of custom fields, checked by the field's kind.

use pult_shared::{
    catalog::{FieldDef, FieldKind, FieldValue},
    command::SetField,
    error::{ErrorCode, FieldCode, FieldError},
    event::TicketEvent,
    limits::{FIELD_TEXT_MAX, SUBJECT_MAX},
};
use uuid::Uuid;

use super::{
    Ticket,
    draft::Draft,
    facts::{Context, TargetFacts, TicketFacts},
    words::{clean_body, one_line},
};
use crate::{catalog::belongs, refusal::Refusal};

pub(super) fn set_field(
    draft: &mut Draft,
    set: &SetField,
    facts: &TicketFacts,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    let ticket = &draft.ticket;
    let field = ctx
        .catalog
        .field(&set.field)
        .ok_or_else(|| Refusal::field("field", FieldCode::Unknown))?;
    let from = ticket.fields.get(&set.field).cloned();
    let to = match &set.value {
        None => None,
        Some(value) => {
            if !field.valid || !belongs(field, ticket.queue_id, ticket.ticket_type.as_ref(), ctx.tree) {
                return Err(Refusal::field("field", FieldCode::NotAllowed));
            }
            canonical(field, value).map_err(|code| Refusal::field("value", code))?
        }
    };
    if from == to {
        return Ok(());
    }
    let chooses_person = field.kind == FieldKind::Person && to.is_some();
    if chooses_person && facts.target != (TargetFacts::Choice { eligible: true }) {
        return Err(Refusal::field("value", FieldCode::Unknown));
    }
    draft.push(
        TicketEvent::FieldChanged {
            field: set.field.clone(),
            from,
            to,
            shown_to_customer: field.shown_to_customer,
        },
        ctx.now,
    );
    Ok(())
}

/// A value as it is kept; nothing for one that says nothing.
///
/// # Errors
/// What is wrong with it.
pub fn canonical(field: &FieldDef, value: &FieldValue) -> Result<Option<FieldValue>, FieldCode> {
    match (field.kind, value) {
        (FieldKind::Text, FieldValue::Text(text)) => text_of(one_line(text), SUBJECT_MAX),
        (FieldKind::LongText, FieldValue::Text(text)) => text_of(clean_body(text), FIELD_TEXT_MAX),
        (FieldKind::Number, FieldValue::Number(number)) if number.is_finite() => Ok(Some(FieldValue::Number(*number))),
        (FieldKind::Checkbox, FieldValue::Bool(_)) => Ok(Some(value.clone())),
        (FieldKind::Date, FieldValue::Text(day)) if day.is_empty() => Ok(None),
        (FieldKind::Date, FieldValue::Text(day)) if is_date(day) => Ok(Some(value.clone())),
        (FieldKind::Choice, FieldValue::Text(key)) if key.is_empty() => Ok(None),
        (FieldKind::Choice, FieldValue::Text(key)) => match option(field, key) {
            true => Ok(Some(value.clone())),
            false => Err(FieldCode::Unknown),
        },
        (FieldKind::MultiChoice, FieldValue::Texts(keys)) => chosen(field, keys),
        (FieldKind::Person, FieldValue::Text(id)) if id.is_empty() => Ok(None),
        (FieldKind::Person, FieldValue::Text(id)) if Uuid::parse_str(id).is_ok() => Ok(Some(value.clone())),
        _ => Err(FieldCode::Malformed),
    }
}

/// Whether a text is a day of the calendar: `2026-11-22`.
#[must_use]
pub fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

fn text_of(text: String, max: usize) -> Result<Option<FieldValue>, FieldCode> {
    if text.chars().count() > max {
        return Err(FieldCode::TooLong);
    }
    Ok((!text.is_empty()).then_some(FieldValue::Text(text)))
}

fn option(field: &FieldDef, key: &str) -> bool {
    field.options.iter().any(|option| option.valid && option.key == key)
}

/// In the order of the options, so that the same choice is the same value.
fn chosen(field: &FieldDef, keys: &[String]) -> Result<Option<FieldValue>, FieldCode> {
    if keys.iter().any(|key| !option(field, key)) {
        return Err(FieldCode::Unknown);
    }
    let chosen: Vec<String> = field
        .options
        .iter()
        .filter(|option| keys.contains(&option.key))
        .map(|option| option.key.clone())
        .collect();
    Ok((!chosen.is_empty()).then_some(FieldValue::Texts(chosen)))
}

/// Refuses to close a ticket that lacks a field which is required for that.
pub(super) fn refuse_missing(ticket: &Ticket, ctx: &Context<'_>) -> Result<(), Refusal> {
    let errors: Vec<FieldError> = ctx
        .catalog
        .fields_of(ticket.queue_id, ticket.ticket_type.as_ref(), ctx.tree)
        .filter(|field| field.required_on_close && !is_filled(ticket, field))
        .map(|field| FieldError::new(format!("fields.{}", field.key), FieldCode::Required))
        .collect();
    if errors.is_empty() {
        return Ok(());
    }
    Err(Refusal {
        errors,
        ..Refusal::because(
            ErrorCode::Invalid,
            "A field is required before the ticket can be closed.",
        )
    })
}

/// A required checkbox wants to be checked.
fn is_filled(ticket: &Ticket, field: &FieldDef) -> bool {
    match ticket.fields.get(&field.key) {
        None => false,
        Some(FieldValue::Bool(checked)) => *checked,
        Some(_) => true,
    }
}
