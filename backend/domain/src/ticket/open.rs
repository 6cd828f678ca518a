//! `open`: a new ticket, its first article and its receipt.

use std::collections::{BTreeMap, BTreeSet};

use pult_shared::{
    api::queue::AutoEvent,
    catalog::{StateType, TypeKey},
    command::{LinkKind, OpenTicket},
    error::FieldCode,
    event::{MailKind, Settled, TicketEvent},
    limits::COMMANDS_MAX,
    ticket::{Direction, Priority},
};

use super::{
    Clocks, Decision, NewArticle, Ticket,
    describe::check_valid,
    draft::Draft,
    facts::{Context, OpenFacts, Origin, Side},
    held::settled,
    link::{ends, linked},
    notice,
    people::join,
    queues, readers,
    words::{Checks, clean_body, one_line},
};
use crate::{queue::Queue, refusal::Refusal};

/// Decides how a new ticket comes into being.
///
/// # Errors
/// A [`Refusal`] for an empty or overlong subject or body, or fields that only agents may set.
pub fn open(request: &OpenTicket, facts: &OpenFacts, ctx: &mut Context<'_>) -> Result<Decision, Refusal> {
    // What arrived by mail is kept as it is: nothing is lost because it is empty or long.
    if facts.mail.is_none() {
        check(request, ctx.side)?;
    }
    let queue = ctx.tree.get(request.queue_id);
    // What arrives by mail comes in even where the queue takes nothing new any more.
    if facts.mail.is_none() && !queue.is_some_and(|queue| queue.valid) {
        return Err(Refusal::field("queue_id", FieldCode::NotAllowed));
    }
    let of_queue = |queue: Option<&Queue>| queue.and_then(|queue| queue.default_priority);
    let priority = request.priority.or(of_queue(queue)).unwrap_or(Priority::NORMAL);
    let ticket_type = ticket_type(request, queue, ctx)?;
    let subject = one_line(&request.subject);
    let blank = blank(request, facts, &subject, priority, ticket_type.clone(), ctx)?;
    let mut draft = Draft::new(&blank);
    draft.push(
        TicketEvent::TicketOpened {
            number: facts.number.clone(),
            queue_id: request.queue_id,
            requester_id: facts.requester_id,
            subject,
            priority,
            channel: facts.channel,
            ticket_type,
        },
        ctx.now,
    );
    if let Some(mail) = &facts.mail {
        queues::add(&mut draft, &mail.also, ctx);
    }
    for person_id in &facts.participants {
        join(&mut draft, *person_id, "participants", ctx)?;
    }
    draft.add_article(first_article(request, facts, ctx), ctx.now);
    if let Some(origin) = &facts.origin {
        stay_among_the_named(&mut draft, origin, ctx)?;
        let ticket = draft.ticket.clone();
        let (here, there) = ends(&ticket, &origin.ticket, LinkKind::Related, linked);
        draft.push(here, ctx.now);
        let moved = facts.settles.map(|article| settled(article, Settled::Moved, None));
        draft.add_other(&origin.ticket, std::iter::once(there).chain(moved), ctx.now);
    }
    order_receipt(&mut draft, request, facts, ctx);
    Ok(draft.done(&blank, ctx))
}

/// What was for named persons only stays so in a ticket of its own. In another queue they might not see it: nothing is split off to there.
fn stay_among_the_named(draft: &mut Draft, origin: &Origin, ctx: &Context<'_>) -> Result<(), Refusal> {
    let from = &origin.ticket;
    if from.readers.is_some() && from.queue_id == draft.ticket.queue_id {
        readers::change(draft, readers::admitted(from).as_ref(), ctx.now);
    } else if from.readers.is_some() && origin.article.is_some() {
        return Err(Refusal::field("split_from", FieldCode::NotAllowed));
    }
    Ok(())
}

/// As the agent chose, else as the queue has it, where that is still valid.
fn ticket_type(request: &OpenTicket, queue: Option<&Queue>, ctx: &Context<'_>) -> Result<Option<TypeKey>, Refusal> {
    let valid = |key: &TypeKey| ctx.catalog.ticket_type(key).map(|found| found.valid);
    if let Some(key) = &request.ticket_type {
        check_valid("ticket_type", valid(key))?;
        return Ok(Some(key.clone()));
    }
    let default = queue.and_then(|queue| queue.default_type.clone());
    Ok(default.filter(|key| valid(key) == Some(true)))
}

