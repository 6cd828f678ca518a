//! The door itself: sessions, errors, headers, the document.

mod document;
mod errors;
mod foreign;
mod hardening;
mod live;
mod matrix;
mod queries;
mod sessions;
