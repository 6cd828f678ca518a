//! The facts that a command is decided by, looked up once each.

use std::collections::BTreeSet;

use pult_domain::{
    policy,
    refusal::Refusal,
    ticket::{ArticleFacts, NewArticle, OtherTicket, Side, TargetFacts, Ticket, TicketFacts},
};
use pult_shared::{
    catalog::{FieldKind, FieldValue},
    command::{Command, CommandName, Watch},
    error::{ErrorCode, FieldCode},
    event::{Contact, MailKind},
    ids::{ArticleId, ChecklistItemId, PersonId, TicketId, UploadId},
    limits::{MENTIONS_MAX, PARTICIPANTS_MAX},
    mailbox::{Mailbox, is_address},
    person::{Language, Permission},
};
use pult_store::{
    WriteTx, articles, attachments, history, outbox,
    people::{self, Person},
    tickets, uploads,
};

use super::others::{self, Others};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Where facts are looked up, and for which ticket.
pub struct Facts<'a> {
    pub app: &'a App,
    pub tx: &'a WriteTx,
    pub signed_in: &'a SignedIn,
    /// As it is after the commands before.
    pub ticket: &'a Ticket,
    pub others: &'a Others,
    /// Written by the commands before.
    pub articles: &'a [NewArticle],
}

