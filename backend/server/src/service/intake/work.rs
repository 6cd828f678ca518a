//! Decide what becomes of a prepared mail and apply it, with its outcome, in one transaction.

use std::sync::Arc;

use pult_domain::{
    inbound::{self, Directive, InboundFacts, Outcome},
    policy::Permit,
    ticket::{self, Decision, OpenFacts, Origin, Side, Ticket, TicketFacts},
};
use pult_mail::{Defect, ParsedMail};
use pult_shared::{
    api::mail::{MailOutcome, MailReason},
    command::{Command, OpenTicket, Reply},
    ids::{ArticleId, IncomingMailId, PersonId, QueueId, TicketId},
    mailbox::Mailbox,
    person::Language,
    ticket::{Channel, TicketNumber},
};
use pult_store::{
    WriteTx,
    ledger::{self, Incoming},
    outbox, people, tickets,
};

use super::{
    by_hand::{self, ByHand},
    content::PARTICIPANTS_OF_MAIL_MAX,
    effects::{Acting, Came},
    facts::{self, Reported},
    filters::{Place, Run},
    not_accepted,
    prepare::Prepared,
    process::{Finished, claim},
    trial::Trial,
};
use crate::{
    app::{App, Ids},
    service::{
        ServiceError,
        outgoing::deliver::record_failure,
        setup::Setup,
        ticket::write::{self, Writing},
    },
};

/// Works on one mail, if nobody else has by now; whether it was ours to work on. By hand: what a person has said goes before the
/// rules.
///
/// # Errors
/// Whatever went wrong; nothing is written then.
pub async fn attempt(
    app: App,
    id: IncomingMailId,
    prepared: Arc<Prepared>,
    by_hand: Option<ByHand>,
) -> Result<bool, ServiceError> {
    let how = match by_hand {
        Some(by_hand) => How::ByHand(by_hand),
        None => How::First,
    };
    decide_on(&app, id, &prepared, how).await
}

/// Decides once more on a mail that has this outcome, by the rules: it has come to another queue since. Whether it still had it.
///
/// # Errors
/// Whatever went wrong; nothing is written then.
pub async fn once_more(
    app: App,
    id: IncomingMailId,
    prepared: Arc<Prepared>,
    before: MailOutcome,
) -> Result<bool, ServiceError> {
    decide_on(&app, id, &prepared, How::Again(before)).await
}

/// What makes a mail be decided on.
enum How {
    First,
    Again(MailOutcome),
    ByHand(ByHand),
}

async fn decide_on(app: &App, id: IncomingMailId, prepared: &Prepared, how: How) -> Result<bool, ServiceError> {
    let mail = &prepared.mail;
    let number = app.numbers.next(&app.store, app.now()).await?;
    let tx = app.store.begin().await?;
    // Another instance may have been faster.
    let claimed = match &how {
        How::First => claim(&tx, id, app.now()).await?,
        How::Again(before) => ledger::claim_again(&tx, id, *before).await?,
        How::ByHand(by_hand) => ledger::claim_again(&tx, id, by_hand.before).await?,
    };
    let by_hand = match how {
        How::ByHand(by_hand) => Some(by_hand),
        How::First | How::Again(_) => None,
    };
    let Some(incoming) = claimed else {
        return Ok(false);
    };
    let setup = app.setup.read(&tx).await?;
    let tree = &setup.tree;
    let reported = facts::reported(&tx, mail).await?;
    let mut facts = facts::facts(app, &tx, tree, &incoming, prepared, reported.as_ref()).await?;
    // What a person has said goes before the filters too.
    let by_rules = by_hand
        .as_ref()
        .is_none_or(|by_hand| by_hand.directive == Directive::ByRules);
    let run = if by_rules {
        let filters = app.postmaster.read(&tx, setup.catalog.version).await?;
        let place = Place {
            app,
            tx: &tx,
            setup: &setup,
            incoming: &incoming,
            mail,
        };
        place.run(&mut facts, &filters, false).await?
    } else {
        Run::default()
    };
    let outcome = match &by_hand {
        Some(by_hand) => inbound::directed(&facts, by_hand.directive),
        None => inbound::decide(&facts),
    };
    let work = Work {
        app,
        tx: &tx,
        setup: &setup,
        incoming: &incoming,
        prepared,
        mail,
        by_hand: by_hand.as_ref(),
        also: inbound::also_shown(&facts, outcome),
        run: &run,
        trial: None,
    };
    if let Some(by_hand) = &by_hand
        && by_hand::stays_held(&tx, by_hand, outcome).await?
    {
        by_hand.note(&tx, id, app.now(), by_hand.before).await?;
    } else if !by_hand::let_in(app, &tx, &setup, by_hand.as_ref(), outcome).await? {
        let finished = work.carry_out(outcome, &facts, reported.as_ref(), number).await?;
        finished.note(&tx, id, Some(mail)).await?;
        if let Some(by_hand) = &by_hand {
            by_hand.note(&tx, id, app.now(), finished.outcome).await?;
        }
    }
    write::commit(app, tx).await?;
    tracing::info!(mail = %id, "a mail was worked on");
    Ok(true)
}

