//! Which columns the list has, and in which order: a dialog that keeps the choice with the saved view, or else with the person.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::api::view::{Column, SavedView, ViewDef};

use super::columns;
use crate::{
    api::ApiError,
    components::{Dialog, Icon, Notice, Sign, Tone},
    i18n::{t, text_with, words},
    page_actions::{PageAction, PageActions},
    session::Session,
    tr,
    views::Views,
    web,
};

/// A column with whether it is shown.
type Choice = (Column, bool);

/// The button and the dialog behind it. `here` are the columns on screen, `view` is the saved view that is open.
#[component]
pub fn ColumnChoice(
    #[prop(into)] here: Signal<Vec<Column>>,
    #[prop(into)] view: Signal<Option<SavedView>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    PageActions::expect().offer(move || {
        let action = PageAction::new("columns-choose", Sign::Columns, move || open.set(true));
        vec![action.in_group("palette-list")]
    });
    view! {
        <button type="button" class="button button-quiet button-icon" title=t("columns-choose") on:click=move |_| open.set(true)>
            <Icon sign=Sign::Columns />
            <span class="visually-hidden">{t("columns-choose")}</span>
        </button>
        <Dialog open id="columns" title=Signal::derive(t("columns-title"))>
            <Choices here view open />
        </Dialog>
    }
}

#[component]
fn Choices(here: Signal<Vec<Column>>, view: Signal<Option<SavedView>>, open: RwSignal<bool>) -> impl IntoView {
    let (session, views) = (Session::expect(), Views::expect());
    // A view that says nothing about columns has those of its reader.
    let view = view
        .get_untracked()
        .filter(|view| view.may_edit && !view.view.columns.is_empty());
    let of_view = view.as_ref().map(|view| view.view.name.clone());
    let view = StoredValue::new(view);
    let choices = RwSignal::new(choices(&here.get_untracked()));
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<ApiError>));
    let save = move |columns: Vec<Column>| {
        busy.set(true);
        spawn_local(async move {
            let done = match view.get_value() {
                Some(SavedView { id, view, .. }) => views.save(id, &ViewDef { columns, ..view }).await,
                None => {
                    let mut preferences = untrack(|| session.preferences());
                    preferences.columns = columns;
                    session.choose(preferences).await
                }
            };
            if busy.try_set(false).is_some() {
                return;
            }
            match done {
                Ok(()) => open.set(false),
                Err(error) => refused.set(Some(error)),
            }
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let shown = choices.with_untracked(|choices| {
            choices
                .iter()
                .filter(|(_, shown)| *shown)
                .map(|(column, _)| *column)
                .collect()
        });
        save(shown);
    };
    view! {
        <form class="form" on:submit=submit>
            {move || {
                refused
                    .get()
                    .map(|error| {
                        view! {
                            <Notice tone=Tone::Error>
                                <p>{words::error(&error)}</p>
                            </Notice>
                        }
                    })
            }}
            {of_view.map(|name| view! { <p class="soft">{move || tr!("columns-of-view", name = name.clone())}</p> })}
            <ol class="column-choice">
                <For each=move || choices.get() key=|(column, _)| *column let:choice>
                    <Line column=choice.0 choices />
                </For>
            </ol>
            <div class="form-end">
                <button type="submit" class="button button-primary" disabled=move || busy.get()>
                    {t("apply")}
                </button>
                <button type="button" class="button" on:click=move |_| choices.set(self::choices(&columns::USUAL))>
                    {t("columns-usual")}
                </button>
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {t("cancel")}
                </button>
            </div>
        </form>
    }
}

/// Those that are shown in their order, then the others.
fn choices(shown: &[Column]) -> Vec<Choice> {
    let others = Column::ALL.into_iter().filter(|column| !shown.contains(column));
    shown
        .iter()
        .map(|column| (*column, true))
        .chain(others.map(|column| (column, false)))
        .collect()
}

#[component]
fn Line(column: Column, choices: RwSignal<Vec<Choice>>) -> impl IntoView {
    let place = move |choices: &[Choice]| choices.iter().position(|(other, _)| *other == column);
    let shown = move || choices.with(|choices| choices.contains(&(column, true)));
    let toggle = move |event: leptos::ev::Event| {
        let on = event_target_checked(&event);
        choices.update(|choices| {
            if let Some(choice) = place(choices).and_then(|index| choices.get_mut(index)) {
                choice.1 = on;
            }
        });
    };
    let shift = move |up: bool| {
        choices.update(|choices| {
            let Some(index) = place(choices) else { return };
            let other = if up { index.checked_sub(1) } else { Some(index + 1) };
            if let Some(other) = other.filter(|other| *other < choices.len()) {
                choices.swap(index, other);
            }
        });
        // The line moved, and the button with it; the focus stays with it.
        let button = format!("#column-{}-{}", column.name(), if up { "up" } else { "down" });
        request_animation_frame(move || {
            web::focus(&button);
        });
    };
    let at_end = move |up: bool| {
        choices.with(|choices| {
            let index = place(choices);
            index == if up { Some(0) } else { choices.len().checked_sub(1) }
        })
    };
    let mover = move |up: bool, sign: Sign, label: &'static str| {
        view! {
            <button
                type="button"
                id=format!("column-{}-{}", column.name(), if up { "up" } else { "down" })
                class="button button-quiet button-icon"
                aria-disabled=move || at_end(up).to_string()
                on:click=move |_| shift(up)
            >
                <Icon sign />
                <span class="visually-hidden">
                    {move || text_with(label, &[("column", columns::label(column).into())])}
                </span>
            </button>
        }
    };
    view! {
        <li>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=shown
                    // Without it there would be no link to the ticket.
                    disabled=column == Column::Subject
                    on:change=toggle
                />
                <span>{move || columns::label(column)}</span>
            </label>
            <span class="column-movers">
                {mover(true, Sign::Up, "column-up")} {mover(false, Sign::Down, "column-down")}
            </span>
        </li>
    }
}
