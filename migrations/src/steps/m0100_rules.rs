//! Rules in the order in which they run, what they still have to look at, and what they have done.
//!
//! `definition` is the rule as JSON: they are read whole and never searched. `rule_occasions` has a row for each change of a ticket that no
//! rule has looked at yet, entered in the transaction of the change; `rule_times` tells for which moment of a ticket a timed rule has
//! acted last.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0100_rules",
    r"
CREATE TABLE rules (
    id UUID NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    definition TEXT NOT NULL,
    on_events BOOLEAN NOT NULL,
    since BIGINT NOT NULL
);
CREATE TABLE rule_occasions (
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    version BIGINT NOT NULL,
    depth BIGINT NOT NULL,
    at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, version)
);
CREATE INDEX rule_occasions_due ON rule_occasions (lease_until, at);
CREATE TABLE rule_times (
    rule_id UUID NOT NULL REFERENCES rules (id) ON DELETE CASCADE,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    occasion BIGINT NOT NULL,
    PRIMARY KEY (rule_id, ticket_id)
);
CREATE TABLE rule_runs (
    seq {serial},
    rule_id UUID NOT NULL REFERENCES rules (id) ON DELETE CASCADE,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    done TEXT NOT NULL,
    skipped TEXT NOT NULL,
    stop TEXT
);
CREATE INDEX rule_runs_rule ON rule_runs (rule_id, seq);
CREATE INDEX rule_runs_ticket ON rule_runs (ticket_id, at);
CREATE INDEX rule_runs_at ON rule_runs (at);
",
);