/// The ticket before its first event.
fn blank(
    request: &OpenTicket,
    facts: &OpenFacts,
    subject: &str,
    priority: Priority,
    ticket_type: Option<TypeKey>,
    ctx: &Context<'_>,
) -> Result<Ticket, Refusal> {
    Ok(Ticket {
        id: facts.id,
        number: facts.number.clone(),
        version: 0,
        subject: subject.to_owned(),
        state: ctx.state_of(StateType::New)?,
        state_type: StateType::New,
        pending_until: None,
        priority,
        ticket_type,
        service: None,
        queue_id: request.queue_id,
        requester_id: facts.requester_id,
        owner_id: None,
        responsible_id: None,
        lock: None,
        channel: facts.channel,
        created_at: ctx.now,
        updated_at: ctx.now,
        closed_at: None,
        started_at: None,
        first_answer_at: None,
        last_contact_at: None,
        due_at: None,
        merged_into: None,
        time_minutes: 0,
        tags: BTreeSet::new(),
        fields: BTreeMap::new(),
        participants: BTreeSet::new(),
        watchers: BTreeSet::new(),
        other_queues: BTreeSet::new(),
        left_queues: BTreeSet::new(),
        readers: None,
        organisation: None,
        mentioned: BTreeSet::new(),
        clocks: Clocks::default(),
    })
}

/// The receipt (requirement D7); an agent may leave it out (requirement A10).
fn order_receipt(draft: &mut Draft, request: &OpenTicket, facts: &OpenFacts, ctx: &mut Context<'_>) {
    // A message to a closed ticket became this one.
    let continues = facts.origin.as_ref().is_some_and(|origin| origin.article.is_none());
    let (kind, event) = if continues {
        (MailKind::Continued, AutoEvent::NewAfterClosed)
    } else {
        (MailKind::Receipt, AutoEvent::NewTicket)
    };
    let usual = || ctx.tree.responds(request.queue_id, event);
    let wanted = facts.receipt && request.confirm.unwrap_or_else(usual);
    let Some(from) = facts.queue_sender.clone().filter(|_| wanted) else {
        return;
    };
    notice::send(draft, kind, &from, &facts.requester, None, ctx);
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
        let given = [
            ("requester", request.requester.is_some()),
            ("requester_id", request.requester_id.is_some()),
            ("priority", request.priority.is_some()),
            ("ticket_type", request.ticket_type.is_some()),
            ("channel", request.channel.is_some()),
            ("participants", !request.participants.is_empty()),
            ("confirm", request.confirm.is_some()),
            ("split_from", request.split_from.is_some()),
            ("then", !request.then.is_empty()),
        ];
        for (field, given) in given {
            if given {
                checks.fail(field, FieldCode::NotAllowed);
            }
        }
    }
    if request.requester.is_some() && request.requester_id.is_some() {
        checks.fail("requester_id", FieldCode::NotAllowed);
    }
    if request.then.len() > COMMANDS_MAX {
        checks.fail("then", FieldCode::TooMany);
    }
    checks.mailboxes("participants", &request.participants);
    checks.done()
}

fn first_article(request: &OpenTicket, facts: &OpenFacts, ctx: &mut Context<'_>) -> NewArticle {
    let mail = facts.mail.clone().unwrap_or_default();
    let split = facts.origin.as_ref().and_then(|origin| origin.article.clone());
    let subject = if mail.subject.is_empty() {
        &request.subject
    } else {
        &mail.subject
    };
    let article = NewArticle {
        id: ctx.ids.article(),
        direction: Direction::Incoming,
        channel: facts.channel,
        visible_to_customer: true,
        author_id: Some(ctx.actor.unwrap_or(facts.requester_id)),
        from: mail.from.or_else(|| Some(facts.requester.clone())),
        to: mail.to,
        cc: mail.cc,
        subject: one_line(subject),
        text: clean_body(&request.body),
        html: mail.html,
        message_id: mail.message_id,
        automatic: mail.automatic,
        trust: mail.trust,
        invitations: mail.invitations,
        uploads: request.attachments.clone(),
        ..NewArticle::internal(ctx.now)
    };
    match split {
        None => article,
        Some(split) => NewArticle {
            direction: split.direction,
            visible_to_customer: split.visible_to_customer,
            author_id: split.author_id,
            from: split.from,
            to: split.to,
            cc: split.cc,
            html: split.html,
            files_of: vec![split.id],
            ..article
        },
    }
}
