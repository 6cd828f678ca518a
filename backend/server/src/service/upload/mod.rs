//! Uploads: files that wait for the article that they will belong to.

pub mod create;
pub mod discard;
