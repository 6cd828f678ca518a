//! Limits that server, browser and mails share. Sizes in bytes, lengths in characters.

/// The longest subject that is kept.
pub const SUBJECT_MAX: usize = 250;
/// The longest body of an article that a person may write.
pub const BODY_MAX: usize = 200_000;
/// The largest single file that may be uploaded.
pub const UPLOAD_MAX_BYTES: usize = 25 * 1024 * 1024;
/// The files of one person together that were uploaded and that no article has taken up yet.
pub const UPLOADS_MAX_BYTES: u64 = 250 * 1024 * 1024;
/// Files in one article.
pub const ATTACHMENTS_MAX: usize = 20;
/// The largest mail that is taken in whole; a larger one is recorded with its headers only.
pub const MAIL_MAX_BYTES: usize = 32 * 1024 * 1024;
/// Mails of the outbox that are sent again or given up by one request.
pub const OUTGOING_AT_ONCE: u32 = 200;
/// Recipients of one outgoing article.
pub const RECIPIENTS_MAX: usize = 50;
/// Commands in one request.
pub const COMMANDS_MAX: usize = 20;
/// Items on one page of a list, unless the caller asks for fewer.
pub const PAGE_DEFAULT: u32 = 50;
/// Items on one page of a list at the most.
pub const PAGE_MAX: u32 = 200;
/// Length of a filter's text form.
pub const FILTER_MAX: usize = 1_000;
/// Nodes in a filter.
pub const FILTER_NODES_MAX: usize = 64;
/// The shortest password of a local account, in characters; ASVS 2.1.1 asks for twelve where it stands alone. What else it must be says
/// `domain::password`. People of the directory have its rules.
pub const PASSWORD_MIN: usize = 12;
/// The longest password; bounds the work of the hash.
pub const PASSWORD_MAX: usize = 256;
/// The longest key of a state, type or field.
pub const KEY_MAX: usize = 60;
/// The longest name of something that administrators set up.
pub const NAME_MAX: usize = 120;
/// Tags on one ticket.
pub const TAGS_MAX: usize = 50;
/// The longest tag.
pub const TAG_MAX: usize = 60;
/// Things to do on one ticket's checklist.
pub const CHECKLIST_MAX: usize = 100;
/// The longest text of a custom field.
pub const FIELD_TEXT_MAX: usize = 10_000;
/// Options of a choice.
pub const OPTIONS_MAX: usize = 200;
/// Participants of one ticket, and watchers.
pub const PARTICIPANTS_MAX: usize = 100;
/// Links of one ticket.
pub const LINKS_MAX: usize = 200;
/// Minutes that may be accounted at once: a day.
pub const TIME_MAX: u32 = 24 * 60;
/// Tickets of one bulk job.
pub const BULK_MAX: usize = 10_000;
/// Drafts of one person.
pub const DRAFTS_MAX: usize = 200;
/// The longest content of a draft, in bytes of JSON.
pub const DRAFT_MAX_BYTES: usize = 1_000_000;
/// Saved views that one person owns.
pub const VIEWS_MAX: usize = 100;
/// People that a look-up gives at the most.
pub const PEOPLE_MAX: u32 = 50;
/// How far a list may be jumped into by `offset`.
pub const OFFSET_MAX: u32 = 1_000_000;
/// For how many seconds a sent answer can be taken back, at the most.
pub const UNDO_MAX_SECONDS: u32 = 60;
/// States, types, services and custom fields: so many of each.
pub const CATALOG_MAX: usize = 500;
/// The longest description or help of something that is set up.
pub const DESCRIPTION_MAX: usize = 2_000;
/// Addresses of one queue.
pub const ADDRESS_DOMAINS_MAX: usize = 20;
pub const QUEUE_ADDRESSES_MAX: usize = 100;
/// After how many minutes without work a lock is released in a queue for which nobody has said another time: half a working day, as the
/// desks that set one do.
pub const UNLOCK_DEFAULT_MINUTES: u32 = 240;
/// The longest time after which a lock is released by itself, in minutes: a year.
pub const UNLOCK_MAX_MINUTES: u32 = 366 * 24 * 60;
/// The longest text of a template, also of a salutation or signature.
pub const TEMPLATE_MAX: usize = 20_000;
/// Text templates of the whole desk.
pub const TEMPLATES_MAX: usize = 2_000;
/// Roles of the whole desk.
pub const ROLES_MAX: usize = 1_000;
/// Organisations that are set up.
pub const ORGANISATIONS_MAX: usize = 2_000;
/// Names of organisations that people have and nobody has set up: so many are suggested.
pub const ORGANISATION_NAMES_MAX: usize = 100;
/// Grants of one role.
pub const GRANTS_MAX: usize = 5_000;
/// Postmaster filters of the whole desk.
pub const POSTMASTER_FILTERS_MAX: usize = 200;
/// Tests of one postmaster filter.
pub const POSTMASTER_TESTS_MAX: usize = 50;
/// How deep the conditions of a postmaster filter are nested.
pub const POSTMASTER_DEPTH_MAX: usize = 6;
/// Effects of one postmaster filter.
pub const POSTMASTER_EFFECTS_MAX: usize = 20;
/// The longest value that a postmaster filter compares with, a regular expression too.
pub const POSTMASTER_VALUE_MAX: usize = 500;
/// The largest mail that is pasted to try postmaster filters out, in bytes.
pub const POSTMASTER_TRY_MAX_BYTES: usize = 1_500_000;
/// The longest reason that somebody gives for putting a mail aside.
pub const REASON_MAX: usize = 500;

