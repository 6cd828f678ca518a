//! The catalog: states, priorities, types, services, custom fields, calendars, service agreements. Everybody reads it, administrators change it.

pub mod calendar;
pub mod field;
pub mod kind;
pub mod show;
pub mod sla;
pub mod state;
