//! Signing in and out, and who somebody is.

pub mod acting;
pub mod sign_in;
pub mod sign_out;
pub mod who;
