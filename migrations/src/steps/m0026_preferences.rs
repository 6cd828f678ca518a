//! What a person has chosen, until when they are away, and when they were here.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0026_preferences",
    r"
ALTER TABLE people ADD COLUMN preferences TEXT NOT NULL DEFAULT '{}';
ALTER TABLE people ADD COLUMN away_until BIGINT;
ALTER TABLE people ADD COLUMN last_visit_at BIGINT;
ALTER TABLE people ADD COLUMN previous_visit_at BIGINT;
",
);
