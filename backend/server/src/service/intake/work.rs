//! Decide what becomes of a prepared mail and apply it, with its outcome, in one transaction.

use std::sync::Arc;

use pult_domain::{
    inbound::{self, Outcome},
    policy::Permit,
    ticket::{self, Decision, MailFacts, OpenFacts, Origin, Side, Ticket, TicketFacts},
};
use pult_mail::{Lang, ParsedMail};
use pult_shared::{
    api::mail::MailOutcome,
    command::{Command, OpenTicket, Reply},
    ids::{IncomingMailId, PersonId, QueueId, TicketId},
    limits::SUBJECT_MAX,
    mailbox::Mailbox,
    person::Language,
    ticket::{Channel, TicketNumber},
};
use pult_store::{WriteTx, ledger::Incoming, outbox, people, tickets};

use super::{
    facts::{self, Reported},
    prepare::Prepared,
    process::{Finished, claim},
};
use crate::{
    app::{App, Ids},
    service::{
        ServiceError,
        outgoing::deliver::record_failure,
        setup::Setup,
        ticket::{
            facts::somebody,
            write::{self, Writing},
        },
    },
};

/// The longest text of a mail that goes into an article, in characters; the raw mail keeps all of it.
const TEXT_MAX: usize = 1_000_000;

/// Recipients of a mail who take part in its ticket; a mail to more is a circular.
const PARTICIPANTS_OF_MAIL_MAX: usize = 20;

/// Works on one mail, if nobody else has by now.
///
/// # Errors
/// Whatever went wrong; nothing is written then.
pub async fn attempt(app: App, id: IncomingMailId, prepared: Arc<Prepared>) -> Result<(), ServiceError> {
    let mail = &prepared.mail;
    let number = app.numbers.next(&app.store, app.now()).await?;
    let tx = app.store.begin().await?;
    // Another instance may have been faster.
    let Some(incoming) = claim(&tx, id, app.now()).await? else {
        return Ok(());
    };
    let setup = app.setup.read(&tx).await?;
    let tree = &setup.tree;
    let reported = facts::reported(&tx, mail).await?;
    let facts = facts::facts(&app, &tx, tree, &incoming, mail, reported.as_ref()).await?;
    let outcome = inbound::decide(&facts);
    let work = Work {
        app: &app,
        tx: &tx,
        setup: &setup,
        incoming: &incoming,
        prepared: &prepared,
        mail,
    };
    let finished = match outcome {
        Outcome::NewTicket { queue_id, receipt } => {
            let receipt_to = facts.sender.as_ref().filter(|_| receipt);
            work.open(queue_id, receipt_to, number, None).await?
        }
        Outcome::FollowUp { ticket_id } => work.join(ticket_id, Entry::Open, MailOutcome::FollowUp).await?,
        Outcome::HeldFollowUp { ticket_id } => work.join(ticket_id, Entry::Held, MailOutcome::HeldFollowUp).await?,
        Outcome::Rejected { ticket_id, answer } => {
            let answer_to = facts.sender.clone().filter(|_| answer);
            work.join(ticket_id, Entry::Rejected(answer_to), MailOutcome::FollowUp)
                .await?
        }
        Outcome::Continued {
            ticket_id,
            queue_id,
            receipt,
        } => {
            let receipt_to = facts.sender.as_ref().filter(|_| receipt);
            work.open(queue_id, receipt_to, number, Some(ticket_id)).await?
        }
        Outcome::Bounce { ticket_id } => work.bounce(ticket_id, reported.as_ref()).await?,
        Outcome::Ignored { reason } => Finished::because(MailOutcome::Ignored, reason),
        Outcome::Quarantined { reason } => Finished::because(MailOutcome::Quarantined, reason),
    };
    finished.note(&tx, id, Some(mail)).await?;
    write::commit(&app, tx).await
}

/// How a mail comes into a ticket.
enum Entry {
    Open,
    /// For agents only, until one of them lets it in.
    Held,
    /// The ticket stays closed; whom to tell.
    Rejected(Option<Mailbox>),
}

struct Work<'a> {
    app: &'a App,
    tx: &'a WriteTx,
    setup: &'a Setup,
    incoming: &'a Incoming,
    prepared: &'a Prepared,
    mail: &'a ParsedMail,
}

