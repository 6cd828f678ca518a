//! The signature of the desk's address (S/MIME) on a mail, where the address has a key.
//!
//! Mails are signed when they are written: who reads one in the outbox sees what goes out.

use pult_shared::Timestamp;

use crate::app::App;

/// The mail, signed where its sender's address has a key. A key that fails costs the signature, not the mail.
#[must_use]
pub fn signed(app: &App, from: &str, message_id: &str, mail: Vec<u8>, at: Timestamp) -> Vec<u8> {
    match app.signing_keys.signed(from, &mail, at) {
        Ok(signed) => signed.unwrap_or(mail),
        Err(error) => {
            tracing::error!(message_id, error, "a mail goes out unsigned");
            mail
        }
    }
}
