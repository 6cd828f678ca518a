//! The ledger: every mail that ever arrived, entered before anything looks at it, and the further arrivals of the same mail.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0009_incoming_mails",
    r"
CREATE TABLE incoming_mails (
    id UUID NOT NULL PRIMARY KEY,
    dedup_key TEXT NOT NULL UNIQUE,
    door TEXT NOT NULL,
    account TEXT,
    received_at BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    envelope_from TEXT NOT NULL,
    envelope_to TEXT NOT NULL,
    raw_blob TEXT NOT NULL REFERENCES blobs (hash),
    outcome TEXT NOT NULL,
    reason TEXT,
    header_from TEXT NOT NULL,
    subject TEXT NOT NULL,
    ticket_id UUID REFERENCES tickets (id),
    article_id UUID REFERENCES articles (id),
    lease_until BIGINT NOT NULL,
    attempts BIGINT NOT NULL
);
CREATE INDEX incoming_mails_received ON incoming_mails (received_at, id);
CREATE INDEX incoming_mails_pending ON incoming_mails (received_at, id) WHERE outcome = 'received';
CREATE INDEX incoming_mails_ticket ON incoming_mails (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE TABLE incoming_arrivals (
    id {serial},
    mail_id UUID NOT NULL REFERENCES incoming_mails (id),
    door TEXT NOT NULL,
    account TEXT,
    received_at BIGINT NOT NULL,
    envelope_from TEXT NOT NULL,
    envelope_to TEXT NOT NULL
);
CREATE INDEX incoming_arrivals_mail ON incoming_arrivals (mail_id);
",
);
