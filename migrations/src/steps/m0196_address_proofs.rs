//! Addresses that people have entered for themselves and not proven yet: the hash of the mailed link's token. Only what is proven becomes an
//! address of the person. A row outlives its link by being counted: how many mails one person had sent out.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0196_address_proofs",
    r"
CREATE TABLE address_proofs (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX address_proofs_person ON address_proofs (person_id, created_at);
CREATE INDEX address_proofs_address ON address_proofs (address, created_at);
CREATE INDEX address_proofs_expires ON address_proofs (expires_at);
",
);