impl Facts<'_> {
    /// Looks up what a command needs to know.
    ///
    /// # Errors
    /// `forbidden` and its like where what the command points at is not the actor's to choose.
    pub async fn of(&self, command: &Command, side: Side) -> Result<TicketFacts, ServiceError> {
        let ticket = self.ticket;
        let requester = people::find(self.tx, ticket.requester_id).await?;
        let language = requester
            .as_ref()
            .and_then(|person| person.language)
            .unwrap_or_default();
        let queue = self.signed_in.tree.get(ticket.queue_id);
        let actor = &self.signed_in.person;
        Ok(TicketFacts {
            requester: requester.as_ref().and_then(mailbox),
            queue_sender: queue.map(|queue| self.app.sender_of(&self.signed_in.tree, queue, language)),
            closing_mail: queue.is_some_and(|queue| queue.closing_mail),
            participants: self.participants(command).await?,
            merged_requesters: self.merged_requesters(command).await?,
            merged: self.merged(command).await?,
            actor: Some(Mailbox {
                name: Some(actor.name.clone()),
                address: actor.address.clone().unwrap_or_default(),
            }),
            target: self.target(command, side).await?,
            attached_bytes: self.attached_bytes(command).await?,
            mail: None,
            without: self.without(command).await?,
        })
    }

    /// What the messages say without the one that is taken back; only that asks for it.
    async fn without(&self, command: &Command) -> Result<Option<Contact>, ServiceError> {
        let Command::RecallReply(recall) = command else {
            return Ok(None);
        };
        let contact = articles::contact_without(self.tx, self.ticket.id, recall.article_id).await?;
        Ok(Some(contact))
    }

    /// Those who asked in a ticket that goes on in this one and who take part here; only a new state asks for them.
    async fn merged_requesters(&self, command: &Command) -> Result<Vec<Mailbox>, ServiceError> {
        if command.name() != CommandName::SetState || self.ticket.participants.is_empty() {
            return Ok(Vec::new());
        }
        let merged = tickets::merged(self.tx, self.ticket.id).await?;
        let asked: Vec<PersonId> = merged
            .iter()
            .map(|ticket| ticket.requester_id)
            .filter(|person| self.ticket.participants.contains(person))
            .collect();
        self.mailboxes(&asked).await
    }

    /// The tickets that go on in this one, locked with it; only what is for named persons asks for them.
    async fn merged(&self, command: &Command) -> Result<Vec<Ticket>, ServiceError> {
        if !matches!(command.name(), CommandName::SetReaders | CommandName::Merge) {
            return Ok(Vec::new());
        }
        let merged = tickets::merged_ids(self.tx, self.ticket.id).await?;
        Ok(merged.iter().filter_map(|id| self.others.get(id).cloned()).collect())
    }

    /// Where people get mail, each once.
    async fn mailboxes(&self, ids: &[PersonId]) -> Result<Vec<Mailbox>, ServiceError> {
        let people = people::refs(self.tx, ids).await?;
        let mailbox = |person: &pult_shared::person::PersonRef| {
            Some(Mailbox {
                name: Some(person.name.clone()),
                address: person.address.clone()?,
            })
        };
        Ok(people.values().filter_map(mailbox).collect())
    }

    /// Only an answer asks for them.
    async fn participants(&self, command: &Command) -> Result<Vec<Mailbox>, ServiceError> {
        if command.name() != CommandName::Reply || self.ticket.participants.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<PersonId> = self.ticket.participants.iter().copied().collect();
        self.mailboxes(&ids).await
    }

    async fn target(&self, command: &Command, side: Side) -> Result<TargetFacts, ServiceError> {
        let queue = self.ticket.queue_id;
        Ok(match command {
            Command::Move(to) if side == Side::Agent => {
                let known = self.signed_in.tree.get(to.queue_id).map(|queue| queue.id);
                if known.is_some() {
                    policy::may_move_into(&self.signed_in.actor, to.queue_id)?;
                    self.seen_there(to.queue_id).await?;
                }
                TargetFacts::Queue(known)
            }
            Command::AddQueue(add) if side == Side::Agent => {
                let known = self.signed_in.tree.get(add.queue_id).map(|queue| queue.id);
                if known.is_some() {
                    policy::may_add_queue(&self.signed_in.actor, add.queue_id)?;
                }
                TargetFacts::Queue(known)
            }
            Command::RemoveQueue(remove) if side == Side::Agent => {
                let known = self.signed_in.tree.get(remove.queue_id).map(|queue| queue.id);
                policy::may_remove_queue(&self.signed_in.actor, self.ticket, remove.queue_id)?;
                TargetFacts::Queue(known)
            }
            Command::Assign(to) => self.choice(to.owner_id, Permission::Own).await?,
            Command::SetResponsible(to) => self.choice(to.responsible_id, Permission::Own).await?,
            Command::Watch(watch) | Command::Unwatch(watch) => self.watcher(watch).await?,
            Command::SetField(set) => self.field(&set.field, set.value.as_ref()).await?,
            Command::SetRequester(set) => TargetFacts::Person(match (set.requester_id, &set.requester) {
                (Some(id), _) => people::find(self.tx, id).await?.map(|person| person.id),
                (None, Some(mailbox)) => self.somebody(mailbox).await?,
                (None, None) => None,
            }),
            Command::AddParticipant(add) => TargetFacts::Person(self.somebody(&add.participant).await?),
            Command::SetState(_) if !self.ticket.state_type.is_active() => {
                TargetFacts::ClosingMails(outbox::waiting(self.tx, self.ticket.id, MailKind::Closing).await?)
            }
            Command::Note(note) => {
                // One more than there may be is refused whoever it is.
                let named: BTreeSet<PersonId> = note.mentions.iter().copied().collect();
                let named = named.into_iter().take(MENTIONS_MAX + 1).collect();
                let mut known = BTreeSet::new();
                for queue in std::iter::once(&queue).chain(&self.ticket.other_queues) {
                    let tree = &self.signed_in.tree;
                    known.extend(people::holders(self.tx, &named, Permission::View, *queue, tree).await?);
                }
                known.retain(|person| self.ticket.admits(*person));
                TargetFacts::Mentioned(known.into_iter().collect())
            }
            Command::SetReaders(set) => self.readers(set.person_ids.as_deref()).await?,
            Command::Link(to) | Command::Unlink(to) => self.other(&to.ticket, command.name()).await?,
            Command::Merge(merge) => self.other(&merge.into, command.name()).await?,
            Command::Unmerge => {
                let root = others::root(self.tx, self.ticket.id).await?;
                let mut beside = self.beside(root, command.name()).await?;
                if let TargetFacts::Other(Some(other)) = &mut beside {
                    other.merge = history::last_merge(self.tx, self.ticket.id).await?;
                }
                beside
            }
            Command::AddChecklistItem(_) => self.checklist(None).await?,
            Command::SetChecklistItem(set) => self.checklist(Some(set.item_id)).await?,
            Command::RemoveChecklistItem(remove) => self.checklist(Some(remove.item_id)).await?,
            Command::Forward(forward) => self.named_articles(&forward.article_ids).await?,
            Command::Redirect(redirect) => self.named_articles(&[redirect.article_id]).await?,
            Command::Resend(resend) => self.sent_article(resend.article_id).await?,
            Command::RecallReply(recall) => self.named_articles(&[recall.article_id]).await?,
            Command::Admit(admit) => self.named_articles(&[admit.article_id]).await?,
            Command::Dismiss(dismiss) => self.named_articles(&[dismiss.article_id]).await?,
            _ => TargetFacts::Nothing,
        })
    }

    async fn holds(
        &self,
        person: PersonId,
        permission: Permission,
        queue: pult_shared::ids::QueueId,
    ) -> Result<bool, ServiceError> {
        let actor = people::actor(self.tx, person, &self.signed_in.tree).await?;
        Ok(actor.is_some_and(|person| person.has(permission, queue)))
    }

    async fn choice(&self, person: Option<PersonId>, needed: Permission) -> Result<TargetFacts, ServiceError> {
        Ok(match person {
            Some(person) => TargetFacts::Choice {
                eligible: self.holds(person, needed, self.ticket.queue_id).await?,
            },
            None => TargetFacts::Nothing,
        })
    }

    /// A ticket for named persons only goes nowhere where none of them would see it.
    async fn seen_there(&self, queue: pult_shared::ids::QueueId) -> Result<(), ServiceError> {
        let ticket = self.ticket;
        let Some(readers) = &ticket.readers else {
            return Ok(());
        };
        let beside = ticket.owner_id.into_iter().chain(ticket.responsible_id);
        let named: BTreeSet<PersonId> = readers.iter().copied().chain(beside).collect();
        let there = people::holders(self.tx, &named, Permission::View, queue, &self.signed_in.tree).await?;
        if there.is_empty() {
            return Err(Refusal::field("queue_id", FieldCode::NotAllowed).into());
        }
        Ok(())
    }

    /// Those of the named who may see one of the ticket's queues.
    async fn readers(&self, named: Option<&[PersonId]>) -> Result<TargetFacts, ServiceError> {
        let named = named
            .unwrap_or_default()
            .iter()
            .copied()
            .take(PARTICIPANTS_MAX + 1)
            .collect();
        let ticket = self.ticket;
        let mut known = BTreeSet::new();
        for queue in std::iter::once(&ticket.queue_id).chain(&ticket.other_queues) {
            known.extend(people::holders(self.tx, &named, Permission::View, *queue, &self.signed_in.tree).await?);
        }
        Ok(TargetFacts::Mentioned(known.into_iter().collect()))
    }

    async fn watcher(&self, watch: &Watch) -> Result<TargetFacts, ServiceError> {
        if let Some(person) = watch.person_id {
            policy::may_watch_for(&self.signed_in.actor, self.ticket, person)?;
            if !self.ticket.admits(person) {
                return Ok(TargetFacts::Choice { eligible: false });
            }
        }
        self.choice(watch.person_id, Permission::View).await
    }

    /// A field that holds a person takes anybody who is known.
    async fn field(
        &self,
        key: &pult_shared::catalog::FieldKey,
        value: Option<&FieldValue>,
    ) -> Result<TargetFacts, ServiceError> {
        let is_person = self
            .signed_in
            .catalog
            .field(key)
            .is_some_and(|field| field.kind == FieldKind::Person);
        let id = match value {
            Some(FieldValue::Text(id)) if is_person => id.parse::<PersonId>().ok(),
            _ => return Ok(TargetFacts::Nothing),
        };
        let known = match id {
            Some(id) => people::find(self.tx, id).await?.is_some(),
            None => false,
        };
        Ok(TargetFacts::Choice { eligible: known })
    }

    /// The person behind an address, known or new; the desk itself is nobody.
    async fn somebody(&self, mailbox: &Mailbox) -> Result<Option<PersonId>, ServiceError> {
        somebody(self.app, self.tx, &self.signed_in.tree, mailbox).await
    }

    async fn other(&self, text: &str, command: CommandName) -> Result<TargetFacts, ServiceError> {
        let Some(named) = others::target(self.tx, text).await? else {
            return Ok(TargetFacts::Other(None));
        };
        if command == CommandName::Merge {
            let root = others::root(self.tx, named).await?;
            return self.beside(root, command).await;
        }
        self.beside(Some(named), command).await
    }

    async fn beside(&self, id: Option<TicketId>, command: CommandName) -> Result<TargetFacts, ServiceError> {
        let Some(id) = id else {
            return Ok(TargetFacts::Other(None));
        };
        let known = self.others.get(&id).or((id == self.ticket.id).then_some(self.ticket));
        // One that the actor does not see as an agent does not exist for them.
        let Some(other) = known.filter(|other| policy::side(&self.signed_in.actor, other) == Some(Side::Agent)) else {
            return Ok(TargetFacts::Other(None));
        };
        policy::may_change_other(&self.signed_in.actor, other, command)?;
        let links = tickets::links(self.tx, self.ticket.id).await?;
        let between = links
            .iter()
            .filter(|(_, linked)| linked.id == id)
            .map(|(kind, _)| *kind);
        Ok(TargetFacts::Other(Some(Box::new(OtherTicket {
            ticket: other.clone(),
            links: between.collect(),
            ancestors: tickets::ancestors(self.tx, id).await?,
            own_ancestors: tickets::ancestors(self.tx, self.ticket.id).await?,
            count: links.len(),
            merge: None,
        }))))
    }

    async fn checklist(&self, id: Option<ChecklistItemId>) -> Result<TargetFacts, ServiceError> {
        let items = tickets::checklist(self.tx, self.ticket.id).await?;
        let count = items.len();
        let item = items.into_iter().find(|item| Some(item.id) == id);
        Ok(TargetFacts::Checklist { item, count })
    }

    /// Articles of this ticket and of those that go on in it.
    async fn named_articles(&self, ids: &[ArticleId]) -> Result<TargetFacts, ServiceError> {
        let mut home = tickets::merged_ids(self.tx, self.ticket.id).await?;
        home.push(self.ticket.id);
        let found = articles::find_many(self.tx, ids).await?;
        let here = found.into_iter().filter(|article| home.contains(&article.ticket_id));
        Ok(TargetFacts::Articles(here.map(article_facts).collect()))
    }

    /// An article that goes out once more, with what its mail was.
    async fn sent_article(&self, id: ArticleId) -> Result<TargetFacts, ServiceError> {
        let mut target = self.named_articles(&[id]).await?;
        if let TargetFacts::Articles(found) = &mut target {
            for article in found {
                let Some(message_id) = &article.message_id else {
                    continue;
                };
                let sent = outbox::find_by_message_id(self.tx, message_id).await?;
                article.sent_as = sent.first().map(|row| row.mail.kind);
            }
        }
        Ok(target)
    }

    /// The size of the files that a command attaches; a file that a command before has taken is free no more.
    async fn attached_bytes(&self, command: &Command) -> Result<u64, ServiceError> {
        let attachments = match command {
            Command::Reply(reply) => &reply.attachments,
            Command::Note(note) => &note.attachments,
            Command::LogCall(call) => &call.attachments,
            Command::Forward(forward) => &forward.attachments,
            _ => return Ok(0),
        };
        let mut taken = self.articles.iter().flat_map(|article| &article.uploads);
        if taken.any(|upload| attachments.contains(upload)) {
            return Err(ServiceError::code(ErrorCode::UploadNotFound));
        }
        let own = check_uploads(self.tx, attachments, self.signed_in.actor.person_id).await?;
        let carried = match command {
            Command::Forward(forward) => {
                let files = attachments::of_articles(self.tx, &forward.article_ids).await?;
                files.iter().map(|file| file.size).sum()
            }
            _ => 0,
        };
        Ok(own + carried)
    }
}

