//! Look up what the decision about a mail goes by.

use jiff::SignedDuration;
use pult_domain::{
    inbound::{self, Acquaintance, Addressed, Check, ClosedTicket, InboundFacts, KnownTicket, Machine, sender_trust},
    number, policy,
    queue::{Queue, QueueTree},
    ticket::Ticket,
};
use pult_mail::{Automatic, Defect, ParsedMail};
use pult_shared::{
    Timestamp,
    api::{
        article::{SenderTrust, SignatureResult},
        mail::{Door, OutgoingStatus},
    },
    ids::{PersonId, QueueId, TicketId},
    limits::NAME_MAX,
    mailbox::{Mailbox, is_address},
    person::Permission,
};
use pult_store::{
    WriteTx,
    ledger::Incoming,
    outbox::{self, SentByItself},
    people::{self, Person, Sender},
    threads,
    tickets::{self, TicketKey},
};

use super::prepare::Prepared;
use crate::{app::App, service::ServiceError};

/// The facts about one mail.
///
/// # Errors
/// When the database fails, or no queue takes what fits nowhere.
pub async fn facts(
    app: &App,
    tx: &WriteTx,
    tree: &QueueTree,
    incoming: &Incoming,
    prepared: &Prepared,
    reported: Option<&Reported>,
) -> Result<InboundFacts, ServiceError> {
    let mail = &prepared.mail;
    let sender = sender(mail, &incoming.envelope_from);
    let person = match &sender {
        Some(sender) => people::by_sender(tx, &sender.address).await?,
        None => None,
    };
    let acquaintance = acquaintance(person.as_ref());
    let person = person.map(|sender| sender.person);
    let now = app.now();
    let look = Look {
        tx,
        tree,
        sender: sender.as_ref(),
        person: person.as_ref(),
        since: earlier(now, SignedDuration::from_mins(10)),
    };
    let by_number = look.by_number(&app.config.mail.hooks(), &mail.subject).await?;
    let by_thread = look.by_thread(mail).await?;
    let addressed = addressed(app, tree, incoming, mail);
    if addressed.is_empty() {
        return Err(ServiceError::Internal(
            "no queue takes mail that fits nowhere".to_owned(),
        ));
    }
    let own_address =
        |mailbox: &Mailbox| tree.for_address(&mailbox.address).is_some() || mailbox.address == app.config.mail.address;
    let answers = match &sender {
        Some(sender) => {
            outbox::answers_since(tx, &sender.address, earlier(now, SignedDuration::from_hours(24))).await?
        }
        None => SentByItself::default(),
    };
    let opened_lately = match &person {
        Some(person) => threads::opened_since(tx, person.id, earlier(now, SignedDuration::from_hours(1))).await?,
        None => 0,
    };
    Ok(InboundFacts {
        original_size: incoming.size,
        max_bytes: app.config.mail.max_bytes,
        acquaintance,
        trust: trust(app, prepared, &incoming.envelope_from)
            .map(|trust| trust.verdict)
            .unwrap_or_default(),
        answers_today: answers.answers,
        refusals_today: answers.not_accepted,
        answers_per_day: app.config.mail.answers_per_day,
        opened_lately,
        tickets_per_hour: app.config.mail.tickets_per_hour,
        ticket_burst: app.config.mail.ticket_burst,
        machine: mail.automatic.map(machine),
        null_sender: names_no_sender(incoming),
        own: mail.loop_marker.as_deref() == Some(app.config.mail.domain.to_lowercase().as_str()),
        by_number,
        by_thread,
        reported: reported.map(|reported| reported.ticket_id),
        addressed,
        fate: None,
        auto_response: None,
        // Our own addresses never get an answer from us.
        sender: sender.filter(|mailbox| !own_address(mailbox) && pult_mail::can_be_written_to(&mailbox.address)),
    })
}

/// A mail of ours that came back.
#[derive(Clone, Debug)]
pub struct Reported {
    pub ticket_id: TicketId,
    pub message_id: String,
    pub to: String,
    pub reason: String,
}

/// What a delivery report says about a mail of ours that had been sent. Anybody can write a report, so one that names another
/// mail, or somebody whom it did not go to, says nothing.
///
/// # Errors
/// When the database fails.
pub async fn reported(tx: &WriteTx, mail: &ParsedMail) -> Result<Option<Reported>, ServiceError> {
    let Some(returned) = pult_mail::returned(mail).filter(|returned| returned.permanent) else {
        return Ok(None);
    };
    let (Some(message_id), Some(to)) = (returned.message_id, returned.recipient) else {
        return Ok(None);
    };
    let rows = outbox::find_by_message_id(tx, &message_id).await?;
    let sent = rows
        .into_iter()
        .find(|row| row.mail.to == to && row.mail.status == OutgoingStatus::Sent);
    // The answer to a mail that has opened no ticket may come back; nobody waits for it.
    let ticket_id = sent.and_then(|row| row.mail.ticket_id);
    Ok(ticket_id.map(|ticket_id| Reported {
        ticket_id,
        message_id,
        to,
        reason: returned.diagnostic.or(returned.status).unwrap_or_default(),
    }))
}

