//! Use cases: one verb a file. Each loads facts once, asks policy, lets `domain` decide and has `store` write, in one
//! transaction. Knows no HTTP and no SQL.

pub mod error;
pub mod health;
pub mod housekeeping;
pub mod intake;
pub mod live;
pub mod mail;
pub mod numbers;
pub mod outgoing;
pub mod queue;
pub mod session;
pub mod setup;
pub mod template;
pub mod texts;
pub mod ticket;
pub mod upload;

pub use error::ServiceError;
