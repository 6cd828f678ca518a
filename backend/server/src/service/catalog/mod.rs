//! The catalog: states, priorities, types, services, custom fields. Everybody reads it, administrators change it.

pub mod field;
pub mod kind;
pub mod show;
pub mod state;
