//! Signing in and out, and who somebody is.

pub mod acting;
pub mod end;
pub mod list;
pub mod second_step;
pub mod sign_in;
pub mod sign_on;
pub mod sign_out;
pub mod who;
