//! A house: queues, roles and people, read from a TOML text and entered into the database.

use std::collections::BTreeMap;

use pult_domain::queue::Queue;
use pult_shared::{
    api::{
        organisation::OrganisationDef,
        queue::{FollowUp, IntakeRules, Names},
        role::{Grant, RoleDef},
    },
    calendar::CalendarDef,
    catalog::{CalendarKey, SlaKey, TypeKey},
    ids::{OrganisationId, PersonId, QueueId, RoleId},
    person::{Language, Permission},
    sla::SlaDef,
};
use pult_store::{WriteTx, catalog, organisations, people, queues, roles};
use serde::Deserialize;

use super::SeedError;
use crate::{app::App, identity::password};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct House {
    #[serde(rename = "calendar", default)]
    pub calendars: Vec<CalendarDef>,
    #[serde(rename = "sla", default)]
    pub slas: Vec<SlaDef>,
    #[serde(rename = "queue")]
    pub queues: Vec<QueueSpec>,
    #[serde(rename = "role")]
    pub roles: Vec<RoleSpec>,
    #[serde(rename = "organisation", default)]
    pub organisations: Vec<OrganisationDef>,
    #[serde(rename = "person")]
    pub people: Vec<PersonSpec>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueSpec {
    /// Parents come before their children.
    pub path: String,
    pub de: String,
    pub en: String,
    pub addresses: Vec<String>,
    pub portal: bool,
    #[serde(default)]
    pub description: Names,
    #[serde(default)]
    pub salutation: Names,
    #[serde(default)]
    pub signature: Names,
    #[serde(default)]
    pub follow_up: FollowUp,
    #[serde(default)]
    pub intake: IntakeRules,
    #[serde(default)]
    pub sensitive: bool,
    #[serde(default = "half_a_working_day")]
    pub unlock_minutes: u32,
    pub calendar: Option<CalendarKey>,
    pub sla: Option<SlaKey>,
    pub remind_days: Option<u32>,
    pub default_type: Option<TypeKey>,
}

/// When a lock is given back, in minutes.
pub fn half_a_working_day() -> u32 {
    240
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleSpec {
    pub name: String,
    #[serde(default)]
    pub description: String,
    /// By the queue's path.
    pub grants: BTreeMap<String, Level>,
}

/// What a role may do in a queue, in a word.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// See, and note something.
    Look,
    /// Pass tickets on to the queue without seeing it.
    HandOver,
    /// The daily work.
    Work,
    /// The daily work, and the queue itself.
    Manage,
}

impl Level {
    fn permissions(self) -> Vec<Permission> {
        match self {
            Self::Look => vec![Permission::View, Permission::Note],
            Self::HandOver => vec![Permission::Create, Permission::MoveInto],
            Self::Work => Permission::ALL
                .into_iter()
                .filter(|permission| *permission != Permission::Manage)
                .collect(),
            Self::Manage => Permission::ALL.to_vec(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonSpec {
    pub login: String,
    pub name: String,
    pub address: String,
    pub language: Language,
    #[serde(default)]
    pub administrator: bool,
    #[serde(default)]
    pub roles: Vec<String>,
    #[serde(default)]
    pub organisation: String,
    /// What the table of logins says about this person; those without are not in it.
    pub shown: Option<String>,
}

impl House {
    /// Reads a house.
    pub fn read(text: &str) -> Result<Self, SeedError> {
        toml::from_str(text).map_err(|error| SeedError::Data(error.to_string()))
    }

    /// Enters everything in one transaction.
    pub async fn enter(&self, app: &App, password: &str) -> Result<(), SeedError> {
        // One hash for all: they share the password anyhow, and each hash costs a noticeable time by design.
        let hash = password::hash(password.to_owned(), app.rng.as_ref()).await?;
        let known = queues::tree(&app.store).await?;
        let mut by_path: BTreeMap<String, QueueId> = known
            .by_path()
            .into_iter()
            .map(|queue| (queue.path.clone(), queue.id))
            .collect();
        let tx = app.store.begin().await?;
        for calendar in &self.calendars {
            catalog::save_calendar(&tx, calendar).await?;
        }
        for sla in &self.slas {
            catalog::save_sla(&tx, sla).await?;
        }
        for spec in &self.queues {
            let queue = queue(app, spec, &by_path)?;
            queues::insert(&tx, &queue).await?;
            by_path.insert(spec.path.clone(), queue.id);
        }
        for organisation in &self.organisations {
            organisations::save(&tx, OrganisationId(app.fresh()), organisation).await?;
        }
        let role_ids = self.enter_roles(app, &tx, &by_path).await?;
        for spec in &self.people {
            enter_person(app, &tx, spec, &hash, &role_ids).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn enter_roles(
        &self,
        app: &App,
        tx: &WriteTx,
        by_path: &BTreeMap<String, QueueId>,
    ) -> Result<BTreeMap<&str, RoleId>, SeedError> {
        let mut ids = BTreeMap::new();
        for role in &self.roles {
            let id = RoleId(app.fresh());
            let mut grants = Vec::new();
            for (path, level) in &role.grants {
                let queue_id = *by_path
                    .get(path)
                    .ok_or_else(|| SeedError::Data(format!("there is no queue {path}")))?;
                let permissions = level.permissions().into_iter();
                grants.extend(permissions.map(|permission| Grant { queue_id, permission }));
            }
            let def = RoleDef {
                name: role.name.clone(),
                description: role.description.clone(),
                grants,
                requires_second_factor: false,
            };
            roles::save(tx, id, &def).await?;
            ids.insert(role.name.as_str(), id);
        }
        Ok(ids)
    }

    /// The table of those who are to be tried out.
    #[must_use]
    pub fn logins(&self, password: &str) -> String {
        let mut text = format!("Sign in with one of these; the password is {password}\n");
        for person in &self.people {
            if let Some(shown) = &person.shown {
                text.push_str(&format!("  {:<12} {} ({shown})\n", person.login, person.name));
            }
        }
        text
    }

    /// The person with a login.
    pub fn person(&self, login: &str) -> Result<&PersonSpec, SeedError> {
        let found = self.people.iter().find(|person| person.login == login);
        found.ok_or_else(|| SeedError::Data(format!("there is nobody with the login {login}")))
    }

    /// The queue at a path.
    pub fn queue(&self, path: &str) -> Result<&QueueSpec, SeedError> {
        let found = self.queues.iter().find(|queue| queue.path == path);
        found.ok_or_else(|| SeedError::Data(format!("there is no queue {path}")))
    }
}

fn queue(app: &App, spec: &QueueSpec, by_path: &BTreeMap<String, QueueId>) -> Result<Queue, SeedError> {
    let parent_id = match spec.path.rsplit_once('/') {
        Some((parent, _)) => Some(
            *by_path
                .get(parent)
                .ok_or_else(|| SeedError::Data(format!("the queue {parent} comes after its child")))?,
        ),
        None => None,
    };
    Ok(Queue {
        id: QueueId(app.fresh()),
        parent_id,
        path: spec.path.clone(),
        names: Names {
            de: spec.de.clone(),
            en: spec.en.clone(),
        },
        addresses: spec.addresses.clone(),
        portal: spec.portal,
        closing_mail: true,
        catch_all: false,
        valid: true,
        description: spec.description.clone(),
        salutation: spec.salutation.clone(),
        signature: spec.signature.clone(),
        follow_up: spec.follow_up,
        unlock_minutes: Some(spec.unlock_minutes),
        calendar: spec.calendar.clone(),
        sla: spec.sla.clone(),
        remind_days: spec.remind_days,
        default_priority: None,
        default_type: spec.default_type.clone(),
        mails: pult_shared::api::queue::QueueMails::default(),
        intake: spec.intake,
        sensitive: spec.sensitive,
        customers_close: true,
        name_shown: true,
        address_domains: Vec::new(),
    })
}

async fn enter_person(
    app: &App,
    tx: &WriteTx,
    spec: &PersonSpec,
    hash: &str,
    role_ids: &BTreeMap<&str, RoleId>,
) -> Result<(), SeedError> {
    let id = PersonId(app.fresh());
    let person = people::NewPerson {
        id,
        login: Some(spec.login.clone()),
        name: spec.name.clone(),
        language: Some(spec.language),
        administrator: spec.administrator,
        active: true,
        addresses: vec![spec.address.clone()],
        password_hash: Some(hash.to_owned()),
        created_at: app.now(),
    };
    people::insert(tx, &person).await?;
    if !spec.organisation.is_empty() {
        people::set_organisation(tx, id, &spec.organisation).await?;
    }
    for role in &spec.roles {
        let role = role_ids
            .get(role.as_str())
            .ok_or_else(|| SeedError::Data(format!("there is no role {role}")))?;
        roles::add_member(tx, *role, id).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::{DEMO_HOUSE, E2E_HOUSE};

    #[test]
    fn both_houses_are_consistent() {
        for text in [DEMO_HOUSE, E2E_HOUSE] {
            let house = House::read(text).expect("a house that can be read");
            for role in &house.roles {
                for path in role.grants.keys().filter(|path| *path != "inbox") {
                    house.queue(path).expect("the queue of a grant");
                }
            }
            for person in &house.people {
                assert!(person.address.ends_with("hs-musterstadt.example"), "{}", person.address);
                for role in &person.roles {
                    assert!(house.roles.iter().any(|known| known.name == *role), "{role}");
                }
            }
            let mut logins: Vec<_> = house.people.iter().map(|person| &person.login).collect();
            logins.sort();
            logins.dedup();
            assert_eq!(logins.len(), house.people.len());
        }
    }

    #[test]
    fn the_logins_of_the_end_to_end_tests() {
        let table = House::read(E2E_HOUSE).expect("a house").logins("secret");
        for login in ["admin", "agent.it", "agent.lib", "student"] {
            assert!(table.contains(login), "{table}");
        }
    }
}
