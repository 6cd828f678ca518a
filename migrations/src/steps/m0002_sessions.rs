//! Signed-in sessions; the token itself is never stored.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0002_sessions",
    r"
CREATE TABLE sessions (
    id UUID NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    user_agent TEXT NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
",
);
