//! Apply commands to a ticket: all of them in order, or none.

use pult_domain::{
    policy,
    queue::QueueTree,
    refusal::Refusal,
    ticket::{self, Decision, Side, TargetFacts, Ticket, TicketFacts},
};
use pult_shared::{
    Timestamp,
    command::{Command, Note, Reply},
    error::{ErrorCode, FieldCode, FieldError},
    event::TicketEvent,
    limits::COMMANDS_MAX,
    mailbox::Mailbox,
    person::Permission,
};
use pult_store::{
    WriteTx,
    people::{self, Person},
    tickets,
};

use super::{
    find,
    open::check_uploads,
    write::{self, Writing},
};
use crate::{
    app::{App, Ids},
    service::{ServiceError, session::who::SignedIn},
};

/// The ticket after the commands, and what happened.
#[derive(Debug)]
pub struct Applied {
    pub ticket: Ticket,
    pub events: Vec<TicketEvent>,
}

/// Applies commands.
///
/// # Errors
/// `stale_version` when `if_match` names another version; else what `decide` and `policy` refuse, with the field's path
/// (`commands.0.body`).
pub async fn apply_commands(
    app: &App,
    signed_in: &SignedIn,
    ticket: &str,
    if_match: Option<i64>,
    commands: &[Command],
) -> Result<Applied, ServiceError> {
    apply_commands_at(app, signed_in, ticket, if_match, commands, app.now()).await
}

/// Applies commands at a given time; the seeds tell a story of the past with it.
///
/// # Errors
/// As [`apply_commands`].
pub async fn apply_commands_at(
    app: &App,
    signed_in: &SignedIn,
    ticket: &str,
    if_match: Option<i64>,
    commands: &[Command],
    now: Timestamp,
) -> Result<Applied, ServiceError> {
    if commands.is_empty() {
        return Err(Refusal::field("commands", FieldCode::Required).into());
    }
    if commands.len() > COMMANDS_MAX {
        return Err(Refusal::field("commands", FieldCode::TooMany).into());
    }
    // Before the transaction: whoever may not see the ticket does not make others wait for it.
    let (seen, _) = find::find(&app.store, signed_in, ticket).await?;
    let tx = app.store.begin().await?;
    let before = tickets::find_for_update(&tx, seen.id)
        .await?
        .ok_or_else(|| ServiceError::code(ErrorCode::TicketNotFound))?;
    if let Some(expected) = if_match
        && expected != before.version
    {
        let detail = format!(
            "You have seen version {expected}; the ticket is at version {} now.",
            before.version
        );
        return Err(Refusal::because(ErrorCode::StaleVersion, detail).into());
    }
    let mut step = Step {
        app,
        tx: &tx,
        signed_in,
        now,
        permit: None,
        decision: unchanged(&before),
    };
    for (index, command) in commands.iter().enumerate() {
        step.take(command).await.map_err(|error| at_index(error, index))?;
    }
    let Step { decision, permit, .. } = step;
    let Some(permit) = permit.filter(|_| !decision.events.is_empty()) else {
        return Ok(Applied {
            ticket: before,
            events: Vec::new(),
        });
    };
    let writing = Writing {
        permit,
        before: Some(before.version),
        actor: Some(signed_in.actor.person_id),
        language: language_of(&tx, &before).await?,
        attachments: Vec::new(),
        thread_ids: Vec::new(),
    };
    let ticket = write::write(app, &tx, &decision, writing).await?;
    write::commit(app, tx).await?;
    Ok(Applied {
        ticket,
        events: decision.events,
    })
}

fn unchanged(ticket: &Ticket) -> Decision {
    Decision {
        ticket: ticket.clone(),
        events: Vec::new(),
        articles: Vec::new(),
        mails: Vec::new(),
    }
}

async fn language_of(tx: &WriteTx, ticket: &Ticket) -> Result<pult_shared::person::Language, ServiceError> {
    let requester = people::find(tx, ticket.requester_id).await?;
    Ok(requester.and_then(|person| person.language).unwrap_or_default())
}

