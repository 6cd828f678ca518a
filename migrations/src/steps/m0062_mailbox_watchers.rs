//! Which process fetches from a mailbox, and until when it may.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0062_mailbox_watchers",
    r"
CREATE TABLE mailbox_watchers (
    account TEXT NOT NULL PRIMARY KEY,
    holder UUID NOT NULL,
    lease_until BIGINT NOT NULL
);
",
);
