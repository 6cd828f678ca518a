//! Which requests are likely one (requirement C9): the same message at two desks, one person who asks two desks, many people who report
//! one thing.
//!
//! A text becomes stems ([`terms`]), stems become a fixed number of small values that two texts have in common as often as they have their
//! shingles in common ([`print`]), and pairs of those values become bands by which a database finds candidates in an index. What is a
//! duplicate, and why, is decided here ([`judge`]). Knows no tickets in a database, and nobody's rights to see them.

mod judge;
mod print;
mod terms;

pub use judge::{Evidence, judge};
pub use print::{BANDS, Print, VALUES};
