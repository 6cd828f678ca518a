//! Whether customers may close their requests in a queue.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0121_customers_close",
    "ALTER TABLE queues ADD COLUMN customers_close BOOLEAN NOT NULL DEFAULT TRUE;",
);
