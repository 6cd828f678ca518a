//! What somebody writes, kept while they write: one for a person, a place and a kind. `place` is the ticket's id, or empty for a new one.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0025_drafts",
    r"
CREATE TABLE drafts (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    place TEXT NOT NULL,
    ticket_id UUID REFERENCES tickets (id),
    kind TEXT NOT NULL,
    version BIGINT,
    content TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX drafts_place ON drafts (person_id, place, kind);
CREATE INDEX drafts_age ON drafts (updated_at);
",
);
