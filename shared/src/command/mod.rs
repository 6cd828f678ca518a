//! `Command`: what shall happen to a ticket. A click, an API call, a mail, a rule and an importer all speak it.

mod facts;
mod messages;
mod relations;

use serde::{Deserialize, Serialize};

pub use facts::*;
pub use messages::*;
pub use relations::*;

/// One thing that shall happen to one ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Open a new ticket. Refused on a ticket that exists.
    Open(OpenTicket),
    /// Write to the other side: an agent to the customer, a customer to the desk.
    Reply(Reply),
    /// Write an internal note that customers never see.
    Note(Note),
    /// Enter a phone call or a visit as an article.
    LogCall(LogCall),
    /// Send articles to a third party.
    Forward(Forward),
    /// Send a mail that came in on to somebody else, as it is (RFC 5322 §3.6.6).
    Redirect(Redirect),
    /// Send an article that went out once more.
    Resend(Resend),
    /// Take a reply back while its mail still waits.
    RecallReply(RecallReply),
    /// Let a held message in: its sender takes part from now on, and the message counts as an answer.
    Admit(Admit),
    /// Leave a held message aside: agents can read it, nothing else happens.
    Dismiss(Dismiss),
    /// Change the state.
    SetState(SetState),
    /// Move to another queue.
    Move(Move),
    /// Make somebody the owner, or nobody.
    Assign(Assign),
    /// Make somebody responsible, or nobody: who answers for the result while owners change.
    SetResponsible(SetResponsible),
    /// Become the owner and lock the ticket.
    Take,
    /// Claim the ticket visibly, so that nobody works on it in parallel.
    Lock,
    /// Give the claim back.
    Unlock,
    /// Change the priority.
    SetPriority(SetPriority),
    /// Change the type.
    SetType(SetType),
    /// Change the service.
    SetService(SetService),
    /// Make the ticket go by another service agreement, or by that of its service or queue.
    SetSla(SetSla),
    /// Change the subject.
    SetSubject(SetSubject),
    /// Make somebody else the requester.
    SetRequester(SetRequester),
    /// Set until when it shall be done, or that nobody has said so.
    SetDue(SetDue),
    /// Set or empty a custom field.
    SetField(SetField),
    /// Put a tag on.
    AddTag(Tag),
    /// Take a tag off.
    RemoveTag(Tag),
    /// Follow the ticket, or make a colleague follow it.
    Watch(Watch),
    /// Follow the ticket no more.
    Unwatch(Watch),
    /// Let somebody take part: they get the answers and may write.
    AddParticipant(AddParticipant),
    /// Let somebody take part no more.
    RemoveParticipant(RemoveParticipant),
    /// Let another queue find the ticket too: its people read and note.
    AddQueue(AddQueue),
    /// Say that the ticket is none of a queue that finds it besides its own.
    RemoveQueue(RemoveQueue),
    /// Let only persons who are named read the ticket, or again everybody who works in its queues.
    SetReaders(SetReaders),
    /// Link to another ticket.
    Link(LinkTo),
    /// Take a link away.
    Unlink(LinkTo),
    /// Make this ticket's number an alias of another ticket.
    Merge(Merge),
    /// Take a merge back: the ticket stands by itself again.
    Unmerge,
    /// Account for time spent.
    AccountTime(AccountTime),
    /// Add something to do to the checklist.
    AddChecklistItem(AddChecklistItem),
    /// Check, uncheck or rewrite something to do.
    SetChecklistItem(SetChecklistItem),
    /// Take something to do off the checklist.
    RemoveChecklistItem(RemoveChecklistItem),
}

