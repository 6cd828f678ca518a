//! A large university: the demo's house with two hundred queues in a tree, three hundred agents, services and custom fields.

use std::collections::BTreeMap;

use pult_shared::{
    api::queue::{FollowUp, IntakeRules, Names},
    catalog::{FieldDef, FieldKey, FieldKind, FieldOption, ServiceDef, ServiceKey},
    person::Language,
};
use pult_store::catalog;

use super::{
    super::{
        SeedError,
        house::{House, Level, PersonSpec, QueueSpec, RoleSpec, half_a_working_day},
    },
    names::person_name,
};
use crate::app::App;

/// Twelve faculties with three departments of four teams each: with the demo's queues and the inbox two hundred.
const FACULTIES: u32 = 12;
const DEPARTMENTS: u32 = 3;
const TEAMS: u32 = 4;
/// People with a role, those of the demo included.
const AGENTS: usize = 300;
/// The login of somebody who works in every queue, and no administrator.
const LEAD: &str = "lead";

/// Services in two levels: key, German, English.
const SERVICES: [(&str, &str, &str); 8] = [
    ("network", "Netz", "Network"),
    ("network/wlan", "WLAN", "Wi-Fi"),
    ("network/vpn", "VPN", "VPN"),
    ("mail", "E-Mail", "Mail"),
    ("mail/groupware", "Groupware", "Groupware"),
    ("teaching", "Lehre", "Teaching"),
    ("teaching/moodle", "Moodle", "Moodle"),
    ("printing", "Drucken", "Printing"),
];

/// Adds queues, roles and agents.
pub fn grow(house: &mut House) {
    for faculty in 1..=FACULTIES {
        let path = format!("faculty-{faculty:02}");
        let (de, en) = (format!("Fakultät {faculty}"), format!("Faculty {faculty}"));
        house.queues.push(queue(&path, de, en));
        house.roles.push(role(format!("Fakultät {faculty}"), [path.as_str()]));
        for department in 1..=DEPARTMENTS {
            let path = format!("{path}/department-{department}");
            let (de, en) = (format!("Dezernat {department}"), format!("Department {department}"));
            house.queues.push(queue(&path, de, en));
            house.roles.push(role(
                format!("Fakultät {faculty}, Dezernat {department}"),
                [path.as_str()],
            ));
            for team in 1..=TEAMS {
                let path = format!("{path}/team-{team}");
                house
                    .queues
                    .push(queue(&path, format!("Team {team}"), format!("Team {team}")));
            }
        }
    }
    let tops: Vec<String> = top_paths(house);
    let everywhere = tops.iter().map(String::as_str).chain(["inbox"]);
    house.roles.push(role("Alle Queues".to_owned(), everywhere));
    enter_agents(house);
}

fn top_paths(house: &House) -> Vec<String> {
    let tops = house.queues.iter().filter(|queue| !queue.path.contains('/'));
    tops.map(|queue| queue.path.clone()).collect()
}

fn enter_agents(house: &mut House) {
    let roles: Vec<String> = house.roles.iter().map(|role| role.name.clone()).collect();
    let agents = house.people.iter().filter(|person| !person.roles.is_empty()).count();
    for (number, role) in (1..=AGENTS.saturating_sub(agents + 1)).zip(roles.iter().cycle()) {
        let name = person_name(u32::try_from(number).unwrap_or(0), 90);
        house.people.push(agent(format!("agent{number:03}"), name, role, None));
    }
    let lead = agent(
        LEAD.to_owned(),
        "Wiebke Thomsen".to_owned(),
        "Alle Queues",
        Some("agent of every queue".to_owned()),
    );
    house.people.push(lead);
}

fn queue(path: &str, de: String, en: String) -> QueueSpec {
    QueueSpec {
        path: path.to_owned(),
        de,
        en,
        addresses: vec![format!("{}@hs-musterstadt.example", path.replace('/', "."))],
        portal: true,
        description: Names::default(),
        salutation: Names::default(),
        signature: Names::default(),
        follow_up: FollowUp::Reopen,
        intake: IntakeRules::default(),
        sensitive: false,
        unlock_minutes: half_a_working_day(),
        calendar: None,
        sla: None,
        remind_days: None,
        default_type: None,
    }
}

fn role<'a>(name: String, paths: impl IntoIterator<Item = &'a str>) -> RoleSpec {
    let grants: BTreeMap<String, Level> = paths.into_iter().map(|path| (path.to_owned(), Level::Work)).collect();
    RoleSpec {
        name,
        description: String::new(),
        grants,
    }
}

fn agent(login: String, name: String, role: &str, shown: Option<String>) -> PersonSpec {
    PersonSpec {
        address: format!("{login}@hs-musterstadt.example"),
        login,
        name,
        language: Language::De,
        administrator: false,
        roles: vec![role.to_owned()],
        organisation: String::new(),
        shown,
    }
}

/// Adds services and custom fields to the catalog.
pub async fn extend_catalog(app: &App) -> Result<(), SeedError> {
    let tx = app.store.begin().await?;
    for (position, (key, de, en)) in (0..).zip(SERVICES) {
        let service = ServiceDef {
            key: ServiceKey::new(key),
            names: names(de, en),
            sla: None,
            position,
            valid: true,
        };
        catalog::save_service(&tx, &service).await?;
    }
    for field in fields() {
        catalog::save_field(&tx, &field).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn fields() -> [FieldDef; 3] {
    let field = |key: &str, kind, names: Names| FieldDef {
        key: FieldKey::new(key),
        kind,
        names,
        help: Names::default(),
        options: Vec::new(),
        queue_ids: Vec::new(),
        type_keys: Vec::new(),
        required_on_close: false,
        shown_to_customer: true,
        position: 0,
        valid: true,
    };
    let option = |key: &str, de: &str, en: &str| FieldOption {
        key: key.to_owned(),
        names: names(de, en),
        valid: true,
    };
    [
        field("room", FieldKind::Text, names("Raum", "Room")),
        field(
            "inventory_number",
            FieldKind::Number,
            names("Inventarnummer", "Inventory number"),
        ),
        FieldDef {
            options: vec![
                option("north", "Campus Nord", "North campus"),
                option("south", "Campus Süd", "South campus"),
            ],
            ..field("site", FieldKind::Choice, names("Standort", "Site"))
        },
    ]
}

fn names(de: &str, en: &str) -> Names {
    Names {
        de: de.to_owned(),
        en: en.to_owned(),
    }
}

/// The keys of the services that tickets get.
pub fn service_keys() -> Vec<ServiceKey> {
    SERVICES.iter().map(|(key, ..)| ServiceKey::new(*key)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::DEMO_HOUSE;

    #[test]
    fn the_house_has_the_size_that_is_promised() {
        let mut house = House::read(DEMO_HOUSE).expect("a house");
        grow(&mut house);
        // With the inbox, which every database has.
        assert_eq!(house.queues.len() + 1, 200);
        let agents = house.people.iter().filter(|person| !person.roles.is_empty()).count();
        assert_eq!(agents, AGENTS);
        let deepest = house.queues.iter().map(|queue| queue.path.split('/').count()).max();
        assert_eq!(deepest, Some(3));
        let mut logins: Vec<_> = house.people.iter().map(|person| &person.login).collect();
        logins.sort();
        logins.dedup();
        assert_eq!(logins.len(), house.people.len());
    }
}
