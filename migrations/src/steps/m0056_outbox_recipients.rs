//! Mails are looked for by a part of the recipient from the newest on: the index by time has the recipient, so that rows are read for hits only.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0056_outbox_recipients",
    r"
DROP INDEX outgoing_mails_created;
CREATE INDEX outgoing_mails_created ON outgoing_mails (created_at, id, recipient);
",
);
