//! What becomes of outgoing mails: reports that they came back, and who has looked after them.

use crate::step::Step;

/// A mail that waits after a failed attempt, and one that came back, are told apart by what is noted beside the old states: so an
/// older version goes on reading them.
pub(crate) const STEP: Step = Step::both(
    "m0040_outbox_fates",
    r"
ALTER TABLE outgoing_mails ADD COLUMN bounced_at BIGINT;
ALTER TABLE outgoing_mails ADD COLUMN given_up_at BIGINT;
CREATE INDEX outgoing_mails_ticket ON outgoing_mails (ticket_id, created_at);
CREATE INDEX outgoing_mails_undelivered ON outgoing_mails (created_at, id) WHERE status = 'failed' AND given_up_at IS NULL;
",
);
