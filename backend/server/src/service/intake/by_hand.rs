//! What a person decides about a mail of the ledger: it takes the same road as one that arrives, in one transaction, and is
//! written down.
//!
//! Must not know who may do so: whoever calls has asked.

use std::sync::Arc;

use pult_domain::{
    inbound::{Directive, Outcome},
    policy::Permit,
    ticket::{self, Side, TargetFacts, TicketFacts},
};
use pult_shared::{
    Timestamp,
    api::mail::{MailActionName, MailOutcome},
    command::{Admit, Command},
    ids::{ArticleId, IncomingMailId, PersonId, TicketId},
};
use pult_store::{
    StoreError, WriteTx, articles,
    ledger::{self, IncomingRow, NewAction},
    tickets,
};

use super::{
    prepare::{self, prepare},
    process::{Finished, fenced},
    work,
};
use crate::{
    app::{App, Ids},
    service::{
        ServiceError,
        setup::Setup,
        ticket::{
            facts::article_facts,
            step::language_of,
            write::{self, Writing},
        },
    },
};

/// What a person has said about a mail.
#[derive(Clone, Debug)]
pub struct ByHand {
    pub directive: Directive,
    /// The outcome that the person saw; with another one by now nothing happens.
    pub before: MailOutcome,
    /// Where the mail is held: the ticket, and the message in it.
    pub held: Option<(TicketId, ArticleId)>,
    pub actor: PersonId,
    pub action: MailActionName,
    /// The queue or ticket that was chosen.
    pub detail: Option<String>,
}

impl ByHand {
    #[must_use]
    pub fn new(row: &IncomingRow, directive: Directive, actor: PersonId, detail: Option<String>) -> Self {
        Self {
            directive,
            before: row.outcome,
            held: row
                .ticket_id
                .zip(row.article_id)
                .filter(|_| row.outcome == MailOutcome::HeldFollowUp),
            actor,
            action: match directive {
                Directive::ByRules => MailActionName::RunAgain,
                Directive::NewTicket(_) => MailActionName::MakeTicket,
                Directive::Join(_) => MailActionName::JoinTicket,
            },
            detail,
        }
    }

    /// Writes down that it was done, and what came of it.
    pub(super) async fn note(
        &self,
        tx: &WriteTx,
        id: IncomingMailId,
        at: Timestamp,
        outcome: MailOutcome,
    ) -> Result<(), StoreError> {
        let action = NewAction {
            at,
            actor_id: Some(self.actor),
            action: self.action,
            detail: self.detail.clone(),
            outcome,
        };
        ledger::note(tx, id, &action).await
    }
}

/// Carries out what a person has said; false where the mail has another outcome by now. A ticket is made even of a mail that
/// cannot be read. Running again what breaks again gives the new reason.
///
/// # Errors
/// When it cannot be carried out; nothing has changed then.
pub async fn carry_out(app: &App, row: IncomingRow, by_hand: ByHand) -> Result<bool, ServiceError> {
    let id = row.id;
    let prepared = match fenced(prepare(app.clone(), row.clone())).await {
        Ok(prepared) => prepared,
        Err(ServiceError::Internal(_)) if by_hand.directive != Directive::ByRules => {
            prepare::unreadable(app, &row).await?
        }
        Err(error) => return broken_again(app, id, &by_hand, error).await,
    };
    match fenced(work::attempt(
        app.clone(),
        id,
        Arc::new(prepared),
        Some(by_hand.clone()),
    ))
    .await
    {
        Err(error) => broken_again(app, id, &by_hand, error).await,
        done => done,
    }
}

/// What did not work when it was run again is a failed mail, as at the first time.
async fn broken_again(
    app: &App,
    id: IncomingMailId,
    by_hand: &ByHand,
    error: ServiceError,
) -> Result<bool, ServiceError> {
    let may_fail = by_hand.directive == Directive::ByRules && by_hand.held.is_none();
    if !may_fail || !matches!(error, ServiceError::Internal(_)) {
        return Err(error);
    }
    tracing::error!(mail = %id, %error, "a mail could not be worked on when it was run again");
    let tx = app.store.begin().await?;
    let Some(row) = ledger::find(&tx, id).await? else {
        return Ok(false);
    };
    if ledger::claim_again(&tx, id, by_hand.before).await?.is_none() {
        return Ok(false);
    }
    Finished::broken(&error)
        .note_as(&tx, id, &row.from, &row.subject)
        .await?;
    by_hand.note(&tx, id, app.now(), MailOutcome::Failed).await?;
    tx.commit().await?;
    Ok(true)
}

/// The ticket in which a held message can be read now.
async fn home(tx: &WriteTx, ticket: TicketId) -> Result<TicketId, ServiceError> {
    Ok(tickets::root_of(tx, ticket).await?.unwrap_or(ticket))
}

/// Whether a held message stays where it is: only a place in a ticket is better than the one that it has.
pub(super) async fn stays_held(tx: &WriteTx, by_hand: &ByHand, outcome: Outcome) -> Result<bool, ServiceError> {
    let Some((ticket, _)) = by_hand.held else {
        return Ok(false);
    };
    Ok(match outcome {
        Outcome::NewTicket { .. } | Outcome::Continued { .. } | Outcome::FollowUp { .. } => false,
        Outcome::HeldFollowUp { ticket_id, .. } => ticket_id == home(tx, ticket).await?,
        Outcome::Rejected { .. } | Outcome::Bounce { .. } | Outcome::Ignored { .. } | Outcome::Quarantined { .. } => {
            true
        }
    })
}

/// Lets a held message in where it is held, if that is where it belongs; whether it was.
pub(super) async fn let_in(
    app: &App,
    tx: &WriteTx,
    setup: &Setup,
    by_hand: Option<&ByHand>,
    outcome: Outcome,
) -> Result<bool, ServiceError> {
    let Some((by_hand, (held_in, article))) = by_hand.and_then(|by_hand| Some((by_hand, by_hand.held?))) else {
        return Ok(false);
    };
    let Outcome::FollowUp { ticket_id } = outcome else {
        return Ok(false);
    };
    if ticket_id != home(tx, held_in).await? {
        return Ok(false);
    }
    let missing = || ServiceError::Internal(format!("the ticket {ticket_id} or its article {article} is missing"));
    let ticket = tickets::find_for_update(tx, ticket_id).await?.ok_or_else(missing)?;
    let found = articles::find(tx, article).await?.ok_or_else(missing)?;
    let facts = TicketFacts {
        target: TargetFacts::Articles(vec![article_facts(found)]),
        ..TicketFacts::default()
    };
    let mut ids = Ids(app);
    let mut ctx = app.context(&mut ids, app.now(), Some(by_hand.actor), Side::Agent, setup);
    let admit = Command::Admit(Admit { article_id: article });
    let decision = ticket::decide(&ticket, &admit, &facts, &mut ctx)?;
    let language = language_of(tx, &ticket).await?;
    let writing = Writing::by(Permit::for_system(), Some(ticket.version), by_hand.actor, language);
    write::write(app, tx, &decision, writing).await?;
    Ok(true)
}
