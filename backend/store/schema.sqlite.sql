CREATE TRIGGER history_no_delete BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
CREATE TRIGGER history_no_update BEFORE UPDATE ON history
WHEN NEW.seq <> OLD.seq OR NEW.ticket_id <> OLD.ticket_id OR NEW.position <> OLD.position OR NEW.at <> OLD.at
  OR NEW.actor_id IS NOT OLD.actor_id OR NEW.visible_to_customer <> OLD.visible_to_customer OR NEW.hash <> OLD.hash
  OR NEW.version IS NOT OLD.version
  OR NOT EXISTS (SELECT 1 FROM history_redactions r WHERE r.ticket_id = OLD.ticket_id AND r.position = OLD.position)
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
CREATE TABLE absence_deputies (
    absence_id UUID NOT NULL REFERENCES absences (id) ON DELETE CASCADE,
    queue_id UUID NOT NULL REFERENCES queues (id) ON DELETE CASCADE,
    deputy_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (absence_id, queue_id)
);
CREATE TABLE absences (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    begins_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    deputy_id UUID REFERENCES people (id) ON DELETE SET NULL,
    rights BOOLEAN NOT NULL,
    note TEXT NOT NULL,
    phase TEXT NOT NULL
);
CREATE TABLE account_links (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE TABLE address_proofs (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE TABLE api_tokens (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT
, strong BOOLEAN NOT NULL DEFAULT FALSE);
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
, recalled BOOLEAN NOT NULL DEFAULT FALSE, raw_blob TEXT REFERENCES blobs (hash), held BOOLEAN NOT NULL DEFAULT FALSE, trust TEXT, invitations TEXT);
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
, texts TEXT, parent_id UUID, closes TEXT);
CREATE TABLE calendars (
    key TEXT NOT NULL PRIMARY KEY,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    week TEXT NOT NULL,
    region TEXT,
    closures TEXT NOT NULL,
    position BIGINT NOT NULL,
    valid BOOLEAN NOT NULL
, periods TEXT NOT NULL DEFAULT '[]', queue_id UUID REFERENCES queues (id));
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
CREATE TABLE clock_counts (
    id BIGINT NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    after_id UUID
);
CREATE TABLE closings_along (
    ticket_id UUID NOT NULL PRIMARY KEY REFERENCES tickets (id),
    parent_id UUID NOT NULL REFERENCES tickets (id),
    status TEXT NOT NULL,
    state TEXT NOT NULL,
    actor_id UUID REFERENCES people (id) ON DELETE SET NULL,
    notify BOOLEAN NOT NULL,
    undo_seconds BIGINT,
    at BIGINT NOT NULL,
    state_before TEXT,
    closed_at BIGINT,
    reason TEXT
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
CREATE TABLE directory_runs (
    id UUID NOT NULL PRIMARY KEY,
    directory TEXT NOT NULL,
    dry BOOLEAN NOT NULL,
    confirms UUID,
    state TEXT NOT NULL,
    asked_by UUID REFERENCES people (id),
    created_at BIGINT NOT NULL,
    held_until BIGINT,
    ended_at BIGINT,
    steps_done BIGINT NOT NULL,
    steps_all BIGINT,
    report TEXT,
    fault TEXT
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
CREATE TABLE form_pending (
    token_hash TEXT NOT NULL PRIMARY KEY,
    form_id UUID NOT NULL REFERENCES web_forms (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    content TEXT NOT NULL,
    size BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
, subject TEXT NOT NULL DEFAULT '', mails BIGINT NOT NULL DEFAULT 1);
CREATE TABLE form_stamps (
    hash TEXT NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
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
CREATE TABLE history_redactions (
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, position)
);
CREATE TABLE idempotency_keys (
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, key)
);
CREATE TABLE identities (
    provider TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    PRIMARY KEY (provider, subject)
);
CREATE TABLE incoming_actions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mail_id UUID NOT NULL REFERENCES incoming_mails (id),
    at BIGINT NOT NULL,
    actor_id UUID REFERENCES people (id),
    action TEXT NOT NULL,
    detail TEXT,
    outcome TEXT NOT NULL
);
CREATE TABLE incoming_arrivals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    mail_id UUID NOT NULL REFERENCES incoming_mails (id),
    door TEXT NOT NULL,
    account TEXT,
    received_at BIGINT NOT NULL,
    envelope_from TEXT NOT NULL,
    envelope_to TEXT NOT NULL
, settled BOOLEAN NOT NULL DEFAULT TRUE);
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
, reason_code TEXT, found_by TEXT NOT NULL DEFAULT '', filters TEXT);
CREATE TABLE job_failures (
    job TEXT NOT NULL,
    item TEXT NOT NULL,
    ticket_id UUID REFERENCES tickets (id) ON DELETE CASCADE,
    person_id UUID REFERENCES people (id) ON DELETE CASCADE,
    error TEXT NOT NULL,
    times BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (job, item)
);
CREATE TABLE macros (
    id UUID NOT NULL PRIMARY KEY,
    definition TEXT NOT NULL
);
CREATE TABLE mail_texts (
    name TEXT NOT NULL PRIMARY KEY,
    text_de TEXT NOT NULL,
    text_en TEXT NOT NULL
);
CREATE TABLE mailbox_leases (
    account TEXT NOT NULL PRIMARY KEY,
    lease_until BIGINT NOT NULL
);
CREATE TABLE mailbox_seen (
    account TEXT NOT NULL,
    uid_validity BIGINT NOT NULL,
    uid BIGINT NOT NULL,
    mail_id UUID NOT NULL REFERENCES incoming_mails (id),
    PRIMARY KEY (account, uid_validity, uid)
);
CREATE TABLE mailbox_watchers (
    account TEXT NOT NULL PRIMARY KEY,
    holder UUID NOT NULL,
    lease_until BIGINT NOT NULL
);
CREATE TABLE notification_progress (
    id BIGINT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    reminded_at BIGINT NOT NULL
);
CREATE TABLE notification_settings (
    person_id UUID NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    settings TEXT NOT NULL
);
CREATE TABLE "notifications" (
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
CREATE TABLE number_blocks (
    day BIGINT NOT NULL PRIMARY KEY,
    next BIGINT NOT NULL
);
CREATE TABLE organisations (
    id UUID PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT GENERATED ALWAYS AS (substr(lower(replace(replace(replace(trim(name), 'Ä', 'ä'), 'Ö', 'ö'), 'Ü', 'ü')), 1, 200)) STORED,
    valid BOOLEAN NOT NULL DEFAULT TRUE,
    members_see BOOLEAN NOT NULL DEFAULT FALSE,
    members_reply BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE TABLE "outgoing_mails" (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    ticket_id UUID REFERENCES tickets (id),
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
    sent_at BIGINT,
    bounced_at BIGINT,
    given_up_at BIGINT
, delayed_at BIGINT, delay TEXT);
CREATE TABLE passkey_challenges (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person_id UUID REFERENCES people (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    state TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE TABLE passkeys (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    credential_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    public_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
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
, preferences TEXT NOT NULL DEFAULT '{}', away_until BIGINT, last_visit_at BIGINT, previous_visit_at BIGINT, affiliation TEXT, phone TEXT, room TEXT, organisation TEXT, directory TEXT, directory_id TEXT, directory_seen_at BIGINT, deactivated_by TEXT, merged_into UUID REFERENCES people (id), organisation_key TEXT GENERATED ALWAYS AS (substr(lower(replace(replace(replace(trim(organisation), 'Ä', 'ä'), 'Ö', 'ö'), 'Ü', 'ü')), 1, 200)) VIRTUAL);
CREATE TABLE person_addresses (
    address TEXT NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    position BIGINT NOT NULL
, kind TEXT NOT NULL DEFAULT 'private', verified BOOLEAN NOT NULL DEFAULT FALSE);
CREATE TABLE person_merge_tickets (
    merge_id UUID NOT NULL REFERENCES person_merges (id) ON DELETE CASCADE,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    place TEXT NOT NULL,
    shared BOOLEAN NOT NULL,
    PRIMARY KEY (merge_id, ticket_id, place)
);
CREATE TABLE person_merges (
    id UUID NOT NULL PRIMARY KEY,
    kept_id UUID NOT NULL REFERENCES people (id),
    gone_id UUID NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    actor_id UUID REFERENCES people (id),
    active BOOLEAN NOT NULL,
    login TEXT,
    addresses TEXT NOT NULL,
    undone_at BIGINT
);
CREATE TABLE person_words (
    word TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (word, person_id)
);
CREATE TABLE postmaster_filters (
    id UUID NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    definition TEXT NOT NULL
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
CREATE TABLE queue_requests (
    ticket_id UUID NOT NULL PRIMARY KEY REFERENCES tickets (id) ON DELETE CASCADE,
    parent_id UUID,
    wanted TEXT NOT NULL,
    status TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by UUID,
    refusal TEXT,
    queue_id UUID
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
, valid BOOLEAN NOT NULL DEFAULT TRUE, description_de TEXT NOT NULL DEFAULT '', description_en TEXT NOT NULL DEFAULT '', salutation_de TEXT NOT NULL DEFAULT '', salutation_en TEXT NOT NULL DEFAULT '', signature_de TEXT NOT NULL DEFAULT '', signature_en TEXT NOT NULL DEFAULT '', follow_up TEXT NOT NULL DEFAULT 'reopen', unlock_minutes BIGINT, default_priority BIGINT, default_type TEXT, mails TEXT NOT NULL DEFAULT '{}', senders TEXT NOT NULL DEFAULT 'anyone', sender_proof BOOLEAN NOT NULL DEFAULT FALSE, machine_mail BOOLEAN NOT NULL DEFAULT TRUE, calendar TEXT REFERENCES calendars (key), sla TEXT REFERENCES slas (key), remind_days BIGINT, sensitive BOOLEAN NOT NULL DEFAULT FALSE, customers_close BOOLEAN NOT NULL DEFAULT TRUE, name_shown BOOLEAN NOT NULL DEFAULT TRUE, address_domains TEXT NOT NULL DEFAULT '[]');
CREATE TABLE readings (
    id UUID NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    queue_id UUID NOT NULL,
    person_id UUID NOT NULL REFERENCES people (id),
    what TEXT NOT NULL
, seen_as UUID REFERENCES people (id));
CREATE TABLE reconciliations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
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
CREATE TABLE recovery_codes (
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    code_hash TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (person_id, code_hash)
);
CREATE TABLE role_grants (
    role_id UUID NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    queue_id UUID NOT NULL REFERENCES queues (id) ON DELETE CASCADE,
    permission TEXT NOT NULL,
    PRIMARY KEY (role_id, queue_id, permission)
);
CREATE TABLE role_members (
    role_id UUID NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE, directory TEXT, provider TEXT,
    PRIMARY KEY (role_id, person_id)
);
CREATE TABLE roles (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
, description TEXT NOT NULL DEFAULT '', requires_second_factor BOOLEAN NOT NULL DEFAULT FALSE);
CREATE TABLE rule_occasions (
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    version BIGINT NOT NULL,
    depth BIGINT NOT NULL,
    at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, version)
);
CREATE TABLE rule_runs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    rule_id UUID NOT NULL REFERENCES rules (id) ON DELETE CASCADE,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    done TEXT NOT NULL,
    skipped TEXT NOT NULL,
    stop TEXT
);
CREATE TABLE rule_times (
    rule_id UUID NOT NULL REFERENCES rules (id) ON DELETE CASCADE,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    occasion BIGINT NOT NULL,
    PRIMARY KEY (rule_id, ticket_id)
);
CREATE TABLE rules (
    id UUID NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    definition TEXT NOT NULL,
    on_events BOOLEAN NOT NULL,
    since BIGINT NOT NULL
);
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
CREATE TABLE second_steps (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0
, passkey TEXT);
CREATE TABLE seeings (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID UNIQUE REFERENCES sessions (id) ON DELETE SET NULL,
    seer_id UUID NOT NULL REFERENCES people (id),
    person_id UUID NOT NULL REFERENCES people (id),
    reason TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE TABLE services (
    key TEXT NOT NULL PRIMARY KEY,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    position BIGINT NOT NULL,
    valid BOOLEAN NOT NULL
, sla TEXT REFERENCES slas (key));
CREATE TABLE sessions (
    id UUID NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    person_id UUID NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    user_agent TEXT NOT NULL
, address TEXT NOT NULL DEFAULT '', provider TEXT, provider_subject TEXT, provider_session TEXT, id_token TEXT, strong BOOLEAN NOT NULL DEFAULT FALSE);
CREATE TABLE setting_changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at BIGINT NOT NULL,
    actor_id UUID REFERENCES people (id),
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    before TEXT,
    after TEXT
);
CREATE TABLE sign_on_attempts (
    state_hash TEXT NOT NULL PRIMARY KEY,
    browser_hash TEXT NOT NULL,
    provider TEXT NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    next TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE TABLE slas (
    key TEXT NOT NULL PRIMARY KEY,
    name_de TEXT NOT NULL,
    name_en TEXT NOT NULL,
    calendar TEXT REFERENCES calendars (key),
    first_response BIGINT,
    update_within BIGINT,
    solution BIGINT,
    warn_percent BIGINT NOT NULL,
    position BIGINT NOT NULL,
    valid BOOLEAN NOT NULL
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
, stops_clocks BOOLEAN);
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
CREATE TABLE ticket_bands (
    band BIGINT NOT NULL,
    at BIGINT NOT NULL,
    ticket_id UUID NOT NULL,
    PRIMARY KEY (band, at, ticket_id)
) WITHOUT ROWID;
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
CREATE TABLE ticket_prints (
    ticket_id UUID NOT NULL PRIMARY KEY REFERENCES tickets (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    print BYTEA NOT NULL
);
CREATE TABLE ticket_queues (
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    queue_id UUID NOT NULL REFERENCES queues (id),
    shown BOOLEAN NOT NULL,
    PRIMARY KEY (ticket_id, queue_id)
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
, state_type TEXT NOT NULL DEFAULT 'open', ticket_type TEXT, service TEXT, responsible_id UUID REFERENCES people (id), started_at BIGINT, first_answer_at BIGINT, last_contact_at BIGINT, due_at BIGINT, merged_into UUID REFERENCES tickets (id), time_minutes BIGINT NOT NULL DEFAULT 0, sla_chosen TEXT, sla TEXT, clock_used BIGINT NOT NULL DEFAULT 0, clock_since BIGINT, clock_asked BIGINT, worked_at BIGINT, first_response_due BIGINT, update_due BIGINT, solution_due BIGINT, escalation_due BIGINT, escalation_warn BIGINT, remind_at BIGINT, clocks_told BIGINT NOT NULL DEFAULT 0, next_escalation_at BIGINT, named_only BOOLEAN NOT NULL DEFAULT FALSE);
CREATE TABLE time_entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    person_id UUID REFERENCES people (id),
    minutes BIGINT NOT NULL,
    comment TEXT,
    at BIGINT NOT NULL
);
CREATE TABLE totp_secrets (
    person_id UUID NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    secret TEXT,
    pending TEXT,
    last_step BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE unstaffed_queues (
    queue_id UUID NOT NULL PRIMARY KEY REFERENCES queues (id) ON DELETE CASCADE,
    since BIGINT NOT NULL
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
CREATE TABLE web_forms (
    id UUID NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    definition TEXT NOT NULL
);
CREATE TABLE webhook_deliveries (
    id UUID NOT NULL PRIMARY KEY,
    webhook_id UUID NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    body TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    tried_at BIGINT,
    next_attempt_at BIGINT,
    lease_until BIGINT NOT NULL,
    answer_status BIGINT,
    answer TEXT
);
CREATE TABLE webhooks (
    id UUID NOT NULL PRIMARY KEY,
    definition TEXT NOT NULL,
    secret TEXT NOT NULL,
    listens BOOLEAN NOT NULL,
    failing_since BIGINT,
    disabled_at BIGINT
);
CREATE INDEX absences_open ON absences (phase, begins_at) WHERE phase <> 'over';
CREATE INDEX absences_person ON absences (person_id);
CREATE INDEX account_links_expiry ON account_links (expires_at);
CREATE INDEX account_links_person ON account_links (person_id, created_at);
CREATE INDEX address_proofs_address ON address_proofs (address, created_at);
CREATE INDEX address_proofs_expires ON address_proofs (expires_at);
CREATE INDEX address_proofs_person ON address_proofs (person_id, created_at);
CREATE INDEX api_tokens_expiry ON api_tokens (expires_at);
CREATE INDEX api_tokens_person ON api_tokens (person_id, created_at);
CREATE INDEX articles_ticket ON articles (ticket_id, created_at, id);
CREATE INDEX attachments_article ON attachments (article_id, position);
CREATE INDEX bulk_items_failed ON bulk_items (job_id, position) WHERE state = 'failed';
CREATE INDEX bulk_items_waiting ON bulk_items (job_id, position) WHERE state = 'waiting';
CREATE INDEX bulk_jobs_person ON bulk_jobs (person_id, created_at, id);
CREATE INDEX bulk_jobs_running ON bulk_jobs (lease_until, id) WHERE status = 'running';
CREATE INDEX checklist_items_ticket ON checklist_items (ticket_id, position);
CREATE INDEX closings_along_due ON closings_along (at, ticket_id) WHERE status IN ('closing', 'opening');
CREATE INDEX closings_along_parent ON closings_along (parent_id);
CREATE INDEX directory_runs_newest ON directory_runs (directory, created_at);
CREATE INDEX directory_runs_open ON directory_runs (state) WHERE state IN ('queued', 'running');
CREATE INDEX drafts_age ON drafts (updated_at);
CREATE UNIQUE INDEX drafts_place ON drafts (person_id, place, kind);
CREATE INDEX form_pending_address ON form_pending (address);
CREATE INDEX form_pending_expires ON form_pending (expires_at);
CREATE INDEX form_pending_form ON form_pending (form_id);
CREATE INDEX form_stamps_expires ON form_stamps (expires_at);
CREATE UNIQUE INDEX history_ticket ON history (ticket_id, position);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
CREATE UNIQUE INDEX identities_person ON identities (person_id, provider);
CREATE INDEX incoming_actions_mail ON incoming_actions (mail_id, id);
CREATE INDEX incoming_arrivals_late ON incoming_arrivals (id) WHERE NOT settled;
CREATE INDEX incoming_arrivals_mail ON incoming_arrivals (mail_id);
CREATE INDEX incoming_mails_article ON incoming_mails (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX incoming_mails_pending ON incoming_mails (received_at, id) WHERE outcome = 'received';
CREATE INDEX incoming_mails_received ON incoming_mails (received_at, id);
CREATE INDEX incoming_mails_ticket ON incoming_mails (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX incoming_mails_waiting ON incoming_mails (outcome, received_at, id)
    WHERE outcome IN ('received', 'held_follow_up', 'quarantined', 'failed');
CREATE INDEX job_failures_last ON job_failures (last_at);
CREATE INDEX notifications_age ON notifications (at);
CREATE INDEX notifications_digest ON notifications (digest_due_at) WHERE digest_due_at IS NOT NULL;
CREATE INDEX notifications_list ON notifications (person_id, id) WHERE listed;
CREATE INDEX notifications_mail ON notifications (mail_due_at) WHERE mail_due_at IS NOT NULL;
CREATE UNIQUE INDEX notifications_queue ON notifications (queue_id, person_id, occasion) WHERE queue_id IS NOT NULL;
CREATE INDEX notifications_unread ON notifications (person_id, id) WHERE listed AND read_at IS NULL;
CREATE UNIQUE INDEX notifications_webhook ON notifications (webhook_id, person_id, occasion) WHERE webhook_id IS NOT NULL;
CREATE UNIQUE INDEX organisations_name_key ON organisations (name_key);
CREATE INDEX outgoing_mails_created ON outgoing_mails (created_at, id, recipient);
CREATE INDEX outgoing_mails_due ON outgoing_mails (next_attempt_at, id) WHERE status = 'queued';
CREATE INDEX outgoing_mails_message ON outgoing_mails (message_id);
CREATE INDEX outgoing_mails_recipient ON outgoing_mails (recipient, kind, created_at);
CREATE INDEX outgoing_mails_ticket ON outgoing_mails (ticket_id, created_at);
CREATE INDEX outgoing_mails_undelivered ON outgoing_mails (created_at, id) WHERE status = 'failed' AND given_up_at IS NULL;
CREATE INDEX passkey_challenges_address ON passkey_challenges (address);
CREATE INDEX passkey_challenges_expiry ON passkey_challenges (expires_at);
CREATE INDEX passkey_challenges_person ON passkey_challenges (person_id);
CREATE INDEX passkeys_person ON passkeys (person_id);
CREATE UNIQUE INDEX people_directory_id ON people (directory, directory_id);
CREATE INDEX people_merged ON people (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX people_name ON people (name, id);
CREATE INDEX people_organisation_key ON people (organisation_key) WHERE organisation_key IS NOT NULL;
CREATE UNIQUE INDEX person_addresses_person ON person_addresses (person_id, position);
CREATE INDEX person_merges_gone ON person_merges (gone_id, at);
CREATE INDEX person_merges_kept ON person_merges (kept_id, at);
CREATE INDEX person_words_person ON person_words (person_id);
CREATE UNIQUE INDEX queue_addresses_queue ON queue_addresses (queue_id, position);
CREATE INDEX queue_requests_requested_at ON queue_requests (status, requested_at);
CREATE UNIQUE INDEX queues_catch_all ON queues (catch_all) WHERE catch_all;
CREATE INDEX queues_parent ON queues (parent_id);
CREATE INDEX readings_again ON readings (ticket_id, person_id, what, at);
CREATE INDEX readings_queue ON readings (queue_id, at DESC, id DESC);
CREATE INDEX reconciliations_account ON reconciliations (account, id);
CREATE INDEX role_grants_queue ON role_grants (queue_id, permission);
CREATE INDEX role_members_directory ON role_members (directory) WHERE directory IS NOT NULL;
CREATE INDEX role_members_person ON role_members (person_id);
CREATE INDEX rule_occasions_due ON rule_occasions (lease_until, at);
CREATE INDEX rule_runs_at ON rule_runs (at);
CREATE INDEX rule_runs_rule ON rule_runs (rule_id, seq);
CREATE INDEX rule_runs_ticket ON rule_runs (ticket_id, at);
CREATE INDEX saved_views_owner ON saved_views (owner_id, position);
CREATE INDEX saved_views_shared ON saved_views (sharing, queue_id) WHERE sharing <> 'nobody';
CREATE INDEX second_steps_expiry ON second_steps (expires_at);
CREATE INDEX second_steps_person ON second_steps (person_id);
CREATE INDEX seeings_person ON seeings (person_id, began_at);
CREATE INDEX seeings_seer ON seeings (seer_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_provider ON sessions (provider, provider_subject) WHERE provider IS NOT NULL;
CREATE INDEX setting_changes_kind ON setting_changes (kind, key, seq);
CREATE INDEX sign_on_attempts_expiry ON sign_on_attempts (expires_at);
CREATE INDEX template_queues_queue ON template_queues (queue_id);
CREATE INDEX ticket_fields_day ON ticket_fields (field_key, day, ticket_id) WHERE day IS NOT NULL;
CREATE INDEX ticket_fields_folded ON ticket_fields (field_key, folded, ticket_id);
CREATE INDEX ticket_fields_number ON ticket_fields (field_key, number, ticket_id) WHERE number IS NOT NULL;
CREATE INDEX ticket_people_person ON ticket_people (person_id, part, ticket_id);
CREATE INDEX ticket_prints_at ON ticket_prints (at);
CREATE INDEX ticket_queues_queue ON ticket_queues (queue_id, ticket_id) WHERE shown;
CREATE INDEX ticket_tags_tag ON ticket_tags (tag, ticket_id);
CREATE INDEX tickets_active ON tickets (queue_id, state_type, owner_id, named_only, id) WHERE closed_at IS NULL;
CREATE INDEX tickets_active_updated ON tickets (updated_at, id) WHERE closed_at IS NULL;
CREATE INDEX tickets_calm ON tickets (priority, created_at, id);
CREATE INDEX tickets_contact ON tickets (COALESCE(last_contact_at, 0), id);
CREATE INDEX tickets_created ON tickets (created_at, id);
CREATE INDEX tickets_due ON tickets (COALESCE(due_at, 9223372036854775807), id) WHERE closed_at IS NULL;
CREATE INDEX tickets_escalating ON tickets (escalation_warn) WHERE escalation_warn IS NOT NULL;
CREATE INDEX tickets_escalation ON tickets (COALESCE(escalation_due, 9223372036854775807), id) WHERE closed_at IS NULL;
CREATE INDEX tickets_locked ON tickets (locked_at) WHERE locked_by IS NOT NULL;
CREATE INDEX tickets_merged ON tickets (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX tickets_named_only ON tickets (id, owner_id, responsible_id) WHERE named_only;
CREATE INDEX tickets_next_escalation ON tickets (next_escalation_at) WHERE next_escalation_at IS NOT NULL;
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
CREATE INDEX webhook_deliveries_created ON webhook_deliveries (created_at);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_attempt_at, id) WHERE status = 'queued';
CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (webhook_id, created_at, id);
