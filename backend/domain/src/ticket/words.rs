//! Checks of texts that people write, shared by all commands that take some.

use pult_shared::{
    error::{ErrorCode, FieldCode, FieldError},
    ids::UploadId,
    limits::{ATTACHMENTS_MAX, BODY_MAX, RECIPIENTS_MAX, SUBJECT_MAX},
    mailbox::{Mailbox, is_address},
};

use crate::refusal::Refusal;

/// The longest name of a mailbox, in characters, as in mails that come in.
const NAME_MAX: usize = 200;

/// Collects what is wrong with the fields of one command, so that a form shows all of it at once.
#[derive(Default)]
pub(super) struct Checks(Vec<FieldError>);

impl Checks {
    pub(super) fn fail(&mut self, field: &str, code: FieldCode) {
        self.0.push(FieldError::new(field, code));
    }

    pub(super) fn body(&mut self, body: &str) {
        if body.trim().is_empty() {
            self.fail("body", FieldCode::Required);
        } else if body.chars().count() > BODY_MAX {
            self.fail("body", FieldCode::TooLong);
        }
    }

    /// A text that may be empty.
    pub(super) fn length(&mut self, field: &str, text: &str) {
        if text.chars().count() > BODY_MAX {
            self.fail(field, FieldCode::TooLong);
        }
    }

    pub(super) fn subject(&mut self, subject: &str) {
        if subject.trim().is_empty() {
            self.fail("subject", FieldCode::Required);
        } else if subject.chars().count() > SUBJECT_MAX {
            self.fail("subject", FieldCode::TooLong);
        }
    }

    pub(super) fn uploads(&mut self, uploads: &[UploadId]) {
        if uploads.len() > ATTACHMENTS_MAX {
            self.fail("attachments", FieldCode::TooMany);
        }
    }

    /// At least one.
    pub(super) fn recipients(&mut self, field: &str, mailboxes: &[Mailbox]) {
        if mailboxes.is_empty() {
            self.fail(field, FieldCode::Required);
        }
        self.mailboxes(field, mailboxes);
    }

    pub(super) fn mailboxes(&mut self, field: &str, mailboxes: &[Mailbox]) {
        if mailboxes.len() > RECIPIENTS_MAX {
            self.fail(field, FieldCode::TooMany);
        } else if mailboxes.iter().any(|mailbox| !is_mailbox(mailbox)) {
            self.fail(field, FieldCode::Malformed);
        } else if mailboxes.iter().any(has_long_name) {
            self.fail(field, FieldCode::TooLong);
        }
    }

    pub(super) fn done(self) -> Result<(), Refusal> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Refusal {
                code: ErrorCode::Invalid,
                detail: None,
                errors: self.0,
            })
        }
    }
}

fn is_mailbox(mailbox: &Mailbox) -> bool {
    let printable = |name: &String| !name.contains(char::is_control);
    is_address(&mailbox.address) && mailbox.name.as_ref().is_none_or(printable)
}

fn has_long_name(mailbox: &Mailbox) -> bool {
    mailbox
        .name
        .as_ref()
        .is_some_and(|name| name.chars().count() > NAME_MAX)
}

/// A subject as it is kept: one line, no control characters.
pub(crate) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A body as it is kept: `\n` as line end, no NUL (PostgreSQL takes none), no blank end.
pub(crate) fn clean_body(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\0', "")
        .trim_end()
        .to_owned()
}
