//! LDAP: what the servers of a directory say about people.
//!
//! Knows the protocol and the configuration; gives entries as values. Does not know the database, nor what an entry means. Every question
//! has a time-out; a server that does not answer is followed by the next one, and is asked last for a while.

mod ask;
mod connect;

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use pult_domain::directory::{Entry, Group};
use pult_shared::api::directory::ServerView;

use self::ask::{Answer, Ask, AskError};
use crate::{clock::Clock, config::Directory};

/// A server that has failed is asked last for so long.
const SET_ASIDE: SignedDuration = SignedDuration::from_secs(30);
/// Reading everybody takes so long at the most, however fast single answers come.
const EVERYBODY_MOST: Duration = Duration::from_secs(900);

/// By what an entry is looked for.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    Login(&'a str),
    Address(&'a str),
}

/// An entry, and the names of the groups that it is in, also by way of others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub entry: Entry,
    /// Nothing where they may not be read: then what is known of them stays.
    pub groups: Option<BTreeSet<String>>,
}

/// Everybody in the directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Everybody {
    pub entries: Vec<Entry>,
    pub groups: Vec<Group>,
}

/// Why there is no answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DirectoryError {
    /// No server has answered in time.
    #[error("no server of the directory answers: {0}")]
    Away(String),
    /// A server has answered, and refuses: the set-up is wrong.
    #[error("the directory refuses: {0}")]
    Refused(String),
}

/// Somebody to ask about people.
pub trait People: Send + Sync {
    fn settings(&self) -> &Directory;
    /// The servers, as they were met.
    fn servers(&self) -> Vec<ServerView>;
    /// Everybody, and all groups.
    fn everybody(&self) -> BoxFuture<'_, Result<Everybody, DirectoryError>>;
    /// One entry. `patience`: how long each server has.
    fn find<'a>(&'a self, by: By<'a>, patience: Duration) -> BoxFuture<'a, Result<Option<Found>, DirectoryError>>;
    /// The entry of whoever signs in, if the password is theirs.
    fn sign_in<'a>(&'a self, name: By<'a>, password: &'a str) -> BoxFuture<'a, Result<Option<Found>, DirectoryError>>;
    /// Whether all servers have failed a moment ago: then somebody who cannot wait need not ask.
    fn is_away(&self) -> bool;
}

#[derive(Clone, Debug, Default)]
struct Met {
    answered_at: Option<Timestamp>,
    failed_at: Option<Timestamp>,
    fault: Option<String>,
}

/// A directory with its servers.
pub struct Ldap {
    settings: Directory,
    clock: Arc<dyn Clock>,
    met: Mutex<Vec<Met>>,
}

impl Ldap {
    #[must_use]
    pub fn new(settings: Directory, clock: Arc<dyn Clock>) -> Self {
        let met = vec![Met::default(); settings.servers.len()];
        Self {
            settings,
            clock,
            met: Mutex::new(met),
        }
    }

    /// The servers as they stand, those that have failed a moment ago last.
    fn in_order(&self) -> Vec<(usize, String)> {
        let mut order: Vec<(bool, usize, String)> = self
            .settings
            .servers
            .iter()
            .enumerate()
            .map(|(index, server)| (self.is_aside(index), index, server.clone()))
            .collect();
        order.sort_by_key(|(aside, index, _)| (*aside, *index));
        order.into_iter().map(|(_, index, server)| (index, server)).collect()
    }

    fn is_aside(&self, index: usize) -> bool {
        let met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        let failed = met.get(index).and_then(|met| met.failed_at);
        failed.is_some_and(|at| self.clock.now().duration_since(at) < SET_ASIDE)
    }

    fn note(&self, index: usize, fault: Option<String>) {
        let now = self.clock.now();
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(met) = met.get_mut(index) else { return };
        match fault {
            None => {
                *met = Met {
                    answered_at: Some(now),
                    ..Met::default()
                }
            }
            Some(fault) => (met.failed_at, met.fault) = (Some(now), Some(fault)),
        }
    }

    /// Asks one server after the other, until one answers.
    async fn ask(&self, question: Ask<'_>, patience: Duration) -> Result<Answer, DirectoryError> {
        let whole = if matches!(question, Ask::Everybody) {
            EVERYBODY_MOST
        } else {
            patience
        };
        let mut faults = Vec::new();
        for (index, server) in self.in_order() {
            let answer = tokio::time::timeout(whole, ask::ask(&self.settings, &server, &question, patience)).await;
            let fault = match answer {
                Ok(Ok(answer)) => {
                    self.note(index, None);
                    return Ok(answer);
                }
                Ok(Err(AskError::Refused(reason) | AskError::Hidden(reason))) => {
                    self.note(index, Some(reason.clone()));
                    return Err(DirectoryError::Refused(format!("{server}: {reason}")));
                }
                Ok(Err(AskError::Away(reason))) => reason,
                Err(_) => format!("no answer within {} ms", whole.as_millis()),
            };
            tracing::warn!(
                directory = self.settings.name,
                server,
                fault,
                "a server of the directory does not answer"
            );
            self.note(index, Some(fault.clone()));
            faults.push(format!("{server}: {fault}"));
        }
        Err(DirectoryError::Away(faults.join("; ")))
    }
}

impl People for Ldap {
    fn settings(&self) -> &Directory {
        &self.settings
    }

    fn servers(&self) -> Vec<ServerView> {
        let met = self.met.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let servers = self.settings.servers.iter().zip(met);
        servers
            .map(|(address, met)| ServerView {
                address: address.clone(),
                answered_at: met.answered_at,
                fault: met.fault,
            })
            .collect()
    }

    fn everybody(&self) -> BoxFuture<'_, Result<Everybody, DirectoryError>> {
        Box::pin(async move {
            match self.ask(Ask::Everybody, self.settings.timeout).await? {
                Answer::Everybody(everybody) => Ok(everybody),
                Answer::Found(_) => Ok(Everybody::default()),
            }
        })
    }

    fn find<'a>(&'a self, by: By<'a>, patience: Duration) -> BoxFuture<'a, Result<Option<Found>, DirectoryError>> {
        Box::pin(async move { found(self.ask(Ask::Find(by), patience.min(self.settings.timeout)).await?) })
    }

    fn sign_in<'a>(&'a self, name: By<'a>, password: &'a str) -> BoxFuture<'a, Result<Option<Found>, DirectoryError>> {
        Box::pin(async move {
            // A bind without a password succeeds at many servers, as nobody (RFC 4513 §5.1.2).
            if password.is_empty() {
                return Ok(None);
            }
            found(self.ask(Ask::SignIn(name, password), self.settings.timeout).await?)
        })
    }

    fn is_away(&self) -> bool {
        (0..self.settings.servers.len()).all(|index| self.is_aside(index))
    }
}

fn found(answer: Answer) -> Result<Option<Found>, DirectoryError> {
    match answer {
        Answer::Found(found) => Ok(found.map(|found| *found)),
        Answer::Everybody(_) => Ok(None),
    }
}
