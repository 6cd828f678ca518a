//! Where what people write comes to lie: each column of the schema that holds text is in one of two lists, and a test fails for one that is in neither.
//!
//! [`PLACES`] lose a secret when it is removed; [`EXEMPT`] hold nothing that a ticket's people write, each with the reason.

/// How the rows that belong to a ticket are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// By this column.
    Ticket(&'static str),
    /// By the article.
    Article(&'static str),
    /// By the mail of the ledger.
    Mail(&'static str),
    /// By the bulk job that has it among its tickets.
    Job(&'static str),
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Text,
    /// Whose texts are looked at one by one.
    Json,
    /// In small letters, to be found by.
    Lower,
    /// A word that is taken off as a whole.
    Word,
    /// Rewritten by a step of its own (`articles`, contents, the search).
    Own,
}

/// A column that may hold what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub table: &'static str,
    pub column: &'static str,
    pub of: Of,
    pub form: Form,
}

const fn place(table: &'static str, column: &'static str, of: Of, form: Form) -> Place {
    Place {
        table,
        column,
        of,
        form,
    }
}

const TICKET: Of = Of::Ticket("ticket_id");

/// All that loses a secret.
pub const PLACES: &[Place] = &[
    place("articles", "subject", TICKET, Form::Own),
    place("articles", "body", TICKET, Form::Own),
    place("articles", "html", TICKET, Form::Own),
    place("articles", "raw_blob", TICKET, Form::Own),
    place("articles", "invitations", TICKET, Form::Json),
    place("attachments", "name", Of::Article("article_id"), Form::Text),
    place("attachments", "blob_hash", Of::Article("article_id"), Form::Own),
    place("incoming_mails", "subject", TICKET, Form::Text),
    place("incoming_mails", "found_by", TICKET, Form::Lower),
    place("incoming_mails", "reason", TICKET, Form::Text),
    place("incoming_mails", "raw_blob", TICKET, Form::Own),
    place("incoming_actions", "detail", Of::Mail("mail_id"), Form::Text),
    place("outgoing_mails", "subject", TICKET, Form::Text),
    place("outgoing_mails", "last_answer", TICKET, Form::Text),
    place("outgoing_mails", "delay", TICKET, Form::Text),
    place("outgoing_mails", "raw_blob", TICKET, Form::Own),
    place("tickets", "subject", Of::Ticket("id"), Form::Text),
    place("history", "event", TICKET, Form::Own),
    place("ticket_fields", "text", TICKET, Form::Own),
    place("ticket_fields", "folded", TICKET, Form::Own),
    place("ticket_tags", "tag", TICKET, Form::Word),
    place("checklist_items", "text", TICKET, Form::Text),
    place("time_entries", "comment", TICKET, Form::Text),
    place("drafts", "content", TICKET, Form::Json),
    place("notifications", "text", TICKET, Form::Json),
    place("webhook_deliveries", "body", TICKET, Form::Json),
    place("webhook_deliveries", "answer", TICKET, Form::Text),
    place("bulk_jobs", "commands", Of::Job("id"), Form::Json),
    place("bulk_jobs", "texts", Of::Job("id"), Form::Json),
    place("bulk_items", "detail", TICKET, Form::Text),
    place("bulk_items", "errors", TICKET, Form::Json),
    place("closings_along", "reason", TICKET, Form::Text),
    place("queue_requests", "wanted", TICKET, Form::Json),
    place("queue_requests", "refusal", TICKET, Form::Text),
    place("search", "visible", TICKET, Form::Own),
    place("search", "internal", TICKET, Form::Own),
    place("ticket_prints", "print", TICKET, Form::Own),
];

/// A table, its columns, and why none of them holds what is written into tickets.
pub type Exempt = (&'static str, &'static [&'static str], &'static str);

const NAME: &str = "a name out of a closed set of the program";
const KEY: &str = "a key or an address that is no text of a message";
const HASH: &str = "a hash, from which nothing is read";
const SETTING: &str = "a setting of the desk: what administrators write, and no ticket's";
const PERSON: &str = "who somebody is, and how they sign in; no ticket's";

/// All other columns that hold text or bytes.
pub const EXEMPT: &[Exempt] = &[
    ("absences", &["from_day", "until_day", "note", "phase"], PERSON),
    ("account_links", &["token_hash"], HASH),
    ("address_proofs", &["*"], PERSON),
    ("api_tokens", &["token_hash", "name", "scope"], PERSON),
    ("articles", &["direction", "channel", "trust"], NAME),
    ("articles", &["message_id"], KEY),
    (
        "articles",
        &["mail_from", "mail_to", "mail_cc"],
        "who has written to whom; their names and addresses are a person's",
    ),
    ("attachments", &["media_type", "content_id"], KEY),
    ("blobs", &["hash"], HASH),
    ("blobs", &["bytes"], "goes with the last row that refers to it"),
    ("bulk_items", &["state", "code"], NAME),
    ("bulk_jobs", &["status", "closes"], NAME),
    ("calendars", &["*"], SETTING),
    ("closings_along", &["status", "state", "state_before"], NAME),
    ("clock_counts", &["fingerprint"], HASH),
    ("custom_fields", &["*"], SETTING),
    ("directory_runs", &["*"], "what a directory has said about people"),
    ("drafts", &["place", "kind"], NAME),
    (
        "form_pending",
        &["*"],
        "not a ticket yet; gone after some days, or with the ticket that it becomes",
    ),
    ("form_stamps", &["hash"], HASH),
    ("history", &["hash"], HASH),
    ("idempotency_keys", &["*"], HASH),
    ("identities", &["*"], PERSON),
    ("incoming_actions", &["action", "outcome"], NAME),
    ("incoming_arrivals", &["*"], KEY),
    ("incoming_mails", &["dedup_key", "sha256"], HASH),
    (
        "incoming_mails",
        &["door", "account", "envelope_from", "envelope_to", "header_from"],
        KEY,
    ),
    ("incoming_mails", &["outcome", "reason_code"], NAME),
    ("incoming_mails", &["filters"], "which filters matched, by their names"),
    ("job_failures", &["job", "item"], KEY),
    ("job_failures", &["error"], "a fault in words of the program"),
    ("macros", &["definition"], SETTING),
    ("mail_texts", &["*"], SETTING),
    ("mailbox_leases", &["*"], KEY),
    ("mailbox_seen", &["*"], KEY),
    ("mailbox_watchers", &["*"], KEY),
    ("notification_settings", &["settings"], PERSON),
    ("notifications", &["kind", "relation"], NAME),
    ("outgoing_mails", &["kind", "status"], NAME),
    ("outgoing_mails", &["message_id", "envelope_from", "recipient"], KEY),
    ("organisations", &["*"], PERSON),
    ("passkey_challenges", &["*"], PERSON),
    ("passkeys", &["*"], PERSON),
    ("people", &["*"], PERSON),
    ("person_addresses", &["*"], PERSON),
    ("person_merge_tickets", &["place"], NAME),
    ("person_merges", &["*"], PERSON),
    ("person_words", &["word"], PERSON),
    ("postmaster_filters", &["definition"], SETTING),
    ("priorities", &["*"], SETTING),
    ("queue_addresses", &["*"], SETTING),
    ("queue_requests", &["status"], NAME),
    ("queues", &["*"], SETTING),
    ("readings", &["what"], NAME),
    (
        "reconciliations",
        &["*"],
        "what is in a mailbox and not in the ledger: no ticket has it",
    ),
    ("recovery_codes", &["*"], HASH),
    ("role_grants", &["*"], SETTING),
    ("role_members", &["*"], SETTING),
    ("roles", &["*"], SETTING),
    ("rule_runs", &["*"], "what rules did, in words of the program"),
    ("rules", &["definition"], SETTING),
    (
        "saved_views",
        &["*"],
        "which tickets somebody looks for: their own words, and no ticket's",
    ),
    ("seaql_migrations", &["version"], KEY),
    ("second_steps", &["*"], PERSON),
    (
        "seeings",
        &["reason"],
        "why an administrator has looked as somebody; no ticket's",
    ),
    ("services", &["*"], SETTING),
    ("sessions", &["*"], PERSON),
    ("setting_changes", &["*"], SETTING),
    ("sign_on_attempts", &["*"], PERSON),
    ("slas", &["*"], SETTING),
    ("states", &["*"], SETTING),
    ("templates", &["*"], SETTING),
    ("thread_ids", &["message_id"], KEY),
    ("ticket_fields", &["field_key", "shape", "day"], KEY),
    ("ticket_links", &["kind"], NAME),
    ("ticket_people", &["part"], NAME),
    ("ticket_types", &["*"], SETTING),
    (
        "tickets",
        &[
            "number",
            "state",
            "channel",
            "state_type",
            "ticket_type",
            "service",
            "sla_chosen",
            "sla",
        ],
        KEY,
    ),
    ("tickets", &["history_hash"], HASH),
    ("totp_secrets", &["*"], PERSON),
    (
        "uploads",
        &["*"],
        "in no ticket yet; what is not sent is gone after a day",
    ),
    ("web_forms", &["*"], SETTING),
    ("webhook_deliveries", &["status"], NAME),
    ("webhooks", &["*"], SETTING),
];

/// Whether a column is in one of the lists.
#[must_use]
pub fn is_known(table: &str, column: &str) -> bool {
    let listed = PLACES
        .iter()
        .any(|place| place.table == table && place.column == column);
    listed
        || EXEMPT
            .iter()
            .any(|(of, columns, _)| *of == table && columns.iter().any(|one| *one == "*" || *one == column))
}
