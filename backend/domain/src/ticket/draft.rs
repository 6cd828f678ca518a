//! A decision in the making.

use pult_shared::{
    Timestamp,
    catalog::{StateKey, StateType},
    event::TicketEvent,
};

use super::{
    Along, Decision, MailOrder, NewArticle, Ticket,
    clocks::{Happened, SetUp, follow},
    facts::{Context, Side},
};

/// Each event is folded into the ticket at once, so that later steps see it.
pub(super) struct Draft {
    pub ticket: Ticket,
    pub events: Vec<TicketEvent>,
    pub articles: Vec<NewArticle>,
    pub mails: Vec<MailOrder>,
    pub recalled: Vec<String>,
    pub others: Vec<Decision>,
    pub along: Option<Along>,
}

impl Draft {
    pub(super) fn new(ticket: &Ticket) -> Self {
        Self {
            ticket: ticket.clone(),
            events: Vec::new(),
            articles: Vec::new(),
            mails: Vec::new(),
            recalled: Vec::new(),
            others: Vec::new(),
            along: None,
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
                automatic: article.automatic,
            },
            now,
        );
        self.articles.push(article);
    }

    /// Orders a mail with its event.
    pub(super) fn order_mail(&mut self, mail: MailOrder, now: Timestamp) {
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

    /// Sets another state.
    pub(super) fn set_state(&mut self, to: StateKey, kind: StateType, until: Option<Timestamp>, now: Timestamp) {
        self.push(
            TicketEvent::StateChanged {
                from: self.ticket.state.clone(),
                to,
                state_type: kind,
                pending_until: until,
            },
            now,
        );
    }

    /// Something that happens to another ticket at the same time.
    pub(super) fn add_other(&mut self, ticket: &Ticket, events: impl IntoIterator<Item = TicketEvent>, now: Timestamp) {
        let mut other = Self::new(ticket);
        for event in events {
            other.push(event, now);
        }
        self.others.push(other.finish(now));
    }

    /// What was decided by somebody about a ticket that was `before`: its clocks go along.
    pub(super) fn done(self, before: &Ticket, ctx: &Context<'_>) -> Decision {
        let worked = ctx.side == Side::Agent && ctx.actor.is_some();
        let set_up = SetUp {
            catalog: ctx.catalog,
            tree: ctx.tree,
        };
        self.done_by(before, worked, set_up, ctx.now)
    }

    /// The same where nobody decides. `worked`: an agent has done something.
    pub(super) fn done_by(mut self, before: &Ticket, worked: bool, set_up: SetUp<'_>, now: Timestamp) -> Decision {
        if !self.events.is_empty() {
            let happened = Happened {
                events: &self.events,
                worked,
                now,
            };
            follow(&mut self.ticket, before, &happened, set_up);
        }
        self.finish(now)
    }

    pub(super) fn finish(mut self, now: Timestamp) -> Decision {
        // A clock that runs out changes nothing that somebody would look for among the latest.
        if self.events.iter().any(|event| !is_told_by_clocks(event)) {
            self.ticket.updated_at = now;
        }
        Decision {
            ticket: self.ticket,
            events: self.events,
            articles: self.articles,
            mails: self.mails,
            recalled: self.recalled,
            others: self.others,
            along: self.along,
        }
    }
}

fn is_told_by_clocks(event: &TicketEvent) -> bool {
    matches!(
        event,
        TicketEvent::EscalationWarned { .. } | TicketEvent::Escalated { .. } | TicketEvent::AgeReminded { .. }
    )
}
