//! The desk's overview: queues and saved views on the left, search and order above, the list below; it follows the live stream.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use pult_shared::{
    api::{live::LiveEvent, ticket::TicketSort, view::SavedView},
    event::TicketEvent,
    ids::TicketId,
    ticket::Direction,
};

use super::{
    bulk::BulkBar,
    key_help::{KeyHelp, LIST_KEYS},
    list::{ColumnChoice, List, TicketList, complete, offer_orders, orders},
    listing::{Left, Memory},
    query::{DeskQuery, Question, View},
    saved::{self, ViewButtons, ViewDialog, Wish},
    search::{self, Fault, FaultLine, SearchBox},
    side::Side,
};
use crate::{
    a11y,
    components::{Icon, Sign},
    i18n::{dates, t, text},
    keys,
    live::{News, Soon, listen},
    page_actions::{PageAction, PageActions},
    place::Place,
    queues::Queues,
    session::Session,
    tr,
    views::Views,
};

/// The counters of queues and views are looked at anew this often at most.
const COUNTERS: Duration = Duration::from_millis(800);

/// What the parts of the desk share.
#[derive(Clone, Copy)]
struct Desk {
    query: Memo<DeskQuery>,
    /// The saved view that is open.
    view: Memo<Option<SavedView>>,
    list: List,
    /// The dialog that makes and changes views.
    wish: RwSignal<Option<Wish>>,
    help: RwSignal<bool>,
}

// req: B2, C16
#[component]
pub fn Desk() -> impl IntoView {
    let desk = Desk::new();
    let Desk { query, view, list, .. } = desk;
    let session = Session::expect();
    desk.follow();
    desk.listen_to_keys();
    desk.offer_actions();
    let columns = Memo::new(move |_| {
        let of_view = view.with(|view| view.as_ref().map(|view| view.view.columns.clone()));
        let chosen = of_view.filter(|columns| !columns.is_empty());
        complete(&chosen.unwrap_or_else(|| session.preferences().columns))
    });
    let heading = desk.heading();
    a11y::page_title(move || heading.get());
    let sort = Signal::derive(move || query.with(|query| view.with(|view| query.order(view.as_ref()))));
    let sort_by = Callback::new({
        let go = navigation();
        move |sort: TicketSort| {
            let query = query.get_untracked();
            go.run(DeskQuery {
                sort: Some(sort),
                ..query
            });
        }
    });
    offer_orders(sort, sort_by);
    let fault = desk.fault();
    let saved_done = Callback::new({
        let go = navigation();
        move |id: Option<_>| go.run(id.map_or_else(DeskQuery::default, DeskQuery::of_saved))
    });
    view! {
        <div class="desk">
            <aside class="desk-side" aria-label=t("side-label")>
                <Side query />
            </aside>
            <section class="desk-main" aria-labelledby="desk-title">
                <div class="desk-head">
                    <h1 id="desk-title" tabindex="-1">
                        {move || heading.get()}
                    </h1>
                    <Count list />
                    <div class="desk-head-end">
                        <ColumnChoice here=columns view />
                        <KeyHelp entries=LIST_KEYS open=desk.help />
                        <a class="button button-primary" href=Place::DeskNew.path()>
                            <Icon sign=Sign::Plus />
                            {t("new-ticket")}
                        </a>
                    </div>
                </div>
                <Show when=move || query.with(|query| query.saved.is_none())>
                    <Tabs query />
                </Show>
                <Toolbar desk fault sort sort_by />
                <Show when=move || fault.with(Option::is_none)>
                    <BulkBar list question=desk.question() />
                    <TicketList list columns sort sort_by caption=heading />
                </Show>
                <ViewDialog wish=desk.wish columns done=saved_done />
            </section>
        </div>
    }
}

impl Desk {
    fn new() -> Self {
        let location = use_location();
        // The address changes before this page is gone; what it says of another page is no list.
        let query = Memo::new(move |before: Option<&DeskQuery>| {
            let here = location.pathname.with(|path| Place::from_path(path)) == Place::Desk;
            match before.filter(|_| !here) {
                Some(before) => before.clone(),
                None => location.query.with(DeskQuery::from_params),
            }
        });
        let (queues, views, memory) = (Queues::expect(), Views::expect(), Memory::expect());
        queues.refresh();
        views.refresh();
        let view = Memo::new(move |_| views.find(query.with(|query| query.saved)?));
        let left = memory.left(&query.get_untracked());
        let back = left.is_some();
        let question = Memo::new(move |_| question(&query.get(), view, views));
        let list = List::new(question.into(), left);
        if let Some(opened) = memory.opened().filter(|_| back) {
            list.cursor.return_to(&opened);
        }
        let desk = Self {
            query,
            view,
            list,
            wish: RwSignal::new(None),
            help: RwSignal::new(false),
        };
        desk.remember(memory, question);
        desk
    }

