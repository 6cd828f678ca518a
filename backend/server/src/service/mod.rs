//! Use cases: one verb a file. Each loads facts once, asks policy, lets `domain` decide and has `store` write, in one
//! transaction. Knows no HTTP and no SQL.

pub mod bulk;
pub mod catalog;
pub mod dashboard;
pub mod draft;
pub mod error;
pub mod health;
pub mod housekeeping;
pub mod intake;
pub mod live;
pub mod locks;
pub mod mail;
pub mod numbers;
pub mod outgoing;
pub mod person;
pub mod preferences;
pub mod presence;
pub mod queue;
pub mod role;
pub mod session;
pub mod settings_log;
pub mod setup;
pub mod signals;
pub mod tag;
pub mod template;
pub mod texts;
pub mod ticket;
pub mod upload;
pub mod view;
pub mod waits;

pub use error::ServiceError;
