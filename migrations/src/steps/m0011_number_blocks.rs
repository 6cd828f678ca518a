//! The counters that ticket numbers are taken from, one a day (as YYYYMMDD).

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0011_number_blocks",
    r"
CREATE TABLE number_blocks (
    day BIGINT NOT NULL PRIMARY KEY,
    next BIGINT NOT NULL
);
",
);