    /// Keeps the list for the way back from a ticket, and begins a new one at its top.
    fn remember(self, memory: Memory, question: Memo<Option<Question>>) {
        let Self { query, list, .. } = self;
        Effect::new(move |_| memory.visit(query.get()));
        Effect::new(move |before: Option<()>| {
            question.track();
            if before.is_some() {
                list.begin_anew();
            }
        });
        on_cleanup(move || {
            let loaded = list.rows.loaded().with_untracked(Clone::clone);
            memory.leave(Left {
                query: query.get_untracked(),
                loaded: loaded.into(),
                standing: list.viewport.standing(),
                selected: list.selection.get_untracked(),
            });
        });
    }

    fn question(self) -> Memo<Option<Question>> {
        let (query, view, views) = (self.query, self.view, Views::expect());
        Memo::new(move |_| question(&query.get(), view, views))
    }

    /// Looks again soon after each change, and says what came in.
    fn follow(self) {
        let (session, queues, views) = (Session::expect(), Queues::expect(), Views::expect());
        let (soon, counters) = (Soon::new(), Soon::with_pause(COUNTERS));
        let heard = StoredValue::new(Vec::<(TicketId, String)>::new());
        listen(move |news| {
            if let News::Ticket(event) = news
                && let Some(sentence) = sentence(event, session)
            {
                // A new ticket and its first message are one piece of news.
                heard.update_value(|heard| {
                    if !heard.iter().any(|(ticket, _)| *ticket == event.ticket_id) {
                        heard.push((event.ticket_id, sentence));
                    }
                });
            }
            soon.ask(move || self.list.rows.refresh());
            counters.ask(move || {
                queues.refresh();
                views.refresh();
                match heard.try_update_value(std::mem::take).unwrap_or_default().as_slice() {
                    [] => {}
                    [(_, one)] => a11y::announce(one),
                    many => a11y::announce(&tr!("live-many", count = many.len())),
                }
            });
        });
    }

    fn listen_to_keys(self) {
        let (memory, navigate) = (Memory::expect(), use_navigate());
        let cursor = self.list.cursor;
        keys::on_key(move |key| match key {
            "j" => cursor.step(true, memory.opened().as_deref()),
            "k" => cursor.step(false, memory.opened().as_deref()),
            "J" => cursor.select_and_step(true),
            "K" => cursor.select_and_step(false),
            "x" => cursor.select(false),
            "X" => cursor.select(true),
            "Escape" if !self.list.selection.is_empty_untracked(self.list.total_untracked()) => {
                self.list.selection.clear();
                true
            }
            "/" => search::focus(),
            "c" => {
                navigate(&Place::DeskNew.path(), NavigateOptions::default());
                true
            }
            "?" => {
                self.help.set(true);
                true
            }
            _ => false,
        });
    }

    /// What the command palette offers here.
    fn offer_actions(self) {
        let Self {
            list,
            wish,
            help,
            query,
            view,
        } = self;
        PageActions::expect().offer(move || {
            vec![
                PageAction::new("select-all", Sign::Check, move || list.selection.all()),
                PageAction::new("saved-view-make", Sign::Folder, move || {
                    wish.set(untrack(|| make_wish(query, view)));
                }),
                PageAction::new("search", Sign::Search, move || {
                    request_animation_frame(|| {
                        search::focus();
                    });
                })
                .with_key("/"),
                PageAction::new("key-help", Sign::Keyboard, move || help.set(true)).with_key("?"),
            ]
        });
    }

    fn heading(self) -> Signal<String> {
        let (query, view, queues) = (self.query, self.view, Queues::expect());
        Signal::derive(move || {
            let query = query.get();
            if query.saved.is_some() {
                return view.with(|view| saved::title(view.as_ref()));
            }
            let queue = match query.queue {
                Some(path) => queues.name_of_path(&path).unwrap_or(path),
                None => text("all-queues"),
            };
            format!("{queue}: {}", text(query.view.label()))
        })
    }

    /// What is wrong with the search, as the browser or the server sees it.
    fn fault(self) -> Memo<Option<Fault>> {
        let Self { query, view, list, .. } = self;
        Memo::new(move |_| {
            let query = query.get();
            view.with(|view| {
                let text = query.text(view.as_ref());
                match query.filter(view.as_ref()) {
                    Err(error) => Some(Fault::of_text(&text, &error)),
                    Ok(filter) => {
                        let error = list.rows.error()?;
                        // What comes before the text is what queue and view add.
                        let whole = filter.to_string();
                        let before = whole
                            .find(&text)
                            .map_or(0, |at| whole.get(..at).map_or(0, |before| before.chars().count()));
                        Fault::of_answer(&text, &error, before)
                    }
                }
            })
        })
    }
}

