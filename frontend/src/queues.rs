//! The queues that the person sees, fetched once and kept fresh: tree, names, counters.

use leptos::prelude::*;
use pult_shared::{
    api::queue::{QueueCounts, QueueView},
    ids::QueueId,
    person::Permission,
};

use crate::{
    api::{self, ApiError},
    fetch::Fetch,
    i18n::words,
    order,
};

/// All queues of the person, for the whole program.
#[derive(Clone, Copy)]
pub struct Queues {
    list: Fetch<Vec<QueueView>>,
}

impl Queues {
    pub fn new() -> Self {
        Self { list: Fetch::new() }
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Fetches them (again).
    pub fn refresh(self) {
        self.list
            .run(async { api::queues::list_queues().await.map(|list| list.items) });
    }

    /// Fetches them unless they are there.
    pub fn refresh_if_unknown(self) {
        if self.list.get_untracked().is_none() {
            self.refresh();
        }
    }

    /// Somebody else is signed in now.
    pub fn forget(self) {
        self.list.clear();
    }

    pub fn get(self) -> Option<Vec<QueueView>> {
        self.list.get()
    }

    pub fn error(self) -> Option<ApiError> {
        self.list.error()
    }

    /// Whether the person may open tickets in some queue.
    pub fn may_create(self) -> bool {
        self.list
            .with(|all| all.is_some_and(|all| all.iter().any(|queue| may(queue, Permission::Create))))
    }

    /// A queue's name in the language in use.
    pub fn name(self, id: QueueId) -> Option<String> {
        self.list.with(|all| {
            all?.iter()
                .find(|queue| queue.id == id)
                .map(|queue| words::name(&queue.names))
        })
    }

    /// The name of the queue with this path.
    pub fn name_of_path(self, path: &str) -> Option<String> {
        self.list.with(|all| {
            all?.iter()
                .find(|queue| queue.path == path)
                .map(|queue| words::name(&queue.names))
        })
    }

    /// Id and full name of those that pass, for select fields, in the order of the tree.
    pub fn choices(self, pass: impl Fn(&QueueView) -> bool) -> Vec<(String, String)> {
        self.list.with(|all| {
            let all = all.map(Vec::as_slice).unwrap_or_default();
            let choices = all
                .iter()
                .filter(|queue| pass(queue))
                .map(|queue| (queue.id.to_string(), words::queue_path(queue, all)))
                .collect();
            order::by_text(choices, |(_, name): &(String, String)| name.clone())
        })
    }
}

/// Whether the person has a permission in a queue.
pub fn may(queue: &QueueView, permission: Permission) -> bool {
    queue.permissions.contains(&permission)
}

/// What a queue and all below it hold together.
pub fn rolled_up(queue: &QueueView, all: &[QueueView]) -> QueueCounts {
    let below = format!("{}/", queue.path);
    let mut sum = QueueCounts::default();
    let inside = all
        .iter()
        .filter(|other| other.id == queue.id || other.path.starts_with(&below));
    for counts in inside.filter_map(|queue| queue.counts) {
        sum.new += counts.new;
        sum.open += counts.open;
        sum.pending += counts.pending;
        sum.unowned += counts.unowned;
    }
    sum
}

#[cfg(test)]
mod tests {
    use pult_shared::api::queue::Names;

    use super::*;

    fn queue(id: u128, path: &str, open: u64) -> QueueView {
        let names = Names {
            de: path.to_owned(),
            en: path.to_owned(),
        };
        let counts = Some(QueueCounts {
            open,
            ..QueueCounts::default()
        });
        let id = serde_json::from_str(&format!("\"{id:08x}-0000-7000-8000-000000000000\"")).unwrap();
        QueueView {
            id,
            parent_id: None,
            path: path.to_owned(),
            names,
            addresses: vec![],
            permissions: vec![],
            portal: false,
            valid: true,
            sensitive: false,
            counts,
        }
    }

    // req: B10
    #[test]
    fn counters_roll_up_the_tree_and_not_to_neighbours() {
        let all = [queue(1, "it", 1), queue(2, "it/wlan", 2), queue(3, "it-extern", 4)];
        assert_eq!(rolled_up(&all[0], &all).open, 3);
        assert_eq!(rolled_up(&all[1], &all).open, 2);
        assert_eq!(rolled_up(&all[2], &all).open, 4);
    }
}
