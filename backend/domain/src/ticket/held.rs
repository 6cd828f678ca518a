//! Messages that are held because their sender takes no part: let in, moved to another ticket, or left aside.

use pult_shared::{
    Timestamp,
    command::{Admit, Dismiss},
    error::{ErrorCode, FieldCode},
    event::{Settled, TicketEvent},
    ids::ArticleId,
    limits::REASON_MAX,
};

use super::{
    Decision, Ticket,
    draft::Draft,
    facts::{ArticleFacts, Context, TicketFacts},
    forward::the_article,
    people::join,
    reply::wake,
    words::one_line,
};
use crate::refusal::Refusal;

/// The sender takes part from now on, and the message counts as the answer that it is: the customer sees it, and it wakes the
/// ticket up, unless a machine wrote it.
pub(super) fn admit(
    draft: &mut Draft,
    admit: &Admit,
    facts: &TicketFacts,
    ctx: &mut Context<'_>,
) -> Result<(), Refusal> {
    let article = held(admit.article_id, facts)?;
    let (sender, automatic) = (article.author_id, article.automatic);
    if let Some(sender) = sender {
        join(draft, sender, "article_id", ctx)?;
    }
    draft.push(settled(admit.article_id, Settled::Admitted, None), ctx.now);
    if automatic { Ok(()) } else { wake(draft, ctx) }
}

/// The message stays where agents can read it.
pub(super) fn dismiss(
    draft: &mut Draft,
    dismiss: &Dismiss,
    facts: &TicketFacts,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    held(dismiss.article_id, facts)?;
    let reason = dismiss.reason.as_deref().map(one_line).filter(|text| !text.is_empty());
    if reason.as_ref().is_some_and(|text| text.chars().count() > REASON_MAX) {
        return Err(Refusal::field("reason", FieldCode::TooLong));
    }
    draft.push(settled(dismiss.article_id, Settled::Dismissed, reason), ctx.now);
    Ok(())
}

/// What a ticket in which a message was held has of it when the message went into another one.
#[must_use]
pub fn moved_away(ticket: &Ticket, article_id: ArticleId, now: Timestamp) -> Decision {
    let mut draft = Draft::new(ticket);
    draft.push(settled(article_id, Settled::Moved, None), now);
    draft.finish(now)
}

pub(super) fn settled(article_id: ArticleId, how: Settled, reason: Option<String>) -> TicketEvent {
    TicketEvent::HeldSettled {
        article_id,
        how,
        reason,
    }
}

fn held(id: ArticleId, facts: &TicketFacts) -> Result<&ArticleFacts, Refusal> {
    let article = the_article(id, facts)?;
    if article.held {
        Ok(article)
    } else {
        Err(Refusal::because(
            ErrorCode::NotApplicable,
            "The message is not held, or somebody has decided on it already.",
        ))
    }
}
