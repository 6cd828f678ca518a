//! What is known about people: addresses by kind, affiliation and how to reach them, the directory's id, why they are inactive; and
//! which memberships of roles came from a directory.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0080_person_details",
    r"
ALTER TABLE people ADD COLUMN affiliation TEXT;
ALTER TABLE people ADD COLUMN phone TEXT;
ALTER TABLE people ADD COLUMN room TEXT;
ALTER TABLE people ADD COLUMN organisation TEXT;
ALTER TABLE people ADD COLUMN directory TEXT;
ALTER TABLE people ADD COLUMN directory_id TEXT;
ALTER TABLE people ADD COLUMN directory_seen_at BIGINT;
ALTER TABLE people ADD COLUMN deactivated_by TEXT;
CREATE UNIQUE INDEX people_directory_id ON people (directory, directory_id);
ALTER TABLE person_addresses ADD COLUMN kind TEXT NOT NULL DEFAULT 'private';
ALTER TABLE person_addresses ADD COLUMN verified BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE role_members ADD COLUMN directory TEXT;
CREATE INDEX role_members_directory ON role_members (directory) WHERE directory IS NOT NULL;
",
);
