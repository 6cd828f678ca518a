//! Postmaster filters in the order in which they run. `definition` is the filter as JSON: they are read whole and never searched.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0050_postmaster_filters",
    r"
CREATE TABLE postmaster_filters (
    id UUID NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    definition TEXT NOT NULL
);
",
);
