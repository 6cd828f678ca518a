//! The dialog of a saved view: name, filter, order, columns, sharing; and deleting it.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::{
        ticket::TicketSort,
        view::{Column, SavedView, Sharing, ViewDef},
    },
    error::FieldCode,
    filter::Filter,
    ids::{QueueId, ViewId},
    limits::NAME_MAX,
    person::Permission,
};

use super::super::list::orders;
use crate::{
    components::{Dialog, ErrorSummary, SelectField, TextField},
    form::{Checks, Form, FormField},
    i18n::{t, text},
    queues::{Queues, may},
    session::Session,
    toast::Toasts,
    tr,
    views::Views,
};

/// What the dialog is for.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Keep this list as a view.
    Make { filter: String, sort: TicketSort },
    /// Change a view.
    Change(SavedView),
}

const FIELDS: &[FormField] = &[
    FormField {
        name: "name",
        id: "view-name",
        label: "saved-view-name",
    },
    FormField {
        name: "filter",
        id: "view-filter",
        label: "saved-view-filter",
    },
    FormField {
        name: "sharing",
        id: "view-sharing",
        label: "saved-view-sharing",
    },
    FormField {
        name: "queue_id",
        id: "view-sharing",
        label: "saved-view-sharing",
    },
];

/// Shows while there is a wish. `columns` are those on screen; `done` hears which view was saved, or that it was deleted.
#[component]
pub fn ViewDialog(
    wish: RwSignal<Option<Wish>>,
    #[prop(into)] columns: Signal<Vec<Column>>,
    done: Callback<Option<ViewId>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(wish.with(Option::is_some)));
    Effect::new(move |before: Option<bool>| {
        let open = open.get();
        if before == Some(true) && !open {
            wish.set(None);
        }
        open
    });
    let title = move || {
        wish.with(|wish| {
            text(match wish {
                Some(Wish::Change(_)) => "saved-view-change",
                _ => "saved-view-make",
            })
        })
    };
    view! {
        <Dialog open id="view-dialog" title=Signal::derive(title)>
            {move || {
                wish.get_untracked().map(|wish| view! { <ViewForm wish columns=columns.get_untracked() open done /> })
            }}
        </Dialog>
    }
}

const NOBODY: &str = "nobody";
const EVERYONE: &str = "everyone";

fn sharing_value(sharing: Sharing) -> String {
    match sharing {
        Sharing::Nobody => NOBODY.to_owned(),
        Sharing::Everyone => EVERYONE.to_owned(),
        Sharing::Queue { queue_id } => queue_id.to_string(),
    }
}

fn sharing_of(value: &str) -> Sharing {
    match value {
        EVERYONE => Sharing::Everyone,
        other => match other.parse::<QueueId>() {
            Ok(queue_id) => Sharing::Queue { queue_id },
            Err(_) => Sharing::Nobody,
        },
    }
}

