//! The ticket's version that an entry belongs to: what came since somebody read the ticket. Entries from before have none; they are
//! older than whatever anybody has on screen.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0021_history_version",
    r"
ALTER TABLE history ADD COLUMN version BIGINT;
",
);
