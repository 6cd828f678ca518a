//! `log_call`: a phone call or a visit becomes an article (requirements A8, B7, B18).

use pult_shared::{
    catalog::StateType,
    command::LogCall,
    error::FieldCode,
    ticket::{Channel, Direction},
};

use super::{
    NewArticle,
    assign::claim,
    draft::Draft,
    facts::{Context, TicketFacts},
    lock::refuse_foreign_lock,
    words::{Checks, clean_body, one_line},
};
use crate::refusal::Refusal;

pub(super) fn log_call(
    draft: &mut Draft,
    call: &LogCall,
    facts: &TicketFacts,
    ctx: &mut Context<'_>,
) -> Result<(), Refusal> {
    let channel = call.channel.unwrap_or(Channel::Phone);
    check(call, channel)?;
    refuse_foreign_lock(&draft.ticket, ctx.actor)?;
    let from = match call.direction {
        Direction::Incoming => facts.requester.clone(),
        _ => facts.actor.clone(),
    };
    let article = NewArticle {
        id: ctx.ids.article(),
        direction: call.direction,
        channel,
        visible_to_customer: call.visible_to_customer.unwrap_or(true),
        author_id: ctx.actor,
        from,
        subject: one_line(call.subject.as_deref().unwrap_or(&draft.ticket.subject)),
        text: clean_body(&call.body),
        uploads: call.attachments.clone(),
        ..NewArticle::internal(ctx.now)
    };
    draft.add_article(article, ctx.now);
    claim(draft, ctx);
    if draft.ticket.state_type == StateType::New {
        let open = ctx.state_of(StateType::Open)?;
        draft.set_state(open, StateType::Open, None, ctx.now);
    }
    Ok(())
}

fn check(call: &LogCall, channel: Channel) -> Result<(), Refusal> {
    let mut checks = Checks::default();
    checks.body(&call.body);
    checks.uploads(&call.attachments);
    if let Some(subject) = &call.subject {
        checks.subject(subject);
    }
    if call.direction == Direction::Internal {
        checks.fail("direction", FieldCode::NotAllowed);
    }
    if !matches!(channel, Channel::Phone | Channel::Visit) {
        checks.fail("channel", FieldCode::NotAllowed);
    }
    checks.done()
}
