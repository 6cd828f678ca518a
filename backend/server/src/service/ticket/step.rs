//! One command after the other on one ticket: what was decided so far, and the facts for what comes next.

use std::collections::{BTreeMap, BTreeSet};

use pult_domain::{
    policy::{self, Permit},
    refusal::Refusal,
    ticket::{self, Decision, Side, Ticket},
};
use pult_shared::{
    Timestamp,
    catalog::StateType,
    command::{Command, LinkKind, SetState},
    error::{ErrorCode, FieldError},
    event::TicketEvent,
    ids::TicketId,
    person::Language,
};
use pult_store::{WriteTx, people, tickets};

use super::{
    apply_commands::Applied,
    expand,
    facts::Facts,
    others::Others,
    write::{self, Writing},
};
use crate::{
    app::{App, Ids},
    service::{ServiceError, session::who::SignedIn, setup::Setup},
};

/// The commands so far, and what is needed for the next one.
pub struct Step<'a> {
    pub app: &'a App,
    pub tx: &'a WriteTx,
    pub signed_in: &'a SignedIn,
    pub now: Timestamp,
    setup: Setup,
    /// The version that was locked.
    before: Ticket,
    permit: Option<Permit>,
    decision: Decision,
    /// Other tickets as they are by now.
    others: Others,
    /// What was decided about them besides: children that are closed along.
    along: BTreeMap<TicketId, Decision>,
}

impl<'a> Step<'a> {
    pub fn new(
        app: &'a App,
        tx: &'a WriteTx,
        signed_in: &'a SignedIn,
        now: Timestamp,
        before: Ticket,
        others: Others,
    ) -> Self {
        Self {
            setup: signed_in.setup(),
            permit: None,
            decision: nothing(&before),
            along: BTreeMap::new(),
            app,
            tx,
            signed_in,
            now,
            before,
            others,
        }
    }

    /// Takes a ticket that is being opened in this transaction and has no row yet: what its first decision says comes first.
    pub fn after(mut self, permit: Permit, decision: Decision) -> Self {
        self.permit = Some(permit);
        self.before = decision.ticket.clone();
        self.decision = decision;
        self
    }

    /// Decides one command.
    pub async fn take(&mut self, command: &Command) -> Result<(), ServiceError> {
        let expanded = expand::expand(self.app, self.tx, self.signed_in, &self.decision.ticket, command).await?;
        let command = expanded.as_ref().unwrap_or(command);
        let (permit, next) = self.decide(&self.decision.ticket, command).await?;
        self.permit = Some(permit);
        for other in &next.others {
            self.others.insert(other.ticket.id, other.ticket.clone());
        }
        let closes = matches!(command, Command::SetState(set) if set.with_children == Some(true))
            && next.ticket.state_type == StateType::Closed;
        add(&mut self.decision, next);
        if closes && let Command::SetState(set) = command {
            self.close_children(set).await?;
        }
        Ok(())
    }

    async fn decide(&self, ticket: &Ticket, command: &Command) -> Result<(Permit, Decision), ServiceError> {
        let actor = &self.signed_in.actor;
        let (permit, side) = policy::permit_command(actor, ticket, command.name())?;
        let facts = Facts {
            app: self.app,
            tx: self.tx,
            signed_in: self.signed_in,
            ticket,
            others: &self.others,
            articles: &self.decision.articles,
        };
        let facts = facts.of(command, side).await?;
        let mut ids = Ids(self.app);
        let mut ctx = self
            .app
            .context(&mut ids, self.now, Some(actor.person_id), side, &self.setup);
        Ok((permit, ticket::decide(ticket, command, &facts, &mut ctx)?))
    }

    /// The children are closed as their parent was, each with its own mail in its customer's language; one that cannot be closed
    /// stops all of it.
    async fn close_children(&mut self, set: &SetState) -> Result<(), ServiceError> {
        let close = Command::SetState(SetState {
            with_children: None,
            ..set.clone()
        });
        let mut children = Vec::new();
        for id in self.children().await? {
            let child = self.others.get(&id).filter(|child| child.state_type.is_active());
            children.extend(child.cloned());
        }
        let side = |child: &Ticket| policy::side(&self.signed_in.actor, child);
        let foreign = children.iter().filter(|child| side(child) != Some(Side::Agent)).count();
        if foreign > 0 {
            // No number: of a ticket that one may not see, one learns no more than that it is in the way.
            let detail = format!("{foreign} of its children cannot be closed: you do not see them.");
            return Err(Refusal::because(ErrorCode::Forbidden, detail).into());
        }
        for child in children {
            let (_, decision) = self
                .decide(&child, &close)
                .await
                .map_err(|error| of_child(error, &child))?;
            self.others.insert(child.id, decision.ticket.clone());
            self.along.insert(child.id, decision);
        }
        Ok(())
    }

