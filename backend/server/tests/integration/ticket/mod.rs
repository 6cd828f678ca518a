//! Tickets over the API: opening, changing, conflicts, history.

mod chains;
mod commands;
mod conflicts;
mod desk_work;
mod export;
mod fields;
mod history;
mod incidents;
mod languages;
mod letters;
mod merges;
mod named;
mod organisations;
mod places;
mod portal;
mod relations;
mod replies;
mod similar;
mod undo;
mod uploads;
mod web_forms;
