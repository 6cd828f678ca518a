//! What a person holds, put into groups that can be read: by queue, then by reason.
//!
//! Pure.

use pult_shared::{
    api::person::{Right, RightSource},
    ids::QueueId,
    person::Permission,
};

use crate::order;

/// Permissions in one queue that are held for the same reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub permissions: Vec<Permission>,
    pub sources: Vec<RightSource>,
}

/// The reasons of one queue; those with the most permissions first.
pub fn in_queue(rights: &[Right], queue: QueueId) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    let own = rights.iter().filter(|right| right.queue_id == queue).collect();
    for right in order::by_number(own, |right: &&Right| right.permission as u64) {
        match reasons.iter_mut().find(|reason| reason.sources == right.sources) {
            Some(reason) => reason.permissions.push(right.permission),
            None => reasons.push(Reason {
                permissions: vec![right.permission],
                sources: right.sources.clone(),
            }),
        }
    }
    order::by_number(reasons, |reason| {
        u64::MAX.saturating_sub(reason.permissions.len() as u64)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_with_the_same_reasons_stand_together() {
        let id = |n: u8| serde_json::from_str(&format!("\"0000000{n}-0000-7000-8000-000000000000\"")).unwrap();
        let source = |role: &str| RightSource {
            role_id: serde_json::from_str("\"00000009-0000-7000-8000-000000000000\"").unwrap(),
            role: role.to_owned(),
            granted_on: id(1),
            deputy_for: None,
        };
        let right = |queue: u8, permission, roles: &[&str]| Right {
            queue_id: id(queue),
            permission,
            sources: roles.iter().map(|role| source(role)).collect(),
        };
        let rights = [
            right(1, Permission::Reply, &["Netz"]),
            right(1, Permission::Manage, &["Leitung"]),
            right(1, Permission::View, &["Netz"]),
            right(2, Permission::View, &["Leitung", "Netz"]),
        ];
        let found: Vec<(Vec<Permission>, usize)> = in_queue(&rights, id(1))
            .into_iter()
            .map(|reason| (reason.permissions, reason.sources.len()))
            .collect();
        assert_eq!(
            found,
            [
                (vec![Permission::View, Permission::Reply], 1),
                (vec![Permission::Manage], 1)
            ]
        );
        assert_eq!(in_queue(&rights, id(3)), []);
    }
}
