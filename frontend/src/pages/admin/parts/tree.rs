//! The queues as the administration needs them: in the order of the tree, with depth, and who is above whom.
//!
//! Pure; knows the views of queues.

use pult_shared::{api::queue::QueueView, ids::QueueId, person::Permission};

use super::choices::Choice;
use crate::{i18n::words, order, session::Session};

/// A queue with its place in the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub queue: QueueView,
    /// Steps below the highest queue that is shown.
    pub depth: usize,
}

/// Parents before their children, neighbours by name. What lies below a queue that is not shown stands at the root.
pub fn in_order(all: &[QueueView], name: impl Fn(&QueueView) -> String) -> Vec<Node> {
    let known = |id: Option<QueueId>| id.is_some_and(|id| all.iter().any(|queue| queue.id == id));
    let mut nodes = Vec::with_capacity(all.len());
    let mut waiting: Vec<Node> = Vec::new();
    let children = |of: Option<QueueId>, depth: usize| {
        let found = all
            .iter()
            .filter(|queue| match of {
                None => !known(queue.parent_id),
                some => queue.parent_id == some,
            })
            .collect();
        // The last one is taken first.
        order::by_text(found, |queue: &&QueueView| name(queue))
            .into_iter()
            .rev()
            .map(move |queue| Node {
                queue: queue.clone(),
                depth,
            })
            .collect::<Vec<_>>()
    };
    waiting.extend(children(None, 0));
    // Bounded, so that a loop in bad data cannot hang the page.
    while let Some(node) = waiting.pop() {
        if nodes.len() >= all.len() {
            break;
        }
        waiting.extend(children(Some(node.queue.id), node.depth + 1));
        nodes.push(node);
    }
    nodes
}

/// Whether `queue` is `above` itself, or lies below it.
pub fn is_within(queue: &QueueView, above: &QueueView) -> bool {
    queue.id == above.id
        || queue
            .path
            .strip_prefix(&above.path)
            .is_some_and(|rest| rest.starts_with('/'))
}

/// Whether the caller administers a queue.
pub fn manages(session: Session, queue: &QueueView) -> bool {
    session.is_administrator() || queue.permissions.contains(&Permission::Manage)
}

/// The queues as something that can be chosen.
pub fn choices(all: &[QueueView], pass: impl Fn(&QueueView) -> bool) -> Vec<Choice> {
    in_order(all, |queue| words::name(&queue.names))
        .into_iter()
        .filter(|node| pass(&node.queue))
        .map(|node| Choice {
            key: node.queue.id.to_string(),
            name: words::name(&node.queue.names),
            depth: node.depth,
        })
        .collect()
}

#[cfg(test)]
pub(in crate::pages::admin) mod tests {
    use pult_shared::api::queue::Names;

    use super::*;

    /// A queue with the id `id`, below the queue `parent`.
    pub fn queue(id: u128, parent: Option<u128>, path: &str) -> QueueView {
        let id_of = |id: u128| serde_json::from_str(&format!("\"{id:08x}-0000-7000-8000-000000000000\"")).unwrap();
        QueueView {
            id: id_of(id),
            parent_id: parent.map(id_of),
            path: path.to_owned(),
            names: Names {
                de: path.to_owned(),
                en: path.to_owned(),
            },
            addresses: vec![],
            permissions: vec![],
            portal: false,
            valid: true,
            sensitive: false,
            counts: None,
        }
    }

    #[test]
    fn parents_stand_before_their_children_and_neighbours_by_name() {
        let all = [
            queue(4, Some(1), "it/netz"),
            queue(2, None, "bibliothek"),
            queue(3, Some(1), "it/desk"),
            queue(1, None, "it"),
            queue(5, Some(4), "it/netz/wlan"),
            queue(6, Some(99), "fremd/teil"),
        ];
        let order: Vec<(String, usize)> = in_order(&all, |queue| queue.path.clone())
            .into_iter()
            .map(|node| (node.queue.path, node.depth))
            .collect();
        let expected = [
            ("bibliothek", 0),
            ("fremd/teil", 0),
            ("it", 0),
            ("it/desk", 1),
            ("it/netz", 1),
            ("it/netz/wlan", 2),
        ];
        assert_eq!(order, expected.map(|(path, depth)| (path.to_owned(), depth)));
        assert!(is_within(&all[4], &all[3]) && !is_within(&all[3], &all[4]));
        assert!(!is_within(&queue(7, None, "it-extern"), &all[3]));
    }
}
