//! Whether customers see a queue's name on their requests.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0160_queue_name_shown",
    "ALTER TABLE queues ADD COLUMN name_shown BOOLEAN NOT NULL DEFAULT TRUE;",
);
