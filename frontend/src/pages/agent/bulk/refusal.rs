//! Why a bulk job could not change a ticket, in a sentence that names what is to be done there.

use pult_shared::{
    api::bulk::BulkFailure,
    catalog::FieldKey,
    error::{ErrorCode, FieldError},
};

use crate::i18n::{text, words};

/// What went wrong, and at which field.
pub fn sentence(failure: &BulkFailure) -> String {
    let mut parts: Vec<String> = failure.errors.iter().map(of_field).collect();
    // The fields say it better.
    if failure.code != ErrorCode::Invalid || parts.is_empty() {
        parts.insert(0, text(&format!("error-{}", failure.code.code())));
    }
    parts.join(" ")
}

fn of_field(error: &FieldError) -> String {
    let wrong = words::field_error(error.code);
    match name(&error.field) {
        Some(Named::Label(label)) => format!("{}: {wrong}", text(label)),
        Some(Named::Own(key)) => format!("{}: {wrong}", words::field(&key)),
        None => wrong,
    }
}

#[derive(Debug, PartialEq)]
enum Named {
    /// A locale key.
    Label(&'static str),
    /// A field of the site's own.
    Own(FieldKey),
}

/// What people call the field of a request: `commands.3.body`, `fields.room`.
fn name(field: &str) -> Option<Named> {
    let mut parts = field.rsplit('.');
    let last = parts.next()?;
    if parts.next() == Some("fields") {
        return Some(Named::Own(FieldKey::new(last)));
    }
    let label = match last {
        "body" => "bulk-text",
        "state" => "col-state",
        "pending_until" => "field-pending-until",
        "queue_id" => "col-queue",
        "owner_id" => "col-owner",
        "responsible_id" => "field-responsible",
        "priority" => "col-priority",
        "ticket_type" => "col-ticket_type",
        "service" => "field-service",
        "due_at" => "field-due",
        "tag" => "tags",
        "participant" | "to" | "cc" => "participants",
        "into" => "bulk-merge",
        "ticket" => "bulk-link",
        _ => return None,
    };
    Some(Named::Label(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_called_as_on_the_page() {
        assert_eq!(name("commands.3.body"), Some(Named::Label("bulk-text")));
        assert_eq!(name("commands.0.fields.room"), Some(Named::Own(FieldKey::new("room"))));
        assert_eq!(name("fields.room"), Some(Named::Own(FieldKey::new("room"))));
        assert_eq!(name("state"), Some(Named::Label("col-state")));
        assert_eq!(name("commands.0.whatever"), None);
    }
}
