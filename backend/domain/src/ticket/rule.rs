//! What a rule does beside commands: the history says which rule it was, mails go out, people of the desk are told.

use pult_shared::{
    Timestamp,
    api::queue::Names,
    event::{MailKind, TicketEvent},
    ids::RuleId,
    mailbox::Mailbox,
    rule::RuleStop,
    ticket::{Channel, Direction},
};

use super::{
    Decision, MailOrder, NewArticle, Ticket,
    draft::Draft,
    facts::Context,
    words::{clean_body, one_line},
};
use crate::refusal::Refusal;

/// Records that a rule fitted; what it did comes next.
#[must_use]
pub fn rule_applied(ticket: &Ticket, rule_id: RuleId, name: &Names, now: Timestamp) -> Decision {
    let name = name.clone();
    one(ticket, TicketEvent::RuleApplied { rule_id, name }, now)
}

/// Records that a rule would have fitted and was stopped.
#[must_use]
pub fn rule_stopped(ticket: &Ticket, rule_id: RuleId, name: &Names, reason: RuleStop, now: Timestamp) -> Decision {
    let name = name.clone();
    one(ticket, TicketEvent::RuleStopped { rule_id, name, reason }, now)
}

/// Records what a rule has to tell people of the desk.
#[must_use]
pub fn rule_notice(ticket: &Ticket, rule_id: RuleId, name: &Names, text: &Names, now: Timestamp) -> Decision {
    let (name, text) = (name.clone(), text.clone());
    one(ticket, TicketEvent::RuleNotice { rule_id, name, text }, now)
}

fn one(ticket: &Ticket, event: TicketEvent, now: Timestamp) -> Decision {
    let mut draft = Draft::new(ticket);
    draft.push(event, now);
    draft.finish(now)
}

/// A mail that a rule writes, filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLetter {
    pub from: Mailbox,
    pub to: Mailbox,
    pub subject: String,
    pub text: String,
    /// It goes to the customer, who finds it in the conversation.
    pub visible_to_customer: bool,
}

/// Sends a mail of a rule. It is neither the desk's answer nor contact: what counts from those goes on counting.
///
/// # Errors
/// `not_allowed` for an address of the desk itself, from which the mail would come back.
pub fn rule_mail(ticket: &Ticket, letter: &RuleLetter, ctx: &mut Context<'_>) -> Result<Decision, Refusal> {
    if letter.to.address.is_empty() || ctx.is_ours(&letter.to.address) {
        return Err(Refusal::field("to", pult_shared::error::FieldCode::NotAllowed));
    }
    let mut draft = Draft::new(ticket);
    let message_id = ctx.message_id();
    let article = NewArticle {
        id: ctx.ids.article(),
        direction: Direction::Outgoing,
        channel: Channel::Mail,
        visible_to_customer: letter.visible_to_customer,
        from: Some(letter.from.clone()),
        to: vec![letter.to.clone()],
        subject: one_line(&letter.subject),
        text: clean_body(&letter.text),
        message_id: Some(message_id.clone()),
        automatic: true,
        ..NewArticle::internal(ctx.now)
    };
    let article_id = article.id;
    draft.add_article(article, ctx.now);
    draft.order_mail(
        MailOrder {
            kind: MailKind::Rule,
            message_id,
            from: letter.from.clone(),
            to: vec![letter.to.clone()],
            cc: Vec::new(),
            article_id: Some(article_id),
            not_before: None,
            carries: Vec::new(),
        },
        ctx.now,
    );
    Ok(draft.finish(ctx.now))
}
