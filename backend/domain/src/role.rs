//! Roles: which may be set up so, and what follows from those that somebody is in.

use std::collections::{BTreeMap, BTreeSet};

use pult_shared::{
    api::{
        person::{Right, RightSource},
        role::{Grant, RoleDef},
    },
    error::FieldCode,
    ids::{QueueId, RoleId},
    limits::{DESCRIPTION_MAX, GRANTS_MAX},
    person::Permission,
};

use crate::{actor::Actor, faults::Faults, queue::QueueTree, refusal::Refusal, ticket::words::clean_body};

/// What a role that somebody is in permits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldGrant {
    pub role_id: RoleId,
    pub role: String,
    pub grant: Grant,
    /// Held as the deputy of somebody, by name: in this queue, and not by itself in those below.
    pub deputy_for: Option<String>,
}

/// The role as it may be kept: each grant once, in order.
///
/// # Errors
/// `invalid` with the fields at fault.
pub fn check_role(tree: &QueueTree, role: &RoleDef) -> Result<RoleDef, Refusal> {
    let mut faults = Faults::default();
    let name = faults.name("name", &role.name);
    let description = clean_body(&role.description);
    faults.length("description", &description, DESCRIPTION_MAX);
    if role.grants.len() > GRANTS_MAX {
        faults.add("grants", FieldCode::TooMany);
    }
    for (index, grant) in role.grants.iter().enumerate().take(GRANTS_MAX) {
        if tree.get(grant.queue_id).is_none() {
            faults.add(format!("grants.{index}.queue_id"), FieldCode::Unknown);
        }
    }
    let grants: BTreeSet<Grant> = role.grants.iter().copied().collect();
    faults.or(RoleDef {
        name,
        description,
        grants: grants.into_iter().collect(),
        requires_second_factor: role.requires_second_factor,
    })
}

/// Whether a role concerns somebody who sets things up: it touches a queue that they manage.
#[must_use]
pub fn concerns(actor: &Actor, grants: &[Grant]) -> bool {
    actor.administrator || grants.iter().any(|grant| actor.has(Permission::Manage, grant.queue_id))
}

/// Everything that is permitted by these in the queues that somebody may see, spread down the tree, each with its reasons.
#[must_use]
pub fn rights(tree: &QueueTree, held: &[HeldGrant], sees: impl Fn(QueueId) -> bool) -> Vec<Right> {
    let mut found: BTreeMap<(&str, Permission), Right> = BTreeMap::new();
    for HeldGrant {
        role_id,
        role,
        grant,
        deputy_for,
    } in held
    {
        let Some(top) = tree.get(grant.queue_id) else { continue };
        for below in tree.subtree(&top.path) {
            let spreads = deputy_for.is_none() || below == grant.queue_id;
            let Some(queue) = tree.get(below).filter(|queue| spreads && sees(queue.id)) else {
                continue;
            };
            let right = found.entry((&queue.path, grant.permission)).or_insert_with(|| Right {
                queue_id: queue.id,
                permission: grant.permission,
                sources: Vec::new(),
            });
            right.sources.push(RightSource {
                role_id: *role_id,
                role: role.clone(),
                granted_on: grant.queue_id,
                deputy_for: deputy_for.clone(),
            });
        }
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests {
    use pult_shared::error::ErrorCode;

    use super::*;
    use crate::queue::tests::{queue, tree};

    const LIBRARY: QueueId = queue(3);

    fn grant(number: u128, permission: Permission) -> Grant {
        Grant {
            queue_id: queue(number),
            permission,
        }
    }

    fn role(grants: Vec<Grant>) -> RoleDef {
        RoleDef {
            name: "  WLAN-\nTeam ".to_owned(),
            description: String::new(),
            grants,
            requires_second_factor: false,
        }
    }

    #[test]
    fn a_role_is_kept_in_order() {
        let view = grant(2, Permission::View);
        let kept = check_role(&tree(), &role(vec![view, grant(1, Permission::View), view])).expect("allowed");
        assert_eq!(kept.name, "WLAN- Team");
        assert_eq!(kept.grants, [grant(1, Permission::View), view]);
    }

    #[test]
    fn what_a_role_may_not_be() {
        let refused = |role: &RoleDef| {
            let refusal = check_role(&tree(), role).expect_err("refused");
            assert_eq!(refusal.code, ErrorCode::Invalid);
            let error = refusal.errors.into_iter().next().expect("a field");
            (error.field, error.code)
        };
        let named = |name: &str| RoleDef {
            name: name.to_owned(),
            ..role(Vec::new())
        };
        assert_eq!(refused(&named(" ")), ("name".to_owned(), FieldCode::Required));
        assert_eq!(
            refused(&named(&"x".repeat(121))),
            ("name".to_owned(), FieldCode::TooLong)
        );
        let nowhere = role(vec![grant(1, Permission::View), grant(99, Permission::View)]);
        assert_eq!(refused(&nowhere), ("grants.1.queue_id".to_owned(), FieldCode::Unknown));
    }

    // req: B11 — what a person may do, and why: from which role, granted on which queue.
    #[test]
    fn rights_come_with_their_reasons() {
        let held = |id: u128, role: &str, grant: Grant| HeldGrant {
            role_id: RoleId(uuid::Uuid::from_u128(id)),
            role: role.to_owned(),
            grant,
            deputy_for: None,
        };
        let held = [
            held(1, "IT", grant(1, Permission::View)),
            held(1, "IT", grant(3, Permission::View)),
            held(2, "WLAN", grant(2, Permission::View)),
            held(2, "WLAN", grant(2, Permission::Reply)),
        ];
        let tree = tree();
        let found = rights(&tree, &held, |seen| seen != LIBRARY && seen != queue(4));
        let told: Vec<String> = found
            .iter()
            .map(|right| {
                let from = right.sources.iter().map(|source| {
                    let granted_on = tree.get(source.granted_on).map_or("?", |queue| &queue.path);
                    format!("{} on {granted_on}", source.role)
                });
                let path = tree.get(right.queue_id).map_or("?", |queue| &queue.path);
                let from: Vec<String> = from.collect();
                format!("{:?} {path}: {}", right.permission, from.join(", "))
            })
            .collect();
        assert_eq!(
            told,
            [
                "View it: IT on it",
                "View it/wlan: IT on it, WLAN on it/wlan",
                "Reply it/wlan: WLAN on it/wlan",
            ],
            "nothing of a queue that the reader may not see"
        );
    }
}
