//! What another server says about a mail of ours that is late, and the events to which a mail invites.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0049_delays_and_invitations",
    r"
ALTER TABLE outgoing_mails ADD COLUMN delayed_at BIGINT;
ALTER TABLE outgoing_mails ADD COLUMN delay TEXT;
ALTER TABLE articles ADD COLUMN invitations TEXT;
",
);
