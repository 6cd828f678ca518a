//! The hash chain of a ticket's history: each entry's hash covers the entry and the hash before it, so that nothing can be
//! altered, taken out or put in between without breaking what follows.
//!
//! There is no chain across tickets: it would make all writers wait for each other.

use pult_shared::{
    Timestamp,
    ids::{PersonId, TicketId},
};
use sha2::{Digest, Sha256};

/// An entry as it was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainEntry {
    /// Counts up from 1 within the ticket.
    pub position: i64,
    pub at: Timestamp,
    pub actor: Option<PersonId>,
    pub event_json: String,
    pub hash: String,
    /// Something secret was removed from it: its hash is that of what it was, and only that what follows builds on it can be shown.
    pub redacted: bool,
}

/// The hash of an entry, in hex. `previous` is the hash of the ticket's entry before, nothing for the first one. Times count
/// in milliseconds, as they are stored.
#[must_use]
pub fn chain(
    previous: Option<&str>,
    ticket: TicketId,
    seq_in_ticket: i64,
    at: Timestamp,
    actor: Option<PersonId>,
    event_json: &str,
) -> String {
    let mut hash = Sha256::new();
    // Every field has a fixed length or its length before it, so that no two entries have the same bytes.
    field(&mut hash, previous.unwrap_or_default().as_bytes());
    hash.update(ticket.0.as_bytes());
    hash.update(seq_in_ticket.to_be_bytes());
    hash.update(at.as_millisecond().to_be_bytes());
    match actor {
        None => hash.update([0]),
        Some(person) => {
            hash.update([1]);
            hash.update(person.0.as_bytes());
        }
    }
    field(&mut hash, event_json.as_bytes());
    hex(&hash.finalize())
}

fn field(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing into a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Recomputes a ticket's whole chain, in order.
///
/// # Errors
/// The position of the first entry that does not fit.
pub fn verify(ticket: TicketId, entries: impl IntoIterator<Item = ChainEntry>) -> Result<(), i64> {
    let mut previous: Option<String> = None;
    for (expected, entry) in (1..).zip(entries) {
        let hash = chain(
            previous.as_deref(),
            ticket,
            expected,
            entry.at,
            entry.actor,
            &entry.event_json,
        );
        if entry.position != expected || (entry.hash != hash && !entry.redacted) {
            return Err(expected);
        }
        previous = Some(entry.hash);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const TICKET: TicketId = TicketId(Uuid::from_u128(7));

    fn entries() -> Vec<ChainEntry> {
        let mut previous: Option<String> = None;
        (1..=4)
            .map(|position| {
                let at = Timestamp::from_millisecond(1_000 * position).unwrap();
                let actor = (position % 2 == 0).then_some(PersonId(Uuid::from_u128(9)));
                let event_json = format!("{{\"type\":\"locked\",\"n\":{position}}}");
                let hash = chain(previous.as_deref(), TICKET, position, at, actor, &event_json);
                previous = Some(hash.clone());
                ChainEntry {
                    position,
                    at,
                    actor,
                    event_json,
                    hash,
                    redacted: false,
                }
            })
            .collect()
    }

    #[test]
    fn an_untouched_chain_holds() {
        assert_eq!(verify(TICKET, entries()), Ok(()));
        assert_eq!(verify(TICKET, []), Ok(()));
    }

    #[test]
    fn every_tampering_is_noticed_where_it_happened() {
        type Tamper = fn(&mut Vec<ChainEntry>);
        let cases: [(Tamper, i64); 7] = [
            (|list| list[1].event_json.push(' '), 2),
            (|list| list[2].actor = Some(PersonId(Uuid::from_u128(10))), 3),
            (|list| list[1].actor = None, 2),
            (|list| list[3].at = Timestamp::UNIX_EPOCH, 4),
            (|list| list[0].hash = "0".repeat(64), 1),
            (|list| drop(list.remove(1)), 2),
            (|list| list.swap(1, 2), 2),
        ];
        for (tamper, position) in cases {
            let mut list = entries();
            tamper(&mut list);
            assert_eq!(verify(TICKET, list), Err(position));
        }
        assert_eq!(verify(TicketId(Uuid::from_u128(8)), entries()), Err(1));
    }

    // req: D5, E16
    #[test]
    fn an_entry_that_lost_a_secret_keeps_its_place_in_the_chain() {
        let mut list = entries();
        list[1].event_json = "{}".to_owned();
        list[1].redacted = true;
        assert_eq!(verify(TICKET, list.clone()), Ok(()));
        list[1].hash = "0".repeat(64);
        assert_eq!(verify(TICKET, list), Err(3), "what follows builds on its hash");
    }
}
