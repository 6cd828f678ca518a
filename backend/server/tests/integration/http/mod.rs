//! The door itself: sessions, errors, headers, the document.

mod document;
mod errors;
mod foreign;
mod live;
mod queries;
mod sessions;
