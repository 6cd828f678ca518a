//! From a step of a story to the commands that it means, in the order of the step's fields.

use jiff::{SignedDuration, Timestamp};
use pult_shared::{
    api::article::ArticleOrder,
    catalog::FieldKey,
    command::{
        AccountTime, AddChecklistItem, AddParticipant, Assign, Command, Forward, LinkTo, LogCall, Merge, Move, Note,
        Reply, SetChecklistItem, SetDue, SetField, SetPriority, SetResponsible, SetService, SetState, SetType, Tag,
        Watch,
    },
    ids::{ArticleId, PersonId},
    ticket::{Priority, TicketNumber},
};

use super::{
    SeedError,
    story::{ForwardSpec, Step, duration, prose},
    teller::Teller,
};
use crate::{
    clock::Clock,
    service::{
        session::who::SignedIn,
        ticket::articles::{ListArticles, articles},
    },
};

impl Teller<'_> {
    /// What an agent does to a ticket in one step.
    pub(super) async fn commands(
        &self,
        agent: &SignedIn,
        number: &TicketNumber,
        step: &Step,
    ) -> Result<Vec<Command>, SeedError> {
        let mut commands = Vec::new();
        if step.take {
            commands.push(Command::Take);
        }
        if step.lock {
            commands.push(Command::Lock);
        }
        // Whoever takes a ticket works on it; an answer, waiting and closing say so themselves.
        let says_so = step.reply.is_some() || step.pending.is_some() || step.close || step.merge.is_some();
        if (step.take || step.assign.is_some()) && !says_so && self.is_new(number).await? {
            commands.push(Command::SetState(SetState::to("open")));
        }
        self.describe(step, &mut commands)?;
        self.involve(step, &mut commands)?;
        self.work(number, step, &mut commands)?;
        self.write(agent, number, step, &mut commands).await?;
        self.finish(step, &mut commands)?;
        Ok(commands)
    }

    /// What the ticket is.
    fn describe(&self, step: &Step, commands: &mut Vec<Command>) -> Result<(), SeedError> {
        if step.r#type.is_some() {
            commands.push(Command::SetType(SetType {
                ticket_type: step.r#type.clone(),
            }));
        }
        if step.service.is_some() {
            commands.push(Command::SetService(SetService {
                service: step.service.clone(),
            }));
        }
        if let Some(priority) = step.priority.and_then(Priority::new) {
            commands.push(Command::SetPriority(SetPriority { priority }));
        }
        if let Some(due) = &step.due {
            let due_at = Some(self.later(duration(due)?)?);
            commands.push(Command::SetDue(SetDue { due_at }));
        }
        let fields = step.fields.iter().map(|(key, value)| {
            Command::SetField(SetField {
                field: FieldKey::new(key),
                value: Some(value.clone()),
            })
        });
        commands.extend(fields);
        commands.extend(step.tags.iter().cloned().map(|tag| Command::AddTag(Tag { tag })));
        Ok(())
    }

    /// Who belongs to it.
    fn involve(&self, step: &Step, commands: &mut Vec<Command>) -> Result<(), SeedError> {
        if let Some(login) = &step.assign {
            commands.push(Command::Assign(Assign {
                owner_id: Some(self.person_id(login)?),
            }));
        }
        if let Some(login) = &step.responsible {
            commands.push(Command::SetResponsible(SetResponsible {
                responsible_id: Some(self.person_id(login)?),
            }));
        }
        for who in &step.participants {
            let participant = self.mailbox(who)?;
            commands.push(Command::AddParticipant(AddParticipant { participant }));
        }
        for login in &step.watchers {
            commands.push(Command::Watch(Watch {
                person_id: Some(self.person_id(login)?),
            }));
        }
        Ok(())
    }

    /// What is to be done, was done, and hangs together.
    fn work(&self, number: &TicketNumber, step: &Step, commands: &mut Vec<Command>) -> Result<(), SeedError> {
        for text in &step.checklist {
            commands.push(Command::AddChecklistItem(AddChecklistItem { text: text.clone() }));
        }
        for text in &step.done {
            commands.push(Command::SetChecklistItem(SetChecklistItem {
                item_id: self.checklist_item(number, text)?,
                done: Some(true),
                text: None,
            }));
        }
        for link in &step.links {
            commands.push(Command::Link(LinkTo {
                kind: link.kind,
                ticket: self.ticket(&link.to)?,
            }));
        }
        if let Some(minutes) = step.time {
            commands.push(Command::AccountTime(AccountTime { minutes, comment: None }));
        }
        Ok(())
    }

    /// What is said.
    async fn write(
        &self,
        agent: &SignedIn,
        number: &TicketNumber,
        step: &Step,
        commands: &mut Vec<Command>,
    ) -> Result<(), SeedError> {
        if let Some(call) = &step.call {
            commands.push(Command::LogCall(LogCall {
                direction: call.direction,
                channel: None,
                body: prose(&call.text),
                subject: None,
                visible_to_customer: None,
                attachments: Vec::new(),
            }));
        }
        if let Some(note) = &step.note {
            let mentions = step.mentions.iter().map(|login| self.person_id(login));
            commands.push(Command::Note(Note {
                body: prose(note),
                mentions: mentions.collect::<Result<_, _>>()?,
                ..Note::default()
            }));
        }
        if let Some(reply) = &step.reply {
            commands.push(Command::Reply(Reply {
                body: prose(reply),
                attachments: self.uploads(agent, &step.files).await?,
                ..Reply::default()
            }));
        }
        if let Some(forward) = &step.forward {
            commands.push(self.forward(agent, number, forward).await?);
        }
        Ok(())
    }

    /// Where it goes from here.
    fn finish(&self, step: &Step, commands: &mut Vec<Command>) -> Result<(), SeedError> {
        if step.unlock {
            commands.push(Command::Unlock);
        }
        if let Some(days) = step.pending {
            let until = self.later(SignedDuration::from_hours(24 * i64::from(days)))?;
            commands.push(Command::SetState(SetState {
                pending_until: Some(until),
                ..SetState::to("pending_reminder")
            }));
        }
        if step.close {
            commands.push(Command::SetState(SetState::to("closed_successful")));
        }
        if let Some(path) = &step.r#move {
            commands.push(Command::Move(Move {
                queue_id: self.cast.queue(path)?,
            }));
        }
        if let Some(key) = &step.merge {
            commands.push(Command::Merge(Merge {
                into: self.ticket(key)?,
                with_requester: None,
            }));
        }
        Ok(())
    }

    async fn forward(&self, agent: &SignedIn, number: &TicketNumber, spec: &ForwardSpec) -> Result<Command, SeedError> {
        let request = ListArticles {
            order: ArticleOrder::OldestFirst,
            ..ListArticles::default()
        };
        let page = articles(&self.app, agent, &number.0, request).await?;
        let of_the_customer = page.items.iter().filter(|article| article.visible_to_customer);
        let article_ids: Vec<ArticleId> = of_the_customer.map(|article| article.id).collect();
        Ok(Command::Forward(Forward {
            to: vec![self.mailbox(&spec.to)?],
            body: prose(&spec.text),
            article_ids,
            ..Forward::default()
        }))
    }

    fn person_id(&self, login: &str) -> Result<PersonId, SeedError> {
        Ok(self.cast.get(login)?.person.id)
    }

    fn later(&self, by: SignedDuration) -> Result<Timestamp, SeedError> {
        let later = self.clock.now().saturating_add(by);
        later.map_err(|error| SeedError::Data(error.to_string()))
    }
}
