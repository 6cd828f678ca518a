//! `note`: between agents; customers never get it.

use std::collections::BTreeSet;

use pult_shared::{command::Note, error::FieldCode, event::TicketEvent, ids::PersonId, limits::MENTIONS_MAX};

use super::{
    NewArticle,
    draft::Draft,
    facts::{Context, TargetFacts, TicketFacts},
    people::add_watcher,
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
        author_id: ctx.actor,
        from: facts.actor.clone(),
        subject: one_line(note.subject.as_deref().unwrap_or(&draft.ticket.subject)),
        text: clean_body(&note.body),
        uploads: note.attachments.clone(),
        ..NewArticle::internal(ctx.now)
    };
    let article_id = article.id;
    draft.add_article(article, ctx.now);
    for person_id in mentioned(note, facts)? {
        draft.push(TicketEvent::Mentioned { person_id, article_id }, ctx.now);
        add_watcher(draft, person_id, "mentions", ctx)?;
    }
    Ok(())
}

/// The mentioned, each once; somebody who may not see the ticket cannot be told of it.
fn mentioned(note: &Note, facts: &TicketFacts) -> Result<BTreeSet<PersonId>, Refusal> {
    let people: BTreeSet<PersonId> = note.mentions.iter().copied().collect();
    let known = match &facts.target {
        TargetFacts::Mentioned(known) => known.as_slice(),
        _ => &[],
    };
    if people.len() > MENTIONS_MAX {
        return Err(Refusal::field("mentions", FieldCode::TooMany));
    }
    if people.iter().any(|person| !known.contains(person)) {
        return Err(Refusal::field("mentions", FieldCode::Unknown));
    }
    Ok(people)
}
