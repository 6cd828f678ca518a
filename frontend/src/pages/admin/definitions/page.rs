//! The page of one kind of definition: the list at the left, the form of the chosen one at the right.
//!
//! What is chosen stands in the address (`?edit=<key>`, `?new`), so that it can be sent to a colleague and Back works.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use pult_shared::api::ticket::{TicketCount, TicketScope};

use super::{
    super::{
        frame::AdminPage,
        parts::{
            course::EditorHead,
            editor::Editor,
            ending::{Ending, Foot, Remove},
            selection::{Chosen, chosen, href, in_place, log_href},
        },
    },
    Definition, check,
    order::moved,
    placed,
    table::{Entry, Table},
};
use crate::{
    a11y, api, catalog,
    components::{Empty, ErrorSummary, Icon, Sign},
    fetch::Fetch,
    i18n::{dates, t, text, words},
    queues::Queues,
    session::Session,
    toast::Toasts,
    tr,
};

/// The page of a kind.
pub fn page<D: Definition>() -> impl IntoView {
    catalog::refresh();
    let (chosen, toasts) = (chosen(), Toasts::expect());
    let (session, queues) = (Session::expect(), Queues::expect());
    queues.refresh_if_unknown();
    let all = Memo::new(move |_| {
        let mut all = D::all(&catalog::get());
        all.retain(|one| one.may_edit(session, queues));
        all
    });
    // The order is that of all of them, also of those that are others' to change.
    let entries = Signal::derive(move || {
        let ordered = session.is_administrator();
        let entry = |one: &D| Entry {
            position: one.position().filter(|_| ordered),
            ..entry(one)
        };
        all.with(|all| all.iter().map(entry).collect::<Vec<_>>())
    });
    let form = move || {
        let chosen = chosen.get();
        let fresh = matches!(chosen, Chosen::New(_));
        let start = match &chosen {
            Chosen::Nothing => None,
            Chosen::New(_) => untrack(D::blank),
            // The list may come after the form was asked for.
            Chosen::One(key) => find(all, key),
        };
        match (start, chosen) {
            (Some(start), _) => view! { <Form start fresh all /> }.into_any(),
            (None, Chosen::One(_)) => view! { <Empty message=Signal::derive(t("error-not_found")) /> }.into_any(),
            (None, _) => view! { <p class="admin-none soft">{t("admin-choose")}</p> }.into_any(),
        }
    };
    let add = D::TEXTS.add.map(|label| {
        let label = StoredValue::new(label);
        move || {
            view! {
                <a class="button button-primary" href=href(&D::PLACE, &Chosen::New(String::new())) data-noscroll="">
                    <Icon sign=Sign::Plus />
                    {t(label.get_value())}
                </a>
            }
        }
    });
    let add = move || add.map(|add| add());
    // The form is made anew for another thing, never because the list was fetched again.
    let known = Memo::new(move |_| all.with(Vec::is_empty));
    view! {
        <AdminPage here=D::PLACE actions=add>
            <div class="admin-split" class:admin-split-open=move || chosen.get() != Chosen::Nothing>
                <Table
                    entries
                    chosen
                    place=D::PLACE
                    note=D::TEXTS.note
                    on_move=Callback::new(move |(key, up): (String, bool)| step(all, toasts, &key, up))
                />
                <section class="card admin-editor" aria-label=t("admin-editor")>
                    {move || {
                        known.track();
                        form()
                    }}
                </section>
            </div>
        </AdminPage>
    }
}

fn find<D: Definition>(all: Memo<Vec<D>>, key: &str) -> Option<D> {
    all.with_untracked(|all| all.iter().find(|one| one.key() == key).cloned())
}

fn entry<D: Definition>(definition: &D) -> Entry {
    Entry {
        key: definition.key(),
        names: definition.names().clone(),
        color: definition.color(),
        note: definition.note(),
        position: definition.position(),
        valid: definition.is_valid(),
    }
}

