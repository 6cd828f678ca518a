//! Tickets over the API: opening, changing, conflicts, history.

mod conflicts;
mod history;
mod portal;
mod replies;
mod uploads;
