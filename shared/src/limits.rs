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
/// The shortest password of a local account: what NIST SP 800-63B-4 asks for beside a second factor. Guessing is slowed down
/// (`TooManyRequests`); people of the directory have its rules.
pub const PASSWORD_MIN: usize = 8;
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
pub const QUEUE_ADDRESSES_MAX: usize = 100;
/// The longest time after which a lock is released by itself, in minutes: a year.
pub const UNLOCK_MAX_MINUTES: u32 = 366 * 24 * 60;
/// The longest text of a template, also of a salutation or signature.
pub const TEMPLATE_MAX: usize = 20_000;
/// Text templates of the whole desk.
pub const TEMPLATES_MAX: usize = 2_000;
/// Roles of the whole desk.
pub const ROLES_MAX: usize = 1_000;
/// Grants of one role.
pub const GRANTS_MAX: usize = 5_000;
