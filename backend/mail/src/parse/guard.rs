//! The fence around the parsing library: a panic in there becomes a missing value here.
//!
//! mail-parser promises not to panic, and nothing known makes it; but it indexes and unwraps, and one mail must never
//! cost the process that all the others go through.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// `None` when `read` panicked. Only for closures that build a value from bytes and share nothing.
pub fn fenced<T>(read: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()
}
