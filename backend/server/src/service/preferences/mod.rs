//! Preferences: what a person has chosen for themselves.

pub mod get;
pub mod save;