/// What the address asks for; nothing while its saved view is not there yet, or where the text is no filter.
fn question(query: &DeskQuery, view: Memo<Option<SavedView>>, views: Views) -> Option<Question> {
    if query.saved.is_some() && !views.settled() {
        return None;
    }
    view.with(|view| {
        Some(Question {
            filter: query.filter(view.as_ref()).ok()?,
            sort: query.order(view.as_ref()),
        })
    })
}

/// This list as a view to be saved.
fn make_wish(query: Memo<DeskQuery>, view: Memo<Option<SavedView>>) -> Option<Wish> {
    let query = query.get();
    view.with(|view| {
        Some(Wish::Make {
            filter: query.filter(view.as_ref()).ok()?.to_string(),
            sort: query.order(view.as_ref()),
        })
    })
}

/// Goes to another list, without leaving the place on the page.
fn navigation() -> Callback<DeskQuery> {
    let navigate = StoredValue::new_local(use_navigate());
    Callback::new(move |query: DeskQuery| {
        navigate.with_value(|navigate| {
            navigate(
                &query.href(),
                NavigateOptions {
                    scroll: false,
                    ..NavigateOptions::default()
                },
            );
        });
    })
}

/// What deserves to be said: requests and answers of others, not one's own clicks.
fn sentence(event: &LiveEvent, session: Session) -> Option<String> {
    if event.actor_id.is_some() && event.actor_id == session.person_untracked() {
        return None;
    }
    match &event.event {
        TicketEvent::TicketOpened { subject, .. } => Some(tr!("live-new-ticket", subject = subject.clone())),
        TicketEvent::ArticleAdded {
            direction: Direction::Incoming,
            ..
        } => Some(tr!("live-new-article", number = event.number.0.clone())),
        _ => None,
    }
}

/// How many tickets the list has; said once for each new list.
#[component]
fn Count(list: List) -> impl IntoView {
    let count = move || {
        let total = list.rows.loaded().with(|loaded| loaded.total)?;
        Some(tr!("list-count", count = total, number = dates::number(total)))
    };
    Effect::new(move |before: Option<bool>| {
        let waiting = list.rows.waiting() || list.rows.loaded().with(|loaded| loaded.total.is_none());
        if before == Some(true)
            && !waiting
            && let Some(count) = untrack(count)
        {
            a11y::announce(&count);
        }
        waiting
    });
    view! { <p class="list-count" id="list-count">{move || (!list.rows.waiting()).then(count)}</p> }
}

#[component]
fn Tabs(query: Memo<DeskQuery>) -> impl IntoView {
    let link = move |view: View| {
        let href = move || DeskQuery { view, ..query.get() }.href();
        view! {
            <li>
                <a href=href aria-current=move || (query.with(|query| query.view == view)).then_some("page")>
                    {t(view.label())}
                </a>
            </li>
        }
    };
    view! {
        <nav class="views" aria-label=t("views")>
            <ul>{View::ALL.into_iter().map(link).collect_view()}</ul>
        </nav>
    }
}

/// Search, order, and what can be done with the saved view.
#[component]
fn Toolbar(
    desk: Desk,
    fault: Memo<Option<Fault>>,
    sort: Signal<TicketSort>,
    sort_by: Callback<TicketSort>,
) -> impl IntoView {
    let Desk { query, view, wish, .. } = desk;
    let go = navigation();
    let search = Callback::new(move |text: String| {
        let query = query.get_untracked();
        go.run(DeskQuery {
            search: Some(text),
            ..query
        });
    });
    let written = Signal::derive(move || query.with(|query| view.with(|view| query.text(view.as_ref()))));
    let reorder = move |event: leptos::ev::Event| {
        if let Some(sort) = TicketSort::from_name(&event_target_value(&event)) {
            sort_by.run(sort);
        }
    };
    let option = move |(wanted, name): (TicketSort, String)| {
        view! {
            <option value=wanted.name() selected=move || sort.get() == wanted>
                {name}
            </option>
        }
    };
    view! {
        <div class="toolbar">
            <SearchBox text=written fault go=search />
            <div class="toolbar-end">
                <ViewButtons query view wish make=Callback::new(move |()| wish.set(untrack(|| make_wish(query, view)))) />
                <div class="sorter">
                    <label for="sort">{t("sort-label")}</label>
                    <select id="sort" on:change=reorder>
                        {move || orders().into_iter().map(option).collect_view()}
                    </select>
                </div>
            </div>
            <FaultLine fault />
        </div>
    }
}
