//! Macros. `definition` is the macro as JSON: they are read whole and never searched.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0122_macros",
    r"
CREATE TABLE macros (
    id UUID NOT NULL PRIMARY KEY,
    definition TEXT NOT NULL
);
",
);
