//! What a rule does to a ticket: action after action, decided as every command is. What does not work is left out and said; it costs
//! nothing else. Decides only; writing is the caller's.

use jiff::SignedDuration;
use pult_domain::{
    absence::{Absence, deputy},
    actor::Actor,
    policy,
    refusal::Refusal,
    rule::{Compiled, holds_in},
    ticket::{self, Decision, RuleLetter, Side, Ticket},
};
use pult_shared::{
    Timestamp,
    api::queue::Names,
    command::{Assign, Command},
    error::{ErrorCode, FieldCode},
    ids::{PersonId, SessionId, WebhookId},
    mailbox::Mailbox,
    person::{Language, PersonRef},
    postmaster::SkippedEffect,
    rule::{RuleAction, RuleMail, RuleRecipient, Wait},
};
use pult_store::{WriteTx, absences, outbox, people, templates, webhooks};

use crate::{
    app::{App, Ids},
    service::{
        ServiceError,
        session::who::SignedIn,
        setup::Setup,
        template,
        ticket::{
            facts::{Facts, mailbox},
            others::Others,
            step,
        },
        webhook::content,
    },
};

/// A rule that acts.
pub struct Acting<'a> {
    pub app: &'a App,
    pub tx: &'a WriteTx,
    pub setup: &'a Setup,
    pub rule: &'a Compiled,
    pub now: Timestamp,
    /// What set it off was written by a machine, which gets no answer (RFC 3834).
    pub by_machine: bool,
}

/// What came of it. No events where nothing changed.
pub struct Acted {
    pub decision: Decision,
    /// Actions that were carried out, by `type`.
    pub done: Vec<String>,
    pub skipped: Vec<SkippedEffect>,
    /// What other programs are told, once it is more than a try.
    pub messages: Vec<Message>,
}

/// What another program is told.
pub struct Message {
    pub webhook: WebhookId,
    pub body: String,
}

