//! Try postmaster filters out: a mail takes its usual road, and nothing of it is kept.
//!
//! Must not know who may do so: whoever calls has asked.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use pult_domain::{
    inbound::{self, Outcome, postmaster::Compiled},
    ticket::{Decision, Ticket},
};
use pult_shared::{
    api::mail::{MailOutcome, MailReason},
    event::MailKind,
    postmaster::AppliedFilter,
    ticket::TicketNumber,
};
use pult_store::ledger::Incoming;

use super::{
    facts,
    filters::{Place, Run},
    prepare,
    work::Work,
};
use crate::{app::App, service::ServiceError};

/// Where a mail that is tried leaves what would have been written.
#[derive(Debug, Default)]
pub struct Trial(Mutex<Option<Noted>>);

#[derive(Debug)]
struct Noted {
    ticket: Ticket,
    known: bool,
    answers_to: Vec<String>,
}

impl Trial {
    pub(super) fn note(&self, decision: Decision, filtered: Option<Decision>, known: bool) {
        let answers = decision
            .mails
            .iter()
            .filter(|mail| MailKind::ANSWERS.contains(&mail.kind));
        let answers_to = answers.flat_map(|mail| &mail.to).map(|to| to.address.clone()).collect();
        let noted = Noted {
            ticket: filtered.map_or(decision.ticket, |filtered| filtered.ticket),
            known,
            answers_to,
        };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(noted);
    }
}

/// What would become of a mail.
#[derive(Debug)]
pub struct Tried {
    pub from: String,
    pub subject: String,
    pub run: Run,
    pub applied: Vec<AppliedFilter>,
    pub outcome: MailOutcome,
    pub reason_code: Option<MailReason>,
    pub reason: Option<String>,
    /// As it would be afterwards, and whether it is there already.
    pub ticket: Option<(Ticket, bool)>,
    pub answers_to: Vec<String>,
}

/// Takes a mail along its road with these filters, in a transaction that is rolled back.
///
/// # Errors
/// When the database fails, or the mail cannot be worked on.
pub async fn try_out(app: &App, incoming: &Incoming, raw: Bytes, filters: &[Compiled]) -> Result<Tried, ServiceError> {
    let prepared = prepare::look_at(app, incoming, raw).await?;
    let mail = &prepared.mail;
    let tx = app.store.begin().await?;
    let setup = app.setup.read(&tx).await?;
    let reported = facts::reported(&tx, mail).await?;
    let mut facts = facts::facts(app, &tx, &setup.tree, incoming, &prepared, reported.as_ref()).await?;
    let place = Place {
        app,
        tx: &tx,
        setup: &setup,
        incoming,
        mail,
    };
    let run = place.run(&mut facts, filters, true).await?;
    let trial = Trial::default();
    let outcome = inbound::decide(&facts);
    let work = Work {
        app,
        tx: &tx,
        setup: &setup,
        incoming,
        prepared: &prepared,
        mail,
        by_hand: None,
        also: inbound::also_shown(&facts, outcome),
        run: &run,
        trial: Some(&trial),
    };
    // Never written, so it need not be a free one.
    let number = TicketNumber("0".to_owned());
    let finished = work.carry_out(outcome, &facts, reported.as_ref(), number).await?;
    drop(tx);
    let noted = trial.0.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut answers_to = Vec::new();
    if let Outcome::Quarantined { answer: true, .. } = outcome {
        answers_to.extend(facts.sender.as_ref().map(|sender| sender.address.clone()));
    }
    let ticket = noted.map(|noted| {
        answers_to.extend(noted.answers_to);
        (noted.ticket, noted.known)
    });
    Ok(Tried {
        from: mail.from.as_ref().map(ToString::to_string).unwrap_or_default(),
        subject: mail.subject.clone(),
        applied: finished.filters,
        outcome: finished.outcome,
        reason_code: finished.reason_code,
        reason: finished.reason,
        ticket,
        answers_to,
        run,
    })
}
