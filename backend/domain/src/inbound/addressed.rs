//! One mail to several queues: in which its ticket lies, and which others find it there too.

use pult_shared::{
    api::{article::Trust, queue::IntakeRules},
    ids::QueueId,
};

use super::{InboundFacts, Outcome, machine, not_taken};

/// A queue that a mail was sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Addressed {
    pub queue_id: QueueId,
    /// Which mail opens tickets there.
    pub rules: IntakeRules,
}

/// The queues that a mail was sent to, the first one first. `named` are those in its header, To before Cc, as they stand there;
/// `delivered` those that it really came to (mailbox, envelope), which may be others: by Bcc, a list, a redirection.
///
/// The header decides, so that it does not matter which copy comes first; but a mail that came to none of those that it names
/// was sent on by somebody, to where it came.
#[must_use]
pub fn in_order(delivered: &[QueueId], named: &[QueueId]) -> Vec<QueueId> {
    let openly = delivered.is_empty() || delivered.iter().any(|queue| named.contains(queue));
    let (first, then) = if openly { (named, delivered) } else { (delivered, named) };
    let mut queues: Vec<QueueId> = Vec::new();
    for queue in first.iter().chain(then) {
        if !queues.contains(queue) {
            queues.push(*queue);
        }
    }
    queues
}

/// The queues that take the mail, in order.
pub(super) fn takers(facts: &InboundFacts) -> impl Iterator<Item = QueueId> {
    let takes = |queue: &&Addressed| not_taken(facts, queue.rules).is_none();
    facts.addressed.iter().filter(takes).map(|queue| queue.queue_id)
}

/// The queues besides its own in which the ticket is found that a mail opens or joins. A number in a subject can be guessed and a
/// sender forged, so a mail shows a ticket that is there already to more people only when its sender is proven (requirement A20); what a
/// machine sends never does. Where nobody proves senders, an agent adds the queue (`add_queue`).
#[must_use]
pub fn also_shown(facts: &InboundFacts, outcome: Outcome) -> Vec<QueueId> {
    let own = match outcome {
        Outcome::NewTicket { queue_id, .. } | Outcome::Continued { queue_id, .. } => Some(queue_id),
        Outcome::FollowUp { .. } if machine(facts).is_none() && facts.trust == Trust::Proven => None,
        _ => return Vec::new(),
    };
    takers(facts).filter(|queue| Some(*queue) != own).collect()
}
