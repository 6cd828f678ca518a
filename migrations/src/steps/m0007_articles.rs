//! Articles with their files, and every message id that was ever seen in a ticket's thread.

use crate::step::Step;

pub(crate) const STEP: Step = Step::both(
    "m0007_articles",
    r"
CREATE TABLE articles (
    id UUID NOT NULL PRIMARY KEY,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    direction TEXT NOT NULL,
    channel TEXT NOT NULL,
    visible_to_customer BOOLEAN NOT NULL,
    author_id UUID REFERENCES people (id),
    mail_from TEXT,
    mail_to TEXT NOT NULL,
    mail_cc TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    html TEXT,
    message_id TEXT,
    automatic BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX articles_ticket ON articles (ticket_id, created_at, id);
CREATE TABLE attachments (
    id UUID NOT NULL PRIMARY KEY,
    article_id UUID NOT NULL REFERENCES articles (id),
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    inline BOOLEAN NOT NULL,
    content_id TEXT,
    blob_hash TEXT NOT NULL REFERENCES blobs (hash)
);
CREATE INDEX attachments_article ON attachments (article_id, position);
CREATE TABLE thread_ids (
    message_id TEXT NOT NULL,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    PRIMARY KEY (message_id, ticket_id)
);
",
);
