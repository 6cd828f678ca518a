//! `decide`: from a ticket, a command and facts to a decision or a refusal. Pure; every change takes this road.

use pult_shared::{
    Timestamp,
    command::Command,
    error::ErrorCode,
    event::TicketEvent,
    ids::{PersonId, QueueId, TicketId},
    mailbox::Mailbox,
    ticket::{Channel, Direction, TicketNumber},
};

use super::{Decision, NewArticle, Ticket, assign, lock, move_to, note, reply, set_priority, set_state};
use crate::{fresh::FreshIds, refusal::Refusal};

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
}

/// What a command needs to know beyond the ticket itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketFacts {
    /// Where the customer gets mail.
    pub requester: Option<Mailbox>,
    /// The sender of the queue that the ticket is in; `None` where it has no address and so cannot send.
    pub queue_sender: Option<Mailbox>,
    /// Whether the queue tells customers about closing.
    pub closing_mail: bool,
    /// Who acts, as a mail names them.
    pub actor: Option<Mailbox>,
    /// What the command points at, looked up.
    pub target: TargetFacts,
    /// The size of all files that the command attaches.
    pub attached_bytes: u64,
    /// The mail that a customer's reply arrived by.
    pub mail: Option<MailFacts>,
}

/// What the command points at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TargetFacts {
    #[default]
    Nothing,
    /// `move`: the queue, if it exists and the actor may move tickets there.
    Queue(Option<QueueId>),
    /// `assign`: whether the person may own tickets of the ticket's queue.
    Owner { eligible: bool },
}

/// What `open` needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenFacts {
    pub id: TicketId,
    pub number: TicketNumber,
    pub requester_id: PersonId,
    pub requester: Mailbox,
    pub channel: Channel,
    pub queue_sender: Option<Mailbox>,
    /// Whether the requester gets a receipt (requirement D7): not for machines, not over the loop limit.
    pub receipt: bool,
    /// What the request came with beyond its text, where it was a mail.
    pub mail: Option<MailFacts>,
}

/// What a mail brings along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailFacts {
    pub from: Option<Mailbox>,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    pub subject: String,
    pub html: Option<String>,
    pub message_id: Option<String>,
    /// Written by a machine: never wakes a ticket up (RFC 3834).
    pub automatic: bool,
    /// The sender is no participant: kept for agents to see, but nothing else happens.
    pub held: bool,
}

/// Decides what a command does to a ticket.
///
/// # Errors
/// A [`Refusal`] that says why nothing happens. Permission has been checked before, by `policy`.
pub fn decide(
    ticket: &Ticket,
    command: &Command,
    facts: &TicketFacts,
    ctx: &mut Context<'_>,
) -> Result<Decision, Refusal> {
    let mut draft = Draft::new(ticket);
    match command {
        Command::Open(_) => {
            return Err(Refusal::because(
                ErrorCode::NotApplicable,
                "The ticket is open already; create a new one.",
            ));
        }
        Command::Reply(reply) => reply::reply(&mut draft, reply, facts, ctx)?,
        Command::Note(note) => note::note(&mut draft, note, facts, ctx)?,
        Command::SetState(set) => set_state::set_state(&mut draft, set, facts, ctx)?,
        Command::Move(_) => move_to::move_to(&mut draft, facts, ctx)?,
        Command::Assign(to) => assign::assign(&mut draft, to.owner_id, facts, ctx)?,
        Command::Take => assign::take(&mut draft, ctx)?,
        Command::Lock => lock::lock(&mut draft, ctx)?,
        Command::Unlock => lock::unlock(&mut draft, ctx)?,
        Command::SetPriority(set) => set_priority::set_priority(&mut draft, set.priority, ctx)?,
    }
    Ok(draft.finish(ctx.now))
}

/// A decision in the making: each event is folded into the ticket at once, so that later steps see it.
pub(super) struct Draft {
    pub ticket: Ticket,
    pub events: Vec<TicketEvent>,
    pub articles: Vec<NewArticle>,
    pub mails: Vec<super::MailOrder>,
}

impl Draft {
    pub(super) fn new(ticket: &Ticket) -> Self {
        Self {
            ticket: ticket.clone(),
            events: Vec::new(),
            articles: Vec::new(),
            mails: Vec::new(),
        }
    }

    /// Records an event.
    pub(super) fn push(&mut self, event: TicketEvent, now: Timestamp) {
        self.ticket.evolve(&event, now);
        self.events.push(event);
    }

    /// Records an article with its event.
    pub(super) fn add_article(&mut self, article: NewArticle, now: Timestamp) {
        self.push(
            TicketEvent::ArticleAdded {
                article_id: article.id,
                direction: article.direction,
                channel: article.channel,
                visible_to_customer: article.visible_to_customer,
            },
            now,
        );
        self.articles.push(article);
    }

    /// Orders a mail with its event.
    pub(super) fn order_mail(&mut self, mail: super::MailOrder, now: Timestamp) {
        self.push(
            TicketEvent::MailQueued {
                kind: mail.kind,
                to: mail
                    .to
                    .iter()
                    .chain(&mail.cc)
                    .map(|mailbox| mailbox.address.clone())
                    .collect(),
                message_id: mail.message_id.clone(),
                article_id: mail.article_id,
            },
            now,
        );
        self.mails.push(mail);
    }

    pub(super) fn finish(mut self, now: Timestamp) -> Decision {
        if !self.events.is_empty() {
            self.ticket.updated_at = now;
        }
        Decision {
            ticket: self.ticket,
            events: self.events,
            articles: self.articles,
            mails: self.mails,
        }
    }
}

impl Context<'_> {
    /// A fresh Message-ID (RFC 5322 §3.6.4), without `<>`.
    pub(super) fn message_id(&mut self) -> String {
        format!("{}@{}", self.ids.fresh().simple(), self.mail_domain)
    }

    /// Which way a message goes that is written from this side.
    pub(super) fn direction(&self) -> Direction {
        match self.side {
            Side::Agent => Direction::Outgoing,
            Side::Customer => Direction::Incoming,
        }
    }
}
