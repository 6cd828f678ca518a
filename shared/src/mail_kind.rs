//! `MailKind`: why a mail goes out.

use serde::{Deserialize, Serialize};

use crate::api::queue::AutoEvent;

/// Why a mail goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// Confirms that a request arrived, with its number.
    Receipt,
    /// An agent's answer.
    Reply,
    /// Tells that the ticket was closed.
    Closing,
    /// Articles for a third party.
    Forward,
    /// A mail that came in, on to somebody else.
    Redirect,
    /// Tells that the ticket stays closed and a new request is wanted.
    Rejection,
    /// Confirms that a message to a closed ticket became a new one, with its number.
    Continued,
    /// Confirms that a message to a ticket arrived.
    FollowUpReceipt,
    /// Tells that somebody else works on it.
    OwnerNotice,
    /// Tells that it went to another queue.
    MoveNotice,
    /// Tells that no ticket was opened, because the sender is not one of those whose mail the queue takes, and what to do.
    NotAccepted,
    /// Tells an agent what has happened.
    Notification,
    /// What a rule writes.
    Rule,
    /// About somebody's account: a link to set the password, that it was changed.
    Account,
}

impl MailKind {
    pub const ALL: [Self; 14] = [
        Self::Receipt,
        Self::Reply,
        Self::Closing,
        Self::Forward,
        Self::Redirect,
        Self::Rejection,
        Self::Continued,
        Self::FollowUpReceipt,
        Self::OwnerNotice,
        Self::MoveNotice,
        Self::NotAccepted,
        Self::Notification,
        Self::Rule,
        Self::Account,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Reply => "reply",
            Self::Closing => "closing",
            Self::Forward => "forward",
            Self::Redirect => "redirect",
            Self::Rejection => "rejection",
            Self::Continued => "continued",
            Self::FollowUpReceipt => "follow_up_receipt",
            Self::OwnerNotice => "owner_notice",
            Self::MoveNotice => "move_notice",
            Self::NotAccepted => "not_accepted",
            Self::Notification => "notification",
            Self::Rule => "rule",
            Self::Account => "account",
        }
    }

    /// What sets it off, where Pult writes it by itself.
    #[must_use]
    pub fn auto_event(self) -> Option<AutoEvent> {
        match self {
            Self::Receipt => Some(AutoEvent::NewTicket),
            Self::Continued => Some(AutoEvent::NewAfterClosed),
            Self::FollowUpReceipt => Some(AutoEvent::FollowUp),
            Self::Rejection => Some(AutoEvent::Rejected),
            Self::Closing => Some(AutoEvent::Closed),
            Self::OwnerNotice => Some(AutoEvent::OwnerChanged),
            Self::MoveNotice => Some(AutoEvent::Moved),
            Self::Reply
            | Self::Forward
            | Self::Redirect
            | Self::NotAccepted
            | Self::Notification
            | Self::Rule
            | Self::Account => None,
        }
    }

    /// Mails that answer one of somebody's by themselves: two machines that do so never end (RFC 3834), so they are counted.
    pub const ANSWERS: [Self; 6] = [
        Self::Receipt,
        Self::Continued,
        Self::FollowUpReceipt,
        Self::Rejection,
        Self::NotAccepted,
        Self::Rule,
    ];

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
