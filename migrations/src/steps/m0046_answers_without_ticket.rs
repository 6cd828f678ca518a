//! A mail may go out that belongs to no ticket: the answer to one that has opened none.

use crate::step::Step;

/// SQLite cannot take NOT NULL off a column: the table is written anew. Nothing refers to it.
pub(crate) const STEP: Step = Step::each(
    "m0046_answers_without_ticket",
    r"
CREATE TABLE outgoing_mails_new (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    ticket_id UUID REFERENCES tickets (id),
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
    sent_at BIGINT,
    bounced_at BIGINT,
    given_up_at BIGINT
);
INSERT INTO outgoing_mails_new SELECT id, kind, ticket_id, message_id, envelope_from, recipient, subject, raw_blob, status, attempts,
    created_at, next_attempt_at, lease_until, last_answer, sent_at, bounced_at, given_up_at FROM outgoing_mails;
DROP TABLE outgoing_mails;
ALTER TABLE outgoing_mails_new RENAME TO outgoing_mails;
CREATE INDEX outgoing_mails_due ON outgoing_mails (next_attempt_at, id) WHERE status = 'queued';
CREATE INDEX outgoing_mails_created ON outgoing_mails (created_at, id);
CREATE INDEX outgoing_mails_message ON outgoing_mails (message_id);
CREATE INDEX outgoing_mails_recipient ON outgoing_mails (recipient, kind, created_at);
CREATE INDEX outgoing_mails_ticket ON outgoing_mails (ticket_id, created_at);
CREATE INDEX outgoing_mails_undelivered ON outgoing_mails (created_at, id) WHERE status = 'failed' AND given_up_at IS NULL;
",
    r"
ALTER TABLE outgoing_mails ALTER COLUMN ticket_id DROP NOT NULL;
",
);
