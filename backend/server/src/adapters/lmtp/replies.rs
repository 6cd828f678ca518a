//! The replies of the LMTP server: codes of RFC 5321 with the enhanced ones of RFC 3463 (RFC 2034).

use smtp_proto::Error;

pub const SHUTTING_DOWN: &str = "421 4.3.2 Pult is shutting down, come back soon\r\n";
pub const TOO_MANY_SESSIONS: &str = "421 4.3.2 too many connections, come back soon\r\n";
pub const IDLE: &str = "421 4.4.2 nothing was said for too long\r\n";
pub const TOO_MANY_ERRORS: &str = "421 4.7.0 too many errors\r\n";
pub const BYE: &str = "221 2.0.0 goodbye\r\n";
pub const OK: &str = "250 2.0.0 fine\r\n";
pub const SENDER_OK: &str = "250 2.1.0 sender is fine\r\n";
pub const RECIPIENT_OK: &str = "250 2.1.5 recipient is fine\r\n";
pub const GO_AHEAD: &str = "354 send the mail, end it with a line that is a single dot\r\n";
pub const CANNOT_VERIFY: &str = "252 2.1.5 send the mail, then we shall see\r\n";
pub const HELP: &str = "214 2.0.0 this is LMTP (RFC 2033): LHLO MAIL RCPT DATA RSET NOOP VRFY QUIT\r\n";
pub const SAY_LHLO: &str = "503 5.5.1 say LHLO first\r\n";
pub const NOT_SMTP: &str = "500 5.5.1 this is LMTP, say LHLO\r\n";
pub const NEED_MAIL: &str = "503 5.5.1 say MAIL first\r\n";
pub const NEED_RECIPIENT: &str = "503 5.5.1 say RCPT first\r\n";
pub const NESTED_MAIL: &str = "503 5.5.1 a sender was given already\r\n";
pub const TOO_MANY_RECIPIENTS: &str = "452 4.5.3 too many recipients, send the mail again for the rest\r\n";
pub const NO_BINARY: &str = "501 5.6.1 BODY=BINARYMIME is not offered\r\n";
pub const NOT_OFFERED: &str = "502 5.5.1 this command is not offered\r\n";
pub const LINE_TOO_LONG: &str = "500 5.5.2 this line is too long\r\n";

/// Answer to LHLO: what is offered. SIZE without a number: a mail over the limit is taken too, and recorded as that.
#[must_use]
pub fn greeting_answer(host: &str) -> String {
    let offers = ["PIPELINING", "ENHANCEDSTATUSCODES", "8BITMIME", "SMTPUTF8"];
    let mut text = format!("250-{host}\r\n");
    for offer in offers {
        text.push_str(&format!("250-{offer}\r\n"));
    }
    text.push_str("250 SIZE\r\n");
    text
}

/// Answer to a command that could not be read.
#[must_use]
pub fn refusal(error: &Error) -> String {
    match error {
        Error::UnknownCommand | Error::InvalidResponse { .. } | Error::NeedsMoreData { .. } => {
            "500 5.5.1 there is no such command\r\n".to_owned()
        }
        Error::InvalidSenderAddress => "501 5.1.7 this is no sender's address\r\n".to_owned(),
        Error::InvalidRecipientAddress => "501 5.1.3 this is no recipient's address\r\n".to_owned(),
        Error::SyntaxError { syntax } => format!("501 5.5.2 the form is: {syntax}\r\n"),
        Error::InvalidParameter { param } => format!("501 5.5.4 {param} has a value that is not allowed\r\n"),
        Error::UnsupportedParameter { param } => format!("555 5.5.4 {} is not offered\r\n", printable(param)),
        Error::ResponseTooLong => LINE_TOO_LONG.to_owned(),
    }
}

/// Answer for one recipient after the content.
#[must_use]
pub fn delivered(recipient: &str, id: &str) -> String {
    format!("250 2.0.0 <{}> recorded as {id}\r\n", printable(recipient))
}

/// Answer for one recipient when the mail could not be recorded: the sender keeps it.
#[must_use]
pub fn try_again(recipient: &str) -> String {
    format!(
        "451 4.3.0 <{}> cannot be recorded right now, try again later\r\n",
        printable(recipient)
    )
}

/// Text from outside, safe inside a reply line of bounded length.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(256).collect()
}
