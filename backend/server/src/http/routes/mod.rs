//! The handlers, by resource. A handler reads the request, calls one use case and writes the answer.

pub mod article;
pub mod bulk;
pub mod dashboard;
pub mod draft;
pub mod health;
pub mod live;
pub mod mail;
mod page;
pub mod preferences;
pub mod presence;
mod problems;
pub mod queue;
pub mod screen;
pub mod session;
pub mod tag;
pub mod ticket;
pub mod upload;
pub mod view;
