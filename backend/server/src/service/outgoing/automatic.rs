//! What an automatic mail says: the text of the nearest queue that has one, else Pult's own.

use pult_domain::ticket::Ticket;
use pult_shared::{api::queue::AutoEvent, event::MailKind, person::Language};
use pult_store::WriteTx;

use super::content::{Content, Privacy};
use crate::{
    app::App,
    service::{ServiceError, mail::texts, setup::Setup, template},
};

/// The content of an automatic mail about a ticket.
///
/// # Errors
/// When the database fails. A text that cannot be filled in was refused when it was saved; should one be there all the same, Pult's
/// own takes its place.
pub async fn content(
    app: &App,
    tx: &WriteTx,
    setup: &Setup,
    ticket: &Ticket,
    kind: MailKind,
    language: Language,
) -> Result<Content, ServiceError> {
    let queue = ticket.queue_id;
    let mut content = Content::at(app.name_in_mails(&setup.tree, queue, language));
    let own = |event| setup.tree.auto_text(queue, event).map(|text| text.or_other(language));
    let text = kind.auto_event().and_then(own);
    let subject = kind
        .auto_event()
        .and_then(|event| setup.tree.auto_subject(queue, event))
        .map(|subject| subject.or_other(language));
    let tells =
        matches!(kind, MailKind::Receipt | MailKind::Continued) && setup.tree.responds(queue, AutoEvent::PrivacyNotice);
    let privacy = own(AutoEvent::PrivacyNotice).filter(|_| tells);
    if tells {
        let of_the_site = texts::privacy_notice(app, tx).await?;
        let of_the_site = of_the_site.or_other(language);
        content.privacy = if of_the_site.is_empty() {
            Privacy::Usual
        } else {
            Privacy::Own(of_the_site.to_owned())
        };
    }
    if text.is_none() && subject.is_none() && privacy.is_none() {
        return Ok(content);
    }
    let variables = template::variables(app, tx, setup, ticket, ticket.owner_id, language).await?;
    let variables = variables.for_customers(&setup.catalog);
    let fill = |text: &str| match template::text::render(text, &variables) {
        Ok(rendered) => Some(rendered.text).filter(|text| !text.trim().is_empty()),
        Err(fault) => {
            tracing::error!(%queue, reason = fault.reason, "the text of an automatic mail cannot be filled in");
            None
        }
    };
    content.own_text = text.and_then(fill);
    content.own_subject = subject.and_then(fill);
    if let Some(notice) = privacy.and_then(fill) {
        content.privacy = Privacy::Own(notice);
    }
    Ok(content)
}
