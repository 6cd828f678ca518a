//! Service agreements, where they are chosen, and the clocks of tickets. What is open already is counted from its opening on.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0090_slas",
    r"
CREATE TABLE slas (
    key TEXT NOT NULL PRIMARY KEY,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    calendar TEXT REFERENCES calendars (key),
    first_response BIGINT,
    update_within BIGINT,
    solution BIGINT,
    warn_percent BIGINT NOT NULL,
    position BIGINT NOT NULL,
    valid BOOLEAN NOT NULL
);
ALTER TABLE services ADD COLUMN sla TEXT REFERENCES slas (key);
ALTER TABLE queues ADD COLUMN sla TEXT REFERENCES slas (key);
ALTER TABLE queues ADD COLUMN remind_days BIGINT;
ALTER TABLE states ADD COLUMN stops_clocks BOOLEAN;
ALTER TABLE tickets ADD COLUMN sla_chosen TEXT;
ALTER TABLE tickets ADD COLUMN sla TEXT;
ALTER TABLE tickets ADD COLUMN clock_used BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN clock_since BIGINT;
ALTER TABLE tickets ADD COLUMN clock_asked BIGINT;
ALTER TABLE tickets ADD COLUMN worked_at BIGINT;
ALTER TABLE tickets ADD COLUMN first_response_due BIGINT;
ALTER TABLE tickets ADD COLUMN update_due BIGINT;
ALTER TABLE tickets ADD COLUMN solution_due BIGINT;
ALTER TABLE tickets ADD COLUMN escalation_due BIGINT;
ALTER TABLE tickets ADD COLUMN escalation_warn BIGINT;
ALTER TABLE tickets ADD COLUMN remind_at BIGINT;
ALTER TABLE tickets ADD COLUMN clocks_told BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN next_escalation_at BIGINT;
UPDATE tickets SET clock_since = created_at, worked_at = started_at
    WHERE closed_at IS NULL AND state_type NOT IN ('pending_reminder', 'pending_auto');
CREATE INDEX tickets_next_escalation ON tickets (next_escalation_at) WHERE next_escalation_at IS NOT NULL;
CREATE INDEX tickets_escalating ON tickets (escalation_warn) WHERE escalation_warn IS NOT NULL;
CREATE INDEX tickets_escalation ON tickets (COALESCE(escalation_due, 9223372036854775807), id) WHERE closed_at IS NULL;
CREATE TABLE clock_counts (
    id BIGINT NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    after_id UUID
);
INSERT INTO clock_counts (id, fingerprint) VALUES (1, '');
",
);
