//! Run the postmaster filters over a mail: look up what they ask for, once, and let `domain` say which match and what they want.

use std::collections::BTreeMap;

use pult_domain::inbound::{
    Addressed, InboundFacts, Outcome, decide,
    postmaster::{Compiled, ControlNames, Plan, Traits, Verdict, controls, matching, plan, with_verdict},
};
use pult_mail::{ParsedMail, Virus};
use pult_shared::{
    api::article::Trust,
    ids::{PersonId, RoleId},
    postmaster::{AppliedFilter, MailEffect, MailField},
};
use pult_store::{WriteTx, ledger::Incoming, people, roles};

use super::facts;
use crate::{
    app::App,
    service::{ServiceError, setup::Setup},
};

/// Bytes of a text that filters look at, cut at a character; what is asked of a mail is said at its beginning.
const BODY_MAX: usize = 100_000;
/// People that the control fields of one mail may name.
const NAMED_MAX: usize = 10;

/// What the filters say to a mail.
#[derive(Debug, Default)]
pub struct Run {
    pub plan: Plan,
    /// By filter.
    pub verdicts: Vec<Verdict>,
}

impl Run {
    /// What the ledger says where no ticket was touched: which filters matched, and which of them has ended the mail's way.
    #[must_use]
    pub fn reports(&self) -> Vec<AppliedFilter> {
        let report = |applied: &pult_domain::inbound::postmaster::Applied| {
            let mut report = applied.report.clone();
            let ends = applied.on_new.iter().filter(|effect| effect.ends()).take(1);
            report.done.extend(ends.map(|effect| effect.name().to_owned()));
            report
        };
        // Where there is no ticket, a header that would have tagged it has done nothing.
        let says =
            |report: &AppliedFilter| report.id.is_some() || !report.done.is_empty() || !report.skipped.is_empty();
        self.plan.applied.iter().map(report).filter(says).collect()
    }
}

/// Where a mail is met by filters.
pub struct Place<'a> {
    pub app: &'a App,
    pub tx: &'a WriteTx,
    pub setup: &'a Setup,
    pub incoming: &'a Incoming,
    pub mail: &'a ParsedMail,
}

