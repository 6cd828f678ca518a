//! Web forms (`definition` as JSON), what was sent by them and waits for the click in a mail (`content` as JSON, with its files, so that all of
//! it goes when it is not confirmed), and the stamps that were spent.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0155_web_forms",
    r"
CREATE TABLE web_forms (
    id UUID NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    definition TEXT NOT NULL
);
CREATE TABLE form_pending (
    token_hash TEXT NOT NULL PRIMARY KEY,
    form_id UUID NOT NULL REFERENCES web_forms (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    content TEXT NOT NULL,
    size BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX form_pending_form ON form_pending (form_id);
CREATE INDEX form_pending_address ON form_pending (address);
CREATE INDEX form_pending_expires ON form_pending (expires_at);
CREATE TABLE form_stamps (
    hash TEXT NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
CREATE INDEX form_stamps_expires ON form_stamps (expires_at);
",
);
