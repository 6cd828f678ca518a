//! Tickets over the API: opening, changing, conflicts, history.

mod conflicts;
mod export;
mod history;
mod portal;
mod replies;
mod uploads;
