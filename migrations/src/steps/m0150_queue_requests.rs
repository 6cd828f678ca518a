//! Requests for queues, each beside the ticket in which it is talked about. `wanted` is what was asked for, as JSON; `parent_id` stands
//! apart from it because lists go by it, and refers to nothing: the queue above may be gone when somebody decides.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0150_queue_requests",
    r"
CREATE TABLE queue_requests (
    ticket_id UUID NOT NULL PRIMARY KEY REFERENCES tickets (id) ON DELETE CASCADE,
    parent_id UUID,
    wanted TEXT NOT NULL,
    status TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by UUID,
    refusal TEXT,
    queue_id UUID
);
CREATE INDEX queue_requests_requested_at ON queue_requests (status, requested_at);
",
);
