//! What people do with mails of the ledger, why each has its outcome in words that can be translated, and what it is found by.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0030_incoming_actions",
    r"
ALTER TABLE incoming_mails ADD COLUMN reason_code TEXT;
ALTER TABLE incoming_mails ADD COLUMN found_by TEXT NOT NULL DEFAULT '';
UPDATE incoming_mails SET found_by = lower(header_from || ' ' || subject || ' ' || envelope_from);
CREATE INDEX incoming_mails_waiting ON incoming_mails (outcome, received_at, id)
    WHERE outcome IN ('received', 'held_follow_up', 'quarantined', 'failed');
CREATE INDEX incoming_mails_article ON incoming_mails (article_id) WHERE article_id IS NOT NULL;
CREATE TABLE incoming_actions (
    id {serial},
    mail_id UUID NOT NULL REFERENCES incoming_mails (id),
    at BIGINT NOT NULL,
    actor_id UUID REFERENCES people (id),
    action TEXT NOT NULL,
    detail TEXT,
    outcome TEXT NOT NULL
);
CREATE INDEX incoming_actions_mail ON incoming_actions (mail_id, id);
",
);
