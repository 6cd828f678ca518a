//! Queues: what a person sees of the tree, and what whoever manages one sets up.

pub mod agents;
pub mod create;
pub mod delete;
pub mod list;
pub mod readings;
pub mod save;
pub mod settings;
