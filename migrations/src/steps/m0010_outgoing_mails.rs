//! The outbox: one row for each recipient of an outgoing mail, written in the transaction that wanted it.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0010_outgoing_mails",
    r"
CREATE TABLE outgoing_mails (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    message_id TEXT NOT NULL,
    envelope_from TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    raw_blob TEXT NOT NULL REFERENCES blobs (hash),
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    next_attempt_at BIGINT,
    lease_until BIGINT NOT NULL,
    last_answer TEXT,
    sent_at BIGINT
);
CREATE INDEX outgoing_mails_due ON outgoing_mails (next_attempt_at, id) WHERE status = 'queued';
CREATE INDEX outgoing_mails_created ON outgoing_mails (created_at, id);
CREATE INDEX outgoing_mails_message ON outgoing_mails (message_id);
CREATE INDEX outgoing_mails_recipient ON outgoing_mails (recipient, kind, created_at);
",
);
