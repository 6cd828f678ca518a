//! Proving who somebody is: passwords and session tokens. Knows no HTTP and no SQL.

pub mod limiter;
pub mod passkey;
pub mod password;
pub mod token;
pub mod totp;
