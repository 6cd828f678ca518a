//! Roles: who is in them, and what they permit in which queue.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0004_roles",
    r"
CREATE TABLE roles (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE role_members (
    role_id UUID NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (role_id, person_id)
);
CREATE INDEX role_members_person ON role_members (person_id);
CREATE TABLE role_grants (
    role_id UUID NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    queue_id UUID NOT NULL REFERENCES queues (id) ON DELETE CASCADE,
    permission TEXT NOT NULL,
    PRIMARY KEY (role_id, queue_id, permission)
);
CREATE INDEX role_grants_queue ON role_grants (queue_id, permission);
",
);