impl Command {
    /// The command's name, as in `type`.
    #[must_use]
    pub fn name(&self) -> CommandName {
        match self {
            Self::Open(_) => CommandName::Open,
            Self::Reply(_) => CommandName::Reply,
            Self::Note(_) => CommandName::Note,
            Self::LogCall(_) => CommandName::LogCall,
            Self::Forward(_) => CommandName::Forward,
            Self::Redirect(_) => CommandName::Redirect,
            Self::Resend(_) => CommandName::Resend,
            Self::RecallReply(_) => CommandName::RecallReply,
            Self::Admit(_) => CommandName::Admit,
            Self::Dismiss(_) => CommandName::Dismiss,
            Self::SetState(_) => CommandName::SetState,
            Self::Move(_) => CommandName::Move,
            Self::Assign(_) => CommandName::Assign,
            Self::SetResponsible(_) => CommandName::SetResponsible,
            Self::Take => CommandName::Take,
            Self::Lock => CommandName::Lock,
            Self::Unlock => CommandName::Unlock,
            Self::SetPriority(_) => CommandName::SetPriority,
            Self::SetType(_) => CommandName::SetType,
            Self::SetService(_) => CommandName::SetService,
            Self::SetSla(_) => CommandName::SetSla,
            Self::SetSubject(_) => CommandName::SetSubject,
            Self::SetRequester(_) => CommandName::SetRequester,
            Self::SetDue(_) => CommandName::SetDue,
            Self::SetField(_) => CommandName::SetField,
            Self::AddTag(_) => CommandName::AddTag,
            Self::RemoveTag(_) => CommandName::RemoveTag,
            Self::Watch(_) => CommandName::Watch,
            Self::Unwatch(_) => CommandName::Unwatch,
            Self::AddParticipant(_) => CommandName::AddParticipant,
            Self::RemoveParticipant(_) => CommandName::RemoveParticipant,
            Self::AddQueue(_) => CommandName::AddQueue,
            Self::RemoveQueue(_) => CommandName::RemoveQueue,
            Self::SetReaders(_) => CommandName::SetReaders,
            Self::Link(_) => CommandName::Link,
            Self::Unlink(_) => CommandName::Unlink,
            Self::Merge(_) => CommandName::Merge,
            Self::Unmerge => CommandName::Unmerge,
            Self::AccountTime(_) => CommandName::AccountTime,
            Self::AddChecklistItem(_) => CommandName::AddChecklistItem,
            Self::SetChecklistItem(_) => CommandName::SetChecklistItem,
            Self::RemoveChecklistItem(_) => CommandName::RemoveChecklistItem,
        }
    }
}

/// The names of the commands: what a view lists as allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CommandName {
    Open,
    Reply,
    Note,
    LogCall,
    Forward,
    Redirect,
    Resend,
    RecallReply,
    Admit,
    Dismiss,
    SetState,
    Move,
    Assign,
    SetResponsible,
    Take,
    Lock,
    Unlock,
    SetPriority,
    SetType,
    SetService,
    SetSla,
    SetSubject,
    SetRequester,
    SetDue,
    SetField,
    AddTag,
    RemoveTag,
    Watch,
    Unwatch,
    AddParticipant,
    RemoveParticipant,
    AddQueue,
    RemoveQueue,
    SetReaders,
    Link,
    Unlink,
    Merge,
    Unmerge,
    AccountTime,
    AddChecklistItem,
    SetChecklistItem,
    RemoveChecklistItem,
}

impl CommandName {
    pub const ALL: [Self; 42] = [
        Self::Open,
        Self::Reply,
        Self::Note,
        Self::LogCall,
        Self::Forward,
        Self::Redirect,
        Self::Resend,
        Self::RecallReply,
        Self::Admit,
        Self::Dismiss,
        Self::SetState,
        Self::Move,
        Self::Assign,
        Self::SetResponsible,
        Self::Take,
        Self::Lock,
        Self::Unlock,
        Self::SetPriority,
        Self::SetType,
        Self::SetService,
        Self::SetSla,
        Self::SetSubject,
        Self::SetRequester,
        Self::SetDue,
        Self::SetField,
        Self::AddTag,
        Self::RemoveTag,
        Self::Watch,
        Self::Unwatch,
        Self::AddParticipant,
        Self::RemoveParticipant,
        Self::AddQueue,
        Self::RemoveQueue,
        Self::SetReaders,
        Self::Link,
        Self::Unlink,
        Self::Merge,
        Self::Unmerge,
        Self::AccountTime,
        Self::AddChecklistItem,
        Self::SetChecklistItem,
        Self::RemoveChecklistItem,
    ];
}
