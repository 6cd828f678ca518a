//! Personal API tokens: programs act for a person, within a scope and for a time.

pub mod create;
pub mod list;
pub mod of_provider;
pub mod revoke;
pub mod who;