impl Work<'_> {
    /// A receipt that cannot be written must not cost the ticket: it goes without.
    async fn open(
        &self,
        queue_id: QueueId,
        receipt_to: Option<&Mailbox>,
        number: TicketNumber,
        continues: Option<TicketId>,
    ) -> Result<Finished, ServiceError> {
        let person = self.person().await?;
        let origin = match continues {
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
            queue_sender: Some(self.app.sender_of(self.queue(queue_id)?, language)),
            participants: self.participants(person.id).await?,
            mail: Some(self.mail_facts(&Entry::Open)),
            origin: origin.map(|ticket| Origin { ticket, article: None }),
        };
        let request = OpenTicket::new(queue_id, self.subject(language), self.text());
        let now = self.app.now();
        let mut ids = Ids(self.app);
        let mut ctx = self
            .app
            .context(&mut ids, now, Some(person.id), Side::Customer, self.setup);
        let decision = ticket::open(&request, &open_facts, &mut ctx)?;
        self.write(decision, None, person.id, language, MailOutcome::NewTicket)
            .await
    }

    async fn join(&self, ticket_id: TicketId, entry: Entry, outcome: MailOutcome) -> Result<Finished, ServiceError> {
        let ticket = tickets::find_for_update(self.tx, ticket_id)
            .await?
            .ok_or_else(|| ServiceError::Internal(format!("the ticket {ticket_id} is missing")))?;
        let person = self.person().await?;
        let language = person.language.or(self.language()).unwrap_or_default();
        let facts = TicketFacts {
            mail: Some(self.mail_facts(&entry)),
            queue_sender: Some(self.app.sender_of(self.queue(ticket.queue_id)?, language)),
            actor: match entry {
                Entry::Rejected(answer_to) => answer_to,
                _ => None,
            },
            ..TicketFacts::default()
        };
        let reply = Command::Reply(Reply {
            body: self.text(),
            ..Reply::default()
        });
        let now = self.app.now();
        let mut ids = Ids(self.app);
        let mut ctx = self
            .app
            .context(&mut ids, now, Some(person.id), Side::Customer, self.setup);
        let decision = ticket::decide(&ticket, &reply, &facts, &mut ctx)?;
        self.write(decision, Some(ticket.version), person.id, language, outcome)
            .await
    }

    /// A delivery report is kept in the ticket, inside. Where it is about a mail that went out from here, that mail has failed.
    async fn bounce(&self, ticket_id: Option<TicketId>, reported: Option<&Reported>) -> Result<Finished, ServiceError> {
        let Some(ticket_id) = ticket_id else {
            return Ok(Finished::because(
                MailOutcome::Bounce,
                "reports on a mail that is not known here",
            ));
        };
        let finished = self.join(ticket_id, Entry::Held, MailOutcome::Bounce).await?;
        if let Some(Reported {
            ticket_id,
            message_id,
            to,
            reason,
        }) = reported
        {
            outbox::bounced(self.tx, message_id, to, reason).await?;
            record_failure(self.app, self.tx, *ticket_id, to, message_id, reason, self.app.now()).await?;
        }
        Ok(finished)
    }

    async fn write(
        &self,
        decision: Decision,
        before: Option<i64>,
        person: PersonId,
        language: Language,
        outcome: MailOutcome,
    ) -> Result<Finished, ServiceError> {
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
            actor: Some(person),
            language,
            attachments,
            thread_ids,
            raw_blob: Some(self.incoming.raw_blob.clone()),
        };
        let ticket = write::write(self.app, self.tx, &decision, writing).await?;
        Ok(Finished {
            ticket_id: Some(ticket.id),
            article_id,
            reason: self.prepared.left_out(),
            ..Finished::new(outcome)
        })
    }

    fn queue(&self, id: QueueId) -> Result<&pult_domain::queue::Queue, ServiceError> {
        self.setup
            .tree
            .get(id)
            .ok_or_else(|| ServiceError::Internal(format!("the queue {id} is missing")))
    }

    /// Persons in To and Cc take part (requirement D6). A machine's list of recipients says nothing.
    async fn participants(&self, requester: PersonId) -> Result<Vec<PersonId>, ServiceError> {
        let named = || self.mail.to.iter().chain(&self.mail.cc);
        let ours = |address: &str| {
            let delivered = self.incoming.envelope_to.iter().chain(&self.mail.delivered_to);
            delivered.into_iter().any(|own| own.eq_ignore_ascii_case(address))
                || self.setup.tree.for_address(address).is_some()
                || self.app.config.mail.address.eq_ignore_ascii_case(address)
        };
        // Where none of the addresses is known to be the desk's, one of them is all the same; nobody knows which.
        let mut people = Vec::new();
        if self.mail.automatic.is_some() || !named().any(|mailbox| ours(&mailbox.address)) {
            return Ok(people);
        }
        for mailbox in named()
            .filter(|mailbox| !ours(&mailbox.address))
            .take(PARTICIPANTS_OF_MAIL_MAX)
        {
            let person = somebody(self.app, self.tx, &self.setup.tree, &from_mail(mailbox)).await?;
            people.extend(person.filter(|person| *person != requester && !people.contains(person)));
        }
        Ok(people)
    }

    /// The person behind the sender; mail that names nobody belongs to a stand-in, so that it has a ticket all the same.
    async fn person(&self) -> Result<people::Person, ServiceError> {
        let sender = facts::sender(self.mail, &self.incoming.envelope_from).unwrap_or_else(|| Mailbox {
            name: Some("?".to_owned()),
            address: format!("unknown-sender@{}", self.app.config.mail.domain),
        });
        let fresh = PersonId(self.app.fresh());
        Ok(people::ensure_for_mailbox(self.tx, &sender, self.language(), self.app.now(), fresh).await?)
    }

    fn language(&self) -> Option<Language> {
        self.mail.language.map(|language| match language {
            Lang::De => Language::De,
            Lang::En => Language::En,
        })
    }

    fn subject(&self, language: Language) -> String {
        let bare = pult_mail::strip_subject(&self.mail.subject, &self.app.config.mail.hooks());
        if bare.trim().is_empty() {
            return self.app.texts.in_language(language).get("mail-no-subject");
        }
        bare.chars().take(SUBJECT_MAX).collect()
    }

    fn text(&self) -> String {
        self.mail.text.chars().take(TEXT_MAX).collect()
    }

    fn mail_facts(&self, entry: &Entry) -> MailFacts {
        let all = |list: &[pult_mail::Mailbox]| list.iter().map(from_mail).collect();
        MailFacts {
            from: self.mail.from.as_ref().map(from_mail),
            to: all(&self.mail.to),
            cc: all(&self.mail.cc),
            subject: self.mail.subject.chars().take(SUBJECT_MAX).collect(),
            html: self.prepared.html.clone(),
            message_id: self.mail.message_id.clone(),
            automatic: self.mail.automatic.is_some(),
            held: matches!(entry, Entry::Held),
            rejected: matches!(entry, Entry::Rejected(_)),
        }
    }
}

fn from_mail(mailbox: &pult_mail::Mailbox) -> Mailbox {
    Mailbox {
        name: mailbox.name.clone(),
        address: mailbox.address.clone(),
    }
}
