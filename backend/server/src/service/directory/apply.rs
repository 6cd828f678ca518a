//! Write what differs, some people a transaction: a large comparison holds nobody up for long.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use pult_domain::directory::{Change, Difference, Facts, Wanted};
use pult_shared::{
    Timestamp,
    api::directory::DescribedPerson,
    ids::{DirectoryRunId, PersonId, RoleId},
};
use pult_store::{StoreError, WriteTx, directory_runs, people};
use serde_json::{Value, json};

use super::Roles;
use crate::{
    app::App,
    service::settings_log::{Thing, by_nobody},
};

/// People in one transaction.
const AT_ONCE: usize = 200;
/// A worker that says nothing for so long is taken for dead.
pub const HELD: SignedDuration = SignedDuration::from_mins(2);

/// Until when a comparison is held from now on.
pub fn held_until(app: &App) -> Timestamp {
    app.now().saturating_add(HELD).unwrap_or(Timestamp::MAX)
}

/// People as they were, for the log.
pub struct Before<'a> {
    people: BTreeMap<PersonId, Was>,
    roles: &'a Roles,
}

#[derive(Default)]
struct Was {
    described: Option<DescribedPerson>,
    /// By groups.
    roles: BTreeSet<RoleId>,
    /// By any other way.
    by_hand: BTreeSet<RoleId>,
}

impl<'a> Before<'a> {
    pub fn of(facts: &Facts, roles: &'a Roles) -> Self {
        let known = facts.known.iter().map(|known| {
            let was = Was {
                described: Some(known.described.clone()),
                roles: known.roles.clone(),
                by_hand: known.by_hand.clone(),
            };
            (known.id, was)
        });
        let others = facts.others.iter().map(|other| {
            let was = Was {
                described: Some(other.described.clone()),
                ..Was::default()
            };
            (other.id, was)
        });
        Self {
            people: known.chain(others).collect(),
            roles,
        }
    }

    fn names<'b>(&self, roles: impl IntoIterator<Item = &'b RoleId>) -> Vec<&str> {
        let names = roles.into_iter().filter_map(|id| self.roles.names.get(id));
        names.map(String::as_str).collect()
    }
}
/// How far it is.
struct Steps {
    run: DirectoryRunId,
    done: u64,
    all: u64,
}

impl Steps {
    async fn end(&mut self, app: &App, tx: WriteTx, steps: usize) -> Result<(), StoreError> {
        self.done += u64::try_from(steps).unwrap_or(u64::MAX);
        directory_runs::progress(&tx, self.run, self.done, Some(self.all), held_until(app)).await?;
        tx.commit().await
    }
}

/// Writes everything.
///
/// # Errors
/// When the database fails; `Duplicate` where somebody came by another way meanwhile. What is written stays, and the next comparison finds
/// the rest.
pub async fn everything(
    app: &App,
    directory: &str,
    run: DirectoryRunId,
    difference: &Difference,
    before: &Before<'_>,
) -> Result<(), StoreError> {
    let all = difference.created.len() + difference.changed.len() + difference.vanished.len();
    let mut steps = Steps {
        run,
        done: 0,
        all: u64::try_from(all).unwrap_or(u64::MAX),
    };
    // Changes first: an account id or address that somebody gives away is free for who comes.
    for some in difference.changed.chunks(AT_ONCE) {
        let tx = app.store.begin().await?;
        for one in some {
            change(app, &tx, directory, one, before).await?;
        }
        steps.end(app, tx, some.len()).await?;
    }
    for some in difference.created.chunks(AT_ONCE) {
        let tx = app.store.begin().await?;
        create(app, &tx, directory, some, before).await?;
        steps.end(app, tx, some.len()).await?;
    }
    for some in difference.vanished.chunks(AT_ONCE) {
        let tx = app.store.begin().await?;
        let ids: Vec<PersonId> = some.iter().map(|(id, _)| *id).collect();
        people::directory::vanish(&tx, directory, &ids).await?;
        for (id, name) in some {
            let held = before.people.get(id).map(|was| before.names(&was.roles));
            let was = json!({"name": name, "active": true, "roles": held.unwrap_or_default()});
            let is = json!({"name": name, "active": false, "roles": []});
            log(app, &tx, *id, Some(was), is).await?;
        }
        steps.end(app, tx, some.len()).await?;
    }
    let tx = app.store.begin().await?;
    people::directory::seen(&tx, directory, app.now()).await?;
    steps.end(app, tx, 0).await?;
    app.live.nudge();
    Ok(())
}

/// Enters people. The log names those who come into roles.
pub async fn create(
    app: &App,
    tx: &WriteTx,
    directory: &str,
    wanted: &[Wanted],
    before: &Before<'_>,
) -> Result<Vec<PersonId>, StoreError> {
    let people: Vec<(PersonId, &Wanted)> = wanted.iter().map(|one| (PersonId(app.fresh()), one)).collect();
    people::directory::enter(tx, directory, &people, app.now()).await?;
    for (id, one) in people.iter().filter(|(_, one)| !one.roles.is_empty()) {
        log(app, tx, *id, None, logged(&one.described, &before.names(&one.roles))).await?;
    }
    Ok(people.into_iter().map(|(id, _)| id).collect())
}

/// Changes somebody, with a line in the log.
pub async fn change(
    app: &App,
    tx: &WriteTx,
    directory: &str,
    one: &Change,
    before: &Before<'_>,
) -> Result<(), StoreError> {
    people::directory::change(tx, directory, one, app.now()).await?;
    let nothing = Was::default();
    let was = before.people.get(&one.id).unwrap_or(&nothing);
    let roles = before.names(one.wanted.roles.difference(&was.by_hand));
    let described = was.described.as_ref();
    let was = described.map(|described| logged(described, &before.names(&was.roles)));
    log(app, tx, one.id, was, logged(&one.wanted.described, &roles)).await
}

fn logged(one: &DescribedPerson, roles: &[&str]) -> Value {
    json!({"name": one.name, "login": one.login, "language": one.language, "affiliation": one.affiliation, "phone": one.phone,
        "room": one.room, "organisation": one.organisation, "addresses": one.addresses, "roles": roles})
}

async fn log(app: &App, tx: &WriteTx, id: PersonId, before: Option<Value>, after: Value) -> Result<(), StoreError> {
    by_nobody(app, tx, Thing::Person, &id.to_string(), before, Some(after)).await
}
