//! What the tickets below one do along with it: they are closed when it is closed, and opened again when that is taken back. One that cannot be closed stays, and says so.

use pult_shared::{
    Timestamp,
    catalog::StateKey,
    event::TicketEvent,
    ids::{ArticleId, PersonId},
};

use super::{Decision, NewArticle, SetUp, Ticket, draft::Draft};

/// What happens below a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Along {
    /// Those that are active are closed, one by one.
    Close(CloseAlong),
    /// None is closed any more. `again`: those that were closed along are opened again.
    Open { again: bool },
}

/// How they are closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloseAlong {
    /// The state that the one above got.
    pub state: StateKey,
    /// Whether their customers are told, where it is usual.
    pub notify: bool,
    /// For how long it can be taken back.
    pub undo_seconds: Option<u32>,
}

/// Notes in a ticket that it was not closed along with the one above it, with the reason, for whoever is to see to it.
#[must_use]
pub fn left_open(
    ticket: &Ticket,
    note: (ArticleId, String),
    whom: Option<PersonId>,
    set_up: SetUp<'_>,
    now: Timestamp,
) -> Decision {
    let mut draft = Draft::new(ticket);
    let (id, text) = note;
    let article = NewArticle {
        id,
        subject: ticket.subject.clone(),
        text,
        automatic: true,
        ..NewArticle::internal(now)
    };
    draft.add_article(article, now);
    if let Some(person_id) = whom {
        draft.push(
            TicketEvent::Mentioned {
                person_id,
                article_id: id,
            },
            now,
        );
    }
    draft.done_by(ticket, false, set_up, now)
}
