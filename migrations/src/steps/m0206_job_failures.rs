//! At what the jobs fail: one row for each thing, with how often and since when.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0206_job_failures",
    r"
CREATE TABLE job_failures (
    job TEXT NOT NULL,
    item TEXT NOT NULL,
    ticket_id UUID REFERENCES tickets (id) ON DELETE CASCADE,
    person_id UUID REFERENCES people (id) ON DELETE CASCADE,
    error TEXT NOT NULL,
    times BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (job, item)
);
CREATE INDEX job_failures_last ON job_failures (last_at);
",
);
