//! A second factor beside a local password: the app's secret, recovery codes (hashed), sign-ins that wait for their code, sessions that
//! have shown one, API tokens that were made in such a session, and roles that ask for one.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0140_second_factors",
    r"
CREATE TABLE totp_secrets (
    person_id UUID NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    secret TEXT,
    pending TEXT,
    last_step BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE recovery_codes (
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    code_hash TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (person_id, code_hash)
);
CREATE TABLE second_steps (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX second_steps_person ON second_steps (person_id);
CREATE INDEX second_steps_expiry ON second_steps (expires_at);
ALTER TABLE sessions ADD COLUMN strong BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE api_tokens ADD COLUMN strong BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE roles ADD COLUMN requires_second_factor BOOLEAN NOT NULL DEFAULT FALSE;
",
);
