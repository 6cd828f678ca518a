//! Contents by their SHA-256. Small ones are in the row, `bytes` is null for those in the object store.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0006_blobs",
    r"
CREATE TABLE blobs (
    hash TEXT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    bytes BYTEA,
    created_at BIGINT NOT NULL
);
CREATE TABLE uploads (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    blob_hash TEXT NOT NULL REFERENCES blobs (hash),
    created_at BIGINT NOT NULL
);
CREATE INDEX uploads_age ON uploads (created_at);
",
);
