//! Postmaster filters: which of them match a mail, and what shall happen with it then. Pure: from the filters and what is known of the
//! mail to verdicts and a plan.
//!
//! Must not know how the plan is carried out, nor what the desk decides about a mail besides.

mod check;
mod control;
mod matching;
mod plan;
#[cfg(test)]
mod tests;

pub use check::{broken, check_filter};
pub(crate) use check::{check_effect, fault};
pub use control::{ControlNames, controls, with_verdict};
pub use matching::{Compiled, Tested, Traits, Verdict, matching};
pub use plan::{Applied, Fate, Plan, plan};
