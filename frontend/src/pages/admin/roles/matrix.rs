//! Grants as a table: a row for each queue that is named, a column for each permission, a checkbox where they meet. What comes from a
//! queue above is checked and cannot be taken away here.

use leptos::prelude::*;
use pult_shared::{
    api::{queue::QueueView, role::Grant},
    ids::QueueId,
    person::Permission,
};

use super::{
    super::parts::{
        bind::Bind,
        tree::{self, Node, in_order},
        words,
    },
    effect::{Preset, held, inherited_from, is_granted, replaced, toggle},
};
use crate::{
    components::{Icon, Sign},
    i18n::{self, t, text},
    queues::Queues,
    session::Session,
    tr, web,
};

#[component]
pub fn Matrix(grants: Bind<Vec<Grant>>, editable: bool) -> impl IntoView {
    let queues = Queues::expect();
    // Rows without a grant yet, and those whose last one was just taken: a row never goes away under the hand.
    let rows = RwSignal::new(named(&grants.get_untracked()));
    Effect::new(move |_| {
        let named = grants.with(|grants| named(grants));
        rows.update(|rows| {
            for id in named {
                if !rows.contains(&id) {
                    rows.push(id);
                }
            }
        });
    });
    let all = Memo::new(move |_| queues.get().unwrap_or_default());
    let shown = Memo::new(move |_| {
        let all = all.get();
        let shown: Vec<QueueView> =
            rows.with(|rows| all.iter().filter(|queue| rows.contains(&queue.id)).cloned().collect());
        // In the order of the whole tree, so that a queue stands where one looks for it.
        let order = in_order(&all, |queue| i18n::words::name(&queue.names));
        order
            .into_iter()
            .filter(|node| shown.iter().any(|queue| queue.id == node.queue.id))
            .collect::<Vec<_>>()
    });
    let hidden = move || {
        let known = |id: &QueueId| all.with(|all| all.iter().any(|queue| queue.id == *id));
        rows.with(|rows| rows.iter().filter(|id| !known(id)).count())
    };
    let remove = move |id: QueueId| {
        grants.update(|grants| grants.retain(|grant| grant.queue_id != id));
        rows.update(|rows| rows.retain(|row| *row != id));
        web::focus("#grant-add");
    };
    let head = |permission: Permission| {
        view! {
            <th scope="col" class="grant-head" title=move || words::permission_help(permission)>
                <span>{move || words::permission(permission)}</span>
            </th>
        }
    };
    let row = move |node: Node| view! { <Row node grants all editable remove=Callback::new(remove) /> };
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=t("admin-grants-table")>
            <table class="admin-table grants">
                <caption class="visually-hidden">{t("admin-grants-table")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("col-queue")}</th>
                        {Permission::ALL.into_iter().map(head).collect_view()}
                        {editable.then(|| view! { <th scope="col">{t("actions")}</th> })}
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || shown.get()
                        key=|node| (node.queue.id, node.depth, node.queue.names.de.clone())
                        children=row
                    />
                    <Show when=move || shown.with(Vec::is_empty)>
                        <tr>
                            <td colspan="11" class="soft">
                                {t("admin-grants-none")}
                            </td>
                        </tr>
                    </Show>
                </tbody>
            </table>
        </div>
        {move || {
            let hidden = hidden();
            (hidden > 0).then(|| view! { <p class="soft">{tr!("admin-grants-hidden", count = hidden)}</p> })
        }}
        {editable.then(|| view! { <AddRow rows all /> })}
    }
}

/// The queues that grants name.
fn named(grants: &[Grant]) -> Vec<QueueId> {
    let mut ids: Vec<QueueId> = grants.iter().map(|grant| grant.queue_id).collect();
    ids.dedup();
    ids
}

