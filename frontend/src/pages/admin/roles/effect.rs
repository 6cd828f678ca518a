//! What grants amount to: down the tree of queues, with where each permission comes from.
//!
//! Pure. The server decides; this shows the same before it is saved.

use pult_shared::{api::queue::QueueView, api::role::Grant, person::Permission};

use super::super::parts::tree::is_within;

/// Whether a permission is granted on this very queue.
pub fn is_granted(grants: &[Grant], queue: &QueueView, permission: Permission) -> bool {
    grants.contains(&Grant {
        queue_id: queue.id,
        permission,
    })
}

/// The nearest queue above that hands a permission down.
pub fn inherited_from<'a>(
    grants: &[Grant],
    all: &'a [QueueView],
    queue: &QueueView,
    permission: Permission,
) -> Option<&'a QueueView> {
    all.iter()
        .filter(|above| above.id != queue.id && is_within(queue, above) && is_granted(grants, above, permission))
        .max_by_key(|above| above.path.len())
}

/// Everything that is held in a queue, with the queue above that it comes from where it is inherited.
pub fn held<'a>(grants: &[Grant], all: &'a [QueueView], queue: &QueueView) -> Vec<(Permission, Option<&'a QueueView>)> {
    Permission::ALL
        .into_iter()
        .filter_map(|permission| {
            if is_granted(grants, queue, permission) {
                return Some((permission, None));
            }
            inherited_from(grants, all, queue, permission).map(|above| (permission, Some(above)))
        })
        .collect()
}

/// Grants or takes a permission on a queue. Who may do something there must see the queue, so `view` comes along.
pub fn toggle(grants: &mut Vec<Grant>, all: &[QueueView], queue: &QueueView, permission: Permission, on: bool) {
    let own = Grant {
        queue_id: queue.id,
        permission,
    };
    grants.retain(|grant| *grant != own);
    if on {
        grants.push(own);
        let sees = is_granted(grants, queue, Permission::View)
            || inherited_from(grants, all, queue, Permission::View).is_some();
        if !sees {
            grants.push(Grant {
                queue_id: queue.id,
                permission: Permission::View,
            });
        }
    }
    grants.sort_unstable();
}

/// What is usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    Read,
    Work,
    All,
    Nothing,
}

impl Preset {
    pub const ALL: [Self; 4] = [Self::Read, Self::Work, Self::All, Self::Nothing];

    /// The locale key.
    pub fn label(self) -> &'static str {
        match self {
            Self::Read => "admin-preset-read",
            Self::Work => "admin-preset-work",
            Self::All => "admin-preset-all",
            Self::Nothing => "admin-preset-nothing",
        }
    }

    pub fn permissions(self) -> Vec<Permission> {
        let all = Permission::ALL.into_iter();
        match self {
            Self::Read => vec![Permission::View],
            Self::Work => all.filter(|permission| *permission != Permission::Manage).collect(),
            Self::All => all.collect(),
            Self::Nothing => Vec::new(),
        }
    }
}

/// The grants with those of one queue replaced.
pub fn replaced(grants: &[Grant], queue: &QueueView, preset: Preset) -> Vec<Grant> {
    let others = grants.iter().copied().filter(|grant| grant.queue_id != queue.id);
    let own = preset.permissions().into_iter().map(|permission| Grant {
        queue_id: queue.id,
        permission,
    });
    let mut all: Vec<Grant> = others.chain(own).collect();
    all.sort_unstable();
    all
}

#[cfg(test)]
mod tests {
    use super::{super::super::parts::tree::tests::queue, *};

    // req: B11
    #[test]
    fn permissions_come_down_the_tree_from_the_nearest_above() {
        let all = [
            queue(1, None, "it"),
            queue(2, Some(1), "it/net"),
            queue(3, Some(2), "it/net/wlan"),
            queue(4, None, "it-extern"),
        ];
        let grant = |queue: &QueueView, permission| Grant {
            queue_id: queue.id,
            permission,
        };
        let grants = [
            grant(&all[0], Permission::View),
            grant(&all[1], Permission::View),
            grant(&all[1], Permission::Reply),
        ];
        let found = |queue: &QueueView| {
            held(&grants, &all, queue)
                .into_iter()
                .map(|(permission, above)| (permission, above.map(|above| above.path.clone())))
                .collect::<Vec<_>>()
        };
        assert_eq!(found(&all[0]), [(Permission::View, None)]);
        assert_eq!(found(&all[1]), [(Permission::View, None), (Permission::Reply, None)]);
        let from_net = Some("it/net".to_owned());
        assert_eq!(
            found(&all[2]),
            [(Permission::View, from_net.clone()), (Permission::Reply, from_net)]
        );
        assert_eq!(found(&all[3]), []);
    }

    #[test]
    fn whoever_may_do_something_sees_the_queue() {
        let all = [queue(1, None, "it"), queue(2, Some(1), "it/net")];
        let mut grants = Vec::new();
        toggle(&mut grants, &all, &all[0], Permission::Reply, true);
        assert_eq!(grants.len(), 2, "view came along");
        toggle(&mut grants, &all, &all[1], Permission::Note, true);
        assert_eq!(grants.len(), 3, "view is inherited here");
        toggle(&mut grants, &all, &all[1], Permission::Note, false);
        assert_eq!(grants.len(), 2);
        let read = replaced(&grants, &all[0], Preset::Read);
        assert_eq!(
            read,
            [Grant {
                queue_id: all[0].id,
                permission: Permission::View
            }]
        );
        assert_eq!(replaced(&read, &all[0], Preset::Nothing), []);
    }
}
