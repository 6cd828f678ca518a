//! One turn: rules that were set off look at a ticket in their order, and act where their condition fits. All of it is one transaction
//! of the caller's.

use std::sync::Mutex;

use jiff::SignedDuration;
use pult_domain::{
    policy::{Permit, Visibility},
    rule::{Compiled, stopped},
    ticket::{self, Decision, Ticket},
};
use pult_shared::{
    Timestamp,
    api::rule::RuleOutcome,
    filter::Filter,
    ids::{RuleId, WebhookDeliveryId},
    rule::RuleStop,
};
use pult_store::{
    WriteTx,
    rules::{self, NewRun},
    tickets::{self, Question},
    webhooks,
};

use super::act::{Acted, Acting};
use crate::{
    app::App,
    service::{
        ServiceError,
        setup::Setup,
        ticket::{
            step::language_of,
            write::{self, Writing},
        },
    },
};

/// Within which time rules may change one ticket so often.
const BUDGET_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// Where and when rules act.
pub struct Turn<'a> {
    pub app: &'a App,
    pub tx: &'a WriteTx,
    pub setup: &'a Setup,
    pub now: Timestamp,
    /// How many rules in a row have led to this.
    pub depth: u32,
    pub by_machine: bool,
    /// Which rule acts just now: should something break, it is known at which.
    pub acts: &'a Mutex<Option<RuleId>>,
}

impl Turn<'_> {
    /// Lets the rules act on a ticket that is locked; gives it as it is then.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take(&self, mut ticket: Ticket, rules: &[&Compiled]) -> Result<Ticket, ServiceError> {
        let mut fits = self.fitting(&ticket, rules).await?;
        for (index, rule) in rules.iter().enumerate() {
            let fit = fits.get(index).copied().unwrap_or_default();
            if !fit || !rule.holds_in(ticket.queue_id, &self.setup.tree) {
                continue;
            }
            if let Some(why) = self.stopped(&ticket).await? {
                return self.stop(ticket, rule, why).await;
            }
            self.begin(rule.id);
            let acting = Acting {
                app: self.app,
                tx: self.tx,
                setup: self.setup,
                rule,
                now: self.now,
                by_machine: self.by_machine,
            };
            let acted = acting.act(&ticket).await?;
            let changed = !acted.decision.events.is_empty();
            self.note(&ticket, rule, &acted).await?;
            for message in &acted.messages {
                let id = WebhookDeliveryId(self.app.fresh());
                webhooks::enqueue(self.tx, id, message.webhook, ticket.id, &message.body, self.now).await?;
                self.app.work.webhooks.notify_one();
            }
            if changed {
                ticket = self.write(&ticket, &acted.decision).await?;
                if index + 1 < rules.len() && !rule.rule.stop {
                    // What comes next looks at the ticket as it is now.
                    fits = self.fitting(&ticket, rules).await?;
                }
            }
            if rule.rule.stop {
                break;
            }
        }
        Ok(ticket)
    }

    fn begin(&self, rule: RuleId) {
        if let Ok(mut acts) = self.acts.lock() {
            *acts = Some(rule);
        }
    }

    /// Which rules' conditions fit, in one query: by the search that people use, so that a rule finds what they find.
    async fn fitting(&self, ticket: &Ticket, rules: &[&Compiled]) -> Result<Vec<bool>, ServiceError> {
        let this = Filter::Number(ticket.number.0.clone());
        let filters: Vec<Filter> = rules
            .iter()
            .map(|rule| Filter::all_of([this.clone(), rule.filter.clone()]))
            .collect();
        let question = Question {
            visibility: &Visibility::for_system(),
            filter: &this,
            me: None,
            tree: &self.setup.tree,
            now: self.now,
        };
        let filters: Vec<&Filter> = filters.iter().collect();
        let counts = tickets::counts(self.tx, &question, &filters, Some(1)).await?;
        Ok(counts.into_iter().map(|count| count > 0).collect())
    }

    async fn stopped(&self, ticket: &Ticket) -> Result<Option<RuleStop>, ServiceError> {
        let applied = rules::applied_since(self.tx, ticket.id, self.an_hour_ago()).await?;
        Ok(stopped(self.depth, applied))
    }

    fn an_hour_ago(&self) -> Timestamp {
        self.now.saturating_sub(BUDGET_WITHIN).unwrap_or(self.now)
    }

    /// Tells in history and log that a rule was stopped, once an hour.
    async fn stop(&self, ticket: Ticket, rule: &Compiled, why: RuleStop) -> Result<Ticket, ServiceError> {
        if rules::was_stopped(self.tx, rule.id, ticket.id, self.an_hour_ago()).await? {
            return Ok(ticket);
        }
        tracing::warn!(ticket = %ticket.number, rule = %rule.id, reason = why.name(), "a rule was stopped");
        let run = NewRun {
            stop: Some(why),
            ..self.run(&ticket, rule, RuleOutcome::Stopped)
        };
        rules::insert_run(self.tx, &run).await?;
        let told = ticket::rule_stopped(&ticket, rule.id, &rule.rule.names, why, self.now);
        self.write(&ticket, &told).await
    }

    fn run(&self, ticket: &Ticket, rule: &Compiled, outcome: RuleOutcome) -> NewRun {
        NewRun {
            rule_id: rule.id,
            ticket_id: ticket.id,
            at: self.now,
            outcome,
            done: Vec::new(),
            skipped: Vec::new(),
            stop: None,
        }
    }

    /// What came of a rule, for its log; that all was so already says nothing.
    async fn note(&self, ticket: &Ticket, rule: &Compiled, acted: &Acted) -> Result<(), ServiceError> {
        let outcome = match (acted.done.is_empty(), acted.skipped.is_empty()) {
            (false, _) => RuleOutcome::Applied,
            (true, false) => RuleOutcome::Skipped,
            (true, true) => return Ok(()),
        };
        let run = NewRun {
            done: acted.done.clone(),
            skipped: acted.skipped.clone(),
            ..self.run(ticket, rule, outcome)
        };
        Ok(rules::insert_run(self.tx, &run).await?)
    }

    async fn write(&self, before: &Ticket, decision: &Decision) -> Result<Ticket, ServiceError> {
        let language = language_of(self.tx, &decision.ticket).await?;
        let writing = Writing::by_system(Permit::for_system(), Some(before.version), language);
        write::write(self.app, self.tx, decision, writing).await
    }
}
