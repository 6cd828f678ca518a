//! Tickets for named persons only. Who they are stands in `ticket_people`. The index of active tickets, by which queues are counted, has the
//! column too, so that counting reads nothing else.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0145_named_only",
    "
ALTER TABLE tickets ADD COLUMN named_only BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX tickets_named_only ON tickets (id, owner_id, responsible_id) WHERE named_only;
DROP INDEX tickets_active;
CREATE INDEX tickets_active ON tickets (queue_id, state_type, owner_id, named_only, id) WHERE closed_at IS NULL;
",
);
