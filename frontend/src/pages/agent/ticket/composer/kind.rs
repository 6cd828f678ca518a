//! What can be written in a ticket, as the switch above the text shows it.

use pult_shared::{
    api::{draft::DraftKind, template::TemplateKind},
    command::CommandName,
};

use crate::components::Sign;

/// What is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Reply,
    ReplyAll,
    Note,
    Forward,
    Call,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Reply, Self::ReplyAll, Self::Note, Self::Forward, Self::Call];

    /// A text that was begun as one kind never turns into another by a slip: each has its own. The two kinds of reply share one.
    pub fn draft(self) -> DraftKind {
        match self {
            Self::Reply | Self::ReplyAll => DraftKind::Reply,
            Self::Note => DraftKind::Note,
            Self::Forward => DraftKind::Forward,
            Self::Call => DraftKind::Call,
        }
    }

    pub fn of_draft(kind: DraftKind) -> Option<Self> {
        match kind {
            DraftKind::Reply => Some(Self::Reply),
            DraftKind::Note => Some(Self::Note),
            DraftKind::Forward => Some(Self::Forward),
            DraftKind::Call => Some(Self::Call),
            DraftKind::NewTicket | DraftKind::NewRequest => None,
        }
    }

    pub fn command(self) -> CommandName {
        match self {
            Self::Reply | Self::ReplyAll => CommandName::Reply,
            Self::Note => CommandName::Note,
            Self::Forward => CommandName::Forward,
            Self::Call => CommandName::LogCall,
        }
    }

    /// The templates that fit.
    pub fn template(self) -> TemplateKind {
        match self {
            Self::Reply | Self::ReplyAll => TemplateKind::Answer,
            Self::Note => TemplateKind::Note,
            Self::Forward => TemplateKind::Forward,
            Self::Call => TemplateKind::PhoneCall,
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Reply => "composer-reply",
            Self::ReplyAll => "composer-reply-all",
            Self::Note => "composer-note",
            Self::Forward => "composer-forward",
            Self::Call => "composer-call",
        }
    }

    pub fn sign(self) -> Sign {
        match self {
            Self::Reply => Sign::Reply,
            Self::ReplyAll => Sign::ReplyAll,
            Self::Note => Sign::Lock,
            Self::Forward => Sign::Forward,
            Self::Call => Sign::Phone,
        }
    }

    pub fn send(self) -> &'static str {
        match self {
            Self::Reply | Self::ReplyAll | Self::Forward => "send",
            Self::Note => "save-note",
            Self::Call => "save-call",
        }
    }

    pub fn done(self) -> &'static str {
        match self {
            Self::Reply | Self::ReplyAll => "done-reply",
            Self::Note => "done-note",
            Self::Forward => "done-forward",
            Self::Call => "done-call",
        }
    }

    /// Goes out by mail.
    pub fn is_mail(self) -> bool {
        matches!(self, Self::Reply | Self::ReplyAll | Self::Forward)
    }

    pub fn is_reply(self) -> bool {
        matches!(self, Self::Reply | Self::ReplyAll)
    }
}