/// The field's path starts with the command's place in the list.
fn at_index(error: ServiceError, index: usize) -> ServiceError {
    match error {
        ServiceError::Refused(mut refusal) => {
            for FieldError { field, .. } in &mut refusal.errors {
                *field = format!("commands.{index}.{field}");
            }
            ServiceError::Refused(refusal)
        }
        other => other,
    }
}

/// The commands so far, and what is needed for the next one.
struct Step<'a> {
    app: &'a App,
    tx: &'a WriteTx,
    signed_in: &'a SignedIn,
    now: Timestamp,
    permit: Option<policy::Permit>,
    decision: Decision,
}

impl Step<'_> {
    async fn take(&mut self, command: &Command) -> Result<(), ServiceError> {
        let actor = &self.signed_in.actor;
        let ticket = &self.decision.ticket;
        let (permit, side) = policy::permit_command(actor, ticket, command.name())?;
        let facts = self.facts(command, side).await?;
        let mut ids = Ids(self.app);
        let mut ctx = self.app.context(&mut ids, self.now, Some(actor.person_id), side);
        let next = ticket::decide(ticket, command, &facts, &mut ctx)?;
        self.permit = Some(permit);
        self.decision.ticket = next.ticket;
        self.decision.events.extend(next.events);
        self.decision.articles.extend(next.articles);
        self.decision.mails.extend(next.mails);
        Ok(())
    }

    async fn facts(&self, command: &Command, side: Side) -> Result<TicketFacts, ServiceError> {
        let ticket = &self.decision.ticket;
        let requester = people::find(self.tx, ticket.requester_id).await?;
        let language = requester
            .as_ref()
            .and_then(|person| person.language)
            .unwrap_or_default();
        let queue = self.signed_in.tree.get(ticket.queue_id);
        let actor = Some(&self.signed_in.person);
        Ok(TicketFacts {
            requester: requester.as_ref().and_then(mailbox),
            queue_sender: queue.map(|queue| self.app.sender_of(queue, language)),
            closing_mail: queue.is_some_and(|queue| queue.closing_mail),
            actor: actor.map(|person| Mailbox {
                name: Some(person.name.clone()),
                address: person.address.clone().unwrap_or_default(),
            }),
            target: self.target(command, side).await?,
            attached_bytes: self.attached_bytes(command).await?,
            mail: None,
        })
    }

    /// The size of the files that a command names; a file that a command before has taken is free no more.
    async fn attached_bytes(&self, command: &Command) -> Result<u64, ServiceError> {
        let (Command::Reply(Reply { attachments, .. }) | Command::Note(Note { attachments, .. })) = command else {
            return Ok(0);
        };
        let mut taken = self.decision.articles.iter().flat_map(|article| &article.uploads);
        if taken.any(|upload| attachments.contains(upload)) {
            return Err(ServiceError::code(ErrorCode::UploadNotFound));
        }
        check_uploads(self.tx, attachments, self.signed_in.actor.person_id).await
    }

    async fn target(&self, command: &Command, side: Side) -> Result<TargetFacts, ServiceError> {
        let tree: &QueueTree = &self.signed_in.tree;
        match command {
            Command::Move(to) if side == Side::Agent => {
                let known = tree.get(to.queue_id).map(|queue| queue.id);
                if known.is_some() {
                    policy::may_move_into(&self.signed_in.actor, to.queue_id)?;
                }
                Ok(TargetFacts::Queue(known))
            }
            Command::Assign(to) => match to.owner_id {
                Some(owner) => {
                    let owner = people::actor(self.tx, owner, tree).await?;
                    let queue = self.decision.ticket.queue_id;
                    let eligible = owner.is_some_and(|person| person.has(Permission::Own, queue));
                    Ok(TargetFacts::Owner { eligible })
                }
                None => Ok(TargetFacts::Nothing),
            },
            _ => Ok(TargetFacts::Nothing),
        }
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

/// The events that the caller may know of.
#[must_use]
pub fn events_for(signed_in: &SignedIn, applied: Applied) -> Vec<TicketEvent> {
    let side = policy::side(&signed_in.actor, &applied.ticket).unwrap_or(Side::Agent);
    applied
        .events
        .into_iter()
        .filter(|event| policy::may_know(side, event))
        .collect()
}
