CREATE TRIGGER history_no_delete BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
CREATE TRIGGER history_no_update BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
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
CREATE TABLE blobs (
    hash TEXT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    bytes BYTEA,
    created_at BIGINT NOT NULL
);
CREATE TABLE history (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor_id UUID REFERENCES people (id),
    event TEXT NOT NULL,
    visible_to_customer BOOLEAN NOT NULL,
    hash TEXT NOT NULL
);
CREATE TABLE idempotency_keys (
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, key)
);
CREATE TABLE incoming_arrivals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mail_id UUID NOT NULL REFERENCES incoming_mails (id),
    door TEXT NOT NULL,
    account TEXT,
    received_at BIGINT NOT NULL,
    envelope_from TEXT NOT NULL,
    envelope_to TEXT NOT NULL
);
CREATE TABLE incoming_mails (
    id UUID NOT NULL PRIMARY KEY,
    dedup_key TEXT NOT NULL UNIQUE,
    door TEXT NOT NULL,
    account TEXT,
    received_at BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    envelope_from TEXT NOT NULL,
    envelope_to TEXT NOT NULL,
    raw_blob TEXT NOT NULL REFERENCES blobs (hash),
    outcome TEXT NOT NULL,
    reason TEXT,
    header_from TEXT NOT NULL,
    subject TEXT NOT NULL,
    ticket_id UUID REFERENCES tickets (id),
    article_id UUID REFERENCES articles (id),
    lease_until BIGINT NOT NULL,
    attempts BIGINT NOT NULL
);
CREATE TABLE number_blocks (
    day BIGINT NOT NULL PRIMARY KEY,
    next BIGINT NOT NULL
);
CREATE TABLE outgoing_mails (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    message_id TEXT NOT NULL,
    envelope_from TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    raw_blob TEXT NOT NULL REFERENCES blobs (hash),
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    next_attempt_at BIGINT,
    lease_until BIGINT NOT NULL,
    last_answer TEXT,
    sent_at BIGINT
);
CREATE TABLE people (
    id UUID NOT NULL PRIMARY KEY,
    login TEXT UNIQUE,
    name TEXT NOT NULL,
    language TEXT,
    administrator BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL,
    password_hash TEXT,
    created_at BIGINT NOT NULL
);
CREATE TABLE person_addresses (
    address TEXT NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    position BIGINT NOT NULL
);
CREATE TABLE queue_addresses (
    address TEXT NOT NULL PRIMARY KEY,
    queue_id UUID NOT NULL REFERENCES queues (id) ON DELETE CASCADE,
    position BIGINT NOT NULL
);
CREATE TABLE queues (
    id UUID NOT NULL PRIMARY KEY,
    parent_id UUID REFERENCES queues (id),
    path TEXT NOT NULL UNIQUE,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    portal BOOLEAN NOT NULL,
    closing_mail BOOLEAN NOT NULL,
    catch_all BOOLEAN NOT NULL
);
CREATE TABLE role_grants (
    role_id UUID NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    queue_id UUID NOT NULL REFERENCES queues (id) ON DELETE CASCADE,
    permission TEXT NOT NULL,
    PRIMARY KEY (role_id, queue_id, permission)
);
CREATE TABLE role_members (
    role_id UUID NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (role_id, person_id)
);
CREATE TABLE roles (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE "seaql_migrations" ( "version" varchar NOT NULL PRIMARY KEY, "applied_at" integer NOT NULL );
CREATE VIRTUAL TABLE search USING fts5 (
    visible, internal, ticket_id UNINDEXED,
    content = '', contentless_unindexed = 1, contentless_delete = 1, detail = column, tokenize = 'ascii'
);
CREATE TABLE 'search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
CREATE TABLE 'search_content'(id INTEGER PRIMARY KEY, c2);
CREATE TABLE 'search_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE 'search_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);
CREATE TABLE 'search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE sessions (
    id UUID NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    user_agent TEXT NOT NULL
);
CREATE TABLE thread_ids (
    message_id TEXT NOT NULL,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    PRIMARY KEY (message_id, ticket_id)
);
CREATE TABLE tickets (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    pending_until BIGINT,
    priority BIGINT NOT NULL,
    queue_id UUID NOT NULL REFERENCES queues (id),
    requester_id UUID NOT NULL REFERENCES people (id),
    owner_id UUID REFERENCES people (id),
    locked_by UUID REFERENCES people (id),
    locked_at BIGINT,
    channel TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    closed_at BIGINT,
    history_length BIGINT NOT NULL,
    history_hash TEXT NOT NULL
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
CREATE INDEX articles_ticket ON articles (ticket_id, created_at, id);
CREATE INDEX attachments_article ON attachments (article_id, position);
CREATE UNIQUE INDEX history_ticket ON history (ticket_id, position);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
CREATE INDEX incoming_arrivals_mail ON incoming_arrivals (mail_id);
CREATE INDEX incoming_mails_pending ON incoming_mails (received_at, id) WHERE outcome = 'received';
CREATE INDEX incoming_mails_received ON incoming_mails (received_at, id);
CREATE INDEX incoming_mails_ticket ON incoming_mails (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX outgoing_mails_created ON outgoing_mails (created_at, id);
CREATE INDEX outgoing_mails_due ON outgoing_mails (next_attempt_at, id) WHERE status = 'queued';
CREATE INDEX outgoing_mails_message ON outgoing_mails (message_id);
CREATE INDEX outgoing_mails_recipient ON outgoing_mails (recipient, kind, created_at);
CREATE INDEX people_name ON people (name, id);
CREATE UNIQUE INDEX person_addresses_person ON person_addresses (person_id, position);
CREATE UNIQUE INDEX queue_addresses_queue ON queue_addresses (queue_id, position);
CREATE UNIQUE INDEX queues_catch_all ON queues (catch_all) WHERE catch_all;
CREATE INDEX role_grants_queue ON role_grants (queue_id, permission);
CREATE INDEX role_members_person ON role_members (person_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX tickets_active ON tickets (queue_id, state, owner_id) WHERE state <> 'closed';
CREATE INDEX tickets_created ON tickets (created_at, id);
CREATE INDEX tickets_owner ON tickets (owner_id, state, updated_at, id);
CREATE INDEX tickets_pending ON tickets (pending_until) WHERE pending_until IS NOT NULL;
CREATE INDEX tickets_queue ON tickets (queue_id, state, updated_at, id);
CREATE INDEX tickets_requester ON tickets (requester_id, updated_at, id);
CREATE INDEX tickets_updated ON tickets (updated_at, id);
CREATE INDEX tickets_urgency ON tickets (priority DESC, created_at, id);
CREATE INDEX uploads_age ON uploads (created_at);
