//! Tickets. `history_length` and `history_hash` are the end of the ticket's hash chain, so that the next entry needs no
//! search for it. The partial index answers the counters of the queues without touching closed tickets.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0005_tickets",
    r"
CREATE TABLE tickets (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    pending_until BIGINT,
    priority BIGINT NOT NULL,
    queue_id UUID NOT NULL REFERENCES queues (id),
    requester_id UUID NOT NULL REFERENCES people (id),
    owner_id UUID REFERENCES people (id),
    locked_by UUID REFERENCES people (id),
    locked_at BIGINT,
    channel TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    closed_at BIGINT,
    history_length BIGINT NOT NULL,
    history_hash TEXT NOT NULL
);
CREATE INDEX tickets_queue ON tickets (queue_id, state, updated_at, id);
CREATE INDEX tickets_updated ON tickets (updated_at, id);
CREATE INDEX tickets_created ON tickets (created_at, id);
CREATE INDEX tickets_urgency ON tickets (priority DESC, created_at, id);
CREATE INDEX tickets_requester ON tickets (requester_id, updated_at, id);
CREATE INDEX tickets_owner ON tickets (owner_id, state, updated_at, id);
CREATE INDEX tickets_active ON tickets (queue_id, state, owner_id) WHERE state <> 'closed';
CREATE INDEX tickets_pending ON tickets (pending_until) WHERE pending_until IS NOT NULL;
",
);
