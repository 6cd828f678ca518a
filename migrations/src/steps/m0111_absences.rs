//! Who is away when, and who stands in.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0111_absences",
    r"
CREATE TABLE absences (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    begins_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    deputy_id UUID REFERENCES people (id) ON DELETE SET NULL,
    rights BOOLEAN NOT NULL,
    note TEXT NOT NULL,
    phase TEXT NOT NULL
);
CREATE INDEX absences_person ON absences (person_id);
CREATE INDEX absences_open ON absences (phase, begins_at) WHERE phase <> 'over';
CREATE TABLE absence_deputies (
    absence_id UUID NOT NULL REFERENCES absences (id) ON DELETE CASCADE,
    queue_id UUID NOT NULL REFERENCES queues (id) ON DELETE CASCADE,
    deputy_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (absence_id, queue_id)
);
",
);
