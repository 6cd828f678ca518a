//! `reply`: a message to the other side. An agent's goes out by mail; a customer's wakes the ticket up.

use pult_shared::{
    command::Reply,
    error::{ErrorCode, FieldCode},
    event::{MailKind, TicketEvent},
    limits::MAIL_MAX_BYTES,
    mailbox::Mailbox,
    ticket::{Channel, Direction, State},
};

use super::{
    MailOrder, NewArticle,
    assign::claim,
    draft::Draft,
    facts::{Context, MailFacts, Side, TicketFacts},
    lock::refuse_foreign_lock,
    words::{Checks, clean_body, one_line},
};
use crate::refusal::Refusal;

pub(super) fn reply(
    draft: &mut Draft,
    reply: &Reply,
    facts: &TicketFacts,
    ctx: &mut Context<'_>,
) -> Result<(), Refusal> {
    // What arrived by mail is kept as it is: nothing is lost because it is empty or long.
    if facts.mail.is_none() {
        check(reply, ctx.side)?;
    }
    match ctx.side {
        Side::Agent => from_agent(draft, reply, facts, ctx),
        Side::Customer => {
            from_customer(draft, reply, facts, ctx);
            Ok(())
        }
    }
}

fn check(reply: &Reply, side: Side) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    checks.body(&reply.body);
    checks.uploads(&reply.attachments);
    checks.mailboxes("to", &reply.to);
    checks.mailboxes("cc", &reply.cc);
    if let Some(subject) = &reply.subject {
        checks.subject(subject);
    }
    if side == Side::Customer {
        for (field, given) in [("to", !reply.to.is_empty()), ("cc", !reply.cc.is_empty())] {
            if given {
                checks.fail(field, FieldCode::NotAllowed);
            }
        }
    }
    checks.done()
}

fn from_agent(draft: &mut Draft, reply: &Reply, facts: &TicketFacts, ctx: &mut Context<'_>) -> Result<(), Refusal> {
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    let to: Vec<Mailbox> = if reply.to.is_empty() {
        facts.requester.iter().cloned().collect()
    } else {
        reply.to.clone()
    };
    if to.is_empty() {
        return Err(Refusal::field("to", FieldCode::Required));
    }
    let Some(from) = facts.queue_sender.clone() else {
        return Err(Refusal::because(
            ErrorCode::NotApplicable,
            "The queue has no address to send from; move the ticket or give the queue an address.",
        ));
    };
    check_size(facts)?;
    let message_id = ctx.message_id();
    let mut article = written(draft, reply, ctx);
    article.from = Some(from.clone());
    article.to.clone_from(&to);
    article.cc.clone_from(&reply.cc);
    article.channel = Channel::Mail;
    article.message_id = Some(message_id.clone());
    let order = MailOrder {
        kind: MailKind::Reply,
        message_id,
        from,
        to,
        cc: reply.cc.clone(),
        article_id: Some(article.id),
    };
    draft.add_article(article, ctx.now);
    draft.order_mail(order, ctx.now);
    claim(draft, ctx);
    if draft.ticket.state == State::New {
        change_state(draft, State::Open, ctx);
    }
    Ok(())
}

/// Mail servers refuse what is larger; the agent is told while they can still leave a file out.
fn check_size(facts: &TicketFacts) -> Result<(), Refusal> {
    if facts.attached_bytes <= MAIL_MAX_BYTES as u64 {
        return Ok(());
    }
    let detail = format!("The files of a mail have at most {MAIL_MAX_BYTES} bytes together.");
    Err(Refusal::because(ErrorCode::TooLarge, detail))
}

fn from_customer(draft: &mut Draft, reply: &Reply, facts: &TicketFacts, ctx: &mut Context<'_>) {
    let mut article = written(draft, reply, ctx);
    article.from.clone_from(&facts.actor);
    let mut wakes = true;
    if let Some(mail) = &facts.mail {
        wakes = !mail.automatic && !mail.held;
        arrived_by(&mut article, mail);
    }
    draft.add_article(article, ctx.now);
    if wakes {
        wake(draft, ctx);
    }
}

fn arrived_by(article: &mut NewArticle, mail: &MailFacts) {
    article.channel = Channel::Mail;
    article.visible_to_customer = !mail.held;
    article.from.clone_from(&mail.from);
    article.to.clone_from(&mail.to);
    article.cc.clone_from(&mail.cc);
    article.subject = one_line(&mail.subject);
    article.html.clone_from(&mail.html);
    article.message_id.clone_from(&mail.message_id);
    article.automatic = mail.automatic;
}

/// A customer's message makes a waiting or closed ticket open again; a new one stays new, because nobody has looked yet.
fn wake(draft: &mut Draft, ctx: &Context<'_>) {
    if matches!(draft.ticket.state, State::Pending | State::Closed) {
        change_state(draft, State::Open, ctx);
    }
}

fn change_state(draft: &mut Draft, to: State, ctx: &Context<'_>) {
    let from = draft.ticket.state;
    draft.push(
        TicketEvent::StateChanged {
            from,
            to,
            pending_until: None,
        },
        ctx.now,
    );
}

fn written(draft: &Draft, reply: &Reply, ctx: &mut Context<'_>) -> NewArticle {
    let direction = ctx.direction();
    NewArticle {
        id: ctx.ids.article(),
        direction,
        channel: if direction == Direction::Incoming {
            Channel::Portal
        } else {
            Channel::Mail
        },
        visible_to_customer: true,
        author_id: ctx.actor,
        from: None,
        to: Vec::new(),
        cc: Vec::new(),
        subject: one_line(reply.subject.as_deref().unwrap_or(&draft.ticket.subject)),
        text: clean_body(&reply.body),
        html: None,
        message_id: None,
        automatic: false,
        created_at: ctx.now,
        uploads: reply.attachments.clone(),
    }
}
