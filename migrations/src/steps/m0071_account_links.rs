//! Links that people are mailed to set their password; the token itself is never stored.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0071_account_links",
    r"
CREATE TABLE account_links (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX account_links_person ON account_links (person_id, created_at);
CREATE INDEX account_links_expiry ON account_links (expires_at);
",
);
