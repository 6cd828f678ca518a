//! What is set up for a queue: texts around answers, follow-up policy, unlock time-out, defaults, validity.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0016_queue_settings",
    r"
ALTER TABLE queues ADD COLUMN valid BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE queues ADD COLUMN description_de TEXT NOT NULL DEFAULT '';
ALTER TABLE queues ADD COLUMN description_en TEXT NOT NULL DEFAULT '';
ALTER TABLE queues ADD COLUMN salutation_de TEXT NOT NULL DEFAULT '';
ALTER TABLE queues ADD COLUMN salutation_en TEXT NOT NULL DEFAULT '';
ALTER TABLE queues ADD COLUMN signature_de TEXT NOT NULL DEFAULT '';
ALTER TABLE queues ADD COLUMN signature_en TEXT NOT NULL DEFAULT '';
ALTER TABLE queues ADD COLUMN follow_up TEXT NOT NULL DEFAULT 'reopen';
ALTER TABLE queues ADD COLUMN unlock_minutes BIGINT;
ALTER TABLE queues ADD COLUMN default_priority BIGINT;
ALTER TABLE queues ADD COLUMN default_type TEXT;
CREATE INDEX queues_parent ON queues (parent_id);
",
);
