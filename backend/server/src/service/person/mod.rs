//! People as agents look them up, and what they may do.

pub mod list;
pub mod rights;
pub mod show;
