//! Requests and views of the HTTP API, by resource. Commands, events and problems are views of their own.

pub mod article;
pub mod live;
pub mod mail;
pub mod queue;
pub mod session;
pub mod ticket;
