//! Out of office and deputies: who is away, who stands in, what would be left alone (requirements C8, E4).

pub mod advance;
pub mod delete;
pub mod list;
pub mod preview;
pub mod save;
mod staff;
pub mod unstaffed;