impl Place<'_> {
    /// Runs the filters; the facts say afterwards what they want of the decision. `explain`: with every test.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn run(
        &self,
        facts: &mut InboundFacts,
        filters: &[Compiled],
        explain: bool,
    ) -> Result<Run, ServiceError> {
        let header = with_verdict(self.header(facts.trust).await?, self.mail.verdicts.spam);
        if filters.is_empty() && header.is_none() {
            return Ok(Run::default());
        }
        let (agent, roles) = self.groups(filters).await?;
        let from = self.mail.from.as_ref().map(ToString::to_string).unwrap_or_default();
        let verdicts = matching(filters, &self.traits(facts, &from, agent, roles), explain);
        let plan = plan(header, filters, &verdicts, &self.setup.tree);
        facts.fate = plan.fate;
        facts.auto_response = plan.auto_response;
        if let Some(queue) = plan.queue.and_then(|id| self.setup.tree.get(id)) {
            // In the place of the first queue that it was sent to; the others find the ticket as they would have.
            let others = facts
                .addressed
                .drain(..)
                .skip(1)
                .filter(|other| other.queue_id != queue.id);
            let filtered = Addressed {
                queue_id: queue.id,
                rules: queue.intake,
            };
            facts.addressed = std::iter::once(filtered).chain(others.collect::<Vec<_>>()).collect();
        }
        Ok(Run { plan, verdicts })
    }

    /// Whether the sender works here, and their roles; asked for only where a filter wants to know.
    async fn groups(&self, filters: &[Compiled]) -> Result<(bool, Vec<RoleId>), ServiceError> {
        let asks = |filter: &Compiled| {
            let tests = filter.filter.when.tests("");
            let mut fields = tests.iter().map(|(_, test)| test.field);
            filter.filter.valid && fields.any(|field| matches!(field, MailField::Sender | MailField::Role))
        };
        let sender = facts::sender(self.mail, &self.incoming.envelope_from);
        let Some(sender) = sender.filter(|_| filters.iter().any(asks)) else {
            return Ok((false, Vec::new()));
        };
        let Some(person) = people::by_address(self.tx, &sender.address).await? else {
            return Ok((false, Vec::new()));
        };
        let actor = people::actor(self.tx, person.id, &self.setup.tree).await?;
        let roles = match &actor {
            Some(_) => roles::of_member(self.tx, person.id).await?,
            None => Vec::new(),
        };
        Ok((actor.is_some_and(|actor| actor.is_agent()), roles))
    }

    fn traits<'a>(&'a self, facts: &InboundFacts, from: &'a str, agent: bool, roles: Vec<RoleId>) -> Traits<'a> {
        let (mail, incoming) = (self.mail, self.incoming);
        let address = match &mail.from {
            Some(from) => from.address.as_str(),
            None => incoming.envelope_from.as_str(),
        };
        let named = mail.to.iter().chain(&mail.cc).map(|mailbox| mailbox.address.as_str());
        let delivered = incoming
            .envelope_to
            .iter()
            .chain(&mail.delivered_to)
            .map(String::as_str);
        let joins = matches!(
            decide(facts),
            Outcome::FollowUp { .. }
                | Outcome::HeldFollowUp { .. }
                | Outcome::Rejected { .. }
                | Outcome::Continued { .. }
                | Outcome::Bounce { ticket_id: Some(_) }
        );
        Traits {
            subject: &mail.subject,
            body: beginning(&mail.text),
            from: [address, from].into_iter().filter(|text| !text.is_empty()).collect(),
            recipients: delivered.chain(named).collect(),
            headers: mail
                .headers
                .iter()
                .map(|field| (field.name.as_str(), field.value.as_str()))
                .collect(),
            attachments: mail.attachments.iter().map(|file| file.name.as_str()).collect(),
            list_id: mail.list_id.as_deref(),
            envelope_from: &incoming.envelope_from,
            account: incoming.account.as_deref(),
            door: Some(incoming.door),
            size: incoming.size,
            machine: facts.machine,
            acquaintance: facts.acquaintance,
            agent,
            roles,
            trust: facts.trust,
            spam: mail.verdicts.spam,
            spam_score: mail.verdicts.spam_score,
            virus: mail
                .verdicts
                .virus
                .as_ref()
                .map(|virus| matches!(virus, Virus::Infected(_))),
            follow_up: joins,
        }
    }

    /// What the control fields of the header say, where the sender may control the desk by them.
    async fn header(&self, trust: Trust) -> Result<Option<pult_domain::inbound::postmaster::Applied>, ServiceError> {
        let fields = &self.mail.controls;
        if fields.is_empty() || !self.may_control(trust) {
            return Ok(None);
        }
        let mut people = BTreeMap::new();
        let persons = ["owner", "responsible", "followup-owner", "followup-responsible"];
        for (_, value) in fields
            .iter()
            .filter(|(name, _)| persons.contains(&name.as_str()))
            .take(NAMED_MAX)
        {
            let name = value.trim().to_lowercase();
            if let Some(id) = self.person(&name).await? {
                people.insert(name, id);
            }
        }
        let names = ControlNames {
            catalog: &self.setup.catalog,
            tree: &self.setup.tree,
            people: &people,
            zone: self.setup.catalog.home_zone(),
            now: self.app.now(),
        };
        Ok(controls(fields, &names))
    }

    async fn person(&self, name: &str) -> Result<Option<PersonId>, ServiceError> {
        Ok(people::credentials(self.tx, name).await?.map(|known| known.person_id))
    }

    /// Doors and mailboxes that the configuration names, and senders that it names where the site's mail server has proven them.
    fn may_control(&self, trust: Trust) -> bool {
        let config = &self.app.config;
        let account = self.incoming.account.as_deref();
        let by_account = config
            .imap
            .iter()
            .any(|known| known.control_fields && Some(known.name.as_str()) == account);
        let by_sender = || {
            let sender = facts::sender(self.mail, &self.incoming.envelope_from);
            sender.is_some_and(|sender| {
                let address = sender.address.to_lowercase();
                let domain = address.rsplit_once('@').map(|(_, domain)| format!("@{domain}"));
                let mut named = config.mail.control_senders.iter();
                named.any(|known| *known == address || Some(known) == domain.as_ref())
            })
        };
        by_account || config.mail.control_doors.contains(&self.incoming.door) || (trust == Trust::Proven && by_sender())
    }
}

/// The beginning of a text.
fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(BODY_MAX)).unwrap_or(text)
}

/// Whether an effect changes the state, which a machine's mail never does to a ticket that is there.
#[must_use]
pub fn changes_state(effect: &MailEffect) -> bool {
    matches!(effect, MailEffect::SetState(_))
}
