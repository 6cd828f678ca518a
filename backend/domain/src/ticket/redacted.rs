//! Something secret was removed from messages of the ticket.

use pult_shared::{Timestamp, event::TicketEvent, ids::ArticleId};

use super::{Decision, Ticket, draft::Draft};

/// Records that texts were removed from articles and from whatever repeats them. What they were is told by nothing but the hash of each
/// article as it was.
#[must_use]
pub fn redacted(ticket: &Ticket, articles: &[(ArticleId, String)], reason: &str, now: Timestamp) -> Decision {
    let mut draft = Draft::new(ticket);
    for (article_id, sha256) in articles {
        let told = TicketEvent::Redacted {
            article_id: *article_id,
            sha256: sha256.clone(),
            reason: reason.to_owned(),
        };
        draft.push(told, now);
    }
    draft.finish(now)
}
