//! What is to be done, point by point, with how far it is.

use leptos::prelude::*;
use pult_shared::{
    api::ticket::ChecklistItem,
    command::{AddChecklistItem, Command, CommandName, RemoveChecklistItem, SetChecklistItem},
};

use crate::{
    components::{Icon, Sign},
    i18n::t,
    pages::agent::ticket::case::Case,
    tr, web,
};

#[component]
pub fn ChecklistPanel(case: Case) -> impl IntoView {
    let items = case.part(|ticket| ticket.checklist.clone());
    let items = Memo::new(move |_| items.get().unwrap_or_default());
    let may_add = Memo::new(move |_| case.may(CommandName::AddChecklistItem));
    let may_set = Memo::new(move |_| case.may(CommandName::SetChecklistItem));
    let progress = move || items.with(|items| (items.iter().filter(|item| item.done).count(), items.len()));
    let typed = RwSignal::new(String::new());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = typed.get_untracked().trim().to_owned();
        if !text.is_empty() {
            typed.set(String::new());
            case.act_quietly(vec![Command::AddChecklistItem(AddChecklistItem { text })]);
            web::focus("#checklist-add");
        }
    };
    let bar = move || {
        let (done, all) = progress();
        view! {
            <p class="checklist-progress">
                <progress max=all.to_string() value=done.to_string() aria-label=t("checklist")></progress>
                <span>{tr!("checklist-progress", done = done, all = all)}</span>
            </p>
        }
    };
    let shown = move || may_add.get() || items.with(|items| !items.is_empty());
    view! {
        <Show when=shown>
            <section class="card panel" aria-labelledby="checklist-title">
                <h2 id="checklist-title">{t("checklist")}</h2>
                <Show when=move || progress().1 != 0>
                    {bar}
                    <ul class="checklist">
                        <For each=move || items.get() key=|item| (item.id, item.done, item.text.clone()) let:item>
                            <Row case item may_set />
                        </For>
                    </ul>
                </Show>
                <Show when=move || may_add.get()>
                    <form class="line-form" novalidate on:submit=add>
                        <input
                            id="checklist-add"
                            type="text"
                            autocomplete="off"
                            aria-label=t("checklist-add")
                            placeholder=t("checklist-add")
                            prop:value=move || typed.get()
                            on:input=move |event| typed.set(event_target_value(&event))
                        />
                        <button type="submit" class="button button-small">
                            <Icon sign=Sign::Plus />
                            <span class="visually-hidden">{t("checklist-add")}</span>
                        </button>
                    </form>
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn Row(case: Case, item: ChecklistItem, may_set: Memo<bool>) -> impl IntoView {
    let ChecklistItem { id, text, done } = item;
    let name = text.clone();
    let may_remove = Memo::new(move |_| case.may(CommandName::RemoveChecklistItem));
    let toggle = move |event| {
        case.act_quietly(vec![Command::SetChecklistItem(SetChecklistItem {
            item_id: id,
            done: Some(event_target_checked(&event)),
            text: None,
        })]);
    };
    let remove = move || {
        let name = name.clone();
        view! {
            <button
                type="button"
                class="button button-quiet button-icon"
                on:click=move |_| {
                    let gone = RemoveChecklistItem { item_id: id };
                    case.act_quietly(vec![Command::RemoveChecklistItem(gone)]);
                }
            >
                <Icon sign=Sign::Close />
                <span class="visually-hidden">{move || tr!("checklist-remove", text = name.clone())}</span>
            </button>
        }
    };
    view! {
        <li>
            <label class="check" class:check-done=done>
                <input type="checkbox" checked=done disabled=move || !may_set.get() on:change=toggle />
                <span>{text}</span>
            </label>
            <Show when=move || may_remove.get()>{remove.clone()}</Show>
        </li>
    }
}
