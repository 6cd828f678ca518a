//! Who looks, or has looked, as whom: a row for each time, which names the session as long as it lasts; and in the log of reading, as whom somebody has read.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0195_seeings",
    r"
CREATE TABLE seeings (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID UNIQUE REFERENCES sessions (id) ON DELETE SET NULL,
    seer_id UUID NOT NULL REFERENCES people (id),
    person_id UUID NOT NULL REFERENCES people (id),
    reason TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX seeings_person ON seeings (person_id, began_at);
CREATE INDEX seeings_seer ON seeings (seer_id);
ALTER TABLE readings ADD COLUMN seen_as UUID REFERENCES people (id);
",
);
