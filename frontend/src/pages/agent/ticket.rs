//! The desk's view of one ticket: what it is, what may be done, the conversation, the answer, and who asked.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use pult_shared::{
    api::ticket::TicketView,
    command::{Command, CommandName},
    error::ErrorCode,
    ids::PersonId,
};

use super::{
    actions::ActionBar,
    case::Case,
    composer::{Composer, ComposerForm, Overtaken},
    history::History,
    key_help::{KeyHelp, TICKET_KEYS},
    listing::Memory,
    requester::{FactsPanel, RequesterPanel},
};
use crate::{
    a11y,
    components::{ArticleCard, Failure, Icon, Loading, Notice, PriorityBadge, Sign, StateBadge, Tone},
    i18n::{t, text, words},
    keys,
    place::Place,
    queues::Queues,
    session::Session,
    tr,
    uploads::FILE_LINKS,
};

#[component]
pub fn TicketPage(number: String) -> impl IntoView {
    let case = Case::new(number);
    let composer = Composer::new(case);
    let memory = Memory::expect();
    memory.open(Place::DeskTicket(case.number.get_value()).path());
    let back = memory.list_href();
    Queues::expect().refresh();
    let help = RwSignal::new(false);
    shortcuts(case, composer, help, back.clone());
    a11y::page_title(move || {
        let subject = case
            .ticket
            .with(|ticket| ticket.map(|ticket| ticket.subject.clone()))
            .unwrap_or_default();
        format!("{} {subject}", case.number.get_value())
    });
    let missing = move || {
        case.ticket
            .error()
            .filter(|error| error.code() == Some(ErrorCode::TicketNotFound))
    };
    let failed = move || {
        case.ticket
            .error()
            .filter(|_| case.ticket.get().is_none() && missing().is_none())
    };
    view! {
        <div class="ticket">
            <div class="ticket-head">
                <div class="ticket-nav">
                    <a class="back" href=back>
                        <Icon sign=Sign::Back />
                        {t("back-to-list")}
                    </a>
                    <KeyHelp entries=TICKET_KEYS open=help />
                </div>
                <h1 tabindex="-1">
                    <span class="ticket-number">{case.number.get_value()}</span>
                    " "
                    <span class="ticket-subject">
                        {move || case.ticket.with(|ticket| ticket.map(|ticket| words::subject(&ticket.subject)))}
                    </span>
                </h1>
                <Show when=move || case.ticket.get().is_some()>
                    <Summary case />
                    <ActionBar case />
                    <Troubles case />
                </Show>
            </div>
            {move || missing().map(|error| view! { <Missing message=words::error(&error) /> })}
            {move || {
                failed()
                    .map(|error| {
                        view! {
                            <Failure message=Signal::derive(move || words::error(&error)) retry=move || case.reload() />
                        }
                    })
            }}
            <Show when=move || case.ticket.get().is_some()>
                <div class="ticket-columns">
                    <div class="ticket-main">
                        <Conversation case />
                        <ComposerForm composer />
                    </div>
                    <aside class="ticket-side" aria-label=t("about-ticket")>
                        <RequesterPanel case />
                        <FactsPanel case />
                        <History case />
                    </aside>
                </div>
            </Show>
            <Show when=move || case.ticket.get().is_none() && case.ticket.error().is_none()>
                <Loading />
            </Show>
        </div>
    }
}

fn shortcuts(case: Case, composer: Composer, help: RwSignal<bool>, back: String) {
    let navigate = use_navigate();
    keys::on_key(move |key| match key {
        "r" => composer.write(false),
        "n" => composer.write(true),
        "t" if case.may(CommandName::Take) => {
            case.act(Command::Take, text("done-take"));
            true
        }
        "u" => {
            navigate(&back, NavigateOptions::default());
            true
        }
        "?" => {
            help.set(true);
            true
        }
        _ => false,
    });
}

#[component]
fn Missing(message: String) -> impl IntoView {
    view! {
        <div class="page page-narrow">
            <Notice tone=Tone::Error>
                <p>{message}</p>
            </Notice>
        </div>
    }
}

/// State, priority, owner and lock in a line.
#[component]
fn Summary(case: Case) -> impl IntoView {
    let me = Session::expect().person_untracked();
    let line = move |ticket: TicketView| {
        let owner = ticket.owner.as_ref().map(|owner| owner.name.clone());
        let queue = ticket.queue.clone();
        view! {
            <ul class="summary" aria-label=t("facts")>
                <li>
                    <StateBadge state=Signal::stored(ticket.state.clone()) kind=Signal::stored(ticket.state_type) />
                </li>
                <li>
                    <PriorityBadge priority=Signal::stored(ticket.priority) />
                </li>
                <li>
                    <Icon sign=Sign::Inbox />
                    <span class="visually-hidden">{t("col-queue")} ": "</span>
                    {move || words::queue(&queue)}
                </li>
                <li>
                    <Icon sign=Sign::Person />
                    <span class="soft">{t("col-owner")} ": "</span>
                    {move || owner.clone().unwrap_or_else(|| text("no-owner"))}
                </li>
                {lock_line(&ticket, me)}
            </ul>
        }
    };
    move || case.ticket.get().map(line)
}

// req: B8
fn lock_line(ticket: &TicketView, me: Option<PersonId>) -> Option<impl IntoView + use<>> {
    let lock = ticket.lock.clone()?;
    let mine = Some(lock.by.id) == me;
    let (class, name) = (if mine { "lock-mine" } else { "lock-other" }, lock.by.name);
    let label = move || {
        if mine {
            text("locked-by-me")
        } else {
            tr!("locked-by", name = name.clone())
        }
    };
    Some(view! {
        <li class=class>
            <Icon sign=Sign::Lock />
            {label}
        </li>
    })
}

/// Why an action did not go through, and what others did meanwhile.
#[component]
fn Troubles(case: Case) -> impl IntoView {
    let explain = move || {
        case.refused.get().map(|error| {
            let holder = case.ticket.with(|ticket| {
                let lock = ticket.and_then(|ticket| ticket.lock.as_ref());
                lock.map(|lock| lock.by.name.clone())
            });
            match (error.code(), holder) {
                (Some(ErrorCode::LockedByOther), Some(name)) => tr!("locked-by-other-named", name = name),
                _ => words::error(&error),
            }
        })
    };
    view! {
        {move || {
            explain()
                .map(|sentence| {
                    view! {
                        <Notice tone=Tone::Error>
                            <p>{sentence}</p>
                        </Notice>
                    }
                })
        }}
        <Show when=move || case.refused.get().is_some()>
            <Overtaken case />
        </Show>
    }
}

// req: E1
#[component]
fn Conversation(case: Case) -> impl IntoView {
    view! {
        <section class="conversation" aria-label=t("conversation")>
            <h2 class="visually-hidden">{t("conversation")}</h2>
            <For
                each=move || case.articles.get().unwrap_or_default()
                key=|article| article.id
                let:article
            >
                <ArticleCard article links=FILE_LINKS />
            </For>
            <Show when=move || case.articles.get().is_none() && case.articles.error().is_none()>
                <Loading />
            </Show>
            {move || {
                case.articles
                    .error()
                    .map(|error| {
                        view! {
                            <Failure message=Signal::derive(move || words::error(&error)) retry=move || case.reload() />
                        }
                    })
            }}
        </section>
    }
}
