//! Indexes for the conditions and orders of lists. A ticket is active as long as it has no `closed_at`.
//! Those without a time come last in the orders by time: so the expressions, which the lists have word by word.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0018_ticket_indexes",
    r"
CREATE INDEX tickets_queue ON tickets (queue_id, state_type, updated_at, id);
CREATE INDEX tickets_queue_updated ON tickets (queue_id, updated_at, id);
CREATE INDEX tickets_owner ON tickets (owner_id, state_type, updated_at, id);
CREATE INDEX tickets_responsible ON tickets (responsible_id, updated_at, id) WHERE responsible_id IS NOT NULL;
CREATE INDEX tickets_active ON tickets (queue_id, state_type, owner_id) WHERE closed_at IS NULL;
CREATE INDEX tickets_calm ON tickets (priority, created_at, id);
CREATE INDEX tickets_active_updated ON tickets (updated_at, id) WHERE closed_at IS NULL;
CREATE INDEX tickets_due ON tickets (COALESCE(due_at, 9223372036854775807), id) WHERE closed_at IS NULL;
CREATE INDEX tickets_pending ON tickets (COALESCE(pending_until, 9223372036854775807), id) WHERE closed_at IS NULL;
CREATE INDEX tickets_contact ON tickets (COALESCE(last_contact_at, 0), id);
CREATE INDEX tickets_merged ON tickets (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX tickets_locked ON tickets (locked_at) WHERE locked_by IS NOT NULL;
",
);
