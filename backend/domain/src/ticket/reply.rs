//! `reply`: a message to the other side. An agent's goes out by mail; a customer's wakes the ticket up.

use jiff::SignedDuration;
use pult_shared::{
    Timestamp,
    api::queue::{AutoEvent, FollowUp},
    catalog::StateType,
    command::Reply,
    error::{ErrorCode, FieldCode},
    event::MailKind,
    limits::{MAIL_MAX_BYTES, UNDO_MAX_SECONDS},
    mailbox::Mailbox,
    ticket::{Channel, Direction},
};

use super::{
    MailOrder, NewArticle,
    assign::claim,
    draft::Draft,
    facts::{Context, MailFacts, Side, TicketFacts},
    lock::refuse_foreign_lock,
    notice,
    people::join,
    queues,
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
        Side::Customer => from_customer(draft, reply, facts, ctx),
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
    if reply.undo_seconds.is_some_and(|seconds| seconds > UNDO_MAX_SECONDS) {
        checks.fail("undo_seconds", FieldCode::NotAllowed);
    }
    if side == Side::Customer {
        let given = [
            ("to", !reply.to.is_empty()),
            ("cc", !reply.cc.is_empty()),
            ("expand", reply.expand),
            ("template_id", reply.template_id.is_some()),
            ("undo_seconds", reply.undo_seconds.is_some()),
        ];
        for (field, given) in given {
            if given {
                checks.fail(field, FieldCode::NotAllowed);
            }
        }
    }
    checks.done()
}

fn from_agent(draft: &mut Draft, reply: &Reply, facts: &TicketFacts, ctx: &mut Context<'_>) -> Result<(), Refusal> {
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    let (to, cc) = recipients(reply, facts);
    if to.is_empty() {
        return Err(Refusal::field("to", FieldCode::Required));
    }
    let from = sender(facts)?;
    check_size(facts)?;
    let message_id = ctx.message_id();
    let article = NewArticle {
        from: Some(from.clone()),
        to: to.clone(),
        cc: cc.clone(),
        channel: Channel::Mail,
        message_id: Some(message_id.clone()),
        ..written(draft, reply, ctx)
    };
    let order = MailOrder {
        kind: MailKind::Reply,
        message_id,
        from,
        to,
        cc,
        article_id: Some(article.id),
        not_before: not_before(reply.undo_seconds, ctx),
        carries: Vec::new(),
    };
    draft.add_article(article, ctx.now);
    draft.order_mail(order, ctx.now);
    claim(draft, ctx);
    if draft.ticket.state_type == StateType::New {
        open_again(draft, ctx)?;
    }
    Ok(())
}

/// Until when a mail waits that may be taken back.
pub(super) fn not_before(undo_seconds: Option<u32>, ctx: &Context<'_>) -> Option<Timestamp> {
    let seconds = undo_seconds.filter(|seconds| *seconds > 0)?;
    ctx.now.checked_add(SignedDuration::from_secs(seconds.into())).ok()
}

/// Whom an answer goes to: as the agent chose, else to the requester and everybody who takes part (requirement D12).
fn recipients(reply: &Reply, facts: &TicketFacts) -> (Vec<Mailbox>, Vec<Mailbox>) {
    if !reply.to.is_empty() {
        return (reply.to.clone(), reply.cc.clone());
    }
    let to: Vec<Mailbox> = facts.requester.iter().cloned().collect();
    let cc = if reply.cc.is_empty() {
        let others = facts.participants.iter();
        others.filter(|mailbox| !to.contains(mailbox)).cloned().collect()
    } else {
        reply.cc.clone()
    };
    (to, cc)
}

pub(super) fn sender(facts: &TicketFacts) -> Result<Mailbox, Refusal> {
    facts.queue_sender.clone().ok_or_else(|| {
        Refusal::because(
            ErrorCode::NotApplicable,
            "The queue has no address to send from; move the ticket or give the queue an address.",
        )
    })
}

