//! `App`: what every use case has at hand. Built once in `main` (or by a test), cheap to clone.

use std::sync::Arc;

use pult_domain::{
    fresh::FreshIds,
    queue::{Queue, QueueTree},
    ticket,
};
use pult_shared::{
    Timestamp,
    ids::{PersonId, QueueId},
    mailbox::Mailbox,
    person::Language,
};
use pult_store::Store;
use uuid::Uuid;

use crate::{
    adapters::{dkim::SenderCheck, ldap::People, oidc::Provider, outward::Outward, transport::Transport},
    clock::{Clock, Rng, Sequence},
    config::{Config, OidcProvider},
    identity::{limiter::Limiter, password::Checks},
    service::{
        directory::look_up::Strangers,
        live::Live,
        notification::Workers,
        numbers::Numbers,
        postmaster::PostmasterCache,
        presence::Presence,
        rule::RuleCache,
        setup::{Setup, SetupCache},
        texts::MailTexts,
    },
    smime::{Authorities, SigningKeys},
};

/// Everything that the use cases need from outside, handed in.
#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub config: Arc<Config>,
    pub clock: Arc<dyn Clock>,
    pub rng: Arc<dyn Rng>,
    /// The ids of this process, in order.
    pub sequence: Arc<Sequence>,
    pub transport: Arc<dyn Transport>,
    /// Checks the signatures of mail that comes in, where that is configured.
    pub sender_check: Option<Arc<dyn SenderCheck>>,
    /// Whose S/MIME certificates are believed, where that is configured.
    pub authorities: Option<Arc<Authorities>>,
    /// The S/MIME keys of the desk's own addresses.
    pub signing_keys: Arc<SigningKeys>,
    /// The directories that know people, in the order of the configuration.
    pub directories: Arc<Vec<Arc<dyn People>>>,
    /// Senders whom no directory knows.
    pub strangers: Arc<Strangers>,
    pub texts: Arc<MailTexts>,
    pub numbers: Arc<Numbers>,
    pub live: Live,
    /// Who works in which queue, as read last.
    pub workers: Arc<Workers>,
    /// Queues and catalog, as read last.
    pub setup: Arc<SetupCache>,
    /// Postmaster filters, ready to run.
    pub postmaster: Arc<PostmasterCache>,
    /// Rules, ready to run.
    pub rules: Arc<RuleCache>,
    /// Who looks at which ticket.
    pub presence: Presence,
    /// Failed sign-ins, by address and by login.
    pub sign_ins: Arc<Limiter>,
    /// Checks passwords against their hashes.
    pub passwords: Arc<Checks>,
    /// Wrong codes of second factors, by person.
    pub codes: Arc<Limiter>,
    /// Wishes for links to set a password, by address and by login.
    pub link_requests: Arc<Limiter>,
    /// What is sent by web forms, by address, form and sender.
    pub form_posts: Arc<Limiter>,
    /// Providers of single sign-on.
    pub providers: Arc<[Arc<Provider>]>,
    /// Asks addresses that people have entered.
    pub outward: Arc<Outward>,
    /// Wakes the workers of this process when there is something to do.
    pub work: Arc<Work>,
}

/// Wake-up calls between use cases and workers of one process. Missing one costs seconds, never a mail: the workers also
/// look by themselves.
#[derive(Debug, Default)]
pub struct Work {
    pub intake: tokio::sync::Notify,
    pub outbox: tokio::sync::Notify,
    pub bulk: tokio::sync::Notify,
    pub along: tokio::sync::Notify,
    pub rules: tokio::sync::Notify,
    pub webhooks: tokio::sync::Notify,
    pub locks: tokio::sync::Notify,
    pub directory: tokio::sync::Notify,
    pub notifications: tokio::sync::Notify,
    pub staffing: tokio::sync::Notify,
}

impl App {
    #[must_use]
    pub fn new(
        store: Store,
        config: Arc<Config>,
        clock: Arc<dyn Clock>,
        rng: Arc<dyn Rng>,
        transport: Arc<dyn Transport>,
    ) -> Self {
        let outward = Arc::new(Outward::new(config.outward_allow.iter().cloned()));
        Self {
            providers: providers(&config, &outward),
            outward,
            store,
            config,
            clock,
            rng,
            sequence: Arc::default(),
            transport,
            sender_check: None,
            authorities: None,
            signing_keys: Arc::default(),
            directories: Arc::default(),
            strangers: Arc::default(),
            texts: Arc::new(MailTexts::embedded()),
            numbers: Arc::default(),
            live: Live::default(),
            workers: Arc::default(),
            setup: Arc::default(),
            postmaster: Arc::default(),
            rules: Arc::default(),
            presence: Presence::default(),
            sign_ins: Arc::default(),
            passwords: Arc::default(),
            codes: Arc::default(),
            link_requests: Arc::default(),
            form_posts: Arc::default(),
            work: Arc::default(),
        }
    }

    /// The same with another configuration.
    #[must_use]
    pub fn configured(&self, config: Arc<Config>) -> Self {
        let outward = Arc::new(Outward::new(config.outward_allow.iter().cloned()));
        Self {
            providers: providers(&config, &outward),
            outward,
            config,
            ..self.clone()
        }
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A fresh id (UUID version 7), greater than every one before it: what is made later sorts later.
    #[must_use]
    pub fn fresh(&self) -> Uuid {
        self.sequence.fresh(&*self.clock, &*self.rng)
    }

    /// Whom a queue's mails come from: its own address, else the desk's general one under the queue's name. So a new
    /// installation can answer before anybody has given it addresses.
    #[must_use]
    pub fn sender_of(&self, tree: &QueueTree, queue: &Queue, language: Language) -> Mailbox {
        let own = queue.addresses.first().cloned();
        Mailbox {
            name: Some(self.name_in_mails(tree, queue.id, language)),
            address: own.unwrap_or_else(|| self.config.mail.address.clone()),
        }
    }

    /// What a queue is called in mails to customers: its name as they know it; where they are to know nothing of it, a word for the desk.
    #[must_use]
    pub fn name_in_mails(&self, tree: &QueueTree, queue: QueueId, language: Language) -> String {
        tree.as_customers_know(queue).map_or_else(
            || self.texts.in_language(language).get("mail-hidden-queue"),
            |queue| queue.names.or_other(language).to_owned(),
        )
    }

    /// The context in which `decide` runs.
    pub fn context<'a>(
        &'a self,
        ids: &'a mut Ids<'a>,
        now: Timestamp,
        actor: Option<PersonId>,
        side: ticket::Side,
        setup: &'a Setup,
    ) -> ticket::Context<'a> {
        ticket::Context {
            now,
            actor,
            side,
            ids,
            mail_domain: &self.config.mail.domain,
            desk_address: &self.config.mail.address,
            catalog: &setup.catalog,
            tree: &setup.tree,
        }
    }
}

fn providers(config: &Config, outward: &Outward) -> Arc<[Arc<Provider>]> {
    let provider = |one: &OidcProvider| Arc::new(Provider::new(one.clone(), &config.http.public_url, outward));
    config.oidc.iter().map(provider).collect()
}

/// The supply of fresh ids that `decide` draws from.
pub struct Ids<'a>(pub &'a App);

impl FreshIds for Ids<'_> {
    fn fresh(&mut self) -> Uuid {
        self.0.fresh()
    }
}
