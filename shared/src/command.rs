//! `Command`: what shall happen to a ticket. A click, an API call, a mail, a rule and an importer all speak it.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    catalog::{FieldKey, FieldValue, ServiceKey, StateKey, TypeKey},
    ids::{ArticleId, ChecklistItemId, PersonId, QueueId, UploadId},
    mailbox::Mailbox,
    ticket::{Channel, Direction, Priority},
};

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
    pub const ALL: [Self; 36] = [
        Self::Open,
        Self::Reply,
        Self::Note,
        Self::LogCall,
        Self::Forward,
        Self::Redirect,
        Self::Resend,
        Self::RecallReply,
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

/// A new ticket. Also the body of `create_ticket`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenTicket {
    /// The queue that shall handle it.
    pub queue_id: QueueId,
    /// What it is about, in a line.
    pub subject: String,
    /// The request itself, plain text.
    pub body: String,
    /// On whose behalf an agent opens it. Left out: the caller. Customers may name only themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester: Option<Mailbox>,
    /// How the request arrived. Left out: `portal` for customers, `api` for agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Left out: the queue's default. Only agents may choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// Left out: the queue's default. Only agents may choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<TypeKey>))]
    pub ticket_type: Option<TypeKey>,
    /// On whose behalf, by id, where the person is known; instead of `requester`. Only agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester_id: Option<PersonId>,
    /// Who else takes part from the beginning. Only agents may choose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<Mailbox>,
    /// Whether the requester gets the receipt. Left out: yes (requirement A10). Only agents may choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<bool>,
    /// The article of another ticket that becomes the first one here (split). Only agents; subject and body may differ from it.
    /// The two tickets are linked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_from: Option<ArticleId>,
    /// Files uploaded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<UploadId>,
    /// What happens to the new ticket at once, in the same transaction: take, close ("solved at the desk"), tags, fields … Only
    /// agents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub then: Vec<Command>,
}

impl OpenTicket {
    /// A request with nothing but the necessary.
    #[must_use]
    pub fn new(queue_id: QueueId, subject: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            queue_id,
            subject: subject.into(),
            body: body.into(),
            requester: None,
            channel: None,
            priority: None,
            ticket_type: None,
            requester_id: None,
            participants: Vec::new(),
            confirm: None,
            split_from: None,
            attachments: Vec::new(),
            then: Vec::new(),
        }
    }
}

/// A message to the other side.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// Plain text; `![name](upload:<id>)` stands for an image among `attachments` that is shown in its place.
    pub body: String,
    /// Recipients. Left out or empty: the requester. Only agents may choose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Mailbox>,
    /// Further recipients. Only agents may choose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<Mailbox>,
    /// Left out: the ticket's subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Files uploaded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<UploadId>,
    /// The body is a template: its variables are filled in for this ticket. For answers to many tickets at once. Only agents.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub expand: bool,
    /// For how many seconds the mail waits, so that it can be taken back (`recall_reply`); at most 60. Left out: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo_seconds: Option<u32>,
}

/// An internal note.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Plain text.
    pub body: String,
    /// Left out: the ticket's subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Files uploaded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<UploadId>,
    /// Colleagues whom the note concerns: they become watchers and are told. Only people who may see the ticket.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<PersonId>,
}

/// A phone call or a visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LogCall {
    /// `incoming`: the customer called or came; `outgoing`: the desk called.
    pub direction: Direction,
    /// `phone` or `visit`. Left out: `phone`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// What was said, plain text.
    pub body: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Whether the customer may read it. Left out: yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_to_customer: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<UploadId>,
}

/// Articles to a third party.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Forward {
    pub to: Vec<Mailbox>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<Mailbox>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What is said about it, plain text.
    pub body: String,
    /// The articles that go along: their raw mails where there are some, else their texts, with their files.
    pub article_ids: Vec<ArticleId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<UploadId>,
    /// Whether the customer sees that it was forwarded. Left out: no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_to_customer: Option<bool>,
}

