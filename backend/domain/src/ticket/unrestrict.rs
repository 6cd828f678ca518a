//! Nobody is left of those whom a ticket is for: whoever has the server itself makes it one of its queue again. In the ticket nobody could.

use pult_shared::{
    Timestamp,
    ids::{ArticleId, PersonId},
};

use super::{Decision, NewArticle, SetUp, Ticket, draft::Draft, readers};

/// Everybody whom a ticket for named persons only is for at the desk; nobody's where it is for all of its queue.
#[must_use]
pub fn named(ticket: &Ticket) -> Vec<PersonId> {
    readers::admitted(ticket).unwrap_or_default().into_iter().collect()
}

/// Lifts the restriction, also of what was merged into the ticket, with a note that says why.
#[must_use]
pub fn unrestrict(
    ticket: &Ticket,
    merged: &[Ticket],
    note: (ArticleId, String),
    set_up: SetUp<'_>,
    now: Timestamp,
) -> Decision {
    let mut draft = Draft::new(ticket);
    readers::change(&mut draft, None, now);
    for one in merged {
        if one.readers.is_some() {
            draft.add_other(one, [readers::event(one, None)], now);
        }
    }
    let (id, text) = note;
    let article = NewArticle {
        id,
        subject: ticket.subject.clone(),
        text,
        ..NewArticle::internal(now)
    };
    draft.add_article(article, now);
    draft.done_by(ticket, false, set_up, now)
}
