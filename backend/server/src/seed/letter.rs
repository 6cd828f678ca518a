//! A customer's mail, as their program writes it. Knows nothing of tickets.

use std::time::SystemTime;

use jiff::Timestamp;
use lettre::{
    Message,
    message::{Attachment, MultiPart, SinglePart, header::ContentType},
};
use pult_shared::mailbox::Mailbox;

use super::{SeedError, demo};

/// A customer's mail.
pub struct Letter<'a> {
    pub sender: &'a Mailbox,
    pub to: &'a str,
    pub subject: String,
    pub text: &'a str,
    pub message_id: &'a str,
    pub answers: Option<String>,
    pub files: &'a [String],
}

impl Letter<'_> {
    /// The mail's bytes, as of a time.
    pub fn write(&self, at: Timestamp) -> Result<Vec<u8>, SeedError> {
        let wrong = |error: &dyn std::fmt::Display| SeedError::Data(format!("{:?}: {error}", self.subject));
        let mailbox = |name: Option<&str>, address: &str| {
            let address = address.parse().map_err(|error| wrong(&error))?;
            Ok::<_, SeedError>(lettre::message::Mailbox::new(name.map(str::to_owned), address))
        };
        let mut message = Message::builder()
            .from(mailbox(self.sender.name.as_deref(), &self.sender.address)?)
            .to(mailbox(None, self.to)?)
            .subject(self.subject.clone())
            .message_id(Some(format!("<{}>", self.message_id)))
            .date(SystemTime::from(at));
        if let Some(id) = &self.answers {
            message = message.in_reply_to(format!("<{id}>")).references(format!("<{id}>"));
        }
        let text = self.text.trim().to_owned();
        let built = if self.files.is_empty() {
            message.singlepart(SinglePart::plain(text))
        } else {
            let mut parts = MultiPart::mixed().singlepart(SinglePart::plain(text));
            for name in self.files {
                let file = demo::file(name)?;
                let media_type = ContentType::parse(file.media_type).map_err(|error| wrong(&error))?;
                parts = parts.singlepart(Attachment::new(file.name.to_owned()).body(file.bytes.to_vec(), media_type));
            }
            message.multipart(parts)
        };
        Ok(built.map_err(|error| wrong(&error))?.formatted())
    }
}
