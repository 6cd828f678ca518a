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
, recalled BOOLEAN NOT NULL DEFAULT FALSE, raw_blob TEXT REFERENCES blobs (hash));
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
CREATE TABLE bulk_items (
    job_id UUID NOT NULL REFERENCES bulk_jobs (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    state TEXT NOT NULL,
    code TEXT,
    detail TEXT,
    errors TEXT,
    PRIMARY KEY (job_id, position)
);
CREATE TABLE bulk_jobs (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id),
    commands TEXT NOT NULL,
    status TEXT NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    lease_until BIGINT NOT NULL
);
CREATE TABLE catalog_version (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
);
CREATE TABLE checklist_items (
    id UUID NOT NULL PRIMARY KEY,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    done BOOLEAN NOT NULL
);
CREATE TABLE custom_fields (
    key TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    help_de TEXT NOT NULL,
    help_en TEXT NOT NULL,
    options TEXT NOT NULL,
    queue_ids TEXT NOT NULL,
    type_keys TEXT NOT NULL,
    required_on_close BOOLEAN NOT NULL,
    shown_to_customer BOOLEAN NOT NULL,
    position BIGINT NOT NULL,
    valid BOOLEAN NOT NULL
);
CREATE TABLE drafts (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    place TEXT NOT NULL,
    ticket_id UUID REFERENCES tickets (id),
    kind TEXT NOT NULL,
    version BIGINT,
    content TEXT NOT NULL,
    updated_at BIGINT NOT NULL
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
, version BIGINT);
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
, preferences TEXT NOT NULL DEFAULT '{}', away_until BIGINT, last_visit_at BIGINT, previous_visit_at BIGINT);
CREATE TABLE person_addresses (
    address TEXT NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    position BIGINT NOT NULL
);
CREATE TABLE person_words (
    word TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (word, person_id)
);
CREATE TABLE priorities (
    level BIGINT NOT NULL PRIMARY KEY,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    color TEXT NOT NULL
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
, valid BOOLEAN NOT NULL DEFAULT TRUE, description_de TEXT NOT NULL DEFAULT '', description_en TEXT NOT NULL DEFAULT '', salutation_de TEXT NOT NULL DEFAULT '', salutation_en TEXT NOT NULL DEFAULT '', signature_de TEXT NOT NULL DEFAULT '', signature_en TEXT NOT NULL DEFAULT '', follow_up TEXT NOT NULL DEFAULT 'reopen', unlock_minutes BIGINT, default_priority BIGINT, default_type TEXT);
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
, description TEXT NOT NULL DEFAULT '');
CREATE TABLE saved_views (
    id UUID NOT NULL PRIMARY KEY,
    owner_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    filter TEXT NOT NULL,
    sort TEXT NOT NULL,
    columns TEXT NOT NULL,
    sharing TEXT NOT NULL,
    queue_id UUID REFERENCES queues (id),
    position BIGINT NOT NULL
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
CREATE TABLE services (
    key TEXT NOT NULL PRIMARY KEY,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    position BIGINT NOT NULL,
    valid BOOLEAN NOT NULL
);
CREATE TABLE sessions (
    id UUID NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    user_agent TEXT NOT NULL
);
CREATE TABLE setting_changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at BIGINT NOT NULL,
    actor_id UUID REFERENCES people (id),
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    before TEXT,
    after TEXT
);
CREATE TABLE states (
    key TEXT NOT NULL PRIMARY KEY,
    state_type TEXT NOT NULL,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    color TEXT NOT NULL,
    position BIGINT NOT NULL,
    valid BOOLEAN NOT NULL,
    turns_into TEXT REFERENCES states (key)
);
CREATE TABLE template_queues (
    template_id UUID NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
    queue_id UUID NOT NULL REFERENCES queues (id),
    PRIMARY KEY (template_id, queue_id)
);
CREATE TABLE templates (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    subject_de TEXT NOT NULL,
    subject_en TEXT NOT NULL,
    body_de TEXT NOT NULL,
    body_en TEXT NOT NULL,
    valid BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE TABLE thread_ids (
    message_id TEXT NOT NULL,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    PRIMARY KEY (message_id, ticket_id)
);
CREATE TABLE ticket_fields (
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    field_key TEXT NOT NULL,
    position BIGINT NOT NULL,
    shape TEXT NOT NULL,
    text TEXT NOT NULL,
    folded TEXT NOT NULL,
    number DOUBLE PRECISION,
    day TEXT,
    PRIMARY KEY (ticket_id, field_key, position)
);
CREATE TABLE ticket_links (
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    other_id UUID NOT NULL REFERENCES tickets (id),
    kind TEXT NOT NULL,
    PRIMARY KEY (ticket_id, other_id, kind)
);
CREATE TABLE ticket_people (
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    person_id UUID NOT NULL REFERENCES people (id),
    part TEXT NOT NULL,
    PRIMARY KEY (ticket_id, person_id, part)
);
CREATE TABLE ticket_tags (
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    tag TEXT NOT NULL,
    PRIMARY KEY (ticket_id, tag)
);
CREATE TABLE ticket_types (
    key TEXT NOT NULL PRIMARY KEY,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    position BIGINT NOT NULL,
    valid BOOLEAN NOT NULL
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
, state_type TEXT NOT NULL DEFAULT 'open', ticket_type TEXT, service TEXT, responsible_id UUID REFERENCES people (id), started_at BIGINT, first_answer_at BIGINT, last_contact_at BIGINT, due_at BIGINT, merged_into UUID REFERENCES tickets (id), time_minutes BIGINT NOT NULL DEFAULT 0);
CREATE TABLE time_entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    person_id UUID REFERENCES people (id),
    minutes BIGINT NOT NULL,
    comment TEXT,
    at BIGINT NOT NULL
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
CREATE INDEX bulk_items_failed ON bulk_items (job_id, position) WHERE state = 'failed';
CREATE INDEX bulk_items_waiting ON bulk_items (job_id, position) WHERE state = 'waiting';
CREATE INDEX bulk_jobs_person ON bulk_jobs (person_id, created_at, id);
CREATE INDEX bulk_jobs_running ON bulk_jobs (lease_until, id) WHERE status = 'running';
CREATE INDEX checklist_items_ticket ON checklist_items (ticket_id, position);
CREATE INDEX drafts_age ON drafts (updated_at);
CREATE UNIQUE INDEX drafts_place ON drafts (person_id, place, kind);
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
CREATE INDEX person_words_person ON person_words (person_id);
CREATE UNIQUE INDEX queue_addresses_queue ON queue_addresses (queue_id, position);
CREATE UNIQUE INDEX queues_catch_all ON queues (catch_all) WHERE catch_all;
CREATE INDEX queues_parent ON queues (parent_id);
CREATE INDEX role_grants_queue ON role_grants (queue_id, permission);
CREATE INDEX role_members_person ON role_members (person_id);
CREATE INDEX saved_views_owner ON saved_views (owner_id, position);
CREATE INDEX saved_views_shared ON saved_views (sharing, queue_id) WHERE sharing <> 'nobody';
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX setting_changes_kind ON setting_changes (kind, key, seq);
CREATE INDEX template_queues_queue ON template_queues (queue_id);
CREATE INDEX ticket_fields_day ON ticket_fields (field_key, day, ticket_id) WHERE day IS NOT NULL;
CREATE INDEX ticket_fields_folded ON ticket_fields (field_key, folded, ticket_id);
CREATE INDEX ticket_fields_number ON ticket_fields (field_key, number, ticket_id) WHERE number IS NOT NULL;
CREATE INDEX ticket_people_person ON ticket_people (person_id, part, ticket_id);
CREATE INDEX ticket_tags_tag ON ticket_tags (tag, ticket_id);
CREATE INDEX tickets_active ON tickets (queue_id, state_type, owner_id) WHERE closed_at IS NULL;
CREATE INDEX tickets_active_updated ON tickets (updated_at, id) WHERE closed_at IS NULL;
CREATE INDEX tickets_calm ON tickets (priority, created_at, id);
CREATE INDEX tickets_contact ON tickets (COALESCE(last_contact_at, 0), id);
CREATE INDEX tickets_created ON tickets (created_at, id);
CREATE INDEX tickets_due ON tickets (COALESCE(due_at, 9223372036854775807), id) WHERE closed_at IS NULL;
CREATE INDEX tickets_locked ON tickets (locked_at) WHERE locked_by IS NOT NULL;
CREATE INDEX tickets_merged ON tickets (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX tickets_owner ON tickets (owner_id, state_type, updated_at, id);
CREATE INDEX tickets_pending ON tickets (COALESCE(pending_until, 9223372036854775807), id) WHERE closed_at IS NULL;
CREATE INDEX tickets_queue ON tickets (queue_id, state_type, updated_at, id);
CREATE INDEX tickets_queue_updated ON tickets (queue_id, updated_at, id);
CREATE INDEX tickets_requester ON tickets (requester_id, updated_at, id);
CREATE INDEX tickets_responsible ON tickets (responsible_id, updated_at, id) WHERE responsible_id IS NOT NULL;
CREATE INDEX tickets_updated ON tickets (updated_at, id);
CREATE INDEX tickets_urgency ON tickets (priority DESC, created_at, id);
CREATE INDEX time_entries_ticket ON time_entries (ticket_id, at);
CREATE INDEX uploads_age ON uploads (created_at);
