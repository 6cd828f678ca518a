//! What a role is for.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0022_role_description",
    r"
ALTER TABLE roles ADD COLUMN description TEXT NOT NULL DEFAULT '';
",
);