/// Only doors that carry an envelope can tell.
fn names_no_sender(incoming: &Incoming) -> bool {
    matches!(incoming.door, Door::Lmtp | Door::Pipe) && incoming.envelope_from.trim().is_empty()
}

fn machine(automatic: Automatic) -> Machine {
    match automatic {
        Automatic::AutoReply => Machine::AutoReply,
        Automatic::AutoGenerated => Machine::Generated,
        Automatic::Bulk => Machine::Bulk,
        Automatic::Bounce => Machine::Bounce,
    }
}

/// Who wrote: From; where there is none, the envelope's sender. Never the envelope's for a From that cannot be read: it may
/// name somebody else.
#[must_use]
pub fn sender(mail: &ParsedMail, envelope_from: &str) -> Option<Mailbox> {
    let from = mail.from.as_ref().map(|from| Mailbox {
        name: from.name.clone(),
        address: from.address.clone(),
    });
    let envelope = || Mailbox {
        name: None,
        address: envelope_from.trim().to_lowercase(),
    };
    if mail.defects.contains(&Defect::BadFrom) {
        return None;
    }
    from.or_else(|| Some(envelope()).filter(|mailbox| is_address(&mailbox.address)))
}

/// The queues that a mail was sent to, in order; else the one that takes what fits nowhere (requirement A9).
fn addressed(app: &App, tree: &QueueTree, incoming: &Incoming, mail: &ParsedMail) -> Vec<Addressed> {
    let delivered = incoming.envelope_to.iter().chain(&mail.delivered_to);
    let delivered = delivered_to(app, tree, &incoming.accounts, delivered.map(String::as_str));
    let named = mail.to.iter().chain(&mail.cc);
    let named: Vec<QueueId> = named
        .filter_map(|mailbox| tree.for_address(&mailbox.address))
        .map(|queue| queue.id)
        .collect();
    let queues = inbound::in_order(&delivered, &named);
    let found = queues.into_iter().filter_map(|id| tree.get(id));
    let mut found: Vec<&Queue> = found.collect();
    if found.is_empty() {
        found.extend(tree.catch_all());
    }
    let known = found.into_iter().map(|queue| Addressed {
        queue_id: queue.id,
        rules: queue.intake,
    });
    known.collect()
}

/// The queues of the mailboxes that a mail was fetched from, and of the addresses that it was delivered to.
pub(super) fn delivered_to<'a>(
    app: &App,
    tree: &QueueTree,
    accounts: &[String],
    addresses: impl Iterator<Item = &'a str>,
) -> Vec<QueueId> {
    let configured = |name: &String| app.config.imap.iter().find(|configured| configured.name == *name);
    let of_accounts = accounts
        .iter()
        .filter_map(configured)
        .filter_map(|configured| tree.at_path(configured.queue.as_deref()?));
    let of_addresses = addresses.filter_map(|address| tree.for_address(address));
    of_accounts.chain(of_addresses).map(|queue| queue.id).collect()
}

/// What the site's mail server found out about the sender, else what the signatures of the mail's domain say, and what its author's own
/// signature shows; nothing where no server is trusted to tell, nobody checks signatures here, and the mail has none of its author.
#[must_use]
pub fn trust(app: &App, prepared: &Prepared, envelope_from: &str) -> Option<SenderTrust> {
    let (mail, signature) = (&prepared.mail, &prepared.signature);
    let trusted = &app.config.mail.trusted_authserv_ids;
    if trusted.is_empty() && app.sender_check.is_none() && signature.is_none() {
        return None;
    }
    let of_our_server = pult_mail::trusted_results(mail, |id| trusted.iter().any(|own| own == id));
    let found = of_our_server.or(prepared.signed.as_ref());
    let by_domain = found.and_then(|found| found.proof_of(&sender(mail, envelope_from)?.address).map(said));
    // Who has the key of the address's certificate is no stranger (RFC 7281).
    let by_author = signature
        .as_ref()
        .filter(|signature| signature.result == SignatureResult::Valid)
        .map(|_| "smime=pass".to_owned());
    let checks: Vec<Check> = found
        .iter()
        .flat_map(|found| &found.results)
        .map(|result| Check {
            method: result.method.clone(),
            result: result.result.clone(),
        })
        .collect();
    Some(SenderTrust {
        signature: signature.clone(),
        ..sender_trust(by_domain.or(by_author), &checks)
    })
}

/// A result in one line, as the mail server wrote it.
fn said(result: &pult_mail::MethodResult) -> String {
    let properties = result.properties.iter().map(|(name, value)| format!(" {name}={value}"));
    let whole = format!("{}={}{}", result.method, result.result, properties.collect::<String>());
    whole.chars().take(NAME_MAX).collect()
}

