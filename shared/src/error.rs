//! Errors that leave the server: one table of codes, and the problem document (RFC 9457) that carries them.
//!
//! The UI translates `code` (locale key `error-<code>`), so `title` is for people who read the API.

use serde::{Deserialize, Serialize};

use crate::api::ticket::HistoryEntry;

macro_rules! error_codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $status:literal, $title:literal;)*) => {
        /// Every code that an error may have.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ErrorCode {
            $($(#[$doc])* #[serde(rename = $code)] $variant,)*
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for ErrorCode {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                crate::openapi::words("What went wrong: programs and translations go by it. New ones may come.", Self::ALL.iter().map(|one| one.code()))
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for ErrorCode {}

        impl ErrorCode {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable code, for example `ticket_not_found`.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub fn status(self) -> u16 {
                match self { $(Self::$variant => $status),* }
            }

            /// A short English summary.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),* }
            }
        }
    };
}

error_codes! {
    /// The body or query could not be read.
    BadRequest = "bad_request", 400, "The request could not be read";
    /// A field has a value that is not allowed; see `errors`.
    Invalid = "invalid", 422, "A value is not allowed";
    /// A filter's text could not be read; `errors` tells where.
    InvalidFilter = "invalid_filter", 422, "The filter could not be read";
    /// A command's type is not known.
    UnknownCommand = "unknown_command", 422, "There is no such command";
    /// Nobody is signed in, or the session has ended.
    NotSignedIn = "not_signed_in", 401, "Sign in first";
    /// The session has ended by time or by sign-out.
    SessionExpired = "session_expired", 401, "The session has ended";
    /// Login or password are wrong; never says which.
    WrongCredentials = "wrong_credentials", 401, "Login or password are wrong";
    /// The second step of a sign-in came too late, or with too many wrong codes: begin anew.
    SignInExpired = "sign_in_expired", 410, "This sign-in cannot be completed any more";
    /// What a passkey has shown could not be verified, or nobody here has set it up.
    PasskeyRefused = "passkey_refused", 422, "The passkey could not be verified";
    /// A role of the person asks for a second factor, and none is set up yet.
    SecondFactorDue = "second_factor_due", 403, "Set up a second factor first";
    /// An administrator looks as somebody else: nothing can be changed, and after half an hour nothing is shown any more.
    SeeingAs = "seeing_as", 403, "End looking as somebody else first";
    /// The provider of single sign-on has refused, or the person has given up there.
    SignOnRefused = "sign_on_refused", 403, "The sign-on provider has refused";
    /// What came back from the provider could not be verified, came twice, or belongs to another browser.
    SignOnFailed = "sign_on_failed", 401, "The sign-on could not be verified";
    /// The provider does not answer, or not in a way that can be used.
    SignOnUnavailable = "sign_on_unavailable", 503, "The sign-on provider is not available";
    /// The provider knows the person, this site does not.
    SignOnUnknown = "sign_on_unknown", 403, "Nobody here belongs to this sign-on";
    /// A link of a mail that was used before, is too old, or never was one.
    LinkExpired = "link_expired", 410, "This link cannot be used any more";
    /// A directory leads the person: their password is changed there, and none is kept here.
    PasswordElsewhere = "password_elsewhere", 409, "The password is kept by the directory";
    /// No such session, or one that has ended.
    SessionNotFound = "session_not_found", 404, "There is no such session";
    /// Too many attempts; `Retry-After` tells when to come back.
    TooManyRequests = "too_many_requests", 429, "Too many requests";
    /// A browser sent this from another site (CSRF).
    CrossSite = "cross_site", 403, "The request came from another site";
    /// The person may see the thing but not do this.
    Forbidden = "forbidden", 403, "This is not permitted";
    /// No such resource.
    NotFound = "not_found", 404, "There is no such resource";
    /// No such ticket, or none that the person may see.
    TicketNotFound = "ticket_not_found", 404, "There is no such ticket";
    /// No such queue, or none that the person may see.
    QueueNotFound = "queue_not_found", 404, "There is no such queue";
    /// The ticket is no request for a queue, or none that the person may see.
    QueueRequestNotFound = "queue_request_not_found", 404, "There is no such request for a queue";
    /// No such person, or not one who may be chosen here.
    PersonNotFound = "person_not_found", 404, "There is no such person";
    /// No such article, or none that the person may see.
    ArticleNotFound = "article_not_found", 404, "There is no such article";
    /// No such absence, or one that is over.
    AbsenceNotFound = "absence_not_found", 404, "There is no such absence";
    /// No such role, or none that the person may see.
    RoleNotFound = "role_not_found", 404, "There is no such role";
    /// No such organisation.
    OrganisationNotFound = "organisation_not_found", 404, "There is no such organisation";
    /// No such template, or none that the person may see.
    TemplateNotFound = "template_not_found", 404, "There is no such template";
    /// No such postmaster filter.
    PostmasterFilterNotFound = "postmaster_filter_not_found", 404, "There is no such postmaster filter";
    /// No such rule, or none that the person may see.
    RuleNotFound = "rule_not_found", 404, "There is no such rule";
    /// No such macro, or none that the person may change.
    MacroNotFound = "macro_not_found", 404, "There is no such macro";
    /// No such webhook, or no such message of one.
    WebhookNotFound = "webhook_not_found", 404, "There is no such webhook";
    /// No such web form, or none that is offered.
    WebFormNotFound = "web_form_not_found", 404, "There is no such form";
    /// No such saved view, or none that the person may see.
    ViewNotFound = "view_not_found", 404, "There is no such view";
    /// No such bulk job, or another person's.
    BulkJobNotFound = "bulk_job_not_found", 404, "There is no such bulk job";
    /// No such draft, or another person's.
    DraftNotFound = "draft_not_found", 404, "There is no such draft";
    /// Something still refers to it: make it invalid instead.
    InUse = "in_use", 409, "Something still refers to this";
    /// A text template cannot be read; `errors` tells where.
    InvalidTemplate = "invalid_template", 422, "The template could not be read";
    /// No such attachment, or none that the person may see.
    AttachmentNotFound = "attachment_not_found", 404, "There is no such attachment";
    /// No such mail, or none that the person may see.
    MailNotFound = "mail_not_found", 404, "There is no such mail";
    /// An upload that was named does not exist, is not the caller's or was used before.
    UploadNotFound = "upload_not_found", 422, "There is no such upload";
    /// The path exists, the method does not.
    MethodNotAllowed = "method_not_allowed", 405, "This method is not allowed here";
    /// The ticket has changed since it was read in what the command is about; `changes` tells what came.
    StaleVersion = "stale_version", 412, "The ticket has changed in the meantime";
    /// Another agent holds the lock.
    LockedByOther = "locked_by_other", 409, "Another agent has locked the ticket";
    /// The command does not fit the ticket as it is.
    NotApplicable = "not_applicable", 409, "This does not fit the ticket as it is";
    /// A change of a setting cannot be taken back: the thing was changed again since.
    SettingChangedAgain = "setting_changed_again", 409, "The setting was changed again since";
    /// A change of a setting cannot be taken back from the log, which does not keep all of it.
    CannotUndo = "cannot_undo", 409, "This change cannot be taken back from the log";
    /// The same idempotency key was used for another request.
    IdempotencyConflict = "idempotency_conflict", 409, "The idempotency key was used for another request";
    /// A body, file or mail over the limit.
    TooLarge = "too_large", 413, "This is too large";
    /// A media type that is not taken here.
    UnsupportedMediaType = "unsupported_media_type", 415, "This media type is not supported";
    /// Something broke inside; the log has the details.
    Internal = "internal", 500, "Something went wrong inside";
    /// No server of the directory answers: who has no password here cannot sign in now.
    DirectoryUnavailable = "directory_unavailable", 503, "The directory does not answer";
    /// The database cannot be reached.
    Unavailable = "unavailable", 503, "The service is not available right now";
}

/// What is wrong with one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldCode {
    /// Must not be empty.
    Required,
    /// Longer than allowed.
    TooLong,
    /// Shorter than allowed.
    TooShort,
    /// Not one of the allowed values.
    Unknown,
    /// Not of the right form.
    Malformed,
    /// Must lie in the future.
    NotInFuture,
    /// May not be given here.
    NotAllowed,
    /// More entries than allowed.
    TooMany,
    /// Something else has this already.
    Taken,
    /// An address of a domain that is not open to this branch of queues.
    ForeignDomain,
    /// Shares a day with another entry of the list.
    Overlaps,
    /// A day on which the queue's calendar is closed.
    ClosedDay,
    /// A password that is guessed first.
    TooEasy,
    /// A password or a code that is not right.
    Wrong,
}

