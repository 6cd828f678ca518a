//! People with their addresses. The address with position 0 is the main one.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0001_people",
    r"
CREATE TABLE people (
    id UUID NOT NULL PRIMARY KEY,
    login TEXT UNIQUE,
    name TEXT NOT NULL,
    language TEXT,
    administrator BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL,
    password_hash TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX people_name ON people (name, id);
CREATE TABLE person_addresses (
    address TEXT NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    position BIGINT NOT NULL
);
CREATE UNIQUE INDEX person_addresses_person ON person_addresses (person_id, position);
",
);
