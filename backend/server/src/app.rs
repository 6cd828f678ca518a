//! `App`: what every use case has at hand. Built once in `main` (or by a test), cheap to clone.

use std::sync::Arc;

use pult_domain::{fresh::FreshIds, queue::Queue, ticket};
use pult_shared::{Timestamp, ids::PersonId, mailbox::Mailbox, person::Language};
use pult_store::Store;
use uuid::Uuid;

use crate::{
    adapters::transport::Transport,
    clock::{Clock, Rng, Sequence},
    config::Config,
    identity::limiter::Limiter,
    service::{
        live::Live,
        numbers::Numbers,
        presence::Presence,
        setup::{Setup, SetupCache},
        texts::MailTexts,
    },
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
    pub texts: Arc<MailTexts>,
    pub numbers: Arc<Numbers>,
    pub live: Live,
    /// Queues and catalog, as read last.
    pub setup: Arc<SetupCache>,
    /// Who looks at which ticket.
    pub presence: Presence,
    /// Failed sign-ins, by address and by login.
    pub sign_ins: Arc<Limiter>,
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
    pub locks: tokio::sync::Notify,
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
        Self {
            store,
            config,
            clock,
            rng,
            sequence: Arc::default(),
            transport,
            texts: Arc::new(MailTexts::embedded()),
            numbers: Arc::default(),
            live: Live::default(),
            setup: Arc::default(),
            presence: Presence::default(),
            sign_ins: Arc::default(),
            work: Arc::default(),
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
    pub fn sender_of(&self, queue: &Queue, language: Language) -> Mailbox {
        queue.sender(language).unwrap_or_else(|| Mailbox {
            name: Some(queue.names.get(language).to_owned()),
            address: self.config.mail.address.clone(),
        })
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
            catalog: &setup.catalog,
            tree: &setup.tree,
        }
    }
}

/// The supply of fresh ids that `decide` draws from.
pub struct Ids<'a>(pub &'a App);

impl FreshIds for Ids<'_> {
    fn fresh(&mut self) -> Uuid {
        self.0.fresh()
    }
}
