//! What a request with an `Idempotency-Key` has created, so that its repetition creates nothing.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0012_idempotency_keys",
    r"
CREATE TABLE idempotency_keys (
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
",
);
