//! Two people that turned out to be one: whose id is an alias of whose, and what is needed to tell them apart again.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0082_person_merges",
    r"
ALTER TABLE people ADD COLUMN merged_into UUID REFERENCES people (id);
CREATE INDEX people_merged ON people (merged_into) WHERE merged_into IS NOT NULL;
CREATE TABLE person_merges (
    id UUID NOT NULL PRIMARY KEY,
    kept_id UUID NOT NULL REFERENCES people (id),
    gone_id UUID NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    actor_id UUID REFERENCES people (id),
    active BOOLEAN NOT NULL,
    login TEXT,
    addresses TEXT NOT NULL,
    undone_at BIGINT
);
CREATE INDEX person_merges_kept ON person_merges (kept_id, at);
CREATE INDEX person_merges_gone ON person_merges (gone_id, at);
CREATE TABLE person_merge_tickets (
    merge_id UUID NOT NULL REFERENCES person_merges (id) ON DELETE CASCADE,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    place TEXT NOT NULL,
    shared BOOLEAN NOT NULL,
    PRIMARY KEY (merge_id, ticket_id, place)
);
",
);
