//! The door itself: sessions, errors, headers, the document.

mod document;
mod errors;
mod sessions;
