//! How a queue writes mails: automatic ones, and what answers carry. JSON of the settings' `mails`.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0041_queue_mails",
    r"
ALTER TABLE queues ADD COLUMN mails TEXT NOT NULL DEFAULT '{}';
",
);