/// People that one note may mention.
pub const MENTIONS_MAX: usize = 20;
/// Addresses of one person.
pub const ADDRESSES_MAX: usize = 30;
/// Private addresses that somebody enters for themselves.
pub const OWN_ADDRESSES_MAX: usize = 10;
/// The longest account id.
pub const LOGIN_MAX: usize = 64;
/// Rules of the whole desk.
pub const RULES_MAX: usize = 500;
/// Actions of one rule.
pub const RULE_ACTIONS_MAX: usize = 20;
/// How often rules may set each other off in a row: an event of so great a depth sets no rule off any more.
pub const RULE_DEPTH_MAX: u32 = 5;
/// How often rules may change one ticket within an hour.
pub const RULE_BUDGET_PER_HOUR: u32 = 20;
/// The longest span of a rule, in minutes: five years.
pub const RULE_SPAN_MAX_MINUTES: i64 = 5 * 366 * 24 * 60;
/// Tickets that trying a rule out looks at: so many of the newest.
pub const RULE_TRY_TICKETS: u32 = 1_000;
/// Tickets of which trying a rule out tells what would happen to them.
pub const RULE_TRY_SHOWN: usize = 50;
/// Runs of one rule that are shown.
pub const RULE_RUNS_SHOWN: u32 = 100;

/// Opening days after which a ticket comes back as forgotten, at the most.
pub const REMIND_DAYS_MAX: u32 = 365;
/// Macros of the whole desk.
pub const MACROS_MAX: usize = 1_000;
/// Webhooks of the whole desk.
pub const WEBHOOKS_MAX: usize = 100;
/// The longest address that is asked.
pub const URL_MAX: usize = 2_000;

/// Web forms of the whole desk.
pub const WEB_FORMS_MAX: usize = 500;
/// Questions of one web form.
pub const FORM_QUESTIONS_MAX: usize = 30;
/// Sites that may show one web form in a frame.
pub const FORM_ORIGINS_MAX: usize = 20;
/// The longest answer to a question of a web form, in characters.
pub const FORM_ANSWER_MAX: usize = 2_000;
/// So many mails with a link go out for what was sent by a form once, the first one among them.
pub const FORM_ENTRY_MAILS_MAX: u32 = 3;
/// Files that somebody who is not signed in sends along with a web form.
pub const FORM_FILES_MAX: usize = 5;
/// The size of all of them together, in bytes.
pub const FORM_FILES_MAX_BYTES: usize = 5 * 1024 * 1024;
/// People whom a request for a queue names, of each kind.
pub const QUEUE_REQUEST_PEOPLE_MAX: usize = 100;
/// Requests for queues in a list.
pub const QUEUE_REQUESTS_MAX: u32 = 200;