/// Mail servers refuse what is larger; the agent is told while they can still leave a file out.
pub(super) fn check_size(facts: &TicketFacts) -> Result<(), Refusal> {
    if facts.attached_bytes <= MAIL_MAX_BYTES as u64 {
        return Ok(());
    }
    let detail = format!("The files of a mail have at most {MAIL_MAX_BYTES} bytes together.");
    Err(Refusal::because(ErrorCode::TooLarge, detail))
}

fn from_customer(draft: &mut Draft, reply: &Reply, facts: &TicketFacts, ctx: &mut Context<'_>) -> Result<(), Refusal> {
    let mut article = written(draft, reply, ctx);
    article.from.clone_from(&facts.actor);
    let Some(mail) = &facts.mail else {
        refuse_closed(draft, ctx)?;
        draft.add_article(article, ctx.now);
        return wake(draft, ctx);
    };
    arrived_by(&mut article, mail);
    draft.add_article(article, ctx.now);
    if let (true, Some(sender)) = (mail.admits, ctx.actor) {
        join(draft, sender, "participants", ctx)?;
    }
    if mail.rejected {
        order_rejection(draft, facts, ctx);
        return Ok(());
    }
    if mail.automatic || mail.held || mail.inside {
        return Ok(());
    }
    queues::add(draft, &mail.also, ctx);
    wake(draft, ctx)?;
    // req: B14 — where the queue does so, and the sender is one who may be answered.
    let (from, to) = (facts.queue_sender.as_ref(), facts.actor.as_ref());
    notice::order(draft, MailKind::FollowUpReceipt, from, to, ctx);
    Ok(())
}

/// In the portal a request that is done for good takes no more messages; there a new one is a click away (requirement D24).
fn refuse_closed(draft: &Draft, ctx: &Context<'_>) -> Result<(), Refusal> {
    let follow_up = ctx.tree.get(draft.ticket.queue_id).map(|queue| queue.follow_up);
    if draft.ticket.closed_at.is_none() || follow_up.unwrap_or_default() == FollowUp::Reopen {
        return Ok(());
    }
    Err(Refusal::because(
        ErrorCode::NotApplicable,
        "The request is closed; please write a new one.",
    ))
}

/// Whoever writes to a closed ticket is told that nobody will read it there.
fn order_rejection(draft: &mut Draft, facts: &TicketFacts, ctx: &mut Context<'_>) {
    if !ctx.tree.responds(draft.ticket.queue_id, AutoEvent::Rejected) {
        return;
    }
    let (Some(from), Some(to)) = (facts.queue_sender.clone(), facts.actor.clone()) else {
        return;
    };
    notice::send(draft, MailKind::Rejection, &from, &to, None, ctx);
}

fn arrived_by(article: &mut NewArticle, mail: &MailFacts) {
    article.channel = Channel::Mail;
    article.visible_to_customer = !mail.held && !mail.inside;
    article.held = mail.held;
    article.from.clone_from(&mail.from);
    article.to.clone_from(&mail.to);
    article.cc.clone_from(&mail.cc);
    article.subject = one_line(&mail.subject);
    article.html.clone_from(&mail.html);
    article.message_id.clone_from(&mail.message_id);
    article.automatic = mail.automatic;
    article.trust.clone_from(&mail.trust);
    article.invitations.clone_from(&mail.invitations);
}

/// A customer's message makes a waiting or closed ticket open again; a new one stays new, because nobody has looked yet.
pub(super) fn wake(draft: &mut Draft, ctx: &Context<'_>) -> Result<(), Refusal> {
    match draft.ticket.state_type {
        StateType::PendingReminder | StateType::PendingAuto | StateType::Closed | StateType::Removed => {
            open_again(draft, ctx)
        }
        StateType::New | StateType::Open | StateType::Merged => Ok(()),
    }
}

fn open_again(draft: &mut Draft, ctx: &Context<'_>) -> Result<(), Refusal> {
    let open = ctx.state_of(StateType::Open)?;
    draft.set_state(open, StateType::Open, None, ctx.now);
    Ok(())
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
        subject: one_line(reply.subject.as_deref().unwrap_or(&draft.ticket.subject)),
        text: clean_body(&reply.body),
        uploads: reply.attachments.clone(),
        ..NewArticle::internal(ctx.now)
    }
}
