//! A bulk job may be the one answer to an incident: a text for each language, the ticket above, and the state that the tickets get once they are answered.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0202_bulk_answers",
    r"
ALTER TABLE bulk_jobs ADD COLUMN texts TEXT;
ALTER TABLE bulk_jobs ADD COLUMN parent_id UUID;
ALTER TABLE bulk_jobs ADD COLUMN closes TEXT;
",
);
