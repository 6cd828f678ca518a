//! Passkeys: public keys of people's authenticators, and challenges that wait for their answer. A sign-in whose password was right may wait for
//! a passkey as for a code, so its challenge lies with it.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0165_passkeys",
    r"
CREATE TABLE passkeys (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    credential_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    public_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX passkeys_person ON passkeys (person_id);
CREATE TABLE passkey_challenges (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person_id UUID REFERENCES people (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    state TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX passkey_challenges_person ON passkey_challenges (person_id);
CREATE INDEX passkey_challenges_expiry ON passkey_challenges (expires_at);
CREATE INDEX passkey_challenges_address ON passkey_challenges (address);
ALTER TABLE second_steps ADD COLUMN passkey TEXT;
",
);
