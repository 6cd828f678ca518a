//! `account_time`: minutes spent on a ticket, or taken back from it.

use pult_shared::{
    command::AccountTime,
    error::FieldCode,
    event::TicketEvent,
    limits::{SUBJECT_MAX, TIME_MAX},
};

use super::{
    draft::Draft,
    facts::Context,
    words::{Checks, one_line},
};
use crate::refusal::Refusal;

pub(super) fn account(draft: &mut Draft, time: &AccountTime, ctx: &Context<'_>) -> Result<(), Refusal> {
    ctx.person()?;
    let mut checks = Checks::default();
    // What was accounted by mistake is taken back by an entry of its own: nothing that happened is changed.
    let taken_back = time.minutes < 0 && time.minutes.unsigned_abs() > draft.ticket.time_minutes;
    if taken_back || !(1..=TIME_MAX).contains(&time.minutes.unsigned_abs()) {
        checks.fail("minutes", FieldCode::NotAllowed);
    }
    let comment = time.comment.as_deref().map(one_line).filter(|text| !text.is_empty());
    if comment.as_ref().is_some_and(|text| text.chars().count() > SUBJECT_MAX) {
        checks.fail("comment", FieldCode::TooLong);
    }
    checks.done()?;
    let minutes = time.minutes;
    draft.push(TicketEvent::TimeAccounted { minutes, comment }, ctx.now);
    Ok(())
}
