//! `open`: a new ticket, its first article and its receipt.

use pult_shared::{
    command::OpenTicket,
    error::FieldCode,
    event::{MailKind, TicketEvent},
    ticket::{Direction, Priority, State},
};

use super::{
    Decision, MailOrder, NewArticle, Ticket,
    draft::Draft,
    facts::{Context, OpenFacts, Side},
    words::{Checks, clean_body, one_line},
};
use crate::refusal::Refusal;

/// Decides how a new ticket comes into being.
///
/// # Errors
/// A [`Refusal`] for an empty or overlong subject or body, or fields that only agents may set.
pub fn open(request: &OpenTicket, facts: &OpenFacts, ctx: &mut Context<'_>) -> Result<Decision, Refusal> {
    // What arrived by mail is kept as it is: nothing is lost because it is empty or long.
    if facts.mail.is_none() {
        check(request, ctx.side)?;
    }
    let subject = one_line(&request.subject);
    let priority = request.priority.unwrap_or(Priority::NORMAL);
    let mut draft = Draft::new(&Ticket {
        id: facts.id,
        number: facts.number.clone(),
        version: 0,
        subject: subject.clone(),
        state: State::New,
        pending_until: None,
        priority,
        queue_id: request.queue_id,
        requester_id: facts.requester_id,
        owner_id: None,
        lock: None,
        channel: facts.channel,
        created_at: ctx.now,
        updated_at: ctx.now,
        closed_at: None,
    });
    draft.push(
        TicketEvent::TicketOpened {
            number: facts.number.clone(),
            queue_id: request.queue_id,
            requester_id: facts.requester_id,
            subject,
            priority,
            channel: facts.channel,
        },
        ctx.now,
    );
    draft.add_article(first_article(request, facts, ctx), ctx.now);
    if facts.receipt
        && let Some(from) = facts.queue_sender.clone()
    {
        let message_id = ctx.message_id();
        let to = vec![facts.requester.clone()];
        draft.order_mail(
            MailOrder {
                kind: MailKind::Receipt,
                message_id,
                from,
                to,
                cc: Vec::new(),
                article_id: None,
            },
            ctx.now,
        );
    }
    Ok(draft.finish(ctx.now))
}

fn check(request: &OpenTicket, side: Side) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    checks.subject(&request.subject);
    checks.body(&request.body);
    checks.uploads(&request.attachments);
    if let Some(requester) = &request.requester {
        checks.mailboxes("requester", std::slice::from_ref(requester));
    }
    if side == Side::Customer {
        // A customer speaks for themselves, and urgency is the desk's to judge (requirement D19).
        if request.requester.is_some() {
            checks.fail("requester", FieldCode::NotAllowed);
        }
        if request.priority.is_some() {
            checks.fail("priority", FieldCode::NotAllowed);
        }
        if request.channel.is_some() {
            checks.fail("channel", FieldCode::NotAllowed);
        }
    }
    checks.done()
}

fn first_article(request: &OpenTicket, facts: &OpenFacts, ctx: &mut Context<'_>) -> NewArticle {
    let mail = facts.mail.clone().unwrap_or_default();
    NewArticle {
        id: ctx.ids.article(),
        direction: Direction::Incoming,
        channel: facts.channel,
        visible_to_customer: true,
        author_id: Some(ctx.actor.unwrap_or(facts.requester_id)),
        from: mail.from.or_else(|| Some(facts.requester.clone())),
        to: mail.to,
        cc: mail.cc,
        subject: one_line(if mail.subject.is_empty() {
            &request.subject
        } else {
            &mail.subject
        }),
        text: clean_body(&request.body),
        html: mail.html,
        message_id: mail.message_id,
        automatic: mail.automatic,
        created_at: ctx.now,
        uploads: request.attachments.clone(),
    }
}
