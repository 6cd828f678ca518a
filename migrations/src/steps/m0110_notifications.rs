//! What agents are told of, what they have chosen, and how far the history has been gone through for it. What happened before stays
//! untold.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0110_notifications",
    r"
CREATE TABLE notifications (
    id {serial},
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    ticket_id UUID NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    occasion BIGINT NOT NULL,
    kind TEXT NOT NULL,
    relation TEXT NOT NULL,
    actor_id UUID REFERENCES people (id) ON DELETE SET NULL,
    deputy_for UUID REFERENCES people (id) ON DELETE SET NULL,
    at BIGINT NOT NULL,
    listed BOOLEAN NOT NULL,
    quiet BOOLEAN NOT NULL,
    read_at BIGINT,
    mail_due_at BIGINT,
    digest_due_at BIGINT,
    mailed_at BIGINT,
    UNIQUE (person_id, ticket_id, occasion)
);
CREATE INDEX notifications_list ON notifications (person_id, id) WHERE listed;
CREATE INDEX notifications_unread ON notifications (person_id, id) WHERE listed AND read_at IS NULL;
CREATE INDEX notifications_mail ON notifications (mail_due_at) WHERE mail_due_at IS NOT NULL;
CREATE INDEX notifications_digest ON notifications (digest_due_at) WHERE digest_due_at IS NOT NULL;
CREATE INDEX notifications_age ON notifications (at);
CREATE TABLE notification_settings (
    person_id UUID NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    settings TEXT NOT NULL
);
CREATE TABLE notification_progress (
    id BIGINT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    reminded_at BIGINT NOT NULL
);
INSERT INTO notification_progress (id, seq, reminded_at) SELECT 1, COALESCE(MAX(seq), 0), 0 FROM history;
",
);
