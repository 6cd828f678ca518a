//! Notices: somebody may be told of a queue or a webhook too, and not only of a ticket. Which queues nobody is in stands beside it, so that each time is
//! told once.

use crate::step::Step;

/// SQLite cannot take NOT NULL off a column: the table is written anew. Nothing refers to it. An instance of the version before may meet a notice that
/// is to be mailed; it waits then for one that knows what that is.
pub(crate) const STEP: Step = Step::each(
    "m0205_notices",
    r"
CREATE TABLE notifications_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    ticket_id UUID REFERENCES tickets (id) ON DELETE CASCADE,
    queue_id UUID REFERENCES queues (id) ON DELETE CASCADE,
    webhook_id UUID REFERENCES webhooks (id) ON DELETE CASCADE,
    occasion BIGINT NOT NULL,
    kind TEXT NOT NULL,
    relation TEXT NOT NULL,
    text TEXT,
    actor_id UUID REFERENCES people (id) ON DELETE SET NULL,
    deputy_for UUID REFERENCES people (id) ON DELETE SET NULL,
    at BIGINT NOT NULL,
    listed BOOLEAN NOT NULL,
    quiet BOOLEAN NOT NULL,
    read_at BIGINT,
    mail_due_at BIGINT,
    digest_due_at BIGINT,
    mailed_at BIGINT,
    UNIQUE (person_id, ticket_id, occasion),
    CONSTRAINT notifications_about CHECK ((CASE WHEN ticket_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN queue_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN webhook_id IS NULL THEN 0 ELSE 1 END) = 1)
);
INSERT INTO notifications_new (id, person_id, ticket_id, occasion, kind, relation, text, actor_id, deputy_for, at, listed, quiet, read_at,
    mail_due_at, digest_due_at, mailed_at) SELECT id, person_id, ticket_id, occasion, kind, relation, text, actor_id, deputy_for, at, listed,
    quiet, read_at, mail_due_at, digest_due_at, mailed_at FROM notifications;
DROP TABLE notifications;
ALTER TABLE notifications_new RENAME TO notifications;
CREATE INDEX notifications_list ON notifications (person_id, id) WHERE listed;
CREATE INDEX notifications_unread ON notifications (person_id, id) WHERE listed AND read_at IS NULL;
CREATE INDEX notifications_mail ON notifications (mail_due_at) WHERE mail_due_at IS NOT NULL;
CREATE INDEX notifications_digest ON notifications (digest_due_at) WHERE digest_due_at IS NOT NULL;
CREATE INDEX notifications_age ON notifications (at);
CREATE UNIQUE INDEX notifications_queue ON notifications (queue_id, person_id, occasion) WHERE queue_id IS NOT NULL;
CREATE UNIQUE INDEX notifications_webhook ON notifications (webhook_id, person_id, occasion) WHERE webhook_id IS NOT NULL;
CREATE TABLE unstaffed_queues (
    queue_id UUID NOT NULL PRIMARY KEY REFERENCES queues (id) ON DELETE CASCADE,
    since BIGINT NOT NULL
);
",
    r"
ALTER TABLE notifications ALTER COLUMN ticket_id DROP NOT NULL;
ALTER TABLE notifications ADD COLUMN queue_id UUID REFERENCES queues (id) ON DELETE CASCADE;
ALTER TABLE notifications ADD COLUMN webhook_id UUID REFERENCES webhooks (id) ON DELETE CASCADE;
ALTER TABLE notifications ADD CONSTRAINT notifications_about CHECK ((CASE WHEN ticket_id IS NULL THEN 0 ELSE 1 END)
    + (CASE WHEN queue_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN webhook_id IS NULL THEN 0 ELSE 1 END) = 1);
CREATE UNIQUE INDEX notifications_queue ON notifications (queue_id, person_id, occasion) WHERE queue_id IS NOT NULL;
CREATE UNIQUE INDEX notifications_webhook ON notifications (webhook_id, person_id, occasion) WHERE webhook_id IS NOT NULL;
CREATE TABLE unstaffed_queues (
    queue_id UUID NOT NULL PRIMARY KEY REFERENCES queues (id) ON DELETE CASCADE,
    since BIGINT NOT NULL
);
",
);