/// A mail on to somebody else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Redirect {
    /// An article that came by mail.
    pub article_id: ArticleId,
    pub to: Vec<Mailbox>,
}

/// An article once more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Resend {
    /// An article that went out by mail.
    pub article_id: ArticleId,
    /// Left out or empty: those of the first time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Mailbox>,
}

/// A reply back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RecallReply {
    /// The caller's own reply, while its mail waits (`undo_seconds`).
    pub article_id: ArticleId,
}

/// Another state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetState {
    pub state: StateKey,
    /// Until when the ticket waits (UTC); required for states of a pending type, refused otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub pending_until: Option<Timestamp>,
    /// Whether the customer gets the closing mail. Left out: yes (requirement A6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_customer: Option<bool>,
    /// Closing: whether the children are closed with it, each with its own mail. Left out: no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_children: Option<bool>,
}

impl SetState {
    /// A state with nothing beside it.
    #[must_use]
    pub fn to(state: impl Into<String>) -> Self {
        Self {
            state: StateKey::new(state),
            pending_until: None,
            notify_customer: None,
            with_children: None,
        }
    }
}

/// Another queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Move {
    pub queue_id: QueueId,
}

/// Another owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// The new owner; null for nobody.
    pub owner_id: Option<PersonId>,
}

/// Another priority.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetPriority {
    pub priority: Priority,
}

/// Another person responsible.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetResponsible {
    /// Null for nobody.
    pub responsible_id: Option<PersonId>,
}

/// Another type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetType {
    /// Null for none.
    pub ticket_type: Option<TypeKey>,
}

/// Another service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetService {
    /// Null for none.
    pub service: Option<ServiceKey>,
}

/// Another subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetSubject {
    pub subject: String,
}

/// Another requester: one of the two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetRequester {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester_id: Option<PersonId>,
    /// Somebody who may be unknown yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester: Option<Mailbox>,
}

/// Until when it shall be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetDue {
    /// UTC; null for no such time.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub due_at: Option<Timestamp>,
}

/// A custom field's value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetField {
    pub field: FieldKey,
    /// Null empties it.
    pub value: Option<FieldValue>,
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// Letters, digits, `-`, `_`, `.`; kept in lower case.
    pub tag: String,
}

/// Somebody who follows the ticket.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// Left out: the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddParticipant {
    pub participant: Mailbox,
}

/// Somebody who takes part no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RemoveParticipant {
    pub person_id: PersonId,
}

/// A link, as seen from this ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkTo {
    pub kind: LinkKind,
    /// The other ticket's id or number.
    pub ticket: String,
}

/// What the other ticket is to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// The other one is the parent of this one.
    Parent,
    Child,
    Related,
    /// This one is a duplicate of the other one.
    DuplicateOf,
    /// The other one is a duplicate of this one.
    DuplicatedBy,
}

impl LinkKind {
    pub const ALL: [Self; 5] = [
        Self::Parent,
        Self::Child,
        Self::Related,
        Self::DuplicateOf,
        Self::DuplicatedBy,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::Child => "child",
            Self::Related => "related",
            Self::DuplicateOf => "duplicate_of",
            Self::DuplicatedBy => "duplicated_by",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The same link as seen from the other ticket.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Parent => Self::Child,
            Self::Child => Self::Parent,
            Self::Related => Self::Related,
            Self::DuplicateOf => Self::DuplicatedBy,
            Self::DuplicatedBy => Self::DuplicateOf,
        }
    }
}

/// Another ticket to go on in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// The other ticket's id or number.
    pub into: String,
    /// Whether this ticket's requester takes part in the other one: sees it and gets its answers. Left out: yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_requester: Option<bool>,
}

/// Time spent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountTime {
    /// 1 to 1,440.
    pub minutes: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddChecklistItem {
    pub text: String,
}

/// A change of something to do; what is left out stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetChecklistItem {
    pub item_id: ChecklistItemId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Something to do no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RemoveChecklistItem {
    pub item_id: ChecklistItemId,
}
