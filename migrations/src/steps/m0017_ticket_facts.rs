//! The facts about a ticket that agents work with, and its state as a key of the catalog with the type beside it.
//!
//! Instances of the version before do not know the new words for states: stop them first.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0017_ticket_facts",
    r"
ALTER TABLE tickets ADD COLUMN state_type TEXT NOT NULL DEFAULT 'open';
ALTER TABLE tickets ADD COLUMN ticket_type TEXT;
ALTER TABLE tickets ADD COLUMN service TEXT;
ALTER TABLE tickets ADD COLUMN responsible_id UUID REFERENCES people (id);
ALTER TABLE tickets ADD COLUMN started_at BIGINT;
ALTER TABLE tickets ADD COLUMN first_answer_at BIGINT;
ALTER TABLE tickets ADD COLUMN last_contact_at BIGINT;
ALTER TABLE tickets ADD COLUMN due_at BIGINT;
ALTER TABLE tickets ADD COLUMN merged_into UUID REFERENCES tickets (id);
ALTER TABLE tickets ADD COLUMN time_minutes BIGINT NOT NULL DEFAULT 0;
DROP INDEX tickets_queue;
DROP INDEX tickets_owner;
DROP INDEX tickets_active;
DROP INDEX tickets_pending;
UPDATE tickets SET
    state = CASE state WHEN 'pending' THEN 'pending_reminder' WHEN 'closed' THEN 'closed_successful' ELSE state END,
    state_type = CASE state WHEN 'pending' THEN 'pending_reminder' ELSE state END,
    closed_at = CASE state WHEN 'closed' THEN COALESCE(closed_at, updated_at) END,
    last_contact_at = (SELECT MAX(a.created_at) FROM articles a WHERE a.ticket_id = tickets.id AND a.visible_to_customer),
    first_answer_at = (SELECT MIN(a.created_at) FROM articles a
                       WHERE a.ticket_id = tickets.id AND a.visible_to_customer AND a.direction = 'outgoing');
UPDATE tickets SET started_at = first_answer_at;
",
);