impl FieldCode {
    /// The word in API and locale keys (`field-error-<name>`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong => "too_long",
            Self::TooShort => "too_short",
            Self::Unknown => "unknown",
            Self::Malformed => "malformed",
            Self::NotInFuture => "not_in_future",
            Self::NotAllowed => "not_allowed",
            Self::TooMany => "too_many",
            Self::Taken => "taken",
            Self::ForeignDomain => "foreign_domain",
            Self::Overlaps => "overlaps",
            Self::ClosedDay => "closed_day",
            Self::TooEasy => "too_easy",
            Self::Wrong => "wrong",
        }
    }
}

/// One field with what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field's path in the body, for example `commands.0.body`.
    pub field: String,
    pub code: FieldCode,
    /// Of a text that is read (a filter, a template): where the fault begins, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<u32>,
    /// How many characters are at fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
}

impl FieldError {
    #[must_use]
    pub fn new(field: impl Into<String>, code: FieldCode) -> Self {
        Self {
            field: field.into(),
            code,
            at: None,
            length: None,
        }
    }

    /// The same with the place in the text.
    #[must_use]
    pub fn at(self, at: usize, length: usize) -> Self {
        let short = |count: usize| Some(u32::try_from(count).unwrap_or(u32::MAX));
        Self {
            at: short(at),
            length: short(length),
            ..self
        }
    }
}

/// The body of every error: `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A reference to the kind of problem: `/problems/<code>`.
    pub r#type: String,
    /// A short English summary of the kind of problem.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code, which programs and translations go by.
    pub code: ErrorCode,
    /// What went wrong this time, in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The fields at fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// `stale_version`: what happened to the ticket since the version that the caller has seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<HistoryEntry>,
}

impl Problem {
    #[must_use]
    pub fn new(code: ErrorCode) -> Self {
        Self {
            r#type: format!("/problems/{}", code.code()),
            title: code.title().to_owned(),
            status: code.status(),
            code,
            detail: None,
            errors: Vec::new(),
            changes: Vec::new(),
        }
    }
}
