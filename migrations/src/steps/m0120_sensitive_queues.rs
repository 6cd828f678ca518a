//! Queues whose reading is logged, and that log.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0120_sensitive_queues",
    r"
ALTER TABLE queues ADD COLUMN sensitive BOOLEAN NOT NULL DEFAULT FALSE;
CREATE TABLE readings (
    id UUID NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    queue_id UUID NOT NULL,
    person_id UUID NOT NULL REFERENCES people (id),
    what TEXT NOT NULL
);
CREATE INDEX readings_queue ON readings (queue_id, at DESC, id DESC);
CREATE INDEX readings_again ON readings (ticket_id, person_id, what, at);
",
);