impl Acting<'_> {
    /// What the rule does to a ticket.
    ///
    /// # Errors
    /// When the database fails. A refused action is no error.
    pub async fn act(&self, ticket: &Ticket) -> Result<Acted, ServiceError> {
        let nothing = step::nothing(ticket);
        let told = ticket::rule_applied(ticket, self.rule.id, &self.rule.rule.names, self.now);
        let mut acted = Acted {
            decision: nothing.clone(),
            done: Vec::new(),
            skipped: Vec::new(),
            messages: Vec::new(),
        };
        step::add(&mut acted.decision, told);
        let first = acted.decision.events.len();
        for action in &self.rule.rule.then {
            if let RuleAction::Webhook(to) = action {
                match self.message(&acted.decision.ticket, to.webhook_id).await {
                    Ok(message) => {
                        acted.messages.push(message);
                        acted.done.push(action.name().to_owned());
                    }
                    Err(ServiceError::Refused(refusal)) => acted.skipped.push(skipped(action, &refusal)),
                    Err(error) => return Err(error),
                }
                continue;
            }
            let before = acted.decision.events.len();
            match self.one(&acted.decision, action).await {
                Ok(next) => {
                    step::add(&mut acted.decision, next);
                    // What was so already was not done.
                    if acted.decision.events.len() > before {
                        acted.done.push(action.name().to_owned());
                    }
                }
                Err(ServiceError::Refused(refusal)) => acted.skipped.push(skipped(action, &refusal)),
                Err(error) => return Err(error),
            }
        }
        // That another program was told stands in the history, by the rule's name.
        if acted.decision.events.len() == first && acted.messages.is_empty() {
            acted.decision = nothing;
        }
        Ok(acted)
    }

    async fn one(&self, so_far: &Decision, action: &RuleAction) -> Result<Decision, ServiceError> {
        let ticket = &so_far.ticket;
        policy::permit_rule(self.rule.rule.queue_id, ticket, &self.setup.tree)?;
        match action {
            RuleAction::SendMail(mail) => self.mail(ticket, mail).await,
            RuleAction::Notify(notify) => {
                let names = &self.rule.rule.names;
                Ok(ticket::rule_notice(ticket, self.rule.id, names, &notify.text, self.now))
            }
            other => match other.command(|wait| self.until(wait)) {
                Some(Command::Assign(assign)) => self.assign(so_far, assign).await,
                Some(command) => self.command(so_far, &command).await,
                None => Ok(step::nothing(ticket)),
            },
        }
    }

    /// What a webhook is told of the ticket as it is then.
    async fn message(&self, ticket: &Ticket, id: WebhookId) -> Result<Message, ServiceError> {
        policy::permit_rule(self.rule.rule.queue_id, ticket, &self.setup.tree)?;
        let found = webhooks::list(self.tx).await?.into_iter().find(|known| known.id == id);
        let found = found.ok_or_else(|| Refusal::new(ErrorCode::WebhookNotFound))?;
        if !found.listens() || !holds_in(found.webhook.queue_id, ticket.queue_id, &self.setup.tree) {
            let detail = "The webhook is switched off, or is not told of tickets in this queue.";
            return Err(Refusal::because(ErrorCode::NotApplicable, detail).into());
        }
        let names = &self.rule.rule.names;
        Ok(Message {
            webhook: id,
            body: content::of_rule(self.app, self.setup, ticket, self.rule.id, names, self.now),
        })
    }

    fn until(&self, wait: Wait) -> Option<Timestamp> {
        self.now.checked_add(SignedDuration::from_mins(wait.minutes())).ok()
    }

    /// Gives the ticket to whom the rule names, or to who stands in for them while they are away; to them all the same where nobody may.
    async fn assign(&self, so_far: &Decision, assign: Assign) -> Result<Decision, ServiceError> {
        let queue = so_far.ticket.queue_id;
        let away = match assign.owner_id {
            Some(_) => absences::open(self.tx).await?,
            None => Vec::new(),
        };
        let away: Vec<Absence> = away.into_iter().map(|row| row.absence).collect();
        let deputy = assign
            .owner_id
            .and_then(|person| deputy(&away, person, queue, self.now));
        if deputy.is_some() {
            let instead = Command::Assign(Assign { owner_id: deputy });
            match self.command(so_far, &instead).await {
                Err(ServiceError::Refused(_)) => {}
                done => return done,
            }
        }
        self.command(so_far, &Command::Assign(assign)).await
    }

    async fn command(&self, so_far: &Decision, command: &Command) -> Result<Decision, ServiceError> {
        let ticket = &so_far.ticket;
        let nobody = self.nobody();
        let facts = Facts {
            app: self.app,
            tx: self.tx,
            signed_in: &nobody,
            ticket,
            others: &Others::new(),
            articles: &so_far.articles,
        };
        let facts = facts.of(command, Side::Agent).await?;
        let mut ids = Ids(self.app);
        let mut ctx = self.app.context(&mut ids, self.now, None, Side::Agent, self.setup);
        Ok(ticket::decide(ticket, command, &facts, &mut ctx)?)
    }

    /// Who acts: nobody, under the rule's name.
    fn nobody(&self) -> SignedIn {
        let name = self.rule.rule.names.or_other(Language::default());
        SignedIn {
            session_id: SessionId::NIL,
            actor: Actor::of_rule(name),
            person: PersonRef {
                id: PersonId::NIL,
                name: name.to_owned(),
                address: None,
            },
            language: None,
            expires_at: self.now,
            second_factor_due: false,
            seen_by: None,
            tree: self.setup.tree.clone(),
            catalog: self.setup.catalog.clone(),
        }
    }

    async fn mail(&self, ticket: &Ticket, mail: &RuleMail) -> Result<Decision, ServiceError> {
        let (to, language) = self.recipient(ticket, mail).await?;
        if mail.to == RuleRecipient::Requester {
            self.may_answer(&to).await?;
        }
        let (subject, body) = self.texts(mail).await?;
        let mut variables = template::variables(self.app, self.tx, self.setup, ticket, None, language).await?;
        if mail.to == RuleRecipient::Requester {
            variables = variables.for_customers(&self.setup.catalog);
        }
        let fill = |text: &Names| {
            template::text::render(text.or_other(language), &variables)
                .map(|rendered| rendered.text)
                .map_err(|fault| Refusal::because(ErrorCode::InvalidTemplate, fault.reason))
        };
        let (subject, text) = (fill(&subject)?, fill(&body)?);
        let queue = self.setup.tree.get(ticket.queue_id);
        let from = queue.map(|queue| self.app.sender_of(&self.setup.tree, queue, language));
        let letter = RuleLetter {
            from: from.ok_or_else(|| Refusal::new(ErrorCode::QueueNotFound))?,
            to,
            subject: if subject.trim().is_empty() {
                ticket.subject.clone()
            } else {
                subject
            },
            text,
            visible_to_customer: mail.to == RuleRecipient::Requester,
        };
        let mut ids = Ids(self.app);
        let mut ctx = self.app.context(&mut ids, self.now, None, Side::Agent, self.setup);
        Ok(ticket::rule_mail(ticket, &letter, &mut ctx)?)
    }

    async fn recipient(&self, ticket: &Ticket, mail: &RuleMail) -> Result<(Mailbox, Language), ServiceError> {
        let person = match mail.to {
            RuleRecipient::Requester => Some(ticket.requester_id),
            RuleRecipient::Owner => ticket.owner_id,
            RuleRecipient::Responsible => ticket.responsible_id,
            RuleRecipient::Address => {
                let address = mail.address.as_deref().unwrap_or_default().trim().to_owned();
                let known = people::by_address(self.tx, &address).await?;
                let language = known.and_then(|person| person.language).unwrap_or_default();
                return Ok((Mailbox { name: None, address }, language));
            }
        };
        let person = match person {
            Some(id) => people::find(self.tx, id).await?,
            None => None,
        };
        let to = person.as_ref().and_then(mailbox);
        let to = to.ok_or_else(|| Refusal::because(ErrorCode::NotApplicable, "There is nobody to write to."))?;
        Ok((to, person.and_then(|person| person.language).unwrap_or_default()))
    }

    /// Machines get no answer, and nobody gets more than so many a day: else two machines never end.
    async fn may_answer(&self, to: &Mailbox) -> Result<(), ServiceError> {
        if self.by_machine {
            let detail = "What set the rule off was written by a machine, which gets no answer.";
            return Err(Refusal::because(ErrorCode::NotApplicable, detail).into());
        }
        let since = self
            .now
            .saturating_sub(SignedDuration::from_hours(24))
            .unwrap_or(self.now);
        let sent = outbox::answers_since(self.tx, &to.address, since).await?;
        if sent.answers >= self.app.config.mail.answers_per_day {
            let detail = "The address has got as many automatic mails today as there may be.";
            return Err(Refusal::because(ErrorCode::NotApplicable, detail).into());
        }
        Ok(())
    }

    async fn texts(&self, mail: &RuleMail) -> Result<(Names, Names), ServiceError> {
        let Some(id) = mail.template_id else {
            return Ok((mail.subject.clone(), mail.body.clone()));
        };
        let found = templates::find(self.tx, id).await?.map(|found| found.template);
        let template = found
            .filter(|template| template.valid)
            .ok_or_else(|| Refusal::field("template_id", FieldCode::Unknown))?;
        let subject = if mail.subject.is_empty() {
            template.subject
        } else {
            mail.subject.clone()
        };
        Ok((subject, template.body))
    }
}

fn skipped(action: &RuleAction, refusal: &Refusal) -> SkippedEffect {
    let fields = refusal
        .errors
        .iter()
        .map(|error| format!(" {} {}", error.field, error.code.name()));
    SkippedEffect {
        effect: action.name().to_owned(),
        reason: format!("{refusal}{}", fields.collect::<String>()),
    }
}
