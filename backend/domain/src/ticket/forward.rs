//! Mails beside the conversation: forwarding to a third party, redirecting a mail as it is, sending once more, taking back.

use pult_shared::{
    command::{Forward, RecallReply, Redirect, Resend},
    error::{ErrorCode, FieldCode},
    event::{MailKind, TicketEvent},
    ids::ArticleId,
    mailbox::Mailbox,
    ticket::{Channel, Direction},
};

use super::{
    MailOrder, NewArticle,
    assign::claim,
    draft::Draft,
    facts::{ArticleFacts, Context, TargetFacts, TicketFacts},
    lock::refuse_foreign_lock,
    reply::{check_size, sender},
    words::{Checks, clean_body, one_line},
};
use crate::refusal::Refusal;

/// Articles that go along with one mail at the most.
const CARRIED_MAX: usize = 50;

pub(super) fn forward(
    draft: &mut Draft,
    forward: &Forward,
    facts: &TicketFacts,
    ctx: &mut Context<'_>,
) -> Result<(), Refusal> {
    check_forward(forward)?;
    let carried = all_found(&forward.article_ids, facts, "article_ids")?;
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    check_size(facts)?;
    let from = sender(facts)?;
    let message_id = ctx.message_id();
    let article = NewArticle {
        id: ctx.ids.article(),
        direction: Direction::Outgoing,
        channel: Channel::Mail,
        visible_to_customer: forward.visible_to_customer.unwrap_or(false),
        author_id: ctx.actor,
        from: Some(from.clone()),
        to: forward.to.clone(),
        cc: forward.cc.clone(),
        subject: one_line(forward.subject.as_deref().unwrap_or(&draft.ticket.subject)),
        text: clean_body(&forward.body),
        message_id: Some(message_id.clone()),
        uploads: forward.attachments.clone(),
        files_of: carried
            .iter()
            .filter(|article| !article.raw)
            .map(|article| article.id)
            .collect(),
        ..NewArticle::internal(ctx.now)
    };
    let order = MailOrder {
        kind: MailKind::Forward,
        message_id,
        from,
        to: forward.to.clone(),
        cc: forward.cc.clone(),
        article_id: Some(article.id),
        not_before: None,
        carries: forward.article_ids.clone(),
    };
    draft.add_article(article, ctx.now);
    draft.order_mail(order, ctx.now);
    claim(draft, ctx);
    Ok(())
}

fn check_forward(forward: &Forward) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    checks.uploads(&forward.attachments);
    checks.recipients("to", &forward.to);
    checks.mailboxes("cc", &forward.cc);
    if let Some(subject) = &forward.subject {
        checks.subject(subject);
    }
    // What is forwarded may speak for itself, but nothing at all is no mail.
    if forward.article_ids.is_empty() {
        checks.fail("article_ids", FieldCode::Required);
    } else if forward.article_ids.len() > CARRIED_MAX {
        checks.fail("article_ids", FieldCode::TooMany);
    }
    checks.length("body", &forward.body);
    checks.done()
}

fn articles(facts: &TicketFacts) -> &[ArticleFacts] {
    match &facts.target {
        TargetFacts::Articles(found) => found,
        _ => &[],
    }
}

fn all_found<'a>(wanted: &[ArticleId], facts: &'a TicketFacts, field: &str) -> Result<&'a [ArticleFacts], Refusal> {
    let found = articles(facts);
    if wanted.iter().all(|id| found.iter().any(|article| article.id == *id)) {
        Ok(found)
    } else {
        Err(Refusal::field(field, FieldCode::Unknown))
    }
}

pub(super) fn the_article(id: ArticleId, facts: &TicketFacts) -> Result<&ArticleFacts, Refusal> {
    let found = articles(facts).iter().find(|article| article.id == id);
    found.ok_or_else(|| Refusal::field("article_id", FieldCode::Unknown))
}

pub(super) fn redirect(
    draft: &mut Draft,
    redirect: &Redirect,
    facts: &TicketFacts,
    ctx: &mut Context<'_>,
) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    checks.recipients("to", &redirect.to);
    checks.done()?;
    let article = the_article(redirect.article_id, facts)?;
    if !article.raw {
        return Err(Refusal::field("article_id", FieldCode::NotAllowed));
    }
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    claim(draft, ctx);
    let order = MailOrder {
        kind: MailKind::Redirect,
        message_id: ctx.message_id(),
        from: sender(facts)?,
        to: redirect.to.clone(),
        cc: Vec::new(),
        article_id: Some(article.id),
        not_before: None,
        carries: vec![article.id],
    };
    draft.order_mail(order, ctx.now);
    Ok(())
}

pub(super) fn resend(
    draft: &mut Draft,
    resend: &Resend,
    facts: &TicketFacts,
    ctx: &mut Context<'_>,
) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    checks.mailboxes("to", &resend.to);
    checks.done()?;
    let article = the_article(resend.article_id, facts)?;
    if article.direction != Direction::Outgoing || article.channel != Channel::Mail || article.recalled {
        return Err(Refusal::field("article_id", FieldCode::NotAllowed));
    }
    let (to, cc): (Vec<Mailbox>, Vec<Mailbox>) = if resend.to.is_empty() {
        (article.to.clone(), article.cc.clone())
    } else {
        (resend.to.clone(), Vec::new())
    };
    if to.is_empty() {
        return Err(Refusal::field("to", FieldCode::Required));
    }
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    let order = MailOrder {
        kind: article.sent_as.unwrap_or(MailKind::Reply),
        // A mail of its own: the first one may still arrive.
        message_id: ctx.message_id(),
        from: sender(facts)?,
        to,
        cc,
        article_id: Some(article.id),
        not_before: None,
        carries: vec![article.id],
    };
    draft.order_mail(order, ctx.now);
    claim(draft, ctx);
    Ok(())
}

/// Only the author, and only while the mail waits; the store refuses when it has left by now.
pub(super) fn recall(
    draft: &mut Draft,
    recall: &RecallReply,
    facts: &TicketFacts,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    let article = the_article(recall.article_id, facts)?;
    let mine = ctx.actor.is_some() && article.author_id == ctx.actor;
    if !mine {
        return Err(Refusal::because(
            ErrorCode::Forbidden,
            "Only its author can take a reply back.",
        ));
    }
    let Some(message_id) = article
        .message_id
        .clone()
        .filter(|_| article.direction == Direction::Outgoing)
    else {
        return Err(Refusal::field("article_id", FieldCode::NotAllowed));
    };
    if article.recalled {
        return Ok(());
    }
    draft.recalled.push(message_id.clone());
    let article_id = article.id;
    let recalled = TicketEvent::ReplyRecalled {
        article_id,
        message_id,
        without: facts.without,
    };
    draft.push(recalled, ctx.now);
    Ok(())
}
