//! Mailboxes compared with the ledger: which of their mails were found in it, and what each comparison came to.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0048_reconciliations",
    r"
CREATE TABLE mailbox_seen (
    account TEXT NOT NULL,
    uid_validity BIGINT NOT NULL,
    uid BIGINT NOT NULL,
    mail_id UUID NOT NULL REFERENCES incoming_mails (id),
    PRIMARY KEY (account, uid_validity, uid)
);
CREATE TABLE mailbox_leases (
    account TEXT NOT NULL PRIMARY KEY,
    lease_until BIGINT NOT NULL
);
CREATE TABLE reconciliations (
    id {serial},
    account TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT NOT NULL,
    uid_validity BIGINT NOT NULL,
    asked_by UUID REFERENCES people (id),
    done BIGINT NOT NULL,
    waiting BIGINT NOT NULL,
    gone BIGINT NOT NULL,
    unchecked BIGINT NOT NULL,
    unrecorded TEXT NOT NULL,
    error TEXT
);
CREATE INDEX reconciliations_account ON reconciliations (account, id);
",
);
