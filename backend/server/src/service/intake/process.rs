//! Work on recorded mail: parse, decide, apply, and note the outcome, in one transaction.

use std::panic::AssertUnwindSafe;

use bytes::Bytes;
use pult_domain::{
    inbound::{self, Outcome},
    policy::Permit,
    queue::QueueTree,
    ticket::{self, Decision, MailFacts, OpenFacts, Side, TicketFacts},
};
use pult_mail::{Lang, ParsedMail};
use pult_shared::{
    Timestamp,
    api::mail::MailOutcome,
    command::{Command, OpenTicket, Reply},
    ids::{ArticleId, AttachmentId, IncomingMailId, PersonId, QueueId, TicketId},
    limits::SUBJECT_MAX,
    mailbox::Mailbox,
    person::Language,
    ticket::Channel,
};
use pult_store::{
    StoreError, WriteTx, blobs,
    ledger::{self, Incoming},
    outbox, people, queues,
    tickets::{self, NewAttachment},
};

use super::facts;
use crate::{
    app::{App, Ids},
    service::{
        ServiceError,
        outgoing::deliver::record_failure,
        ticket::write::{self, Writing},
    },
};

/// The longest text of a mail that goes into an article, in characters; the raw mail keeps all of it.
const TEXT_MAX: usize = 1_000_000;

/// Works on mails that were recorded and have no outcome yet, oldest first. Returns how many.
///
/// # Errors
/// When the database fails. A mail that cannot be worked on is no error here: it gets the outcome `failed`.
pub async fn process_pending(app: &App, limit: u32) -> Result<usize, StoreError> {
    let pending = ledger::pending(&app.store, app.now(), limit).await?;
    let count = pending.len();
    for id in pending {
        process(app, id).await?;
    }
    Ok(count)
}

/// Works on one mail, if it still waits.
///
/// # Errors
/// When the database fails; the mail then waits on.
pub async fn process(app: &App, id: IncomingMailId) -> Result<(), StoreError> {
    match attempt(app, id).await {
        Ok(()) => Ok(()),
        Err(ServiceError::Unavailable(reason)) => Err(StoreError::Unavailable(reason)),
        Err(error) => {
            tracing::error!(mail = %id, %error, "a mail could not be worked on; it is a work item now");
            let tx = app.store.begin().await?;
            if claim(&tx, id, app.now()).await?.is_some() {
                let finished = Finished {
                    reason: Some(error.to_string()),
                    ..Finished::new(MailOutcome::Failed)
                };
                finished.note(&tx, id, None).await?;
            }
            tx.commit().await
        }
    }
}

async fn attempt(app: &App, id: IncomingMailId) -> Result<(), ServiceError> {
    let Some(row) = ledger::find(&app.store, id).await? else {
        return Ok(());
    };
    let raw = blobs::get(&app.store, &row.raw_blob)
        .await?
        .ok_or_else(|| ServiceError::Internal("the raw mail is missing".to_owned()))?;
    let mail = parse(raw).await?;
    let number = app.numbers.next(&app.store, app.now()).await?;
    let tx = app.store.begin().await?;
    // Another instance may have been faster.
    let Some(incoming) = claim(&tx, id, app.now()).await? else {
        return Ok(());
    };
    let tree = queues::tree(&tx).await?;
    let facts = facts::facts(app, &tx, &tree, &incoming, &mail).await?;
    let outcome = inbound::decide(&facts);
    let work = Work {
        app,
        tx: &tx,
        tree: &tree,
        incoming: &incoming,
        mail: &mail,
    };
    let finished = match outcome {
        Outcome::NewTicket { queue_id, receipt } => work.open(queue_id, receipt, number).await?,
        Outcome::FollowUp { ticket_id } => work.join(ticket_id, false, MailOutcome::FollowUp).await?,
        Outcome::HeldFollowUp { ticket_id } => work.join(ticket_id, true, MailOutcome::HeldFollowUp).await?,
        Outcome::Bounce { ticket_id } => work.bounce(ticket_id).await?,
        Outcome::Ignored { reason } => Finished::because(MailOutcome::Ignored, reason),
        Outcome::Quarantined { reason } => Finished::because(MailOutcome::Quarantined, reason),
    };
    finished.note(&tx, id, Some(&mail)).await?;
    write::commit(app, tx).await
}

