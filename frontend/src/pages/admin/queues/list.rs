//! The tree of queues as a table of links: those that the person manages, with the ones above them for orientation.

use leptos::prelude::*;
use pult_shared::api::queue::QueueView;

use super::super::parts::{
    listing::{Finder, fits},
    selection::{Chosen, href, row_id},
    tree::{self, Node, in_order, is_within},
};
use crate::{
    components::Loading,
    i18n::{t, words},
    place::Place,
    queues::Queues,
    session::Session,
};

#[component]
pub fn List(chosen: Memo<Chosen>) -> impl IntoView {
    let (queues, session) = (Queues::expect(), Session::expect());
    let sought = RwSignal::new(String::new());
    let nodes = Memo::new(move |_| {
        let all = queues.get().unwrap_or_default();
        let own: Vec<&QueueView> = all.iter().filter(|queue| tree::manages(session, queue)).collect();
        let shown: Vec<QueueView> = all
            .iter()
            .filter(|queue| own.iter().any(|own| is_within(own, queue)))
            .cloned()
            .collect();
        in_order(&shown, |queue| words::name(&queue.names))
    });
    // The ones above a hit stay, so that the tree can be read.
    let shown = Memo::new(move |_| {
        let sought = sought.get();
        nodes.with(|nodes| {
            let hits: Vec<&Node> = nodes.iter().filter(|node| is_hit(node, &sought)).collect();
            nodes
                .iter()
                .filter(|node| hits.iter().any(|hit| is_within(&hit.queue, &node.queue)))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let row = move |node: Node| {
        let Node { queue, depth } = node;
        let key = StoredValue::new(queue.id.to_string());
        let open = move || chosen.with(|chosen| key.with_value(|key| *chosen == Chosen::One(key.clone())));
        let names = StoredValue::new(queue.names.clone());
        let name = move || names.with_value(words::name);
        let title = if untrack(|| tree::manages(session, &queue)) {
            let link = href(&Place::AdminQueues, &Chosen::One(key.get_value()));
            view! {
                <a
                    id=row_id(&key.get_value())
                    href=link
                    data-noscroll=""
                    aria-current=move || open().then_some("true")
                >
                    <span>{name}</span>
                </a>
            }
            .into_any()
        } else {
            view! { <span class="soft">{name}</span> }.into_any()
        };
        view! {
            <tr class:admin-row-open=open class:admin-row-invalid=!queue.valid>
                <td class="admin-name" data-depth=depth.min(6).to_string()>
                    {title}
                    {(!queue.valid).then(|| view! { <span class="admin-mark">{t("admin-invalid")}</span> })}
                </td>
                <td class="admin-note">{queue.addresses.first().cloned()}</td>
            </tr>
        }
    };
    view! {
        <div class="admin-list">
            <Finder
                id="find"
                value=sought
                shown=Signal::derive(move || shown.with(|shown| shown.iter().filter(|node| is_hit(node, &sought.get())).count()))
                all=Signal::derive(move || nodes.with(Vec::len))
            />
            <Show when=move || queues.get().is_none() && queues.error().is_none()>
                <Loading />
            </Show>
            {move || queues.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
            <div class="table-scroll" role="region" tabindex="0" aria-label=t("title-admin-queues")>
                <table class="admin-table">
                    <caption class="visually-hidden">{t("title-admin-queues")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t("admin-name")}</th>
                            <th scope="col">{t("admin-queue-address")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || shown.get()
                            key=|node| {
                                let queue = &node.queue;
                                (
                                    queue.id,
                                    queue.names.de.clone(),
                                    queue.names.en.clone(),
                                    queue.valid,
                                    queue.addresses.first().cloned(),
                                    node.depth,
                                )
                            }
                            children=row
                        />
                    </tbody>
                </table>
            </div>
            <Show when=move || shown.with(Vec::is_empty) && nodes.with(|nodes| !nodes.is_empty())>
                <p class="admin-none soft">{t("admin-find-none")}</p>
            </Show>
        </div>
    }
}

fn is_hit(node: &Node, sought: &str) -> bool {
    let queue = &node.queue;
    let texts = [&queue.names.de, &queue.names.en, &queue.path].into_iter();
    fits(sought, texts.chain(queue.addresses.iter()))
}
