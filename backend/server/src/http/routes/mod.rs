//! The handlers, by resource. A handler reads the request, calls one use case and writes the answer.

pub mod article;
pub mod health;
pub mod live;
pub mod mail;
mod page;
mod problems;
pub mod queue;
pub mod session;
pub mod ticket;
pub mod upload;
