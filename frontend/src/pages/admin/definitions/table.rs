//! The list of definitions: a table that can be filtered, whose rows open the form and move up and down.

use leptos::prelude::*;
use pult_shared::{api::queue::Names, catalog::Color};

use super::{
    super::parts::{
        listing::{Finder, fits},
        selection::{Chosen, href, row_id},
    },
    order::{Placed, can_move, depth, sorted},
};
use crate::{
    components::{Icon, Sign},
    i18n::{t, text, words},
    place::Place,
    tr, web,
};

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub key: String,
    pub names: Names,
    pub color: Option<Color>,
    pub note: String,
    /// None where the order is fixed.
    pub position: Option<u32>,
    pub valid: bool,
}

#[component]
pub fn Table(
    entries: Signal<Vec<Entry>>,
    chosen: Memo<Chosen>,
    place: Place,
    note: Option<&'static str>,
    on_move: Callback<(String, bool)>,
) -> impl IntoView {
    let sought = RwSignal::new(String::new());
    let title = place.row().title;
    let place = StoredValue::new(place);
    let placed = Memo::new(move |_| {
        entries.with(|all| {
            let places = all.iter().map(|entry| Placed {
                key: entry.key.clone(),
                position: entry.position.unwrap_or_default(),
            });
            sorted(places)
        })
    });
    let ordered = Memo::new(move |_| entries.with(|all| all.iter().any(|entry| entry.position.is_some())));
    let shown = Memo::new(move |_| {
        let sought = sought.get();
        entries.with(|all| {
            let in_order: Vec<&Entry> = match ordered.get() {
                true => placed.with(|order| {
                    let find = |place: &Placed| all.iter().find(|entry| entry.key == place.key);
                    order.iter().filter_map(find).collect()
                }),
                false => all.iter().collect(),
            };
            in_order
                .into_iter()
                .filter(|entry| fits(&sought, [&entry.key, &entry.names.de, &entry.names.en, &entry.note]))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let filtered = move || sought.with(|sought| !sought.trim().is_empty());
    let mover = move |entry: &Entry, up: bool| {
        let (key, names) = (
            StoredValue::new(entry.key.clone()),
            StoredValue::new(entry.names.clone()),
        );
        let label = if up { "admin-move-up" } else { "admin-move-down" };
        let text = move || tr!(label, name = names.with_value(words::name));
        let possible = move || !filtered() && placed.with(|order| key.with_value(|key| can_move(order, key, up)));
        let id = format!("{}-{}", if up { "up" } else { "down" }, row_id(&entry.key));
        let selector = format!("#{id}");
        let press = move |_| {
            if untrack(possible) {
                on_move.run((key.get_value(), up));
                // The row moves in the page, which takes the focus away; the page paints it anew when the server has answered.
                keep_focus(selector.clone());
            }
        };
        view! {
            <button
                type="button"
                class="button button-quiet button-icon"
                id=id
                aria-disabled=move || (!possible()).then_some("true")
                title=text
                on:click=press
            >
                <Icon sign=if up { Sign::Up } else { Sign::Down } />
                <span class="visually-hidden">{text}</span>
            </button>
        }
    };
    let row = move |entry: Entry| {
        let key = StoredValue::new(entry.key.clone());
        let open = move || chosen.with(|chosen| key.with_value(|key| *chosen == Chosen::One(key.clone())));
        let link = place.with_value(|place| href(place, &Chosen::One(entry.key.clone())));
        let (up, down) = (mover(&entry, true), mover(&entry, false));
        let names = entry.names.clone();
        let name = move || words::name(&names);
        view! {
            <tr class:admin-row-open=open class:admin-row-invalid=!entry.valid>
                <td class="admin-name" data-depth=depth(&entry.key).min(6).to_string()>
                    <a id=row_id(&entry.key) href=link data-noscroll="" aria-current=move || open().then_some("true")>
                        {entry
                            .color
                            .map(|color| {
                                view! {
                                    <span
                                        class=format!("swatch-sample tint-{}", color.name())
                                        aria-hidden="true"
                                    ></span>
                                }
                            })}
                        <span>{name}</span>
                    </a>
                    {(!entry.valid).then(|| view! { <span class="admin-mark">{t("admin-invalid")}</span> })}
                </td>
                <td class="admin-key">
                    <code>{entry.key.clone()}</code>
                </td>
                {note.map(|_| view! { <td class="admin-note">{entry.note.clone()}</td> })}
                {ordered.get_untracked().then(|| view! { <td class="admin-order">{up} {down}</td> })}
            </tr>
        }
    };
    view! {
        <div class="admin-list">
            <Finder
                id="find"
                value=sought
                shown=Signal::derive(move || shown.with(Vec::len))
                all=Signal::derive(move || entries.with(Vec::len))
            />
            <div class="table-scroll" role="region" tabindex="0" aria-label=t(title)>
                <table class="admin-table">
                    <caption class="visually-hidden">{t(title)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t("admin-name")}</th>
                            <th scope="col">{t("admin-key")}</th>
                            {note.map(|note| view! { <th scope="col">{t(note)}</th> })}
                            {move || ordered.get().then(|| view! { <th scope="col">{t("admin-order")}</th> })}
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || shown.get()
                            key=|entry| {
                                (entry.key.clone(), entry.names.clone().de, entry.names.clone().en, entry.color, entry.valid, entry.note.clone())
                            }
                            children=row
                        />
                    </tbody>
                </table>
            </div>
            <Show when=move || shown.with(Vec::is_empty)>
                <p class="admin-none soft">
                    {move || text(if entries.with(Vec::is_empty) { "admin-none-yet" } else { "admin-find-none" })}
                </p>
            </Show>
        </div>
    }
}

/// Gives the focus back to a button whose row is about to move.
fn keep_focus(selector: String) {
    for wait in [150, 600] {
        let selector = selector.clone();
        set_timeout(
            move || {
                let lost = document()
                    .active_element()
                    .is_none_or(|element| element.tag_name().eq_ignore_ascii_case("body"));
                if lost {
                    web::focus(&selector);
                }
            },
            std::time::Duration::from_millis(wait),
        );
    }
}
