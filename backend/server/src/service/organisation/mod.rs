//! Organisations: list, make, change and delete them. With them administrators say who sees requests of others.

pub mod edit;
pub mod list;
