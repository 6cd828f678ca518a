//! Directories: comparing everybody with them, looking single people up, signing in by them.
//!
//! Whatever a directory says goes through `domain::directory`, by one road for one person and for all.

mod apply;
pub mod list;
pub mod look_up;
pub mod sign_in;
mod single;
pub mod start;
pub mod sync;
pub mod trial;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use pult_domain::refusal::Refusal;
use pult_shared::{
    api::directory::DirectoryRun,
    error::FieldCode,
    ids::{PersonId, RoleId},
};
use pult_store::{StoreError, directory_runs::Run, people, roles};

use crate::{adapters::ldap::People, app::App, config::Directory, service::ServiceError};

/// The directory of this name.
fn named(app: &App, name: &str) -> Result<Arc<dyn People>, ServiceError> {
    let found = app.directories.iter().find(|one| one.settings().name == name);
    found
        .cloned()
        .ok_or_else(|| Refusal::field("directory", FieldCode::Unknown).into())
}

/// Whether a directory that is configured leads somebody who came from there: their password is the directory's, and none is set here.
pub(in crate::service) fn leads(app: &App, directory: Option<&str>) -> bool {
    directory.is_some_and(|name| app.directories.iter().any(|one| one.settings().name == name))
}

/// The roles that groups stand for, and the groups whose role there is not.
struct Roles {
    by_group: BTreeMap<String, RoleId>,
    missing: Vec<(String, String)>,
    /// What all roles are called, for the log.
    names: BTreeMap<RoleId, String>,
}

impl Roles {
    /// The roles that may be taken away; `None`: all. A role that is not found by its name may be called otherwise by now.
    fn judged(&self) -> Option<BTreeSet<RoleId>> {
        (!self.missing.is_empty()).then(|| self.by_group.values().copied().collect())
    }
}

async fn roles_of(app: &App, directory: &Directory) -> Result<Roles, StoreError> {
    let known: BTreeMap<String, RoleId> = roles::names(&app.store).await?.into_iter().collect();
    let mut found = Roles {
        by_group: BTreeMap::new(),
        missing: Vec::new(),
        names: known.iter().map(|(name, id)| (*id, name.clone())).collect(),
    };
    for (group, role) in &directory.roles {
        match known.get(role) {
            Some(id) => {
                found.by_group.insert(group.clone(), *id);
            }
            None => found.missing.push((group.clone(), role.clone())),
        }
    }
    Ok(found)
}

/// Comparisons as administrators see them. One query for who asked.
async fn views(app: &App, runs: Vec<Run>) -> Result<Vec<DirectoryRun>, StoreError> {
    let asked: Vec<PersonId> = runs.iter().filter_map(|run| run.asked_by).collect();
    let asked = people::refs(&app.store, &asked).await?;
    let view = |run: Run| DirectoryRun {
        id: run.id,
        directory: run.directory,
        dry: run.dry,
        state: run.state,
        asked_by: run.asked_by.and_then(|id| asked.get(&id).cloned()),
        created_at: run.created_at,
        ended_at: run.ended_at,
        steps_done: run.steps_done,
        steps_all: run.steps_all,
        report: run.report,
        fault: run.fault,
    };
    Ok(runs.into_iter().map(view).collect())
}
