//! The frame of every page: header, guards, the page itself, messages.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    hooks::use_location,
    location::Location,
    path,
};
use pult_shared::{ids::PersonId, person::Language};

use crate::{
    a11y::{self, SkipLink, Voice},
    areas,
    bell::Bell,
    catalog, clock,
    components::{Icon, Loading, Sign},
    i18n::{self, t, words},
    live,
    page_actions::PageActions,
    pages,
    place::{Guard, Place, Section},
    queues::Queues,
    road,
    session::Session,
    theme,
    toast::{ToastAction, Toasts},
    views::Views,
    way_back, web,
};

/// The whole program.
#[component]
pub fn App(session: Session) -> impl IntoView {
    provide_context(session);
    provide_context(Toasts::new());
    provide_context(PageActions::new());
    let (queues, views) = (Queues::new(), Views::new());
    provide_context(queues);
    provide_context(views);
    // What one person saw is not for the next one at the same device.
    Effect::new(move |before: Option<Option<PersonId>>| {
        let person = session.person();
        if before.is_some_and(|before| before != person) {
            queues.forget();
            views.forget();
        }
        person
    });
    if let Some(program) = areas::running() {
        (program.set_up)(session);
    }
    session.watch();
    road::start();
    way_back::start();
    clock::start();
    catalog::start(session);
    theme::start(session);
    live::start(session);
    view! {
        <Router>
            <FlatRoutes fallback=Shell>
                <Route path=path!("/*rest") view=Shell />
            </FlatRoutes>
        </Router>
    }
}

/// What the guard says about a page.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    Show(Place),
    /// Sign in first, then come back here.
    SignIn,
    /// Signed in, but a second factor has to be set up first.
    SecondFactor,
    /// Signed in, but not for this page.
    Refused,
}

fn judge(session: Session, place: Place) -> Verdict {
    let guard = place.row().guard;
    if session.second_factor_due() && guard != Guard::Anyone && place != Place::Account {
        return Verdict::SecondFactor;
    }
    match (session.may_see(guard), session.signed_in()) {
        (true, _) => Verdict::Show(place),
        (false, true) => Verdict::Refused,
        (false, false) => Verdict::SignIn,
    }
}

/// Header, page and messages. One route leads here; the table in `place` decides what is shown.
#[component]
fn Shell() -> impl IntoView {
    let session = Session::expect();
    let location = use_location();
    let place = Memo::new(move |_| location.pathname.with(|path| Place::from_path(path)));
    let embedded = Memo::new(move |_| {
        place.with(|place| matches!(place, Place::Form(_))) && location.query.with(|query| query.get("embed").is_some())
    });
    let verdict = Memo::new(move |_| judge(session, place.get()));
    Effect::new(move |before: Option<()>| {
        place.track();
        // The first page has the browser's own focus and reading.
        if before.is_some() {
            a11y::focus_heading();
        }
    });
    let page = move || match verdict.get() {
        Verdict::Show(place) => show(&place),
        Verdict::SignIn => view! { <ToSignIn /> }.into_any(),
        Verdict::SecondFactor => view! { <ToAccount /> }.into_any(),
        Verdict::Refused => view! { <pages::Refused /> }.into_any(),
    };
    view! {
        <SkipLink />
        // In a frame of another site there is one page and no way to others.
        <Show when=move || !embedded.get() fallback=|| view! { <header class="top-framed"><Languages /></header> }>
            <Header place />
        </Show>
        <main id="main" tabindex="-1">
            {page}
        </main>
        <ToastRegion />
        <Show when=move || session.is_agent()>
            <pages::Palette />
        </Show>
        <Voice />
    }
}

fn show(place: &Place) -> AnyView {
    a11y::page_title(t(place.row().title));
    match place {
        Place::Home => view! { <pages::Home /> }.into_any(),
        Place::Ticket(number) => view! { <pages::TicketLink number=number.clone() /> }.into_any(),
        Place::Unknown => view! { <pages::NotFound /> }.into_any(),
        place => areas::running()
            .and_then(|program| (program.show)(place))
            .unwrap_or_else(|| view! { <Elsewhere /> }.into_any()),
    }
}

/// A page of another area that the router was led to, by the browser's history for example: the page is loaded anew, with its own program.
#[component]
fn Elsewhere() -> impl IntoView {
    let location = use_location();
    Effect::new(move |_| road::load(&untrack(|| address(&location)), true));
    view! { <Loading /> }
}

/// Path and query of where the router is.
fn address(location: &Location) -> String {
    let (path, search) = (location.pathname.get(), location.search.get());
    if search.is_empty() {
        path
    } else {
        format!("{path}?{search}")
    }
}

/// Leads to the person's account, where the second factor is set up.
#[component]
fn ToAccount() -> impl IntoView {
    let go = road::use_go();
    Effect::new(move |_| go(&Place::Account.path(), road::replacing()));
    view! { <Loading /> }
}

