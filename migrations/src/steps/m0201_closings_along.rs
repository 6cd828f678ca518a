//! What is closed along with the ticket above it: noted with the closing, done ticket by ticket afterwards. A row stays for a while, so that it can be taken back; one that could
//! not be closed (`left`) stays until it is closed.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0201_closings_along",
    r"
CREATE TABLE closings_along (
    ticket_id UUID NOT NULL PRIMARY KEY REFERENCES tickets (id),
    parent_id UUID NOT NULL REFERENCES tickets (id),
    status TEXT NOT NULL,
    state TEXT NOT NULL,
    actor_id UUID REFERENCES people (id) ON DELETE SET NULL,
    notify BOOLEAN NOT NULL,
    undo_seconds BIGINT,
    at BIGINT NOT NULL,
    state_before TEXT,
    closed_at BIGINT,
    reason TEXT
);
CREATE INDEX closings_along_parent ON closings_along (parent_id);
CREATE INDEX closings_along_due ON closings_along (at, ticket_id) WHERE status IN ('closing', 'opening');
",
);
