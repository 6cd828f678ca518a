//! Web forms: contact forms of queues. What is sent by them becomes a ticket on the road that all tickets take; whoever is not signed in shows
//! before that they mean it.

pub mod confirm;
pub mod edit;
pub mod entries;
mod open;
pub mod show;
pub mod submit;
mod words;

use jiff::SignedDuration;

/// How long the link of a confirmation can be used.
pub const CONFIRM_LASTS: SignedDuration = SignedDuration::from_hours(24);
/// So many confirmations one address is mailed within that time at the most: nobody's mailbox is filled by our forms.
const PENDING_OF_ADDRESS_MAX: u64 = 3;
/// So many receipts one address gets within that time for what nobody has confirmed: a stamp shows that somebody has worked, not who it was.
const RECEIPTS_OF_ADDRESS_MAX: u64 = 3;
/// So much waits to be confirmed at the most, of the whole desk: what nobody confirms fills no disk.
const PENDING_MAX: u64 = 2_000;
const PENDING_MAX_BYTES: u64 = 200 * 1024 * 1024;