/// Who has written the mail.
struct Author {
    person: PersonId,
    language: Language,
}

/// How a mail comes into a ticket.
pub(super) enum Entry {
    /// Whom to confirm it to, where the queue does so.
    Open(Option<Mailbox>),
    /// For agents only, until one of them lets it in.
    Held,
    /// For agents only: a delivery report.
    Inside,
    /// The ticket stays closed; whom to tell.
    Rejected(Option<Mailbox>),
}

pub(super) struct Work<'a> {
    pub app: &'a App,
    pub tx: &'a WriteTx,
    pub setup: &'a Setup,
    pub incoming: &'a Incoming,
    pub prepared: &'a Prepared,
    pub mail: &'a ParsedMail,
    pub by_hand: Option<&'a ByHand>,
    /// What the postmaster filters want.
    pub run: &'a Run,
    /// Where filters are only tried out: what would be written goes here instead.
    pub trial: Option<&'a Trial>,
    /// The other queues that shall find its ticket.
    pub also: Vec<QueueId>,
}

impl Work<'_> {
    pub async fn carry_out(
        &self,
        outcome: Outcome,
        facts: &InboundFacts,
        reported: Option<&Reported>,
        number: TicketNumber,
    ) -> Result<Finished, ServiceError> {
        let mut finished = self.apply(outcome, facts, reported, number).await?;
        if finished.filters.is_empty() {
            finished.filters = self.run.reports();
        }
        if finished.reason_code == Some(MailReason::PostmasterFilter) {
            finished.reason = self.run.plan.by().map(str::to_owned);
        }
        Ok(finished)
    }

    async fn apply(
        &self,
        outcome: Outcome,
        facts: &InboundFacts,
        reported: Option<&Reported>,
        number: TicketNumber,
    ) -> Result<Finished, ServiceError> {
        Ok(match outcome {
            Outcome::NewTicket { queue_id, receipt } => {
                let receipt_to = facts.sender.as_ref().filter(|_| receipt);
                self.open(queue_id, receipt_to, number, None).await?
            }
            Outcome::FollowUp { ticket_id } => {
                let answer_to = facts.sender.clone().filter(|_| inbound::answers(facts));
                self.join(ticket_id, Entry::Open(answer_to), MailOutcome::FollowUp)
                    .await?
            }
            Outcome::HeldFollowUp { ticket_id, reason } => {
                let held = self.join(ticket_id, Entry::Held, MailOutcome::HeldFollowUp).await?;
                Finished {
                    reason_code: Some(reason),
                    ..held
                }
            }
            Outcome::Rejected { ticket_id, answer } => {
                let answer_to = facts.sender.clone().filter(|_| answer);
                let outcome = match &answer_to {
                    Some(_) => MailOutcome::Rejected,
                    None => MailOutcome::FollowUp,
                };
                let kept = self.join(ticket_id, Entry::Rejected(answer_to), outcome).await?;
                Finished {
                    reason_code: Some(MailReason::ClosedTicket),
                    ..kept
                }
            }
            Outcome::Continued {
                ticket_id,
                queue_id,
                receipt,
            } => {
                let receipt_to = facts.sender.as_ref().filter(|_| receipt);
                self.open(queue_id, receipt_to, number, Some(ticket_id)).await?
            }
            Outcome::Bounce { ticket_id } => self.bounce(ticket_id, reported).await?,
            Outcome::Ignored { reason } => Finished::because(MailOutcome::Ignored, reason),
            Outcome::Quarantined { reason, answer } => {
                if let (true, Some(to)) = (answer, &facts.sender) {
                    let first = facts.addressed.first().map(|queue| queue.queue_id);
                    let first =
                        first.ok_or_else(|| ServiceError::Internal("the mail was sent to no queue".to_owned()))?;
                    not_accepted::answer(
                        self.app,
                        self.tx,
                        &self.setup.tree,
                        self.queue(first)?,
                        self.mail,
                        to,
                        reason,
                    )
                    .await?;
                }
                Finished::because(MailOutcome::Quarantined, reason)
            }
        })
    }

    /// A receipt that cannot be written must not cost the ticket: it goes without.
    async fn open(
        &self,
        queue_id: QueueId,
        receipt_to: Option<&Mailbox>,
        number: TicketNumber,
        continues: Option<TicketId>,
    ) -> Result<Finished, ServiceError> {
        let person = self.person().await?;
        let held = self.by_hand.and_then(|by_hand| by_hand.held);
        let origin = match continues.or(held.map(|(ticket, _)| ticket)) {
            Some(id) => tickets::find_for_update(self.tx, id).await?,
            None => None,
        };
        if let Some(to) = receipt_to {
            match self
                .open_as(queue_id, &person, Some(to), number.clone(), origin.clone())
                .await
            {
                Err(ServiceError::Internal(error)) => {
                    tracing::error!(mail = %self.incoming.id, error, "no receipt could be written; a ticket without one");
                }
                done => return done,
            }
        }
        self.open_as(queue_id, &person, None, number, origin).await
    }

    async fn open_as(
        &self,
        queue_id: QueueId,
        person: &people::Person,
        receipt_to: Option<&Mailbox>,
        number: TicketNumber,
        origin: Option<Ticket>,
    ) -> Result<Finished, ServiceError> {
        let language = person.language.or(self.language()).unwrap_or_default();
        // A person may have several addresses: the answer goes to the one that wrote.
        let address = receipt_to
            .map(|to| to.address.clone())
            .or_else(|| person.addresses.first().cloned());
        let open_facts = OpenFacts {
            id: TicketId(self.app.fresh()),
            number,
            requester_id: person.id,
            receipt: receipt_to.is_some(),
            requester: Mailbox {
                name: Some(person.name.clone()),
                address: address.unwrap_or_default(),
            },
            channel: Channel::Mail,
            queue_sender: Some(self.app.sender_of(&self.setup.tree, self.queue(queue_id)?, language)),
            participants: self.participants(person.id).await?,
            mail: Some(self.mail_facts(&Entry::Open(None))),
            origin: origin.map(|ticket| Origin { ticket, article: None }),
            settles: self.settles(),
        };
        let request = OpenTicket {
            confirm: self.run.plan.auto_response,
            ..OpenTicket::new(queue_id, self.subject(language), self.text(language))
        };
        let now = self.app.now();
        let mut ids = Ids(self.app);
        let mut ctx = self
            .app
            .context(&mut ids, now, Some(person.id), Side::Customer, self.setup);
        let decision = ticket::open(&request, &open_facts, &mut ctx)?;
        let by = Author {
            person: person.id,
            language,
        };
        self.write(decision, None, by, Came::New, MailOutcome::NewTicket).await
    }

    async fn join(&self, ticket_id: TicketId, entry: Entry, outcome: MailOutcome) -> Result<Finished, ServiceError> {
        let held = self.by_hand.and_then(|by_hand| by_hand.held);
        let ids: Vec<TicketId> = held.map(|(held, _)| held).into_iter().chain([ticket_id]).collect();
        let mut locked = tickets::find_many_for_update(self.tx, &ids).await?;
        let ticket = locked
            .remove(&ticket_id)
            .ok_or_else(|| ServiceError::Internal(format!("the ticket {ticket_id} is missing")))?;
        let person = self.person().await?;
        let language = person.language.or(self.language()).unwrap_or_default();
        let came = match entry {
            Entry::Open(_) => Came::FollowUp {
                machine: self.mail.automatic.is_some(),
            },
            Entry::Held | Entry::Inside | Entry::Rejected(_) => Came::Aside,
        };
        let facts = TicketFacts {
            mail: Some(self.mail_facts(&entry)),
            queue_sender: Some(
                self.app
                    .sender_of(&self.setup.tree, self.queue(ticket.queue_id)?, language),
            ),
            actor: match entry {
                Entry::Open(answer_to) | Entry::Rejected(answer_to) => answer_to,
                Entry::Held | Entry::Inside => None,
            },
            ..TicketFacts::default()
        };
        let reply = Command::Reply(Reply {
            body: self.text(language),
            ..Reply::default()
        });
        let now = self.app.now();
        let mut ids = Ids(self.app);
        let mut ctx = self
            .app
            .context(&mut ids, now, Some(person.id), Side::Customer, self.setup);
        let mut decision = ticket::decide(&ticket, &reply, &facts, &mut ctx)?;
        if let Some((_, article)) = held {
            let left = locked.values().map(|ticket| ticket::moved_away(ticket, article, now));
            decision.others.extend(left);
        }
        let by = Author {
            person: person.id,
            language,
        };
        self.write(decision, Some(ticket.version), by, came, outcome).await
    }

    /// The held message that goes into the new ticket.
    fn settles(&self) -> Option<ArticleId> {
        self.by_hand?.held.map(|(_, article)| article)
    }

    /// A delivery report is kept in the ticket, inside. Where it is about a mail that went out from here, that mail has failed.
    async fn bounce(&self, ticket_id: Option<TicketId>, reported: Option<&Reported>) -> Result<Finished, ServiceError> {
        self.note_delays().await?;
        let Some(ticket_id) = ticket_id else {
            return Ok(Finished::because(MailOutcome::Bounce, MailReason::UnknownReport));
        };
        let finished = self.join(ticket_id, Entry::Inside, MailOutcome::Bounce).await?;
        if let Some(Reported {
            ticket_id,
            message_id,
            to,
            reason,
        }) = reported
        {
            let now = self.app.now();
            outbox::bounced(self.tx, message_id, to, reason, now).await?;
            record_failure(self.app, self.tx, *ticket_id, to, message_id, reason, now).await?;
        }
        Ok(finished)
    }

    /// A report that a mail is late is noted with it; nothing else changes, since it is still being tried.
    async fn note_delays(&self) -> Result<(), ServiceError> {
        let Some(report) = pult_mail::delivery_report(self.mail) else {
            return Ok(());
        };
        let Some(message_id) = &report.message_id else {
            return Ok(());
        };
        let late = |recipient: &&pult_mail::RecipientReport| recipient.outcome == pult_mail::Outcome::Delayed;
        for recipient in report.recipients.iter().filter(late) {
            let Some(to) = &recipient.address else { continue };
            let said = recipient.diagnostic.as_ref().or(recipient.status.as_ref());
            let said = said.map_or("", String::as_str);
            outbox::delayed(self.tx, message_id, to, said, self.app.now()).await?;
        }
        Ok(())
    }

    async fn write(
        &self,
        decision: Decision,
        before: Option<i64>,
        by: Author,
        came: Came,
        outcome: MailOutcome,
    ) -> Result<Finished, ServiceError> {
        let acting = Acting {
            app: self.app,
            tx: self.tx,
            setup: self.setup,
            plan: &self.run.plan,
        };
        if let Some(trial) = self.trial {
            let (filtered, filters) = acting.carry_out(&decision.ticket, came).await?;
            trial.note(decision, filtered, before.is_some());
            return Ok(Finished {
                filters,
                ..Finished::new(outcome)
            });
        }
        let Author { person, language } = by;
        let article_id = decision.articles.first().map(|article| article.id);
        let attachments = match article_id {
            Some(article_id) => self.prepared.keep_files(self.tx, article_id, self.app.now()).await?,
            None => Vec::new(),
        };
        let mut thread_ids = pult_mail::thread_ids(self.mail);
        thread_ids.extend(self.mail.message_id.clone());
        let writing = Writing {
            permit: Permit::for_system(),
            before,
            at: None,
            actor: Some(person),
            language,
            attachments,
            thread_ids,
            raw_blob: Some(self.incoming.raw_blob.clone()),
        };
        let ticket = write::write(self.app, self.tx, &decision, writing).await?;
        let (filtered, filters) = acting.carry_out(&ticket, came).await?;
        if let Some(filtered) = filtered {
            let writing = Writing::by_system(Permit::for_system(), Some(ticket.version), language);
            write::write(self.app, self.tx, &filtered, writing).await?;
        }
        let reason = self.prepared.left_out();
        let reason_code = match &reason {
            _ if !self.prepared.readable => Some(MailReason::Unreadable),
            Some(_) => Some(MailReason::FilesLeftOut),
            None if self.mail.defects.contains(&Defect::TooManyParts)
                || self.mail.defects.contains(&Defect::TooDeep) =>
            {
                Some(MailReason::CutShort)
            }
            None if self.mail.to.len() + self.mail.cc.len() > PARTICIPANTS_OF_MAIL_MAX => {
                Some(MailReason::ManyRecipients)
            }
            None => None,
        };
        Ok(Finished {
            ticket_id: Some(ticket.id),
            article_id,
            reason_code,
            reason,
            filters,
            ..Finished::new(outcome)
        })
    }

    fn queue(&self, id: QueueId) -> Result<&pult_domain::queue::Queue, ServiceError> {
        self.setup
            .tree
            .get(id)
            .ok_or_else(|| ServiceError::Internal(format!("the queue {id} is missing")))
    }
}
