//! Automatic mails to the customer: the queue says whether, this says to whom they never go.

use pult_shared::{Timestamp, event::MailKind, mailbox::Mailbox};

use super::{MailOrder, draft::Draft, facts::Context};

/// Orders an automatic mail of the ticket's queue, where the queue sends it.
pub(super) fn order(
    draft: &mut Draft,
    kind: MailKind,
    from: Option<&Mailbox>,
    to: Option<&Mailbox>,
    ctx: &mut Context<'_>,
) {
    let (Some(event), Some(from), Some(to)) = (kind.auto_event(), from, to) else {
        return;
    };
    if ctx.tree.responds(draft.ticket.queue_id, event) {
        send(draft, kind, from, to, None, ctx);
    }
}

/// Orders an automatic mail that is wanted. The desk never writes to its own addresses, whoever is noted as the customer: the mail
/// would come back to the desk.
pub(super) fn send(
    draft: &mut Draft,
    kind: MailKind,
    from: &Mailbox,
    to: &Mailbox,
    not_before: Option<Timestamp>,
    ctx: &mut Context<'_>,
) {
    if to.address.is_empty() || ctx.is_ours(&to.address) {
        return;
    }
    let message_id = ctx.message_id();
    draft.order_mail(
        MailOrder {
            kind,
            message_id,
            from: from.clone(),
            to: vec![to.clone()],
            cc: Vec::new(),
            article_id: None,
            not_before,
            carries: Vec::new(),
        },
        ctx.now,
    );
}