fn acquaintance(sender: Option<&Sender>) -> Acquaintance {
    match sender {
        // An address that nobody has proven, or that used to be theirs, stands for no account.
        Some(Sender { person, proven: true }) if person.active && person.login.is_some() => Acquaintance::Directory,
        // Who has been shut out is no better than a stranger.
        Some(sender) if sender.person.active => Acquaintance::Known,
        _ => Acquaintance::Stranger,
    }
}

fn earlier(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.saturating_sub(by).unwrap_or(now)
}

struct Look<'a> {
    tx: &'a WriteTx,
    tree: &'a QueueTree,
    sender: Option<&'a Mailbox>,
    person: Option<&'a Person>,
    /// What came since then counts as a burst.
    since: Timestamp,
}

impl Look<'_> {
    /// Tickets whose number stands in the subject. A number with a wrong check digit is a typing error and names nothing,
    /// unless it is a foreign one (requirement D8), which the look-up decides.
    async fn by_number(&self, hooks: &[&str], subject: &str) -> Result<Vec<KnownTicket>, ServiceError> {
        let mut numbers = pult_mail::subject_tags(subject, hooks);
        numbers.retain(|text| number::is_valid(text));
        numbers.truncate(5);
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = threads::tickets_by_numbers(self.tx, &numbers).await?;
        found.sort_by_key(|ticket| numbers.iter().position(|number| *number == ticket.number.0));
        self.known(found, &[]).await
    }

    async fn by_thread(&self, mail: &ParsedMail) -> Result<Vec<KnownTicket>, ServiceError> {
        let mut ids = pult_mail::thread_ids(mail);
        // A delivery report names the mail that did not arrive in its attached original.
        ids.extend(pult_mail::returned(mail).and_then(|returned| returned.message_id));
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = threads::tickets_by_message_ids(self.tx, &ids).await?;
        found.sort_by_key(|(message_id, _)| ids.iter().position(|id| id == message_id));
        let named: Vec<String> = found.iter().map(|(id, _)| id.clone()).collect();
        let own = threads::own_message_ids(self.tx, &named).await?;
        let answered: Vec<TicketId> = found
            .iter()
            .filter(|(id, _)| own.contains(id))
            .map(|(_, ticket)| *ticket)
            .collect();
        let mut distinct: Vec<TicketId> = Vec::new();
        for (_, ticket) in found {
            if !distinct.contains(&ticket) {
                distinct.push(ticket);
            }
        }
        let mut loaded = Vec::new();
        for id in distinct.into_iter().take(5) {
            loaded.extend(tickets::find(self.tx, &TicketKey::Id(id)).await?);
        }
        self.known(loaded, &answered).await
    }

    async fn known(&self, found: Vec<Ticket>, answered: &[TicketId]) -> Result<Vec<KnownTicket>, ServiceError> {
        let person = self.person;
        let mut known = Vec::with_capacity(found.len());
        for ticket in found {
            // An answer to a ticket that goes on in another one follows it there.
            let original = ticket.id;
            let ticket = self.root(ticket).await?;
            let takes_part = match person {
                Some(person) if ticket.requester_id == person.id || ticket.participants.contains(&person.id) => true,
                Some(person) if self.works_in(person.id, &ticket).await? => true,
                _ => self.was_written_to(original).await? || self.was_written_to(ticket.id).await?,
            };
            known.push(KnownTicket {
                id: ticket.id,
                requester_id: ticket.requester_id,
                takes_part,
                answers_us: answered.contains(&original),
                closed: ticket.closed_at.map(|_| ClosedTicket {
                    follow_up: self
                        .tree
                        .get(ticket.queue_id)
                        .map(|queue| queue.follow_up)
                        .unwrap_or_default(),
                    queue_id: ticket.queue_id,
                }),
                proof: self.tree.get(ticket.queue_id).is_some_and(|queue| queue.intake.proof),
                lately: 0,
            });
        }
        let ids: Vec<TicketId> = known.iter().map(|ticket| ticket.id).collect();
        let lately = threads::came_in_since(self.tx, &ids, self.since).await?;
        for ticket in &mut known {
            ticket.lately = lately.get(&ticket.id).copied().unwrap_or_default();
        }
        Ok(known)
    }

    async fn root(&self, ticket: Ticket) -> Result<Ticket, ServiceError> {
        if ticket.merged_into.is_none() {
            return Ok(ticket);
        }
        let root = match tickets::root_of(self.tx, ticket.id).await? {
            Some(root) => tickets::find(self.tx, &TicketKey::Id(root)).await?,
            None => None,
        };
        Ok(root.unwrap_or(ticket))
    }

    async fn works_in(&self, person: PersonId, ticket: &Ticket) -> Result<bool, ServiceError> {
        let actor = people::actor(self.tx, person, self.tree).await?;
        Ok(actor.is_some_and(|actor| policy::holds(&actor, Permission::View, ticket)))
    }

    /// Whoever the customer or the desk has put on a message takes part (requirement D6).
    async fn was_written_to(&self, ticket: TicketId) -> Result<bool, ServiceError> {
        let Some(sender) = self.sender else { return Ok(false) };
        Ok(threads::has_address(self.tx, ticket, &sender.address).await?)
    }
}
