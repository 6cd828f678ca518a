//! The handlers, by resource. A handler reads the request, calls one use case and writes the answer.

pub mod article;
pub mod bulk;
pub mod catalog;
pub mod dashboard;
pub mod draft;
pub mod export;
pub mod health;
pub mod live;
pub mod mail;
mod page;
pub mod person;
pub mod preferences;
pub mod presence;
mod problems;
pub mod queue;
pub mod role;
pub mod screen;
pub mod session;
pub mod settings_log;
pub mod tag;
pub mod template;
pub mod ticket;
pub mod upload;
pub mod view;