/// Takes the mail for this transaction: whoever is second waits for its end and finds nothing left to do. Rolled back, the
/// mail waits again at once, so that a crash delays nothing.
async fn claim(tx: &WriteTx, id: IncomingMailId, now: Timestamp) -> Result<Option<Incoming>, StoreError> {
    ledger::claim(tx, id, now, now).await
}

/// What became of a mail.
struct Finished {
    outcome: MailOutcome,
    reason: Option<String>,
    ticket_id: Option<TicketId>,
    article_id: Option<ArticleId>,
}

impl Finished {
    fn new(outcome: MailOutcome) -> Self {
        Self {
            outcome,
            reason: None,
            ticket_id: None,
            article_id: None,
        }
    }

    fn because(outcome: MailOutcome, reason: &str) -> Self {
        Self {
            reason: Some(reason.to_owned()),
            ..Self::new(outcome)
        }
    }

    async fn note(&self, tx: &WriteTx, id: IncomingMailId, mail: Option<&ParsedMail>) -> Result<(), StoreError> {
        let from = mail
            .and_then(|mail| mail.from.as_ref())
            .map(ToString::to_string)
            .unwrap_or_default();
        let subject = mail.map_or("", |mail| mail.subject.as_str());
        let reason = self.reason.as_deref();
        ledger::finish(
            tx,
            id,
            self.outcome,
            reason,
            &from,
            subject,
            self.ticket_id,
            self.article_id,
        )
        .await
    }
}

/// Parsing is pure, bounded and never panics; if it does all the same, the mail fails and the desk goes on.
async fn parse(raw: Bytes) -> Result<ParsedMail, ServiceError> {
    let parsed =
        tokio::task::spawn_blocking(move || std::panic::catch_unwind(AssertUnwindSafe(|| pult_mail::parse(&raw))));
    match parsed.await {
        Ok(Ok(mail)) => Ok(mail),
        Ok(Err(_)) => Err(ServiceError::Internal("the parser broke on this mail".to_owned())),
        Err(error) => Err(ServiceError::Internal(error.to_string())),
    }
}

struct Work<'a> {
    app: &'a App,
    tx: &'a WriteTx,
    tree: &'a QueueTree,
    incoming: &'a Incoming,
    mail: &'a ParsedMail,
}

