//! What answers carry at their end, as the queue wants it: the conversation so far, and who else gets the mail.

use pult_domain::ticket::{Decision, MailOrder};
use pult_shared::{
    api::{article::ArticleOrder, queue::Recipients},
    mailbox::Mailbox,
    person::Language,
};
use pult_store::{WriteTx, articles};

use super::content::{Content, quoted};
use crate::{
    app::App,
    service::{ServiceError, setup::Setup},
};

/// Messages that an answer quotes at the most, newest first.
const MESSAGES: u32 = 10;
/// Characters of quoted text at the most: what is older is left out whole.
const CHARACTERS: usize = 50_000;

/// Adds what the ticket's queue wants at the end of an answer.
///
/// # Errors
/// When the database fails.
pub async fn add(
    app: &App,
    tx: &WriteTx,
    setup: &Setup,
    decision: &Decision,
    order: &MailOrder,
    language: Language,
    content: &mut Content,
) -> Result<(), ServiceError> {
    let Some(queue) = setup.tree.get(decision.ticket.queue_id) else {
        return Ok(());
    };
    let texts = app.texts.in_language(language);
    content.hide_cc = queue.mails.recipients != Recipients::InHeader;
    // req: D13
    if queue.mails.recipients == Recipients::InFooter {
        let names: Vec<&str> = order.to.iter().chain(&order.cc).map(Mailbox::label).collect();
        content.named = Some(texts.format("mail-recipients", &[("names", names.join(", ").as_str().into())]));
    }
    // req: D9
    if queue.mails.quote_history {
        let page = articles::page(
            tx,
            &[decision.ticket.id],
            false,
            ArticleOrder::NewestFirst,
            None,
            MESSAGES,
        )
        .await?;
        let mut history = String::new();
        for article in &page.items {
            let quote = quoted(article);
            if history.chars().count() + quote.chars().count() > CHARACTERS {
                break;
            }
            history.push_str(&quote);
        }
        if !history.is_empty() {
            content.history = Some(format!("{}{history}", texts.get("mail-earlier-messages")));
        }
    }
    Ok(())
}
