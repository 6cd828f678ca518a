//! Personal API tokens; the token itself is never stored.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0074_api_tokens",
    r"
CREATE TABLE api_tokens (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX api_tokens_person ON api_tokens (person_id, created_at);
CREATE INDEX api_tokens_expiry ON api_tokens (expires_at);
",
);