    /// The children of the ticket: those that it had, and those that the commands so far have linked or unlinked.
    async fn children(&self) -> Result<BTreeSet<TicketId>, ServiceError> {
        let mut children: BTreeSet<TicketId> = tickets::children(self.tx, self.before.id).await?.into_iter().collect();
        for event in &self.decision.events {
            match event {
                TicketEvent::Linked {
                    kind: LinkKind::Child,
                    ticket_id,
                    ..
                } => {
                    children.insert(*ticket_id);
                }
                TicketEvent::Unlinked {
                    kind: LinkKind::Child,
                    ticket_id,
                    ..
                } => {
                    children.remove(ticket_id);
                }
                _ => {}
            }
        }
        Ok(children)
    }

    /// The ticket as it would be, and what would happen: for whoever only wants to know.
    pub fn decided(self) -> (Ticket, Vec<TicketEvent>) {
        (self.decision.ticket, self.decision.events)
    }

    /// Writes all that was decided; nothing is written when nothing changed.
    pub async fn write(self) -> Result<Applied, ServiceError> {
        let (Some(permit), false) = (self.permit, self.decision.events.is_empty()) else {
            return Ok(Applied {
                ticket: self.before,
                events: Vec::new(),
            });
        };
        let me = self.signed_in.actor.person_id;
        let before = (self.before.version > 0).then_some(self.before.version);
        let language = language_of(self.tx, &self.decision.ticket).await?;
        let writing = Writing::by(permit, before, me, language);
        let ticket = write::write(self.app, self.tx, &self.decision, writing).await?;
        for decision in self.along.into_values() {
            let language = language_of(self.tx, &decision.ticket).await?;
            let touched = self
                .decision
                .others
                .iter()
                .any(|other| other.ticket.id == decision.ticket.id);
            let before = decision.ticket.version + i64::from(touched);
            let writing = Writing::by(permit, Some(before), me, language);
            write::write(self.app, self.tx, &decision, writing).await?;
        }
        Ok(Applied {
            ticket,
            events: self.decision.events,
        })
    }
}

/// A decision in which nothing happens.
pub fn nothing(ticket: &Ticket) -> Decision {
    Decision {
        ticket: ticket.clone(),
        events: Vec::new(),
        articles: Vec::new(),
        mails: Vec::new(),
        recalled: Vec::new(),
        others: Vec::new(),
        along: None,
    }
}

/// What comes next on the same ticket.
pub fn add(decision: &mut Decision, next: Decision) {
    decision.ticket = next.ticket;
    decision.events.extend(next.events);
    decision.articles.extend(next.articles);
    decision.mails.extend(next.mails);
    decision.recalled.extend(next.recalled);
    // What came last holds: closed and opened again at once closes nothing below.
    decision.along = next.along.or_else(|| decision.along.take());
    for other in next.others {
        match decision
            .others
            .iter_mut()
            .find(|known| known.ticket.id == other.ticket.id)
        {
            Some(known) => add(known, other),
            None => decision.others.push(other),
        }
    }
}

/// In which language a ticket's customer is written to.
pub async fn language_of(tx: &WriteTx, ticket: &Ticket) -> Result<Language, ServiceError> {
    let requester = people::find(tx, ticket.requester_id).await?;
    Ok(requester.and_then(|person| person.language).unwrap_or_default())
}

/// The field's path starts with the command's place in the list.
#[must_use]
pub fn at_index(error: ServiceError, index: usize) -> ServiceError {
    in_list(error, "commands", index)
}

/// The field's path starts with the name of a list and the place in it.
#[must_use]
pub fn in_list(error: ServiceError, list: &str, index: usize) -> ServiceError {
    match error {
        ServiceError::Refused(mut refusal) => {
            for FieldError { field, .. } in &mut refusal.errors {
                *field = format!("{list}.{index}.{field}");
            }
            ServiceError::Refused(refusal)
        }
        other => other,
    }
}

/// Says which child it was.
fn of_child(error: ServiceError, child: &Ticket) -> ServiceError {
    match error {
        ServiceError::Refused(mut refusal) => {
            let why = refusal.detail.take().unwrap_or_default();
            refusal.detail = Some(
                format!("The child {} cannot be closed. {why}", child.number)
                    .trim_end()
                    .to_owned(),
            );
            ServiceError::Refused(refusal)
        }
        other => other,
    }
}
