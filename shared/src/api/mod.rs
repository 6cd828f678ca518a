//! Requests and views of the HTTP API, by resource. Commands, events and problems are views of their own.

pub mod article;
pub mod bulk;
pub mod dashboard;
pub mod draft;
pub mod live;
pub mod mail;
pub mod person;
pub mod preferences;
pub mod presence;
pub mod queue;
pub mod role;
pub mod session;
pub mod settings_log;
pub mod tag;
pub mod template;
pub mod ticket;
pub mod view;
