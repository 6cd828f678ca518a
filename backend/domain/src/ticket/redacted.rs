//! Something secret was removed from a message of the ticket.

use pult_shared::{Timestamp, event::TicketEvent, ids::ArticleId};

use super::{Decision, Ticket, draft::Draft};

/// Records that texts were removed from an article and from whatever repeats them. What they were is told by nothing but the hash of the
/// article as it was.
#[must_use]
pub fn redacted(ticket: &Ticket, article: ArticleId, sha256: &str, reason: &str, now: Timestamp) -> Decision {
    let mut draft = Draft::new(ticket);
    draft.push(
        TicketEvent::Redacted {
            article_id: article,
            sha256: sha256.to_owned(),
            reason: reason.to_owned(),
        },
        now,
    );
    draft.finish(now)
}
