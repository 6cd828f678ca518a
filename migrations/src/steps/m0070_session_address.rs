//! A session knows from which network address it was begun: people recognise their own by it.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0070_session_address",
    r"
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
",
);
