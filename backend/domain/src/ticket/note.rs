//! `note`: between agents; customers never get it.

use pult_shared::{
    command::Note,
    ticket::{Channel, Direction},
};

use super::{
    NewArticle,
    draft::Draft,
    facts::{Context, TicketFacts},
    words::{Checks, clean_body, one_line},
};
use crate::refusal::Refusal;

pub(super) fn note(draft: &mut Draft, note: &Note, facts: &TicketFacts, ctx: &mut Context<'_>) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    checks.body(&note.body);
    checks.uploads(&note.attachments);
    if let Some(subject) = &note.subject {
        checks.subject(subject);
    }
    checks.done()?;
    let article = NewArticle {
        id: ctx.ids.article(),
        direction: Direction::Internal,
        channel: Channel::Api,
        visible_to_customer: false,
        author_id: ctx.actor,
        from: facts.actor.clone(),
        to: Vec::new(),
        cc: Vec::new(),
        subject: one_line(note.subject.as_deref().unwrap_or(&draft.ticket.subject)),
        text: clean_body(&note.body),
        html: None,
        message_id: None,
        automatic: false,
        created_at: ctx.now,
        uploads: note.attachments.clone(),
    };
    draft.add_article(article, ctx.now);
    Ok(())
}
