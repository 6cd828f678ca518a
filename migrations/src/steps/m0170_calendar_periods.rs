//! Times of the year with weekly hours of their own: lecture-free time.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0170_calendar_periods",
    "ALTER TABLE calendars ADD COLUMN periods TEXT NOT NULL DEFAULT '[]';",
);
