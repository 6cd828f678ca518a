//! A list that is edited row by row: add, remove, up and down.

use leptos::prelude::*;

use super::bind::Bind;
use crate::{
    components::{Icon, Sign},
    i18n::{t, text},
    tr, web,
};

/// `row` shows one item; `blank` makes a new one. `name` is what a row is called for screen readers ("Option").
#[component]
pub fn Rows<T>(
    #[prop(into)] id: String,
    value: Bind<Vec<T>>,
    /// The locale key of one row's name.
    name: &'static str,
    /// The locale key of the button that adds one.
    add: &'static str,
    max: usize,
    blank: fn() -> T,
    row: impl Fn(usize, Bind<T>) -> AnyView + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let id = StoredValue::new(id);
    let count = Memo::new(move |_| value.with(Vec::len));
    let item = move |index: usize| {
        value.part(
            // A row that is just going away is asked once more.
            move |all| all.get(index).cloned().unwrap_or_else(blank),
            move |all, item| {
                if let Some(place) = all.get_mut(index) {
                    *place = item;
                }
            },
        )
    };
    let button_id = move |word: &str, index: usize| id.with_value(|id| format!("{id}-{word}-{index}"));
    let focus_soon = |target: String| {
        request_animation_frame(move || {
            web::focus(&format!("#{target}"));
        });
    };
    let swap = move |index: usize, other: usize, word: &'static str| {
        value.update(|all| all.swap(index, other));
        focus_soon(button_id(word, other));
    };
    let remove = move |index: usize| {
        value.update(|all| {
            all.remove(index);
        });
        // The focus was on a button that is gone: on to the next row's, or to the one that adds.
        let left = count.get_untracked();
        focus_soon(match left {
            0 => id.with_value(|id| format!("{id}-add")),
            _ => button_id("remove", index.min(left - 1)),
        });
    };
    let push = move |_: leptos::ev::MouseEvent| {
        value.update(|all| all.push(blank()));
        let index = count.get_untracked() - 1;
        let selector = id.with_value(|id| format!("#{id}-row-{index} input"));
        request_animation_frame(move || {
            web::focus(&selector);
        });
    };
    let one = move |index: usize| {
        let label = move |key: &'static str| move || tr!(key, name = text(name), number = index + 1);
        view! {
            <li class="rows-row" id=button_id("row", index)>
                <div class="rows-fields">{row(index, item(index))}</div>
                <div class="rows-buttons">
                    <button
                        type="button"
                        class="button button-quiet button-icon"
                        id=button_id("up", index)
                        disabled=index == 0
                        title=label("admin-row-up")
                        on:click=move |_| swap(index, index - 1, if index == 1 { "down" } else { "up" })
                    >
                        <Icon sign=Sign::Up />
                        <span class="visually-hidden">{label("admin-row-up")}</span>
                    </button>
                    <button
                        type="button"
                        class="button button-quiet button-icon"
                        id=button_id("down", index)
                        disabled=move || { index + 1 >= count.get() }
                        title=label("admin-row-down")
                        on:click=move |_| {
                            let last = index + 2 >= count.get_untracked();
                            swap(index, index + 1, if last { "up" } else { "down" });
                        }
                    >
                        <Icon sign=Sign::Down />
                        <span class="visually-hidden">{label("admin-row-down")}</span>
                    </button>
                    <button
                        type="button"
                        class="button button-quiet button-icon"
                        id=button_id("remove", index)
                        title=label("admin-row-remove")
                        on:click=move |_| remove(index)
                    >
                        <Icon sign=Sign::Close />
                        <span class="visually-hidden">{label("admin-row-remove")}</span>
                    </button>
                </div>
            </li>
        }
    };
    view! {
        <div class="rows">
            <ol class="rows-all">
                <For each=move || 0..count.get() key=|index| *index children=one />
            </ol>
            <button
                type="button"
                class="button button-small"
                id=id.with_value(|id| format!("{id}-add"))
                disabled=move || { count.get() >= max }
                on:click=push
            >
                <Icon sign=Sign::Plus />
                {t(add)}
            </button>
        </div>
    }
}
