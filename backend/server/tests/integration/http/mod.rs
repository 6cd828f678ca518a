//! The door itself: sessions, errors, headers, the document.

mod document;
mod errors;
mod live;
mod queries;
mod sessions;
