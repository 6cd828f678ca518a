//! What a decision goes by: who acts, when, and what was looked up.

use pult_shared::{
    Timestamp,
    api::{
        article::{Invitation, SenderTrust},
        ticket::ChecklistItem,
    },
    catalog::StateType,
    command::LinkKind,
    error::ErrorCode,
    event::{Contact, MailKind, TicketEvent},
    ids::{ArticleId, PersonId, QueueId, TicketId},
    mailbox::Mailbox,
    ticket::{Channel, Direction, TicketNumber},
};

use super::Ticket;
use crate::{catalog::Catalog, fresh::FreshIds, queue::QueueTree, refusal::Refusal};

/// From which side somebody meets a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Agent,
    Customer,
}

/// Who acts, when, and where fresh ids come from.
pub struct Context<'a> {
    pub now: Timestamp,
    /// Nobody: the system itself.
    pub actor: Option<PersonId>,
    pub side: Side,
    pub ids: &'a mut dyn FreshIds,
    /// The right side of Message-IDs, for example `hs-musterstadt.example`.
    pub mail_domain: &'a str,
    /// The sender of queues without an address of their own.
    pub desk_address: &'a str,
    pub catalog: &'a Catalog,
    pub tree: &'a QueueTree,
}

/// What a command needs to know beyond the ticket itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TicketFacts {
    /// Where the customer gets mail.
    pub requester: Option<Mailbox>,
    /// The sender of the queue that the ticket is in; `None` where it has no address and so cannot send.
    pub queue_sender: Option<Mailbox>,
    /// Whether the queue tells customers about closing.
    pub closing_mail: bool,
    /// Where those get mail who take part besides the requester.
    pub participants: Vec<Mailbox>,
    /// `set_state`: where those get mail whose own requests go on in this one (requirement A6: they asked too).
    pub merged_requesters: Vec<Mailbox>,
    /// `set_readers`, `merge`: the tickets that go on in this one, whose messages are read with it.
    pub merged: Vec<Ticket>,
    /// Who acts, as a mail names them.
    pub actor: Option<Mailbox>,
    /// What the command points at, looked up.
    pub target: TargetFacts,
    /// The size of all files that the command attaches.
    pub attached_bytes: u64,
    /// The mail that a customer's reply arrived by.
    pub mail: Option<MailFacts>,
    /// `recall_reply`: what the ticket's other messages say.
    pub without: Option<Contact>,
}

/// What the command points at.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum TargetFacts {
    #[default]
    Nothing,
    /// `move`: the queue, if it exists and the actor may move tickets there. `add_queue`, `remove_queue`: the queue, if the actor may say so.
    Queue(Option<QueueId>),
    /// `assign`, `set_responsible`, `watch`, a field that holds a person: whether the person may be chosen for it.
    Choice { eligible: bool },
    /// `set_requester`, `add_participant`: the person, known or new; nothing for one who cannot be chosen, such as the desk itself.
    Person(Option<PersonId>),
    /// `set_state` of a ticket that is done: the Message-IDs of closing mails that still wait.
    ClosingMails(Vec<String>),
    /// `note`: those of the mentioned who may see the ticket. `set_readers`: those of the named who may see its queues.
    Mentioned(Vec<PersonId>),
    /// `link`, `merge`, `unmerge`: the other ticket; nothing where there is none that the actor may see.
    Other(Option<Box<OtherTicket>>),
    /// `set_checklist_item` and its like: the item, and how many there are.
    Checklist { item: Option<ChecklistItem>, count: usize },
    /// `forward`, `redirect`, `resend`, `recall_reply`: the articles of this ticket that were named and that exist.
    Articles(Vec<ArticleFacts>),
}

/// Another ticket that a command points at.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherTicket {
    pub ticket: Ticket,
    /// What it is to this ticket by now.
    pub links: Vec<LinkKind>,
    /// The tickets above it by parent links, and those above this one: so that no ticket becomes its own ancestor.
    pub ancestors: Vec<TicketId>,
    pub own_ancestors: Vec<TicketId>,
    /// How many links this ticket has.
    pub count: usize,
    /// `unmerge`: the event of the merge that is taken back, where the history has it.
    pub merge: Option<TicketEvent>,
}