pub(crate) fn article_facts(article: articles::Article) -> ArticleFacts {
    ArticleFacts {
        id: article.id,
        direction: article.direction,
        channel: article.channel,
        author_id: article.author_id,
        subject: article.subject,
        from: article.from,
        to: article.to,
        cc: article.cc,
        message_id: article.message_id,
        sent_as: None,
        raw: article.raw_blob.is_some(),
        recalled: article.recalled,
        held: article.held,
        automatic: article.automatic,
    }
}

/// The person behind an address, known or new. Addresses of the desk itself are nobody's: mail to them would come back.
///
/// # Errors
/// When the database fails.
pub async fn somebody(
    app: &App,
    tx: &WriteTx,
    tree: &pult_domain::queue::QueueTree,
    mailbox: &Mailbox,
) -> Result<Option<PersonId>, ServiceError> {
    let own =
        tree.for_address(&mailbox.address).is_some() || mailbox.address.eq_ignore_ascii_case(&app.config.mail.address);
    if own || !is_address(&mailbox.address) {
        return Ok(None);
    }
    let fresh = PersonId(app.fresh());
    let person = people::ensure_for_mailbox(tx, mailbox, None::<Language>, app.now(), fresh).await?;
    Ok(Some(person.id))
}

/// Checks that uploads exist, are the person's own, and are still free; their size together.
///
/// # Errors
/// `upload_not_found`.
pub async fn check_uploads(tx: &WriteTx, ids: &[UploadId], person: PersonId) -> Result<u64, ServiceError> {
    let mut distinct = ids.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let found = uploads::find_own(tx, &distinct, person).await?;
    if found.len() == ids.len() {
        Ok(found.iter().map(|upload| upload.size).sum())
    } else {
        Err(ServiceError::code(ErrorCode::UploadNotFound))
    }
}

/// Where a person gets mail.
#[must_use]
pub fn mailbox(person: &Person) -> Option<Mailbox> {
    let address = person.addresses.first()?.clone();
    Some(Mailbox {
        name: Some(person.name.clone()),
        address,
    })
}
