//! Bulk jobs with their tickets; a worker holds a job until `lease_until`.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0028_bulk_jobs",
    r"
CREATE TABLE bulk_jobs (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id),
    commands TEXT NOT NULL,
    status TEXT NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    lease_until BIGINT NOT NULL
);
CREATE INDEX bulk_jobs_person ON bulk_jobs (person_id, created_at, id);
CREATE INDEX bulk_jobs_running ON bulk_jobs (lease_until, id) WHERE status = 'running';
CREATE TABLE bulk_items (
    job_id UUID NOT NULL REFERENCES bulk_jobs (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    state TEXT NOT NULL,
    code TEXT,
    detail TEXT,
    errors TEXT,
    PRIMARY KEY (job_id, position)
);
CREATE INDEX bulk_items_waiting ON bulk_items (job_id, position) WHERE state = 'waiting';
CREATE INDEX bulk_items_failed ON bulk_items (job_id, position) WHERE state = 'failed';
",
);