/// Moves one a step, and saves those whose number changes, one after the other.
fn step<D: Definition>(all: Memo<Vec<D>>, toasts: Toasts, key: &str, up: bool) {
    let changed: Vec<D> = all.with_untracked(|all| {
        let steps = moved(&placed(all), key, up);
        steps
            .into_iter()
            .filter_map(|step| {
                let mut one = all.iter().find(|one| one.key() == step.key)?.clone();
                one.set_position(step.position);
                Some(one)
            })
            .collect()
    });
    spawn_local(async move {
        for one in changed {
            if let Err(error) = api::definitions::save(D::COLLECTION, &one.key(), &one).await {
                toasts.show(words::error(&error));
                break;
            }
        }
        catalog::load().await;
        a11y::announce(&untrack(t("admin-order-saved")));
    });
}

#[component]
fn Form<D: Definition>(start: D, fresh: bool, all: Memo<Vec<D>>) -> impl IntoView {
    let toasts = Toasts::expect();
    let navigate = StoredValue::new_local(use_navigate());
    let go = move |chosen: Chosen| navigate.with_value(|navigate| navigate(&href(&D::PLACE, &chosen), in_place()));
    let key = StoredValue::new(start.key());
    let users = users(&start, fresh);
    let editor = Editor::new(start);
    // A step up or down changes the number of what is open here; that is no loss of what is typed.
    Effect::new(move |_| {
        let position = all.with(|all| {
            all.iter()
                .find(|one| key.with_value(|key| one.key() == *key))
                .and_then(D::position)
        });
        if let Some(position) = position.filter(|_| !fresh) {
            editor.follow(|one| one.set_position(position));
        }
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let draft = untrack(|| editor.draft());
        let taken: Vec<String> = all.with_untracked(|all| all.iter().map(D::key).collect());
        let wrong = check(&draft, fresh, &taken);
        let request = async move { api::definitions::save(D::COLLECTION, &draft.key(), &draft).await };
        editor.send(wrong, request, move |saved: D| {
            let (key, name) = (saved.key(), untrack(|| words::name(saved.names())));
            editor.keep(saved);
            toasts.show(untrack(|| tr!("admin-done-saved", name = name)));
            spawn_local(async move {
                catalog::load().await;
                if fresh {
                    go(Chosen::One(key));
                }
            });
        });
    };
    let remove = move |()| {
        let name = untrack(|| editor.with_saved(|one| words::name(one.names())));
        let request = async move { api::definitions::delete(D::COLLECTION, &key.get_value()).await };
        editor.send(Vec::new(), request, move |()| {
            toasts.show(untrack(|| tr!("admin-done-deleted", name = name)));
            go(Chosen::Nothing);
            catalog::refresh();
        });
    };
    let title = move || match fresh {
        true => text(D::TEXTS.fresh),
        false => editor.with_saved(|one| words::name(one.names())),
    };
    view! {
        <EditorHead title=Signal::derive(title) place=D::PLACE />
        <form class="form" novalidate on:submit=save>
            <ErrorSummary complaints=editor.problems().complaints() />
            {D::inputs(editor, fresh)}
            <Ending editor fresh />
        </form>
        {(!fresh)
            .then(|| {
                let remove = D::TEXTS.add.map(|_| {
                    view! {
                        <Remove
                            name=Signal::derive(title)
                            hindrance=users
                            busy=editor.busy()
                            remove=Callback::new(remove)
                        />
                    }
                });
                view! { <Foot log=log_href(D::KIND, &key.get_value())>{remove}</Foot> }
            })}
    }
}

/// Why it cannot be deleted: the tickets that refer to it.
fn users<D: Definition>(definition: &D, fresh: bool) -> Signal<Option<String>> {
    let Some(filter) = definition.users().filter(|_| !fresh) else {
        return Signal::stored(None);
    };
    let count = Fetch::<TicketCount>::new();
    count.run(async move { api::tickets::count_tickets(TicketScope::All, &filter).await });
    Signal::derive(move || {
        count
            .with(|count| count.map(|count| count.count))
            .filter(|count| *count > 0)
            .map(|count| tr!("admin-used-by", count = dates::number(count)))
    })
}
