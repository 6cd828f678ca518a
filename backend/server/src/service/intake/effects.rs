//! Carry out what the postmaster filters want of a ticket: command after command, decided as all are. What does not work is left out and
//! said; it costs nothing else.

use pult_domain::{
    inbound::postmaster::{Applied, Plan},
    ticket::{self, Decision, Side, TargetFacts, Ticket, TicketFacts},
};
use pult_shared::{
    catalog::{FieldKind, FieldValue},
    command::Command,
    ids::{PersonId, QueueId},
    person::Permission,
    postmaster::{AppliedFilter, MailEffect, SkippedEffect},
};
use pult_store::{WriteTx, people};

use super::filters::changes_state;
use crate::{
    app::{App, Ids},
    service::{
        ServiceError,
        setup::Setup,
        ticket::{facts::somebody, step},
    },
};

/// How the mail came to the ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// It opened it.
    New,
    /// It joined it; a machine's changes no state.
    FollowUp { machine: bool },
    /// It lies in it, and changes nothing.
    Aside,
}

/// Where filters act.
pub struct Acting<'a> {
    pub app: &'a App,
    pub tx: &'a WriteTx,
    pub setup: &'a Setup,
    pub plan: &'a Plan,
}

impl Acting<'_> {
    /// What the filters do to a ticket as it stands after the mail, and what the ledger says about it. No decision where nothing matched.
    ///
    /// # Errors
    /// When the database fails. A refused command is no error.
    pub async fn carry_out(
        &self,
        ticket: &Ticket,
        came: Came,
    ) -> Result<(Option<Decision>, Vec<AppliedFilter>), ServiceError> {
        let mut decision = step::nothing(ticket);
        let mut reports = Vec::new();
        for applied in &self.plan.applied {
            let mut report = applied.report.clone();
            let before = decision.clone();
            let now = self.app.now();
            let applied_then = ticket::postmaster_applied(&decision.ticket, &report.name, now);
            step::add(&mut decision, applied_then);
            let events = decision.events.len();
            for effect in effects(applied, came) {
                self.take(&mut decision, effect, came, &mut report).await?;
            }
            // A history does not tell of filters that did nothing.
            if decision.events.len() == events && report.done.is_empty() {
                decision = before;
            }
            reports.push(report);
        }
        Ok(((!decision.events.is_empty()).then_some(decision), reports))
    }

    async fn take(
        &self,
        decision: &mut Decision,
        effect: &MailEffect,
        came: Came,
        report: &mut AppliedFilter,
    ) -> Result<(), ServiceError> {
        let name = effect.name().to_owned();
        let skip = |reason: String| SkippedEffect {
            effect: name.clone(),
            reason,
        };
        if came == (Came::FollowUp { machine: true }) && changes_state(effect) {
            let reason = "Mail of machines changes no state.".to_owned();
            report.skipped.push(skip(reason));
            return Ok(());
        }
        // Of several queues the last holds; the ticket was opened there.
        let superseded = |to: QueueId| self.plan.queue.is_some_and(|queue| queue != to);
        if came == Came::New && matches!(effect, MailEffect::Move(to) if superseded(to.queue_id)) {
            return Ok(());
        }
        let Some(command) = effect.command() else {
            report.done.push(name);
            return Ok(());
        };
        match self.decide(&decision.ticket, &command).await {
            Ok(next) => {
                step::add(decision, next);
                report.done.push(name);
            }
            Err(ServiceError::Refused(refusal)) => {
                let fields = refusal
                    .errors
                    .iter()
                    .map(|error| format!(" {} {}", error.field, error.code.name()));
                report
                    .skipped
                    .push(skip(format!("{refusal}{}", fields.collect::<String>())));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// As the system, which tells nobody: the sender hears of the ticket by the receipt.
    async fn decide(&self, ticket: &Ticket, command: &Command) -> Result<Decision, ServiceError> {
        let facts = TicketFacts {
            target: self.target(ticket, command).await?,
            ..TicketFacts::default()
        };
        let mut ids = Ids(self.app);
        let mut ctx = self
            .app
            .context(&mut ids, self.app.now(), None, Side::Agent, self.setup);
        Ok(ticket::decide(ticket, command, &facts, &mut ctx)?)
    }

    async fn target(&self, ticket: &Ticket, command: &Command) -> Result<TargetFacts, ServiceError> {
        let queue = ticket.queue_id;
        Ok(match command {
            Command::Move(to) => {
                let known = self.setup.tree.get(to.queue_id).filter(|queue| queue.valid);
                TargetFacts::Queue(known.map(|queue| queue.id))
            }
            Command::Assign(to) => self.choice(to.owner_id, Permission::Own, queue).await?,
            Command::SetResponsible(to) => self.choice(to.responsible_id, Permission::Own, queue).await?,
            Command::Watch(watch) => self.choice(watch.person_id, Permission::View, queue).await?,
            Command::AddParticipant(add) => {
                TargetFacts::Person(somebody(self.app, self.tx, &self.setup.tree, &add.participant).await?)
            }
            Command::SetField(set) => {
                let field = self.setup.catalog.field(&set.field);
                match &set.value {
                    Some(FieldValue::Text(id)) if field.is_some_and(|field| field.kind == FieldKind::Person) => {
                        let known = match id.parse::<PersonId>() {
                            Ok(id) => people::find(self.tx, id).await?.is_some(),
                            Err(_) => false,
                        };
                        TargetFacts::Choice { eligible: known }
                    }
                    _ => TargetFacts::Nothing,
                }
            }
            _ => TargetFacts::Nothing,
        })
    }

    async fn choice(
        &self,
        person: Option<PersonId>,
        needed: Permission,
        queue: QueueId,
    ) -> Result<TargetFacts, ServiceError> {
        let Some(person) = person else {
            return Ok(TargetFacts::Nothing);
        };
        let actor = people::actor(self.tx, person, &self.setup.tree).await?;
        let eligible = actor.is_some_and(|actor| actor.has(needed, queue));
        Ok(TargetFacts::Choice { eligible })
    }
}

fn effects(applied: &Applied, came: Came) -> impl Iterator<Item = &MailEffect> {
    let list = match came {
        Came::New => applied.on_new.as_slice(),
        Came::FollowUp { .. } => applied.on_follow_up.as_slice(),
        Came::Aside => &[],
    };
    list.iter().filter(|effect| !effect.ends())
}
