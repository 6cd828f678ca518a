//! A decision in the making.

use pult_shared::{Timestamp, event::TicketEvent};

use super::{Decision, MailOrder, NewArticle, Ticket};

/// Each event is folded into the ticket at once, so that later steps see it.
pub(super) struct Draft {
    pub ticket: Ticket,
    pub events: Vec<TicketEvent>,
    pub articles: Vec<NewArticle>,
    pub mails: Vec<MailOrder>,
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
