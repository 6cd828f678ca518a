//! Drafts: what somebody writes, kept on the server while they write (requirement: nothing written is lost with a session). A draft is
//! its writer's alone, and goes when what was written is sent, when it is thrown away, or after a month.

pub mod delete;
pub mod list;
pub mod save;
pub mod sent;

use jiff::SignedDuration;
use pult_domain::ticket::Side;
use pult_shared::api::draft::DraftKind;

/// How long a draft is kept that nobody goes on with.
pub const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Whether a draft of this kind belongs to a ticket; the others are for new ones.
fn belongs_to_ticket(kind: DraftKind) -> bool {
    !matches!(kind, DraftKind::NewTicket | DraftKind::NewRequest)
}

/// Whether somebody on this side may write such a thing at all.
fn may_write(side: Side, kind: DraftKind) -> bool {
    side == Side::Agent || kind == DraftKind::Reply
}