/// An article that a command points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleFacts {
    pub id: ArticleId,
    pub direction: Direction,
    pub channel: Channel,
    pub author_id: Option<PersonId>,
    pub subject: String,
    pub from: Option<Mailbox>,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    pub message_id: Option<String>,
    /// As what its mail went out, where the outbox still has it.
    pub sent_as: Option<MailKind>,
    /// Whether its raw mail is kept.
    pub raw: bool,
    pub recalled: bool,
    /// Waits for an agent to let it in.
    pub held: bool,
    /// Written by a machine.
    pub automatic: bool,
}

/// What `open` needs to know.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenFacts {
    pub id: TicketId,
    pub number: TicketNumber,
    pub requester_id: PersonId,
    pub requester: Mailbox,
    pub channel: Channel,
    /// Who takes part besides the requester.
    pub participants: Vec<PersonId>,
    pub queue_sender: Option<Mailbox>,
    /// Whether the requester gets a receipt (requirement D7): not for machines, not over the loop limit.
    pub receipt: bool,
    /// What the request came with beyond its text, where it was a mail.
    pub mail: Option<MailFacts>,
    /// The ticket and article that it is split from, or the closed ticket that the request answers to.
    pub origin: Option<Origin>,
    /// The held message of the origin that the new ticket is made of.
    pub settles: Option<ArticleId>,
}

/// The ticket that a new one comes from; the two are linked as related.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    pub ticket: Ticket,
    /// The article that becomes the first one of the new ticket.
    pub article: Option<SplitArticle>,
}

/// What the first article of a new ticket takes over from another one's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitArticle {
    pub id: ArticleId,
    pub direction: Direction,
    /// What customers must not read there, they must not read here.
    pub visible_to_customer: bool,
    pub author_id: Option<PersonId>,
    pub from: Option<Mailbox>,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    /// Sanitised; only where the text was not changed.
    pub html: Option<String>,
}

/// What a mail brings along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailFacts {
    /// The other queues to which it was sent, as far as they shall find the ticket.
    pub also: Vec<QueueId>,
    pub from: Option<Mailbox>,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    pub subject: String,
    pub html: Option<String>,
    pub message_id: Option<String>,
    /// Written by a machine: never wakes a ticket up (RFC 3834).
    pub automatic: bool,
    /// The sender is no participant: kept for agents to see until one of them decides on it, but nothing else happens.
    pub held: bool,
    /// For agents to see, and nothing else: a delivery report.
    pub inside: bool,
    /// What the site's mail server found out about the sender.
    pub trust: Option<SenderTrust>,
    /// The events of the calendar that came with it.
    pub invitations: Vec<Invitation>,
    /// A person has put it here: the sender takes part from now on.
    pub admits: bool,
    /// The ticket is closed and the queue refuses follow-ups: kept, the ticket stays closed, the sender is told (requirement D24).
    pub rejected: bool,
}

impl Context<'_> {
    /// Whether mail to this address comes back to the desk.
    pub(super) fn is_ours(&self, address: &str) -> bool {
        self.tree.for_address(address).is_some() || self.desk_address.eq_ignore_ascii_case(address)
    }

    /// A fresh Message-ID (RFC 5322 §3.6.4), without `<>`.
    pub(super) fn message_id(&mut self) -> String {
        format!("{}@{}", self.ids.fresh().simple(), self.mail_domain)
    }

    /// The state of a type that Pult itself sets.
    pub(super) fn state_of(&self, kind: StateType) -> Result<pult_shared::catalog::StateKey, Refusal> {
        let state = self.catalog.state_of(kind).ok_or_else(|| {
            Refusal::because(
                ErrorCode::NotApplicable,
                format!("No valid state of the type {} is set up.", kind.name()),
            )
        })?;
        Ok(state.key.clone())
    }

    /// Who acts, where only a person can.
    pub(super) fn person(&self) -> Result<PersonId, Refusal> {
        self.actor
            .ok_or_else(|| Refusal::because(ErrorCode::NotApplicable, "Only a person can do this."))
    }

    /// Which way a message goes that is written from this side.
    pub(super) fn direction(&self) -> Direction {
        match self.side {
            Side::Agent => Direction::Outgoing,
            Side::Customer => Direction::Incoming,
        }
    }
}
