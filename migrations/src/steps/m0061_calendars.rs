//! Calendars of opening hours, and the one by which a queue is open.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0061_calendars",
    r"
CREATE TABLE calendars (
    key TEXT NOT NULL PRIMARY KEY,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    week TEXT NOT NULL,
    region TEXT,
    closures TEXT NOT NULL,
    position BIGINT NOT NULL,
    valid BOOLEAN NOT NULL
);
ALTER TABLE queues ADD COLUMN calendar TEXT REFERENCES calendars (key);
",
);
