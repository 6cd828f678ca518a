//! Runs of the comparison with a directory: who asked, how far it is, and the report.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0081_directory_runs",
    r"
CREATE TABLE directory_runs (
    id UUID NOT NULL PRIMARY KEY,
    directory TEXT NOT NULL,
    dry BOOLEAN NOT NULL,
    confirms UUID,
    state TEXT NOT NULL,
    asked_by UUID REFERENCES people (id),
    created_at BIGINT NOT NULL,
    held_until BIGINT,
    ended_at BIGINT,
    steps_done BIGINT NOT NULL,
    steps_all BIGINT,
    report TEXT,
    fault TEXT
);
CREATE INDEX directory_runs_newest ON directory_runs (directory, created_at);
CREATE INDEX directory_runs_open ON directory_runs (state) WHERE state IN ('queued', 'running');
",
);
