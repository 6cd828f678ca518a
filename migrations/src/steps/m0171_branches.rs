//! What those who manage a branch of queues run alone: of which domains it may have addresses, and calendars of its own.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0171_branches",
    r"
ALTER TABLE queues ADD COLUMN address_domains TEXT NOT NULL DEFAULT '[]';
ALTER TABLE calendars ADD COLUMN queue_id UUID REFERENCES queues (id);
",
);
