//! Whose mail opens tickets in a queue.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0044_queue_intake",
    r"
ALTER TABLE queues ADD COLUMN senders TEXT NOT NULL DEFAULT 'anyone';
ALTER TABLE queues ADD COLUMN sender_proof BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE queues ADD COLUMN machine_mail BOOLEAN NOT NULL DEFAULT TRUE;
",
);