// req: C16
#[component]
fn ViewForm(wish: Wish, columns: Vec<Column>, open: RwSignal<bool>, done: Callback<Option<ViewId>>) -> impl IntoView {
    let (views, queues, session) = (Views::expect(), Queues::expect(), Session::expect());
    let toasts = Toasts::expect();
    let (id, before) = match wish {
        Wish::Make { filter, sort } => {
            let fresh = ViewDef {
                name: String::new(),
                filter,
                sort,
                columns: Vec::new(),
                sharing: Sharing::Nobody,
                position: 0,
            };
            (None, fresh)
        }
        Wish::Change(saved) => (Some(saved.id), saved.view),
    };
    let name = RwSignal::new(before.name.clone());
    let filter = RwSignal::new(before.filter.clone());
    let sort = RwSignal::new(before.sort.name().to_owned());
    let sharing = RwSignal::new(sharing_value(before.sharing));
    let keeps_columns = RwSignal::new(!before.columns.is_empty());
    let form = Form::new(FIELDS);
    let before = StoredValue::new(before);
    let columns = StoredValue::new(columns);

    let wanted = move || {
        let before = before.get_value();
        ViewDef {
            name: name.get_untracked().trim().to_owned(),
            filter: filter.get_untracked().trim().to_owned(),
            sort: TicketSort::from_name(&sort.get_untracked()).unwrap_or_default(),
            columns: match keeps_columns.get_untracked() {
                true if before.columns.is_empty() => columns.get_value(),
                true => before.columns,
                false => Vec::new(),
            },
            sharing: sharing_of(&sharing.get_untracked()),
            position: before.position,
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let view = wanted();
        let mut checks = Checks::default();
        checks.required("name", &view.name);
        checks.at_most("name", &view.name, NAME_MAX);
        if Filter::parse(&view.filter).is_err() {
            checks.add("filter", FieldCode::Malformed);
        }
        if !form.begin(checks.found()) {
            return;
        }
        spawn_local(async move {
            let saved = match id {
                Some(id) => views.save(id, &view).await.map(|()| id),
                None => views.create(&view).await.map(|saved| saved.id),
            };
            match saved {
                Ok(id) => {
                    form.done();
                    open.set(false);
                    toasts.show(tr!("saved-view-done", name = view.name));
                    done.run(Some(id));
                }
                Err(error) => form.fail(error),
            }
        });
    };
    // A second press on the same button, so that nobody deletes by a slip.
    let sure = RwSignal::new(false);
    let delete = move |id: ViewId| {
        if !form.begin(Vec::new()) {
            return;
        }
        spawn_local(async move {
            match views.delete(id).await {
                Ok(()) => {
                    form.done();
                    open.set(false);
                    toasts.show(text("saved-view-deleted"));
                    done.run(None);
                }
                Err(error) => form.fail(error),
            }
        });
    };
    let sorts = move || {
        let orders = orders().into_iter();
        orders
            .map(|(sort, name)| (sort.name().to_owned(), name))
            .collect::<Vec<_>>()
    };
    let may_share = move || session.is_manager() || session.is_administrator();
    let sharings = move || {
        let mut choices = vec![(NOBODY.to_owned(), text("share-nobody"))];
        let queues = queues.choices(|queue| may(queue, Permission::Manage));
        choices.extend(
            queues
                .into_iter()
                .map(|(id, name)| (id, tr!("share-queue", queue = name))),
        );
        if session.is_administrator() {
            choices.push((EVERYONE.to_owned(), text("share-everyone")));
        }
        choices
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary complaints=form.complaints() />
            <TextField id="view-name" label="saved-view-name" value=name error=form.error("name") />
            <TextField
                id="view-filter"
                label="saved-view-filter"
                hint="saved-view-filter-hint"
                value=filter
                error=form.error("filter")
            />
            <SelectField
                id="view-sort"
                label="sort-label"
                value=sort
                options=Signal::derive(sorts)
                error=form.error("sort")
            />
            <Show when=may_share>
                <SelectField
                    id="view-sharing"
                    label="saved-view-sharing"
                    hint="saved-view-sharing-hint"
                    value=sharing
                    options=Signal::derive(sharings)
                    error=form.error("sharing")
                />
            </Show>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || keeps_columns.get()
                    on:change=move |event| keeps_columns.set(event_target_checked(&event))
                />
                <span>{t("saved-view-columns")}</span>
            </label>
            <div class="form-end">
                <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                    {t("save")}
                </button>
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {t("cancel")}
                </button>
                {id
                    .map(|id| {
                        view! {
                            <button
                                type="button"
                                class="button button-danger form-far"
                                disabled=move || form.busy().get()
                                on:click=move |_| {
                                    if sure.get_untracked() { delete(id) } else { sure.set(true) }
                                }
                            >
                                {move || text(if sure.get() { "saved-view-delete-sure" } else { "saved-view-delete" })}
                            </button>
                        }
                    })}
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sharing_survives_the_select_field() {
        let queue_id = "00000001-0000-7000-8000-000000000000".parse().unwrap();
        for sharing in [Sharing::Nobody, Sharing::Everyone, Sharing::Queue { queue_id }] {
            assert_eq!(sharing_of(&sharing_value(sharing)), sharing);
        }
    }
}