#[component]
fn Row(
    node: Node,
    grants: Bind<Vec<Grant>>,
    all: Memo<Vec<QueueView>>,
    editable: bool,
    remove: Callback<QueueId>,
) -> impl IntoView {
    let Node { queue, depth } = node;
    let id = queue.id;
    let queue = StoredValue::new(queue);
    let name = move || all.with(|all| queue.with_value(|queue| i18n::words::queue_path(queue, all)));
    let short = move || queue.with_value(|queue| i18n::words::name(&queue.names));
    let cell = move |permission: Permission| {
        let own =
            Memo::new(move |_| grants.with(|grants| queue.with_value(|queue| is_granted(grants, queue, permission))));
        let above = Memo::new(move |_| {
            grants.with(|grants| {
                all.with(|all| {
                    let above = queue.with_value(|queue| inherited_from(grants, all, queue, permission));
                    above.map(|above| i18n::words::queue_path(above, all))
                })
            })
        });
        let inherited = move || !own.get() && above.with(Option::is_some);
        let label = move || {
            let (permission, queue) = (words::permission(permission), name());
            match above.get().filter(|_| inherited()) {
                Some(above) => tr!(
                    "admin-grant-inherited",
                    permission = permission,
                    queue = queue,
                    above = above
                ),
                None => tr!("admin-grant", permission = permission, queue = queue),
            }
        };
        let change = move |event| {
            let on = event_target_checked(&event);
            grants.update(|grants| {
                all.with_untracked(|all| queue.with_value(|queue| toggle(grants, all, queue, permission, on)));
            });
        };
        view! {
            <td class="grant" class:grant-inherited=inherited>
                <label title=label>
                    <input
                        type="checkbox"
                        aria-label=label
                        disabled=move || !editable || inherited()
                        prop:checked=move || own.get() || inherited()
                        on:change=change
                    />
                </label>
            </td>
        }
    };
    let preset = move |event: leptos::ev::Event| {
        let word = event_target_value(&event);
        let chosen = Preset::ALL.into_iter().find(|preset| preset.label() == word);
        if let Some(preset) = chosen {
            grants.update(|grants| *grants = queue.with_value(|queue| replaced(grants, queue, preset)));
        }
        // Back to the first line: it is a thing to do, not a state.
        if let Some(select) = event.target().and_then(|target| {
            use wasm_bindgen::JsCast;
            target.dyn_into::<web_sys::HtmlSelectElement>().ok()
        }) {
            select.set_value("");
        }
    };
    view! {
        <tr>
            <th scope="row" class="admin-name" data-depth=depth.min(6).to_string() title=name>
                {short}
            </th>
            {Permission::ALL.into_iter().map(cell).collect_view()}
            {editable
                .then(|| {
                    view! {
                        <td class="grant-actions">
                            <select aria-label=move || tr!("admin-preset", queue = name()) on:change=preset>
                                <option value="">{t("admin-preset-choose")}</option>
                                {Preset::ALL
                                    .into_iter()
                                    .map(|preset| {
                                        view! { <option value=preset.label()>{t(preset.label())}</option> }
                                    })
                                    .collect_view()}
                            </select>
                            <button
                                type="button"
                                class="button button-quiet button-icon"
                                title=move || tr!("admin-grant-remove", queue = name())
                                on:click=move |_| remove.run(id)
                            >
                                <Icon sign=Sign::Close />
                                <span class="visually-hidden">
                                    {move || tr!("admin-grant-remove", queue = name())}
                                </span>
                            </button>
                        </td>
                    }
                })}
        </tr>
    }
}

/// Names one more queue.
#[component]
fn AddRow(rows: RwSignal<Vec<QueueId>>, all: Memo<Vec<QueueView>>) -> impl IntoView {
    let session = Session::expect();
    let free = move || {
        let order = all.with(|all| in_order(all, |queue| i18n::words::name(&queue.names)));
        let shown = rows.get();
        order
            .into_iter()
            .filter(|node| tree::manages(session, &node.queue) && !shown.contains(&node.queue.id))
            .collect::<Vec<_>>()
    };
    let option = |node: Node| {
        let indent = "\u{2003}".repeat(node.depth);
        let name = i18n::words::name(&node.queue.names);
        view! { <option value=node.queue.id.to_string()>{format!("{indent}{name}")}</option> }
    };
    let add = move |event| {
        if let Ok(id) = event_target_value(&event).parse::<QueueId>() {
            rows.update(|rows| rows.push(id));
        }
    };
    view! {
        <div class="field grant-add">
            <label for="grant-add">{t("admin-grant-add")}</label>
            <select id="grant-add" on:change=add>
                <option value="">{t("admin-grant-add-choose")}</option>
                {move || free().into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

/// What the grants amount to in every queue that they reach.
#[component]
pub fn Effects(grants: Bind<Vec<Grant>>) -> impl IntoView {
    let queues = Queues::expect();
    let rows = move || {
        let all = queues.get().unwrap_or_default();
        let order = in_order(&all, |queue| i18n::words::name(&queue.names));
        grants.with(|grants| {
            order
                .iter()
                .filter_map(|node| {
                    let held = held(grants, &all, &node.queue);
                    (!held.is_empty()).then(|| {
                        let (own, above): (Vec<_>, Vec<_>) = held.into_iter().partition(|(_, above)| above.is_none());
                        let words = |held: &[(Permission, Option<&QueueView>)]| {
                            held.iter()
                                .map(|(permission, _)| words::permission(*permission))
                                .collect::<Vec<_>>()
                                .join(", ")
                        };
                        let source = above
                            .iter()
                            .filter_map(|(_, above)| *above)
                            .map(|above| i18n::words::queue_path(above, &all))
                            .next_back();
                        let inherited = source
                            .map(|source| tr!("admin-effect-inherited", permissions = words(&above), above = source));
                        (i18n::words::queue_path(&node.queue, &all), words(&own), inherited)
                    })
                })
                .collect::<Vec<_>>()
        })
    };
    let row = |(queue, own, inherited): (String, String, Option<String>)| {
        view! {
            <tr>
                <th scope="row">{queue}</th>
                <td>
                    {own} {inherited.map(|inherited| view! { <span class="soft effect-inherited">{inherited}</span> })}
                </td>
            </tr>
        }
    };
    view! {
        <details class="effects">
            <summary>{t("admin-effects")}</summary>
            <div class="table-scroll" role="region" tabindex="0" aria-label=t("admin-effects")>
                <table class="admin-table">
                    <caption class="visually-hidden">{t("admin-effects")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{move || text("col-queue")}</th>
                            <th scope="col">{t("admin-permissions")}</th>
                        </tr>
                    </thead>
                    <tbody>{move || rows().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}
