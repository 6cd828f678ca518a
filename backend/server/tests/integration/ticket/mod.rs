//! Tickets over the API: opening, changing, conflicts, history.

mod conflicts;
mod desk_work;
mod export;
mod history;
mod letters;
mod portal;
mod relations;
mod replies;
mod uploads;
