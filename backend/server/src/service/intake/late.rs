//! The same mail once more, after it was worked on: it may have come to another queue this time (Bcc, a delivery for each recipient).
//! Its people find the ticket then too; a mail that no queue took so far is decided on again.

use std::sync::Arc;

use pult_domain::{
    policy::Permit,
    ticket::{self, Side, Ticket},
};
use pult_shared::{
    api::{
        article::Trust,
        mail::{MailOutcome, MailReason},
    },
    ids::IncomingMailId,
};
use pult_store::{
    StoreError, WriteTx,
    articles::{self, Article},
    ledger::{self, Arrival, IncomingRow},
    tickets,
};

use super::{facts, prepare::prepare, process::fenced, work};
use crate::{
    app::{App, Ids},
    service::{
        ServiceError,
        ticket::{
            step::language_of,
            write::{self, Writing},
        },
    },
};

/// Works on mails that came once more after they were worked on. Returns how many.
///
/// # Errors
/// When the database fails; they wait on then.
pub async fn process_late(app: &App, limit: u32) -> Result<usize, StoreError> {
    let late = ledger::late(&app.store, limit).await?;
    for id in &late {
        match fenced(process(app.clone(), *id)).await {
            Ok(()) => {}
            Err(ServiceError::Unavailable(reason)) => return Err(StoreError::Unavailable(reason)),
            Err(error) => {
                // The mail itself is in its place; only the other queue does not find it.
                tracing::error!(mail = %id, %error, "a mail came to another queue too, and could not be shown there");
                let tx = app.store.begin().await?;
                ledger::take_late(&tx, *id).await?;
                tx.commit().await?;
            }
        }
    }
    Ok(late.len())
}

async fn process(app: App, id: IncomingMailId) -> Result<(), ServiceError> {
    let Some(row) = ledger::find(&app.store, id).await? else {
        return Ok(());
    };
    if is_open(&row) {
        // Whoever decides again takes all arrivals into account.
        let before = row.outcome;
        let prepared = Arc::new(prepare(app.clone(), row).await?);
        work::once_more(app, id, prepared, before).await?;
        return Ok(());
    }
    let tx = app.store.begin().await?;
    let arrivals = ledger::take_late(&tx, id).await?;
    if let (MailOutcome::NewTicket | MailOutcome::FollowUp, false) = (row.outcome, arrivals.is_empty()) {
        show(&app, &tx, &row, &arrivals).await?;
    }
    write::commit(&app, tx).await
}

/// Whether the mail waits because the queues that it came to so far do not take it.
fn is_open(row: &IncomingRow) -> bool {
    let of_rules = [
        MailReason::UnknownSender,
        MailReason::NotInDirectory,
        MailReason::UnprovenSender,
        MailReason::MachineMail,
    ];
    matches!(row.outcome, MailOutcome::Quarantined | MailOutcome::Ignored)
        && row.reason_code.is_some_and(|reason| of_rules.contains(&reason))
}

/// Shows the mail's ticket in the queues that these copies came to.
async fn show(app: &App, tx: &WriteTx, row: &IncomingRow, arrivals: &[Arrival]) -> Result<(), ServiceError> {
    let setup = app.setup.read(tx).await?;
    let accounts: Vec<String> = arrivals.iter().filter_map(|arrival| arrival.account.clone()).collect();
    let addresses = arrivals.iter().flat_map(|arrival| &arrival.envelope_to);
    let queues = facts::delivered_to(app, &setup.tree, &accounts, addresses.map(String::as_str));
    if queues.is_empty() {
        return Ok(());
    }
    let (Some(message), Some(ticket)) = (message(tx, row).await?, ticket_of(tx, row).await?) else {
        return Ok(());
    };
    let mut ids = Ids(app);
    let ctx = app.context(&mut ids, app.now(), None, Side::Agent, &setup);
    let decision = ticket::show_in(&ticket, &queues, &ctx);
    if decision.events.is_empty() {
        return Ok(());
    }
    let language = language_of(tx, &ticket).await?;
    let writing = Writing {
        actor: message.author_id,
        ..Writing::by_system(Permit::for_system(), Some(ticket.version), language)
    };
    write::write(app, tx, &decision, writing).await?;
    Ok(())
}

/// The message that the mail became, where it shows its ticket to more people: as for the first copy, what joins a ticket does so only
/// when a person sent it who is proven.
async fn message(tx: &WriteTx, row: &IncomingRow) -> Result<Option<Article>, ServiceError> {
    let Some(article) = row.article_id else { return Ok(None) };
    let opens = row.outcome == MailOutcome::NewTicket;
    let is_proven = |article: &Article| {
        article
            .trust
            .as_ref()
            .is_some_and(|trust| trust.verdict == Trust::Proven)
    };
    let found = articles::find(tx, article).await?;
    Ok(found.filter(|article| opens || !article.automatic && is_proven(article)))
}

/// The ticket in which the mail can be read now.
async fn ticket_of(tx: &WriteTx, row: &IncomingRow) -> Result<Option<Ticket>, ServiceError> {
    let Some(id) = row.ticket_id else { return Ok(None) };
    let root = tickets::root_of(tx, id).await?.unwrap_or(id);
    Ok(tickets::find_for_update(tx, root).await?)
}