/// Leads to the sign-in page, which may be in another program, and says there where the person wanted to go and that their session has ended.
#[component]
fn ToSignIn() -> impl IntoView {
    let session = Session::expect();
    let location = use_location();
    let go = road::use_go();
    Effect::new(move |_| {
        let here = untrack(|| address(&location));
        let ended = if untrack(|| session.has_ended()) {
            "&ended=1"
        } else {
            ""
        };
        let target = if here == "/" || session.was_left_untracked() {
            Place::Login.path()
        } else {
            format!("{}?next={}{ended}", Place::Login.path(), web::encoded(&here))
        };
        go(&target, road::replacing());
    });
    view! { <Loading /> }
}

#[component]
fn Header(place: Memo<Place>) -> impl IntoView {
    let session = Session::expect();
    let section = Memo::new(move |_| place.with(|place| place.row().section));
    let link = move |to: Place, of: Section, label: &'static str| {
        view! {
            <li>
                <a href=to.path() aria-current=move || (section.get() == of).then_some("true")>
                    {t(label)}
                </a>
            </li>
        }
    };
    view! {
        <header class="top">
            <a class="brand" href="/">
                <svg class="brand-mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
                    <rect width="32" height="32" rx="7" />
                    <path d="M7 21h18M10 21V10h12v6M14 26v-5M18 26v-5" />
                </svg>
                <span>"Pult"</span>
            </a>
            <Show when=move || session.signed_in()>
                <nav class="top-nav" aria-label=t("main-navigation")>
                    <ul>
                        <Show when=move || {
                            session.is_agent()
                        }>{link(Place::Dashboard, Section::Dashboard, "nav-dashboard")}</Show>
                        <Show when=move || session.is_agent()>{link(Place::Desk, Section::Desk, "nav-desk")}</Show>
                        {link(Place::Portal, Section::Portal, "nav-portal")}
                        <Show when=move || {
                            session.is_manager() || session.is_administrator()
                        }>{link(Place::Admin, Section::Administration, "nav-administration")}</Show>
                    </ul>
                </nav>
            </Show>
            <div class="top-end">
                <Languages />
                <Show when=move || session.is_agent()>
                    <Bell place />
                </Show>
                <Show when=move || session.signed_in()>
                    <UserMenu />
                </Show>
            </div>
        </header>
    }
}

/// German or English, at once and for the next time.
#[component]
fn Languages() -> impl IntoView {
    let session = Session::expect();
    let toasts = Toasts::expect();
    let speak = move |language: Language| {
        spawn_local(async move {
            match session.speak(language).await {
                Ok(()) => a11y::announce(&untrack(t("language-changed"))),
                Err(error) => toasts.show(words::error(&error)),
            }
        });
    };
    let button = move |language: Language, short: &'static str, name: &'static str| {
        view! {
            <button
                type="button"
                lang=language.tag()
                aria-pressed=move || (i18n::language() == language).to_string()
                on:click=move |_| speak(language)
            >
                <span aria-hidden="true">{short}</span>
                <span class="visually-hidden">{name}</span>
            </button>
        }
    };
    view! {
        <div class="languages" role="group" aria-label=t("language")>
            {button(Language::De, "DE", "Deutsch")}
            {button(Language::En, "EN", "English")}
        </div>
    }
}

#[component]
fn UserMenu() -> impl IntoView {
    let session = Session::expect();
    let toasts = Toasts::expect();
    let name = move || session.get().map(|view| view.person.name).unwrap_or_default();
    let sign_out = move |_| {
        spawn_local(async move {
            // The guards lead to the sign-in page.
            if let Err(error) = session.sign_out().await {
                toasts.show(words::error(&error));
            }
        });
    };
    view! {
        <a class="user-name" href=Place::Preferences.path() title=t("title-preferences")>
            <Icon sign=Sign::Person />
            <span>{name}</span>
            <span class="visually-hidden">": " {t("title-preferences")}</span>
        </a>
        <button type="button" class="button button-quiet button-small" on:click=sign_out>
            {t("sign-out")}
        </button>
    }
}

/// What can still be done about a message. The seconds that are left are for the eye: nobody wants to hear them count.
#[component]
fn ToastButton(toasts: Toasts, id: u32, action: ToastAction) -> impl IntoView {
    let ToastAction { label, left, run } = action;
    let press = move |_| {
        toasts.dismiss(id);
        run();
    };
    view! {
        <button type="button" class="button button-small" on:click=press>
            {t(label)}
            <span aria-hidden="true">" (" {move || left.get()} ")"</span>
        </button>
    }
}

/// Messages about what was done, at the lower edge.
#[component]
fn ToastRegion() -> impl IntoView {
    let toasts = Toasts::expect();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.items() key=|toast| toast.id let:toast>
                <div class="toast">
                    <Icon sign=Sign::Check />
                    <p>{toast.text}</p>
                    {toast.action.map(|action| view! { <ToastButton toasts id=toast.id action /> })}
                    <button
                        type="button"
                        class="button button-quiet button-icon"
                        on:click=move |_| toasts.dismiss(toast.id)
                    >
                        <Icon sign=Sign::Close />
                        <span class="visually-hidden">{t("dismiss")}</span>
                    </button>
                </div>
            </For>
        </div>
    }
}
