//! Who somebody is at a provider of single sign-on, and sign-ons that are under way.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0072_identities",
    r"
CREATE TABLE identities (
    provider TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    PRIMARY KEY (provider, subject)
);
CREATE UNIQUE INDEX identities_person ON identities (person_id, provider);
CREATE TABLE sign_on_attempts (
    state_hash TEXT NOT NULL PRIMARY KEY,
    browser_hash TEXT NOT NULL,
    provider TEXT NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    next TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_on_attempts_expiry ON sign_on_attempts (expires_at);
",
);
