//! A ticket is found in every queue to which its mail was sent; the same mail that comes again, by another address, is worked on.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0047_ticket_queues",
    r"
CREATE TABLE ticket_queues (
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    queue_id UUID NOT NULL REFERENCES queues (id),
    shown BOOLEAN NOT NULL,
    PRIMARY KEY (ticket_id, queue_id)
);
CREATE INDEX ticket_queues_queue ON ticket_queues (queue_id, ticket_id) WHERE shown;
ALTER TABLE incoming_arrivals ADD COLUMN settled BOOLEAN NOT NULL DEFAULT TRUE;
CREATE INDEX incoming_arrivals_late ON incoming_arrivals (id) WHERE NOT settled;
",
);
