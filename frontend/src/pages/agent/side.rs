//! The desk's left side: the queues as a tree with what each and all below it hold, and the saved views.

use std::collections::BTreeMap;

use leptos::prelude::*;
use pult_shared::{
    api::queue::{QueueCounts, QueueView},
    ids::QueueId,
    person::Permission,
};

use super::{query::DeskQuery, saved::SavedViews};
use crate::{
    components::{Icon, Loading, Sign},
    i18n::{dates, t, words},
    queues::{Queues, may, rolled_up},
    tr, web,
};

/// Where this device remembers which parts of the tree are open.
const STORED: &str = "pult.tree";

/// Which branches somebody opened or closed; the others are open at the first level and closed below it.
#[derive(Clone, Copy)]
struct Branches(RwSignal<BTreeMap<QueueId, bool>>);

impl Branches {
    fn restore() -> Self {
        let stored = web::stored(STORED).and_then(|text| serde_json::from_str(&text).ok());
        Self(RwSignal::new(stored.unwrap_or_default()))
    }

    fn is_open(self, id: QueueId, depth: usize) -> bool {
        self.0.with(|known| known.get(&id).copied()).unwrap_or(depth == 0)
    }

    fn set(self, id: QueueId, open: bool) {
        self.0.update(|known| {
            known.insert(id, open);
        });
        if let Ok(text) = self.0.with_untracked(serde_json::to_string) {
            web::store(STORED, &text);
        }
    }
}

// req: B10
#[component]
pub fn Side(query: Memo<DeskQuery>) -> impl IntoView {
    let queues = Queues::expect();
    let branches = Branches::restore();
    let tree = move || {
        queues.get().map(|all| {
            let visible: Vec<QueueView> = all.into_iter().filter(|queue| may(queue, Permission::View)).collect();
            let roots = roots(&visible);
            view! {
                <ul class="tree">
                    <li class="tree-line">
                        <QueueLink query path=None name=Signal::derive(t("all-queues")) counts=total(&visible) />
                    </li>
                    {roots.into_iter().map(|root| branch(query, branches, &root, &visible, 0)).collect_view()}
                </ul>
            }
        })
    };
    // Only where the page is narrow: the list is what matters there, so the side opens on demand.
    let open = RwSignal::new(false);
    view! {
        <div class="queues" class:queues-open=move || open.get()>
            <button
                type="button"
                class="button queues-toggle"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Icon sign=Sign::Inbox />
                {t("queues-choose")}
                <Icon sign=Sign::Down />
            </button>
            <nav class="side-part" aria-labelledby="queues-title">
                <h2 id="queues-title">{t("queues")}</h2>
                <Show when=move || queues.get().is_none() && queues.error().is_none()>
                    <Loading />
                </Show>
                {tree}
                {move || {
                    queues
                        .error()
                        .filter(|_| queues.get().is_none())
                        .map(|error| view! { <p class="field-error">{words::error(&error)}</p> })
                }}
            </nav>
            <SavedViews query />
        </div>
    }
}

fn total(visible: &[QueueView]) -> QueueCounts {
    let counts = visible.iter().filter_map(|queue| queue.counts);
    counts.fold(QueueCounts::default(), |sum, counts| QueueCounts {
        new: sum.new + counts.new,
        open: sum.open + counts.open,
        pending: sum.pending + counts.pending,
        unowned: sum.unowned + counts.unowned,
    })
}

/// Those whose parent is not among the visible ones.
fn roots(visible: &[QueueView]) -> Vec<QueueView> {
    let known = |id: Option<QueueId>| id.is_some_and(|id| visible.iter().any(|queue| queue.id == id));
    visible
        .iter()
        .filter(|queue| !known(queue.parent_id))
        .cloned()
        .collect()
}

fn branch(
    query: Memo<DeskQuery>,
    branches: Branches,
    queue: &QueueView,
    visible: &[QueueView],
    depth: usize,
) -> AnyView {
    let children: Vec<_> = visible
        .iter()
        .filter(|child| child.parent_id == Some(queue.id))
        .collect();
    let (names, id) = (queue.names.clone(), queue.id);
    let name = Signal::derive(move || words::name(&names));
    let below = format!("{}/", queue.path);
    // The queue on screen is always seen in the tree.
    let leads_to_here = move || query.with(|query| query.queue.as_ref().is_some_and(|path| path.starts_with(&below)));
    let open = Memo::new(move |_| branches.is_open(id, depth) || leads_to_here());
    let inner = (!children.is_empty()).then(|| {
        let inner: Vec<_> = children
            .iter()
            .map(|child| branch(query, branches, child, visible, depth + 1))
            .collect();
        view! { <ul hidden=move || !open.get()>{inner}</ul> }
    });
    let toggle = (!children.is_empty()).then(|| {
        view! {
            <button
                type="button"
                class="tree-toggle"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| branches.set(id, !open.get_untracked())
            >
                <Icon sign=Sign::Down />
                <span class="visually-hidden">{move || tr!("queues-below", name = name.get())}</span>
            </button>
        }
    });
    view! {
        <li>
            <div class="tree-line">
                {toggle}
                <QueueLink query path=Some(queue.path.clone()) name counts=rolled_up(queue, visible) />
            </div>
            {inner}
        </li>
    }
    .into_any()
}

#[component]
fn QueueLink(query: Memo<DeskQuery>, path: Option<String>, name: Signal<String>, counts: QueueCounts) -> impl IntoView {
    let path = StoredValue::new(path);
    let href = move || {
        let (view, sort) = query.with(|query| (query.view, query.sort));
        DeskQuery {
            queue: path.get_value(),
            view,
            sort,
            ..DeskQuery::default()
        }
        .href()
    };
    let here = move || query.with(|query| query.saved.is_none() && path.with_value(|path| *path == query.queue));
    let active = counts.new + counts.open;
    view! {
        <a class="tree-link" href=href aria-current=move || here().then_some("true")>
            <span class="queue-name">{move || name.get()}</span>
            <Show when=move || { counts.new > 0 }>
                <span class="count-dot" aria-hidden="true"></span>
            </Show>
            <span class="count" class:count-zero=active == 0 aria-hidden="true">
                {move || dates::number(active)}
            </span>
            <span class="visually-hidden">
                {move || tr!("queue-counts", active = active, fresh = counts.new, pending = counts.pending)}
            </span>
        </a>
    }
}
