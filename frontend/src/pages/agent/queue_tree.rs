//! The queues as a tree of links, each with what it and all below it hold.

use leptos::prelude::*;
use pult_shared::{
    api::queue::{QueueCounts, QueueView},
    ids::QueueId,
    person::Permission,
};

use super::query::DeskQuery;
use crate::{
    components::{Icon, Loading, Sign},
    i18n::{dates, t, words},
    queues::{Queues, may, rolled_up},
    tr,
};

// req: B10
#[component]
pub fn QueueTree(query: Memo<DeskQuery>) -> impl IntoView {
    let queues = Queues::expect();
    let total = move |all: &[QueueView]| {
        all.iter()
            .filter_map(|queue| queue.counts)
            .fold(QueueCounts::default(), |sum, counts| QueueCounts {
                new: sum.new + counts.new,
                open: sum.open + counts.open,
                pending: sum.pending + counts.pending,
                unowned: sum.unowned + counts.unowned,
            })
    };
    let tree = move || {
        queues.get().map(|all| {
            let visible: Vec<QueueView> = all.into_iter().filter(|queue| may(queue, Permission::View)).collect();
            let counts = total(&visible);
            let roots = roots(&visible);
            view! {
                <ul class="tree">
                    <li>
                        <QueueLink query path=None name=Signal::derive(t("all-queues")) counts />
                    </li>
                    {roots.into_iter().map(|root| branch(query, &root, &visible)).collect_view()}
                </ul>
            }
        })
    };
    // Only where the page is narrow: the list is what matters there, so the tree opens on demand.
    let open = RwSignal::new(false);
    view! {
        <nav class="queues" class:queues-open=move || open.get() aria-labelledby="queues-title">
            <h2 id="queues-title">{t("queues")}</h2>
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
            <Show when=move || queues.get().is_none() && queues.error().is_none()>
                <Loading />
            </Show>
            {tree}
            {move || {
                queues.error().filter(|_| queues.get().is_none()).map(|error| view! { <p>{words::error(&error)}</p> })
            }}
        </nav>
    }
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

fn branch(query: Memo<DeskQuery>, queue: &QueueView, visible: &[QueueView]) -> AnyView {
    let children: Vec<_> = visible
        .iter()
        .filter(|child| child.parent_id == Some(queue.id))
        .collect();
    let names = queue.names.clone();
    let inner = children
        .iter()
        .map(|child| branch(query, child, visible))
        .collect_view();
    view! {
        <li>
            <QueueLink
                query
                path=Some(queue.path.clone())
                name=Signal::derive(move || words::name(&names))
                counts=rolled_up(queue, visible)
            />
            {(!children.is_empty()).then(|| view! { <ul>{inner}</ul> })}
        </li>
    }
    .into_any()
}

#[component]
fn QueueLink(query: Memo<DeskQuery>, path: Option<String>, name: Signal<String>, counts: QueueCounts) -> impl IntoView {
    let path = StoredValue::new(path);
    let href = move || {
        DeskQuery {
            queue: path.get_value(),
            search: String::new(),
            ..query.get()
        }
        .href()
    };
    let here = move || query.with(|query| path.with_value(|path| *path == query.queue));
    let active = counts.new + counts.open;
    view! {
        <a href=href aria-current=move || here().then_some("true")>
            <span class="queue-name">{move || name.get()}</span>
            <span class="count" class:count-zero=active == 0 aria-hidden="true">
                {move || dates::number(active)}
            </span>
            <span class="visually-hidden">
                {move || tr!("queue-counts", active = active, fresh = counts.new, pending = counts.pending)}
            </span>
            <Show when=move || { counts.new > 0 }>
                <span class="count-dot" aria-hidden="true"></span>
            </Show>
        </a>
    }
}
