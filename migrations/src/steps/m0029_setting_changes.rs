//! The log of settings: who changed what, from what to what.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0029_setting_changes",
    r"
CREATE TABLE setting_changes (
    seq {serial},
    at BIGINT NOT NULL,
    actor_id UUID REFERENCES people (id),
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    before TEXT,
    after TEXT
);
CREATE INDEX setting_changes_kind ON setting_changes (kind, key, seq);
",
);