impl Work<'_> {
    async fn open(
        &self,
        queue_id: QueueId,
        receipt: bool,
        number: pult_shared::ticket::TicketNumber,
    ) -> Result<Finished, ServiceError> {
        let queue = self.queue(queue_id)?;
        let person = self.person().await?;
        let language = person.language.or(self.language()).unwrap_or_default();
        let address = person.addresses.first().cloned();
        let open_facts = OpenFacts {
            id: TicketId(self.app.fresh()),
            number,
            requester_id: person.id,
            receipt: receipt && address.is_some(),
            requester: Mailbox {
                name: Some(person.name.clone()),
                address: address.unwrap_or_default(),
            },
            channel: Channel::Mail,
            queue_sender: queue.sender(language),
            mail: Some(self.mail_facts(false)),
        };
        let request = OpenTicket {
            queue_id,
            subject: self.subject(language),
            body: self.text(),
            requester: None,
            channel: None,
            priority: None,
            attachments: Vec::new(),
        };
        let now = self.app.now();
        let mut ids = Ids(self.app);
        let mut ctx = self.app.context(&mut ids, now, Some(person.id), Side::Customer);
        let decision = ticket::open(&request, &open_facts, &mut ctx)?;
        self.write(decision, None, person.id, language, MailOutcome::NewTicket)
            .await
    }

    async fn join(&self, ticket_id: TicketId, held: bool, outcome: MailOutcome) -> Result<Finished, ServiceError> {
        let ticket = tickets::find_for_update(self.tx, ticket_id)
            .await?
            .ok_or_else(|| ServiceError::Internal(format!("the ticket {ticket_id} is missing")))?;
        let person = self.person().await?;
        let facts = TicketFacts {
            mail: Some(self.mail_facts(held)),
            ..TicketFacts::default()
        };
        let reply = Command::Reply(Reply {
            body: self.text(),
            ..Reply::default()
        });
        let now = self.app.now();
        let mut ids = Ids(self.app);
        let mut ctx = self.app.context(&mut ids, now, Some(person.id), Side::Customer);
        let decision = ticket::decide(&ticket, &reply, &facts, &mut ctx)?;
        let language = person.language.unwrap_or_default();
        self.write(decision, Some(ticket.version), person.id, language, outcome)
            .await
    }

    /// A delivery report: the mail that it reports on has failed, and the report is kept in its ticket, inside.
    async fn bounce(&self, ticket_id: Option<TicketId>) -> Result<Finished, ServiceError> {
        let Some(ticket_id) = ticket_id else {
            return Ok(Finished::because(
                MailOutcome::Bounce,
                "reports on a mail that is not known here",
            ));
        };
        let finished = self.join(ticket_id, true, MailOutcome::Bounce).await?;
        if let Some(returned) = pult_mail::returned(self.mail).filter(|returned| returned.permanent)
            && let Some(message_id) = returned.message_id
        {
            let to = returned.recipient.unwrap_or_default();
            let reason = returned.diagnostic.or(returned.status).unwrap_or_default();
            outbox::bounced(self.tx, &message_id, &to, &reason).await?;
            record_failure(self.app, self.tx, ticket_id, &to, &message_id, &reason, self.app.now()).await?;
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
        let mut decision = decision;
        let article_id = decision.articles.first().map(|article| article.id);
        let attachments = self.attachments(article_id).await?;
        for article in &mut decision.articles {
            article.html = article.html.take().map(|html| with_inline_images(html, &attachments));
        }
        let queue = self.queue(decision.ticket.queue_id)?;
        let mut thread_ids = pult_mail::thread_ids(self.mail);
        thread_ids.extend(self.mail.message_id.clone());
        let writing = Writing {
            permit: Permit::for_system(),
            before,
            queue,
            actor: Some(person),
            language,
            attachments,
            thread_ids,
        };
        let ticket = write::write(self.app, self.tx, &decision, writing).await?;
        Ok(Finished {
            ticket_id: Some(ticket.id),
            article_id,
            ..Finished::new(outcome)
        })
    }

    async fn attachments(&self, article_id: Option<ArticleId>) -> Result<Vec<NewAttachment>, ServiceError> {
        let Some(article_id) = article_id else {
            return Ok(Vec::new());
        };
        let mut stored = Vec::with_capacity(self.mail.attachments.len());
        for file in &self.mail.attachments {
            let blob_hash = blobs::put(self.tx, &file.bytes, self.app.now()).await?;
            stored.push(NewAttachment {
                id: AttachmentId(self.app.fresh()),
                article_id,
                name: file.name.clone(),
                media_type: file.media_type.clone(),
                content_id: file.content_id.clone(),
                inline: file.inline,
                size: file.bytes.len() as u64,
                blob_hash,
            });
        }
        Ok(stored)
    }

    fn queue(&self, id: QueueId) -> Result<&pult_domain::queue::Queue, ServiceError> {
        self.tree
            .get(id)
            .ok_or_else(|| ServiceError::Internal(format!("the queue {id} is missing")))
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

    fn mail_facts(&self, held: bool) -> MailFacts {
        let all = |list: &[pult_mail::Mailbox]| list.iter().map(from_mail).collect();
        MailFacts {
            from: self.mail.from.as_ref().map(from_mail),
            to: all(&self.mail.to),
            cc: all(&self.mail.cc),
            subject: self.mail.subject.chars().take(SUBJECT_MAX).collect(),
            html: self.mail.html.as_deref().map(|html| pult_markup::safe_html(html).html),
            message_id: self.mail.message_id.clone(),
            automatic: self.mail.automatic.is_some(),
            held,
        }
    }
}

fn from_mail(mailbox: &pult_mail::Mailbox) -> Mailbox {
    Mailbox {
        name: mailbox.name.clone(),
        address: mailbox.address.clone(),
    }
}

/// Points the images of the mail itself to where they are served.
fn with_inline_images(html: String, attachments: &[NewAttachment]) -> String {
    attachments.iter().fold(html, |html, file| match &file.content_id {
        Some(content_id) => {
            let served = format!("src=\"/api/v1/attachments/{}?inline=1\"", file.id);
            html.replace(&format!("data-cid=\"{content_id}\""), &served)
        }
        None => html,
    })
}
