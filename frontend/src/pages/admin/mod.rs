//! Pages for administrators, and for those who manage queues: what tickets are made of, queues, rights, texts, mail, the log.

mod definitions;
mod frame;
mod incoming;
mod log;
mod outgoing;
mod overview;
mod parts;
mod queues;
mod rights;
mod roles;
mod templates;

pub use definitions::{Fields, Priorities, Services, States, Types};
pub use incoming::IncomingMails;
pub use log::SettingsLog;
pub use outgoing::OutgoingMails;
pub use overview::Overview;
pub use queues::QueueSettingsPage;
pub use rights::Rights;
pub use roles::Roles;
pub use templates::Templates;
