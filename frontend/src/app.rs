//! The frame of every page: header, guards, the page itself, messages.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    components::{FlatRoutes, Route, Router},
    hooks::{use_location, use_navigate},
    path,
};
use pult_shared::{ids::PersonId, person::Language};

use crate::{
    a11y::{self, SkipLink, Voice},
    catalog, clock,
    components::{Icon, Loading, Sign},
    i18n::{self, t, words},
    live,
    page_actions::PageActions,
    pages,
    place::{Place, Section},
    queues::Queues,
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
    let (queues, views, memory) = (Queues::new(), Views::new(), pages::agent::Memory::provide());
    provide_context(queues);
    provide_context(views);
    // What one person saw is not for the next one at the same device.
    Effect::new(move |before: Option<Option<PersonId>>| {
        let person = session.person();
        if before.is_some_and(|before| before != person) {
            queues.forget();
            views.forget();
            memory.forget();
        }
        person
    });
    session.watch();
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
    /// Signed in, but not for this page.
    Refused,
}

fn judge(session: Session, place: Place) -> Verdict {
    match (session.may_see(place.row().guard), session.signed_in()) {
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
    let verdict = Memo::new(move |_| judge(session, place.get()));
    Effect::new(move |before: Option<()>| {
        place.track();
        // The first page has the browser's own focus and reading.
        if before.is_some() {
            a11y::focus_heading();
        }
    });
    let page = move || match verdict.get() {
        Verdict::Show(place) => show(place),
        Verdict::SignIn => view! { <ToSignIn /> }.into_any(),
        Verdict::Refused => view! { <pages::Refused /> }.into_any(),
    };
    view! {
        <SkipLink />
        <Header place />
        <main id="main" tabindex="-1">
            {page}
        </main>
        <ToastRegion />
        <Show when=move || session.is_agent()>
            <pages::agent::Palette />
        </Show>
        <Voice />
    }
}

fn show(place: Place) -> AnyView {
    let title = place.row().title;
    a11y::page_title(t(title));
    match place {
        Place::Home => view! { <pages::Home /> }.into_any(),
        Place::Login => view! { <pages::auth::Login /> }.into_any(),
        Place::Ticket(number) => view! { <pages::TicketLink number /> }.into_any(),
        Place::Preferences => view! { <pages::Preferences /> }.into_any(),
        Place::Dashboard => view! { <pages::agent::Dashboard /> }.into_any(),
        Place::Desk => view! { <pages::agent::Desk /> }.into_any(),
        Place::DeskNew => view! { <pages::agent::NewTicket /> }.into_any(),
        Place::DeskTicket(number) => view! { <pages::agent::TicketPage number /> }.into_any(),
        Place::Portal => view! { <pages::portal::MyTickets /> }.into_any(),
        Place::PortalNew => view! { <pages::portal::NewRequest /> }.into_any(),
        Place::PortalTicket(number) => view! { <pages::portal::MyTicket number /> }.into_any(),
        Place::Admin => view! { <pages::admin::Overview /> }.into_any(),
        Place::AdminStates => view! { <pages::admin::States /> }.into_any(),
        Place::AdminPriorities => view! { <pages::admin::Priorities /> }.into_any(),
        Place::AdminTypes => view! { <pages::admin::Types /> }.into_any(),
        Place::AdminServices => view! { <pages::admin::Services /> }.into_any(),
        Place::AdminFields => view! { <pages::admin::Fields /> }.into_any(),
        Place::AdminQueues => view! { <pages::admin::QueueSettingsPage /> }.into_any(),
        Place::AdminRoles => view! { <pages::admin::Roles /> }.into_any(),
        Place::AdminRights => view! { <pages::admin::Rights /> }.into_any(),
        Place::AdminTemplates => view! { <pages::admin::Templates /> }.into_any(),
        Place::AdminLog => view! { <pages::admin::SettingsLog /> }.into_any(),
        Place::OutgoingMails => view! { <pages::admin::OutgoingMails /> }.into_any(),
        Place::IncomingMails => view! { <pages::admin::IncomingMails /> }.into_any(),
        Place::Unknown => view! { <pages::NotFound /> }.into_any(),
    }
}

/// Leads to the sign-in page, and remembers where the person wanted to go.
#[component]
fn ToSignIn() -> impl IntoView {
    let session = Session::expect();
    let location = use_location();
    let navigate = use_navigate();
    Effect::new(move |_| {
        let here = untrack(|| {
            let (path, search) = (location.pathname.get(), location.search.get());
            if search.is_empty() {
                path
            } else {
                format!("{path}?{search}")
            }
        });
        let target = if here == "/" || session.was_left_untracked() {
            Place::Login.path()
        } else {
            format!("{}?next={}", Place::Login.path(), web::encoded(&here))
        };
        navigate(
            &target,
            NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            },
        );
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
